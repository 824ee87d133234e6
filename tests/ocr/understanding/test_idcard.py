from __future__ import annotations

import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.reading import Code, CodeKind, FieldSource
from ocr.understanding.idcard import CardCodeInvalid, code_values, parse_card_qr, parse_slip_qr

CARD = "038201004567|173456789|Nguyễn Văn An|15032001|Nam|Thôn 1, xã Hoằng Tiến|01012022"
BOX = (1, 2, 30, 40)


def test_parse_card_qr_seven_fields_are_normalised() -> None:
    card = parse_card_qr(CARD)

    assert (card.id_number, card.old_id, card.full_name) == (
        "038201004567",
        "173456789",
        "Nguyễn Văn An",
    )
    assert (card.birth_date, card.sex, card.issued_on) == ("15/03/2001", "Nam", "01/01/2022")
    assert card.extra == ()


def test_parse_card_qr_empty_old_id_and_extra_fields_are_kept() -> None:
    text = CARD.replace("173456789", "") + "|Nguyễn Văn Bình|Lê Thị Hoa|"

    card = parse_card_qr(text)

    assert card.old_id == ""
    assert card.extra == ("Nguyễn Văn Bình", "Lê Thị Hoa", "")


@pytest.mark.parametrize(
    ("before", "after"), [("", "\r\n"), ("]Q1", "\r"), ("\ufeff", "\t"), (" ", "\x04")]
)
def test_parse_card_qr_what_keyboard_scanners_add_is_dropped(before: str, after: str) -> None:
    assert parse_card_qr(before + CARD + after) == parse_card_qr(CARD)


def test_parse_card_qr_decomposed_text_is_composed() -> None:
    assert parse_card_qr(unicodedata.normalize("NFD", CARD)) == parse_card_qr(CARD)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/a|b",
        "|".join(CARD.split("|")[:6]),
        CARD.replace("038201004567", "03820100456"),
        CARD.replace("173456789", "17345"),
        CARD.replace("15032001", "31022001"),
        CARD.replace("|Nam|", "|Năm|"),
        CARD.replace("Nguyễn Văn An", ""),
        CARD.replace("Nguyễn Văn An", "Nguy?n V?n An"),
        CARD + "x" * 5000,
    ],
)
def test_parse_card_qr_broken_text_is_refused(text: str) -> None:
    with pytest.raises(CardCodeInvalid):
        parse_card_qr(text)


@given(st.lists(st.text(max_size=20), max_size=10).map("|".join))
def test_parse_qr_any_text_only_raises_its_own_error(text: str) -> None:
    for parse in (parse_card_qr, parse_slip_qr):
        with contextlib.suppress(CardCodeInvalid):
            parse(text)


@given(st.integers(0, len(CARD) - 1), st.characters())
def test_parse_card_qr_changed_character_keeps_id_shape(position: int, character: str) -> None:
    text = CARD[:position] + character + CARD[position + 1 :]

    with contextlib.suppress(CardCodeInvalid):
        card = parse_card_qr(text)
        assert len(card.id_number) == 12
        assert card.id_number.isascii()
        assert card.id_number.isdigit()


def test_parse_slip_qr_four_fields_are_read() -> None:
    slip = parse_slip_qr("H56.14-240823-0001|1.001193|038201004567|Tờ khai đăng ký khai sinh")

    assert slip.dossier_code == "H56.14-240823-0001"
    assert slip.procedure_code == "1.001193"
    assert slip.owner_id == "038201004567"
    assert slip.paper_name == "Tờ khai đăng ký khai sinh"


@pytest.mark.parametrize(
    "text", ["000.17.22.H56-210531-0001", "G15.10.20-260101-150001|1.001193.000.00.00.H56"]
)
def test_parse_slip_qr_code_alone_or_local_procedure_is_read(text: str) -> None:
    assert parse_slip_qr(text).dossier_code == text.split("|")[0]


@pytest.mark.parametrize("text", ["", "1234", "H56.14-240823-0001|khai sinh"])
def test_parse_slip_qr_other_text_is_refused(text: str) -> None:
    with pytest.raises(CardCodeInvalid):
        parse_slip_qr(text)


def test_code_values_card_qr_leaves_empty_fields_out() -> None:
    code = Code(CodeKind.QR, CARD.replace("173456789", ""), BOX)

    values = {value.name: value for value in code_values(code)}

    assert "qr:old_id" not in values
    assert values["qr:id_number"].value == "038201004567"
    assert values["qr:id_number"].source is FieldSource.QR
    assert values["qr:id_number"].box == BOX


def test_code_values_zone_gives_dates_and_vietnamese_sex() -> None:
    text = (
        "IDVNM2010045679038201004567<<6\n"
        "0103152M4103150VNM<<<<<<<<<<<2\n"
        "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"
    )

    values = {value.name: value.value for value in code_values(Code(CodeKind.MRZ, text, BOX))}

    assert values["mrz:birth_date"] == "15/03/2001"
    assert values["mrz:sex"] == "Nam"
    assert values["mrz:expires_on"] == "15/03/2041"


@pytest.mark.parametrize("kind", list(CodeKind))
def test_code_values_unknown_text_gives_nothing(kind: CodeKind) -> None:
    assert code_values(Code(kind, "https://example.org", BOX)) == ()


def test_code_values_barcode_gives_dossier_code() -> None:
    values = code_values(Code(CodeKind.CODE128, "H56.14-240823-0001", BOX))

    assert [(value.name, value.source) for value in values] == [
        ("barcode:dossier_code", FieldSource.BARCODE)
    ]
