"""Where a store may lie: SQLite's log and file locks are not safe on a network share.

Source: SQLite documentation, "Write-Ahead Logging": all processes must be on the same host.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.store.base import StoreUnwritable

if sys.platform == "win32":
    import ctypes

_MOUNTS = Path("/proc/self/mountinfo")
_SHARES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs", "fuse.davfs2"}
_DRIVE_REMOTE = 4


def refuse_network_share(root: Path) -> None:
    """Go on only if a folder, which need not exist yet, is on a disk of this machine.

    Raises:
        StoreUnwritable: It is on a network share.
    """
    if _is_share(root):
        raise StoreUnwritable("the data folder is on a network share")


def file_system_of(path: Path, mounts: str) -> str:
    """Type of the file system that an absolute path is on, "" when no line fits.

    Args:
        path: Without symbolic links.
        mounts: Text of `/proc/self/mountinfo`; a later line hides an earlier one.
    """
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        columns = before.split(" ")
        if len(columns) < 6 or not after:
            continue
        point = Path(_unescaped(columns[4]))
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split(" ")[0]
    return kind


def _unescaped(text: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, character)
    return text


def _is_share(root: Path) -> bool:
    if sys.platform == "win32":
        drive = root.absolute().anchor
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE)
    try:
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
        return file_system_of(root.resolve(), mounts) in _SHARES
    except (OSError, RuntimeError):
        # No such list on this system: nothing is known, so nothing is refused.
        return False
