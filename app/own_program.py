"""How this program starts a module of its own as a child: from sources, and packaged.

From sources there is a Python to ask: `python -P -m app.token_process`. A packaged program brings
none that could be asked: it is its own interpreter, and is told by its first argument to be a
child. Its environment may be empty; nothing of the parent's is needed.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence
from typing import Final

CHILD_OPTION: Final = "--own-module"
"""First argument of a packaged program that is to be a child; the module's name follows."""

CHILD_MODULES: Final = (
    "app.key_file_process",
    "app.receiver",
    "app.remote_key_process",
    "app.scanning.camera_worker",
    "app.scanning.escl_worker",
    "app.scanning.sane_worker",
    "app.scanning.twain_worker",
    "app.scanning.wia_worker",
    "app.token_process",
)
"""All modules that are ever started as a child; a packaged program starts no other."""


def is_packaged() -> bool:
    """Whether this program runs from a package that froze it."""
    return bool(getattr(sys, "frozen", False))


def module_command(module: str) -> tuple[str, ...]:
    """Command that runs `module` of this program as a child; arguments may follow.

    Args:
        module: One of `CHILD_MODULES`.
    """
    if is_packaged():
        return (sys.executable, CHILD_OPTION, module)
    return (sys.executable, "-P", "-m", module)


def ran_as_child(arguments: Sequence[str]) -> bool:
    """Run the module that `arguments` name, in a packaged program that is told to be a child.

    Args:
        arguments: What follows the program's name on its command line.

    Returns:
        False, with nothing done, when this is an ordinary start. A module that leaves by itself
        ends the program.
    """
    if len(arguments) < 2 or arguments[0] != CHILD_OPTION or arguments[1] not in CHILD_MODULES:
        return False
    module, rest = arguments[1], arguments[2:]
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    return True
