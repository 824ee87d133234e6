"""Errors of a processing system and of the way to it.

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
│   ├── KeyUnknown      signed with a key that this station does not know
│   └── KeysRefused     newer keys of receipts that no pinned key vouches for
├── StatementOnly       taken, and nothing signed: kept with the row, never raised
├── ResultDamaged       a result came with other bytes than the system announced
├── ResultTooLarge      a result is larger than a station takes
├── ResultChanged       the system replaced a result after it was taken in
└── ResultTaken         another station took a result first, or it was returned already
"""

from __future__ import annotations

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


class KeyUnknown(ReceiptInvalid):
    """The receipt is signed with a key that this station does not know."""

    code = "delivery.key_unknown"


class KeysRefused(ReceiptInvalid):
    """Newer keys of receipts came, and no key that is pinned vouches for them."""

    code = "delivery.keys_refused"


class StatementOnly(DeliveryError):
    """The system took the dossier and signed nothing; never raised, kept with the row."""

    code = "delivery.statement_only"


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
