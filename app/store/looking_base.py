"""What is told of a store that is open for looking only; see `app.store.looking`.

StoreReadOnly (a StoreError)    something wanted to write
├── LookingFull                 what is told at the start: the disk is full,
├── LookingUnwritable           cannot be written,
├── LookingTooNew               or holds the store of a newer program
└── WritableAgain               the disk takes something again
"""

from __future__ import annotations

from app.errors import Advice, StationError
from app.store.base import StoreError, StoreFull, StoreTooNew


class StoreReadOnly(StoreError):
    """The store is open for looking only; what was wanted would change it."""

    code = "store.read_only"
    advice = Advice.USER_ACTION


class LookingFull(StoreReadOnly):
    """Open for looking only, as the disk is full."""

    code = "store.looking_full"


class LookingUnwritable(StoreReadOnly):
    """Open for looking only, as the disk or the folder cannot be written."""

    code = "store.looking_unwritable"


class LookingTooNew(StoreReadOnly):
    """Open for looking only, as a newer program has written it."""

    code = "store.looking_too_new"


class WritableAgain(StoreReadOnly):
    """What was open for looking only can be written again; a new start goes on with the work."""

    code = "store.writable_again"


def told(refusal: StationError) -> StoreReadOnly:
    """What an officer is to know of a store that is open for looking only."""
    match refusal:
        case StoreFull():
            return LookingFull(refusal.code)
        case StoreTooNew():
            return LookingTooNew(refusal.code)
        case _:
            return LookingUnwritable(refusal.code)
