"""Scanners of Windows Image Acquisition: the parent's side. No driver is loaded in this process.

Written and tested against tables of functions that stand for the system's; not run on Windows yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.own_program import module_command
from app.scanning.child_process import Patience
from app.scanning.driver_client import DriverClient
from app.scanning.driver_scanner import DriverScanner

PREFIX = "wia:"
WORKER_COMMAND = module_command("app.scanning.wia_worker")


def wia_scanner(
    environment: Mapping[str, str],
    *,
    patience: Patience | None = None,
    command: Sequence[str] = WORKER_COMMAND,
) -> DriverScanner:
    """The WIA family; every call runs in its own child process.

    Args:
        environment: The whole environment of the child; Windows needs SYSTEMROOT in it.
        patience: How long a silent or blocked driver is waited for.
        command: The child's program; another one in a frozen build and in tests.
    """
    driver = DriverClient("WIA", tuple(command), dict(environment), patience or Patience())
    return DriverScanner(PREFIX, driver)
