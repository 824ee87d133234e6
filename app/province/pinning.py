"""Receipt keys pinned on first contact, so that later receipts are checked against them.

The province may provision the key file; then nothing of a first contact is ever believed. Either
way newer keys are taken only as sets that a pinned key has signed; see `app.province.key_sets`.
"""

from __future__ import annotations

import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.manifest import Manifest
from app.province.base import Receipt, RemoteDossier, RemoteResult, ResultList
from app.province.endpoint import Proxy, UnusableIdentity, prove_identity, trust
from app.province.errors import KeysRefused, KeyUnknown, NotConfigured
from app.province.intake import IntakeClient
from app.province.key_sets import follow, version_of
from app.province.pinned_keys import PinnedKeys
from app.province.tokens import TokenSource

_MAX_ROUNDS = 20
"""Most portions of key sets that are gone through at once."""


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
        newer_file: Keys that signed sets have added; beside `keys_file` when left out.
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
        newer_file: Path | None = None,
        token: str | TokenSource = "",
        security: LineSecurity | None = None,
    ) -> None:
        newer = newer_file or keys_file.with_name(f"{keys_file.stem}-newer.json")
        self._files = PinnedKeys(keys_file, newer)
        self._lock, self._renewing = threading.Lock(), threading.Lock()
        self._keys = self._files.load()
        security = security or LineSecurity()
        self._client = IntakeClient(
            base_url,
            pinned_keys=self._keys or None,
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
        self._pin()
        return remote

    def _pin(self) -> None:
        """Believe the keys of the first contact, once."""
        with self._lock:
            if not self._keys:
                keys = self._client.service_keys()
                self._files.pin(keys)
                self._use(keys)

    def _use(self, keys: dict[str, object]) -> None:
        self._keys = keys
        self._client.use_keys(keys)

    def renew_keys(self) -> bool:
        """Go through the key sets since the last one; see `RenewsKeys.renew_keys`."""
        with self._renewing:
            self._pin()
            before = version_of(self._keys)
            for _ in range(_MAX_ROUNDS):
                sets = self._client.key_sets(version_of(self._keys))
                if not sets:
                    return version_of(self._keys) > before
                keys = follow(sets, self._keys)
                self._files.keep(keys)
                self._use(keys)
            raise KeysRefused("key sets without end")

    def resume_point(self, url: str) -> int:
        """Bytes that the server holds; see `ProcessingSystem.resume_point`."""
        return self._client.resume_point(url)

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        """Send a chunk; see `ProcessingSystem.put`."""
        return self._client.put(url, offset, chunk)

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        """Ask for acceptance; see `ProcessingSystem.commit`.

        A receipt under a key that is not known yet is asked for again after newer keys came.
        """
        self._pin()
        known = version_of(self._keys)
        try:
            return self._client.commit(remote_id, manifest, key)
        except KeyUnknown:
            self.renew_keys()
            # Another thread may have brought them meanwhile.
            if version_of(self._keys) == known:
                raise
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
