"""Free places between pages; where there is no room, all pages of the dossier move apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from app.domain.ids import DossierId, PageId
from app.domain.page import Page
from app.domain.page_edits import places_between
from app.errors import IllegalStep, NotFound, WrongUse
from app.services.page_edit_base import all_pages
from app.services.station import Station

_TRIES = 4
"""Pages that lie at one place are apart after the second time."""

_NUMBER_TRIES = 20
"""How often a number is asked for again that somebody else took at the same moment."""

_SHARE = 64
"""Part of a gap that one page takes: many can follow it, as a feeder brings them."""


T = TypeVar("T")


def with_next_seq(station: Station, dossier_id: DossierId, add: Callable[[int], T]) -> T:
    """Add pages from the next number of a dossier on.

    A scan, a watched folder and pages that are sent may fill one dossier at the same time: a
    number that another one has just taken is asked for anew, and no page is refused for it.

    Raises:
        IllegalStep: The pages cannot be added, for another reason.
    """
    for attempt in range(_NUMBER_TRIES):
        seq = station.store.next_seq(dossier_id)
        try:
            return add(seq)
        except IllegalStep:
            if attempt == _NUMBER_TRIES - 1 or station.store.next_seq(dossier_id) == seq:
                raise
    raise AssertionError("unreachable")


def free_places(
    station: Station, pages: Sequence[Page], ids: Sequence[PageId], before: PageId | None
) -> Mapping[PageId, int]:
    """A place for each of `ids`, in this order, just before another page; None for the end.

    Raises:
        WrongUse: `before` is not one of the pages.
    """
    home = pages[0].dossier_id
    for _ in range(_TRIES):
        lying = all_pages(station, home)
        low, high = _gap(lying, frozenset(ids), before)
        if _is_there(lying, ids, low, high):
            return {}
        places = places_between(low, high, len(ids))
        if places:
            return dict(zip(ids, places, strict=True))
        station.store.respace(home, station.act("pages.respaced", home))
    raise WrongUse("no room between pages")


def free_place(station: Station, page_id: PageId, *, behind: bool) -> int:
    """A place for one more page, just before or behind another."""
    home = station.store.page(page_id).dossier_id
    for _ in range(_TRIES):
        lying = all_pages(station, home)
        places = [page.place for page in lying]
        where = next(number for number, page in enumerate(lying) if page.id == page_id)
        if behind and where == len(lying) - 1:
            return station.store.next_place(home)
        low = places[where] if behind else places[where - 1] if where else 0
        high = places[where + 1] if behind else places[where]
        if high - low > 1:
            share = max(1, (high - low) // _SHARE)
            return low + share if behind else high - share
        station.store.respace(home, station.act("pages.respaced", home))
    raise WrongUse("no room between pages")


def _gap(
    pages: Sequence[Page], moved: frozenset[PageId], before: PageId | None
) -> tuple[int, int | None]:
    """Places around the gap in which pages are to lie; they themselves count no more."""
    if before is None:
        return max((page.place for page in pages if page.id not in moved), default=0), None
    numbers = [number for number, page in enumerate(pages) if page.id == before]
    if not numbers:
        raise NotFound(f"page {before}")
    rest = [page for page in pages[numbers[0] :] if page.id not in moved]
    earlier = [page for page in pages[: numbers[0]] if page.id not in moved]
    low = earlier[-1].place if earlier else 0
    return low, rest[0].place if rest else None


def _is_there(pages: Sequence[Page], ids: Sequence[PageId], low: int, high: int | None) -> bool:
    """Whether the pages lie in that gap already, in that order."""
    places = {page.id: page.place for page in pages}
    own = [places[page_id] for page_id in ids]
    inside = all(low < place and (high is None or place < high) for place in own)
    return inside and own == sorted(own) and len({*own}) == len(own)
