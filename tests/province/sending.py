"""The sender's loop as a service would run it, without waiting."""

from __future__ import annotations

import httpx

from app.domain.manifest import Manifest
from app.domain.submission import FailureClass
from app.province.base import Receipt
from app.province.errors import DeliveryError
from app.province.intake import IntakeClient
from tests.receiver.receiver_process import ReceiverProcess

CHUNK = 64 * 1024
AGAIN = frozenset(
    {
        FailureClass.LINK_DOWN,
        FailureClass.SERVER_BUSY,
        FailureClass.AMBIGUOUS,
        FailureClass.GONE,
        FailureClass.INTEGRITY,
    }
)


def deliver(client: IntakeClient, manifest: Manifest, files: dict[str, bytes], key: str) -> Receipt:
    """Announce, upload and commit once."""
    remote = client.begin(manifest, key)
    for file_id, url in remote.uploads.items():
        if url:
            upload(client, url, files[file_id])
    return client.commit(remote.id, manifest, key)


def upload(client: IntakeClient, url: str, data: bytes) -> None:
    offset = client.resume_point(url)
    while offset < len(data):
        offset = client.put(url, offset, data[offset : offset + CHUNK])


def deliver_stubbornly(
    client: IntakeClient, manifest: Manifest, files: dict[str, bytes], key: str
) -> tuple[Receipt, list[DeliveryError]]:
    """Repeat from the start after every failure that the policy repeats; at most 10 times."""
    failures: list[DeliveryError] = []
    for _ in range(10):
        try:
            return deliver(client, manifest, files, key), failures
        except DeliveryError as error:
            if error.kind not in AGAIN:
                raise
            failures.append(error)
    raise AssertionError(f"never delivered: {failures}")


def at_server(receiver: ReceiverProcess, client_ref: str) -> list[dict[str, object]]:
    """What the server knows of a dossier, asked directly."""
    reply = httpx.get(
        f"{receiver.url}/v1/dossiers", params={"client_ref": client_ref}, trust_env=False
    )
    found: list[dict[str, object]] = reply.json()["dossiers"]
    return found


def stored_bytes(receiver: ReceiverProcess, dossier_id: object) -> list[bytes]:
    """The bytes of a dossier in the receiver's folder."""
    folder = receiver.data / "files" / str(dossier_id)
    return sorted(path.read_bytes() for path in folder.iterdir())
