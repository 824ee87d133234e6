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


def test_extract_fields_head_of_the_counting_column_that_was_not_read_does_not_hide_the_table() -> (
    None
):
    heads = ("LU" + TABLE[0][2:], *TABLE[1:])
    counted = RowTable(
        "members", (TableColumn("ordinal", ("TT", "STT", "Số TT")), *MEMBERS.columns[1:])
    )
    form = PaperType("form", "Form", ("FORM",), tables=(counted,))

    entries = extract_fields(lay_out(heads), form)

    found = {entry.definition.name: entry.found.text for entry in entries}
    assert found["members.1.full_name"] == "LÊ THỊ HOA"
    assert found["members.2.full_name"] == "TRẦN VĂN BẢO"


def test_extract_fields_cells_to_the_left_of_their_head_are_split_at_the_blank() -> None:
    lines = (
        "TT        Họ, chữ đệm và tên        Ngày, tháng, năm sinh   Giới tính",
        "1    LÊ THỊ HOA                     02/03/1999              Nữ",
        "2    TRẦN VĂN BẢO                   14/11/1996              Nam",
    )

    found = cells(lines)

    assert found["members.1.full_name"] == "LÊ THỊ HOA"
    assert found["members.2.full_name"] == "TRẦN VĂN BẢO"


def test_extract_fields_label_that_heads_a_column_takes_the_first_row() -> None:
    parcels = RowTable(
        "parcels",
        (
            TableColumn("parcel_number", ("Thửa đất số", "Thửa đất"), ValueKind.DOC_NUMBER),
            TableColumn("area_m2", ("Diện tích (m²)", "Diện tích"), ValueKind.AREA),
            TableColumn("land_use", ("Mục đích sử dụng",)),
        ),
    )
    fields = (
        FieldDefinition("parcel_number", "Thửa đất số", ValueKind.DOC_NUMBER),
        FieldDefinition("area_m2", "Diện tích", ValueKind.AREA),
    )
    form = PaperType("form", "Form", ("FORM",), tables=(parcels,), fields=fields)
    lines = (
        "Thửa đất    Diện tích    Mục đích sử dụng",
        "số          (m²)",
        "701         1355,4       Đất ở tại đô thị",
        "91          1100,5       Đất chuyên trồng lúa nước",
    )

    entries = extract_fields(lay_out(lines), form)

    found = {entry.definition.name: entry.found.text for entry in entries}
    assert found["parcel_number"] == "701"
    assert found["area_m2"] == "1355,4"


def test_extract_fields_table_gives_nothing_to_a_person_without_a_label() -> None:
    person = FieldDefinition("applicant.full_name", "Họ và tên khai sinh", ValueKind.NAME)
    form = PaperType("form", "Form", ("FORM",), tables=(MEMBERS,), fields=(person,))

    entries = extract_fields(lay_out(TABLE), form)

    assert entries[0].found.text == ""
