"""Pages as they are seen against pages as they are stored.

Seen: upright, origin at the bottom left of what the viewer shows, points of 1/72 inch. Stored:
default user space, which may be turned, cut by a CropBox and counted in larger units.

Source: ISO 32000-2:2020, 7.7.3.3 (Rotate, UserUnit), 14.11.2 (page boundaries), 8.3.2.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pikepdf

from signing.appearance.stamps import Box
from signing.errors import DamagedPdf

_LETTER: Box = (0.0, 0.0, 612.0, 792.0)
_MAX_DEPTH = 64
_MAX_SIDE = 1e6


@dataclass(frozen=True, slots=True)
class SeenPage:
    """How a page is shown.

    Attributes:
        shown: Part of the page that is shown, default user space.
        turn: Clockwise turn for display: 0, 90, 180 or 270 degrees.
        unit: Size of a unit of default user space, points.
    """

    shown: Box
    turn: int = 0
    unit: float = 1.0

    @property
    def size_pt(self) -> tuple[float, float]:
        """Width and height as seen."""
        left, bottom, right, top = self.shown
        sides = ((right - left) * self.unit, (top - bottom) * self.unit)
        return sides if self.turn in (0, 180) else (sides[1], sides[0])

    def stored(self, seen: Box) -> Box:
        """Bring a box as seen into default user space."""
        first = self._stored_point(seen[0], seen[1])
        second = self._stored_point(seen[2], seen[3])
        return _sorted((*first, *second))

    def seen(self, stored: Box) -> Box:
        """Bring a box of default user space to where it is seen."""
        first = self._seen_point(stored[0], stored[1])
        second = self._seen_point(stored[2], stored[3])
        return _sorted((*first, *second))

    def in_corner(self, size_pt: tuple[float, float], *, right_pt: float, top_pt: float) -> Box:
        """Place a box as seen at a distance from the right and the top edge."""
        width, height = self.size_pt
        return (
            width - right_pt - size_pt[0],
            height - top_pt - size_pt[1],
            width - right_pt,
            height - top_pt,
        )

    def holds(self, seen: Box) -> bool:
        """Tell whether a box lies on the page."""
        width, height = self.size_pt
        return seen[0] >= 0 and seen[1] >= 0 and seen[2] <= width and seen[3] <= height

    def _stored_point(self, across: float, up: float) -> tuple[float, float]:
        left, bottom, right, top = self.shown
        across, up = across / self.unit, up / self.unit
        match self.turn:
            case 90:
                return right - up, bottom + across
            case 180:
                return right - across, top - up
            case 270:
                return left + up, top - across
            case _:
                return left + across, bottom + up

    def _seen_point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.shown
        match self.turn:
            case 90:
                across, up = y - bottom, right - x
            case 180:
                across, up = right - x, top - y
            case 270:
                across, up = top - y, x - left
            case _:
                across, up = x - left, y - bottom
        return across * self.unit, up * self.unit


def seen_page(page: pikepdf.Page) -> SeenPage:
    """Read how a page is shown; inherited entries count.

    Raises:
        DamagedPdf: The page has no area or is turned by no quarter.
    """
    media = _box(page.obj, "/MediaBox", _LETTER)
    crop = _box(page.obj, "/CropBox", media)
    shown = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    turn = _number(_inherited(page.obj, "/Rotate"), 0.0)
    unit = _number(page.obj.get("/UserUnit"), 1.0)
    sides = (shown[2] - shown[0], shown[3] - shown[1])
    if not (all(0 < side < _MAX_SIDE for side in sides) and 0 < unit < _MAX_SIDE) or turn % 90:
        raise DamagedPdf("a page without a sensible area")
    return SeenPage(shown, int(turn) % 360, unit)


def _box(page: pikepdf.Object, key: str, otherwise: Box) -> Box:
    """Read a rectangle whose corners may come in any order."""
    entry = _inherited(page, key)
    if entry is None:
        return otherwise
    try:
        numbers = [float(number) for number in entry]  # type: ignore[attr-defined]  # of any type
    except (TypeError, ValueError, NotImplementedError) as error:
        raise DamagedPdf("a page box that is no rectangle") from error
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise DamagedPdf("a page box that is no rectangle")
    return _sorted((numbers[0], numbers[1], numbers[2], numbers[3]))


def _inherited(page: pikepdf.Object, key: str) -> object | None:
    """Find an entry on the page or on the nodes above it."""
    node: pikepdf.Object | None = page
    for _ in range(_MAX_DEPTH):
        if node is None:
            break
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _number(entry: object, otherwise: float) -> float:
    """Read a number."""
    if entry is None:
        return otherwise
    try:
        number = float(entry)  # type: ignore[arg-type]  # PDF objects are of any type
    except (TypeError, ValueError) as error:
        raise DamagedPdf("a page entry that is no number") from error
    if not math.isfinite(number):
        raise DamagedPdf("a page entry that is no number")
    return number


def _sorted(box: Box) -> Box:
    return (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
