"""What all operations on pages share: errors, what was done, and which pages may be edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, PageId
from app.domain.officer import Right
from app.domain.page import ORIGINAL_ERASED, SIGNED_ORIGINAL, Page
from app.domain.page_edits import PageChange, PageEdit, in_order, laid
from app.errors import Advice, IllegalStep, StationError, WrongUse
from app.services.access import require
from app.services.station import Station


class EditError(StationError):
    """Root of the errors of page edits."""

    code = "page.edit"
    advice = Advice.USER_ACTION


class NothingToUndo(EditError):
    """The history has nothing that can be undone."""

    code = "page.nothing_to_undo"


class NothingToRedo(EditError):
    """Nothing was undone, or another edit followed."""

    code = "page.nothing_to_redo"


class BadCrop(EditError):
    """The numbers are no part of a picture, or too small a one."""

    code = "page.bad_crop"


class OriginalGone(EditError):
    """The captured bytes were erased: the page cannot be made anew from them."""

    code = "page.original_erased"


class DossierClosed(IllegalStep):
    """Pages are edited in an OPEN dossier only."""

    code = "page.dossier_closed"


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did.

    Attributes:
        pages: Pages that changed, as they are now, in their order.
        erased: Pages that went for good, since they may not be kept.
        skipped: Entries of the history that could not be undone or done again any more.
    """

    pages: tuple[Page, ...] = ()
    erased: tuple[PageId, ...] = ()
    skipped: tuple[PageEdit, ...] = ()


def require_original(page: Page, change: PageChange) -> None:
    """Go on only if a page can be made anew from what was captured, where that is needed.

    Raises:
        OriginalGone: It cannot.
    """
    looks_different = laid(page, change.after).picture != page.picture
    if looks_different and ORIGINAL_ERASED in page.flags:
        raise OriginalGone(f"page {page.seq}")


def open_pages(station: Station, ids: Sequence[PageId]) -> tuple[DossierId, list[Page]]:
    """Pages of one open dossier, each once, in the order given.

    Raises:
        WrongUse: None, or pages of several dossiers.
        NotFound: A page is not there.
        DossierClosed: The dossier is not open.
    """
    pages = [station.store.page(page_id) for page_id in dict.fromkeys(ids)]
    homes = {page.dossier_id for page in pages}
    if len(homes) != 1:
        raise WrongUse("pages of several dossiers, or none")
    (home,) = homes
    require(station, Right.CAPTURE, home)
    require_open(station, home)
    return home, pages


def require_open(station: Station, dossier_id: DossierId) -> None:
    """Go on only if the pages of a dossier may be edited.

    Raises:
        DossierClosed: It is not OPEN.
        NotFound: No such dossier.
    """
    state = station.store.dossier(dossier_id).state
    if state is not DossierState.OPEN:
        raise DossierClosed(f"dossier is {state.value}")


def all_pages(station: Station, home: DossierId) -> list[Page]:
    """Pages of a dossier as they lie, those in the trash at their places."""
    return in_order((*station.store.pages(home), *station.store.trashed_pages(home)))


def with_files(station: Station, home: DossierId, ids: Sequence[PageId]) -> list[PageId]:
    """The pages, and all pages of signed files among them: such a file is one thing."""
    pages = all_pages(station, home)
    chosen = set(ids)
    files = {page.raw for page in pages if page.id in chosen and SIGNED_ORIGINAL in page.flags}
    more = [page.id for page in pages if page.raw in files]
    return list(dict.fromkeys((*ids, *more)))


def pages_now(station: Station, changes: Sequence[PageChange]) -> tuple[Page, ...]:
    """The pages of an edit as they are now, in their order."""
    return tuple(in_order(station.store.page(change.page_id) for change in changes))
