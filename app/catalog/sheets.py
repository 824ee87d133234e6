"""Tables out of CSV and XLSX files that somebody else made: bounded, and nothing is computed.

A cell is the text that stands in it. Formulas are refused: what they show depends on the
program that opens them, and a cell that begins like one would run when the table is opened
again.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from itertools import zip_longest

from app.catalog.base import ImportUnreadable

MAX_TABLE_BYTES = 8_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 64
_DELIMITERS = ",;\t"
_FORMULA_MARKS = ("=", "+", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a cell, and whether the table held it as a number (a date may be one)."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its head, and its rows with their numbers as a spreadsheet shows them.

    Attributes:
        name: Name of the sheet or of the file, for messages.
        head: Texts of the first row that is not empty.
        rows: Number of the row and as many cells as the head has.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read_csv(content: bytes, name: str) -> Sheet:
    """Read a CSV file: UTF-8, with commas, semicolons or tabs.

    Raises:
        ImportUnreadable: Too large, in another encoding, cut off, or with a formula.
    """
    if len(content) > MAX_TABLE_BYTES:
        raise ImportUnreadable(f"{name}: more than {MAX_TABLE_BYTES} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportUnreadable(f"{name}: not UTF-8; save it as CSV UTF-8") from error
    if "\0" in text:
        raise ImportUnreadable(f"{name}: not a text file")
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    try:
        for cells in reader:
            rows.append((reader.line_num, tuple(Cell(cell) for cell in cells)))
            if len(rows) > MAX_ROWS:
                raise ImportUnreadable(f"{name}: more than {MAX_ROWS} rows")
    except csv.Error as error:
        raise ImportUnreadable(f"{name}, line {reader.line_num}: {error}") from error
    sheet = make_sheet(name, rows)
    _require_whole(sheet, rows)
    return sheet


def make_sheet(name: str, rows: list[tuple[int, tuple[Cell, ...]]]) -> Sheet:
    """A table of rows whose first is the head; empty rows are dropped.

    Raises:
        ImportUnreadable: No head, too many columns, a cell without a head, or a formula.
    """
    cleaned = [(number, tuple(_clean(cell) for cell in cells)) for number, cells in rows]
    filled = [(number, cells) for number, cells in cleaned if any(cell.text for cell in cells)]
    if not filled:
        raise ImportUnreadable(f"{name}: no table in it")
    head = tuple(cell.text for cell in filled[0][1])
    while head and not head[-1]:
        head = head[:-1]
    if len(head) > MAX_COLUMNS:
        raise ImportUnreadable(f"{name}: more than {MAX_COLUMNS} columns")
    return Sheet(name, head, tuple(_row(name, head, entry) for entry in filled[1:]))


def _row(
    name: str, head: tuple[str, ...], entry: tuple[int, tuple[Cell, ...]]
) -> tuple[int, tuple[Cell, ...]]:
    number, cells = entry
    if any(cell.text for cell in cells[len(head) :]):
        raise ImportUnreadable(f"{name}, row {number}: a cell stands outside the columns")
    for cell in cells:
        if not cell.is_number and cell.text.startswith(_FORMULA_MARKS):
            raise ImportUnreadable(f"{name}, row {number}: a cell holds a formula")
    padded = zip_longest(head, cells[: len(head)], fillvalue=Cell(""))
    return number, tuple(cell for _, cell in padded if isinstance(cell, Cell))


def _clean(cell: Cell) -> Cell:
    text = unicodedata.normalize("NFC", cell.text).replace("\u00a0", " ").strip(" \n")
    return Cell(text, cell.is_number)


def _require_whole(sheet: Sheet, rows: list[tuple[int, tuple[Cell, ...]]]) -> None:
    """In CSV every row has all its cells; one with fewer was cut off."""
    for number, cells in rows[1:]:
        if any(cell.text for cell in cells) and len(cells) < len(sheet.head):
            raise ImportUnreadable(f"{sheet.name}, line {number}: the row is cut off")
