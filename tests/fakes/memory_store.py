"""A store and a vault in memory; they keep the same promises as the real ones."""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from app.domain.dossier import Dossier, DossierFile, DossierState
from app.domain.events import GENESIS, Act, AuditEntry, link
from app.domain.field import Field
from app.domain.ids import BlobId, DossierId, PageId, SubmissionId
from app.domain.page import ERASING, TO_COMPARE, Page, PageState
from app.domain.page_edits import laid, layout_of
from app.domain.submission import (
    FINISHED,
    Backlog,
    OutboxRow,
    ReceiptRecord,
    Submission,
    SubmissionState,
    Upload,
)
from app.errors import IllegalStep, NotFound
from app.store.base import BlobMissing, DossierRow, Finding, StoreDamaged
from app.store.edits_base import PageChanged
from tests.fakes.memory_corrections import MemoryCorrections
from tests.fakes.memory_edits import MemoryEdits
from tests.fakes.memory_officers import MemoryOfficers
from tests.fakes.memory_reuse import MemoryReuse
from tests.fakes.memory_signing import MemorySigning

F = TypeVar("F", bound=Callable[..., Any])


PIECE = 1 << 18


class MemoryVault:
    """Blobs in a dictionary; `before_get` makes reading slow, `before_erase` erasing fail."""

    def __init__(self) -> None:
        self.blobs: dict[BlobId, tuple[DossierId, bytes]] = {}
        self.before_get: Callable[[], None] = lambda: None
        self.before_erase: Callable[[], None] = lambda: None
        self._puts = 0
        self._lock = threading.Lock()

    def put(self, dossier_id: DossierId, data: bytes) -> BlobId:
        with self._lock:
            self._puts += 1
            name = f"{self._puts}:{dossier_id}".encode()
            blob = BlobId(hashlib.sha256(name + data).hexdigest())
            self.blobs[blob] = (dossier_id, data)
        return blob

    def put_pieces(self, dossier_id: DossierId, pieces: Iterable[bytes]) -> BlobId:
        return self.put(dossier_id, b"".join(pieces))

    def get(self, dossier_id: DossierId, blob: BlobId) -> bytes:
        self.before_get()
        if blob not in self.blobs:
            raise BlobMissing("no such blob")
        owner, data = self.blobs[blob]
        if owner != dossier_id:
            raise StoreDamaged("blob of another dossier")
        return data

    def stream(self, dossier_id: DossierId, blob: BlobId) -> Iterator[bytes]:
        data = self.get(dossier_id, blob)
        for start in range(0, max(len(data), 1), PIECE):
            yield data[start : start + PIECE]

    def get_range(self, dossier_id: DossierId, blob: BlobId, start: int, count: int) -> bytes:
        return self.get(dossier_id, blob)[start : start + count]

    def erase(self, dossier_id: DossierId, blob: BlobId) -> None:
        self.before_erase()
        owner, _ = self.blobs.get(blob, (dossier_id, b""))
        if owner != dossier_id:
            raise StoreDamaged("blob of another dossier")
        self.blobs.pop(blob, None)


def _one_at_a_time(method: F) -> F:
    @wraps(method)
    def locked(self: MemoryStore, *args: Any, **kwargs: Any) -> Any:
        with self._lock:
            return method(self, *args, **kwargs)

    return locked  # type: ignore[return-value]  # same signature


class MemoryStore(MemoryEdits, MemoryCorrections, MemoryReuse, MemorySigning, MemoryOfficers):
    """Rows in dictionaries, one caller at a time."""

    def __init__(self) -> None:
        MemoryEdits.__init__(self)
        MemoryCorrections.__init__(self)
        MemoryReuse.__init__(self)
        MemorySigning.__init__(self)
        MemoryOfficers.__init__(self)
        self._lock = threading.RLock()
        self._dossiers: dict[DossierId, Dossier] = {}
        self._pages: dict[PageId, Page] = {}
        self._fields: dict[PageId, list[Field]] = defaultdict(list)
        self._files: dict[DossierId, list[DossierFile]] = defaultdict(list)
        self._submissions: dict[SubmissionId, Submission] = {}
        self._uploads: dict[SubmissionId, list[Upload]] = defaultdict(list)
        self._receipts: dict[SubmissionId, ReceiptRecord] = {}
        self._entries: list[AuditEntry] = []
        self._numbers: dict[str, int] = defaultdict(int)

    def close(self) -> None:
        """Nothing is open."""

    @_one_at_a_time
    def add_dossier(self, dossier: Dossier, act: Act) -> None:
        if dossier.id in self._dossiers:
            raise IllegalStep("dossier is there already")
        self._dossiers[dossier.id] = dossier
        self.record(act)

    @_one_at_a_time
    def dossier(self, dossier_id: DossierId) -> Dossier:
        return _found(self._dossiers, dossier_id)

    @_one_at_a_time
    def dossiers_in(self, state: DossierState) -> list[Dossier]:
        return [each for each in reversed(self._dossiers.values()) if each.state is state]

    @_one_at_a_time
    def dossier_rows(self) -> list[DossierRow]:
        shown = [each for each in self._dossiers.values() if each.id not in self._results]
        return [self._row(dossier) for dossier in reversed(shown)]

    def _row(self, dossier: Dossier) -> DossierRow:
        pages = self.pages(dossier.id)
        sent = [s for s in self._submissions.values() if s.dossier_id == dossier.id]
        receipt = self._receipts.get(sent[-1].id) if sent else None
        return DossierRow(
            dossier=dossier,
            page_count=len(pages),
            pages_to_read=sum(page.state is PageState.CAPTURED for page in pages),
            doubtful_fields=sum(field.needs_a_look for field in self.fields(dossier.id)),
            submission_state=sent[-1].state if sent else None,
            receipt_number=receipt.number if receipt else "",
        )

    @_one_at_a_time
    def move_dossier(
        self, dossier_id: DossierId, expected: DossierState, to: DossierState, act: Act
    ) -> None:
        dossier = self.dossier(dossier_id)
        if dossier.state is not expected or dossier.state is DossierState.SEALED:
            raise IllegalStep(f"state is {dossier.state.value}")
        self._dossiers[dossier_id] = replace(dossier, state=to)
        self.record(act)

    @_one_at_a_time
    def set_dossier_codes(
        self, dossier_id: DossierId, code: str, procedure_code: str, act: Act
    ) -> None:
        dossier = self.dossier(dossier_id)
        if dossier.state is DossierState.SEALED:
            raise IllegalStep("sealed")
        self._dossiers[dossier_id] = replace(dossier, code=code, procedure_code=procedure_code)
        self.record(act)

    @_one_at_a_time
    def set_expected_pages(self, dossier_id: DossierId, count: int, act: Act) -> None:
        self._require_open(dossier_id)
        self._dossiers[dossier_id] = replace(self.dossier(dossier_id), expected_pages=count)
        self.record(act)

    @_one_at_a_time
    def add_page(self, page: Page, act: Act) -> None:
        self._require_open(page.dossier_id)
        taken = any(each.seq == page.seq for each in self._all(page.dossier_id))
        if taken or page.id in self._pages:
            raise IllegalStep("place is taken")
        self._pages[page.id] = page
        self.record(act)

    @_one_at_a_time
    def add_pages(self, pages: Sequence[Page], acts: Sequence[Act]) -> None:
        before, entries = dict(self._pages), list(self._entries)
        try:
            for page, act in zip(pages, acts, strict=True):
                self.add_page(page, act)
        except BaseException:
            self._pages, self._entries = before, entries
            raise

    @_one_at_a_time
    def taken_before(self, digest: str) -> PageId | None:
        for entry in reversed(self._entries):
            if entry.act.action == "page.captured" and entry.act.digest == digest:
                return PageId(entry.act.object_id)
        return None

    def _require_open(self, dossier_id: DossierId) -> None:
        if self.dossier(dossier_id).state is not DossierState.OPEN:
            raise IllegalStep("dossier is not open")

    @_one_at_a_time
    def next_seq(self, dossier_id: DossierId) -> int:
        return max((page.seq for page in self._all(dossier_id)), default=0) + 1

    @_one_at_a_time
    def pages(self, dossier_id: DossierId) -> list[Page]:
        return [page for page in self._all(dossier_id) if not page.trashed_at]

    @_one_at_a_time
    def page(self, page_id: PageId) -> Page:
        return _found(self._pages, page_id)

    @_one_at_a_time
    def pages_to_read(self, limit: int) -> list[Page]:
        unread = [p for p in self._pages.values() if p.state is PageState.CAPTURED]
        waiting = [page for page in unread if not page.trashed_at]
        return waiting[:limit]

    @_one_at_a_time
    def dossiers_to_compare(self, limit: int) -> list[DossierId]:
        due = []
        for home, dossier in self._dossiers.items():
            pages = self.pages(home)
            is_due = any(TO_COMPARE in page.flags for page in pages)
            if any(page.state is PageState.CAPTURED for page in pages):
                continue
            if is_due and dossier.state is DossierState.OPEN:
                due.append(home)
        return due[:limit]

    @_one_at_a_time
    def dossiers_to_erase(self) -> list[DossierId]:
        marked = {page.dossier_id for page in self._pages.values() if ERASING in page.flags}
        return [
            home
            for home, dossier in self._dossiers.items()
            if home in marked and dossier.state is DossierState.OPEN
        ]

    @_one_at_a_time
    def save_reading(self, page: Page, fields: Sequence[Field], act: Act) -> None:
        before = self.page(page.id)
        if self.dossier(page.dossier_id).state is DossierState.SEALED or before.raw != page.raw:
            raise IllegalStep("page cannot change like this")
        if before.picture != page.picture:
            raise PageChanged("page looks different by now")
        kept = [field for field in self._fields[page.id] if field.confirmed_by]
        if before.made_with != page.made_with:
            boxes = {field.name: field.box for field in fields}
            kept = [replace(field, box=boxes.get(field.name)) for field in kept]
        names = {field.name for field in kept}
        self._pages[page.id] = laid(page, layout_of(before))
        self._fields[page.id] = kept + [field for field in fields if field.name not in names]
        self.record(act)

    @_one_at_a_time
    def remove_pages(self, kept: Sequence[Page], removed: Sequence[Page], act: Act) -> None:
        (home,) = {page.dossier_id for page in (*kept, *removed)}
        self._require_open(home)
        for page in kept:
            self._pages[page.id] = page
        for page in removed:
            self._pages.pop(page.id, None)
            self._fields.pop(page.id, None)
        self._files[home] = []
        self.record(act)

    @_one_at_a_time
    def fields(self, dossier_id: DossierId, *, in_trash: bool = False) -> list[Field]:
        pages = self.trashed_pages(dossier_id) if in_trash else self.pages(dossier_id)
        return [
            replace(field, look_again=self._is_stale(field, page))
            for page in pages
            for field in self._fields[page.id]
        ]

    def _is_stale(self, field: Field, page: Page) -> bool:
        seen = self.confirmed_with.get((page.id, field.name), "")
        return bool(field.confirmed_by) and seen != page.picture

    @_one_at_a_time
    def save_field(self, field: Field, act: Act) -> None:
        self._require_open(field.dossier_id)
        fields = self._fields[field.page_id]
        if field.confirmed_by and not field.look_again:
            picture = self.page(field.page_id).picture
            self.confirmed_with[field.page_id, field.name] = picture
        for number, each in enumerate(fields):
            if each.name == field.name:
                fields[number] = field
                break
        else:
            fields.append(field)
        self.record(act)

    @_one_at_a_time
    def files(self, dossier_id: DossierId) -> list[DossierFile]:
        return list(self._files[dossier_id])

    @_one_at_a_time
    def save_files(
        self,
        dossier_id: DossierId,
        files: Sequence[DossierFile],
        *,
        expected: DossierState,
        to: DossierState,
        act: Act,
    ) -> None:
        self.move_dossier(dossier_id, expected, to, act)
        self._files[dossier_id] = list(files)

    def put_files(self, dossier_id: DossierId, files: Sequence[DossierFile]) -> None:
        self._files[dossier_id] = list(files)

    @_one_at_a_time
    def seal(self, submission: Submission, act: Act) -> None:
        dossier = self.dossier(submission.dossier_id)
        if dossier.revision != submission.revision:
            raise IllegalStep("another revision")
        self.move_dossier(dossier.id, DossierState.SIGNED, DossierState.SEALED, act)
        self._submissions[submission.id] = submission

    @_one_at_a_time
    def submissions(self) -> list[Submission]:
        return list(self._submissions.values())

    @_one_at_a_time
    def submissions_of(self, dossier_id: DossierId) -> list[Submission]:
        return [each for each in self._submissions.values() if each.dossier_id == dossier_id]

    @_one_at_a_time
    def unfinished(self, sealed_by: str | None = None) -> list[OutboxRow]:
        bound = None if sealed_by is None else datetime.fromisoformat(sealed_by)
        return [
            OutboxRow(e.id, e.dossier_id, e.state, e.next_try, e.reason, e.created_at)
            for e in self._submissions.values()
            if e.state not in FINISHED
            and (bound is None or datetime.fromisoformat(e.created_at) <= bound)
        ]

    @_one_at_a_time
    def backlog(self) -> Backlog:
        unsent = [e for e in self._submissions.values() if e.state not in FINISHED]
        leaving = [e for e in unsent if e.state is not SubmissionState.HELD]
        homes = [e.dossier_id for e in leaving]
        size = sum(file.size for home in homes for file in self._files[home])
        sent = sum(each.offset_confirmed for e in leaving for each in self._uploads[e.id])
        return Backlog(
            waiting=len(leaving),
            pages=sum(len(self.pages(home)) for home in homes),
            size_bytes=size - sent,
            held=len(unsent) - len(leaving),
            oldest=min((e.created_at for e in unsent), default=""),
        )

    @_one_at_a_time
    def submission(self, submission_id: SubmissionId) -> Submission:
        return _found(self._submissions, submission_id)

    @_one_at_a_time
    def save_submission(self, submission: Submission, act: Act | None) -> None:
        before = self.submission(submission.id)
        if _sealed_part(before) != _sealed_part(submission):
            raise IllegalStep("what was sealed cannot change")
        acked = submission.state is SubmissionState.ACKED and submission.id not in self._receipts
        reopened = before.state in FINISHED and submission.state not in FINISHED
        if acked or reopened:
            raise IllegalStep("state needs a receipt or is final")
        self._submissions[submission.id] = submission
        if act is not None:
            self.record(act)

    @_one_at_a_time
    def uploads(self, submission_id: SubmissionId) -> list[Upload]:
        return list(self._uploads[submission_id])

    @_one_at_a_time
    def save_uploads(self, submission_id: SubmissionId, uploads: Sequence[Upload]) -> None:
        self.submission(submission_id)
        self._uploads[submission_id] = list(uploads)

    @_one_at_a_time
    def save_offset(self, upload: Upload) -> None:
        uploads = self._uploads[upload.submission_id]
        for number, each in enumerate(uploads):
            if each.file_id == upload.file_id:
                uploads[number] = upload
                return
        raise NotFound("upload")

    @_one_at_a_time
    def acknowledge(self, submission: Submission, receipt: ReceiptRecord, act: Act) -> None:
        self.submission(submission.id)
        wrong = receipt.submission_id != submission.id
        if (
            wrong
            or submission.state is not SubmissionState.ACKED
            or submission.id in self._receipts
        ):
            raise IllegalStep("receipt does not fit")
        self._receipts[submission.id] = receipt
        self._submissions[submission.id] = submission
        self.record(act)

    @_one_at_a_time
    def receipt(self, submission_id: SubmissionId) -> ReceiptRecord:
        return _found(self._receipts, submission_id)

    @_one_at_a_time
    def audit_entries(self) -> list[AuditEntry]:
        return list(self._entries)

    def forget_entries(self, *, behind: int) -> None:
        """Cut the audit chain off behind an entry, as whoever has the disk might."""
        del self._entries[behind:]

    @_one_at_a_time
    def audit_head(self) -> str:
        return self._entries[-1].hash if self._entries else GENESIS

    @_one_at_a_time
    def record(self, act: Act) -> None:
        self._entries.append(link(self._entries[-1] if self._entries else None, act))

    @_one_at_a_time
    def next_number(self, scope: str) -> int:
        self._numbers[scope] += 1
        return self._numbers[scope]

    def verify(self) -> list[Finding]:
        return []


K = TypeVar("K")
V = TypeVar("V")


def _found(rows: dict[K, V], key: K) -> V:
    if key not in rows:
        raise NotFound(str(key))
    return rows[key]


def _sealed_part(submission: Submission) -> tuple[object, ...]:
    return (
        submission.dossier_id,
        submission.revision,
        submission.manifest,
        submission.manifest_sha256,
    )
