"""The text of a signature dictionary: one /Contents, in its own dictionary, no doubled keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.validation.rawdict import is_unambiguous

BEFORE = b"5 0 obj\n<< /Type /Sig /ByteRange [0 10 20 30] /Contents "
AFTER = b" /Reason (a \\) b) /Ref 7 0 R >>\nendobj\n"


def test_is_unambiguous_with_plain_dictionary_is_true() -> None:
    assert is_unambiguous(BEFORE, AFTER)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BEFORE, b" /Contents <00> >>\nendobj\n"),
        (BEFORE, b" /ByteRange [0 1 2 3] >>\nendobj\n"),
        (BEFORE, b" /#42yteRange [0 1 2 3] >>\nendobj\n"),
        (BEFORE, b" /Reason (a"),
        (BEFORE, b" endobj\n"),
        (b"5 0 obj\n<< /Type /Sig /Other ", AFTER),
        (b"5 0 obj\n<< >>\nendobj\n6 0 obj << /Contents ", AFTER),
        (b"5 0 obj\n<< /Reason (\n/Contents ", AFTER),
        (b"5 0 obj\n<< /A [ /Contents ", b" ] >>"),
        (b"", b""),
    ],
)
def test_is_unambiguous_with_doubtful_text_is_false(before: bytes, after: bytes) -> None:
    assert not is_unambiguous(before, after)


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_is_unambiguous_answers_for_any_bytes(before: bytes, after: bytes) -> None:
    assert is_unambiguous(before, after) in (True, False)
