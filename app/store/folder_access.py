"""Who may enter the data folder: its owner alone. Looked at, and mended, at each start.

On Linux by mode bits. On Windows a profile is private by what it inherits; a data folder put
elsewhere, on a drive of its own, inherits "Users: read", so the inheritance is cut there.

Source: OWASP Desktop App Security Top 10 (2021), D5 and D6.
"""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.store.base import StoreUnwritable

log = logging.getLogger(__name__)

Runner = Callable[[Sequence[str]], int]
"""Runs a program by its arguments and gives its exit code."""

_SYSTEM, _ADMINISTRATORS = "*S-1-5-18", "*S-1-5-32-544"
_OTHERS = 0o077
_BOUND_S = 60


def close_data_folder(root: Path) -> list[str]:
    """Shut the files right under the data folder and its keys to others; names what was open.

    Raises:
        StoreUnwritable: Something stays open to others.
    """
    mended = []
    for path in sorted((*root.iterdir(), *(root / "keys").glob("*"))):
        if path.is_symlink() or not path.is_file():
            continue
        if stat.S_IMODE(path.stat().st_mode) & _OTHERS:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
            mended.append(path.name)
            if stat.S_IMODE(path.stat().st_mode) & _OTHERS:
                raise StoreUnwritable("the disk does not keep files private")
    if mended:
        log.info("%d files of the data folder were open to others", len(mended))
    return mended


def windows_commands(root: Path, account: str) -> list[list[str]]:
    """What cuts the inheritance of a folder and leaves its owner, SYSTEM and administrators.

    Not run on Windows yet; written from the reference of icacls.
    """
    grants = [f"{who}:(OI)(CI)F" for who in (account, _SYSTEM, _ADMINISTRATORS)]
    return [["icacls", str(root), "/inheritance:r", "/grant:r", *grants, "/Q"]]


def close_windows_folder(root: Path, account: str, run: Runner) -> None:
    """Cut the inheritance of a data folder on Windows.

    Raises:
        StoreUnwritable: Windows refused.
    """
    for command in windows_commands(root, account):
        if run(command):
            raise StoreUnwritable("the data folder cannot be shut to other accounts")


def run_quietly(command: Sequence[str]) -> int:
    """Run a program without a window and without its words; not a shell."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    done = subprocess.run(
        list(command), capture_output=True, timeout=_BOUND_S, check=False, creationflags=flags
    )
    return done.returncode


def close_new_folder(root: Path) -> None:
    """What is done once, when a data folder is made."""
    if sys.platform == "win32":
        close_windows_folder(root, os.getlogin(), run_quietly)
