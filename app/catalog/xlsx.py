"""Read the sheets of an XLSX file without trusting it.

Only the four kinds of parts that hold texts are read. Each is inflated up to a bound whatever
the archive claims about it, and document types, and with them entities, are refused.

Source: ECMA-376 Part 1, SpreadsheetML: workbook, shared strings, worksheets.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from xml.parsers import expat

from app.catalog.base import ImportUnreadable
from app.catalog.sheets import MAX_COLUMNS, MAX_ROWS, MAX_TABLE_BYTES, Cell, Sheet, make_sheet

_MAX_PART_BYTES = 32_000_000
_MAX_PARTS = 2_000
_MAX_SHEETS = 16
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")

Attributes = dict[str, str]
Row = tuple[int, tuple[Cell, ...]]


def read_xlsx(content: bytes, name: str) -> list[Sheet]:
    """Every sheet that is not empty.

    Raises:
        ImportUnreadable: No XLSX, damaged, too large in any measure, with entities or with
            formulas.
    """
    if len(content) > MAX_TABLE_BYTES:
        raise ImportUnreadable(f"{name}: more than {MAX_TABLE_BYTES} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _sheets(_Parts(archive, name), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise ImportUnreadable(f"{name}: damaged, or no XLSX file") from error
    except (NotImplementedError, RuntimeError) as error:
        raise ImportUnreadable(f"{name}: packed or encrypted in an unknown way") from error


class _Parts:
    """Parts of the archive, each read up to a bound."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self._left = _MAX_PART_BYTES
        if len(archive.infolist()) > _MAX_PARTS:
            raise ImportUnreadable(f"{name}: more than {_MAX_PARTS} parts")

    def has(self, part: str) -> bool:
        return part in self._archive.NameToInfo

    def read(self, part: str) -> bytes:
        """Inflate a part up to the bound; an archive that claims more is not even opened."""
        if not self.has(part):
            raise ImportUnreadable(f"{self._name}: part {part} is missing")
        claimed = self._archive.getinfo(part).file_size
        with self._archive.open(part) as stream:
            content = stream.read(self._left + 1) if claimed <= self._left else b""
        if max(claimed, len(content)) > self._left:
            raise ImportUnreadable(f"{self._name}: more than {_MAX_PART_BYTES} bytes unpacked")
        self._left -= len(content)
        return content


class _Reader:
    """Bounded reader of one XML part; subclasses take what they need."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.on_text

    def parse(self, content: bytes) -> None:
        try:
            self.parser.Parse(content, True)
        except expat.ExpatError as error:
            raise ImportUnreadable(f"{self.where}: damaged") from error

    def _refuse(self, *_declaration: object) -> None:
        raise ImportUnreadable(f"{self.where}: document types and entities are refused")

    def _start(self, name: str, attributes: Attributes) -> None:
        self.on_start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self.on_end(name.rpartition(":")[2])

    def on_start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""

    def on_end(self, name: str) -> None:
        """An element closes."""

    def on_text(self, text: str) -> None:
        """Text inside an element."""


class _Finder(_Reader):
    """Attributes of all elements of one name."""

    def __init__(self, where: str, wanted: str) -> None:
        super().__init__(where)
        self._wanted = wanted
        self.found: list[Attributes] = []

    def on_start(self, name: str, attributes: Attributes) -> None:
        if name == self._wanted:
            self.found.append(attributes)


class _Strings(_Reader):
    """The shared strings; runs are joined and readings above the text left out."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._in_reading = False

    def on_start(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self._parts = []
        self._in_reading = self._in_reading or name == "rPh"
        self._in_text = name == "t" and not self._in_reading

    def on_end(self, name: str) -> None:
        self._in_text = False
        if name == "rPh":
            self._in_reading = False
        if name == "si":
            self.texts.append("".join(self._parts))

    def on_text(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)


class _Worksheet(_Reader):
    """Rows of a sheet."""

    def __init__(self, where: str, strings: list[str]) -> None:
        super().__init__(where)
        self._strings = strings
        self.rows: list[Row] = []
        self._cells: dict[int, Cell] = {}
        self._place = (0, 0)
        self._type = ""
        self._parts: list[str] | None = None
        self._raw = ""

    def on_start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self._cells = {}
            self._place = (self._number(attributes.get("r", ""), self._place[0] + 1), -1)
        elif name == "c":
            self._place = self._next_place(attributes.get("r", ""))
            self._type, self._raw = attributes.get("t", ""), ""
        elif name == "f":
            raise ImportUnreadable(f"{self.where}, row {self._place[0]}: a cell holds a formula")
        elif name in ("v", "t"):
            self._parts = []

    def on_text(self, text: str) -> None:
        if self._parts is not None:
            self._parts.append(text)

    def on_end(self, name: str) -> None:
        if name in ("v", "t") and self._parts is not None:
            self._raw += "".join(self._parts)
            self._parts = None
        elif name == "c" and self._raw:
            self._cells[self._place[1]] = self._cell()
        elif name == "row" and self._cells:
            last = max(self._cells)
            row = tuple(self._cells.get(column, Cell("")) for column in range(last + 1))
            self.rows.append((self._place[0], row))
            if len(self.rows) > MAX_ROWS:
                raise ImportUnreadable(f"{self.where}: more than {MAX_ROWS} rows")

    def _number(self, text: str, default: int) -> int:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default

    def _next_place(self, reference: str) -> tuple[int, int]:
        match = _REFERENCE.fullmatch(reference)
        column = self._place[1] + 1
        if match is not None:
            column = -1
            for letter in match[1]:
                column = 26 * (column + 1) + ord(letter) - ord("A")
        if column >= MAX_COLUMNS:
            raise ImportUnreadable(f"{self.where}: more than {MAX_COLUMNS} columns")
        return self._place[0], column

    def _cell(self) -> Cell:
        if self._type == "s":
            at = self._number(self._raw, -1)
            if not 0 <= at < len(self._strings):
                raise ImportUnreadable(f"{self.where}: a cell names a text that is not there")
            return Cell(self._strings[at])
        if self._type == "b":
            return Cell("1" if self._raw == "1" else "0")
        if self._type == "e":
            raise ImportUnreadable(f"{self.where}, row {self._place[0]}: a cell holds an error")
        return Cell(self._raw, is_number=self._type in ("", "n"))


def _sheets(parts: _Parts, name: str) -> list[Sheet]:
    book = _find(parts, "xl/workbook.xml", "sheet", name)
    if not 0 < len(book) <= _MAX_SHEETS:
        raise ImportUnreadable(f"{name}: no sheet, or more than {_MAX_SHEETS}")
    targets = {
        entry.get("Id", ""): entry.get("Target", "")
        for entry in _find(parts, "xl/_rels/workbook.xml.rels", "Relationship", name)
    }
    shared = _shared_strings(parts, name)
    sheets = []
    for entry in book:
        where = f"{name} [{entry.get('name', '')[:40]}]"
        target = targets.get(entry.get("r:id", ""), "")
        reader = _Worksheet(where, shared)
        reader.parse(parts.read(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")))
        if reader.rows:
            sheets.append(make_sheet(where, reader.rows))
    return sheets


def _find(parts: _Parts, part: str, element: str, name: str) -> list[Attributes]:
    finder = _Finder(f"{name} {part}", element)
    finder.parse(parts.read(part))
    return finder.found


def _shared_strings(parts: _Parts, name: str) -> list[str]:
    if not parts.has("xl/sharedStrings.xml"):
        return []
    strings = _Strings(f"{name} xl/sharedStrings.xml")
    strings.parse(parts.read("xl/sharedStrings.xml"))
    return strings.texts
