"""Batch: folders of scans become dossiers, are read, and go as far as was asked.

Three things go on at the same time: files are taken in folder by folder, pages of sorted stacks
are read on the cpu lane (this machine's or a cluster's), and dossiers whose pages are read go on
to PDF/A. Each step ends in rows. A kill, a full disk or a person who stops costs what was in work
at that moment; the same command goes on from there, and takes in only what it has not seen, told
by the digest of each file.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, PageId
from app.domain.officer import Right
from app.domain.page import Page, PageState
from app.errors import JobCancelled, NotFound, StationError
from app.jobs import CancelToken, Progress
from app.services.access import require
from app.services.assemble import build
from app.services.batch_ledger import Ledger, LedgerUnwritable
from app.services.batch_sources import Found
from app.services.batch_taking import TakenFile, Taker
from app.services.process import read_coming
from app.services.review import finish_review
from app.services.station import Station
from app.services.tally import Tally
from app.services.workers import NO_ENGINE
from app.store.base import StoreError

log = logging.getLogger(__name__)

_PAUSE_S = 0.2
_FINISHED_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class BatchHooks:
    """Whom a batch tells.

    Attributes:
        on_progress: Told pages that are read of all pages, now and then.
        on_file: Told what came of a file.
        on_held: Told of a dossier that needs a person, and why.
    """

    on_progress: Callable[[Progress, float | None], None] = lambda progress, each: None
    on_file: Callable[[TakenFile], None] = lambda taken: None
    on_held: Callable[[DossierId, StationError], None] = lambda dossier, error: None


@dataclass(slots=True)
class BatchResult:
    """What came of a run, also of one that was stopped.

    Attributes:
        files: One for each source file that was looked at.
        dossiers: Dossiers of the batch, in the order in which they were met.
        held: Those that need a person, and why.
        read: Pages that were read by this run.
        stopped_by: Why the run ended before its end, None when it did not.
    """

    files: list[TakenFile] = field(default_factory=list)
    dossiers: dict[DossierId, None] = field(default_factory=dict)
    held: dict[DossierId, StationError] = field(default_factory=dict)
    read: int = 0
    stopped_by: StationError | None = None


def run_batch(
    station: Station,
    found: Found,
    ledger: Ledger,
    *,
    hooks: BatchHooks | None = None,
    cancel: CancelToken | None = None,
) -> BatchResult:
    """Take folders in, read them and make their PDF/A; one bad file or dossier stops no other.

    What stops everything (no engine, disk full, asked to stop) is in the result: what is done
    stays done, and the next run goes on from there.
    """
    require(station, Right.CAPTURE)
    run = _Run(station, found, ledger, hooks or BatchHooks(), cancel or CancelToken())
    return run.run()


class _Run:
    """One run; taking in has a thread of its own beside the reading."""

    def __init__(
        self, station: Station, found: Found, ledger: Ledger, hooks: BatchHooks, cancel: CancelToken
    ) -> None:
        self._station = station
        self._found = found
        self._ledger = ledger
        self._hooks = hooks
        self._cancel = cancel
        self._tally = Tally(station.ticks)
        self._result = BatchResult()
        self._lock = threading.Lock()
        self._coming: deque[DossierId] = deque()
        self._open: dict[DossierId, None] = {}
        self._finishing: list[Future[None]] = []
        self._news = threading.Event()

    def run(self) -> BatchResult:
        """Do everything."""
        with (
            ThreadPoolExecutor(1, "batch-take") as taking,
            ThreadPoolExecutor(_FINISHED_AT_ONCE, "batch-finish") as self._finishers,
        ):
            arrivals = taking.submit(self._take_all)
            try:
                self._read_all(arrivals)
                arrivals.result()
                for each in self._finishing:
                    each.result()
            except StationError as error:
                self._stop(error)
            except KeyboardInterrupt:
                self._stop(JobCancelled("asked to stop"))
            except BaseException:
                self._cancel.cancel()
                raise
        return self._result

    def _stop(self, error: StationError) -> None:
        self._result.stopped_by = self._result.stopped_by or error
        self._cancel.cancel()

    # -- taking in --------------------------------------------------------------------------

    def _take_all(self) -> None:
        taker = Taker(self._station, self._ledger, cancel=self._cancel, on_file=self._tell)
        try:
            for stack in self._found.stacks:
                self._cancel.check()
                self._ready(taker.take(stack))
        except StationError as error:
            self._stop(error)
            raise

    def _tell(self, taken: TakenFile) -> None:
        waiting = sum(self._waits(page) for page in taken.pages)
        self._tally.expect(waiting)
        with self._lock:
            self._result.files.append(taken)
        self._hooks.on_file(taken)

    def _waits(self, page_id: PageId) -> bool:
        try:
            page = self._station.store.page(page_id)
        except NotFound:
            return False
        return page.state is PageState.CAPTURED and not page.trashed_at

    def _ready(self, pages: list[PageId]) -> None:
        """The dossiers of a sorted stack may be read now."""
        for dossier_id in dossiers_of(self._station, pages):
            with self._lock:
                if dossier_id not in self._result.dossiers:
                    self._result.dossiers[dossier_id] = None
                self._coming.append(dossier_id)
        self._news.set()

    # -- reading ----------------------------------------------------------------------------

    def _read_all(self, arrivals: Future[None]) -> None:
        """Read what is sorted, until everything is taken in and read."""
        while True:
            was_over = arrivals.done()
            with closing(read_coming(self._station, self._due, cancel=self._cancel)) as finished:
                for page in finished:
                    self._page_read(page)
            self._look_after()
            if was_over and not self._coming and not self._open:
                return
            self._progress()
            if not arrivals.done():
                self._cancel.check()
                self._news.wait(_PAUSE_S)
                self._news.clear()

    def _due(self, limit: int) -> list[Page]:
        """Pages of sorted dossiers that wait, first come first."""
        with self._lock:
            while self._coming:
                self._open[self._coming.popleft()] = None
            dossiers = list(self._open)
        due: list[Page] = []
        for dossier_id in dossiers:
            due += self._waiting_in(dossier_id)
            if len(due) >= limit:
                break
        self._progress()
        return due[:limit]

    def _waiting_in(self, dossier_id: DossierId) -> list[Page]:
        pages = self._station.store.pages(dossier_id)
        return [page for page in pages if page.state is PageState.CAPTURED]

    def _page_read(self, page: Page) -> None:
        self._result.read += 1
        self._tally.finished()
        self._progress()
        if not self._waiting_in(page.dossier_id):
            self._finish_later(page.dossier_id)

    def _look_after(self) -> None:
        """Dossiers that had nothing left to read go on too."""
        for dossier_id in list(self._open):
            if not self._waiting_in(dossier_id):
                self._finish_later(dossier_id)

    def _finish_later(self, dossier_id: DossierId) -> None:
        with self._lock:
            if dossier_id not in self._open:
                return
            del self._open[dossier_id]
        self._finishing.append(self._finishers.submit(self._finish, dossier_id))

    def _finish(self, dossier_id: DossierId) -> None:
        """On to PDF/A, or to a person. Runs on: a thread of its own."""
        if self._cancel.cancelled:
            return
        try:
            _made(self._station, dossier_id)
        except (StoreError, LedgerUnwritable, JobCancelled) as error:
            if isinstance(error, StoreError) and error.code not in _ENDS:
                self._held(dossier_id, error)
                return
            self._stop(error)
            raise
        except StationError as error:
            if error.code in NO_ENGINE:
                self._stop(error)
                raise
            self._held(dossier_id, error)

    def _held(self, dossier_id: DossierId, error: StationError) -> None:
        with self._lock:
            self._result.held[dossier_id] = error
        self._hooks.on_held(dossier_id, error)

    def _progress(self) -> None:
        files = self._found.file_count
        done, total = self._tally.counted(files)
        left = self._tally.seconds_left(files)
        self._hooks.on_progress(
            Progress(done, total, seconds_left=left), self._tally.seconds_each()
        )


_ENDS = frozenset({"store.unwritable", "store.full", "store.in_use"})
"""Troubles of the store that no other dossier would be spared."""


def _made(station: Station, dossier_id: DossierId) -> None:
    """Finish the review where nothing stands against it, and make the PDF/A."""
    state = station.store.dossier(dossier_id).state
    if state is DossierState.OPEN:
        if not station.store.pages(dossier_id):
            return
        finish_review(station, dossier_id)
        state = DossierState.REVIEWED
    if state is DossierState.REVIEWED:
        build(station, dossier_id)


def dossiers_of(station: Station, pages: Iterable[PageId]) -> list[DossierId]:
    """Where pages lie now, each dossier once."""
    found: dict[DossierId, None] = {}
    for page_id in pages:
        try:
            page = station.store.page(page_id)
        except NotFound:
            continue
        if not page.trashed_at:
            found[page.dossier_id] = None
    return list(found)


__all__ = [
    "BatchHooks",
    "BatchResult",
    "TakenFile",
    "dossiers_of",
    "run_batch",
]
