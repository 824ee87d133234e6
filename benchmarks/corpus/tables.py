"""Ruled tables on a sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace

from benchmarks.corpus.fonts import Face
from benchmarks.corpus.render import Ink, Sheet, pt
from ocr.words import Box, union

_TABLE_INK = Ink(size_px=pt(12))
_LINE_PX = 64


@dataclass(frozen=True, slots=True)
class TableStyle:
    """Print of a table.

    Attributes:
        left_px: Left edge.
        widths_px: Widths of the columns.
        ink: Print of the rows; the head is bold.
        centred: Columns whose text stands in the middle.
        head: Face of the head.
        line_px: Distance of base lines inside a cell.
    """

    left_px: int
    widths_px: tuple[int, ...]
    ink: Ink = _TABLE_INK
    centred: frozenset[int] = frozenset({0})
    head: Face = Face.SERIF_BOLD
    line_px: int = _LINE_PX


def _wrap(sheet: Sheet, text: str, ink: Ink, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and sheet.width_of(longer, ink) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _draw_cell(
    sheet: Sheet, at: tuple[int, int, int], lines: list[str], ink: Ink, *, anchor: str
) -> Box:
    x, y, line_px = at
    if lines == [""]:
        return (x, y, x, y)
    return union(
        [
            sheet.text(x, y + number * line_px, line, ink, anchor=anchor)
            for number, line in enumerate(lines)
        ]
    )


def draw_table(
    sheet: Sheet, y: int, rows: tuple[tuple[str, ...], ...], style: TableStyle
) -> tuple[int, list[list[Box]]]:
    """Draw `rows`, the first one as head, from the top edge `y`.

    Returns:
        The bottom edge and the boxes of the texts, by row and column.
    """
    right = style.left_px + sum(style.widths_px)
    head = replace(style.ink, face=style.head)
    top = y
    boxes: list[list[Box]] = []
    sheet.rule(style.left_px, right, y)
    for number, row in enumerate(rows):
        ink = head if number == 0 else style.ink
        wrapped = [
            _wrap(sheet, text, ink, width - 44)
            for text, width in zip(row, style.widths_px, strict=True)
        ]
        x = style.left_px
        drawn: list[Box] = []
        for column, (lines, width) in enumerate(zip(wrapped, style.widths_px, strict=True)):
            is_centred = number == 0 or column in style.centred
            at = (x + width // 2 if is_centred else x + 22, y + style.line_px - 2, style.line_px)
            anchor = "ms" if is_centred else "ls"
            drawn.append(_draw_cell(sheet, at, lines, ink, anchor=anchor))
            x += width
        boxes.append(drawn)
        y += max(len(lines) for lines in wrapped) * style.line_px + 30
        sheet.rule(style.left_px, right, y)
    x = style.left_px
    for width in (*style.widths_px, 0):
        sheet.frame((x, top, x + 2, y), width_px=2)
        x += width
    return y, boxes
