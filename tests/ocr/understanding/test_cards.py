"""Several identity cards on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.catalog.load import load_catalog
from ocr.reading import Code, CodeKind
from ocr.understanding.cards import card_sides
from ocr.understanding.sight import Sight
from ocr.understanding.understand import Understanding, understand
from ocr.words import Line, PageText, Word
from tests.ocr.page_layout import lay_out_line

DPI = 300
CARD = (1011, 637)
"""Width and height of a card in pixels."""


def front(x: int, y: int, number: str, name: str) -> list[Line]:
    """A front with its title where the cards have it."""
    rows = (
        (460, 150, "CĂN CƯỚC CÔNG DÂN"),
        (460, 200, "Citizen Identity Card"),
        (380, 260, f"Số / No.: {number}"),
        (380, 310, "Họ và tên / Full name:"),
        (380, 360, name),
        (380, 410, "Ngày sinh / Date of birth: 14/11/1996"),
        (380, 460, "Giới tính / Sex: Nam"),
    )
    return [moved(lay_out_line(text), x + left, y + top) for left, top, text in rows]


def moved(line: Line, x: int, y: int) -> Line:
    """A laid out line in small print at another place."""
    return Line(
        tuple(
            Word(
                word.text,
                (x + word.box[0] // 2, y, x + word.box[2] // 2, y + 34),
                word.confidence,
            )
            for word in line.words
        )
    )


def qr(x: int, y: int, number: str, name: str) -> Code:
    text = f"{number}||{name}|14111996|Nam|Thôn 3, xã Vạn Lộc, tỉnh Thanh Hóa|01052022"
    return Code(CodeKind.QR, text, (x + 770, y + 50, x + 960, y + 240))


TWO = (("038096000456", "TRẦN VĂN BẢO"), ("038096000789", "LÊ QUANG MINH"))


def sheet(places: Sequence[tuple[int, int]]) -> tuple[PageText, list[Code]]:
    lines = [
        line
        for (x, y), (number, name) in zip(places, TWO, strict=True)
        for line in front(x, y, number, name)
    ]
    codes = [
        qr(x, y, number, name.title()) for (x, y), (number, name) in zip(places, TWO, strict=True)
    ]
    return PageText(tuple(lines)), codes


def understood(places: Sequence[tuple[int, int]]) -> Understanding:
    text, codes = sheet(places)
    white = np.full((3508, 2480), 255, np.uint8)
    sight = Sight(np.dstack((white, white, white)), white, white, DPI)
    catalog = load_catalog()
    return understand(text, codes, catalog.paper_types(), sight=sight)


def test_understand_two_fronts_one_below_the_other_are_two_persons() -> None:
    found = understood([(200, 200), (200, 1200)])

    values = {field.name: field.value for field in found.fields}
    assert values["id_number"] == TWO[0][0]
    assert values["2.id_number"] == TWO[1][0]
    assert values["full_name"] == "Trần Văn Bảo"
    assert values["2.full_name"] == "Lê Quang Minh"


def test_understand_two_fronts_side_by_side_are_two_persons() -> None:
    found = understood([(100, 300), (1300, 320)])

    values = {field.name: field.value for field in found.fields}
    assert (values["id_number"], values["2.id_number"]) == (TWO[0][0], TWO[1][0])


def test_card_sides_one_card_is_no_sheet() -> None:
    text, codes = sheet([(200, 200), (200, 1200)])
    half = PageText(text.lines[: len(text.lines) // 2])

    assert card_sides(half, codes[:1], DPI) == ()


def test_card_sides_words_outside_the_cards_belong_to_none() -> None:
    text, codes = sheet([(200, 200), (200, 1200)])
    stray = moved(lay_out_line("Bản sao"), 1800, 3000)

    sides = card_sides(PageText((*text.lines, stray)), codes, DPI)

    assert len(sides) == 2
    assert all("Bản sao" not in side.text.text for side in sides)


def test_card_sides_page_without_words_is_no_sheet() -> None:
    assert card_sides(PageText(), (), DPI) == ()
