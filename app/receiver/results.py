"""The receiver's rules for results: offered from a folder, taken by a station, returned signed.

Every call is safe to repeat. A file that is replaced after it was taken is offered again with its
new digest, so that the station learns of it; what comes back then must be the new file.

Runs on: any thread.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.manifest import Manifest
from app.receiver.files import sha256_of
from app.receiver.problems import Problem, ProblemKind
from app.receiver.proving import Proof, ProvenSignature, Prover
from app.receiver.result_table import ResultRow, ResultState, ResultTable
from app.receiver.settings import ReceiverSettings

RESULT_ROLE = "result"
"""Role of a file that an officer or agency signed for the one who asked for it."""

PAGE_LENGTH = 100
_BLOCK = 1024 * 1024
_MAX_CLIENT_REF = 200
_DEEPEST = 2
_DOSSIER_CODE = re.compile(r"[A-Z]\d{2}(?:\.\d+)*-\d{6}-\d{4,}")


@dataclass(frozen=True, slots=True)
class Offer:
    """One page of the results that wait, with the name of the whole list."""

    rows: tuple[ResultRow, ...]
    after: str
    etag: str


class Results:
    """Results of one receiver.

    Args:
        ledger: Rows.
        settings: Whether signatures are required, and the folder.
        usual_folder: Folder where the settings name none; made when missing.
        clock: Gives UTC.
        prover: Checks returned files.
    """

    def __init__(
        self,
        ledger: ResultTable,
        settings: ReceiverSettings,
        usual_folder: Path,
        clock: Callable[[], datetime],
        prover: Prover,
    ) -> None:
        self._ledger = ledger
        self._settings = settings
        self._folder = settings.results or usual_folder
        self._folder.mkdir(exist_ok=True, parents=True)
        self._clock = clock
        self._prover = prover
        self._lock = threading.Lock()

    def offer(self, agency: str, after: str) -> Offer:
        """What waits for the signature of an agency, oldest first.

        Args:
            agency: Code of the agency.
            after: Id of the last result of the page before, "" for the first page.
        """
        waiting = [row for row in self.look() if _waits_for(row, agency)]
        named = "".join(f"{row.id} {row.sha256}\n" for row in waiting)
        etag = f'"{hashlib.sha256(named.encode()).hexdigest()[:32]}"'
        ids = [row.id for row in waiting]
        start = ids.index(after) + 1 if after in ids else 0
        page = waiting[start : start + PAGE_LENGTH]
        is_last = start + PAGE_LENGTH >= len(waiting)
        return Offer(tuple(page), "" if is_last else page[-1].id, etag)

    def look(self) -> list[ResultRow]:
        """Take the folder over into the rows; gives all rows."""
        with self._lock:
            before = {row.id: row for row in self._ledger.results()}
            there = {_id_of(relative): relative for relative in self._files()}
            fresh = [
                self._fresh(relative, before.get(result_id))
                for result_id, relative in there.items()
                if not self._is_as_it_was(relative, before.get(result_id))
            ]
            gone = [row for row in before.values() if row.present and row.id not in there]
            with self._ledger.transaction():
                for row in [*fresh, *(replace(row, present=0) for row in gone)]:
                    self._ledger.save_result_file(row)
            return self._ledger.results()

    def _files(self) -> list[Path]:
        """PDFs of the folder and of the folders of agencies in it, in the order of their names."""
        found = [path.relative_to(self._folder) for path in self._folder.rglob("*.pdf")]
        return sorted(
            relative
            for relative in found
            if len(relative.parts) <= _DEEPEST
            and not (self._folder / relative).is_symlink()
            and (self._folder / relative).is_file()
        )

    def _is_as_it_was(self, relative: Path, row: ResultRow | None) -> bool:
        if row is None or not row.present:
            return False
        return (self._folder / relative).stat().st_mtime_ns == row.changed_ns

    def _fresh(self, relative: Path, known: ResultRow | None) -> ResultRow:
        """The row of a file that is new or was replaced."""
        path = self._folder / relative
        status = path.stat()
        digest = sha256_of(path)
        if known is not None:
            return replace(
                known,
                size=status.st_size,
                sha256=digest,
                changed_ns=status.st_mtime_ns,
                present=1,
            )
        agency = relative.parts[0] if len(relative.parts) > 1 else ""
        return ResultRow(
            id=_id_of(relative),
            agency=agency,
            name=relative.name,
            size=status.st_size,
            sha256=digest,
            changed_ns=status.st_mtime_ns,
            present=1,
            offered_at=self._now(),
            state=ResultState.WAITING.value,
        )

    def file(self, result_id: str) -> tuple[ResultRow, Path]:
        """A result and its file.

        Raises:
            Problem: Unknown, or the file is gone.
        """
        self.look()
        row = self._ledger.result(result_id)
        path = self._folder / row.agency / row.name
        if not path.is_file():
            raise Problem(ProblemKind.UNKNOWN, "the file is gone")
        return row, path

    def take(self, result_id: str, sha256: str, client_ref: str) -> ResultRow:
        """A station has the file; a repeat gives the same answer.

        Raises:
            Problem: Unknown, replaced meanwhile, or in other hands.
        """
        if not 0 < len(client_ref) <= _MAX_CLIENT_REF:
            raise Problem(ProblemKind.BAD_REQUEST, lists={"fields": ["client_ref"]})
        self.look()
        with self._ledger.transaction():
            row = self._ledger.result(result_id)
            if row.client_ref not in ("", client_ref):
                raise Problem(ProblemKind.RESULT_TAKEN)
            if row.state != ResultState.WAITING and row.taken_sha256 == sha256:
                return row
            if row.sha256 != sha256 or row.state != ResultState.WAITING:
                raise Problem(ProblemKind.RESULT_CHANGED)
            taken = replace(
                row,
                state=ResultState.TAKEN.value,
                taken_sha256=sha256,
                client_ref=client_ref,
                taken_at=self._now(),
            )
            self._ledger.save_result_state(taken)
            return taken

    def check_announced(self, manifest: Manifest) -> None:
        """Refuse a return that names no result, or one in other hands.

        Raises:
            Problem: See above.
        """
        if not manifest.result_id:
            return
        if [file.role for file in manifest.files] != [RESULT_ROLE]:
            raise Problem(ProblemKind.BAD_MANIFEST, lists={"fields": ["files", "result_id"]})
        row = self._named(manifest)
        if row.client_ref not in ("", manifest.client_ref):
            raise Problem(ProblemKind.RESULT_TAKEN)

    def _named(self, manifest: Manifest) -> ResultRow:
        found = [row for row in self._ledger.results() if row.id == manifest.result_id]
        if not found:
            raise Problem(ProblemKind.RESULT_UNKNOWN, lists={"fields": ["result_id"]})
        return found[0]

    def check_returned(
        self, manifest: Manifest, paths: Mapping[str, Path]
    ) -> list[ProvenSignature]:
        """Refuse results whose signatures do not hold, or that are another file than was offered.

        Raises:
            Problem: With the ids of the files.
        """
        if manifest.result_id:
            self._check_origin(manifest, paths)
        if not self._settings.require_signature:
            return []
        proofs = {
            file.id: self._prover.prove(paths[file.id])
            for file in manifest.files
            if file.role == RESULT_ROLE
        }
        wrong = [file_id for file_id, proof in proofs.items() if not _holds(proof)]
        if wrong:
            states = ", ".join(sorted({proofs[file_id].integrity for file_id in wrong}))
            raise Problem(ProblemKind.UNPROVEN, states, lists={"files": wrong})
        return [each for proof in proofs.values() for each in proof.signatures]

    def _check_origin(self, manifest: Manifest, paths: Mapping[str, Path]) -> None:
        """The returned file is the offered one with what was signed onto its end.

        Source: ISO 32000-2:2020 §12.8.1 (signatures are added by incremental updates).
        """
        self.look()
        row = self._named(manifest)
        (file,) = manifest.files
        if _digest_of_start(paths[file.id], row.size) != row.sha256 or file.size <= row.size:
            raise Problem(ProblemKind.RESULT_CHANGED, lists={"files": [file.id]})

    def mark_returned(
        self, manifest: Manifest, dossier_id: str, signatures: list[ProvenSignature]
    ) -> None:
        """Close the result that an accepted dossier brought back."""
        if not manifest.result_id:
            return
        row = self._named(manifest)
        self._ledger.save_result_state(
            replace(
                row,
                state=ResultState.RETURNED.value,
                taken_sha256=row.sha256,
                client_ref=manifest.client_ref,
                dossier_id=dossier_id,
                returned_at=self._now(),
                signatures=json.dumps([asdict(each) for each in signatures], ensure_ascii=False),
            )
        )

    def _now(self) -> str:
        return self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def dossier_code_of(row: ResultRow) -> str:
    """Dossier that a result answers, as its name says; "" when it does not."""
    found = _DOSSIER_CODE.search(row.name)
    return found.group() if found else ""


def _waits_for(row: ResultRow, agency: str) -> bool:
    is_open = row.state == ResultState.WAITING or row.is_changed
    return bool(row.present) and is_open and row.agency in ("", agency)


def _id_of(relative: Path) -> str:
    """The same for the same place in the folder, and nothing that names a citizen."""
    return "kq-" + hashlib.sha256(relative.as_posix().encode("utf-8")).hexdigest()[:32]


def _holds(proof: Proof) -> bool:
    return proof.integrity == "intact" and bool(proof.signatures)


def _digest_of_start(path: Path, size: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while size > 0 and (block := stream.read(min(_BLOCK, size))):
            digest.update(block)
            size -= len(block)
    return digest.hexdigest()
