"""Keeps None, True and False alive under a Qt binding that loses references to them.

WORKAROUND(PySide6 6.12.0, Python < 3.12): its wheel is built for interpreters in which these
objects are immortal. Under Python 3.11 every call that returns None takes one reference too
many, until the interpreter ends with "none_dealloc". PySide6 6.11.3 does not do that.
"""

from __future__ import annotations

import ctypes
import sys

PLENTY = 1 << 40
"""More references than a working day can lose."""

IMMORTAL_SINCE = (3, 12)


def keep_singletons_alive() -> None:
    """Give each of them more references than can be lost; does nothing where they are immortal.

    Runs on: GUI, before the first window.
    """
    if sys.version_info >= IMMORTAL_SINCE:
        return
    for singleton in (None, True, False, NotImplemented, Ellipsis):
        count = ctypes.c_ssize_t.from_address(id(singleton))
        if count.value < PLENTY:
            count.value += PLENTY
