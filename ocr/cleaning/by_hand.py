"""What a person has set for a page, in place of what its picture tells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ocr.source import RawPage

_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class ByHand:
    """Parameters set by hand; None where the picture is to tell.

    Attributes:
        turn: Quarter turns, degrees counter-clockwise: 0, 90, 180 or 270.
        crop: Left, top, right, bottom of what is kept, in 1/10000 of the raw picture.
    """

    turn: int | None = None
    crop: tuple[int, int, int, int] | None = None


def cut(page: RawPage, by_hand: ByHand) -> RawPage:
    """The page, or what was kept of it by hand; at least one pixel each way."""
    if by_hand.crop is None:
        return page
    height, width = page.image.shape[:2]
    left, top, right, bottom = by_hand.crop
    x0, x1 = _span(left, right, width)
    y0, y1 = _span(top, bottom, height)
    return replace(page, image=page.image[y0:y1, x0:x1].copy())


def _span(low: int, high: int, size_px: int) -> tuple[int, int]:
    """First pixel and the one behind the last, inside the picture."""
    first = min(max(low, 0) * size_px // _WHOLE, size_px - 1)
    end = -(-min(high, _WHOLE) * size_px // _WHOLE)
    return first, max(end, first + 1)
