"""What goes wrong in a watched folder.

ScanError
├── WatchFolderGone     the folder is not there (share offline)
├── WatchFolderDenied   no permission in it, or something odd lies where the station works
├── HalfWritten         came to rest before its end
├── FileLocked          another program holds it
├── NotAPage            neither a picture nor a PDF
└── TakenElsewhere      another station was quicker
"""

from __future__ import annotations

import errno

from app.errors import Advice
from app.scanning.base import ScanError
from app.scanning.folder import SourceDenied, SourceMissing

_SHARING_VIOLATIONS = frozenset({32, 33})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.EHOSTDOWN, errno.EIO})


class WatchFolderGone(ScanError):
    """The watched folder is not there: the share is offline, or it was renamed."""

    code = "watch.folder_gone"
    advice = Advice.RETRY_LATER


class WatchFolderDenied(ScanError):
    """The station may not work in the watched folder."""

    code = "watch.folder_denied"


class HalfWritten(ScanError):
    """The file came to rest before its end."""

    code = "watch.half_written"


class FileLocked(ScanError):
    """Another program holds the file."""

    code = "watch.file_locked"
    advice = Advice.RETRY_LATER


class NotAPage(ScanError):
    """The file is neither a picture nor a PDF."""

    code = "watch.not_a_page"


class TakenElsewhere(ScanError):
    """Another station has taken the file, or somebody has moved it."""

    code = "watch.taken_elsewhere"
    advice = Advice.NEVER


def is_sharing_violation(error: OSError) -> bool:
    """Whether another program holds the file (Windows)."""
    return getattr(error, "winerror", 0) in _SHARING_VIOLATIONS


def file_error(error: OSError) -> ScanError:
    """What an error of the system means for one file."""
    if is_sharing_violation(error):
        return FileLocked("held by another program")
    if isinstance(error, PermissionError):
        return SourceDenied("may not be read")
    return SourceMissing(errno.errorcode.get(error.errno or 0, type(error).__name__))


def folder_error(error: OSError) -> ScanError:
    """What an error of the system means for the folder."""
    detail = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return (WatchFolderGone if error.errno in _GONE else WatchFolderDenied)(detail)
