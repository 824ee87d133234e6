"""Digitize: files on disk become searchable PDF/A and a report, without the store."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from app.catalog.base import Catalog
from app.domain.page import MAX_ATTEMPTS, Attempt, next_attempt
from app.errors import Advice, JobCancelled, JobError, LibraryError, StationError
from app.jobs import CancelToken, Executor, Progress
from app.scanning.folder import (
    MAX_NAME_BYTES,
    SourceMissing,
    list_sources,
    safe_name,
    source_pieces,
)
from app.services.assemble import VIETNAM, doc_code
from app.services.continuations import LaterPages, Reader
from app.services.continue_job import continue_page
from app.services.station import Identity, ReadingOptions, knowledge
from app.services.tally import Tally
from app.services.workers import (
    NO_ENGINE,
    BuiltPdf,
    Inspected,
    PageOutcome,
    PaperMetadata,
    PdfPageParts,
    ReadOrder,
    build_pdf,
    inspect_source,
    read_page,
)
from app.shared_bytes import SharedBytes
from ocr.reading import FieldReading, PageReading, PaperGuess

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class OutputNotWritten(StationError):
    """The result could not be written: disk full, no permission."""

    code = "output.not_written"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class DigitizedPage:
    """One page of a digitized document; `error_code` tells why it is less than a reading."""

    source: str
    page: int
    reading: PageReading
    error_code: str = ""


@dataclass(frozen=True, slots=True)
class DigitizedDocument:
    """One PDF and what was read in it."""

    pdf: str
    paper: PaperGuess | None
    pages: tuple[DigitizedPage, ...]
    signed_original: bool = False


@dataclass(frozen=True, slots=True)
class DigitizeFailure:
    """A file that gave no PDF."""

    source: str
    error: StationError


@dataclass(frozen=True, slots=True)
class DigitizeResult:
    """What came of a run."""

    documents: tuple[DigitizedDocument, ...]
    failures: tuple[DigitizeFailure, ...]


@dataclass(frozen=True, slots=True)
class Workshop:
    """What digitizing needs: workers, catalogue, identity, clock."""

    cpu: Executor
    catalog: Catalog
    identity: Identity
    now: Callable[[], datetime]
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    ahead: int = 4
    ticks: Callable[[], float] = time.monotonic


OnProgress = Callable[[Progress], None]


def _ignore(_progress: Progress) -> None:
    return None


def digitize(
    workshop: Workshop,
    paths: Sequence[Path],
    target: Path,
    *,
    on_progress: OnProgress = _ignore,
    cancel: CancelToken | None = None,
) -> DigitizeResult:
    """Turn every file into one PDF/A in `target`; one bad file never stops the others.

    Signed PDFs are copied byte for byte. Existing results of the same name are replaced. A page
    that breaks its worker goes into the PDF as a picture. Progress is told about twice a second.

    Raises:
        OutputNotWritten: `target` cannot be made.
        LibraryError: The engine is missing.
        JobCancelled: Stopped; pages in work were ended.
    """
    token = cancel or CancelToken()
    _make_folder(target)
    run = _Run(workshop, target, token)
    sources = [(path, run.free_name(path)) for path in list_sources(paths)]
    documents: list[DigitizedDocument] = []
    failures: list[DigitizeFailure] = []
    with ThreadPoolExecutor(max_workers=workshop.ahead, thread_name_prefix="document") as pool:
        running = [pool.submit(run.document, path, name) for path, name in sources]
        try:
            for number, (future, (path, _)) in enumerate(zip(running, sources, strict=True)):
                what = safe_name(path.name)
                on_progress(Progress(number, len(sources), what, run.seconds_left(len(sources))))
                while wait([future], timeout=_LOOK_S).not_done:
                    token.check()
                    left = run.seconds_left(len(sources))
                    on_progress(Progress(number, len(sources), what, left))
                result = _outcome(future, path)
                if isinstance(result, DigitizeFailure):
                    failures.append(result)
                else:
                    documents.append(result)
        except BaseException:
            token.cancel()
            run.stop()
            pool.shutdown(cancel_futures=True)
            raise
    on_progress(Progress(len(sources), len(sources)))
    return DigitizeResult(tuple(documents), tuple(failures))


_LOOK_S = 0.5
"""How often a wait for a file looks at the cancel token and tells progress."""

WITHOUT_WHICH_NOTHING = NO_ENGINE | {JobCancelled.code}
"""Errors that concern the whole run, not one file."""


def _outcome(future: Future[DigitizedDocument], path: Path) -> DigitizedDocument | DigitizeFailure:
    """What came of one file; waits for it."""
    try:
        return future.result()
    except CancelledError as error:
        raise JobCancelled() from error
    except StationError as error:
        if error.code in WITHOUT_WHICH_NOTHING:
            raise
        return DigitizeFailure(safe_name(path.name), error)


def _make_folder(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritten(f"{error.strerror}") from error


class _Run:
    """One run over many files; remembers the names it has given and the jobs in work."""

    def __init__(self, workshop: Workshop, target: Path, cancel: CancelToken) -> None:
        self._shop = workshop
        self._target = target
        self._cancel = cancel
        self._names: set[str] = set()
        self._tally = Tally(workshop.ticks)
        self._lock = threading.Lock()
        self._running: set[Future[Any]] = set()

    def seconds_left(self, files: int) -> float | None:
        """Seconds until all of so many files are done, None while nobody knows."""
        return self._tally.seconds_left(files)

    def stop(self) -> None:
        """End the jobs in work; call after the run was cancelled."""
        with self._lock:
            running = list(self._running)
        for future in running:
            future.cancel()

    def document(self, path: Path, name: str) -> DigitizedDocument:
        """Make one PDF. Runs on: a thread of its own, beside other documents."""
        self._cancel.check()
        data = _shared(path)
        try:
            return self._document(path, name, data)
        finally:
            data.let_go()

    def _document(self, path: Path, name: str, data: SharedBytes) -> DigitizedDocument:
        info = self._hand_over(inspect_source, data).result()
        pages, parts = self._read(safe_name(path.name), data, info)
        if info.signed:
            write_whole(self._target / name, bytes(data))
            return DigitizedDocument(name, _paper(pages), pages, signed_original=True)
        built = self._build(tuple(parts), _paper(pages), info.sha256)
        write_whole(self._target / name, built.data)
        return DigitizedDocument(name, _paper(pages), pages)

    def _read(
        self, source: str, data: SharedBytes, info: Inspected
    ) -> tuple[tuple[DigitizedPage, ...], list[PdfPageParts]]:
        pages: list[DigitizedPage] = []
        parts: list[PdfPageParts] = []
        catalog = self._shop.catalog
        reader = Reader(catalog.paper, catalog.reference_lists(), self._shop.reading)
        later = LaterPages(reader, lambda order: self._hand_over(continue_page, order))
        self._tally.expect(info.page_count)
        try:
            for number, (outcome, trouble) in enumerate(self._outcomes(data, info), start=1):
                self._tally.finished()
                pages.append(DigitizedPage(source, number, outcome.reading, trouble))
                parts.append(PdfPageParts(outcome.layers, outcome.reading))
                later.add(outcome.reading, outcome.clean)
        finally:
            self._tally.forget(info.page_count - len(pages))
        return tuple(map(_with_fields, pages, later.joined())), parts

    def _outcomes(self, data: SharedBytes, info: Inspected) -> Iterator[tuple[PageOutcome, str]]:
        """Read pages side by side, a few ahead of the one that is waited for."""
        waiting: deque[tuple[int, Future[PageOutcome]]] = deque()
        try:
            for frame in range(info.page_count):
                waiting.append((frame, self._submit(data, frame)))
                if len(waiting) > self._shop.ahead:
                    yield self._outcome(data, *waiting.popleft())
            while waiting:
                yield self._outcome(data, *waiting.popleft())
        finally:
            # Left early, the rest of the file is of no use to anybody.
            for _, future in waiting:
                future.cancel()

    def _outcome(
        self, data: SharedBytes, frame: int, future: Future[PageOutcome]
    ) -> tuple[PageOutcome, str]:
        """What came of a page, tried with less after each failure, and the first trouble."""
        failures, trouble = 0, ""
        while True:
            try:
                return future.result(), trouble
            except JobCancelled:
                raise
            except (LibraryError, JobError) as error:
                if not _may_help(error) or failures == MAX_ATTEMPTS:
                    raise
                failures += 1
                trouble = trouble or error.code
                log.warning("page %d: %s, tried with less", frame + 1, error.code)
                future = self._submit(data, frame, next_attempt(failures))

    def _submit(
        self, data: SharedBytes, frame: int, attempt: Attempt = Attempt.FULL
    ) -> Future[PageOutcome]:
        return self._hand_over(read_page, self._order(data, frame, attempt))

    def _hand_over(self, job: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a job of this run; it ends with the run."""
        self._cancel.check()
        future = self._shop.cpu.submit(job, *args, **kwargs)
        with self._lock:
            self._running.add(future)
        future.add_done_callback(self._done)
        if self._cancel.cancelled:
            future.cancel()
        return future

    def _done(self, future: Future[Any]) -> None:
        with self._lock:
            self._running.discard(future)

    def _order(self, data: SharedBytes, frame: int, attempt: Attempt) -> ReadOrder:
        return ReadOrder(
            data=data,
            frame=frame,
            dpi=0,
            knowledge=knowledge(self._shop.catalog),
            timeout_s=self._shop.reading.page_timeout_s,
            tessdata_dir=self._shop.reading.tessdata_dir,
            languages=self._shop.reading.languages,
            profile=self._shop.reading.pdf_profile,
            attempt=attempt,
        )

    def _build(
        self, parts: tuple[PdfPageParts, ...], paper: PaperGuess | None, sha256: str
    ) -> BuiltPdf:
        title = paper.title if paper else "Giấy tờ chưa phân loại"
        number = int(sha256[:8], 16) % 999_999 + 1
        metadata = PaperMetadata(
            doc_code=doc_code(self._shop.identity.agency_code, number),
            type_name=title,
            organ_name=self._shop.identity.organ_name or self._shop.identity.agency_code,
            subject=title,
            code_number=f"{number:06d}",
            created_at=self._shop.now().astimezone(VIETNAM),
        )
        return self._hand_over(build_pdf, parts, metadata).result()

    def free_name(self, path: Path) -> str:
        """Name for the PDF of a file; given once in a run."""
        name, copy = pdf_name(path), 1
        while name.casefold() in self._names:
            copy += 1
            name = pdf_name(path, f"-{copy}")
        self._names.add(name.casefold())
        return name


def _shared(path: Path) -> SharedBytes:
    """The bytes of a file, once for all workers that read its pages.

    Raises:
        ScanError: It cannot be read.
    """
    try:
        return SharedBytes.of(source_pieces(path))
    except OSError as error:
        raise SourceMissing(f"no memory for the file: errno {error.errno}") from error


def _with_fields(page: DigitizedPage, fields: tuple[FieldReading, ...]) -> DigitizedPage:
    return replace(page, reading=replace(page.reading, fields=fields))


def _may_help(error: StationError) -> bool:
    """Whether a page may do better with less; not without an engine or with broken bytes."""
    return error.code not in NO_ENGINE and not error.code.startswith("input.")


def _paper(pages: Sequence[DigitizedPage]) -> PaperGuess | None:
    return next((page.reading.paper for page in pages if page.reading.paper), None)


def pdf_name(path: Path, suffix: str = "") -> str:
    """Name of the PDF made from a file; long names are shortened, the suffix is kept."""
    ending = f"{suffix}.pdf"
    stem = safe_name(path.stem).encode("utf-8")[: MAX_NAME_BYTES - len(ending)]
    return stem.decode("utf-8", errors="ignore").rstrip() + ending


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all: temporary, fsync, rename.

    Raises:
        OutputNotWritten: Disk full, no permission, name too long.
    """
    temporary = target.with_name(f".{hashlib.sha256(target.name.encode()).hexdigest()[:16]}.part")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputNotWritten(f"{target.name}: {error.strerror}") from error
