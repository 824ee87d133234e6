"""Errors of updates.

UpdateError
├── UpdateUnreadable    no bundle, damaged, or not of the form
├── UpdateUnproved      too few signatures by trusted keys
├── UpdateUntrusted     no keys are trusted here, or others already
├── UpdateOutdated      expired, or made in the future by this machine's clock
├── UpdateRollback      older than one that was accepted here, or another one of the same number
├── UpdateNotForUs      another product, system, or too old a version to start from
├── UpdateChanged       a file is not the one that was signed
├── UpdateNotStaged     nothing to switch to, or to go back to
├── UpdateBusy          dossiers are open, or another update is being laid down
└── UpdateNotWritten    the folder of the program takes no file
"""

from __future__ import annotations

from app.errors import Advice, StationError


class UpdateError(StationError):
    """An update cannot be used; the version that runs is untouched."""

    code = "update.failed"
    advice = Advice.NEVER


class UpdateUnreadable(UpdateError):
    """No bundle, or damaged, or not of the form."""

    code = "update.unreadable"
    advice = Advice.USER_ACTION


class UpdateUnproved(UpdateError):
    """Too few signatures by keys that are trusted here."""

    code = "update.unproved"


class UpdateUntrusted(UpdateError):
    """No keys are trusted here yet, or others are."""

    code = "update.untrusted"
    advice = Advice.USER_ACTION


class UpdateOutdated(UpdateError):
    """It has expired, or is of the future by this machine's clock."""

    code = "update.outdated"
    advice = Advice.USER_ACTION


class UpdateRollback(UpdateError):
    """It is older than one that was accepted here, or another one of the same number."""

    code = "update.rollback"


class UpdateNotForUs(UpdateError):
    """It is of another product or system, or cannot be laid over this version."""

    code = "update.not_for_us"
    advice = Advice.USER_ACTION


class UpdateChanged(UpdateError):
    """A file is not the one that was signed."""

    code = "update.changed"


class UpdateNotStaged(UpdateError):
    """There is nothing to switch to, or to go back to."""

    code = "update.not_staged"
    advice = Advice.USER_ACTION


class UpdateBusy(UpdateError):
    """Dossiers are open, or another update is being laid down."""

    code = "update.busy"
    advice = Advice.RETRY_LATER


class UpdateNotWritten(UpdateError):
    """The folder of the program takes no file."""

    code = "update.not_written"
    advice = Advice.USER_ACTION
