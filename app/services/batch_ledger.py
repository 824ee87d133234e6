"""What a batch remembers between its runs: digests and ids, no names and no words.

The rows of the store are the truth: which bytes were captured, where their pages lie, how far they
are. Two things no row tells: which pages came with a file, and whether a folder that was being
taken in was sorted already. They stand here, a line of JSON each, durable before the next step. A
lost ledger costs the count of pages in the report, and the sorting of the one folder in work.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.ids import DossierId, PageId
from app.errors import Advice, StationError


class LedgerUnwritable(StationError):
    """The ledger cannot be kept: disk full, no permission."""

    code = "batch.ledger"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class Begun:
    """A stack that was taken in.

    Attributes:
        name: Digest of its first file.
        home: Dossier it was scanned to.
        is_sorted: Whether its separators were obeyed.
    """

    name: str
    home: DossierId
    is_sorted: bool = False


class Ledger:
    """The ledger of a station; one batch writes to it at a time.

    Raises:
        LedgerUnwritable: Its folder or file cannot be made.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._pages: dict[str, tuple[PageId, ...]] = {}
        self._stack_of: dict[str, str] = {}
        self._begun: dict[str, Begun] = {}
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.exists():
                self._load(file.read_bytes())
        except OSError as error:
            raise LedgerUnwritable(error.strerror or "") from error

    def pages_of(self, digest: str) -> tuple[PageId, ...]:
        """Pages that a file gave; none where that is not known."""
        return self._pages.get(digest, ())

    def unsorted_with(self, digests: Mapping[Path, str]) -> Begun | None:
        """The stack that was being taken in when an earlier run ended, None = there is none."""
        for digest in digests.values():
            found = self._begun.get(self._stack_of.get(digest, digest))
            if found is not None and not found.is_sorted:
                return found
        return None

    def begin(self, name: str, home: DossierId) -> Begun:
        """A stack is taken in from now on."""
        self._write({"stack": name, "home": home})
        return self._begun[name]

    def taken(self, digest: str, stack: str, pages: tuple[PageId, ...]) -> None:
        """A file has given these pages; their rows are durable already."""
        self._write({"file": digest, "of": stack, "pages": list(pages)})

    def finished(self, stack: str) -> None:
        """A stack is sorted."""
        self._write({"stack": stack, "home": self._begun[stack].home, "sorted": True})

    def _write(self, row: dict[str, object]) -> None:
        text = json.dumps(row, separators=(",", ":")) + "\n"
        try:
            with self._file.open("ab") as stream:
                stream.write(text.encode("ascii"))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise LedgerUnwritable(error.strerror or "") from error
        self._take(row)

    def _load(self, data: bytes) -> None:
        """Take in what was written; a line that a kill has cut off counts for nothing."""
        lines = data.split(b"\n")
        for line in lines:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict):
                self._take(row)
        if lines[-1]:
            with self._file.open("ab") as stream:
                stream.write(b"\n")

    def _take(self, row: dict[str, object]) -> None:
        match row:
            case {"file": str(digest), "of": str(stack), "pages": list(pages)}:
                self._pages[digest] = tuple(PageId(str(page)) for page in pages)
                self._stack_of[digest] = stack
            case {"stack": str(name), "home": str(home)}:
                done = row.get("sorted") is True
                self._begun[name] = Begun(name, DossierId(home), done)
