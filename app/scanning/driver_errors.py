"""Which trouble a driver's answer means, and the same trouble as text between two processes.

ScanError
├── ScanUnsupported     the device cannot do what the profile asks
├── ScannerMisbehaves   its answers make no sense
├── ScannerUntrusted    nobody has confirmed yet who this network scanner is
├── ScannerChanged      it shows another certificate than the one that was confirmed
└── ScannerUnencrypted  it can be reached only in the clear, which the settings forbid
"""

from __future__ import annotations

from app.errors import Advice
from app.scanning.base import (
    CoverOpen,
    DoubleFeed,
    DriverCrashed,
    DriverHung,
    FeederEmpty,
    PageTruncated,
    PaperJam,
    ScanCancelled,
    ScanError,
    ScannerBusy,
    ScannerDenied,
    ScannerMissing,
    ScannerOffline,
)
from app.scanning.sane_types import Status


class ScanUnsupported(ScanError):
    """The device cannot do what the profile asks, for example it has no feeder."""

    code = "scan.unsupported"


class ScannerMisbehaves(ScanError):
    """What the device answers makes no sense, or is far too large."""

    code = "scan.bad_answer"
    advice = Advice.RETRY_NOW


class ScannerUntrusted(ScanError):
    """The device proves who it is with a certificate that nobody has confirmed yet."""

    code = "scan.untrusted"


class ScannerChanged(ScanError):
    """The device shows another certificate than the confirmed one."""

    code = "scan.identity_changed"


class ScannerUnencrypted(ScanError):
    """The device can be reached only without encryption, which the settings forbid."""

    code = "scan.unencrypted"


_BY_STATUS: dict[Status, type[ScanError]] = {
    Status.UNSUPPORTED: ScanUnsupported,
    Status.CANCELLED: ScanCancelled,
    Status.DEVICE_BUSY: ScannerBusy,
    Status.INVAL: ScanError,
    Status.EOF: PageTruncated,
    Status.JAMMED: PaperJam,
    Status.NO_DOCS: FeederEmpty,
    Status.COVER_OPEN: CoverOpen,
    Status.IO_ERROR: ScannerOffline,
    Status.NO_MEM: ScanError,
    Status.ACCESS_DENIED: ScannerDenied,
    Status.WARMING_UP: ScannerBusy,
    Status.HW_LOCKED: ScannerBusy,
}

_BY_CODE: dict[str, type[ScanError]] = {
    kind.code: kind
    for kind in (
        ScanError,
        ScanUnsupported,
        ScannerMisbehaves,
        ScannerUntrusted,
        ScannerChanged,
        ScannerUnencrypted,
        ScannerMissing,
        FeederEmpty,
        PaperJam,
        CoverOpen,
        ScannerBusy,
        ScannerDenied,
        ScannerOffline,
        DoubleFeed,
        DriverCrashed,
        DriverHung,
        PageTruncated,
        ScanCancelled,
    )
}


def error_for(status: Status, call: str) -> ScanError:
    """Error for a status that is not GOOD.

    Args:
        status: What the driver answered.
        call: Name of the SANE function, for the log.
    """
    return _BY_STATUS.get(status, ScanError)(f"{call}: {status.name}")


def error_from(code: str, detail: str) -> ScanError:
    """Error with a code that came from the child process; unknown codes give the root class."""
    return _BY_CODE.get(code, ScanError)(detail)
