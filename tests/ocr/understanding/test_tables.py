"""Tables with a row for each entry, and the rules they are drawn with."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.understanding.fields import extract_fields
from ocr.understanding.forms import FieldDefinition, PaperType, RowTable, TableColumn, ValueKind
from ocr.understanding.ruling import ruling
from ocr.understanding.sight import Sight
from tests.ocr.page_layout import CHARACTER_PX, LINE_PX, lay_out

MEMBERS = RowTable(
    "members",
    (
        TableColumn("number", ("TT", "STT")),
        TableColumn("full_name", ("Họ, chữ đệm và tên",), ValueKind.NAME),
        TableColumn("birth_date", ("Ngày, tháng, năm sinh",), ValueKind.DATE),
        TableColumn("sex", ("Giới tính",), ValueKind.SEX),
        TableColumn("personal_id", ("Số định danh cá nhân",), ValueKind.PERSONAL_ID),
    ),
)
FORM = PaperType(
    "form",
    "Form",
    ("FORM",),
    tables=(MEMBERS,),
    fields=(FieldDefinition("written_on", "Làm tại"),),
)
TABLE = (
    "TT   Họ, chữ đệm và tên   Ngày, tháng,   Giới   Số định danh",
    "                          năm sinh       tính   cá nhân",
    "1    LÊ THỊ HOA           02/03/1999     Nữ     038199000123",
    "2    TRẦN VĂN BẢO         14/11/1996     Nam    038096000456",
)


def cells(lines: tuple[str, ...], sight: Sight | None = None) -> dict[str, str]:
    entries = extract_fields(lay_out(lines), FORM, sight)
    return {entry.definition.name: entry.found.text for entry in entries if entry.found.text}


def test_extract_fields_rows_of_a_table_become_numbered_fields() -> None:
    found = cells(TABLE)

    assert found["members.1.full_name"] == "LÊ THỊ HOA"
    assert found["members.1.personal_id"] == "038199000123"
    assert found["members.2.birth_date"] == "14/11/1996"
    assert found["members.2.sex"] == "Nam"
    assert "members.3.full_name" not in found


def test_extract_fields_kind_of_a_cell_is_that_of_its_column() -> None:
    entries = extract_fields(lay_out(TABLE), FORM)

    kinds = {entry.definition.name: entry.definition.kind for entry in entries}

    assert kinds["members.1.birth_date"] is ValueKind.DATE
    assert kinds["members.2.personal_id"] is ValueKind.PERSONAL_ID


def test_extract_fields_cell_over_two_lines_stays_in_its_row() -> None:
    found = cells(
        (
            *TABLE[:2],
            "1    NGUYỄN TRẦN          02/03/1999     Nữ     038199000123",
            "     NGỌC ÁNH",
            "2    TRẦN VĂN BẢO         14/11/1996     Nam    038096000456",
        )
    )

    assert found["members.1.full_name"] == "NGUYỄN TRẦN NGỌC ÁNH"
    assert found["members.2.full_name"] == "TRẦN VĂN BẢO"


def test_extract_fields_table_ends_at_the_next_label() -> None:
    found = cells((*TABLE, "Làm tại: Hạc Thành"))

    assert found["written_on"] == "Hạc Thành"
    assert "members.3.full_name" not in found
    assert "Làm" not in found["members.2.full_name"]


def test_extract_fields_table_without_rows_gives_no_fields() -> None:
    assert not any(name.startswith("members") for name in cells(TABLE[:2]))


def test_extract_fields_word_beyond_the_middle_goes_with_the_drawn_rule() -> None:
    lines = (*TABLE[:2], "1    NGUYỄN HOÀNG GIA PHÚC 02/03/1999   Nữ     038199000123")
    gray = np.full((6 * LINE_PX, 70 * CHARACTER_PX), 255, np.uint8)
    for character in (0, 4, 26, 40, 47, 62):
        x = character * CHARACTER_PX - 8 if character else 2
        cv2.line(gray, (x, 0), (x, 3 * LINE_PX), 0, 3)

    colour = np.dstack((gray, gray, gray))
    found = cells(lines, Sight(colour, gray, gray, 300))

    assert found["members.1.full_name"] == "NGUYỄN HOÀNG GIA PHÚC"
    assert found["members.1.birth_date"] == "02/03/1999"


def test_ruling_grid_gives_its_lines_and_not_the_print() -> None:
    gray = np.full((600, 900), 235, np.uint8)
    for x in (50, 400, 850):
        cv2.line(gray, (x, 60), (x, 540), 40, 3)
    for y in (60, 300, 540):
        cv2.line(gray, (50, y), (850, y), 40, 3)
    cv2.putText(gray, "HIEU LUC III", (80, 200), cv2.FONT_HERSHEY_SIMPLEX, 2.0, 0, 5)

    found = ruling(gray, (0, 40, 900, 560), 300)

    assert np.allclose(found.xs, (50, 400, 850), atol=3)
    assert np.allclose(found.ys, (60, 300, 540), atol=3)


def test_ruling_outside_the_page_finds_nothing() -> None:
    gray = np.full((100, 100), 255, np.uint8)

    assert ruling(gray, (200, 200, 300, 300), 300).xs == ()
