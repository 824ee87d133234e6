"""Where damaged files go: nothing of a store is ever deleted because a check failed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.store.durable import make_private_folder, sync_folder

FOLDER = "quarantine"


def set_aside(root: Path, files: Sequence[Path]) -> str:
    """Move files of the data folder into a new folder of the quarantine, under their own names.

    They are moved, not copied: that needs no room on a full disk, and each is at one place or the
    other whenever the process dies.

    Returns:
        Name of the new folder, "" when none of the files is there.

    Raises:
        OSError: Some of them may have been moved.
    """
    there = [file for file in files if file.exists()]
    if not there:
        return ""
    parent = root / FOLDER
    make_private_folder(parent)
    numbers = [int(path.name) for path in parent.iterdir() if path.name.isdigit()]
    target = parent / f"{max(numbers, default=0) + 1:04}"
    make_private_folder(target)
    for file in there:
        file.replace(target / file.name)
    sync_folder(target)
    sync_folder(root)
    return target.name
