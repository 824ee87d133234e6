"""Places for the signature of a person, by what stands on the pages.

Source: NĐ 30/2020/NĐ-CP, Appendix I: in the middle between the title and the name of the signer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import islice

from signing.appearance.free_space import LEAST_GAP_PT, Fit, Gap, fit
from signing.appearance.looking import Found, Looking
from signing.appearance.places import PlaceNote, Why
from signing.appearance.signature_block import NameHit, TitleKind, name_hits, open_gaps
from signing.appearance.stamps import Box

_TEXT_PAGES = 2
_BEST = 0.98
_TITLE_COSTS = {TitleKind.KNOWN: 0.0, TitleKind.IN_CAPITALS: 0.1, TitleKind.NONE: 0.22}
_SURE_LIKENESS = 0.96
_CLEAR_LEAD = 0.04
_SAME = 0.02
_COSTS = {
    PlaceNote.SMALL_GAP: 0.2,
    PlaceNote.MOVED: 0.02,
    PlaceNote.NOT_AT_END: 0.1,
    PlaceNote.SEVERAL_HITS: 0.2,
}
_SMALLER_COST = 0.25
_CONFIDENCE = {Why.TITLE_ONLY: 0.6, Why.KEYWORD: 0.55, Why.EMPTY_FIELD: 0.75}


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class _Rank:
    """Why one place comes before another; the first difference counts."""

    is_titled: bool
    likeness: float
    confidence: int
    is_right: bool
    page_index: int
    lowness: float


Ranked = tuple[_Rank, Found]


def person_places(looking: Looking, size_pt: tuple[float, float]) -> list[Found]:
    """Give places for a signature, the best first: by name, else by lines, else by fields."""
    by_name = _by_name(looking, size_pt)
    if by_name:
        return by_name
    by_lines = [*_below_lines(looking, size_pt, Why.TITLE_ONLY)]
    by_lines += _below_lines(looking, size_pt, Why.KEYWORD)
    return by_lines or list(_empty_fields(looking, size_pt))


def _by_name(looking: Looking, size_pt: tuple[float, float]) -> list[Found]:
    """Look at the last two pages with text; only without a hit there, at those before."""
    if not looking.name.is_known:
        return []
    pages = looking.text_pages()
    last = list(islice(pages, _TEXT_PAGES))
    ranked = [each for index in last for each in _on_page(looking, index, size_pt, ())]
    if not ranked:
        early = (PlaceNote.NOT_AT_END,)
        ranked = [each for index in pages for each in _on_page(looking, index, size_pt, early)]
    ranked.sort(key=lambda each: each[0], reverse=True)
    if _is_unclear(ranked):
        ranked[0] = (ranked[0][0], _noted(ranked[0][1], PlaceNote.SEVERAL_HITS))
    return [found for _, found in ranked]


def _on_page(
    looking: Looking, index: int, size_pt: tuple[float, float], notes: tuple[PlaceNote, ...]
) -> Iterator[Ranked]:
    """Rank the hits of one page."""
    middle = looking.sheets.seen(index).size_pt[0] / 2
    for hit in name_hits(index, looking.segments(index), looking.name, looking.titles):
        placed = fit(looking.sheets, hit.gap, size_pt, looking.taken(index))
        if placed is None:
            continue
        found = _judged(hit, placed, notes)
        is_right = hit.gap.middle >= middle
        titled = hit.title is not TitleKind.NONE
        sure = round(found.confidence / _SAME)
        yield _Rank(titled, round(hit.likeness, 2), sure, is_right, index, -hit.box[1]), found


def _judged(hit: NameHit, placed: Fit, notes: tuple[PlaceNote, ...]) -> Found:
    """Say how sure a hit is."""
    notes += placed.notes
    if hit.likeness < _SURE_LIKENESS:
        notes += (PlaceNote.MISREAD_NAME,)
    confidence = _BEST * hit.likeness - sum(_COSTS.get(note, 0.0) for note in notes)
    confidence -= _SMALLER_COST * (1 - placed.scale)
    confidence -= _TITLE_COSTS[hit.title]
    why = Why.NAME_ONLY if hit.title is TitleKind.NONE else Why.NAME_AND_TITLE
    return Found(hit.page_index, placed.box, max(0.0, confidence), why, notes)


def _is_unclear(ranked: list[Ranked]) -> bool:
    """Tell whether a second place is about as good as the first."""
    if len(ranked) < 2:
        return False
    (first, best), (second, next_best) = ranked[:2]
    if first.is_titled != second.is_titled or first.likeness - second.likeness > _CLEAR_LEAD:
        return False
    return best.confidence - next_best.confidence < _CLEAR_LEAD


def _noted(found: Found, note: PlaceNote) -> Found:
    confidence = max(0.0, found.confidence - _COSTS[note])
    return dataclasses.replace(found, notes=(*found.notes, note), confidence=confidence)


def _below_lines(looking: Looking, size_pt: tuple[float, float], why: Why) -> Iterator[Found]:
    """Give the space below title lines, or below lines that say "sign here"."""
    is_wanted = looking.titles.is_title if why is Why.TITLE_ONLY else looking.titles.is_keyword
    for index in islice(looking.text_pages(), _TEXT_PAGES):
        segments = looking.segments(index)
        wanted = [segment for segment in segments if is_wanted(segment.text)]
        gaps = open_gaps(index, segments, wanted, skip_named=looking.name.is_known)
        middle = looking.sheets.seen(index).size_pt[0] / 2
        for gap in sorted(gaps, key=lambda gap: (gap.middle < middle, gap.high)):
            placed = _fit_roomy(looking, gap, size_pt)
            if placed is not None:
                yield Found(index, placed.box, _CONFIDENCE[why], why, placed.notes)


def _fit_roomy(looking: Looking, gap: Gap, size_pt: tuple[float, float]) -> Fit | None:
    """Fit a box into a gap that is high enough to have been left for a signature."""
    if gap.height < LEAST_GAP_PT:
        return None
    return fit(looking.sheets, gap, size_pt, looking.taken(gap.page_index))


def _empty_fields(looking: Looking, size_pt: tuple[float, float]) -> Iterator[Found]:
    """Give the signature fields that wait for a signature."""
    for each in looking.fields:
        if not each.is_signed:
            box = _inside(each.box, size_pt)
            yield Found(each.page_index, box, _CONFIDENCE[Why.EMPTY_FIELD], Why.EMPTY_FIELD)


def _inside(field: Box, size_pt: tuple[float, float]) -> Box:
    """Make the largest box of a shape within a field, not larger than wanted."""
    width, height = field[2] - field[0], field[3] - field[1]
    scale = min(1.0, width / size_pt[0], height / size_pt[1])
    across, up = size_pt[0] * scale / 2, size_pt[1] * scale / 2
    x, y = (field[0] + field[2]) / 2, (field[1] + field[3]) / 2
    return x - across, y - up, x + across, y + up
