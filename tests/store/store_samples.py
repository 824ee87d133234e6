"""Synthetic rows for the tests of the store."""

from __future__ import annotations

import hashlib

from app.domain.dossier import Dossier, DossierFile, DossierState, FileRole
from app.domain.events import Act
from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import BlobId, DossierId, FileId, PageId, SubmissionId, uuid7
from app.domain.page import Page, PageState
from app.domain.submission import ReceiptRecord, Submission, SubmissionState, Upload
from app.store.base import Store, Vault

NOW = "2026-10-08T03:04:05Z"
HOLDER = "Nguyễn Thị Mẫu"
MANIFEST = b'{"client_ref":"x"}'


def new_id(number: int) -> str:
    return uuid7(1_790_000_000_000 + number, number)


def act(action: str = "test.done", object_id: str = "x") -> Act:
    return Act(NOW, "canbo01", action, object_id)


def dossier(number: int = 1, state: DossierState = DossierState.OPEN) -> Dossier:
    return Dossier(DossierId(new_id(number)), f"H-{number}", "1.004873", state, 1, NOW, 3)


def page(home: Dossier, seq: int, raw: BlobId, state: PageState = PageState.CAPTURED) -> Page:
    name = PageId(f"{home.id}-p{seq}")
    return Page(name, home.id, seq, state, raw, "image/jpeg", 0, f"Đơn của {HOLDER}.jpg", 300)


def field(of: Page, name: str = "full_name", value: str = HOLDER) -> Field:
    return Field(
        of.dossier_id,
        of.id,
        name,
        "Họ và tên",
        value,
        FieldState.AMBER,
        0.5,
        FieldSource.OCR,
        (1, 2, 30, 40),
        "name.unsure",
    )


def file(home: Dossier, blob: BlobId, plain: bytes, number: int = 1) -> DossierFile:
    return DossierFile(
        FileId(f"{home.id}-f{number}"),
        home.id,
        FileRole.SCAN,
        f"Giấy khai sinh {HOLDER} {number}.pdf",
        "application/pdf",
        blob,
        hashlib.sha256(plain).hexdigest(),
        len(plain),
        "birth_certificate",
        True,
    )


def submission(home: Dossier, manifest: BlobId, number: int = 1) -> Submission:
    return Submission(
        SubmissionId(new_id(9000 + number)),
        home.id,
        home.revision,
        SubmissionState.QUEUED,
        SubmissionState.QUEUED,
        manifest,
        hashlib.sha256(MANIFEST).hexdigest(),
        NOW,
    )


def upload(of: Submission, file_id: str, offset: int = 0, url: str = "") -> Upload:
    return Upload(of.id, FileId(file_id), url, offset, 100)


def receipt(of: Submission) -> ReceiptRecord:
    return ReceiptRecord(of.id, "BN-2026-000001", "eyJhbGciOiJFUzI1NiJ9.e30.c2ln", NOW)


def open_dossier(store: Store, vault: Vault, number: int = 1, pages: int = 2) -> Dossier:
    """An OPEN dossier with captured pages."""
    home = dossier(number)
    store.add_dossier(home, act("dossier.created", home.id))
    for seq in range(1, pages + 1):
        raw = vault.put(home.id, f"page {seq} of {number}".encode())
        store.add_page(page(home, seq, raw), act("page.captured", home.id))
    return home


def signed_dossier(store: Store, vault: Vault, number: int = 1) -> Dossier:
    """A SIGNED dossier with one finished file."""
    home = open_dossier(store, vault, number)
    store.move_dossier(home.id, DossierState.OPEN, DossierState.REVIEWED, act())
    plain = b"%PDF-1.7 synthetic"
    files = [file(home, vault.put(home.id, plain), plain)]
    store.save_files(
        home.id, files, expected=DossierState.REVIEWED, to=DossierState.BUILT, act=act()
    )
    store.move_dossier(home.id, DossierState.BUILT, DossierState.SIGNING, act())
    store.save_files(
        home.id, files, expected=DossierState.SIGNING, to=DossierState.SIGNED, act=act()
    )
    return home


def sealed_submission(store: Store, vault: Vault, number: int = 1) -> Submission:
    """The submission of a dossier that has just been sealed."""
    home = signed_dossier(store, vault, number)
    sent = submission(home, vault.put(home.id, MANIFEST), number)
    store.seal(sent, act("dossier.sealed", home.id))
    return sent
