"""A signature could not be begun, made, checked or written."""

from __future__ import annotations

from signing.errors.base import Advice, SigningError


class BadRequest(SigningError):
    """The request contradicts itself, e.g. B-T without a time-stamp service."""

    code = "request.bad"


class PreparedUnreadable(SigningError):
    """What was kept of a begun signature cannot be read; the signature is begun again."""

    code = "prepared.unreadable"
    advice = Advice.USER_ACTION


class PreparedChanged(SigningError):
    """The prepared file is missing or was changed; the signature is begun again."""

    code = "prepared.changed"
    advice = Advice.USER_ACTION


class ValueNotProved(SigningError):
    """The signature value does not belong to these attributes and this certificate."""

    code = "signing.value_not_proved"


class SignatureFailed(SigningError):
    """The signature could not be made."""

    code = "signing.failed"


class SelfCheckFailed(SigningError):
    """The signature was made, did not verify and was thrown away."""

    code = "signing.self_check_failed"


class OutputNotWritten(SigningError):
    """The signed file could not be written; nothing is left at the target."""

    code = "output.not_written"
    advice = Advice.USER_ACTION


class TrialSetupFailed(SigningError):
    """The throw-away authority or token could not be set up."""

    code = "trial.setup_failed"
