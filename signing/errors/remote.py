"""Signing services, and other programs that sign."""

from __future__ import annotations

from signing.errors.base import Advice, SigningError


class RemoteFailed(SigningError):
    """A signing service did not give a signature value."""

    code = "remote.failed"
    advice = Advice.USER_ACTION


class RemoteUnreachable(RemoteFailed):
    """The service gave no answer, or not in time; what was begun may still be confirmed."""

    code = "remote.unreachable"
    advice = Advice.RETRY_LATER

    def __init__(self, detail: str = "", *, sent: bool = True) -> None:
        """Say whether the service may have heard the question.

        Args:
            detail: Technical sentence for the log.
            sent: False when no connection was made at all.
        """
        super().__init__(detail)
        self.sent = sent


class RemoteInsecure(RemoteFailed):
    """The connection would not be protected, or who is there does not prove to be the service."""

    code = "remote.insecure"


class RemoteBusy(RemoteFailed):
    """The service asks to come back later."""

    code = "remote.busy"
    advice = Advice.RETRY_LATER


class RemoteCredentials(RemoteFailed):
    """The service accepts neither account nor PIN nor one-time code; nobody tries them twice."""

    code = "remote.credentials"


class RemoteRefused(RemoteFailed):
    """The signer refused on the telephone, or the service refused the request."""

    code = "remote.refused"


class RemoteExpired(RemoteFailed):
    """Nobody confirmed within the time of the transaction."""

    code = "remote.expired"


class RemoteCancelled(RemoteFailed):
    """The transaction was taken back from this side; a value that still comes is not used."""

    code = "remote.cancelled"


class RemoteUnknown(RemoteFailed):
    """The service does not know the transaction, or no certificate of this signer."""

    code = "remote.unknown"


class RemoteInterrupted(RemoteFailed):
    """The process that speaks with the service ended; what was begun may still be confirmed."""

    code = "remote.interrupted"
    advice = Advice.RETRY_NOW


class RemoteUnsupported(RemoteFailed):
    """The service cannot sign in the wanted way, or not so many at once."""

    code = "remote.unsupported"
    advice = Advice.NEVER


class RemoteAnswerBad(RemoteFailed):
    """The answer is too large, damaged, or holds a value that the certificate does not prove."""

    code = "remote.answer_bad"


class ReturnedFileChanged(SigningError):
    """A file came back from another program with more changes than one signature."""

    code = "remote.file_changed"
    advice = Advice.USER_ACTION


class TicketUnreadable(SigningError):
    """What was kept of a begun remote signature is damaged or of another version."""

    code = "remote.ticket_unreadable"
