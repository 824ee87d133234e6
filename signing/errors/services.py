"""Services of the authority: time stamps and answers about revocation."""

from __future__ import annotations

from signing.errors.base import Advice, SigningError


class ServiceUnavailable(SigningError):
    """A service of the authority cannot be reached."""

    code = "service.unavailable"
    advice = Advice.RETRY_LATER


class TimestampUnavailable(ServiceUnavailable):
    """No time-stamp service gave a proper answer."""

    code = "service.timestamp_unavailable"


class TimestampClockDiffers(TimestampUnavailable):
    """The clocks of the time-stamp services and of this machine are too far apart."""

    code = "service.timestamp_clock"


class RevocationUnavailable(ServiceUnavailable):
    """The state of the certificate could not be learnt."""

    code = "service.revocation_unavailable"


class RevocationNotProved(RevocationUnavailable):
    """The answer's signature does not hold, or its signer may not answer for this authority."""

    code = "service.revocation_not_proved"


class RevocationForOther(RevocationUnavailable):
    """The answer is about another certificate or for another question."""

    code = "service.revocation_for_other"


class RevocationOutdated(RevocationUnavailable):
    """The answer's time is over or has not begun; the clock of this machine may be the cause."""

    code = "service.revocation_outdated"


class RevocationUnreadable(RevocationUnavailable):
    """The answer is too large, damaged, or of a kind that is not understood."""

    code = "service.revocation_unreadable"
