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


PLACES = {
    "wife.residence": ValueKind.ADDRESS,
    "husband.residence": ValueKind.ADDRESS,
    "wife.full_name": ValueKind.NAME,
    "requester.full_name": ValueKind.NAME,
}


def spelled(**values: str) -> dict[str, FieldReading]:
    fields = [field(name.replace("__", "."), value, GREEN) for name, value in values.items()]
    return {reading.name: reading for reading in cross_checked(fields, PLACES)}


GREEN = FieldState.GREEN


def test_cross_checked_place_spelled_in_two_ways_is_doubted() -> None:
    found = spelled(
        wife__residence="xã Tân Phú, huyện Củ Chỉ, Thành phố Hồ Chí Minh",
        husband__residence="xã Củ Chi, Thành phố Hồ Chí Minh",
    )

    wife = found["wife.residence"]
    assert (wife.state, wife.problem) == (FieldState.AMBER, "value.looks_differ")
    assert wife.alternatives == ("xã Tân Phú, huyện Củ Chi, Thành phố Hồ Chí Minh",)
    assert found["husband.residence"].state is FieldState.AMBER


def test_cross_checked_name_spelled_in_two_ways_is_doubted() -> None:
    found = spelled(wife__full_name="Đỗ Thị Quân", requester__full_name="Đỗ Thị Quần")

    assert {reading.state for reading in found.values()} == {FieldState.AMBER}


def test_cross_checked_names_spelled_alike_stay_green() -> None:
    found = spelled(
        wife__full_name="Vũ Thị Hòa",
        requester__full_name="VŨ THỊ HOÀ",
        wife__residence="xã Hoằng Hóa, tỉnh Thanh Hóa",
        husband__residence="xã Hoằng Hoá, tỉnh Thanh Hóa",
    )

    assert {reading.state for reading in found.values()} == {GREEN}


def test_cross_checked_digits_prove_the_words() -> None:
    found = checked(
        field("capital", "150000000"), field("capital_words", "Một trăm năm mươi triệu đồng")
    )

    assert found["capital_words"].state is GREEN
