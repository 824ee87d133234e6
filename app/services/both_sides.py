"""Both sides by hand: the fronts, then the stack turned over, then each back behind its front.

Pages are saved first and arranged afterwards, as in `feeding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.domain.ids import DossierId
from app.domain.officer import Right
from app.domain.page import Page, Side
from app.domain.separation import SeparationRules
from app.errors import WrongUse
from app.jobs import CancelToken
from app.scanning.base import PaperSource, ScanProfile
from app.services import page_edits
from app.services.access import require
from app.services.capture import OnSaved, ScanOrder
from app.services.feeding import Feed, FeedingError, feed
from app.services.separation import Separated, separate
from app.services.station import Station


class SidesDiffer(FeedingError):
    """Not as many backs as fronts; `detail` says how many of each."""

    code = "feeding.sides_differ"


def feed_fronts(
    station: Station,
    dossier_id: DossierId,
    order: ScanOrder,
    *,
    on_saved: OnSaved = lambda page: None,
    cancel: CancelToken | None = None,
) -> Feed:
    """First half of both sides by hand: the fronts, as they lie in the stack."""
    one_side = _one_side(order)
    fronts = replace(order, profile=one_side, side=Side.FRONT)
    return feed(station, dossier_id, fronts, on_saved=on_saved, cancel=cancel)


def feed_backs(
    station: Station,
    fronts: Sequence[Page],
    order: ScanOrder,
    *,
    on_saved: OnSaved = lambda page: None,
    cancel: CancelToken | None = None,
) -> Feed:
    """Second half: the stack turned over as a whole, so that the last sheet comes first.

    After trouble, call it again with `left_sheets` in `order.sheets`.

    Raises:
        WrongUse: No fronts, or of several dossiers.
    """
    home = _home(fronts)
    one_side = _one_side(order)
    sheets = order.sheets or tuple(page.sheet for page in reversed(fronts))
    backs = replace(order, profile=one_side, side=Side.BACK, sheets=sheets)
    return feed(station, home, backs, on_saved=on_saved, cancel=cancel)


def _one_side(order: ScanOrder) -> ScanProfile:
    """The profile for half of the sides; separators count once both sides lie together."""
    return replace(order.profile, source=PaperSource.FEEDER, separators=False)


def sort_joined(station: Station, pages: Sequence[Page]) -> Separated:
    """Sort a stack whose sides came apart, after `interleave`.

    Raises:
        StationError: As `separation.separate`; the pages stay where they are.
    """
    return separate(station, _home(pages), SeparationRules(), pages=[page.id for page in pages])


def left_sheets(fronts: Sequence[Page], backs: Sequence[Page]) -> tuple[int, ...]:
    """Sheets whose backs are missing still, in the order in which the turned stack brings them."""
    there = {page.sheet for page in backs}
    return tuple(page.sheet for page in reversed(fronts) if page.sheet not in there)


def open_sides(
    station: Station, dossier_id: DossierId
) -> tuple[tuple[Page, ...], tuple[Page, ...]]:
    """Fronts that wait for their backs, and backs that came already; also after a restart.

    Backs wait as long as they do not lie behind their fronts.
    """
    require(station, Right.CAPTURE, dossier_id)
    pages = station.store.pages(dossier_id)
    settled = {
        first.sheet
        for first, second in pairwise(pages)
        if first.side is Side.FRONT and second.side is Side.BACK and first.sheet == second.sheet
    }
    for first, second in pairwise(pages):
        # The first back that comes lies behind the last front by chance, with others before it.
        if first.side is second.side is Side.FRONT and first.sheet not in settled:
            settled.discard(second.sheet)
    fronts = [page for page in pages if page.side is Side.FRONT and page.sheet not in settled]
    backs = [page for page in pages if page.side is Side.BACK and page.sheet not in settled]
    return tuple(fronts), tuple(backs)


def interleave(station: Station, fronts: Sequence[Page], backs: Sequence[Page]) -> tuple[Page, ...]:
    """Lay each back behind its front, as one edit that can be undone.

    Raises:
        SidesDiffer: Not as many backs as fronts; all pages stay where they are.
        WrongUse: No fronts, or of several dossiers.
    """
    by_sheet = {page.sheet: page for page in backs}
    if len(fronts) != len(backs) or set(by_sheet) != {page.sheet for page in fronts}:
        raise SidesDiffer(f"{len(fronts)} {len(backs)}")
    home = _home(fronts)
    own = {page.id for page in (*fronts, *backs)}
    ids = [page.id for front in fronts for page in (front, by_sheet[front.sheet])]
    lying = station.store.pages(home)
    last = max(number for number, page in enumerate(lying) if page.id in own)
    behind = lying[last + 1].id if last + 1 < len(lying) else None
    page_edits.move_pages(station, ids, behind)
    return tuple(page for page in station.store.pages(home) if page.id in own)


def _home(pages: Sequence[Page]) -> DossierId:
    homes = {page.dossier_id for page in pages}
    if len(homes) != 1:
        raise WrongUse("fronts of no dossier, or of several")
    return homes.pop()
