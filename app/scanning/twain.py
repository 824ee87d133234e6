"""Scanners of TWAIN: the parent's side, and the Python of the right width for the child.

Most sources are 32-bit libraries, which no 64-bit process can load: the child runs in a 32-bit
Python that the settings name or the registry knows. Without one, 64-bit sources still work.

Written and tested against a manager in memory; not run on Windows yet.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PureWindowsPath

from app.own_program import module_command
from app.scanning.child_process import Patience
from app.scanning.driver_client import DriverClient
from app.scanning.driver_scanner import DriverScanner

PREFIX = "twain:"
WORKER = "app.scanning.twain_worker"
LEAST_PYTHON = (3, 11)
PATIENCE = Patience(stop_s=6.0)
"""Going down through the states takes sources a few seconds; a killed one may block its device."""


def twain_scanner(
    environment: Mapping[str, str],
    *,
    interpreter: str = sys.executable,
    patience: Patience = PATIENCE,
    command: Sequence[str] = (),
) -> DriverScanner:
    """The TWAIN family; every call runs in its own child process.

    Args:
        environment: The whole environment of the child; Windows needs SYSTEMROOT in it.
        interpreter: Python that runs the child, 32-bit for 32-bit sources.
        patience: How long a silent or blocked driver is waited for.
        command: Another program for the child, in tests.
    """
    own = module_command(WORKER)
    helper = own if interpreter == sys.executable else (interpreter, "-P", "-m", WORKER)
    program = tuple(command) or helper
    return DriverScanner(PREFIX, DriverClient("TWAIN", program, dict(environment), patience))


def interpreter_of(
    named: str, registered: Iterable[tuple[str, str]], exists: Callable[[str], bool]
) -> str:
    """The 32-bit Python to be used, "" when there is none.

    Args:
        named: Path from the settings; it wins when it exists.
        registered: Tags and folders that the registry knows ("3.11-32", its folder).
        exists: Whether there is such a file.

    Source: PEP 514: the tag of a 32-bit Python of python.org ends in "-32".
    """
    if named:
        return named if exists(named) else ""
    fitting = [(_version(tag), folder) for tag, folder in registered if tag.endswith("-32")]
    for version, folder in sorted(fitting, reverse=True):
        program = str(PureWindowsPath(folder) / "python.exe")
        if version >= LEAST_PYTHON and exists(program):
            return program
    return ""


def _version(tag: str) -> tuple[int, ...]:
    parts = tag.removesuffix("-32").split(".")
    return tuple(int(part) for part in parts) if all(map(str.isdecimal, parts)) else ()
