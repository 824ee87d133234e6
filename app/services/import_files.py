"""Import: files that somebody has saved, photographed, dropped or pasted become pages.

A file is never whole in the memory of the window: it goes piece by piece into memory that workers
share, and from there into the vault. All its pages are committed at once, so a kill leaves either
all of them or none. What was taken is known by its digest: the same file a second time is told,
and its pages are not doubled.

ScanError
├── AlreadyTaken        the dossier has these very bytes
└── PasswordNeeded      nobody gave the password of the PDF
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, PageId
from app.domain.officer import Right
from app.domain.page import PLACE_STEP, SIGNED_ORIGINAL, Page, PageState
from app.errors import IllegalStep, JobCancelled, LibraryError, NotFound, StationError
from app.jobs import CancelToken, Progress
from app.scanning.base import ScanError
from app.scanning.folder import SourceMissing, list_sources, safe_name, source_pieces
from app.services.access import require
from app.services.page_places import with_next_seq
from app.services.station import Station
from app.services.workers import Inspected, inspect_source, open_protected_source
from app.shared_bytes import SharedBytes

_PASSWORD_TRIES = 3
_KIB = 1024
_LEAST_MEASURED_S = 1.0
"""Before that nobody can tell how long the rest will take."""


class AlreadyTaken(ScanError):
    """The dossier has pages of these very bytes already; they are not doubled."""

    code = "import.already_taken"


class PasswordNeeded(ScanError):
    """A PDF asks for a password, and nobody gave it."""

    code = "import.password_needed"


AskPassword = Callable[[str, bool], str]
"""Told the name of a file, and whether the password before was wrong; "" = leave the file out."""


def _no_password(_name: str, _was_wrong: bool) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class ImportHooks:
    """Whom an import tells, and asks.

    Attributes:
        on_saved: Told each page, after it is durable.
        on_progress: Told KiB that are durable of all KiB, the name of the file in work, and the
            seconds that are left at the pace so far.
        ask_password: Asked for the password of a PDF; it is kept nowhere.
    """

    on_saved: Callable[[Page], None] = lambda page: None
    on_progress: Callable[[Progress], None] = lambda progress: None
    ask_password: AskPassword = _no_password


NO_HOOKS = ImportHooks()


@dataclass(frozen=True, slots=True)
class ImportFailure:
    """A file that could not be taken in; the others were."""

    source: str
    error: StationError


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import brought."""

    pages: tuple[Page, ...]
    failures: tuple[ImportFailure, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be taken in.

    Attributes:
        name: Base name, safe to show.
        data: Its bytes.
        info: What its headers say; the digest is that of the bytes that came.
        arrival: Names this arrival and no other, also after a restart; "" where nothing does.
    """

    name: str
    data: SharedBytes
    info: Inspected
    arrival: str = ""


def import_files(
    station: Station,
    dossier_id: DossierId,
    paths: Sequence[Path],
    *,
    hooks: ImportHooks = NO_HOOKS,
    cancel: CancelToken | None = None,
) -> ImportResult:
    """Take files into a dossier; one bad file never stops the others.

    Raises:
        StoreError: Nothing more can be kept.
        JobCancelled: Stopped between two files; those before stay.
    """
    token = _may_import(station, dossier_id, cancel)
    sources = list_sources(paths)
    pace = _Pace(station, hooks, sources)
    pages: list[Page] = []
    failures: list[ImportFailure] = []
    for path in sources:
        token.check()
        name = safe_name(path.name)
        pace.begin(name)
        pieces = _watched(source_pieces(path), token)
        brought = _brought(station, dossier_id, _Arrival(name, pieces), hooks)
        if isinstance(brought, ImportFailure):
            failures.append(brought)
        else:
            pages += brought
        pace.done(path)
    return ImportResult(tuple(pages), tuple(failures))


@dataclass(frozen=True, slots=True)
class Pasted:
    """Bytes without a file: a picture from the clipboard, or what another program dropped.

    Attributes:
        name: What the officer sees; cleaned before it is stored.
    """

    name: str
    data: bytes


def import_bytes(
    station: Station,
    dossier_id: DossierId,
    pasted: Sequence[Pasted],
    *,
    hooks: ImportHooks = NO_HOOKS,
    cancel: CancelToken | None = None,
) -> ImportResult:
    """Take in what was pasted or dropped without a file; as `import_files`."""
    token = _may_import(station, dossier_id, cancel)
    pages: list[Page] = []
    failures: list[ImportFailure] = []
    for each in pasted:
        token.check()
        arrival = _Arrival(safe_name(each.name), iter((each.data,)))
        brought = _brought(station, dossier_id, arrival, hooks)
        if isinstance(brought, ImportFailure):
            failures.append(brought)
        else:
            pages += brought
    return ImportResult(tuple(pages), tuple(failures))


def open_source(
    station: Station, name: str, pieces: Iterator[bytes], hooks: ImportHooks = NO_HOOKS
) -> Source:
    """Read a file into shared memory and look at its headers in a worker.

    Raises:
        ScanError: It cannot be read, or its password was not given.
        LibraryError: It cannot become pages.
    """
    data = _taken_in(pieces)
    try:
        return _looked_into(station, name, data, hooks)
    except BaseException:
        data.let_go()
        raise


def _looked_into(station: Station, name: str, data: SharedBytes, hooks: ImportHooks) -> Source:
    try:
        info = station.cpu.submit(inspect_source, data).result()
    except LibraryError as error:
        if error.code != "input.password_protected":
            raise
        return _unprotected(station, name, data, hooks)
    return Source(name, data, info)


def _taken_in(pieces: Iterator[bytes]) -> SharedBytes:
    try:
        return SharedBytes.of(pieces)
    except OSError as error:
        raise SourceMissing(f"no memory for the file: errno {error.errno}") from error


def _unprotected(station: Station, name: str, data: SharedBytes, hooks: ImportHooks) -> Source:
    """The file without its protection. What came is known by its own digest all the same."""
    for attempt in range(_PASSWORD_TRIES):
        password = hooks.ask_password(name, attempt > 0)
        if not password:
            break
        try:
            opened = station.cpu.submit(open_protected_source, data, password).result()
        except LibraryError as error:
            if error.code != "input.wrong_password":
                raise
            continue
        plain = SharedBytes.of((opened,))
        info = station.cpu.submit(inspect_source, plain).result()
        return Source(name, plain, replace(info, sha256=data.sha256()))
    raise PasswordNeeded("no password that opens it")


def save_source(
    station: Station, dossier_id: DossierId, source: Source, *, origin: str = ""
) -> list[Page]:
    """Keep a file and commit all its pages at once; they are durable afterwards.

    Args:
        station: The station.
        dossier_id: An open dossier.
        source: The file.
        origin: Where it came from, "" for its name.

    Raises:
        StoreError: Nothing was committed.
    """
    raw = station.vault.put_pieces(dossier_id, source.data.pieces())
    place = station.store.next_place(dossier_id)
    unnumbered = [
        Page(
            id=PageId(station.new_id()),
            dossier_id=dossier_id,
            seq=frame,
            place=place + frame * PLACE_STEP,
            state=PageState.CAPTURED,
            raw=raw,
            media=source.info.media,
            frame=frame,
            source=origin or source.name,
            flags=(SIGNED_ORIGINAL,) if source.info.signed else (),
        )
        for frame in range(source.info.page_count)
    ]
    digest = source.info.sha256
    acts = [station.act("page.captured", page.id, digest=digest) for page in unnumbered]

    def add(seq: int) -> list[Page]:
        pages = [replace(page, seq=seq + page.frame) for page in unnumbered]
        station.store.add_pages(pages, acts)
        return pages

    return with_next_seq(station, dossier_id, add)


def taken_page(station: Station, digest: str) -> Page | None:
    """A page that lies in some dossier and was captured from these bytes, None = there is none."""
    found = station.store.taken_before(digest)
    if found is None:
        return None
    try:
        page = station.store.page(found)
    except NotFound:
        return None
    return None if page.trashed_at else page


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A file that is on its way in."""

    name: str
    pieces: Iterator[bytes]


def _brought(
    station: Station, dossier_id: DossierId, arrival: _Arrival, hooks: ImportHooks
) -> list[Page] | ImportFailure:
    """Pages of a file, or why there are none; what cannot be kept goes on its way as an error."""
    try:
        source = open_source(station, arrival.name, arrival.pieces, hooks)
    except JobCancelled:
        raise
    except StationError as error:
        return ImportFailure(arrival.name, error)
    before = taken_page(station, source.info.sha256)
    if before is not None and before.dossier_id == dossier_id:
        # What lies in the trash may come back.
        return ImportFailure(arrival.name, AlreadyTaken("same bytes in this dossier"))
    pages = save_source(station, dossier_id, source)
    for page in pages:
        hooks.on_saved(page)
    return pages


def _may_import(station: Station, dossier_id: DossierId, cancel: CancelToken | None) -> CancelToken:
    require(station, Right.CAPTURE, dossier_id)
    if station.store.dossier(dossier_id).state is not DossierState.OPEN:
        raise IllegalStep("pages can be added to an open dossier only")
    return cancel or CancelToken()


def _watched(pieces: Iterator[bytes], token: CancelToken) -> Iterator[bytes]:
    """The pieces, until somebody asks to stop."""
    for piece in pieces:
        token.check()
        yield piece


class _Pace:
    """Tells how far an import is, in KiB: files are of very different size."""

    def __init__(self, station: Station, hooks: ImportHooks, sources: Sequence[Path]) -> None:
        self._ticks = station.ticks
        self._tell = hooks.on_progress
        self._total = sum(map(_kib, sources))
        self._done = 0
        self._name = ""
        self._began = self._ticks()

    def begin(self, name: str) -> None:
        """This file is next."""
        self._name = name
        self._say()

    def done(self, path: Path) -> None:
        """This file is durable, or was refused."""
        self._done = min(self._done + _kib(path), self._total)
        self._say()

    def _say(self) -> None:
        spent = self._ticks() - self._began
        left: float | None = None
        if self._done and spent >= _LEAST_MEASURED_S:
            left = spent * (self._total - self._done) / self._done
        self._tell(Progress(self._done, self._total, self._name, left))


def _kib(path: Path) -> int:
    """Size of a file, at least 1; what cannot be looked at counts as small."""
    with contextlib.suppress(OSError, ValueError):
        return max(1, -(-os.lstat(path).st_size // _KIB))
    return 1
