"""The line to the processing system, loaded and opened by whoever needs it first.

What speaks to systems takes a third of a second to load. The window shows its rows before, and
a station without a network loads it beside the officer's work.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.manifest import Manifest
from app.errors import StationError
from app.province.base import Receipt, RemoteDossier, RemoteResult, ResultList
from app.province.errors import NotConfigured
from app.province.offline import OfflineOnly

if TYPE_CHECKING:
    from app.province.pinning import PinnedIntake

log = logging.getLogger(__name__)


class LateIntake:
    """A `PinnedIntake` that is opened at its first use; settings that are wrong refuse each use.

    Args:
        opener: Gives the open line. May raise a StationError.
    """

    def __init__(self, opener: Callable[[], PinnedIntake]) -> None:
        self._opener = opener
        self._lock = threading.Lock()
        self._line: PinnedIntake | None = None
        self._why: str | None = None

    @property
    def is_usable(self) -> bool:
        """Whether the settings of the line are right, as far as that is known."""
        return self._why is None

    def _opened(self) -> PinnedIntake:
        """The line.

        Raises:
            NotConfigured: The settings are wrong.
        """
        with self._lock:
            if self._line is None and self._why is None:
                try:
                    self._line = self._opener()
                except StationError as error:
                    log.error("processing system cannot be used: %s", error.detail)
                    self._why = error.detail
            if self._line is None:
                raise NotConfigured(self._why or "")
            return self._line

    def close(self) -> None:
        """Close the connections, where there are any."""
        with self._lock:
            if self._line is not None:
                self._line.close()

    def reachable(self) -> bool:
        """Whether the system answers now; never raises."""
        try:
            return self._opened().reachable()
        except NotConfigured:
            return False

    def begin(self, manifest: Manifest, key: str) -> RemoteDossier:
        """Announce a dossier; see `ProcessingSystem.begin`."""
        return self._opened().begin(manifest, key)

    def resume_point(self, url: str) -> int:
        """Bytes that the server holds; see `ProcessingSystem.resume_point`."""
        return self._opened().resume_point(url)

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        """Send a chunk; see `ProcessingSystem.put`."""
        return self._opened().put(url, offset, chunk)

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        """Ask for acceptance; see `ProcessingSystem.commit`."""
        return self._opened().commit(remote_id, manifest, key)

    def is_accepted(self, remote_id: str, manifest: Manifest) -> bool:
        """Whether the system knows its receipt; see `KnowsReceipts.is_accepted`."""
        return self._opened().is_accepted(remote_id, manifest)

    def renew_keys(self) -> bool:
        """Fetch newer keys of receipts; see `RenewsKeys.renew_keys`."""
        return self._opened().renew_keys()

    def route(self) -> str:
        """Way to the system; see `LineFacts.route`."""
        try:
            return self._opened().route()
        except NotConfigured:
            return ""

    def clock_offset_s(self) -> float:
        """Distance of the clocks; see `LineFacts.clock_offset_s`."""
        try:
            return self._opened().clock_offset_s()
        except NotConfigured:
            return 0.0

    def waiting_results(self, agency: str, etag: str = "") -> ResultList:
        """Results that wait; see `ProcessingSystem.waiting_results`."""
        return self._opened().waiting_results(agency, etag)

    def fetch_result(self, result: RemoteResult) -> bytes:
        """The file of a result; see `ProcessingSystem.fetch_result`."""
        return self._opened().fetch_result(result)

    def acknowledge_result(self, result: RemoteResult, client_ref: str) -> None:
        """Tell that a result was taken in; see `ProcessingSystem.acknowledge_result`."""
        self._opened().acknowledge_result(result, client_ref)


def is_set_up(system: object) -> bool:
    """Whether there is a system to send to, as far as that is known."""
    if isinstance(system, LateIntake):
        return system.is_usable
    return not isinstance(system, OfflineOnly)
