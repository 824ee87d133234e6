"""Memory that was freed goes back to the system, where the C library can be asked for it.

The allocator of glibc keeps what large pictures leave behind, in pieces; the next picture is then
put beside them, and a file of a few large pages takes the memory of two.
"""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Return freed memory to the system; does nothing where that cannot be asked for."""
    if not sys.platform.startswith("linux"):
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
