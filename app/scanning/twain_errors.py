"""Which trouble a return or condition code of TWAIN means.

Source: TWAIN Specification 2.5, chapter 11 (return codes and condition codes).
"""

from __future__ import annotations

from app.scanning.base import (
    CoverOpen,
    DoubleFeed,
    FeederEmpty,
    PaperJam,
    ScanError,
    ScannerBusy,
    ScannerDenied,
    ScannerMissing,
    ScannerOffline,
)
from app.scanning.driver_errors import ScannerMisbehaves, ScanUnsupported
from app.scanning.twain_types import Condition, Return

_BY_CONDITION: dict[int, type[ScanError]] = {
    Condition.NO_SOURCE: ScannerMissing,
    Condition.MAX_CONNECTIONS: ScannerBusy,
    Condition.BAD_CAPABILITY: ScanUnsupported,
    Condition.BAD_PROTOCOL: ScannerMisbehaves,
    Condition.BAD_VALUE: ScanUnsupported,
    Condition.SEQUENCE_ERROR: ScannerMisbehaves,
    Condition.BAD_DESTINATION: ScannerMissing,
    Condition.CAPABILITY_UNSUPPORTED: ScanUnsupported,
    Condition.CAPABILITY_BAD_OPERATION: ScanUnsupported,
    Condition.CAPABILITY_SEQUENCE_ERROR: ScanUnsupported,
    Condition.DENIED: ScannerDenied,
    Condition.PAPER_JAM: PaperJam,
    Condition.DOUBLE_FEED: DoubleFeed,
    Condition.CHECK_DEVICE_ONLINE: ScannerOffline,
    Condition.INTERLOCK: CoverOpen,
    Condition.DAMAGED_CORNER: PaperJam,
    Condition.NO_MEDIA: FeederEmpty,
}
_BY_RETURN: dict[int, type[ScanError]] = {
    Return.BUSY: ScannerBusy,
    Return.LOCKED: ScannerBusy,
}


class TwainCallFailed(Exception):
    """A triplet gave another return code than it may; stays inside this room.

    Attributes:
        code: Return code.
        condition: What the manager or source said about it.
        call: Data and message, for the log.
    """

    def __init__(self, code: int, condition: int, call: str) -> None:
        super().__init__(f"{call}: return {code}, condition {_name(condition)}")
        self.code = code
        self.condition = condition
        self.call = call


def error_of(failure: TwainCallFailed) -> ScanError:
    """The typed error of a failed call; what nobody defined is the root class."""
    kind = _BY_RETURN.get(failure.code) or _BY_CONDITION.get(failure.condition, ScanError)
    return kind(str(failure))


def _name(condition: int) -> str:
    known = condition in Condition._value2member_map_
    return Condition(condition).name if known else str(condition)
