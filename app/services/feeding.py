"""Feeding paper: by itself, a sheet again, a sheet with its sticky note.

Every step saves pages first and arranges them afterwards: whatever stops it, what was told saved
is there, and the officer is told which sheet to put in next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.ids import DossierId, PageId
from app.domain.page import Page, Side, is_shown_only
from app.domain.separation import SeparationRules
from app.errors import Advice, StationError, WrongUse
from app.jobs import CancelToken
from app.scanning.base import (
    FeederEmpty,
    PaperSource,
    PaperUnsensed,
    ScanCancelled,
    ScanError,
    SensesPaper,
)
from app.services import capture, page_edits
from app.services.capture import NotToBeScanned, OnSaved, ScanOrder
from app.services.separation import Separated, Sorter
from app.services.station import Station
from app.store.base import StoreError

PAPER_LOOK_S = 1.0
"""Between two looks whether somebody has put paper into the feeder."""

Pause = Callable[[float], None]


class FeedingError(StationError):
    """Root of the errors of feeding; saved pages are kept."""

    code = "feeding.error"
    advice = Advice.USER_ACTION


class NoSheetCame(FeedingError):
    """The scan ended without a page, so nothing takes the place of the old one."""

    code = "feeding.no_sheet"


@dataclass(frozen=True, slots=True)
class Feed:
    """What a scan brought.

    Attributes:
        stopped: Why it ended before the paper was used up, None when it did not.
        next_sheet: Sheet to go on with: the one that was in flight, 0 = nothing is missing.
        separated: What separators in each stack did; empty where nobody looks for them.
        stack: Pages of a stack that was stopped. They are sorted together with the rest of it:
            give them to the next order.
    """

    pages: tuple[Page, ...]
    stopped: StationError | None = None
    next_sheet: int = 0
    separated: tuple[Separated, ...] = ()
    stack: tuple[PageId, ...] = ()


def feed(
    station: Station,
    dossier_id: DossierId,
    order: ScanOrder,
    *,
    on_saved: OnSaved = lambda page: None,
    cancel: CancelToken | None = None,
) -> Feed:
    """Scan until the feeder is empty; trouble on the way ends the feed and is told in it.

    Scanning into the same dossier afterwards goes on with `next_sheet`. Where the profile asks
    for separators the pages are looked at beside the scan, and the stack is sorted once it is
    through; one that was stopped waits for its rest, or for a feeder that is empty.

    Raises:
        StationError: Nothing could be scanned or kept at all, for another reason than the scanner.
    """
    if not order.profile.separators:
        return _fed(station, dossier_id, order, on_saved=on_saved, cancel=cancel)
    with Sorter(station, dossier_id, SeparationRules()) as sorter:
        for page_id in order.stack:
            sorter.page_saved(station.store.page(page_id))

        def saved(page: Page) -> None:
            sorter.page_saved(page)
            on_saved(page)

        done = _fed(station, dossier_id, order, on_saved=saved, cancel=cancel)
        stack = (*order.stack, *(page.id for page in done.pages))
        is_used_up = isinstance(done.stopped, FeederEmpty) and bool(stack)
        if done.stopped is not None and not is_used_up:
            return replace(done, stack=stack)
        try:
            return replace(done, separated=(sorter.finish(cancel),))
        except StationError as error:
            return replace(done, stopped=error, stack=stack)


def _fed(
    station: Station,
    dossier_id: DossierId,
    order: ScanOrder,
    *,
    on_saved: OnSaved,
    cancel: CancelToken | None,
) -> Feed:
    """The scan itself."""
    pages: list[Page] = []

    def saved(page: Page) -> None:
        pages.append(page)
        on_saved(page)

    try:
        capture.scan(station, dossier_id, order, on_saved=saved, cancel=cancel)
    except ScanError as error:
        return Feed(tuple(pages), error, error.sheet)
    except StoreError as error:
        if not pages:
            raise
        return Feed(tuple(pages), error, _not_kept(order, pages))
    return Feed(tuple(pages))


def _not_kept(order: ScanOrder, pages: Sequence[Page]) -> int:
    """Sheet that went through the feeder, but for whose page the disk had no room."""
    if order.sheets:
        return order.sheets[len(pages)] if len(pages) < len(order.sheets) else 0
    last = pages[-1]
    lacks_back = order.profile.source is PaperSource.FEEDER_DUPLEX and last.side is Side.FRONT
    return last.sheet if lacks_back else last.sheet + 1


def has_paper(station: Station, device_id: str) -> bool:
    """Whether sheets lie in the feeder.

    Raises:
        PaperUnsensed: The device does not tell.
        ScanError: It cannot be asked now.
    """
    scanner = station.scanner
    if not isinstance(scanner, SensesPaper):
        raise PaperUnsensed("no such family")
    return scanner.has_paper(device_id)


def auto_feed(
    station: Station,
    dossier_id: DossierId,
    order: ScanOrder,
    *,
    on_saved: OnSaved = lambda page: None,
    cancel: CancelToken,
    pause: Pause,
) -> Feed:
    """Scan whenever paper is put in, until it is cancelled or something has to be mended.

    Raises:
        PaperUnsensed: The device does not tell whether paper lies in it.
    """
    pages: list[Page] = []
    separated: list[Separated] = []
    stack = order.stack
    while not cancel.cancelled:
        if not has_paper(station, order.device_id):
            pause(PAPER_LOOK_S)
            continue
        now = replace(order, stack=stack)
        done = feed(station, dossier_id, now, on_saved=on_saved, cancel=cancel)
        pages.extend(done.pages)
        separated.extend(done.separated)
        stack = done.stack
        # Paper that was taken out again between the look and the scan is no trouble.
        if isinstance(done.stopped, ScanCancelled):
            break
        if done.stopped is not None and not isinstance(done.stopped, FeederEmpty):
            return Feed(tuple(pages), done.stopped, done.next_sheet, tuple(separated), stack)
    return Feed(tuple(pages), separated=tuple(separated), stack=stack)


def rescan(
    station: Station,
    old: PageId,
    order: ScanOrder,
    *,
    on_saved: OnSaved = lambda page: None,
    cancel: CancelToken | None = None,
) -> Page:
    """Scan a page again; the new one takes its place, the old one goes to the trash.

    Raises:
        NotToBeScanned: It is of a paper that is only shown; nothing was scanned.
        NoSheetCame, ScanError: The old page stays where it is.
    """
    page = station.store.page(old)
    if is_shown_only(page):
        raise NotToBeScanned(f"page {page.seq}")
    once = replace(
        order,
        profile=replace(order.profile, max_pages=1),
        behind=old,
        sheets=(page.sheet,),
        side=page.side,
        note_of=page.note_of,
    )
    new = _one(capture.scan(station, page.dossier_id, once, on_saved=on_saved, cancel=cancel))
    page_edits.replace_page(station, old, new.id)
    return station.store.page(new.id)


def scan_behind(
    station: Station,
    page_id: PageId,
    order: ScanOrder,
    *,
    on_saved: OnSaved = lambda page: None,
    cancel: CancelToken | None = None,
) -> list[Page]:
    """Scan further pages and lay them behind one that is there.

    Raises:
        ScanError: The kind of trouble; pages already saved lie in their place.
    """
    home = station.store.page(page_id).dossier_id
    order = replace(order, behind=page_id)
    return capture.scan(station, home, order, on_saved=on_saved, cancel=cancel)


def scan_note(
    station: Station,
    bare: PageId,
    order: ScanOrder,
    *,
    on_saved: OnSaved = lambda page: None,
    cancel: CancelToken | None = None,
) -> Page:
    """Scan a sheet once more with the note that sticks on it; both pictures stay, tied together.

    `bare` is the page that shows the sheet without its note.

    Source: TT 03/2025/TT-VPCP (a sheet with a note on it is copied with and without the note).

    Raises:
        WrongUse: `bare` is a picture with a note itself.
        NoSheetCame, ScanError: Nothing has changed.
    """
    page = station.store.page(bare)
    if page.note_of:
        raise WrongUse("this picture shows the note already")
    once = replace(
        order,
        profile=replace(order.profile, max_pages=1),
        behind=bare,
        sheets=(page.sheet,),
        side=page.side,
        note_of=bare,
    )
    return _one(capture.scan(station, page.dossier_id, once, on_saved=on_saved, cancel=cancel))


def _one(pages: Sequence[Page]) -> Page:
    if not pages:
        raise NoSheetCame("the scan ended without a page")
    return pages[0]
