"""Bags, acks and readers of acks for the tests of delivery as bags."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.manifest import Manifest
from app.domain.submission import FailureClass
from app.province.acks import AckReader
from app.province.bag import bag_name
from app.province.base import ProcessingSystem, Receipt
from app.province.errors import AwaitingReceipt, DeliveryError
from app.province.receipts import files_digest
from app.province.statements import Statements
from tests.fakes.signed_receipts import SERVER_KEY, SERVER_KEYS, signed
from tests.receiver.dossier_samples import manifest_of

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
STATION_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
JWKS = SERVER_KEYS
FILES = {"a": b"%PDF-1.7 mot " * 700, "b": b"%PDF-1.7 hai " * 11}
MANIFEST = manifest_of(FILES, client_ref="0190a3c0-0000-7000-8000-000000000001")
CHUNK = 4096

_AGAIN = frozenset({FailureClass.GONE, FailureClass.INTEGRITY})


def statements() -> Statements:
    return Statements(STATION_KEY, lambda: NOW)


def reader(pinned: Mapping[str, object] | None = None) -> AckReader:
    return AckReader("folder", statements(), pinned or {})


def plain_ack(manifest: Manifest, **changes: object) -> bytes:
    word = {
        "bag": bag_name(manifest),
        "manifest_sha256": manifest.digest(),
        "status": "accepted",
        "receipt_no": "BN-17",
        "dossier_id": "hs-17",
        "committed_at": "2026-11-22T08:00:00+07:00",
        **changes,
    }
    return json.dumps(word, ensure_ascii=False).encode()


def signed_ack(manifest: Manifest, key: Ed25519PrivateKey = SERVER_KEY) -> bytes:
    claims = {
        "receipt_no": "BN-18",
        "dossier_id": "hs-18",
        "client_ref": manifest.client_ref,
        "revision": manifest.revision,
        "manifest_sha256": manifest.digest(),
        "files_sha256": files_digest(manifest),
        "client_audit_head": manifest.client_audit_head,
        "committed_at": "2026-11-22T01:00:00Z",
    }
    return signed(claims, key=key).encode()


def hand_over(
    system: ProcessingSystem, manifest: Manifest = MANIFEST, files: dict[str, bytes] = FILES
) -> Receipt:
    """Announce, write and commit once, as the service does."""
    remote = system.begin(manifest, "khoa-1")
    for file_id, url in remote.uploads.items():
        data = files[file_id]
        offset = system.resume_point(url) if url else len(data)
        while offset < len(data):
            offset = system.put(url, offset, data[offset : offset + CHUNK])
    return system.commit(remote.id, manifest, "khoa-1")


def hand_over_whole(
    system: ProcessingSystem, manifest: Manifest = MANIFEST, files: dict[str, bytes] = FILES
) -> None:
    """Until the bag is complete; what the policy starts anew is started anew."""
    for _ in range(5):
        try:
            hand_over(system, manifest, files)
        except AwaitingReceipt:
            return
        except DeliveryError as error:
            if error.kind not in _AGAIN:
                raise
    raise AssertionError("never complete")
