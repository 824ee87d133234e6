"""Compare: the pages of a dossier against each other, once all of them are read.

First the pages of each paper are joined, then the papers are held side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, wait
from contextlib import suppress

from app.catalog.base import CatalogError
from app.domain.dossier import DossierState
from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import DossierId, PageId
from app.domain.page import TO_COMPARE, Page, is_left_out
from app.jobs import CancelToken
from app.services.continuations import (
    Fields,
    FieldsOfPages,
    LaterPage,
    Reader,
    Readings,
    fields_of,
    joined_fields,
    later_pages_of,
)
from app.services.continue_job import continue_page
from app.services.erase import flag_shown_only
from app.services.page_checks import check_batch
from app.services.review import page_picture, page_reading
from app.services.station import Station
from app.store.base import StoreDamaged
from ocr import reading as read
from ocr.understanding.agreement import PaperFields, agreed

IDENTITY_PAPERS = frozenset(
    {"cccd_front", "cccd_back", "identity_card_2024_front", "identity_card_2024_back", "passport"}
)
_LOOK_S = 0.5
"""How often a wait for a page looks at the cancel token."""

_Stored = dict[tuple[PageId, str], Field]


def compare_papers(
    station: Station, dossier_id: DossierId, cancel: CancelToken | None = None
) -> list[Field]:
    """Join the pages of each paper, and hold what the papers say of each person side by side.

    Always from what was read, so that the order of the pages does not matter; what an officer
    has decided speaks with the officer's word and is not changed.

    Returns:
        The fields that changed, saved; none where the dossier is closed.

    Raises:
        LibraryError: The engine is missing.
        JobCancelled: Stopped; it is done again later.
    """
    if station.store.dossier(dossier_id).state is not DossierState.OPEN:
        return []
    seen = station.store.pages(dossier_id)
    stored = {(field.page_id, field.name): field for field in station.store.fields(dossier_id)}
    pages = [page for page in seen if not is_left_out(page)]
    readings = {page.id: page_reading(station, page) for page in pages if page.reading}
    later = later_pages_of(pages, readings)
    found = _read_later(station, later, readings, cancel or CancelToken())
    alone = _decided({page_id: each.fields for page_id, each in readings.items()}, stored)
    together = joined_fields(alone, later, found, station.catalog.paper)
    wanted = _agreed(_decided(together, stored), later, readings)
    changed = _save(station, dossier_id, stored, wanted)
    flag_shown_only(station, dossier_id)
    check_batch(station, dossier_id, readings)
    clear_due(station, dossier_id, seen)
    return changed


def clear_due(station: Station, dossier_id: DossierId, seen: Sequence[Page]) -> None:
    """Note that the pages of a dossier are compared; it stays due when they were edited since."""
    due = [page.id for page in seen if TO_COMPARE in page.flags]
    if due:
        station.store.settle_compare(dossier_id, seen, station.act("page.compared", due[0]))


def _read_later(
    station: Station, later: Sequence[LaterPage], readings: Readings, cancel: CancelToken
) -> FieldsOfPages:
    """What stands on later pages of papers; one that cannot be read gives nothing."""
    reader = Reader(station.catalog.paper, station.catalog.reference_lists(), station.reading)
    running: list[tuple[LaterPage, Future[Fields]]] = []
    found: FieldsOfPages = {}
    try:
        for each in later:
            with suppress(CatalogError, StoreDamaged):
                clean = page_picture(station, station.store.page(each.page_id))
                order = reader.order(each, readings[each.page_id], clean)
                running.append((each, station.cpu.submit(continue_page, order)))
        for each, future in running:
            while wait([future], timeout=_LOOK_S).not_done:
                cancel.check()
            found[each.page_id] = fields_of(each.page_id, future)
    finally:
        for _, future in running:
            future.cancel()
    return found


def _decided(fields: FieldsOfPages, stored: _Stored) -> FieldsOfPages:
    """The fields, those of later pages too, as an officer has decided them."""
    return {
        page_id: tuple(_as_decided(field, stored.get((page_id, field.name))) for field in own)
        for page_id, own in fields.items()
    }


def _agreed(fields: FieldsOfPages, later: Sequence[LaterPage], readings: Readings) -> FieldsOfPages:
    """The fields after a look at what the other papers say; a paper is all of its pages."""
    first = {page_id: page_id for page_id in fields} | {each.page_id: each.first for each in later}
    papers = []
    for page_id in (page_id for page_id in fields if first[page_id] == page_id):
        guess = readings[page_id].paper
        own = [field for other, told in fields.items() if first[other] == page_id for field in told]
        proves = guess is not None and guess.code in IDENTITY_PAPERS
        papers.append(PaperFields(page_id, proves, tuple(own)))
    changes = agreed(papers)
    return {
        page_id: tuple(changes.get((first[page_id], field.name), field) for field in own)
        for page_id, own in fields.items()
    }


def _save(
    station: Station, dossier_id: DossierId, stored: _Stored, wanted: FieldsOfPages
) -> list[Field]:
    """Save candidates that changed; where a page has others than before, all of them at once."""
    changed = []
    for page_id, told in wanted.items():
        now = {field.name: as_field(field, dossier_id, page_id) for field in told}
        before = {name: field for (home, name), field in stored.items() if home == page_id}
        open_now = {name: field for name, field in now.items() if not _is_decided(before.get(name))}
        open_before = {name: field for name, field in before.items() if not field.confirmed_by}
        different = [field for name, field in open_now.items() if before.get(name) != field]
        if open_now.keys() != open_before.keys():
            act = station.act("page.joined", page_id, note=f"{len(different)} fields")
            page = station.store.page(page_id)
            station.store.save_reading(page, list(open_now.values()), act)
        else:
            for field in different:
                act = station.act("field.compared", page_id, note=field.name)
                station.store.save_field(field, act)
        changed += different
    return changed


def _is_decided(field: Field | None) -> bool:
    return field is not None and bool(field.confirmed_by)


def _as_decided(reading: read.FieldReading, stored: Field | None) -> read.FieldReading:
    """The candidate, or what an officer has made of it."""
    if stored is None or not stored.confirmed_by:
        return reading
    return read.FieldReading(
        name=stored.name,
        label=stored.label,
        value=stored.value,
        state=read.FieldState.GREEN,
        confidence=1.0,
        source=read.FieldSource(stored.source.value),
        box=stored.box,
    )


def as_field(told: read.FieldReading, dossier_id: DossierId, page_id: PageId) -> Field:
    """A candidate of a reading, bound to its page."""
    return Field(
        dossier_id=dossier_id,
        page_id=page_id,
        name=told.name,
        label=told.label,
        value=told.value,
        state=FieldState(told.state.value),
        confidence=told.confidence,
        source=FieldSource(told.source.value),
        box=told.box,
        problem=told.problem,
        alternatives=told.alternatives,
        critical=told.critical,
    )
