"""The root of all errors of the signing library."""

from __future__ import annotations

from enum import StrEnum


class Advice(StrEnum):
    """What the caller may do about an error."""

    RETRY_NOW = "retry_now"
    RETRY_LATER = "retry_later"
    USER_ACTION = "user_action"
    NEVER = "never"


class SigningError(Exception):
    """Root of every error that leaves this package.

    Attributes:
        code: Stable name for programs and for the catalogue of messages.
        advice: What can be done about it.
        detail: Technical sentence for the log; holds no PIN, name or path.
    """

    code = "signing.error"
    advice = Advice.NEVER

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail

    def __reduce__(self) -> tuple[type[SigningError], tuple[object, ...]]:
        """Survive the way from a worker process to its parent."""
        return (type(self), (self.detail,))
