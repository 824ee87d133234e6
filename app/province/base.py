"""What services may ask of a processing system (hệ thống thông tin giải quyết TTHC).

DeliveryError, each with the class of failure that decides what happens next
├── LinkDown            no connection: name, refused, TLS handshake time-out, captive portal
│   ├── ProxyRefused    the proxy of the network wants a login that we do not have
│   └── NotConfigured   no processing system is set up
├── ServerBusy          429, 5xx, half a reply, no byte for a while
│   └── StillProcessing accepted for processing, no receipt yet
├── AwaitingReceipt     all was handed over; whoever takes it in has not confirmed yet
├── FolderMissing       the folder or the USB stick is not there
├── FolderFull          no room left in the folder or storage
├── FolderRefused       the folder or storage may not be written
├── Ambiguous           the reply to a request that may have been applied was lost
├── AuthRefused         401, expired token
├── TlsRefused          certificate expired, wrong host, unknown authority
├── Rejected            the server will never take this as it is
├── Conflict            the server holds something else under the same name, or forgot a receipt
├── LocalCorrupt        the bytes on this machine are no longer those that were sealed
├── ClockOff            the clocks of station and server are far apart
├── LoginNeeded         somebody has to log the station in
├── LoginRefused        the login was refused or not finished in time
├── StillWaiting        nobody has confirmed the login yet; SlowDown when asked too often
├── RemoteGone          upload or dossier unknown to the server (404, 410)
├── DigestMismatch      the server holds other bytes than we sent
├── ReceiptInvalid      signature or digest of the receipt does not fit
├── ResultDamaged       a result came with other bytes than the system announced
├── ResultTooLarge      a result is larger than a station takes
├── ResultChanged       the system replaced a result after it was taken in
└── ResultTaken         another station took a result first, or it was returned already
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from app.domain.manifest import Manifest
from app.domain.submission import FailureClass
from app.errors import Advice, StationError


class DeliveryError(StationError):
    """Root of the delivery errors.

    Attributes:
        kind: Class of failure, for `app.domain.submission.after_failure`.
        retry_after_s: Seconds the server asked us to wait, 0 if it did not.
    """

    code = "delivery.error"
    kind = FailureClass.PERMANENT

    def __init__(self, detail: str = "", retry_after_s: float = 0.0) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class LinkDown(DeliveryError):
    """No connection to the processing system."""

    code = "delivery.link_down"
    kind = FailureClass.LINK_DOWN
    advice = Advice.RETRY_LATER


class ProxyRefused(LinkDown):
    """The proxy of the network wants another login."""

    code = "delivery.proxy"
    advice = Advice.USER_ACTION


class ServerBusy(DeliveryError):
    """The processing system is there but cannot answer well now."""

    code = "delivery.server_busy"
    kind = FailureClass.SERVER_BUSY
    advice = Advice.RETRY_LATER


class AwaitingReceipt(ServerBusy):
    """Everything was handed over; whoever takes it in has not confirmed it yet."""

    code = "delivery.awaiting_receipt"


class FolderMissing(LinkDown):
    """The folder or the USB stick is not there."""

    code = "delivery.folder_missing"
    advice = Advice.USER_ACTION


class FolderFull(ServerBusy):
    """No room is left in the folder or storage."""

    code = "delivery.folder_full"
    advice = Advice.USER_ACTION


class FolderRefused(ServerBusy):
    """The folder or storage may not be written."""

    code = "delivery.folder_refused"
    advice = Advice.USER_ACTION


class StillProcessing(ServerBusy):
    """The dossier was accepted for processing; the receipt comes later."""

    code = "delivery.processing"


class Ambiguous(DeliveryError):
    """A reply was lost; the request may have been applied."""

    code = "delivery.ambiguous"
    kind = FailureClass.AMBIGUOUS
    advice = Advice.RETRY_LATER


class AuthRefused(DeliveryError):
    """The processing system does not accept our login."""

    code = "delivery.auth"
    kind = FailureClass.AUTH
    advice = Advice.USER_ACTION


class TlsRefused(DeliveryError):
    """The server's certificate cannot be trusted."""

    code = "delivery.tls"
    kind = FailureClass.TLS
    advice = Advice.USER_ACTION


class Rejected(DeliveryError):
    """The processing system refuses the dossier as it is."""

    code = "delivery.rejected"
    kind = FailureClass.PERMANENT
    advice = Advice.USER_ACTION


class Conflict(Rejected):
    """The server holds something else under the same name, or no longer knows what it took."""

    code = "delivery.conflict"


class LocalCorrupt(DeliveryError):
    """The bytes on this machine are no longer those that were sealed; nothing of them is sent."""

    code = "delivery.local_corrupt"
    advice = Advice.USER_ACTION


class ClockOff(DeliveryError):
    """The clocks of station and server are far apart."""

    code = "delivery.clock_off"
    advice = Advice.USER_ACTION


class LoginNeeded(AuthRefused):
    """Somebody has to log the station in."""

    code = "delivery.login_needed"


class LoginRefused(DeliveryError):
    """The login was refused, or nobody finished it in time."""

    code = "delivery.login_refused"
    advice = Advice.USER_ACTION


class StillWaiting(DeliveryError):
    """Nobody has confirmed the login yet."""

    code = "delivery.login_waiting"
    advice = Advice.RETRY_LATER


class SlowDown(StillWaiting):
    """The service of logins was asked too often."""


class RemoteGone(DeliveryError):
    """The upload or dossier is unknown to the server."""

    code = "delivery.gone"
    kind = FailureClass.GONE
    advice = Advice.RETRY_NOW


class DigestMismatch(DeliveryError):
    """The server holds other bytes than we sent."""

    code = "delivery.digest_mismatch"
    kind = FailureClass.INTEGRITY
    advice = Advice.RETRY_NOW


class ReceiptInvalid(DeliveryError):
    """The receipt's signature or digests do not fit."""

    code = "delivery.receipt_invalid"
    kind = FailureClass.PERMANENT
    advice = Advice.USER_ACTION


class ResultDamaged(DeliveryError):
    """A result came with other bytes than the processing system announced."""

    code = "delivery.result_damaged"
    kind = FailureClass.INTEGRITY
    advice = Advice.RETRY_LATER


class ResultTooLarge(DeliveryError):
    """A result is larger than a station takes."""

    code = "delivery.result_too_large"
    kind = FailureClass.PERMANENT
    advice = Advice.USER_ACTION


class ResultChanged(DeliveryError):
    """The processing system replaced the file of a result after it was taken in."""

    code = "delivery.result_changed"
    kind = FailureClass.PERMANENT
    advice = Advice.USER_ACTION


class ResultTaken(DeliveryError):
    """Another station took this result first, or it was returned already."""

    code = "delivery.result_taken"
    kind = FailureClass.PERMANENT
    advice = Advice.USER_ACTION


class NotConfigured(LinkDown):
    """No processing system is set up on this station."""

    code = "delivery.not_configured"
    advice = Advice.USER_ACTION


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


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person needs to confirm a login on another device.

    Attributes:
        user_code: To be typed in there.
        address: Web address to open.
        whole_address: The same with the code in it, "" where there is none.
        expires_s: Seconds until it is worth nothing.
        interval_s: Seconds between two questions whether it was confirmed.
        secret: Code of the station itself; never shown.
    """

    user_code: str
    address: str
    whole_address: str
    expires_s: float
    interval_s: float
    secret: str = field(repr=False)


class StationLogin(Protocol):
    """Login of the station by a person on another device."""

    def close(self) -> None:
        """Close connections."""
        ...

    def begin(self) -> DeviceCode:
        """Ask for a code.

        Raises:
            DeliveryError: By class of failure.
        """
        ...

    def finish(self, code: DeviceCode) -> None:
        """Ask once whether it was confirmed.

        Raises:
            StillWaiting: Not yet.
            LoginRefused: Refused or expired.
            DeliveryError: By class of failure.
        """
        ...
