"""Digitize: files on disk become searchable PDF/A and a report, without the store."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from app.catalog.base import Catalog
from app.errors import Advice, JobCancelled, JobError, StationError
from app.jobs import CancelToken, Executor, Progress
from app.scanning.folder import MAX_NAME_BYTES, list_sources, read_source, safe_name
from app.services.assemble import VIETNAM, doc_code
from app.services.station import Identity, ReadingOptions, knowledge
from app.services.workers import (
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
from ocr.reading import PageReading, PaperGuess

log = logging.getLogger(__name__)


class OutputNotWritten(StationError):
    """The result could not be written: disk full, no permission."""

    code = "output.not_written"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class DigitizedPage:
    """One page of a digitized document."""

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

    Signed PDFs are copied byte for byte. Existing results of the same name are replaced.

    Raises:
        OutputNotWritten: `target` cannot be made.
        LibraryError: The engine is missing.
        JobCancelled: Stopped between pages.
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
                on_progress(Progress(number, len(sources), safe_name(path.name)))
                result = _outcome(future, path)
                if isinstance(result, DigitizeFailure):
                    failures.append(result)
                else:
                    documents.append(result)
        except BaseException:
            token.cancel()
            pool.shutdown(cancel_futures=True)
            raise
    on_progress(Progress(len(sources), len(sources)))
    return DigitizeResult(tuple(documents), tuple(failures))


WITHOUT_WHICH_NOTHING = frozenset({"engine.missing", "engine.language_missing", "job.cancelled"})
"""Errors that concern the whole run, not one file."""


def _outcome(future: Future[DigitizedDocument], path: Path) -> DigitizedDocument | DigitizeFailure:
    """What came of one file; waits for it."""
    try:
        return future.result()
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
    """One run over many files; remembers the names it has given."""

    def __init__(self, workshop: Workshop, target: Path, cancel: CancelToken) -> None:
        self._shop = workshop
        self._target = target
        self._cancel = cancel
        self._names: set[str] = set()

    def document(self, path: Path, name: str) -> DigitizedDocument:
        """Make one PDF. Runs on: a thread of its own, beside other documents."""
        self._cancel.check()
        data = read_source(path)
        info = self._shop.cpu.submit(inspect_source, data).result()
        pages, parts = self._read(safe_name(path.name), data, info)
        if info.signed:
            write_whole(self._target / name, data)
            return DigitizedDocument(name, _paper(pages), pages, signed_original=True)
        built = self._build(tuple(parts), _paper(pages), hashlib.sha256(data).hexdigest())
        write_whole(self._target / name, built.data)
        return DigitizedDocument(name, _paper(pages), pages)

    def _read(
        self, source: str, data: bytes, info: Inspected
    ) -> tuple[tuple[DigitizedPage, ...], list[PdfPageParts]]:
        pages: list[DigitizedPage] = []
        parts: list[PdfPageParts] = []
        for number, outcome in enumerate(self._outcomes(data, info.page_count), start=1):
            self._cancel.check()
            pages.append(DigitizedPage(source, number, outcome.reading))
            parts.append(PdfPageParts(outcome.layers, outcome.reading))
        return tuple(pages), parts

    def _outcomes(self, data: bytes, count: int) -> Iterator[PageOutcome]:
        """Read pages side by side, a few ahead of the one that is waited for."""
        waiting: list[tuple[int, Future[PageOutcome]]] = []
        for frame in range(count):
            waiting.append((frame, self._submit(data, frame)))
            if len(waiting) > self._shop.ahead:
                yield self._outcome(data, *waiting.pop(0))
        for frame, future in waiting:
            yield self._outcome(data, frame, future)

    def _outcome(self, data: bytes, frame: int, future: Future[PageOutcome]) -> PageOutcome:
        """What came of a page; one that broke its worker goes on as an image."""
        try:
            return future.result()
        except JobCancelled:
            raise
        except JobError as error:
            log.warning("page %d: %s, kept as an image", frame + 1, error.code)
            return self._submit(data, frame, image_only=True).result()

    def _submit(self, data: bytes, frame: int, *, image_only: bool = False) -> Future[PageOutcome]:
        order = replace(self._order(data, frame), image_only=image_only)
        return self._shop.cpu.submit(read_page, order)

    def _order(self, data: bytes, frame: int) -> ReadOrder:
        return ReadOrder(
            data=data,
            frame=frame,
            dpi=0,
            knowledge=knowledge(self._shop.catalog),
            timeout_s=self._shop.reading.page_timeout_s,
            tessdata_dir=self._shop.reading.tessdata_dir,
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
        return self._shop.cpu.submit(build_pdf, parts, metadata).result()

    def free_name(self, path: Path) -> str:
        """Name for the PDF of a file; given once in a run."""
        name, copy = pdf_name(path), 1
        while name.casefold() in self._names:
            copy += 1
            name = pdf_name(path, f"-{copy}")
        self._names.add(name.casefold())
        return name


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
