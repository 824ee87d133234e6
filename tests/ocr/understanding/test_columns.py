"""Forms with one person in each column."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ocr.understanding.columns import ColumnPlace, on_rules
from ocr.understanding.fields import extract_fields
from ocr.understanding.forms import Column, FieldDefinition, PaperType, ValueKind
from ocr.understanding.ruling import Ruling
from tests.ocr.page_layout import lay_out

_ROWS = (
    ("full_name", "Họ, chữ đệm, tên", ValueKind.NAME),
    ("birth_date", "Ngày, tháng, năm sinh", ValueKind.DATE),
    ("ethnicity", "Dân tộc", ValueKind.ETHNICITY),
    ("residence", "Nơi cư trú", ValueKind.ADDRESS),
    ("id_document", "Giấy tờ tùy thân", ValueKind.TEXT),
)
MARRIAGE = PaperType(
    "marriage",
    "Marriage",
    ("TỜ KHAI",),
    columns=(Column("bride", ("Bên nữ",)), Column("groom", ("Bên nam",))),
    fields=tuple(
        FieldDefinition(f"{role}.{key}", label, kind, column=role)
        for role in ("bride", "groom")
        for key, label, kind in _ROWS
    ),
)
TABLE = (
    "Thông tin                      Bên nữ                        Bên nam",
    "Họ, chữ đệm, tên               LÊ THỊ HOA                    TRẦN VĂN BẢO",
    "Ngày, tháng, năm sinh          02/03/1999                    14/11/1996",
    "Dân tộc                        Tày                           Kinh",
    "Nơi cư trú                     Thôn 3, xã Vạn Lộc,           Số 5, phố Mới, phường",
    "                               tỉnh Thanh Hóa                Hạc Thành, tỉnh Thanh Hóa",
    "Giấy tờ tùy thân               CCCD số 038199000123          CCCD số 038096000456",
)


def texts(lines: Sequence[str]) -> dict[str, str]:
    entries = extract_fields(lay_out(lines), MARRIAGE)
    return {entry.definition.name: entry.found.text for entry in entries}


def test_extract_fields_two_columns_are_kept_apart() -> None:
    values = texts(TABLE)

    assert values["bride.full_name"] == "LÊ THỊ HOA"
    assert values["groom.full_name"] == "TRẦN VĂN BẢO"
    assert values["bride.ethnicity"] == "Tày"
    assert values["groom.ethnicity"] == "Kinh"
    assert values["bride.residence"] == "Thôn 3, xã Vạn Lộc, tỉnh Thanh Hóa"
    assert values["groom.residence"] == "Số 5, phố Mới, phường Hạc Thành, tỉnh Thanh Hóa"
    assert values["groom.id_document"] == "CCCD số 038096000456"


def test_extract_fields_columns_in_the_other_order_follow_their_heads() -> None:
    head = TABLE[0].replace("Bên nữ", "?").replace("Bên nam", "Bên nữ").replace("?", "Bên nam")

    values = texts([head, *TABLE[1:]])

    assert values["groom.full_name"] == "LÊ THỊ HOA"
    assert values["bride.full_name"] == "TRẦN VĂN BẢO"


def test_extract_fields_label_over_two_lines_is_one_row() -> None:
    values = texts(
        [
            TABLE[0],
            "Họ, chữ đệm,                   LÊ THỊ HOA                    TRẦN VĂN BẢO",
            "tên",
            "Ngày, tháng,                   02/03/1999                    14/11/1996",
            "năm sinh",
            *TABLE[3:],
        ]
    )

    assert values["bride.full_name"] == "LÊ THỊ HOA"
    assert values["groom.birth_date"] == "14/11/1996"


def test_extract_fields_empty_cell_stays_empty() -> None:
    values = texts(
        [*TABLE[:3], "Dân tộc                        ......                        Kinh"]
    )

    assert values["bride.ethnicity"] == ""
    assert values["groom.ethnicity"] == "Kinh"


def test_extract_fields_one_person_below_the_other_is_read_as_blocks() -> None:
    values = texts(
        [
            "Bên nam",
            "Họ, chữ đệm, tên: TRẦN VĂN BẢO",
            "Dân tộc: Kinh",
            "Bên nữ",
            "Họ, chữ đệm, tên: LÊ THỊ HOA",
            "Dân tộc: Tày",
        ]
    )

    assert values["bride.full_name"] == "LÊ THỊ HOA"
    assert values["groom.ethnicity"] == "Kinh"


@pytest.mark.parametrize(
    ("xs", "expected"),
    [
        ((95, 310, 498), [(95, 310), (310, 498)]),
        ((), [(100, 300), (300, 500)]),
        ((700,), [(100, 300), (300, 500)]),
    ],
)
def test_on_rules_only_near_rules_move_an_edge(
    xs: tuple[int, ...], expected: list[tuple[int, int]]
) -> None:
    places = [ColumnPlace("a", 100, 300, 10), ColumnPlace("b", 300, 500, 10)]

    moved = on_rules(places, Ruling(xs))

    assert [(place.left, place.right) for place in moved] == expected
