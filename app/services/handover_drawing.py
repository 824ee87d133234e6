"""Drawing the slip that goes with papers from hand to hand: a table on A4, places to sign below.

Runs on: a worker.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.services.slip_drawing import Placed, broken, page_content

if TYPE_CHECKING:
    from signing.appearance.fonts import Face

_MM = 72 / 25.4
_SIZE = (210 * _MM, 297 * _MM)
_MARGIN = 18 * _MM
_LETTERS, _TITLE, _LEADING, _PAD = 10.5, 15.0, 1.35, 4.0
_WIDTHS = (0.07, 0.27, 0.36, 0.12, 0.18)
"""Parts of the width that the columns take."""
_SIGNATURES_PT = 44 * _MM
"""Room for two signatures below the table."""

Row = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """What is drawn.

    Attributes:
        title: What the slip is.
        head: Lines above the table.
        headings: Names of the columns.
        rows: One line of the table each.
        total: What the table comes to.
        signs: Who signs on the left and on the right.
        hint: What stands below both.
    """

    title: str
    head: tuple[str, ...]
    headings: Row
    rows: tuple[Row, ...]
    total: str
    signs: tuple[str, str]
    hint: str


@dataclass(slots=True)
class _Page:
    """A page while it is filled; heights count down from the top."""

    placed: list[Placed] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    down: float = _MARGIN


def draw_handover(sheet: HandoverSheet) -> bytes:
    """Draw a slip on as many pages as it takes; headings stand on each.

    Raises:
        LibraryError: The font could not be read.
    """
    import pikepdf

    from app.services.workers import library_errors
    from signing.appearance.shipped import shipped_face

    with library_errors():
        face = shipped_face()
        pdf = pikepdf.new()
        for page in _pages(sheet, face):
            drawing = "/CS0 CS 0 0 0 SC 0.6 w\n" + "\n".join(page.rules) + "\n"
            page_content(pdf, _SIZE, face, placed=page.placed, drawing=drawing)
        pdf.Root.Lang = pikepdf.String("vi-VN")
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
        return made.getvalue()


def _pages(sheet: HandoverSheet, face: Face) -> Iterator[_Page]:
    page = _Page()
    _head(page, sheet, face)
    _row(page, sheet.headings, face)
    for row in sheet.rows:
        if page.down + _height(row, face) > _SIZE[1] - _MARGIN:
            yield page
            page = _Page()
            _row(page, sheet.headings, face)
        _row(page, row, face)
    if page.down + _SIGNATURES_PT > _SIZE[1] - _MARGIN:
        yield page
        page = _Page()
    _foot(page, sheet, face)
    yield page


def _head(page: _Page, sheet: HandoverSheet, face: Face) -> None:
    page.down += _TITLE
    left = (_SIZE[0] - face.width_pt(sheet.title, _TITLE)) / 2
    page.placed.append(Placed(sheet.title, left, page.down, _TITLE))
    page.down += _TITLE
    for line in sheet.head:
        for part in broken(line, face, _LETTERS, _SIZE[0] - 2 * _MARGIN):
            page.placed.append(Placed(part, _MARGIN, page.down, _LETTERS))
            page.down += _LETTERS * _LEADING
    page.down += _LETTERS * 0.3


def _cells(row: Row, face: Face) -> list[list[str]]:
    whole = _SIZE[0] - 2 * _MARGIN
    return [
        broken(text, face, _LETTERS, whole * share - 2 * _PAD)
        for text, share in zip(row, _WIDTHS, strict=True)
    ]


def _height(row: Row, face: Face) -> float:
    lines = max(len(cell) for cell in _cells(row, face))
    return max(1, lines) * _LETTERS * _LEADING + _PAD


def _row(page: _Page, row: Row, face: Face) -> None:
    """A line of the table with its frame."""
    left, whole, height = _MARGIN, _SIZE[0] - 2 * _MARGIN, _height(row, face)
    bottom = _SIZE[1] - page.down - height
    for cell, share in zip(_cells(row, face), _WIDTHS, strict=True):
        page.rules.append(f"{left:.2f} {bottom:.2f} {whole * share:.2f} {height:.2f} re S")
        for number, line in enumerate(cell):
            down = page.down + _LETTERS * (1.0 + number * _LEADING) + _PAD / 2
            page.placed.append(Placed(line, left + _PAD, down, _LETTERS))
        left += whole * share
    page.down += height


def _foot(page: _Page, sheet: HandoverSheet, face: Face) -> None:
    """What it comes to, and two places to sign."""
    page.down += _LETTERS * 1.8
    page.placed.append(Placed(sheet.total, _MARGIN, page.down, _LETTERS))
    page.down += _LETTERS * 2.4
    half = (_SIZE[0] - 2 * _MARGIN) / 2
    for number, who in enumerate(sheet.signs):
        _centred(page, who, face, _MARGIN + number * half, half)
    page.down += _LETTERS * _LEADING
    for number in range(len(sheet.signs)):
        _centred(page, sheet.hint, face, _MARGIN + number * half, half)


def _centred(page: _Page, text: str, face: Face, left: float, width: float) -> None:
    for line in broken(text, face, _LETTERS, width)[:1]:
        inset = (width - face.width_pt(line, _LETTERS)) / 2
        page.placed.append(Placed(line, left + inset, page.down, _LETTERS))


def lines_of(sheet: HandoverSheet) -> Sequence[str]:
    """The same as text, for the command line."""
    rows = [" | ".join(row) for row in (sheet.headings, *sheet.rows)]
    return [sheet.title, *sheet.head, *rows, sheet.total]
