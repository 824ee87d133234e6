"""Process: captured pages become readings; every outcome is a row, so a restart goes on here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from typing import Any

from app.domain.ids import DossierId
from app.domain.page import (
    ERASING,
    TO_COMPARE,
    Page,
    PageState,
    is_left_out,
    lacks_picture,
    next_attempt,
)
from app.errors import (
    JobError,
    NotFound,
    StationError,
)
from app.jobs import CancelToken, Progress
from app.pace import Pace
from app.services.compare import clear_due, compare_papers
from app.services.kept_readings import KeptReading, kept_reading
from app.services.page_outcome import finish_page
from app.services.shared_sources import SharedSources
from app.services.station import Station, knowledge
from app.services.workers import NO_ENGINE, ReadOrder, read_page
from app.shared_bytes import SharedBytes
from app.store.base import StoreDamaged, StoreUnwritable

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
        for page in station.store.pages(dossier_id)[:1]:
            on_read(page)
    return count


def read_pages(
    station: Station, pages: Sequence[Page], *, cancel: CancelToken | None = None
) -> Generator[Page, None, None]:
    """Read `pages` side by side on the cpu lane; gives each as it is finished.

    Raises:
        LibraryError: The engine is missing; pages stay captured.
        JobCancelled: Stopped; pages in work stay captured.
    """
    waiting = [page.id for page in pages]

    def due(limit: int) -> list[Page]:
        found: list[Page] = []
        for page_id in list(waiting):
            if len(found) == limit:
                break
            try:
                page = station.store.page(page_id)
            except NotFound:
                waiting.remove(page_id)
                continue
            if page.trashed_at:
                waiting.remove(page_id)
            else:
                found.append(page)
        return found

    with closing(_Reading(station, due, cancel).run()) as finished:
        for page in finished:
            if page.id in waiting:
                waiting.remove(page.id)
            yield page


def read_coming(
    station: Station, due: Callable[[int], list[Page]], *, cancel: CancelToken | None = None
) -> Generator[Page, None, None]:
    """As `read_pages`, for pages that come meanwhile; ends when none is due and none in work.

    Args:
        station: Ports.
        due: Gives up to so many pages that are due; those in work may be among them.
        cancel: Stops it.
    """
    return _Reading(station, due, cancel).run()


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
        # Any: the outcome of a job, or an earlier reading that counts again.
        self._running: dict[Future[Any], Page] = {}
        self._sources = SharedSources(station)

    def run(self) -> Generator[Page, None, None]:
        """Work until nothing is due; gives pages that are finished for good.

        A page that fails is tried again at once, with less that can break. When this is left
        early, pages in work are ended and stay captured.
        """
        try:
            while self._take():
                done, _ = wait(self._running, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
                for future in done:
                    page = finish_page(self._station, self._running.pop(future), future)
                    if page.state is PageState.CAPTURED and not page.trashed_at:
                        self._start(page)
                        continue
                    if TO_COMPARE in page.flags:
                        _compare(self._station, page.dossier_id, self._token)
                        page = self._station.store.page(page.id)
                    yield page
        finally:
            for future in self._running:
                future.cancel()
            self._sources.drop()

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
        kept = kept_reading(self._station, page)
        if kept is not None:
            came_back: Future[KeptReading] = Future()
            came_back.set_result(kept)
            self._running[came_back] = page
            return
        try:
            order = _order(self._station, page, self._sources.of(page))
            future = self._station.cpu.submit(read_page, order)
        except (StoreDamaged, StoreUnwritable) as error:
            future = Future()
            future.set_exception(error)
        self._running[future] = page


def _order(station: Station, page: Page, data: bytes | SharedBytes) -> ReadOrder:
    return ReadOrder(
        data=data,
        frame=page.frame,
        dpi=page.dpi,
        knowledge=knowledge(station.catalog),
        timeout_s=station.reading.page_timeout_s,
        tessdata_dir=station.reading.tessdata_dir,
        languages=station.reading.languages,
        profile=station.reading.pdf_profile,
        attempt=next_attempt(page.attempts),
        turn=page.turn,
        crop=page.crop,
    )


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
        clear_due(station, dossier_id, now)
