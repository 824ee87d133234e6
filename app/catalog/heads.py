"""Which columns the tables of a province have, by their heads, and how their cells are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.catalog.base import CatalogInvalid
from app.catalog.local import Json
from app.catalog.sheets import Cell, Sheet
from ocr.folding import fold

_YES = frozenset({"co", "x", "1", "true", "yes", "bat buoc", "✓"})
_NO = frozenset({"", "khong", "0", "false", "no", "-"})
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_EXCEL_EPOCH = date(1899, 12, 30)
_MAX_EXCEL_DAY = 100_000


class TableKind(StrEnum):
    """What the rows of a table are."""

    PROCEDURES = "procedures"
    COMPONENTS = "components"
    AGENCIES = "agencies"


PROCEDURES, COMPONENTS, AGENCIES = TableKind


class Reads(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    CODE = "code"
    FLAG = "flag"
    DAY = "day"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Head:
    """A column that a table may have.

    Attributes:
        key: Key in the entry; "a.b" stands for key b of the object a.
        printed: Heads in Vietnamese.
        reads: How its cells are read.
        needed: The table is not one of its kind without it.
    """

    key: str
    printed: tuple[str, ...]
    reads: Reads = Reads.TEXT
    needed: bool = False


_FROM = Head("valid_from", ("Hiệu lực từ", "Từ ngày"), Reads.DAY)
_TO = Head("valid_to", ("Hiệu lực đến", "Đến ngày"), Reads.DAY)
_PROCEDURE_HEADS = ("Mã thủ tục", "Mã TTHC", "Mã thủ tục hành chính")

TABLES: dict[TableKind, tuple[Head, ...]] = {
    COMPONENTS: (
        Head("procedure", _PROCEDURE_HEADS, Reads.CODE, needed=True),
        Head("paper", ("Mã loại giấy tờ", "Mã giấy tờ", "Loại giấy tờ"), needed=True),
        Head("name", ("Tên thành phần", "Tên giấy tờ", "Thành phần hồ sơ"), needed=True),
        Head("code", ("Mã thành phần", "Mã thành phần hồ sơ")),
        Head("required", ("Bắt buộc",), Reads.FLAG),
        Head("shown_only", ("Chỉ xuất trình",), Reads.FLAG),
        Head("classified", ("Tài liệu mật", "Mật"), Reads.FLAG),
        Head("internal", ("Văn bản nội bộ", "Nội bộ"), Reads.FLAG),
        Head("alternatives", ("Giấy tờ thay thế", "Loại giấy tờ khác"), Reads.LIST),
        Head("replacement.since", ("Thay bằng dữ liệu từ",), Reads.DAY),
        Head("replacement.until", ("Thay bằng dữ liệu đến",), Reads.DAY),
        Head("replacement.database", ("Cơ sở dữ liệu",)),
        _FROM,
        _TO,
    ),
    AGENCIES: (
        Head("code", ("Mã cơ quan", "Mã định danh", "Mã đơn vị"), needed=True),
        Head("name", ("Tên cơ quan", "Tên đơn vị"), needed=True),
        _FROM,
        _TO,
    ),
    PROCEDURES: (
        Head("code", _PROCEDURE_HEADS, Reads.CODE, needed=True),
        Head("name", ("Tên thủ tục", "Tên TTHC", "Tên thủ tục hành chính"), needed=True),
        Head("domain", ("Lĩnh vực", "Tên lĩnh vực")),
        Head("result.code", ("Mã kết quả",)),
        Head("result.name", ("Tên kết quả", "Kết quả")),
        Head("result.paper", ("Mã giấy tờ kết quả", "Loại giấy tờ kết quả")),
        Head("waiver.since", ("Không yêu cầu giấy tờ từ",), Reads.DAY),
        Head("waiver.agencies", ("Áp dụng cho cơ quan",), Reads.LIST),
        Head("waiver.source", ("Căn cứ không yêu cầu giấy tờ",)),
        _FROM,
        _TO,
    ),
}
"""Tables by their most telling heads first: components name a procedure, too."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one sheet, left to right."""

    heads: tuple[Head, ...]

    def entries(self, sheet: Sheet) -> list[Json]:
        """Each row as an entry of the JSON form.

        Raises:
            CatalogInvalid: A cell is wrong; sheet, row and column are named.
        """
        return [self._entry(sheet, number, cells) for number, cells in sheet.rows]

    def _entry(self, sheet: Sheet, number: int, cells: tuple[Cell, ...]) -> Json:
        entry: Json = {}
        for printed, head, cell in zip(sheet.head, self.heads, cells, strict=True):
            where = f"{sheet.name}, row {number}, column {printed!r}"
            value = _value(head.reads, cell, where)
            if head.needed and not value:
                raise CatalogInvalid(f"{where}: empty")
            if value:
                group, _, key = head.key.rpartition(".")
                (entry.setdefault(group, {}) if group else entry)[key] = value
        if "result" in entry:
            entry["results"] = [entry.pop("result")]
        return entry


def kind_of(sheet: Sheet) -> tuple[TableKind, Columns]:
    """What the rows of a sheet are, and its columns.

    Raises:
        CatalogInvalid: No table has these heads, or a head stands twice or is unknown.
    """
    for kind, heads in TABLES.items():
        known = {fold(name): head for head in heads for name in (head.key, *head.printed)}
        found = [known.get(fold(name)) for name in sheet.head]
        if all(head in found for head in heads if head.needed):
            return kind, Columns(_distinct(sheet, found))
    raise CatalogInvalid(f"{sheet.name}: no table has the columns {list(sheet.head)}")


def _distinct(sheet: Sheet, found: list[Head | None]) -> tuple[Head, ...]:
    distinct: list[Head] = []
    for printed, head in zip(sheet.head, found, strict=True):
        if head is None:
            raise CatalogInvalid(f"{sheet.name}: unknown column {printed!r}")
        if head in distinct:
            raise CatalogInvalid(f"{sheet.name}: column {printed!r} stands twice")
        distinct.append(head)
    return tuple(distinct)


def _value(reads: Reads, cell: Cell, where: str) -> object:
    match reads:
        case Reads.TEXT:
            return cell.text
        case Reads.CODE:
            return _code(cell)
        case Reads.FLAG:
            return _flag(cell, where)
        case Reads.DAY:
            return _day(cell, where)
        case Reads.LIST:
            return [part.strip() for part in re.split(r"[;,\n]", cell.text) if part.strip()]


def _code(cell: Cell) -> str:
    """A procedure code; a table that took it for a number lost zeros at its end."""
    if cell.is_number and re.fullmatch(r"\d\.\d{1,17}", cell.text):
        return f"{float(cell.text):.6f}"
    return cell.text


def _flag(cell: Cell, where: str) -> bool:
    word = fold(cell.text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CatalogInvalid(f"{where}: neither yes nor no")


def _day(cell: Cell, where: str) -> str:
    if not cell.text:
        return ""
    try:
        if cell.is_number:
            number = int(float(cell.text))
            if not 0 < number < _MAX_EXCEL_DAY:
                raise ValueError(number)
            return (_EXCEL_EPOCH + timedelta(days=number)).isoformat()
        match = _DAY.fullmatch(cell.text)
        if match is not None:
            return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        return date.fromisoformat(cell.text).isoformat()
    except (ValueError, OverflowError) as error:
        raise CatalogInvalid(f"{where}: no day") from error
