"""Figures as files: CSV, XLSX and JSON values. The bytes are made here; whoever asks writes them.

An XLSX file is a ZIP archive of a few small parts; this one has one worksheet for each sheet,
inline texts and no formulas.

Source: RFC 4180 (CSV); ECMA-376 Part 1 (SpreadsheetML) and Part 2 (packages).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from app.domain.officer import Right
from app.errors import Advice, StationError
from app.services.access import require
from app.services.digitize import write_whole
from app.services.figure_sheets import Cell, Kind, Sheet
from app.services.station import Station

Json = dict[str, Any]  # values of JSON are any of its types

_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet."""

_DAY_S = 86400
_MADE = (1980, 1, 1, 0, 0, 0)
"""Time of the parts: the earliest that ZIP knows, so that equal figures give equal bytes."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NO_TEXT = dict.fromkeys(
    (
        *(code for code in range(32) if code not in (9, 10, 13)),
        *range(0xD800, 0xE000),
        0xFFFE,
        0xFFFF,
    ),
    "",
)
"""Signs that XML cannot hold."""

_TITLE_LETTERS = 31
_NOT_IN_TITLES = str.maketrans("[]:*?/\\", "()   --")


class FiguresNotSaved(StationError):
    """A file of figures cannot be written there."""

    code = "figures.not_saved"
    advice = Advice.USER_ACTION


def save(station: Station, path: Path, content: bytes) -> str:
    """Write a file of figures, whole or not at all; gives its name. The audit says that it left.

    Raises:
        NotLoggedIn, NotAllowed: Whoever sits here sees no figures.
        FiguresNotSaved: The folder cannot be written.
    """
    require(station, Right.VIEW)
    try:
        write_whole(path, content)
    except (OSError, StationError) as error:
        raise FiguresNotSaved(type(error).__name__) from error
    kind = path.suffix.lstrip(".").lower()
    station.store.record(station.act("figures.exported", "station", note=kind))
    return path.name


def to_csv(sheets: Sequence[Sheet]) -> bytes:
    """All sheets under each other, UTF-8 with a mark, so that spreadsheets know the letters."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow(())
        writer.writerow((_harmless(sheet.title),))
        writer.writerow([_harmless(column.title) for column in sheet.columns])
        for row in sheet.rows:
            writer.writerow([_csv_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case float():
            return format(cell, ".6g")
        case datetime():
            return cell.strftime("%Y-%m-%d %H:%M")
        case date():
            return cell.isoformat()
        case str():
            return _harmless(cell)
        case _:
            return str(cell)


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    is_like_one = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if is_like_one else text


def to_json(sheets: Sequence[Sheet]) -> Json:
    """All sheets by topic; names of columns are a contract that other programs read."""
    return {
        sheet.topic.value: {
            "title": sheet.title,
            "rows": [
                {
                    column.key: _json_cell(cell)
                    for column, cell in zip(sheet.columns, row, strict=True)
                }
                for row in sheet.rows
            ],
        }
        for sheet in sheets
    }


def _json_cell(cell: Cell) -> str | int | float | None:
    return cell.isoformat() if isinstance(cell, date | datetime) else cell


def to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with one worksheet for each sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(sheets):
            archive.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _parts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for n in numbers
    )
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f"{overrides}</Types>",
    )
    yield "_rels/.rels", _relations([("rId1", f"{_OFFICE}/officeDocument", "xl/workbook.xml")])
    books = [(f"rId{n}", f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    styles = (f"rId{len(sheets) + 1}", f"{_OFFICE}/styles", "styles.xml")
    yield "xl/_rels/workbook.xml.rels", _relations([*books, styles])
    yield "xl/workbook.xml", _workbook(sheets)
    yield "xl/styles.xml", _STYLES
    for number, sheet in zip(numbers, sheets, strict=True):
        yield f"xl/worksheets/sheet{number}.xml", _worksheet(sheet)


def _relations(told: Sequence[tuple[str, str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in told
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'


def _workbook(sheets: Sequence[Sheet]) -> str:
    each = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(_titles(sheets), start=1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{each}</sheets></workbook>'
    )


def _titles(sheets: Sequence[Sheet]) -> list[str]:
    """Names of worksheets: short, without signs that are refused, none of them twice."""
    titles: list[str] = []
    for number, sheet in enumerate(sheets, start=1):
        bare = sheet.title.translate(_NO_TEXT).translate(_NOT_IN_TITLES).strip("' ")
        title = bare[:_TITLE_LETTERS] or str(number)
        if title.casefold() in {each.casefold() for each in titles}:
            mark = f" {number}"
            title = title[: _TITLE_LETTERS - len(mark)] + mark
        titles.append(title)
    return titles


_FORMATS = {
    Kind.SHARE: (1, "0.0%"),
    Kind.DAY: (2, "dd/mm/yyyy"),
    Kind.HOUR: (3, "dd/mm/yyyy hh:mm"),
    Kind.MOMENT: (3, "dd/mm/yyyy hh:mm"),
    Kind.SECONDS: (4, "0"),
    Kind.MINUTES: (4, "0"),
    Kind.RATE: (4, "0"),
}
"""Style and number format of a kind; others are shown as they are."""

_BOLD = 5


def _styles() -> str:
    known = dict(sorted(set(_FORMATS.values())))
    numbers = "".join(
        f'<numFmt numFmtId="{163 + style}" formatCode={quoteattr(code)}/>'
        for style, code in known.items()
    )
    cells = "".join(
        f'<xf numFmtId="{163 + style}" fontId="0" fillId="0" borderId="0" xfId="0"'
        ' applyNumberFormat="1"/>'
        for style in known
    )
    plain = '<xf numFmtId="0" fontId="{}" fillId="0" borderId="0" xfId="0"{}/>'
    bold = plain.format(1, ' applyFont="1"')
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(known)}">{numbers}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(known) + 2}">{plain.format(0, "")}{cells}{bold}'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    )


_STYLES = _styles()


def _worksheet(sheet: Sheet) -> str:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{_width(sheet, n - 1)}" customWidth="1"/>'
        for n in range(1, len(sheet.columns) + 1)
    )
    head = "".join(
        _text(_place(number, 1), column.title, _BOLD) for number, column in enumerate(sheet.columns)
    )
    rows = [f'<row r="1">{head}</row>']
    for number, row in enumerate(sheet.rows, start=2):
        cells = "".join(
            _cell(_place(n, number), cell, column.kind)
            for n, (column, cell) in enumerate(zip(sheet.columns, row, strict=True))
        )
        rows.append(f'<row r="{number}">{cells}</row>')
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols>{widths}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def _width(sheet: Sheet, number: int) -> int:
    texts = [sheet.columns[number].title]
    texts += [row[number] for row in sheet.rows if isinstance(row[number], str)]  # type: ignore[misc]  # looked at just before
    return min(max(max(map(len, texts)) + 2, 12), 60)


def _place(column: int, row: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _cell(place: str, cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _text(place, cell)
    style, _ = _FORMATS.get(kind, (0, ""))
    return f'<c r="{place}" s="{style}"><v>{_number(cell)}</v></c>'


def _number(cell: int | float | date | datetime) -> str:
    """Days since day 0 for moments, as they are shown on the wall."""
    if isinstance(cell, datetime):
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
        return repr((cell.date() - _EPOCH).days + seconds / _DAY_S)
    if isinstance(cell, date):
        return str((cell - _EPOCH).days)
    return repr(cell)


def _text(place: str, text: str, style: int = 0) -> str:
    plain = escape(_harmless(text.translate(_NO_TEXT)))
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'
    )
