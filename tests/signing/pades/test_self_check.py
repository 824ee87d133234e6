"""The last look at our own files draws pages only where bytes of others follow a signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import ArrayObject, NameObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing.errors import SelfCheckFailed
from signing.keystore import SigningKey
from signing.pades.prepared import finish_signature, prepare_signature, sign_pdf
from signing.requests import Level, SignRequest
from signing.validation import verify

Builder = Callable[[Level], SignRequest]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts how often pages are drawn, and lets them be drawn."""
    calls: list[int] = []
    real = verify.compare_looks

    def counting(source: Any, states: Any, **more: Any) -> Any:
        calls.append(len(states))
        return real(source, states, **more)

    monkeypatch.setattr(verify, "compare_looks", counting)
    return calls


@pytest.mark.parametrize("level", list(Level))
def test_own_increments_are_not_drawn(
    level: Level, plain: Path, key: SigningKey, request_for: Builder, drawn: list[int]
) -> None:
    sign_pdf(plain, plain.with_name("signed.pdf"), key, request_for(level))

    assert drawn == []


def test_second_signature_right_behind_the_first_is_not_drawn(
    plain: Path, key: SigningKey, request_for: Builder, drawn: list[int]
) -> None:
    first, second = plain.with_name("1.pdf"), plain.with_name("2.pdf")
    sign_pdf(plain, first, key, request_for(Level.B_B))

    sign_pdf(first, second, key, request_for(Level.B_B))

    assert drawn == []


def test_second_signature_behind_bytes_of_others_is_drawn(
    plain: Path, key: SigningKey, request_for: Builder, drawn: list[int]
) -> None:
    first, second = plain.with_name("1.pdf"), plain.with_name("2.pdf")
    sign_pdf(plain, first, key, request_for(Level.B_LT))

    sign_pdf(first, second, key, request_for(Level.B_B))

    assert len(drawn) == 1


def test_page_changed_between_two_signatures_is_refused(
    plain: Path, key: SigningKey, request_for: Builder
) -> None:
    first, second = plain.with_name("1.pdf"), plain.with_name("2.pdf")
    sign_pdf(plain, first, key, request_for(Level.B_B))
    with first.open("r+b") as stream:
        writer = IncrementalPdfFileWriter(stream)
        reference = writer.root["/Pages"]["/Kids"].raw_get(0)
        page = reference.get_object()
        page[NameObject("/CropBox")] = ArrayObject(map(NumberObject, (0, 0, 100, 100)))
        writer.mark_update(reference)
        writer.write_in_place()

    with pytest.raises(SelfCheckFailed):
        sign_pdf(first, second, key, request_for(Level.B_B))

    assert not second.exists()


def test_target_that_others_went_on_with_is_drawn(
    plain: Path, key: SigningKey, request_for: Builder, drawn: list[int]
) -> None:
    request, between = request_for(Level.B_B), plain.with_name("between.pdf")
    target = plain.with_name("signed.pdf")
    prepared = prepare_signature(plain, between, key.certificate, key.chain, request)
    value = key.sign(prepared.signed_attributes, prepared.mechanism)
    finish_signature(between, target, prepared, value, request)
    sign_pdf(target, target, key, replace(request, field_name="CoQuan"))
    assert drawn == []

    finish_signature(between, target, prepared, value, request)

    assert len(drawn) == 1
    with pikepdf.open(target) as document:
        assert len(document.Root.AcroForm.Fields) == 2
