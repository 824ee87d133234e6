"""The scanner families of Windows, and what `sohoa doctor` says of them.

They exist on Windows alone: elsewhere there is neither a family nor a finding.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from app.scanning.base import Scanner
from app.scanning.twain import interpreter_of, twain_scanner
from app.scanning.wia import wia_scanner
from app.services.diagnose import Check
from app.services.diagnose_windows import check_twain, check_wia
from app.settings import Settings

WINDOWS = "win32"
PYTHONS = r"Software\Python\PythonCore"


def windows_families(
    settings: Settings, environment: Mapping[str, str], platform: str = sys.platform
) -> dict[str, Scanner]:
    """WIA, and TWAIN in the Python that can load its sources."""
    if platform != WINDOWS:
        return {}
    helper = twain_interpreter(settings) or sys.executable
    return {
        "wia": wia_scanner(environment),
        "twain": twain_scanner(environment, interpreter=helper),
    }


def windows_looks(
    settings: Settings, environment: Mapping[str, str], platform: str = sys.platform
) -> list[tuple[str, Callable[[], Check]]]:
    """A look at each family, to be made one by one."""
    families = windows_families(settings, environment, platform)
    if not families:
        return []
    helper = twain_interpreter(settings)
    return [
        ("wia", lambda: check_wia(families["wia"])),
        ("twain", lambda: check_twain(families["twain"], helper)),
    ]


def twain_interpreter(settings: Settings) -> str:
    """The 32-bit Python of the settings or of the registry, "" when there is none."""
    return interpreter_of(
        settings.twain_python,
        list(registered_pythons(_registry())),
        lambda path: Path(path).is_file(),
    )


def registered_pythons(registry: Any) -> Iterator[tuple[str, str]]:  # Any: the module winreg
    """Tags and folders of the Pythons that the registry knows.

    Args:
        registry: The module `winreg`, None where there is none.

    Source: PEP 514; 32-bit installers write into the 32-bit view of the machine's part.
    """
    if registry is None:
        return
    for root, view in (
        (registry.HKEY_CURRENT_USER, 0),
        (registry.HKEY_LOCAL_MACHINE, registry.KEY_WOW64_32KEY),
    ):
        access = registry.KEY_READ | view
        for tag in _tags(registry, root, access):
            try:
                with registry.OpenKey(root, rf"{PYTHONS}\{tag}\InstallPath", 0, access) as key:
                    yield tag, str(registry.QueryValueEx(key, "")[0])
            except OSError:
                continue


def _tags(registry: Any, root: Any, access: int) -> list[str]:  # Any: as above
    try:
        with registry.OpenKey(root, PYTHONS, 0, access) as key:
            count = registry.QueryInfoKey(key)[0]
            return [str(registry.EnumKey(key, place)) for place in range(count)]
    except OSError:
        return []


def _registry() -> Any:  # Any: a module that exists on Windows alone
    if sys.platform == WINDOWS:
        import winreg

        return winreg
    return None
