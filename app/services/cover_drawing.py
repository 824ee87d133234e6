"""Drawing cover sheets as PDF: the code top left, thick patches where they are asked for, text.

A module of the code is 1 mm, its quiet zone four modules and its level of error correction the
highest, so that it is read from a soft scan of 150 dpi, under a stamp and with a fold in it. The
same code stands in the opposite corner too: what takes one of them, a punch, a staple, a torn
corner, leaves the other.

Source: TCVN 7322:2009 (ISO/IEC 18004:2006) 5.3.8 (quiet zone), 6.5 (levels); Thông tư
01/2023/TT-VPCP (the code stands top left); Kodak A-61599 (patches).

Runs on: a worker.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.qr_code import QUIET_MODULES, qr_modules
from app.services.slip_drawing import Placed, broken, page_content, square_operators

if TYPE_CHECKING:
    from signing.appearance.fonts import Face

_MM = 72 / 25.4
_INCH = 72.0
_A4 = (210 * _MM, 297 * _MM)
_SLIP = (148 * _MM, 105 * _MM)
_MODULE_MM = 1.0
_EDGE_MM = 8.0
"""From the edge of the paper to the quiet zone: what printers leave white anyway."""
_PATCH_EDGE_MM = 9.0
_PATCH_INCH = 2.0
_NARROW, _WIDE = 0.08 * _INCH, 0.20 * _INCH
_PATCH_T = (False, True, False, True)
"""Bars of patch T from the edge of the paper inwards, True for wide."""
_LEADING = 1.4
_SMALL_MM = 20.0
_GAP_MM = 2.0
_LEVEL = "H"
_SCALES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
"""Sizes of letters that are tried until all lines have room."""


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """A sheet to be drawn.

    Attributes:
        code: What the QR code says, "" for a sheet without one.
        title: What the sheet is, in large letters.
        name: Code of the dossier, in large letters below the title; "" for none.
        rows: Label and value, in the order in which they are printed.
        note: What to do with the sheet.
        patched: Patch T at all four edges.
    """

    code: str
    title: str
    name: str
    rows: tuple[tuple[str, str], ...]
    note: str
    patched: bool = False


def draw_covers(sheets: tuple[CoverSheet, ...], paper: str) -> bytes:
    """Draw sheets into one PDF, a page each.

    Args:
        sheets: At least one.
        paper: "a4" or "a6", a slip of a quarter of A4.

    Raises:
        LibraryError: The font could not be read.
    """
    import pikepdf

    from app.services.workers import library_errors
    from signing.appearance.shipped import shipped_face

    with library_errors():
        face = shipped_face()
        pdf = pikepdf.new()
        size = _A4 if paper == "a4" else _SLIP
        for sheet in sheets:
            placed, drawing = _drawn(sheet, face, size)
            page_content(pdf, size, face, placed=placed, drawing=drawing)
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
        return made.getvalue()


@dataclass(frozen=True, slots=True)
class _Area:
    """A place for text, points from the left and from the top of the paper."""

    left: float
    top: float
    width: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things stand on a sheet.

    Attributes:
        size: Width and height of the paper, points.
        side: Side of a code with its quiet zone, points; 0.0 on sheets without one.
        patched: Patches at the edges.
    """

    size: tuple[float, float]
    side: float
    patched: bool

    @property
    def is_crowded(self) -> bool:
        """A slip with a code: patches have to make room."""
        return self.side > 0 and self.size == _SLIP

    @property
    def taken(self) -> float:
        """From the edge of the paper to the end of a code and its gap."""
        return _EDGE_MM * _MM + self.side + _GAP_MM * _MM

    @property
    def patch_length(self) -> float:
        """Length of the bars of a patch."""
        return min(_PATCH_INCH * _INCH, 0.35 * min(self.size))

    @property
    def has_second(self) -> bool:
        """Whether a second code leaves the first one and the patches alone."""
        width, height = self.size
        beside_patch = self.taken + self.patch_length + _PATCH_EDGE_MM * _MM <= height
        is_free = beside_patch or not (self.patched and self.is_crowded)
        return self.side > 0 and is_free and 2 * self.taken <= width


def _drawn(sheet: CoverSheet, face: Face, size: tuple[float, float]) -> tuple[list[Placed], str]:
    """Text and shapes of a sheet."""
    modules = qr_modules(sheet.code, _LEVEL) if sheet.code else []
    side = (len(modules) + 2 * QUIET_MODULES) * _MODULE_MM * _MM if modules else 0.0
    plan = _Plan(size, side, sheet.patched)
    edge = _EDGE_MM * _MM
    parts = []
    if modules:
        parts.append(square_operators(modules, (edge, size[1] - edge - side), side))
    if plan.has_second:
        parts.append(square_operators(modules, (size[0] - edge - side, edge), side))
    if sheet.patched:
        parts.append("".join(_patch_operators(plan)))
    return _texts(sheet, face, plan), "".join(parts)


def _texts(sheet: CoverSheet, face: Face, plan: _Plan) -> list[Placed]:
    """Lines of a sheet, as large as there is room for."""
    big, text = (13.0, 9.0) if plan.size == _SLIP else (22.0, 13.0)
    lines = [(sheet.title, big), (sheet.name, big * 1.1)]
    lines += [(f"{label}: {value}", text) for label, value in sheet.rows if value]
    lines.append((sheet.note, text * 0.85))
    areas = _slip_areas(plan) if plan.is_crowded else (_sheet_area(plan),)
    placed: list[Placed] = []
    for scale in _SCALES:
        placed, fits = _flowed([(line, scale * points) for line, points in lines], areas, face)
        if fits:
            break
    return placed


def _flowed(
    lines: Sequence[tuple[str, float]], areas: Sequence[_Area], face: Face
) -> tuple[list[Placed], bool]:
    """Lines from area to area, and whether there was room; heights count down from the top."""
    placed: list[Placed] = []
    rest = list(areas[1:])
    area, down = areas[0], areas[0].top
    for line, points in lines:
        parts = broken(line, face, points, area.width)
        while rest and down + len(parts) * points * _LEADING > area.bottom:
            area = rest.pop(0)
            down = area.top
            parts = broken(line, face, points, area.width)
        for part in parts:
            down += points * _LEADING
            placed.append(Placed(part, area.left, down, points))
        if down > area.bottom:
            return placed, False
        down += points * 0.4
    return placed, True


def _sheet_area(plan: _Plan) -> _Area:
    """Below the code, above the second one."""
    width, height = plan.size
    plain = (10 if plan.size == _SLIP else 22) * _MM
    patch = _patch_depth() if plan.patched else 0.0
    margin = max(patch, plain)
    top = max(plan.taken if plan.side else 0.0, patch + 10 * _MM, _SMALL_MM * _MM)
    bottom = height - max(plan.taken if plan.side else 0.0, patch)
    return _Area(margin, top, width - 2 * margin, bottom)


def _slip_areas(plan: _Plan) -> tuple[_Area, _Area]:
    """Beside the first code, and below it beside the second one."""
    width, height = plan.size
    right = _patch_depth() if plan.patched else 10 * _MM
    top = _patch_depth() if plan.patched else _EDGE_MM * _MM
    end = min(plan.taken, height - plan.taken)
    beside = _Area(plan.taken, top, width - plan.taken - right, end)
    left, corner = 10 * _MM, plan.taken if plan.has_second else 10 * _MM
    below = _Area(left, plan.taken, width - left - corner, height - 7 * _MM)
    return beside, below


def _patch_depth() -> float:
    """From the edge of the paper to the end of a patch and its gap."""
    return _PATCH_EDGE_MM * _MM + 0.8 * _INCH + 4 * _MM


def _patch_operators(plan: _Plan) -> Iterator[str]:
    """Patch T at the four edges, each read from its edge inwards.

    A slip has room for two of them beside its codes and its text, as near to the middle of their
    edges as the codes let them.
    """
    (width, height), length = plan.size, plan.patch_length
    left, low = (width - length) / 2, (height - length) / 2
    if plan.is_crowded:
        left = max(left, plan.taken)
        low = max(low, plan.taken) if plan.has_second else low
    yield "/CS0 cs 0 0 0 sc\n"
    for start, thick in _bars():
        yield f"{left:.2f} {height - start - thick:.2f} {length:.2f} {thick:.2f} re\n"
        yield f"{width - start - thick:.2f} {low:.2f} {thick:.2f} {length:.2f} re\n"
        if not plan.is_crowded:
            yield f"{left:.2f} {start:.2f} {length:.2f} {thick:.2f} re\n"
            yield f"{start:.2f} {low:.2f} {thick:.2f} {length:.2f} re\n"
    yield "f\n"


def _bars(pattern: Sequence[bool] = _PATCH_T) -> Iterator[tuple[float, float]]:
    """Distance from the edge of the paper and thickness of each bar, points."""
    at = _PATCH_EDGE_MM * _MM
    for is_wide in pattern:
        thick = _WIDE if is_wide else _NARROW
        yield at, thick
        at += thick + _NARROW
