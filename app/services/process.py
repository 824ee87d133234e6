"""Process: captured pages become readings; every outcome is a row, so a restart goes on here."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from dataclasses import replace

from app.domain.field import Field
from app.domain.ids import DossierId
from app.domain.page import (
    ERASING,
    TO_COMPARE,
    Attempt,
    Page,
    PageState,
    after_failure,
    after_success,
    is_left_out,
    lacks_picture,
    next_attempt,
)
from app.errors import IllegalStep, JobCancelled, JobError, LibraryError, StationError
from app.jobs import CancelToken, Progress
from app.pace import Pace
from app.services.compare import as_field, clear_due, compare_papers
from app.services.erase import flag_shown_only, flagged, paper_code
from app.services.lookups import ask
from app.services.station import Station, knowledge
from app.services.workers import NO_ENGINE, PageOutcome, ReadOrder, read_page
from app.store.base import StoreDamaged
from ocr.reading import PageReading
from ocr.record import reading_to_json

log = logging.getLogger(__name__)

OnRead = Callable[[Page], None]
OnProgress = Callable[[Progress], None]
_LOOK_S = 0.5
"""How often a wait for pages looks at the cancel token and for pages that came meanwhile."""
_DOSSIERS_AT_ONCE = 20
"""Dossiers that are compared before pages are looked for again."""


def _ignore(_told: object) -> None:
    return None


def read_dossier(
    station: Station,
    dossier_id: DossierId,
    *,
    on_read: OnRead = _ignore,
    on_progress: OnProgress = _ignore,
    cancel: CancelToken | None = None,
) -> None:
    """Read every captured page of a dossier; one left without a picture is tried again.

    Then its pages are compared, unless that was done.

    Raises:
        LibraryError: The engine is missing; pages stay captured.
        JobCancelled: Stopped; pages in work stay captured.
    """
    pages = [
        page
        for page in station.store.pages(dossier_id)
        if page.state is PageState.CAPTURED or (lacks_picture(page) and not is_left_out(page))
    ]
    pace = Pace()
    pace.begin(station.ticks())
    on_progress(Progress(0, len(pages)))
    with closing(read_pages(station, pages, cancel=cancel)) as finished:
        for number, page in enumerate(finished, start=1):
            now = station.ticks()
            pace.finished(now)
            left = pace.seconds_left(len(pages) - number, now)
            on_read(page)
            on_progress(Progress(number, len(pages), page.source, left))
    if any(TO_COMPARE in page.flags for page in station.store.pages(dossier_id)):
        _compare(station, dossier_id, cancel)


def read_due(
    station: Station,
    *,
    on_read: OnRead = _ignore,
    cancel: CancelToken | None = None,
    pace: Pace | None = None,
) -> int:
    """Read due pages until none is left, new ones as they come; gives how many.

    A page that takes long holds up no other: the next ones are taken in beside it. Dossiers whose
    pages are still to be compared are done at the end; their first page is given to `on_read`.

    Raises:
        LibraryError: The engine is missing; pages stay captured.
        JobCancelled: Stopped; pages in work stay captured.
    """
    speed = pace or Pace()
    speed.begin(station.ticks())
    count = 0
    with closing(_Reading(station, station.store.pages_to_read, cancel).run()) as finished:
        for page in finished:
            count += 1
            speed.finished(station.ticks())
            on_read(page)
    for dossier_id in station.store.dossiers_to_compare(_DOSSIERS_AT_ONCE):
        _compare(station, dossier_id, cancel)
        on_read(station.store.pages(dossier_id)[0])
    return count


def read_pages(
    station: Station, pages: Sequence[Page], *, cancel: CancelToken | None = None
) -> Generator[Page, None, None]:
    """Read `pages` side by side on the cpu lane; gives each as it is finished.

    Raises:
        LibraryError: The engine is missing; pages stay captured.
        JobCancelled: Stopped; pages in work stay captured.
    """
    waiting = {page.id: page for page in pages}

    def due(limit: int) -> list[Page]:
        return list(waiting.values())[:limit]

    with closing(_Reading(station, due, cancel).run()) as finished:
        for page in finished:
            waiting.pop(page.id)
            yield page


class _Reading:
    """Pages in work, never more than the station allows.

    Args:
        due: Gives up to so many pages that are due; those in work are still among them.
    """

    def __init__(
        self, station: Station, due: Callable[[int], list[Page]], cancel: CancelToken | None
    ) -> None:
        self._station = station
        self._due = due
        self._token = cancel or CancelToken()
        self._running: dict[Future[PageOutcome], Page] = {}

    def run(self) -> Generator[Page, None, None]:
        """Work until nothing is due; gives pages that are finished for good.

        A page that fails is tried again at once, with less that can break. When this is left
        early, pages in work are ended and stay captured.
        """
        try:
            while self._take():
                done, _ = wait(self._running, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
                for future in done:
                    page = _finish(self._station, self._running.pop(future), future)
                    if page.state is PageState.CAPTURED:
                        self._start(page)
                        continue
                    if TO_COMPARE in page.flags:
                        _compare(self._station, page.dossier_id, self._token)
                        page = self._station.store.page(page.id)
                    yield page
        finally:
            for future in self._running:
                future.cancel()

    def _take(self) -> bool:
        """Take in as many pages as there is room for; gives whether any is in work."""
        self._token.check()
        most = self._station.reading.pages_at_once
        known = {page.id for page in self._running.values()}
        for page in self._due(most):
            if page.id not in known and len(self._running) < most:
                self._start(page)
        return bool(self._running)

    def _start(self, page: Page) -> None:
        try:
            future = self._station.cpu.submit(read_page, _order(self._station, page))
        except StoreDamaged as error:
            future = Future()
            future.set_exception(error)
        self._running[future] = page


def _order(station: Station, page: Page) -> ReadOrder:
    return ReadOrder(
        data=station.vault.get(page.dossier_id, page.raw),
        frame=page.frame,
        dpi=page.dpi,
        knowledge=knowledge(station.catalog),
        timeout_s=station.reading.page_timeout_s,
        tessdata_dir=station.reading.tessdata_dir,
        languages=station.reading.languages,
        profile=station.reading.pdf_profile,
        attempt=next_attempt(page.attempts),
    )


def _finish(station: Station, page: Page, future: Future[PageOutcome]) -> Page:
    """Save what came of a page; an error of the machine or of the caller goes on its way."""
    try:
        outcome = future.result()
    except JobCancelled:
        raise
    except (LibraryError, JobError, StoreDamaged) as error:
        if error.code in NO_ENGINE:
            raise
        return _failed(station, page, error)
    return _succeeded(station, page, outcome)


def _failed(station: Station, page: Page, error: StationError) -> Page:
    log.error("page %s: reading failed: %s %s", page.id, error.code, error.detail)
    attempts = page.attempts + 1
    tried = replace(page, attempts=attempts, state=after_failure(attempts), error_code=error.code)
    if tried.state is PageState.DEGRADED:
        tried = _due_if_last(station, tried)
    _save(station, tried, (), act_of="page.reading_failed", note=error.code)
    return tried


def _succeeded(station: Station, page: Page, outcome: PageOutcome) -> Page:
    reading = outcome.reading
    record = json.dumps(reading_to_json(reading), ensure_ascii=False).encode("utf-8")
    flags = dict.fromkeys((*page.flags, *(str(flag) for flag in reading.flags)))
    attempt = next_attempt(page.attempts)
    done = replace(
        page,
        state=after_success(attempt),
        clean=station.vault.put(page.dossier_id, outcome.clean),
        layers=station.vault.put(page.dossier_id, outcome.layers),
        reading=station.vault.put(page.dossier_id, record),
        flags=tuple(flags),
        error_code="" if page.attempts == 0 else page.error_code,
    )
    done = _due_if_last(station, flagged(station, done, paper_code(reading)))
    _save(station, done, candidates(page, reading), act_of="page.read", note=_note(attempt))
    _take_codes(station, page.dossier_id, reading)
    return station.store.page(page.id)


def _due_if_last(station: Station, page: Page) -> Page:
    """The page, marked where it is the last of its dossier: then all of them are compared."""
    others = (other for other in station.store.pages(page.dossier_id) if other.id != page.id)
    if any(other.state is PageState.CAPTURED for other in others):
        return page
    return replace(page, flags=tuple(dict.fromkeys((*page.flags, TO_COMPARE))))


def _compare(station: Station, dossier_id: DossierId, cancel: CancelToken | None) -> None:
    """Compare the pages of a dossier; one whose readings are damaged goes on without.

    One whose pages were taken away meanwhile stays due.

    Raises:
        LibraryError: The engine is missing; it is done again later.
        JobError: Stopped, or the lane is closed; it is done again later.
    """
    pages = list(station.store.pages(dossier_id))
    try:
        compare_papers(station, dossier_id, cancel)
    except JobError:
        raise
    except StationError as error:
        if error.code in NO_ENGINE:
            raise
        now = list(station.store.pages(dossier_id))
        if now != pages or any(ERASING in page.flags for page in now):
            return  # Somebody takes pages away at this moment; the rest is compared afterwards.
        log.error("dossier %s: pages not compared: %s %s", dossier_id, error.code, error.detail)
        clear_due(station, dossier_id)


def _note(attempt: Attempt) -> str:
    return "" if attempt is Attempt.FULL else attempt.value


def _save(
    station: Station, page: Page, fields: Sequence[Field], *, act_of: str, note: str = ""
) -> None:
    station.store.save_reading(page, fields, station.act(act_of, page.id, note=note))


def candidates(page: Page, reading: PageReading) -> list[Field]:
    """Field candidates of a reading, bound to their page."""
    return [as_field(field, page.dossier_id, page.id) for field in reading.fields]


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
        return
    if procedure != dossier.procedure_code:
        flag_shown_only(station, dossier_id)
        ask(station, dossier_id)
