"""Keeps Qt's binding out of the way of every later import.

Once loaded, PySide6 stands between the program and each import statement: it reads the source of
every module that comes after it, to see whether that module uses Qt, and all of these lines stay
in memory. It wants to know for the sake of `from __feature__ import …`, which nothing here uses.

Source: PySide6 6.12.0, `shibokensupport/feature.py`, `feature_imported`.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def imports_stay_plain() -> Iterator[None]:
    """Load Qt inside; modules that come afterwards are imported as without it."""
    plain = builtins.__import__
    try:
        yield
    finally:
        builtins.__import__ = plain
