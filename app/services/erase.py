"""Erase: a paper that is only shown leaves nothing at the station, once the officer says so.

The only use of `Vault.erase`. What is about to go is in the audit chain before the first byte
goes, and a page stays marked until the last one is gone, so a kill in between is ended at the
next start.

Source: TT 03/2025/TT-VPCP Art. 5.2 (papers that are shown, secret or internal are not copied).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.catalog.base import CatalogError
from app.domain.dossier import DossierState
from app.domain.field import Field
from app.domain.ids import BlobId, DossierId, PageId
from app.domain.officer import Right
from app.domain.page import (
    ERASING,
    ORIGINAL_ERASED,
    OTHER_PAPER,
    SHOWN_ONLY,
    SIGNED_ORIGINAL,
    TO_COMPARE,
    Page,
)
from app.domain.procedure import Procedure, reason_not_to_copy
from app.errors import Advice, IllegalStep, StationError
from app.services.access import require
from app.services.continuations import later_pages_of
from app.services.review import page_reading
from app.services.station import Station
from app.store.base import StoreError
from ocr.reading import PageReading

log = logging.getLogger(__name__)


class EraseError(StationError):
    """Root of the errors of erasing."""

    code = "erase.error"
    advice = Advice.USER_ACTION


class NotShownOnly(EraseError):
    """The page is not one of a paper that is only shown."""

    code = "erase.not_shown_only"


class FileInUse(EraseError):
    """Other pages of the same file are not read yet; they would be lost with it."""

    code = "erase.file_in_use"
    advice = Advice.RETRY_LATER


def is_never_copied(procedure: Procedure, paper_code: str) -> bool:
    """Whether a procedure names a paper type, and nowhere asks for a copy of it."""
    own = [each for each in procedure.components if paper_code in each.paper_codes]
    return bool(own) and all(reason_not_to_copy(each) is not None for each in own)


def flagged(station: Station, page: Page, paper_code: str) -> Page:
    """The page with the flag of a paper that may not be kept, or without it.

    A page of no known type keeps the flag it has: the page that told its paper may be gone.
    """
    others = tuple(flag for flag in page.flags if flag != SHOWN_ONLY)
    is_shown = SHOWN_ONLY in page.flags
    if paper_code:
        is_shown = _is_shown_only(station, page.dossier_id, paper_code)
    is_shown = is_shown and OTHER_PAPER not in page.flags
    return replace(page, flags=(*others, SHOWN_ONLY) if is_shown else others)


def _is_shown_only(station: Station, dossier_id: DossierId, paper_code: str) -> bool:
    procedure_code = station.store.dossier(dossier_id).procedure_code
    if not paper_code or not procedure_code:
        return False
    try:
        return is_never_copied(station.catalog.procedure(procedure_code), paper_code)
    except CatalogError:
        return False


def flag_shown_only(station: Station, dossier_id: DossierId) -> tuple[Page, ...]:
    """Look at the pages of a dossier again after its procedure or its papers became known.

    A page that goes on with a paper is one of that paper.

    Returns:
        The pages whose flag has changed.
    """
    fields = _all_fields(station, dossier_id)
    pages = [page for page in _all_pages(station, dossier_id) if page.reading is not None]
    readings = {page.id: page_reading(station, page) for page in pages}
    codes = {each.page_id: each.paper_code for each in later_pages_of(pages, readings)}
    changed = []
    for page in pages:
        own_code = paper_code(readings[page.id])
        now = flagged(station, page, own_code)
        if not own_code and SHOWN_ONLY not in now.flags:
            now = flagged(station, page, codes.get(page.id, ""))
        if now != page:
            own = [field for field in fields if field.page_id == page.id]
            station.store.save_reading(now, own, station.act("page.flagged", page.id))
            changed.append(now)
    return tuple(changed)


def paper_code(reading: PageReading) -> str:
    """The type a page has by itself, "" for none."""
    return reading.paper.code if reading.paper else ""


def keep_page(station: Station, page_id: PageId) -> Page:
    """The officer has looked: the page is one of another paper, and may stay.

    Raises:
        NotFound: No such page.
        NotShownOnly: Nothing says that it has to go, or it is on its way already.
        IllegalStep: The dossier is not open.
    """
    page = station.store.page(page_id)
    require(station, Right.REVIEW, page.dossier_id)
    if station.store.dossier(page.dossier_id).state is not DossierState.OPEN:
        raise IllegalStep("the dossier is not open")
    if SHOWN_ONLY not in page.flags or ERASING in page.flags:
        raise NotShownOnly(page_id)
    others = tuple(flag for flag in page.flags if flag != SHOWN_ONLY)
    kept = replace(page, flags=(*others, OTHER_PAPER))
    fields = _own(_all_fields(station, page.dossier_id), page)
    station.store.save_reading(kept, fields, station.act("page.kept", page_id, note=OTHER_PAPER))
    return kept


def erase_page(station: Station, page_id: PageId) -> tuple[PageId, ...]:
    """Take a page of a paper that is only shown out of the station; gives the pages that went.

    Its blobs are erased, its fields dropped; files that were made of the dossier go with it. A
    signed file is one thing: all its pages go. The captured file of several pages goes too, the
    other pages keep what was made of them.

    Raises:
        NotFound: No such page.
        NotShownOnly: The page may stay.
        FileInUse: Other pages of its file are not read yet.
        IllegalStep: The dossier is not open.
        StoreError: Something could not be erased; it is tried again at the next start.
    """
    page = station.store.page(page_id)
    require(station, Right.REVIEW, page.dossier_id)
    if station.store.dossier(page.dossier_id).state is not DossierState.OPEN:
        raise IllegalStep("the dossier is not open")
    if SHOWN_ONLY not in page.flags and ERASING not in page.flags:
        raise NotShownOnly(page_id)
    plan = _plan(station, page)
    fields = _all_fields(station, page.dossier_id)
    for each in plan.removed:
        marked = replace(each, flags=tuple(dict.fromkeys((*each.flags, ERASING))))
        act = station.act("page.erasing", each.id, digest=each.raw, note=SHOWN_ONLY)
        station.store.save_reading(marked, _own(fields, each), act)
    _let_the_rest_be_compared(station, page.dossier_id, plan)
    _finish(station, plan)
    return tuple(each.id for each in plan.removed)


def _let_the_rest_be_compared(station: Station, dossier_id: DossierId, plan: _Plan) -> None:
    """What was told about other pages by those that go is not to stay with them."""
    gone = {each.id for each in plan.removed}
    rest = [page for page in station.store.pages(dossier_id) if page.id not in gone]
    if rest and TO_COMPARE not in rest[-1].flags:
        marked = replace(rest[-1], flags=(*rest[-1].flags, TO_COMPARE))
        own = _own(station.store.fields(dossier_id), marked)
        station.store.save_reading(marked, own, station.act("page.to_compare", marked.id))


def _all_pages(station: Station, dossier_id: DossierId) -> list[Page]:
    """Pages of a dossier, those in the trash too: what may not be kept may not lie there."""
    return [*station.store.pages(dossier_id), *station.store.trashed_pages(dossier_id)]


def _all_fields(station: Station, dossier_id: DossierId) -> list[Field]:
    return [
        *station.store.fields(dossier_id),
        *station.store.fields(dossier_id, in_trash=True),
    ]


def _own(fields: Sequence[Field], page: Page) -> list[Field]:
    return [field for field in fields if field.page_id == page.id]


def finish_erasing(station: Station) -> int:
    """End what a kill has left half erased; gives how many pages went."""
    gone: set[PageId] = set()
    for dossier_id in station.store.dossiers_to_erase():
        for page in _all_pages(station, dossier_id):
            if ERASING in page.flags and page.id not in gone:
                gone.update(_ended(station, page))
    return len(gone)


def _ended(station: Station, page: Page) -> tuple[PageId, ...]:
    """Erase what is marked; a disk that still refuses is asked again at the next start."""
    try:
        plan = _plan(station, page)
        _finish(station, plan)
    except (StoreError, FileInUse) as error:
        log.error("page %s is still not erased: %s", page.id, error.code)
        return ()
    return tuple(each.id for each in plan.removed)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What goes and what changes.

    Attributes:
        removed: Pages that go.
        kept: Pages that lose the file they were captured from.
        blobs: What is erased.
    """

    removed: tuple[Page, ...]
    kept: tuple[Page, ...]
    blobs: tuple[BlobId, ...]


def _plan(station: Station, page: Page) -> _Plan:
    pages = _all_pages(station, page.dossier_id)
    same_file = tuple(each for each in pages if each.raw == page.raw)
    removed = same_file if SIGNED_ORIGINAL in page.flags else (page,)
    kept = tuple(each for each in same_file if each not in removed and ERASING not in each.flags)
    if any(each.layers is None for each in kept):
        raise FileInUse(page.id)
    results = (kept for each in removed for kept in station.store.kept_results(each.id))
    own = {
        blob
        for each in (*removed, *results)
        for blob in (each.raw, each.clean, each.layers, each.reading)
    }
    raw_of_others = {each.raw for each in pages if each.raw != page.raw}
    made = {file.blob for file in station.store.files(page.dossier_id)} - raw_of_others
    marked = tuple(
        replace(each, flags=tuple(dict.fromkeys((*each.flags, ORIGINAL_ERASED)))) for each in kept
    )
    return _Plan(removed, marked, tuple(blob for blob in sorted(own | made, key=str) if blob))


def _finish(station: Station, plan: _Plan) -> None:
    home = plan.removed[0].dossier_id
    for blob in plan.blobs:
        station.vault.erase(home, blob)
    act = station.act(
        "page.erased", plan.removed[0].id, note=f"{len(plan.removed)} pages {SHOWN_ONLY}"
    )
    station.store.remove_pages(plan.kept, plan.removed, act)
