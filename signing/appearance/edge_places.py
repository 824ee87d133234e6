"""Places for text near an edge of the page: copies and appendices at the top, checks below.

Source: NĐ 30/2020/NĐ-CP, Appendix I: top right of the first page; luutru.gov.vn, 10/06/2019: a
seal there had covered the national title, so nothing may be covered.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from signing.appearance.free_space import is_free
from signing.appearance.looking import Found, Looking
from signing.appearance.places import PlaceNote, Why
from signing.appearance.stamps import Box

_STEPS = ((0, 0), (0, -4), (0, 4), (0, 8), (0, 12), (30, 0), (60, 0), (100, 0), (150, 0), (200, 0))
# Towards the content; none when there is no room for it.
_CLEARANCES_PT = (4.0, 0.0)
_SURE = 0.95
_MOVED_COST = 0.05
_FAR_COST = 0.25
_FAR_PT = 12
_SMALLEST_EDGE_PT = 3.0


def edge_places(looking: Looking, *, at_top: bool) -> Iterator[Found]:
    """Give free places near the right end of the top or bottom edge, the nearest first.

    The top edge is that of the first page, the bottom edge that of the last.
    """
    index = 0 if at_top else len(looking.sheets) - 1
    for clearance, step in product(_CLEARANCES_PT, _STEPS):
        box = _box(looking, index, step, at_top=at_top)
        low, high = (clearance, 0.0) if at_top else (0.0, clearance)
        kept_free = (box[0], box[1] - low, box[2], box[3] + high)
        if is_free(looking.sheets, index, kept_free, looking.taken(index)):
            yield _judged(index, box, step)
            return


def _judged(index: int, box: Box, step: tuple[int, int]) -> Found:
    """Say how sure a place is: the farther from where it belongs, the less."""
    if step == _STEPS[0]:
        return Found(index, box, _SURE, Why.CORNER)
    cost = _FAR_COST if step[0] > _FAR_PT else _MOVED_COST
    return Found(index, box, _SURE - cost, Why.CORNER, (PlaceNote.MOVED,))


def _box(looking: Looking, index: int, step: tuple[int, int], *, at_top: bool) -> Box:
    """Place the box one step away from where it belongs."""
    rules, size = looking.template.rules, looking.template.size_pt
    rule = rules.corner if at_top else rules.check
    seen = looking.sheets.seen(index)
    edge = max(_SMALLEST_EDGE_PT, rule.edge_gap_pt + step[1])
    top = edge if at_top else seen.size_pt[1] - edge - size[1]
    return seen.in_corner(size, right_pt=rule.right_margin_pt + step[0], top_pt=top)
