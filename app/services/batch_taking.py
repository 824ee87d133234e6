"""Taking folders of scans in: each is a stack that becomes dossiers by its separators.

A file is known by the digest of its bytes. What an earlier run has taken in is told and left; what
it was taking in when it ended goes on in the same dossier, and is sorted then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, PageId
from app.domain.separation import SeparationRules
from app.errors import NotFound, StationError
from app.jobs import CancelToken
from app.scanning.folder import safe_name, source_pieces
from app.services.batch_ledger import Begun, Ledger
from app.services.batch_sources import Stack
from app.services.capture import new_dossier
from app.services.import_files import ImportFailure, ImportHooks, import_files
from app.services.separation import Sorter, separate
from app.services.station import Station
from app.services.watch_places import named_home
from app.services.workers import NO_ENGINE
from app.shared_bytes import SharedBytes


@dataclass(frozen=True, slots=True)
class TakenFile:
    """What is known of one file of a batch.

    Attributes:
        stack: Place of its folder.
        name: Its base name, safe to show.
        digest: SHA-256 of its bytes, "" where it cannot be read.
        pages: Pages it gave, in this run or an earlier one.
        is_new: It was taken in by this run.
        error: Why it gave none, None where it did.
    """

    stack: str
    name: str
    digest: str = ""
    pages: tuple[PageId, ...] = ()
    is_new: bool = False
    error: StationError | None = None


class Taker:
    """Takes stacks in, one after the other.

    Args:
        station: Ports.
        ledger: What earlier runs have done.
        cancel: Stops between two files.
        on_file: Told what came of a file.
    """

    def __init__(
        self,
        station: Station,
        ledger: Ledger,
        *,
        cancel: CancelToken,
        on_file: Callable[[TakenFile], None],
    ) -> None:
        self._station = station
        self._ledger = ledger
        self._cancel = cancel
        self._on_file = on_file
        self._pages: list[PageId] = []

    def take(self, stack: Stack) -> list[PageId]:
        """Take one folder in and sort it, unless an earlier run did; gives the pages of its files.

        Raises:
            StationError: Nothing more can be taken in: disk full, asked to stop, no engine.
        """
        self._pages = []
        digests = {path: self._digest(stack, path) for path in stack.files}
        readable = {path: digest for path, digest in digests.items() if digest}
        begun = self._ledger.unsorted_with(readable)
        known = {digest for digest in readable.values() if self._is_known(digest)}
        goes_on = begun is not None and self._is_open(begun.home)
        fresh = [path for path, digest in readable.items() if digest not in known]
        for path in readable:
            if path not in fresh:
                self._tell(self._known_file(stack, path, readable[path]))
        if fresh and not goes_on:
            begun = self._begin(fresh[0], readable[fresh[0]])
            goes_on = begun is not None
        if begun is not None and goes_on:
            earlier = [page for digest in known for page in self._ledger.pages_of(digest)]
            self._fill(stack, begun, {path: readable[path] for path in fresh}, earlier)
        return self._pages

    def _fill(
        self, stack: Stack, begun: Begun, fresh: dict[Path, str], earlier: list[PageId]
    ) -> None:
        """Take in what is missing, then sort the stack; `earlier` pages came before a kill."""
        rules = SeparationRules()
        with Sorter(self._station, begun.home, rules) as sorter:
            hooks = ImportHooks(on_saved=sorter.page_saved)
            for path, digest in fresh.items():
                self._cancel.check()
                earlier += self._take_file(stack, path, digest, begun, hooks)
            if len(earlier) == sorter.page_count:
                sorter.finish(self._cancel)
            else:
                separate(self._station, begun.home, rules, pages=earlier)
        self._ledger.finished(begun.name)

    def _take_file(
        self, stack: Stack, path: Path, digest: str, begun: Begun, hooks: ImportHooks
    ) -> tuple[PageId, ...]:
        """Take one file in; gives its pages."""
        name = safe_name(path.name)
        if self._is_known(digest):
            # The same bytes lie twice in this folder.
            self._tell(self._known_file(stack, path, digest))
            return ()
        brought = import_files(self._station, begun.home, [path], hooks=hooks, cancel=self._cancel)
        failures: tuple[ImportFailure, ...] = brought.failures
        if failures:
            error = failures[0].error
            if error.code in NO_ENGINE:
                raise error
            self._tell(TakenFile(stack.name, name, digest, error=error))
            return ()
        pages = tuple(page.id for page in brought.pages)
        self._ledger.taken(digest, begun.name, pages)
        self._tell(TakenFile(stack.name, name, digest, pages, is_new=True))
        return pages

    def _begin(self, path: Path, digest: str) -> Begun | None:
        """Open a dossier for a stack, or take the one that its first page names."""
        try:
            data = SharedBytes.of(source_pieces(path))
        except (OSError, StationError):
            named: list[DossierId] = []
        else:
            try:
                named = named_home(self._station, data, SeparationRules())
            finally:
                data.let_go()
        home = named[0] if named else new_dossier(self._station).id
        return self._ledger.begin(digest, home)

    def _digest(self, stack: Stack, path: Path) -> str:
        """SHA-256 of a file; one that cannot be read is told and has none."""
        self._cancel.check()
        digest = hashlib.sha256()
        try:
            for piece in source_pieces(path):
                digest.update(piece)
        except StationError as error:
            self._tell(TakenFile(stack.name, safe_name(path.name), error=error))
            return ""
        return digest.hexdigest()

    def _is_known(self, digest: str) -> bool:
        return self._station.store.taken_before(digest) is not None

    def _is_open(self, home: DossierId) -> bool:
        try:
            return self._station.store.dossier(home).state is DossierState.OPEN
        except NotFound:
            return False

    def _known_file(self, stack: Stack, path: Path, digest: str) -> TakenFile:
        pages = self._ledger.pages_of(digest)
        first = self._station.store.taken_before(digest)
        if not pages and first is not None:
            pages = (first,)
        return TakenFile(stack.name, safe_name(path.name), digest, pages)

    def _tell(self, taken: TakenFile) -> None:
        self._pages += taken.pages
        self._on_file(taken)
