"""What services may ask of the store.

Order of writes everywhere: blob durable, then row committed, only then "saved" is shown.
Every change of state and its audit row are one transaction.

StoreError
├── StoreInUse          another process has the store open
├── StoreFull           no room on the disk
├── StoreDamaged        the database or a blob fails its check
├── StoreTooNew         written by a newer program
├── BlobMissing         a row names a blob that is not there
└── StoreUnwritable     read-only disk, wrong owner, network share
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.dossier import Dossier, DossierFile, DossierState
from app.domain.events import Act, AuditEntry
from app.domain.field import Field
from app.domain.ids import BlobId, DossierId, PageId, SubmissionId
from app.domain.page import Page
from app.domain.submission import (
    Backlog,
    OutboxRow,
    ReceiptRecord,
    Submission,
    SubmissionState,
    Upload,
)
from app.errors import Advice, StationError
from app.store.corrections_base import CorrectionRows
from app.store.edits_base import PageEditRows
from app.store.officers_base import OfficerRows
from app.store.reuse_base import ReuseRows
from app.store.signing_base import SigningRows


class StoreError(StationError):
    """Root of the store's errors."""

    code = "store.error"


class StoreInUse(StoreError):
    """Another process has the store open."""

    code = "store.in_use"
    advice = Advice.RETRY_LATER


class StoreFull(StoreError):
    """No room on the disk."""

    code = "store.full"
    advice = Advice.USER_ACTION


class StoreDamaged(StoreError):
    """The database or a blob fails its check."""

    code = "store.damaged"
    advice = Advice.USER_ACTION


class StoreTooNew(StoreError):
    """The store was written by a newer program."""

    code = "store.too_new"
    advice = Advice.USER_ACTION


class BlobMissing(StoreDamaged):
    """A row names a blob that is not there."""

    code = "store.blob_missing"


class StoreUnwritable(StoreError):
    """Read-only disk, wrong owner or a place the store refuses."""

    code = "store.unwritable"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier with the counts that lists show; counted by the database."""

    dossier: Dossier
    page_count: int
    pages_to_read: int
    doubtful_fields: int
    submission_state: SubmissionState | None
    receipt_number: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `verify` found wrong."""

    code: str
    object_id: str
    detail: str = ""


class Vault(Protocol):
    """Write-once encrypted blobs, one key per dossier.

    A blob never changes. It goes only by `erase`, which one use case may call: it writes into
    the audit chain first what it is about to take away (`app.services.erase`).
    """

    def put(self, dossier_id: DossierId, data: bytes) -> BlobId:
        """Encrypt `data` and make it durable before returning.

        Raises:
            StoreFull, StoreUnwritable: Nothing was kept.
        """
        ...

    def put_pieces(self, dossier_id: DossierId, pieces: Iterable[bytes]) -> BlobId:
        """The same for a large file that is never whole in memory.

        Raises:
            StoreFull, StoreUnwritable: Nothing was kept.
        """
        ...

    def get(self, dossier_id: DossierId, blob: BlobId) -> bytes:
        """Decrypt a blob.

        Raises:
            BlobMissing, StoreDamaged: It is gone or fails its check.
        """
        ...

    def stream(self, dossier_id: DossierId, blob: BlobId) -> Iterator[bytes]:
        """Decrypt a blob piece by piece; it is whole only when the iterator ends.

        Raises:
            BlobMissing, StoreDamaged: It is gone or fails its check.
        """
        ...

    def get_range(self, dossier_id: DossierId, blob: BlobId, start: int, count: int) -> bytes:
        """Decrypt `count` plain bytes from `start`; fewer at the end.

        What comes is genuine, but says nothing of the rest of the blob.

        Raises:
            BlobMissing, StoreDamaged: It is gone or the range fails its check.
        """
        ...

    def erase(self, dossier_id: DossierId, blob: BlobId) -> None:
        """Remove a blob for good; one that is gone already counts as erased.

        Raises:
            StoreDamaged: The blob is not one of this dossier; it stays.
            StoreUnwritable: It is still there.
        """
        ...


class Store(PageEditRows, CorrectionRows, ReuseRows, SigningRows, OfficerRows, Protocol):
    """Rows of the station. Safe to call from any thread; one writer at a time."""

    def close(self) -> None:
        """Release the database and the instance lock."""
        ...

    def add_dossier(self, dossier: Dossier, act: Act) -> None:
        """Remember a new dossier."""
        ...

    def dossier(self, dossier_id: DossierId) -> Dossier:
        """One dossier.

        Raises:
            NotFound: No such dossier.
        """
        ...

    def dossiers_in(self, state: DossierState) -> list[Dossier]:
        """Dossiers in one state, also those that carry results, newest first; nothing counted."""
        ...

    def dossier_rows(self) -> list[DossierRow]:
        """All dossiers but those that carry results, newest first, with their counts."""
        ...

    def move_dossier(
        self, dossier_id: DossierId, expected: DossierState, to: DossierState, act: Act
    ) -> None:
        """Change the state if it still is `expected`.

        Raises:
            IllegalStep: The state is another one by now.
        """
        ...

    def set_dossier_codes(
        self, dossier_id: DossierId, code: str, procedure_code: str, act: Act
    ) -> None:
        """Set dossier code and procedure; refused with IllegalStep once SEALED."""
        ...

    def set_expected_pages(self, dossier_id: DossierId, count: int, act: Act) -> None:
        """Set how many pages were counted, 0 = not counted; the dossier must be OPEN."""
        ...

    def add_page(self, page: Page, act: Act) -> None:
        """Append a page whose raw blob is durable; the dossier must be OPEN."""
        ...

    def add_pages(self, pages: Sequence[Page], acts: Sequence[Act]) -> None:
        """Append the pages of one file, all of them or none; `acts` in the same order."""
        ...

    def taken_before(self, digest: str) -> PageId | None:
        """A page that was captured from bytes with this SHA-256, the newest; None = never.

        The page may be in the trash or gone: the audit chain remembers it.
        """
        ...

    def next_seq(self, dossier_id: DossierId) -> int:
        """Number for the next page of a dossier, from 1."""
        ...

    def pages(self, dossier_id: DossierId) -> list[Page]:
        """Pages in the order of their places, without those in the trash."""
        ...

    def page(self, page_id: PageId) -> Page:
        """One page.

        Raises:
            NotFound: No such page.
        """
        ...

    def pages_to_read(self, limit: int) -> list[Page]:
        """Captured pages that still have to be read, oldest first; none in the trash."""
        ...

    def dossiers_to_compare(self, limit: int) -> list[DossierId]:
        """OPEN dossiers with a page that says so and none that is unread, oldest first."""
        ...

    def dossiers_to_erase(self) -> list[DossierId]:
        """OPEN dossiers with a page that is half erased, in the trash or not, oldest first."""
        ...

    def save_reading(self, page: Page, fields: Sequence[Field], act: Act) -> None:
        """Replace what was made of a page; candidates give way, confirmed fields stay.

        How the page lies and looks is not touched. Where it was made with other parameters than
        before, confirmed fields take the places that `fields` tells, or lose theirs.

        Raises:
            IllegalStep: The dossier is SEALED, or the page was captured from something else.
            PageChanged: The page looks different by now.
        """
        ...

    def remove_pages(self, kept: Sequence[Page], removed: Sequence[Page], act: Act) -> None:
        """Drop page rows with all their fields, and the files made of the dossier so far.

        Args:
            kept: Other pages of the dossier that change with it, as they are from now on.
            removed: Pages of the same dossier whose bytes are gone.
            act: What happened.

        Raises:
            IllegalStep: The dossier is not OPEN.
        """
        ...

    def fields(self, dossier_id: DossierId, *, in_trash: bool = False) -> list[Field]:
        """Fields of all pages, or of those in the trash; as the pages lie, then as saved."""
        ...

    def save_field(self, field: Field, act: Act) -> None:
        """Replace the field with the same page and name; the dossier must be OPEN."""
        ...

    def files(self, dossier_id: DossierId) -> list[DossierFile]:
        """Finished files, in order."""
        ...

    def save_files(
        self,
        dossier_id: DossierId,
        files: Sequence[DossierFile],
        *,
        expected: DossierState,
        to: DossierState,
        act: Act,
    ) -> None:
        """Replace all files and move the dossier, in one transaction."""
        ...

    def seal(self, submission: Submission, act: Act) -> None:
        """SIGNED -> SEALED and the outbox row, in one transaction.

        Raises:
            IllegalStep: The dossier is not SIGNED.
        """
        ...

    def submissions(self) -> list[Submission]:
        """All submissions, oldest first; for lists that show them all."""
        ...

    def submissions_of(self, dossier_id: DossierId) -> list[Submission]:
        """Submissions of one dossier, oldest first."""
        ...

    def unfinished(self, sealed_by: str | None = None) -> list[OutboxRow]:
        """Submissions of which something is still to be sent, oldest first; cheap.

        Args:
            sealed_by: UTC time, ISO 8601: only those that were sealed at that moment or before.
        """
        ...

    def backlog(self) -> Backlog:
        """What is still to be sent, added up; cheap."""
        ...

    def submission(self, submission_id: SubmissionId) -> Submission:
        """One submission.

        Raises:
            NotFound: No such submission.
        """
        ...

    def save_submission(self, submission: Submission, act: Act | None) -> None:
        """Replace a submission row; `act` None for mere progress."""
        ...

    def uploads(self, submission_id: SubmissionId) -> list[Upload]:
        """Upload progress of a submission."""
        ...

    def save_uploads(self, submission_id: SubmissionId, uploads: Sequence[Upload]) -> None:
        """Replace all upload rows of a submission."""
        ...

    def save_offset(self, upload: Upload) -> None:
        """Remember the offset that the server confirmed."""
        ...

    def acknowledge(self, submission: Submission, receipt: ReceiptRecord, act: Act) -> None:
        """Receipt and state ACKED, in one transaction."""
        ...

    def receipt(self, submission_id: SubmissionId) -> ReceiptRecord:
        """The verified receipt.

        Raises:
            NotFound: None yet.
        """
        ...

    def audit_entries(self) -> list[AuditEntry]:
        """The whole chain from its first entry."""
        ...

    def audit_head(self) -> str:
        """Hash of the newest entry."""
        ...

    def record(self, act: Act) -> None:
        """Append an act that changes no row (login, view, failed PIN)."""
        ...

    def next_number(self, scope: str) -> int:
        """Next number of a counter, from 1, never given twice."""
        ...

    def verify(self) -> list[Finding]:
        """Check invariants, digests and the audit chain; empty when all is well."""
        ...
