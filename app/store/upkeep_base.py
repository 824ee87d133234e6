"""What services may ask of the store beside its rows: purge, second copy, search, recovery keys.

UpkeepError (a StoreError)
├── CopyAway            the disk of the second copy is not there
└── CopyForeign         the folder holds the copy of another station
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.domain.dossier import Dossier, DossierFile
from app.domain.events import Act, AuditEntry
from app.domain.field import Field
from app.domain.ids import BlobId, DossierId, SubmissionId
from app.domain.page import Page
from app.domain.submission import ReceiptRecord, Submission, SubmissionState
from app.errors import Advice
from app.store.base import Finding, StoreError
from app.store.figures_base import FigureRows
from app.store.recall_base import RecallRows
from app.store.wrapping import Recipient


class CopyAway(StoreError):
    """The disk of the second copy is not there."""

    code = "copy.away"
    advice = Advice.RETRY_LATER


class CopyForeign(StoreError):
    """The folder of the second copy belongs to another station."""

    code = "copy.foreign"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class PurgeRow:
    """A received dossier, as far as purging it is concerned.

    Attributes:
        code: Dossier code, "" when it never had one.
        received_at: When the receipt was verified, UTC, ISO 8601.
        marked_at: When it was marked PURGEABLE, "" before.
        is_held: Somebody wants it kept.
        owes_time: A time stamp is still owed to one of its signatures.
        is_signing: A signing batch with one of its files is not closed.
        sending: Another revision of it is on its way.
    """

    dossier_id: DossierId
    submission_id: SubmissionId
    state: SubmissionState
    code: str
    received_at: str
    marked_at: str
    is_held: bool
    owes_time: bool
    is_signing: bool
    sending: bool


@dataclass(frozen=True, slots=True)
class PurgeProof:
    """What a purge destroyed.

    Attributes:
        digest: SHA-256 over key fingerprint and sorted names of the blobs, one per line; the
            name of a blob is the SHA-256 of its stored bytes.
        key_print: Fingerprint of the destroyed key.
        blobs: Names of the blobs.
    """

    dossier_id: DossierId
    submission_id: SubmissionId
    digest: str
    key_print: str
    blobs: tuple[BlobId, ...]


@dataclass(frozen=True, slots=True)
class PurgedDossier:
    """A dossier of which only the listing is left."""

    dossier_id: DossierId
    code: str
    receipt_number: str
    purged_at: str
    proof: PurgeProof


class CopyTask(StrEnum):
    """What is to be done at the second copy."""

    KEY = "key"
    BLOB = "blob"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class CopyJob:
    """One thing to do at the second copy."""

    task: CopyTask
    dossier_id: DossierId
    name: str


@dataclass(frozen=True, slots=True)
class CopyState:
    """How far the second copy is.

    Attributes:
        wanted: A folder is set.
        present: Its disk is there.
        waiting: Things not copied yet.
        to_erase: Things of purged dossiers that still lie there.
    """

    wanted: bool
    present: bool
    waiting: int
    to_erase: int


class Upkeep(RecallRows, FigureRows, Protocol):
    """Upkeep of an open store. Safe to call from any thread."""

    def purge_rows(self) -> list[PurgeRow]:
        """Received dossiers that are not purged, oldest receipt first."""
        ...

    def mark(self, row: PurgeRow, act: Act) -> None:
        """ACKED -> PURGEABLE.

        Raises:
            IllegalStep: It is not ACKED any more, or held.
        """
        ...

    def unmark(self, dossier_id: DossierId, act: Act) -> None:
        """PURGEABLE -> ACKED.

        Raises:
            IllegalStep: It is not marked, or its purge has begun.
        """
        ...

    def hold(self, dossier_id: DossierId, act: Act) -> None:
        """Keep a dossier until `release`; a mark is taken back.

        Raises:
            IllegalStep: Its purge has begun.
        """
        ...

    def release(self, dossier_id: DossierId, act: Act) -> None:
        """Let a dossier go its way again."""
        ...

    def check_dossier(self, dossier_id: DossierId) -> list[Finding]:
        """Everything wrong with the bytes, states and receipts of one dossier."""
        ...

    def check_chain(self) -> list[Finding]:
        """What is wrong with the audit chain."""
        ...

    def begin_purge(self, dossier_id: DossierId, act: Act) -> PurgeProof:
        """PURGEABLE -> PURGING with the proof in the audit chain; nothing is destroyed yet.

        Raises:
            IllegalStep: It is not PURGEABLE, or held.
        """
        ...

    def purging(self) -> list[PurgeProof]:
        """Purges that have begun and are not done, also where an older database does not know."""
        ...

    def destroy(self, proof: PurgeProof, at: str) -> None:
        """Destroy the key and remove the blobs; may be repeated."""
        ...

    def finish_purge(self, proof: PurgeProof, act: Act) -> None:
        """PURGING -> PURGED; the rows that hung on the key go in the same transaction."""
        ...

    def purged(self) -> list[PurgedDossier]:
        """Purged dossiers, newest first."""
        ...

    def recipients(self) -> tuple[Recipient, ...]:
        """Recovery keys that are in use."""
        ...

    def set_recipients(self, recipients: Sequence[Recipient], act: Act) -> None:
        """Use these recovery keys from now on; existing dossiers follow by `rewrap`."""
        ...

    def to_rewrap(self) -> list[DossierId]:
        """Dossiers whose keys are not wrapped for exactly the recovery keys in use."""
        ...

    def rewrap(self, dossier_id: DossierId) -> None:
        """Wrap the key of one dossier anew."""
        ...

    @property
    def has_copy(self) -> bool:
        """Whether a second copy is set up."""
        ...

    def start_copy(self, act: Act) -> None:
        """Make the folder of the second copy this station's.

        Raises:
            CopyAway: The folder does not exist.
            CopyForeign: It is another station's.
        """
        ...

    def copy_jobs(self) -> list[CopyJob]:
        """What is to be done at the second copy next, oldest first."""
        ...

    def do_copy(self, job: CopyJob) -> None:
        """Do one of them, durably.

        Raises:
            CopyAway, CopyForeign: The disk is not there, or is another one.
            StoreDamaged: The main copy does not pass its check; it is not copied.
        """
        ...

    def copy_state(self) -> CopyState:
        """How far the second copy is."""
        ...

    def check_copy(self) -> list[Finding]:
        """What is missing or damaged at the second copy, by name; reads all of it.

        Nothing is said of what could not be looked at because its disk is away.
        """
        ...

    def mend_copy(self, names: Sequence[str], act: Act) -> None:
        """Let things that `check_copy` named be copied again from the main copy."""
        ...


class SalvageSource(Protocol):
    """What can be read of a disk with a recovery key. Changes nothing on it."""

    @property
    def origin(self) -> str:
        """Which database is read: "store.db", or the name of a backup."""
        ...

    @property
    def troubles(self) -> tuple[Finding, ...]:
        """What was wrong with databases before this one, and with its audit chain."""
        ...

    def make_store(self, target: Path, act: Act) -> list[Finding]:
        """Make a working store in an empty folder; gives what could not be taken over."""
        ...

    def dossiers(self) -> list[Dossier]:
        """All dossiers that the database lists, oldest first, purged ones too."""
        ...

    def is_purged(self, dossier_id: DossierId) -> bool:
        """Whether its key was destroyed on purpose."""
        ...

    def pages(self, dossier_id: DossierId) -> list[Page]:
        """Pages in their order."""
        ...

    def trashed_pages(self, dossier_id: DossierId) -> list[Page]:
        """Pages in the trash of a dossier."""
        ...

    def fields(self, dossier_id: DossierId) -> list[Field]:
        """Fields of all pages."""
        ...

    def files(self, dossier_id: DossierId) -> list[DossierFile]:
        """Finished files, in order."""
        ...

    def submissions(self) -> list[Submission]:
        """Submissions that can be read, oldest first."""
        ...

    def receipt(self, submission_id: SubmissionId) -> ReceiptRecord:
        """The receipt of a submission.

        Raises:
            NotFound: None yet.
        """
        ...

    def audit_entries(self) -> list[AuditEntry]:
        """The whole chain."""
        ...

    def stream(self, dossier_id: DossierId, blob: BlobId) -> Iterator[bytes]:
        """Bytes of a blob, piece by piece; whole only when the iterator ends.

        Raises:
            StoreDamaged: It is gone, changed, or its key does not open.
        """
        ...
