"""Which PKCS#11 libraries are on this machine: by known names in known folders.

Pure functions over listings that the caller hands in; `signing.keys.module_trust` looks at the
disk and says whether one that was found may be loaded.
"""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Any

from signing.errors import BadModuleCatalogue


class System(StrEnum):
    """Families of operating systems; they name libraries differently."""

    LINUX = "linux"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True)
class KnownModule:
    """A library that is known to serve tokens.

    Attributes:
        name: Name of its file without what the system puts around it; `*` stands for anything.
        maker: Who makes it, or whose tokens it serves.
    """

    name: str
    maker: str


@dataclass(frozen=True, slots=True)
class ModuleCatalogue:
    """What is known about libraries.

    Attributes:
        folders: Where libraries may lie at all, by system; folders below count too.
        looked_in: Folders that are searched, by system.
        modules: Known libraries, the likeliest first.
    """

    folders: Mapping[System, tuple[PurePath, ...]]
    looked_in: Mapping[System, tuple[PurePath, ...]]
    modules: tuple[KnownModule, ...]


@dataclass(frozen=True, slots=True)
class FoundModule:
    """A library that lies on this machine.

    Attributes:
        path: Where.
        maker: Who makes it.
    """

    path: PurePath
    maker: str


def read_catalogue(text: str) -> ModuleCatalogue:
    """Read `resources/signing/modules.json`.

    Raises:
        BadModuleCatalogue: It is not such a file.
    """
    try:
        content = json.loads(text)
        return ModuleCatalogue(
            folders=_folders(content["folders"]),
            looked_in=_folders(content["looked_in"]),
            modules=tuple(
                KnownModule(str(entry["name"]), str(entry["maker"])) for entry in content["modules"]
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadModuleCatalogue("not a catalogue of token modules") from error


def find_modules(
    catalogue: ModuleCatalogue, listing: Mapping[PurePath, Sequence[str]], system: System
) -> tuple[FoundModule, ...]:
    """Find known libraries in a listing.

    Args:
        catalogue: What is known.
        listing: Names of the files in each folder.
        system: Whose way of naming libraries counts.

    Returns:
        What was found, in the order of the catalogue, then of the listing; each path once.
    """
    libraries = [
        (folder / name, bare)
        for folder, names in listing.items()
        for name in names
        if (bare := _bare_name(name, system))
    ]
    found: dict[PurePath, FoundModule] = {}
    for known in catalogue.modules:
        is_windows = system is System.WINDOWS
        wanted = (known.name.casefold(),) if is_windows else (known.name, f"lib{known.name}")
        for path, bare in libraries:
            if any(fnmatch.fnmatchcase(bare, each) for each in wanted):
                found.setdefault(path, FoundModule(path, known.maker))
    return tuple(found.values())


def _bare_name(file_name: str, system: System) -> str:
    """Name of a library without what the system puts around it; empty for other files."""
    if system is System.WINDOWS:
        folded = file_name.casefold()
        return folded.removesuffix(".dll") if folded.endswith(".dll") else ""
    named = re.fullmatch(r"(.+)\.so(?:\.\d+)*", file_name)
    return named[1] if named else ""


def _folders(content: Any) -> Mapping[System, tuple[PurePath, ...]]:  # Any: values of JSON
    kinds = {System.LINUX: PurePosixPath, System.WINDOWS: PureWindowsPath}
    return {
        system: tuple(kind(str(folder)) for folder in content[system.value])
        for system, kind in kinds.items()
    }
