"""Receipt keys pinned on first contact, so that later receipts are checked against them.

The province may provision the key file; then nothing is ever taken from the network.
"""

from __future__ import annotations

import json
import os
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.manifest import Manifest
from app.province.base import (
    NotConfigured,
    Receipt,
    ReceiptInvalid,
    RemoteDossier,
    RemoteResult,
    ResultList,
)
from app.province.endpoint import Proxy, UnusableIdentity, prove_identity, trust
from app.province.intake import IntakeClient
from app.province.tokens import TokenSource


@dataclass(frozen=True, slots=True)
class LineSecurity:
    """Whom the line trusts, who we are, and through whom it goes.

    Attributes:
        ca_file: Extra certificate authority, PEM, "" for the system's alone.
        identity_file: Certificate and key of the station, PEM or PKCS#12, "" for none.
        identity_password: Of that key, "" for none.
        proxy: Proxy of the network.
    """

    ca_file: str = ""
    identity_file: str = ""
    identity_password: str = field(default="", repr=False)
    proxy: Proxy = field(default_factory=Proxy)

    def context(self) -> ssl.SSLContext | None:
        """Context of the line; None when the operating system decides alone.

        Raises:
            NotConfigured: A file cannot be used.
        """
        if not (self.ca_file or self.identity_file):
            return None
        try:
            context = trust(self.ca_file)
            if self.identity_file:
                prove_identity(context, Path(self.identity_file), self.identity_password)
        except UnusableIdentity as error:
            raise NotConfigured(str(error)) from error
        return context


class PinnedIntake:
    """An intake client whose receipt keys are kept in a file.

    Args:
        base_url: Address of the processing system.
        keys_file: JWKS; written once, at the first contact, when it does not exist.
        token: Bearer token or where it comes from, "" for none.
        security: Trust, certificate of the station and proxy; those of the system when left out.

    Raises:
        NotConfigured: Address, a file of certificates or the key file cannot be used.
    """

    def __init__(
        self,
        base_url: str,
        *,
        keys_file: Path,
        token: str | TokenSource = "",
        security: LineSecurity | None = None,
    ) -> None:
        self._keys_file = keys_file
        self._lock = threading.Lock()
        keys = _load(keys_file)
        self._pinned = bool(keys)
        security = security or LineSecurity()
        self._client = IntakeClient(
            base_url,
            pinned_keys=keys or None,
            token=token,
            tls=security.context(),
            proxy=security.proxy,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def reachable(self) -> bool:
        """Whether the system answers now; never raises."""
        return self._client.reachable()

    def begin(self, manifest: Manifest, key: str) -> RemoteDossier:
        """Announce a dossier; see `ProcessingSystem.begin`."""
        remote = self._client.begin(manifest, key)
        with self._lock:
            if not self._pinned:
                _save(self._keys_file, self._client.service_keys())
                self._pinned = True
        return remote

    def resume_point(self, url: str) -> int:
        """Bytes that the server holds; see `ProcessingSystem.resume_point`."""
        return self._client.resume_point(url)

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        """Send a chunk; see `ProcessingSystem.put`."""
        return self._client.put(url, offset, chunk)

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        """Ask for acceptance; see `ProcessingSystem.commit`."""
        return self._client.commit(remote_id, manifest, key)

    def is_accepted(self, remote_id: str, manifest: Manifest) -> bool:
        """Whether the system knows its receipt; see `KnowsReceipts.is_accepted`."""
        return self._client.is_accepted(remote_id, manifest)

    def route(self) -> str:
        """Way to the system; see `LineFacts.route`."""
        return self._client.route()

    def clock_offset_s(self) -> float:
        """Distance of the clocks; see `LineFacts.clock_offset_s`."""
        return self._client.clock_offset_s()

    def waiting_results(self, agency: str, etag: str = "") -> ResultList:
        """Results that wait; see `ProcessingSystem.waiting_results`."""
        return self._client.waiting_results(agency, etag)

    def fetch_result(self, result: RemoteResult) -> bytes:
        """The file of a result; see `ProcessingSystem.fetch_result`."""
        return self._client.fetch_result(result)

    def acknowledge_result(self, result: RemoteResult, client_ref: str) -> None:
        """Tell that a result was taken in; see `ProcessingSystem.acknowledge_result`."""
        self._client.acknowledge_result(result, client_ref)


def _load(file: Path) -> dict[str, object]:
    try:
        keys = json.loads(file.read_text("utf-8")) if file.exists() else {}
    except (OSError, ValueError) as error:
        raise NotConfigured(f"{file.name} cannot be read") from error
    if not isinstance(keys, dict):
        raise NotConfigured(f"{file.name} is not a key set")
    return keys


def _save(file: Path, keys: dict[str, object]) -> None:
    temporary = file.with_suffix(".part")
    try:
        with temporary.open("w", encoding="utf-8") as output:
            json.dump(keys, output)
            output.flush()
            os.fsync(output.fileno())
        temporary.replace(file)
    except OSError as error:
        raise ReceiptInvalid(f"{file.name} cannot be written: {error.strerror}") from error
