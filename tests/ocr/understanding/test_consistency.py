"""Fields of one paper against each other."""

from __future__ import annotations

import pytest

from ocr.reading import FieldReading, FieldSource, FieldState
from ocr.understanding.consistency import cross_checked
from ocr.understanding.forms import ValueKind

KINDS = {
    "child.birth_date": ValueKind.DATE,
    "child.birth_date_words": ValueKind.TEXT,
    "capital": ValueKind.MONEY,
    "capital_words": ValueKind.TEXT,
    "owner.id_document": ValueKind.PERSONAL_ID,
    "owner.birth_date": ValueKind.DATE,
    "owner.sex": ValueKind.SEX,
}


def field(
    name: str, value: str, state: FieldState = FieldState.AMBER, confidence: float = 0.8
) -> FieldReading:
    return FieldReading(name, name, value, state, confidence, FieldSource.OCR, (0, 0, 9, 9))


def checked(*fields: FieldReading) -> dict[str, FieldReading]:
    return {reading.name: reading for reading in cross_checked(fields, KINDS)}


@pytest.mark.parametrize(
    ("name", "digits", "words"),
    [
        (
            "child.birth_date",
            "05/03/2026",
            "Ngày năm tháng ba năm hai nghìn không trăm hai mươi sáu",
        ),
        ("capital", "150000000", "Một trăm năm mươi triệu đồng chẵn"),
    ],
)
def test_cross_checked_words_prove_the_digits(name: str, digits: str, words: str) -> None:
    found = checked(field(name, digits), field(f"{name}_words", words))

    assert found[name].state is FieldState.GREEN


@pytest.mark.parametrize(
    ("name", "digits", "words", "problem"),
    [
        (
            "child.birth_date",
            "06/03/2026",
            "Ngày năm tháng ba năm hai nghìn không trăm hai mươi sáu",
            "date.words_differ",
        ),
        ("capital", "160000000", "Một trăm năm mươi triệu đồng", "money.words_differ"),
    ],
)
def test_cross_checked_words_that_differ_put_both_in_doubt(
    name: str, digits: str, words: str, problem: str
) -> None:
    found = checked(
        field(name, digits, FieldState.GREEN), field(f"{name}_words", words, FieldState.GREEN)
    )

    assert found[name].state is FieldState.AMBER
    assert found[name].problem == problem
    assert found[f"{name}_words"].problem == problem


def test_cross_checked_words_nobody_can_read_say_nothing() -> None:
    before = field("capital", "150000000")

    found = checked(before, field("capital_words", "Mộl trãm nầm mưci"))

    assert found["capital"] == before


def test_cross_checked_handwriting_is_not_proved_by_words() -> None:
    written = FieldReading(
        "capital",
        "",
        "150000000",
        FieldState.AMBER,
        0.95,
        FieldSource.OCR,
        None,
        "value.handwritten",
    )

    found = checked(written, field("capital_words", "Một trăm năm mươi triệu đồng"))

    assert found["capital"] == written


def test_cross_checked_id_against_the_person_offers_the_digit_that_fits() -> None:
    found = checked(
        field("owner.id_document", "038098000456"),
        field("owner.birth_date", "14/11/1996", FieldState.GREEN),
        field("owner.sex", "Nam", FieldState.GREEN),
    )

    assert found["owner.id_document"].state is FieldState.RED
    assert "038096000456" in found["owner.id_document"].alternatives
