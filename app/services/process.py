"""Process: captured pages become readings; every outcome is a row, so a restart goes on here."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace

from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import DossierId
from app.domain.page import Page, PageState, after_failure
from app.errors import IllegalStep, JobCancelled, JobError, LibraryError, StationError
from app.jobs import CancelToken
from app.services.station import Station, knowledge
from app.services.workers import PageOutcome, ReadOrder, read_page
from ocr.reading import PageReading
from ocr.record import reading_to_json

log = logging.getLogger(__name__)

OnRead = Callable[[Page], None]
MAX_IN_FLIGHT = 4
"""Pages handed to the lane at once; their bytes are in memory."""


def _ignore(_page: Page) -> None:
    return None


def read_dossier(
    station: Station,
    dossier_id: DossierId,
    *,
    on_read: OnRead = _ignore,
    cancel: CancelToken | None = None,
) -> None:
    """Read every captured page of a dossier.

    Raises:
        LibraryError: The engine is missing; pages stay captured.
        JobCancelled: Stopped between pages.
    """
    pages = [p for p in station.store.pages(dossier_id) if p.state is PageState.CAPTURED]
    read_pages(station, pages, on_read=on_read, cancel=cancel)


def read_due(station: Station, *, on_read: OnRead = _ignore, cancel: CancelToken) -> int:
    """Read the pages that are due, a handful at a time; gives how many were looked at.

    Raises:
        LibraryError: The engine is missing; pages stay captured.
    """
    pages = station.store.pages_to_read(MAX_IN_FLIGHT)
    read_pages(station, pages, on_read=on_read, cancel=cancel)
    return len(pages)


def read_pages(
    station: Station,
    pages: Sequence[Page],
    *,
    on_read: OnRead = _ignore,
    cancel: CancelToken | None = None,
) -> None:
    """Read `pages` side by side on the cpu lane, at most a few in flight.

    A page that fails is tried once more without recognition, then set aside as degraded.

    Raises:
        LibraryError: The engine is missing; pages stay captured.
        JobCancelled: Stopped between pages.
    """
    token = cancel or CancelToken()
    waiting = list(pages)
    running: dict[Future[PageOutcome], Page] = {}
    while waiting or running:
        token.check()
        while waiting and len(running) < MAX_IN_FLIGHT:
            page = waiting.pop(0)
            running[station.cpu.submit(read_page, _order(station, page))] = page
        done, _ = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
        for future in done:
            page = _finish(station, running.pop(future), future)
            if page.state is PageState.CAPTURED:
                waiting.append(page)
            else:
                on_read(page)


def _order(station: Station, page: Page) -> ReadOrder:
    return ReadOrder(
        data=station.vault.get(page.dossier_id, page.raw),
        frame=page.frame,
        dpi=page.dpi,
        knowledge=knowledge(station.catalog),
        timeout_s=station.reading.page_timeout_s,
        tessdata_dir=station.reading.tessdata_dir,
        image_only=page.attempts > 0,
    )


def _finish(station: Station, page: Page, future: Future[PageOutcome]) -> Page:
    try:
        outcome = future.result()
    except JobCancelled:
        raise
    except LibraryError as error:
        if error.code.startswith("engine."):
            raise
        return _failed(station, page, error)
    except JobError as error:
        return _failed(station, page, error)
    return _succeeded(station, page, outcome)


def _failed(station: Station, page: Page, error: StationError) -> Page:
    log.error("page %s: reading failed: %s %s", page.id, error.code, error.detail)
    attempts = page.attempts + 1
    tried = replace(page, attempts=attempts, state=after_failure(attempts), error_code=error.code)
    _save(station, tried, (), act_of="page.reading_failed", note=error.code)
    return tried


def _succeeded(station: Station, page: Page, outcome: PageOutcome) -> Page:
    reading = outcome.reading
    record = json.dumps(reading_to_json(reading), ensure_ascii=False).encode("utf-8")
    flags = dict.fromkeys((*page.flags, *(str(flag) for flag in reading.flags)))
    done = replace(
        page,
        state=PageState.READ,
        clean=station.vault.put(page.dossier_id, outcome.clean),
        layers=station.vault.put(page.dossier_id, outcome.layers),
        reading=station.vault.put(page.dossier_id, record),
        flags=tuple(flags),
        error_code="" if page.attempts == 0 else page.error_code,
    )
    _save(station, done, candidates(page, reading), act_of="page.read")
    _take_codes(station, page.dossier_id, reading)
    return done


def _save(
    station: Station, page: Page, fields: Sequence[Field], *, act_of: str, note: str = ""
) -> None:
    station.store.save_reading(page, fields, station.act(act_of, page.id, note=note))


def candidates(page: Page, reading: PageReading) -> list[Field]:
    """Field candidates of a reading, bound to their page."""
    return [
        Field(
            dossier_id=page.dossier_id,
            page_id=page.id,
            name=field.name,
            label=field.label,
            value=field.value,
            state=FieldState(field.state.value),
            confidence=field.confidence,
            source=FieldSource(field.source.value),
            box=field.box,
            problem=field.problem,
        )
        for field in reading.fields
    ]


def _take_codes(station: Station, dossier_id: DossierId, reading: PageReading) -> None:
    """A slip's QR tells which dossier this is; believed only while nobody has said otherwise."""
    told = {f.name: f.value for f in reading.fields if f.source.value == "qr" and f.value}
    dossier = station.store.dossier(dossier_id)
    if not told.get("dossier_code") or dossier.code:
        return
    procedure = dossier.procedure_code or told.get("procedure_code", "")
    act = station.act("dossier.code_from_slip", dossier_id)
    try:
        station.store.set_dossier_codes(dossier_id, told["dossier_code"], procedure, act)
    except IllegalStep:
        log.warning("dossier %s: slip read after sealing, code not taken", dossier_id)
