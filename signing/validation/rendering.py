"""Pages as they look: the signed state against the shown one, on every page.

A comparison of objects believes in one way of reading a file. Here the pages are drawn, with
their forms and annotations, and nothing may look different but the areas of later signatures
and filled fields; and even there nothing that was printed may disappear. What cannot be drawn
counts as different.

Source: "Shadow Attacks" (Mainka, Mladenov, Rohlmann, NDSS 2021), countermeasures.
"""

from __future__ import annotations

import ctypes
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c

from signing.validation.annotations import Area
from signing.validation.heap import give_back
from signing.validation.looks import Boxes, differences
from signing.validation.source import Source
from signing.validation.stamp_text import Grey

_DPI = 100
_MAX_SIDE_PX = 4000
_LEAST_SIDE_PT, _A4_SIDE_PT = 200, 842
_HELD_BYTES = 8 * 1024 * 1024
_MARGIN_PX = 3

DRAWING_ERRORS = (pypdfium2.PdfiumError, OSError, ValueError, MemoryError, RuntimeError)


@dataclass(frozen=True, slots=True)
class SignedState:
    """One state to compare with the shown one.

    Attributes:
        end: Length of the state, bytes.
        areas: Parts of pages that may look different.
    """

    end: int
    areas: tuple[Area, ...]


def compare_looks(
    source: Source, states: Sequence[SignedState], *, limit_s: float
) -> list[frozenset[str]]:
    """Draw all pages of the signed states and of the whole file.

    Args:
        source: The file.
        states: Signed states.
        limit_s: Longest time for all of it, seconds of wall clock.

    Returns:
        For each state the names of what is wrong, and of what is permitted but to be told (see
        `is_permitted`); empty sets when nothing is to be said.
    """
    drawing = _Drawing(source, states, time.monotonic() + limit_s)
    return [frozenset(names) for names in drawing.run()]


class _Drawing:
    """Draws every page of the shown state once and holds it against each signed state."""

    def __init__(self, source: Source, states: Sequence[SignedState], deadline: float) -> None:
        self._source, self._states, self._deadline = source, states, deadline
        self._found: list[set[str]] = [set() for _ in states]

    def run(self) -> list[set[str]]:
        """Compare all pages, a few at a time: what was drawn stays in memory until closing."""
        try:
            with _drawable(self._source, self._source.size) as shown:
                pages = len(shown)
        except DRAWING_ERRORS:
            return [{"pages-not-compared"} for _ in self._states]
        give_back()
        at_once = max(1, _HELD_BYTES * pages // max(1, self._source.size))
        for first in range(0, pages, at_once):
            if at_once == 1:
                self._page_alone(first, pages)
                continue
            self._pages(range(first, min(pages, first + at_once)), pages)
        return self._found

    def _page_alone(self, index: int, pages: int) -> None:
        """Compare one large page, with one document open at a time."""
        try:
            with _drawable(self._source, self._source.size) as shown:
                after, _ = _drawn(shown, index, ())
        except DRAWING_ERRORS:
            for names in self._found:
                names.add("pages-not-compared")
            return
        give_back()
        for number, state in enumerate(self._states):
            with ExitStack() as stack:
                signed = self._opened(stack, number, state, pages)
                if signed is None:
                    continue
                drawn = self._before(number, state, signed, index)
            give_back()
            if drawn is not None:
                bare = partial(self._bare_alone, state, index)
                self._judge(number, (*drawn, bare), after)

    def _pages(self, chosen: range, pages: int) -> None:
        """Compare some pages of all states."""
        with ExitStack() as stack:
            try:
                shown = stack.enter_context(_drawable(self._source, self._source.size))
            except DRAWING_ERRORS:
                for names in self._found:
                    names.add("pages-not-compared")
                return
            open_states = [
                (number, state, signed)
                for number, state in enumerate(self._states)
                if (signed := self._opened(stack, number, state, pages)) is not None
            ]
            for index in chosen if open_states else ():
                self._page(shown, open_states, index)

    def _opened(
        self, stack: ExitStack, number: int, state: SignedState, pages: int
    ) -> pypdfium2.PdfDocument | None:
        """Open a signed state; what cannot be drawn is noted."""
        try:
            signed = stack.enter_context(_drawable(self._source, state.end))
        except DRAWING_ERRORS:
            self._found[number].add("pages-not-compared")
            return None
        if len(signed) != pages:
            self._found[number].add("pages-added-or-removed")
            return None
        return signed

    def _page(
        self,
        shown: pypdfium2.PdfDocument,
        states: list[tuple[int, SignedState, pypdfium2.PdfDocument]],
        index: int,
    ) -> None:
        """Compare one page of all states."""
        try:
            self._require_time()
            after, _ = _drawn(shown, index, ())
        except DRAWING_ERRORS:
            for number, _, _ in states:
                self._found[number].add("pages-not-compared")
            return
        for opened in states:
            self._hold(after, opened, index)

    def _hold(
        self, after: Grey, opened: tuple[int, SignedState, pypdfium2.PdfDocument], index: int
    ) -> None:
        """Hold one page of a signed state against the shown one."""
        number, state, signed = opened
        drawn = self._before(number, state, signed, index)
        if drawn is not None:
            self._judge(number, (*drawn, partial(_drawn_bare, signed, index)), after)

    def _before(
        self, number: int, state: SignedState, signed: pypdfium2.PdfDocument, index: int
    ) -> tuple[Grey, Boxes] | None:
        """Draw a page of a signed state; None when it cannot be drawn, which is noted."""
        areas = [area for area in state.areas if area.page == index]
        try:
            self._require_time()
            return _drawn(signed, index, areas)
        except DRAWING_ERRORS:
            self._found[number].add("pages-not-compared")
            return None

    def _judge(
        self, number: int, before: tuple[Grey, Boxes, Callable[[], Grey]], after: Grey
    ) -> None:
        """Say what the differences of one page mean."""
        grey, boxes, bare = before
        try:
            self._found[number] |= differences(grey, after, boxes, bare)
        except DRAWING_ERRORS:
            self._found[number].add("pages-not-compared")

    def _bare_alone(self, state: SignedState, index: int) -> Grey:
        """Draw a large page without what lies on it, with no other document open."""
        with _drawable(self._source, state.end) as signed:
            return _drawn_bare(signed, index)

    def _require_time(self) -> None:
        if time.monotonic() > self._deadline:
            raise ValueError("no time left")


def _drawn(
    document: pypdfium2.PdfDocument, index: int, areas: Sequence[Area]
) -> tuple[Grey, Boxes]:
    """Draw a page and find areas on it."""
    page = document[index]
    try:
        grey = _draw(page)
        return grey, {area: _pixels(page, area, grey.shape) for area in areas}
    finally:
        page.close()


def _drawn_bare(document: pypdfium2.PdfDocument, index: int) -> Grey:
    """Draw a page without signatures, fields and comments."""
    page = document[index]
    try:
        return _draw(page, bare=True)
    finally:
        page.close()


@contextmanager
def _drawable(source: Source, stop: int) -> Iterator[pypdfium2.PdfDocument]:
    """Open a state for drawing, its form included."""
    stream = source.window(stop)
    document = pypdfium2.PdfDocument(stream)
    try:
        document.init_forms()
        yield document
    finally:
        document.close()
        stream.close()


def _draw(page: pypdfium2.PdfPage, *, bare: bool = False) -> Grey:
    """Draw a page, (h, w) uint8, 0 = black; `bare` without what lies on it."""
    width, height = page.get_size()
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise ValueError("a page without a size")
    scale = min(_DPI / 72, _MAX_SIDE_PX / max(width, height))
    if max(width, height) < _LEAST_SIDE_PT:
        # Smaller than a card: its numbers are of another unit (/UserUnit), or a reader enlarges it.
        scale = _DPI / 72 * _A4_SIDE_PT / max(width, height)
    if min(width, height) * scale < 1:
        raise ValueError("a page without an area")
    # A grey bitmap, but no grey rendering: that would turn every picture grey in a copy first.
    bitmap = page.render(
        scale=scale,
        force_bitmap_format=pdfium_c.FPDFBitmap_Gray,
        draw_annots=not bare,
        may_draw_forms=not bare,
    )
    pixels = bitmap.to_numpy()
    grey = np.array(pixels[..., 0] if pixels.ndim == 3 else pixels)
    bitmap.close()
    return grey


def _pixels(page: pypdfium2.PdfPage, area: Area, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Find an area on the drawn page, whatever its rotation and crop box."""
    height, width = shape[:2]
    left, bottom, right, top = area.box
    columns, rows = zip(
        *(_device(page, width, height, x, y) for x in (left, right) for y in (bottom, top)),
        strict=True,
    )
    return (
        slice(max(0, min(rows) - _MARGIN_PX), max(0, max(rows) + _MARGIN_PX + 1)),
        slice(max(0, min(columns) - _MARGIN_PX), max(0, max(columns) + _MARGIN_PX + 1)),
    )


def _device(page: Any, width: int, height: int, x: float, y: float) -> tuple[int, int]:
    """Convert a point of user space to column and row."""
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError("a box without numbers")
    column, row = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, column, row)
    return column.value, row.value
