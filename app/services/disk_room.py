"""Room on the disk of the store, as far as anybody can tell."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def nobody_knows() -> int | None:
    """Stands in where there is no disk to ask."""
    return None


def free_bytes(folder: Path) -> int | None:
    """Bytes that are free where `folder` lies, None when the disk does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class DiskRoom:
    """Where the store lies.

    Attributes:
        free: Bytes that are free now, None while nobody knows; asked off the GUI thread.
        reserve_bytes: Bytes that should stay free; below that officers are told.
    """

    free: Callable[[], int | None] = nobody_knows
    reserve_bytes: int = 0
