"""Evidence of loose files: what their signatures rest on, kept apart from the files.

Each signed file has one bundle, named by the digest of the file, in a folder of the station: the
file may be sent or renamed, and nothing personal is in the name. What happens to the file later
(time, evidence, renewal) goes on with the chain of the file it was made from. Bundles prove that
they are whole; there is no audit beside them that knows their last digest.

Source: TT 15/2025/TT-BKHCN, Art. 5 (5 and 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.errors import Advice, StationError
from app.services.digitize import write_whole
from app.services.workers import library_errors
from signing.trust.records import (
    EvidenceFacts,
    EvidenceRecord,
    from_bundle,
    make_record,
    to_bundle,
    verify_chain,
)

NOT_KEPT = "evidence-not-kept"
"""Warning: the file is signed, and what its signatures rest on could not be written."""

_SUFFIX = ".evidence.json"
_MAX_FILE_BYTES = 64 * 2**20


class EvidenceMissing(StationError):
    """Nothing is kept of this file, or it cannot be read."""

    code = "evidence.missing"
    advice = Advice.USER_ACTION


class EvidenceFolder:
    """The folder of bundles; it is made with the first one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, file_sha256: str) -> bool:
        """Whether a bundle lies there for a file."""
        return self._path(file_sha256).exists()

    def keep(self, facts: Sequence[EvidenceFacts], *, follows: str = "") -> None:
        """Keep what the signatures of a file rest on, under the digest the last fact names.

        Args:
            facts: One for each signature, in their order; at least one.
            follows: Digest of the file that this one was made from; its chain goes on.

        Raises:
            OutputNotWritten: Disk full, no permission.
            LibraryError: The chain that should go on was changed.
        """
        records: list[EvidenceRecord] = []
        contents: dict[str, bytes] = {}
        before = next((one for one in (facts[-1].file_sha256, follows) if self.has(one)), "")
        if before:
            known, contents = self.read(before)
            records.extend(known)
        for each in facts:
            record, rests_on = make_record(each, records[-1] if records else None)
            records.append(record)
            contents.update(rests_on)
        self._make()
        bundle = to_bundle(records, contents).encode("utf-8")
        write_whole(self._path(facts[-1].file_sha256), bundle)

    def read(self, file_sha256: str) -> tuple[tuple[EvidenceRecord, ...], dict[str, bytes]]:
        """Read the bundle of a file and prove that it is whole.

        Raises:
            EvidenceMissing: There is none, or it cannot be read.
            LibraryError: It was changed.
        """
        path = self._path(file_sha256)
        try:
            if path.stat().st_size > _MAX_FILE_BYTES:
                raise EvidenceMissing("the bundle is too large")
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise EvidenceMissing(type(error).__name__) from error
        with library_errors():
            records, contents = from_bundle(text)
            verify_chain(records, contents)
        return records, contents

    def _make(self) -> None:
        """Make the folder, for nobody else to read."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise EvidenceMissing(error.strerror or "") from error

    def _path(self, file_sha256: str) -> Path:
        return self._folder / f"{file_sha256 or 'none'}{_SUFFIX}"
