"""Errors of the workstation.

StationError
├── WrongUse                   the command or argument makes no sense
├── NotFound                   no such dossier, page, device …
├── NoScreen                   there is no screen to open a window on
├── IllegalStep                the dossier's state does not allow this
├── SettingsInvalid            see app.settings
├── ScanError                  see app.scanning.base
├── StoreError                 see app.store.base
├── CatalogError               see app.catalog.base
├── DeliveryError              see app.province.errors
├── PersonLoginError           see app.province.persons
├── DocumentStoreError         see app.province.documents
├── AccessError                see app.services.session
├── ConformanceError           see app.conformance.failures
├── ReceiverUnusable           see app.receiver.problems
├── UpdateError                see app.updates.base
├── DemoFailed                 see app.demo
├── LibraryError               an error of `ocr` or `signing`, with its code and advice
└── JobError
    ├── JobCancelled           the caller asked to stop
    ├── JobTimeout             the worker was killed after its time bound
    ├── WorkerDied             the worker process ended in the middle of a job
    └── OutOfMemory            the job asked for more memory than its worker may take

Errors of one use case stand beside it in `app.services`.
"""

from __future__ import annotations

from enum import StrEnum


class Advice(StrEnum):
    """What can be done about an error."""

    RETRY_NOW = "retry_now"
    RETRY_LATER = "retry_later"
    USER_ACTION = "user_action"
    NEVER = "never"


class StationError(Exception):
    """Root of every error of the workstation.

    Attributes:
        code: Stable name; `app.ui.messages` has the officer's words for each.
        advice: What can be done about it.
        detail: Technical sentence for the log, without personal data.
    """

    code = "station.error"
    advice = Advice.NEVER

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail

    def __reduce__(self) -> tuple[type[StationError], tuple[str]]:
        """Survive the way from a worker process to its parent."""
        return (type(self), (self.detail,))


class WrongUse(StationError):
    """The command or an argument makes no sense."""

    code = "use.wrong"
    advice = Advice.USER_ACTION


class NotFound(StationError):
    """No such dossier, page, device or file."""

    code = "item.not_found"
    advice = Advice.USER_ACTION


class NoScreen(StationError):
    """There is no screen to open a window on."""

    code = "window.no_screen"
    advice = Advice.USER_ACTION


class IllegalStep(StationError):
    """The state of the dossier or submission does not allow this step."""

    code = "dossier.illegal_step"
    advice = Advice.USER_ACTION


class LibraryError(StationError):
    """An error of the reading or signing library, carried with its own code and advice.

    Attributes:
        tries_left: PIN tries the token still grants, None when not known or not asked.
    """

    def __init__(
        self, code: str, advice: Advice, detail: str = "", tries_left: int | None = None
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.advice = advice
        self.tries_left = tries_left

    def __reduce__(  # type: ignore[override]  # four arguments instead of one
        self,
    ) -> tuple[type[LibraryError], tuple[str, Advice, str, int | None]]:
        """Survive the way from a worker process to its parent."""
        return (type(self), (self.code, self.advice, self.detail, self.tries_left))


class JobError(StationError):
    """A background job did not give a result."""

    code = "job.failed"
    advice = Advice.RETRY_NOW


class JobCancelled(JobError):
    """The caller asked to stop."""

    code = "job.cancelled"


class JobTimeout(JobError):
    """The worker was killed after its time bound."""

    code = "job.timeout"


class WorkerDied(JobError):
    """The worker process ended in the middle of a job."""

    code = "job.worker_died"


class OutOfMemory(JobError):
    """The job asked for more memory than its worker may take, or than the machine has."""

    code = "job.out_of_memory"
    advice = Advice.USER_ACTION
