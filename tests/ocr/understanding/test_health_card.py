from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.reading import Code, CodeKind
from ocr.understanding.code_text import CardCodeInvalid
from ocr.understanding.health_card import is_health_card, parse_health_card_qr
from ocr.understanding.idcard import code_values

NAME = "Nguyễn Văn An".encode().hex()
ADDRESS = "xã Hoằng Tiến, tỉnh Thanh Hóa".encode().hex()
CARD = f"DN4380123456789|{NAME}|15/03/2001|1|{ADDRESS}|38 - 012|01/01/2025|-|05/01/2025|$"
BOX = (1, 2, 30, 40)


def test_parse_health_card_qr_hex_fields_are_decoded() -> None:
    card = parse_health_card_qr(CARD)

    assert (card.number, card.full_name) == ("DN4380123456789", "Nguyễn Văn An")
    assert (card.birth_date, card.sex) == ("15/03/2001", "Nam")
    assert card.residence == "xã Hoằng Tiến, tỉnh Thanh Hóa"
    assert (card.valid_from, card.expires_on) == ("01/01/2025", "")
    assert card.extra == ("05/01/2025", "$")


def test_parse_health_card_qr_ten_digits_and_year_of_birth_are_read() -> None:
    card = parse_health_card_qr(f"0123456789|{NAME}|1958|2||\r\n")

    assert (card.number, card.birth_date, card.sex) == ("0123456789", "1958", "Nữ")
    assert card.residence == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "|".join(CARD.split("|")[:4]),
        CARD.replace("DN4380123456789", "DN438012345678"),
        CARD.replace(NAME, NAME[:-1]),
        CARD.replace(NAME, "ff" + NAME),
        CARD.replace(NAME, "3f3f"),
        CARD.replace("15/03/2001", "31/02/2001"),
        CARD.replace("|1|", "|3|"),
        CARD + "x" * 5000,
    ],
)
def test_parse_health_card_qr_broken_text_is_refused(text: str) -> None:
    with pytest.raises(CardCodeInvalid):
        parse_health_card_qr(text)


@given(st.lists(st.one_of(st.text(max_size=20), st.just(NAME)), max_size=10).map("|".join))
def test_parse_health_card_qr_any_text_only_raises_its_own_error(text: str) -> None:
    is_health_card(text)
    with contextlib.suppress(CardCodeInvalid):
        parse_health_card_qr(text)


@given(st.integers(0, len(CARD) - 1), st.characters())
def test_code_values_changed_health_card_never_fails(position: int, character: str) -> None:
    text = CARD[:position] + character + CARD[position + 1 :]

    values = code_values(Code(CodeKind.QR, text, BOX))

    assert all(value.value for value in values)


def test_code_values_health_card_has_its_own_number() -> None:
    values = {value.name: value.value for value in code_values(Code(CodeKind.QR, CARD, BOX))}

    assert values["qr:insurance_number"] == "DN4380123456789"
    assert values["qr:full_name"] == "Nguyễn Văn An"
    assert "qr:id_number" not in values
    assert "qr:expires_on" not in values
