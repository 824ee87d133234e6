"""A station without a processing system: everything waits, nothing is lost."""

from __future__ import annotations

from app.domain.manifest import Manifest
from app.province.base import NotConfigured, Receipt, RemoteDossier


class OfflineOnly:
    """Stands in until an address is configured; every call says so."""

    def close(self) -> None:
        """Nothing is open."""

    def reachable(self) -> bool:
        """Never."""
        return False

    def begin(self, manifest: Manifest, key: str) -> RemoteDossier:
        """Refuse; see `ProcessingSystem.begin`."""
        raise NotConfigured("server_url is empty")

    def resume_point(self, url: str) -> int:
        """Refuse; see `ProcessingSystem.resume_point`."""
        raise NotConfigured("server_url is empty")

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        """Refuse; see `ProcessingSystem.put`."""
        raise NotConfigured("server_url is empty")

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        """Refuse; see `ProcessingSystem.commit`."""
        raise NotConfigured("server_url is empty")
