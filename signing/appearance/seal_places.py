"""Places for the seal of an agency: over a third of the person's signature, to its left.

Source: NĐ 30/2020/NĐ-CP, Appendix I; the seal keeps its true size, so it reaches over lines above
and below, as a seal on paper does: its ink darkens and hides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from signing.appearance.looking import Found, Looking
from signing.appearance.page_geometry import SeenPage
from signing.appearance.person_places import person_places
from signing.appearance.places import PlaceNote, Why
from signing.appearance.stamps import Box
from signing.appearance.words import touches
from signing.identities import AGENCY_FIELD

_BESIDE_SIGNATURE = 0.95
_UP_AND_DOWN_PT = (0.0, 4.0, -4.0, 8.0, -8.0, 12.0, -12.0)


def seal_places(looking: Looking) -> Iterator[Found]:
    """Give places for a seal: beside a signature that is there, else beside one to come."""
    signed = [
        each for each in looking.fields if each.is_signed and not each.name.startswith(AGENCY_FIELD)
    ]
    for each in reversed(signed):
        found = Found(each.page_index, each.box, _BESIDE_SIGNATURE, Why.SIGNATURE)
        yield _sealed(looking, found)
    if not signed:
        for found in person_places(looking, looking.template.partner_pt):
            yield _sealed(looking, found)


def _sealed(looking: Looking, person: Found) -> Found:
    """Place the seal beside a person's box, where it touches the fewest words."""
    seen, template = looking.sheets.seen(person.page_index), looking.template
    start = _beside(seen, person.box, template.size_pt, template.rules.seal.overlap)
    boxes = [_moved(seen, start, up) for up in _UP_AND_DOWN_PT]
    best = min(boxes, key=lambda box: _words_under(looking, person.page_index, box))
    over = _words_under(looking, person.page_index, best) > 0
    notes = (*person.notes, PlaceNote.OVER_TEXT) if over else person.notes
    return Found(person.page_index, best, person.confidence, person.why, notes)


def _words_under(looking: Looking, index: int, box: Box) -> int:
    return sum(touches(box, word.box) for word in looking.sheets.words(index))


def _beside(seen: SeenPage, person: Box, seal_pt: tuple[float, float], overlap: float) -> Box:
    """Place a seal as seen."""
    right = person[0] + overlap * (person[2] - person[0])
    middle = (person[1] + person[3]) / 2
    low = middle - seal_pt[1] / 2
    return _kept(seen, (right - seal_pt[0], low, right, low + seal_pt[1]))


def _moved(seen: SeenPage, box: Box, up: float) -> Box:
    return _kept(seen, (box[0], box[1] + up, box[2], box[3] + up))


def _kept(seen: SeenPage, box: Box) -> Box:
    """Push a box back onto the page."""
    width, height = seen.size_pt
    across = max(0.0, -box[0]) - max(0.0, box[2] - width)
    up = max(0.0, -box[1]) - max(0.0, box[3] - height)
    return box[0] + across, box[1] + up, box[2] + across, box[3] + up
