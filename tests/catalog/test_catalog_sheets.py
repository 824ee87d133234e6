from __future__ import annotations

import io
import struct
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.base import ImportUnreadable
from app.catalog.sheets import Cell, read_csv
from app.catalog.xlsx import read_xlsx

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = (
    f'<workbook xmlns:r="{REL}"><sheets><sheet name="Thủ tục" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>"
)
RELS = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'


def sheet_xml(*rows: str) -> str:
    return f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>"


def text_row(number: int, *cells: str) -> str:
    inside = "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{inside}</row>'


def pack(sheet: str, others: dict[str, str] | None = None) -> bytes:
    parts = {
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELS,
        "xl/worksheets/sheet1.xml": sheet,
        **(others or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_read_csv_gives_head_and_rows(delimiter: str, mark: str) -> None:
    text = f'{mark}Mã{delimiter}Tên\r\n1{delimiter}"Cơ quan, ""một"""\r\n\r\n2{delimiter}Hai\r\n'

    sheet = read_csv(text.encode("utf-8"), "bang.csv")

    assert sheet.head == ("Mã", "Tên")
    assert [(n, [c.text for c in row]) for n, row in sheet.rows] == [
        (2, ["1", 'Cơ quan, "một"']),
        (4, ["2", "Hai"]),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no table"),
        (b"\n\n", "no table"),
        ("Mã,Tên\n1,Th\u1ee7".encode("utf-16"), "UTF-8"),
        ("Mã,Tên\n".encode() + b"1,Th\xfd t\xf4c", "UTF-8"),
        (b"a,b\n1,x\0", "text file"),
        (b'a,b\n1,"cut off', "line 2"),
        (b"a,b\n1,2\n3", "cut off"),
        (b"a,b\n1,2,3\n", "outside"),
        (b"a,b\n1,=SUM(A1:A9)\n", "formula"),
        (b"a,b\n1,@cmd\n", "formula"),
        (b"a,b\n1,+1+1\n", "formula"),
        (",".join("abcdefghij" * 7).encode() + b"\n", "columns"),
        (b"a\n" + b"1\n" * 20_001, "rows"),
        (b"a" * 8_000_001, "bytes"),
    ],
)
def test_read_csv_bad_file_is_told(content: bytes, told: str) -> None:
    with pytest.raises(ImportUnreadable, match=told):
        read_csv(content, "bang.csv")


@given(st.binary(max_size=300))
def test_read_csv_any_bytes_give_a_sheet_or_a_typed_error(content: bytes) -> None:
    try:
        sheet = read_csv(content, "x.csv")
    except ImportUnreadable:
        return

    assert all(len(row) == len(sheet.head) for _, row in sheet.rows)


def test_read_xlsx_keeps_gaps_and_row_numbers() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>Mã</v></c><c r="C1" t="str"><v>Tên</v></c></row>',
        '<row r="3"><c r="A3"><v>46023</v></c><c r="C3" t="b"><v>1</v></c></row>',
    )

    (sheet,) = read_xlsx(pack(sheet_xml(*rows)), "a.xlsx")

    assert sheet.head == ("Mã", "", "Tên")
    assert sheet.rows == ((3, (Cell("46023", is_number=True), Cell(""), Cell("1"))),)


def test_read_xlsx_shared_strings_are_joined() -> None:
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    data = '<row r="2"><c r="A2"><v>46023</v></c></row>'
    strings = "<sst><si><r><t>Từ </t></r><r><t>ngày</t></r><rPh><t>x</t></rPh></si></sst>"
    content = pack(sheet_xml(row, data), {"xl/sharedStrings.xml": strings})

    (sheet,) = read_xlsx(content, "a.xlsx")

    assert sheet.head == ("Từ ngày",)
    assert sheet.rows == ((2, (Cell("46023", is_number=True),)),)


BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (sheet_xml('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'), "formula"),
        (sheet_xml(text_row(1, "a"), text_row(2, "=1+1")), "formula"),
        (sheet_xml('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'), "error"),
        (sheet_xml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "not there"),
        (sheet_xml('<row r="1"><c r="ZZZ1"><v>7</v></c></row>'), "columns"),
        (sheet_xml(text_row(1, "a"), text_row(2, "b", "c")), "outside"),
        (BOMB + sheet_xml(text_row(1, "a")), "entities"),
        (OUTSIDE + sheet_xml(text_row(1, "a")), "entities"),
        ("<worksheet><sheetData><row>", "damaged"),
        ("", "damaged"),
        (sheet_xml(*["<row><c><v>1</v></c></row>"] * 20_001), "rows"),
        (sheet_xml("<!--" + " " * 33_000_000 + "-->"), "unpacked"),
    ],
)
def test_read_xlsx_hostile_sheet_is_told(sheet: str, told: str) -> None:
    with pytest.raises(ImportUnreadable, match=told):
        read_xlsx(pack(sheet), "a.xlsx")


def test_read_xlsx_claim_of_a_gigabyte_is_not_believed() -> None:
    content = bytearray(pack(sheet_xml(text_row(1, "a"), text_row(2, "b"))))
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<I", content, at + 24, 1 << 30)
        at += 4

    with pytest.raises(ImportUnreadable, match="unpacked"):
        read_xlsx(bytes(content), "a.xlsx")


@pytest.mark.parametrize("cut", [0, 1, 10, 100, 300])
def test_read_xlsx_cut_off_is_told(cut: int) -> None:
    with pytest.raises(ImportUnreadable):
        read_xlsx(pack(sheet_xml(text_row(1, "a")))[:cut], "a.xlsx")


def test_read_xlsx_other_archive_and_missing_part_are_told() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "x")

    with pytest.raises(ImportUnreadable, match=r"xl/workbook\.xml"):
        read_xlsx(target.getvalue(), "a.xlsx")


@given(st.data())
def test_read_xlsx_flipped_bytes_give_sheets_or_a_typed_error(data: st.DataObject) -> None:
    content = bytearray(pack(sheet_xml(text_row(1, "a", "b"), text_row(2, "c", "d"))))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    try:
        sheets = read_xlsx(bytes(content), "a.xlsx")
    except ImportUnreadable:
        return

    assert all(len(row) == len(sheet.head) for sheet in sheets for _, row in sheet.rows)
