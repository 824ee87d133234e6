"""What services may ask of a processing system (hệ thống thông tin giải quyết TTHC).

DeliveryError, each with the class of failure that decides what happens next
├── LinkDown            no connection: name, refused, TLS handshake time-out, captive portal
├── ServerBusy          429, 5xx, half a reply, no byte for a while
├── Ambiguous           the reply to a request that may have been applied was lost
├── AuthRefused         401, expired token
├── TlsRefused          certificate expired, wrong host, unknown authority
├── Rejected            the server will never take this as it is
├── RemoteGone          upload or dossier unknown to the server (404, 410)
├── DigestMismatch      the server holds other bytes than we sent
├── ReceiptInvalid      signature or digest of the receipt does not fit
├── ResultDamaged       a result came with other bytes than the system announced
├── ResultTooLarge      a result is larger than a station takes
├── ResultChanged       the system replaced a result after it was taken in
├── ResultTaken         another station took a result first, or it was returned already
└── NotConfigured       no processing system is set up
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

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


class ServerBusy(DeliveryError):
    """The processing system is there but cannot answer well now."""

    code = "delivery.server_busy"
    kind = FailureClass.SERVER_BUSY
    advice = Advice.RETRY_LATER


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


class NotConfigured(DeliveryError):
    """No processing system is set up on this station."""

    code = "delivery.not_configured"
    kind = FailureClass.LINK_DOWN
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
    """

    number: str
    jws: str
    dossier_id: str
    client_ref: str
    revision: int
    manifest_sha256: str
    committed_at: str


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
