"""Which trouble a result of Windows Image Acquisition means.

Source: Microsoft, Windows SDK, `wiadef.h`; "WIA Error Codes" (Windows App Development).
"""

from __future__ import annotations

from app.scanning.base import (
    CoverOpen,
    DoubleFeed,
    DriverCrashed,
    FeederEmpty,
    PaperJam,
    ScanError,
    ScannerBusy,
    ScannerDenied,
    ScannerMissing,
    ScannerOffline,
)
from app.scanning.driver_errors import ScannerMisbehaves, ScanUnsupported
from app.scanning.wia_types import Condition, Result

_BY_RESULT: dict[Result, type[ScanError]] = {
    Result.ACCESS_DENIED: ScannerDenied,
    Result.INVALID_ARGUMENT: ScanUnsupported,
    Result.CLASS_NOT_REGISTERED: ScannerMissing,
    Result.SERVER_GONE: DriverCrashed,
    Result.CALL_FAILED: DriverCrashed,
    Result.PAPER_JAM: PaperJam,
    Result.PAPER_EMPTY: FeederEmpty,
    Result.PAPER_PROBLEM: PaperJam,
    Result.OFFLINE: ScannerOffline,
    Result.BUSY: ScannerBusy,
    Result.WARMING_UP: ScannerBusy,
    Result.USER_INTERVENTION: CoverOpen,
    Result.ITEM_DELETED: ScannerOffline,
    Result.COMMUNICATION: ScannerOffline,
    Result.INVALID_COMMAND: ScanUnsupported,
    Result.INCORRECT_SETTING: ScanUnsupported,
    Result.LOCKED: ScannerBusy,
    Result.DRIVER_EXCEPTION: DriverCrashed,
    Result.INVALID_RESPONSE: ScannerMisbehaves,
    Result.COVER_OPEN: CoverOpen,
    Result.COVER_OPEN_AS_WRITTEN: CoverOpen,
    Result.LAMP_OFF: ScannerOffline,
    Result.LAMP_OFF_AS_WRITTEN: ScannerOffline,
    Result.NETWORK_RESERVATION: ScannerBusy,
    Result.NETWORK_RESERVATION_AS_WRITTEN: ScannerBusy,
    Result.MULTI_FEED: DoubleFeed,
    Result.MULTI_FEED_AS_WRITTEN: DoubleFeed,
    Result.NO_DEVICE: ScannerMissing,
}


class WiaCallFailed(Exception):
    """A call gave a result that is no success; stays inside this room.

    Attributes:
        code: HRESULT as unsigned number.
        call: Name of the method.
    """

    def __init__(self, code: int, call: str) -> None:
        super().__init__(f"{call}: {Result.named(code)}")
        self.code = code & 0xFFFFFFFF
        self.call = call


def failed(code: int) -> bool:
    """Whether the top bit of a result is set."""
    return bool(code & 0x80000000)


def error_of(failure: WiaCallFailed) -> ScanError:
    """The typed error of a failed call; what nobody defined is the root class."""
    known = failure.code in Result._value2member_map_
    kind = _BY_RESULT.get(Result(failure.code), ScanError) if known else ScanError
    return kind(str(failure))


def check_condition(condition: Condition) -> None:
    """Refuse to begin while the device says that it cannot.

    Raises:
        PaperJam, CoverOpen, DoubleFeed: As the device says.
    """
    if condition & Condition.PAPER_JAM:
        raise PaperJam("device status")
    if condition & Condition.PATH_COVER_UP:
        raise CoverOpen("device status")
    if condition & Condition.MULTIPLE_FEED:
        raise DoubleFeed("device status")
