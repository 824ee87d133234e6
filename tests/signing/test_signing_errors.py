"""Errors travel between processes and have stable names."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

from signing import errors
from signing.errors import Advice, SigningError, WrongPin


def tree(kind: type[SigningError]) -> Iterator[type[SigningError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


@pytest.mark.parametrize("kind", list(tree(SigningError)))
def test_signing_error_survives_pickling(kind: type[SigningError]) -> None:
    back = pickle.loads(pickle.dumps(kind("chi tiet")))  # noqa: S301 - own bytes

    assert (type(back), back.detail, back.code) == (kind, "chi tiet", kind.code)
    assert isinstance(back.advice, Advice)


def test_wrong_pin_keeps_the_count() -> None:
    back = pickle.loads(pickle.dumps(WrongPin("sai", 2)))  # noqa: S301 - own bytes

    assert back.tries_left == 2


def test_signing_error_codes_are_unique() -> None:
    codes = [kind.code for kind in tree(SigningError)]

    assert len(codes) == len(set(codes))


def test_signing_error_tree_is_drawn_in_full() -> None:
    drawn = errors.__doc__ or ""

    assert [kind.__name__ for kind in tree(SigningError) if kind.__name__ not in drawn] == []
