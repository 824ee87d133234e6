"""The receiver's rules: announce, revise, commit, withdraw. Every call is safe to repeat.

Runs on: any thread; one commit per dossier at a time.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from app.domain.manifest import Manifest, manifest_from_json
from app.receiver.files import (
    Folder,
    empty,
    has_signature,
    is_pdf,
    sha256_of,
    stored_size,
)
from app.receiver.issuing import FIRST_PREVIOUS, Acceptance, Issuer
from app.receiver.ledger import (
    DossierRow,
    DossierState,
    KeyRow,
    Ledger,
    ReceiptRow,
    UploadRow,
)
from app.receiver.problems import Problem, ProblemKind
from app.receiver.proving import ProvenSignature
from app.receiver.results import RESULT_ROLE, Results
from app.receiver.screening import screen
from app.receiver.settings import ReceiverSettings

_LOCKS = 64
_CREATE = "create"
_COMMIT = "commit"
SCAN_ROLE = "scan"
"""Role of a file that Vietnamese law wants signed before it replaces the paper."""
_SIGNED_ROLES = frozenset({SCAN_ROLE, RESULT_ROLE})


@dataclass(frozen=True, slots=True)
class Means:
    """What the rules work with; `clock` gives UTC, `new_id` a fresh unguessable id."""

    ledger: Ledger
    folder: Folder
    issuer: Issuer
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    settings: ReceiverSettings
    results: Results


class Desk:
    """Use cases of the receiver, without HTTP."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._ledger = means.ledger
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))

    def announce(
        self, manifest: Manifest, key: str, *, base_id: str = "", if_match: str = ""
    ) -> dict[str, Any]:  # Any: JSON has no static shape
        """Take the announcement of a dossier; gives the reply, the same one for every repeat.

        Args:
            manifest: Checked manifest.
            key: Idempotency key.
            base_id: Dossier that this is a revision of, "" for a new one.
            if_match: Entity tag of that dossier as the sender saw it.

        Raises:
            Problem: Refused.
        """
        digest = manifest.digest()
        with self._ledger.transaction():
            known = self._known(manifest, digest, key)
            if not known:
                self._check_base(manifest, base_id, if_match)
                self._means.results.check_announced(manifest)
                known = [self._add(manifest, base_id)]
            self._ledger.add_key(KeyRow(key, _CREATE, digest, known[0].id))
            self._renew_uploads(known[0])
            return self._reply(known[0])

    def _reply(self, row: DossierRow) -> dict[str, Any]:
        return {
            "id": row.id,
            "state": DossierState.RECEIVING.value,
            "dossier_code": row.code,
            "manifest_sha256": row.manifest_sha256,
            "uploads": [
                {"file": up.file_id, "url": None if up.held else f"/v1/uploads/{up.id}"}
                for up in self._ledger.uploads(row.id)
            ],
        }

    def _known(self, manifest: Manifest, digest: str, key: str) -> list[DossierRow]:
        for used in self._ledger.keys(key, _CREATE):
            if used.digest != digest:
                raise Problem(ProblemKind.KEY_REUSED)
            return [self._ledger.dossier(used.dossier_id)]
        same = [
            row
            for row in self._ledger.dossiers(manifest.client_ref)
            if row.revision == manifest.revision
        ]
        if same and same[0].manifest_sha256 != digest:
            raise Problem(ProblemKind.REVISION_CONFLICT)
        return same

    def _check_base(self, manifest: Manifest, base_id: str, if_match: str) -> None:
        if not base_id:
            if any(
                row.state != DossierState.RECEIVING
                for row in self._ledger.dossiers(manifest.client_ref)
            ):
                raise Problem(ProblemKind.BASE_NEEDED)
            return
        base = self._ledger.dossier(base_id)
        if not if_match:
            raise Problem(ProblemKind.IF_MATCH_MISSING)
        if if_match != entity_tag(base):
            raise Problem(ProblemKind.STALE_BASE)
        if base.client_ref != manifest.client_ref or manifest.revision <= base.revision:
            raise Problem(ProblemKind.REVISION_CONFLICT, "not a later revision of this dossier")
        if base.state == DossierState.SUPERSEDED:
            raise Problem(ProblemKind.SUPERSEDED)

    def _add(self, manifest: Manifest, base_id: str) -> DossierRow:
        means = self._means
        now = means.clock()
        dossier_id = means.new_id()
        expires = now.timestamp() + means.settings.upload_ttl_s
        uploads = [
            UploadRow(means.new_id(), dossier_id, item.id, item.size, item.sha256, 0, expires)
            for item in manifest.files
        ]
        means.folder.prepare(dossier_id, [upload.id for upload in uploads])
        row = DossierRow(
            id=dossier_id,
            client_ref=manifest.client_ref,
            revision=manifest.revision,
            code=manifest.dossier_code or self._new_code(now),
            manifest=manifest.canonical(),
            manifest_sha256=manifest.digest(),
            state=DossierState.RECEIVING.value,
            base_id=base_id,
            received_at=iso(now),
        )
        taken = [self._adopted(upload, manifest.client_ref) for upload in uploads]
        self._ledger.add_dossier(row, taken)
        return row

    def _new_code(self, now: datetime) -> str:
        return f"HS-{now:%y%m%d}-{self._ledger.dossier_count() + 1:05d}"

    def _adopted(self, upload: UploadRow, client_ref: str) -> UploadRow:
        """Take over bytes that an earlier revision of the same dossier brought.

        Never from other dossiers: a sender must not get at bytes by knowing their digest.
        """
        for row in self._ledger.dossiers(client_ref):
            if row.state == DossierState.RECEIVING:
                continue
            for other in self._ledger.uploads(row.id):
                path = self._means.folder.path(row.id, other.id)
                if other.sha256 == upload.sha256 and sha256_of(path) == upload.sha256:
                    target = self._means.folder.path(upload.dossier_id, upload.id)
                    self._means.folder.adopt(path, target)
                    return replace(upload, offset=upload.size, held=1)
        return upload

    def _renew_uploads(self, row: DossierRow) -> None:
        """Open expired or ended uploads again, so that a repeat brings the sender forward."""
        if row.state != DossierState.RECEIVING:
            return
        now = self._means.clock().timestamp()
        for upload in self._ledger.uploads(row.id):
            if upload.ended or upload.has_expired(now):
                empty(self._means.folder.path(row.id, upload.id))
                self._ledger.restart_upload(upload.id, now + self._means.settings.upload_ttl_s)

    def commit(self, dossier_id: str, manifest_sha256: str, key: str) -> tuple[DossierRow, str]:
        """Accept a dossier whose bytes are all here and right; gives it with its receipt.

        Raises:
            Problem: Refused; lists the files that are short, wrong or unsigned.
        """
        with self._lock_of(dossier_id):
            # Read under the lock: a withdrawal may have come first.
            row = self._ledger.dossier(dossier_id)
            self._check_commit(row, manifest_sha256, key)
            done = self._ledger.receipts(dossier_id=dossier_id)
            if not done:
                signatures = self._check_files(row)
                done = [self._accept(row, key, signatures)]
            return self._ledger.dossier(dossier_id), done[0].jws

    def _lock_of(self, dossier_id: str) -> threading.Lock:
        return self._locks[hash(dossier_id) % _LOCKS]

    def _check_commit(self, row: DossierRow, manifest_sha256: str, key: str) -> None:
        for used in self._ledger.keys(key, _COMMIT):
            if (used.dossier_id, used.digest) != (row.id, manifest_sha256):
                raise Problem(ProblemKind.KEY_REUSED)
        if row.manifest_sha256 != manifest_sha256:
            raise Problem(ProblemKind.DIGEST, "manifest_sha256 is not the announced one")

    def _check_files(self, row: DossierRow) -> list[ProvenSignature]:
        """Refuse what is short, wrong or unsigned; gives the signatures of results."""
        manifest = manifest_of(row)
        uploads = self._ledger.uploads(row.id)
        paths = {up.file_id: self._means.folder.path(row.id, up.id) for up in uploads}
        self._check_whole(uploads)
        wrong = [up for up in uploads if sha256_of(paths[up.file_id]) != up.sha256]
        for upload in wrong:
            # Start over: the sender finds offset 0 and sends this file again.
            expires = self._means.clock().timestamp() + self._means.settings.upload_ttl_s
            self._ledger.restart_upload(upload.id, expires)
            empty(paths[upload.file_id])
        if wrong:
            raise Problem(ProblemKind.DIGEST, lists={"files": [up.file_id for up in wrong]})
        screen(self._means.settings.scan_command, paths)
        unsigned = [
            item.id
            for item in manifest.files
            if item.role in _SIGNED_ROLES
            and is_pdf(paths[item.id])
            and not has_signature(paths[item.id])
        ]
        if unsigned and self._means.settings.require_signature:
            raise Problem(ProblemKind.UNSIGNED, lists={"files": unsigned})
        return self._means.results.check_returned(manifest, paths)

    def _check_whole(self, uploads: list[UploadRow]) -> None:
        short = [up.file_id for up in uploads if not self._is_whole(up)]
        if short:
            raise Problem(ProblemKind.INCOMPLETE, lists={"files": short})

    def _is_whole(self, upload: UploadRow) -> bool:
        path = self._means.folder.path(upload.dossier_id, upload.id)
        return not upload.ended and upload.offset == upload.size == stored_size(path)

    def _accept(self, row: DossierRow, key: str, signatures: list[ProvenSignature]) -> ReceiptRow:
        manifest = manifest_of(row)
        now = self._means.clock()
        with self._ledger.transaction():
            if any(
                other.revision > row.revision and other.state != DossierState.RECEIVING
                for other in self._ledger.dossiers(row.client_ref)
            ):
                raise Problem(ProblemKind.SUPERSEDED)
            # Once more: an upload may have been ended while its bytes were hashed.
            self._check_whole(self._ledger.uploads(row.id))
            self._means.results.mark_returned(manifest, row.id, signatures)
            receipt = self._issue(row, manifest, now)
            self._ledger.add_receipt(receipt)
            self._ledger.set_state(row.id, DossierState.ACCEPTED)
            self._ledger.add_key(KeyRow(key, _COMMIT, row.manifest_sha256, row.id))
            for other in self._ledger.dossiers(row.client_ref):
                if other.revision < row.revision and other.state == DossierState.ACCEPTED:
                    self._ledger.set_state(other.id, DossierState.SUPERSEDED)
        return receipt

    def _issue(self, row: DossierRow, manifest: Manifest, now: datetime) -> ReceiptRow:
        last = self._ledger.last_receipts()
        seq = last[0].seq + 1 if last else 1
        acceptance = Acceptance(
            number=f"BN-{now:%Y%m%d}-{seq:06d}",
            dossier_id=row.id,
            dossier_code=row.code,
            received_at=row.received_at,
            committed_at=iso(now),
            previous_hash=_hash(last[0].jws) if last else FIRST_PREVIOUS,
        )
        jws = self._means.issuer.receipt(manifest, acceptance)
        return ReceiptRow(seq, acceptance.number, row.id, jws, acceptance.committed_at)

    def withdraw(self, dossier_id: str) -> None:
        """Forget a dossier that was not accepted yet.

        Raises:
            Problem: Unknown, or accepted already.
        """
        with self._lock_of(dossier_id), self._ledger.transaction():
            row = self._ledger.dossier(dossier_id)
            if row.state != DossierState.RECEIVING:
                raise Problem(ProblemKind.COMMITTED)
            self._ledger.remove_dossier(dossier_id)
        self._means.folder.remove(dossier_id)

    def sweep(self) -> None:
        """Throw away bytes of expired uploads and of announcements that were never recorded."""
        now = self._means.clock().timestamp()
        for upload in self._ledger.unfinished_uploads():
            if upload.has_expired(now):
                empty(self._means.folder.path(upload.dossier_id, upload.id))
        known = {row.id for row in self._ledger.dossiers()}
        for folder in self._means.folder.dossier_ids():
            if folder not in known:
                self._means.folder.remove(folder)

    def describe(self, row: DossierRow) -> dict[str, Any]:
        """What the contract says of a dossier, ready for JSON."""
        receipts = self._ledger.receipts(dossier_id=row.id)
        return {
            "id": row.id,
            "client_ref": row.client_ref,
            "revision": row.revision,
            "dossier_code": row.code,
            "state": row.state,
            "manifest_sha256": row.manifest_sha256,
            "received_at": row.received_at,
            "etag": entity_tag(row),
            "problems": [],
            "receipt": f"/v1/receipts/{receipts[0].number}" if receipts else None,
            "files": [
                {"file": up.file_id, "offset": up.offset, "size": up.size}
                for up in self._ledger.uploads(row.id)
            ],
        }


def entity_tag(row: DossierRow) -> str:
    """Entity tag of a dossier; another one after every change of its state."""
    return f'"{row.manifest_sha256[:32]}.{row.state}"'


def manifest_of(row: DossierRow) -> Manifest:
    """The manifest a dossier was announced with."""
    return manifest_from_json(row.manifest)


def iso(moment: datetime) -> str:
    """UTC time as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()
