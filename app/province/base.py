"""What services may ask of a processing system (hệ thống thông tin giải quyết TTHC).

Errors are those of `app.province.errors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from app.domain.manifest import Manifest


@dataclass(frozen=True, slots=True)
class RemoteDossier:
    """A dossier as the processing system knows it.

    Attributes:
        id: Id given by the processing system.
        uploads: File id -> upload URL, or "" when the server already holds the bytes.
    """

    id: str
    uploads: dict[str, str]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt whose signature was verified.

    Attributes:
        number: Receipt number.
        jws: The compact JWS as it came.
        manifest_sha256: Digest the server confirms.
        committed_at: Time of acceptance, ISO 8601.
        signed_by_server: False when the system signs nothing and the station itself states
            what it answered; such a receipt is marked wherever it is shown.
    """

    number: str
    jws: str
    dossier_id: str
    client_ref: str
    revision: int
    manifest_sha256: str
    committed_at: str
    signed_by_server: bool = True


MAX_RESULT_BYTES = 256 * 1024 * 1024
"""Largest electronic result that a station takes, as from a folder."""


@dataclass(frozen=True, slots=True)
class RemoteResult:
    """An electronic result that waits at the processing system for this office's signature.

    Attributes:
        id: Id given by the processing system.
        name: File name, cleaned for showing.
        size: Bytes of the file.
        sha256: Digest of the file, lower-case hex.
        dossier_code: Dossier that it answers, "" when the system does not say.
        procedure_code: Procedure of that dossier, "" when the system does not say.
    """

    id: str
    name: str
    size: int
    sha256: str
    dossier_code: str = ""
    procedure_code: str = ""


@dataclass(frozen=True, slots=True)
class ResultList:
    """The results that wait now, oldest first.

    Attributes:
        results: Empty too when nothing changed since the list that `etag` named.
        etag: Name of this state of the list, "" when the system gives none.
        is_unchanged: The list is the one that the caller knows.
    """

    results: tuple[RemoteResult, ...]
    etag: str = ""
    is_unchanged: bool = False


class ProcessingSystem(Protocol):
    """One way of delivery; every call is safe to repeat."""

    def close(self) -> None:
        """Close connections; nothing is sent afterwards."""
        ...

    def reachable(self) -> bool:
        """Whether the system answers now; never raises."""
        ...

    def begin(self, manifest: Manifest, key: str) -> RemoteDossier:
        """Announce a dossier under the idempotency key; a repeat gives the same answer.

        Raises:
            DeliveryError: By class of failure.
        """
        ...

    def resume_point(self, url: str) -> int:
        """Bytes of an upload that the server holds durably.

        Raises:
            DeliveryError: By class of failure.
        """
        ...

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        """Send one chunk; gives the new offset that the server confirmed.

        Raises:
            DeliveryError: By class of failure.
        """
        ...

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        """Ask for acceptance and verify the receipt against `manifest`.

        Raises:
            DeliveryError: ServerBusy while the server is still processing.
        """
        ...

    def waiting_results(self, agency: str, etag: str = "") -> ResultList:
        """Results that wait for the signature of an agency.

        Args:
            agency: Code of the agency.
            etag: Name of the list that the caller knows, "" for none.

        Raises:
            DeliveryError: By class of failure.
        """
        ...

    def fetch_result(self, result: RemoteResult) -> bytes:
        """The file of a result, checked against its size and digest.

        Raises:
            ResultTooLarge: Announced larger than `MAX_RESULT_BYTES`; nothing was fetched.
            ResultDamaged: Other bytes than announced.
            DeliveryError: By class of failure.
        """
        ...

    def acknowledge_result(self, result: RemoteResult, client_ref: str) -> None:
        """Tell that a result was taken in; a repeat changes nothing.

        Args:
            result: As it was listed.
            client_ref: Id that the result has at this station, the same for every repeat.

        Raises:
            ResultChanged: The system holds another file by now.
            ResultTaken: Another station took it, or it was returned already.
            DeliveryError: By class of failure; Ambiguous when the reply was lost.
        """
        ...


@runtime_checkable
class LineFacts(Protocol):
    """What a way over a network can tell beside delivering; not every way can."""

    def route(self) -> str:
        """Address of this machine on the way to the system, "" while there is no way.

        Nothing is sent. Another answer than before means that the network has changed.
        """
        ...

    def clock_offset_s(self) -> float:
        """Seconds that the clock of the system is ahead of ours, 0 while that is not known."""
        ...


@runtime_checkable
class KnowsReceipts(Protocol):
    """A way that can be asked whether the system still knows what it accepted."""

    def is_accepted(self, remote_id: str, manifest: Manifest) -> bool:
        """Whether the system says that it accepted `manifest` under this id.

        Raises:
            DeliveryError: It could not be asked.
        """
        ...


@runtime_checkable
class RenewsKeys(Protocol):
    """A way whose keys of receipts change now and then, each set signed with a key before it."""

    def renew_keys(self) -> bool:
        """Fetch newer keys of receipts; gives whether there were any.

        Raises:
            KeysRefused: What came is vouched for by no key that is pinned, or is not newer.
            DeliveryError: The system could not be asked.
        """
        ...
