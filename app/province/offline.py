"""A station without a processing system: everything waits, nothing is lost."""

from __future__ import annotations

from app.domain.manifest import Manifest
from app.province.base import Receipt, RemoteDossier, RemoteResult, ResultList
from app.province.errors import NotConfigured


class OfflineOnly:
    """Stands in until an address is configured; every call says so.

    Args:
        why: Technical reason, for the log and for `sohoa outbox list`.
    """

    def __init__(self, why: str = "server_url is empty") -> None:
        self._why = why

    def close(self) -> None:
        """Nothing is open."""

    def reachable(self) -> bool:
        """Never."""
        return False

    def begin(self, manifest: Manifest, key: str) -> RemoteDossier:
        """Refuse; see `ProcessingSystem.begin`."""
        raise NotConfigured(self._why)

    def resume_point(self, url: str) -> int:
        """Refuse; see `ProcessingSystem.resume_point`."""
        raise NotConfigured(self._why)

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        """Refuse; see `ProcessingSystem.put`."""
        raise NotConfigured(self._why)

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        """Refuse; see `ProcessingSystem.commit`."""
        raise NotConfigured(self._why)

    def waiting_results(self, agency: str, etag: str = "") -> ResultList:
        """Refuse; see `ProcessingSystem.waiting_results`."""
        raise NotConfigured(self._why)

    def fetch_result(self, result: RemoteResult) -> bytes:
        """Refuse; see `ProcessingSystem.fetch_result`."""
        raise NotConfigured(self._why)

    def acknowledge_result(self, result: RemoteResult, client_ref: str) -> None:
        """Refuse; see `ProcessingSystem.acknowledge_result`."""
        raise NotConfigured(self._why)
