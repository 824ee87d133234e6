"""What a difference between two drawings of one page means.

Nothing may look different but the areas of later signatures, filled fields and comments; and
even there nothing that was printed may disappear, and no new text may pass as printed.

Source: "Shadow Attacks" (Mainka, Mladenov, Rohlmann, NDSS 2021), countermeasures.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from signing.validation.annotations import Area, AreaKind
from signing.validation.stamp_text import Grey, Mask, added_lines, ink_runs, reads_on
from signing.validation.veils import buries_print, strikes_out

Boxes = dict[Area, tuple[slice, slice]]

SIGNATURE_OVER_CONTENT = "signature-over-content"
"""Permitted: a stamp lies over printing and hides none of it."""
SIGNATURE_ADDS_TEXT = "signature-adds-text"
"""Permitted: a stamp draws text on the page; page and place follow after a colon each."""

_DIFFERENT = 24
_FEW_PX = 3
_FRAME_PX = 7
_INK, _PAPER, _WHITE = 128, 208, 255
_LOST_PX, _LOST_SHARE = 24, 0.10
_SPECKS_PX = 2
_TURNED_TIMES, _MIN_LINES, _WORD_GAP_PX = 2, 3, 6
_ADDED_SHARE = 0.15
_MAX_SEAL_SHARE, _MAX_TEXT_SHARE = 0.5, 0.25
_STAMPS = (AreaKind.SIGNATURE, AreaKind.PREPARED_SIGNATURE)
_ROWS, _COLUMNS = ("top", "middle", "bottom"), ("left", "centre", "right")


def is_permitted(name: str) -> bool:
    """Tell whether a finding is one that an officer is told of, and no more."""
    return name.partition(":")[0] in (SIGNATURE_OVER_CONTENT, SIGNATURE_ADDS_TEXT)


def differences(before: Grey, after: Grey, boxes: Boxes, bare: Callable[[], Grey]) -> set[str]:
    """Compare one page as it was with the same page as it is.

    Args:
        before: The page as it was signed, (h, w), 0 = black.
        after: The page as it is shown.
        boxes: Parts that may look different, as slices of the drawing.
        bare: Draws the page as it was signed without what lies on it; asked where an earlier
            signature may be covered.

    Returns:
        Names of what is wrong, and of what is permitted but to be told.
    """
    if before.shape != after.shape:
        return {"page-looks-different"}
    if np.array_equal(before, after):
        return set()
    changed = np.abs(before.astype(np.int16) - after.astype(np.int16)) > _DIFFERENT
    if not changed.any():
        return set()
    seals = np.zeros(before.shape, np.bool_)
    earlier = [box for area, box in boxes.items() if area.kind is AreaKind.EARLIER_SIGNATURE]
    if earlier:
        drawn = np.abs(before.astype(np.int16) - bare()) > _DIFFERENT
        for box in earlier:
            seals[box] = drawn[box]
    return _judge((before, after), changed, boxes, seals)


def _judge(drawn: tuple[Grey, Grey], changed: Mask, boxes: Boxes, seals: Mask) -> set[str]:
    """Say what the differences mean; `seals` is what earlier signatures drew."""
    before, after = drawn
    names: set[str] = set()
    outside = changed.copy()
    for area, box in boxes.items():
        if area.kind is not AreaKind.EARLIER_SIGNATURE:
            outside[box] = False
    if np.count_nonzero(outside) > _FEW_PX:
        names.add("page-looks-different")
    lost = (before < _INK) & (after > _PAPER) & ~seals
    added = (after < _INK) & (before > _PAPER)
    # What an earlier signature drew counts neither as content nor as lost, nor as drawn now.
    page, shown = before, after
    if seals.any():
        page = np.where(seals, _WHITE, before).astype(np.uint8)
        shown = np.where(seals & ~changed, _WHITE, after).astype(np.uint8)
    for area, box in boxes.items():
        if area.kind is AreaKind.EARLIER_SIGNATURE:
            continue
        names |= _judge_area(area.kind, page[box], lost[box], added[box], before.size)
        if area.kind in _STAMPS:
            names |= _judge_veil(page[box], shown[box])
            names |= _judge_text(page, shown, area, box)
        elif area.kind is not AreaKind.FILLED and _says_more(page, shown, box):
            names.add("annotation-reads-as-text")
    return names


def _judge_area(kind: AreaKind, before: Grey, lost: Mask, added: Mask, page_px: int) -> set[str]:
    """Look into one area that may differ: printing must not vanish under it."""
    gone = int(np.count_nonzero(lost))
    ink = int(np.count_nonzero(before < _INK))
    more = int(np.count_nonzero(added))
    if kind is AreaKind.FILLED:
        # The frame of a field may be drawn anew; what stood inside must stay.
        inside = (slice(_FRAME_PX, -_FRAME_PX),) * 2
        gone, ink = int(lost[inside].sum()), int((before[inside] < _INK).sum())
    hidden = gone > max(_LOST_PX, _LOST_SHARE * ink)
    if kind is AreaKind.FILLED:
        return {"page-hidden-by-field"} if hidden else set()
    # One word may be a small part of a large box: elsewhere nothing dark may turn white.
    hidden = hidden if kind is AreaKind.ICON else gone > _SPECKS_PX
    if kind in (AreaKind.COMMENT, AreaKind.ICON):
        most = before.size if kind is AreaKind.ICON else _ADDED_SHARE * before.size
        drawn = more > max(_LOST_PX, most)
        return {"page-hidden-by-annotation"} if hidden or drawn else set()
    if before.size > _MAX_SEAL_SHARE * page_px and more:
        return {"page-covered-by-signature"}
    if hidden:
        return {"page-hidden-by-signature"}
    return {SIGNATURE_OVER_CONTENT} if ink > _LOST_PX and more else set()


def _judge_veil(before: Grey, after: Grey) -> set[str]:
    """Look for print that is under ink or struck out."""
    if np.array_equal(before, after):
        return set()
    unread = buries_print(before, after)
    for turned in (before, after), (before.T, after.T):
        unread = unread or strikes_out(*turned)
    return {"page-hidden-by-signature"} if unread else set()


def _reads_upwards(page: Grey) -> bool:
    """Tell whether the print of a page runs from the bottom to the top or down again."""
    ink = page < _INK
    level, upright = (len(list(ink_runs(ink.any(axis=axis), _WORD_GAP_PX))) for axis in (1, 0))
    return upright >= max(_MIN_LINES, _TURNED_TIMES * level)


def _judge_text(page: Grey, after: Grey, area: Area, box: tuple[slice, slice]) -> set[str]:
    """Look for text of a stamp that a reader could take for the page's own."""
    if _reads_upwards(page):
        # Both ways of turning it bring a line level; what stands beside it is looked for on
        # both sides.
        page, after, box = page.T, after.T, (box[1], box[0])
    lines = added_lines(page, after, box)
    if not lines:
        return set()
    prepared = area.kind is AreaKind.PREPARED_SIGNATURE
    if any(reads_on(page, line, prepared=prepared) for line in lines):
        return {"signature-reads-as-text"}
    lines = [line for line in lines if line.is_word]
    if not lines:
        return set()
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    if not prepared and (bottom - top) * (right - left) > _MAX_TEXT_SHARE * page.size:
        return {"page-covered-by-signature"}
    height, width = page.shape
    row = _ROWS[min(2, (top + bottom) * 3 // (2 * height))]
    column = _COLUMNS[min(2, (left + right) * 3 // (2 * width))]
    return {f"{SIGNATURE_ADDS_TEXT}:{area.page + 1}:{row}-{column}"}


def _says_more(page: Grey, after: Grey, box: tuple[slice, slice]) -> bool:
    """Tell whether a comment draws words on the page, or letters that continue printed ones."""
    lines = added_lines(page, after, box)
    return any(line.is_word or reads_on(page, line, prepared=False) for line in lines)
