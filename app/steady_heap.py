"""Lets memory of pictures go back to the system as soon as they are dropped.

The allocator of Linux raises, with each large block that is freed, the size from which a block is
mapped by itself. After the first scanned page that size lies above a page: pages then come out of
the heap, and what lies behind them keeps their room. Each thread gets a heap of its own, too; this
program has twenty threads that wait most of the time.

Source: mallopt(3), M_MMAP_THRESHOLD and M_ARENA_MAX.
"""

from __future__ import annotations

import ctypes
import sys

LARGE_BYTES = 256 * 1024
"""From this size on a block is mapped by itself: a picture, a file."""

HEAPS = 2

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8


def keep_heap_small() -> None:
    """Set both once; does nothing where there is no such allocator. Before threads begin."""
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, LARGE_BYTES)
        mallopt(_ARENA_MAX, HEAPS)
