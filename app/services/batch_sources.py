"""Folders of scans: which files make a stack, and what of them cannot be looked at."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from app.errors import Advice, StationError, WrongUse
from app.scanning.folder import SourceDenied, SourceMissing

_HIDDEN_NAMES = frozenset({"thumbs.db", "desktop.ini"})


class NoFolder(WrongUse):
    """What was named is no folder."""

    code = "batch.no_folder"


class NeedsKey(WrongUse):
    """Signatures were asked for, and no key is named."""

    code = "batch.needs_key"


class InsideFolder(WrongUse):
    """A result would lie in the folder of the scans, and be taken for one the next time."""

    code = "batch.inside"


class SampleNowhere(WrongUse):
    """A sheet for checking was asked for without a place, or with a senseless number."""

    code = "batch.sample"


class NothingToTake(StationError):
    """The folder holds no file."""

    code = "batch.empty"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class Stack:
    """A folder that holds files: they are one stack, in the order of a person.

    Attributes:
        name: Its place below the folder of the batch, "." for that itself.
        files: Its files; links and pipes are among them, to be refused by name.
    """

    name: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What lies below a folder.

    Attributes:
        stacks: Folders with files, in order.
        refused: Folders that cannot be looked at, by place, and why.
    """

    stacks: tuple[Stack, ...]
    refused: tuple[tuple[str, StationError], ...] = ()

    @property
    def file_count(self) -> int:
        """Files of all stacks."""
        return sum(len(stack.files) for stack in self.stacks)


def find_stacks(root: Path) -> Found:
    """All folders with files below `root`, itself first; links to folders are not followed.

    Raises:
        NoFolder: `root` is no folder.
        SourceDenied: It cannot be looked at.
        NothingToTake: There is no file.
    """
    if not root.is_dir():
        raise NoFolder("not a folder")
    refused: list[tuple[str, StationError]] = []

    def note(error: OSError) -> None:
        place = _place(Path(str(error.filename or root)), root)
        kind = SourceDenied if isinstance(error, PermissionError) else SourceMissing
        refused.append((place, kind(error.strerror or "")))

    stacks = []
    for folder, below, names in os.walk(root, onerror=note):
        below[:] = sorted((name for name in below if _is_shown(name)), key=_as_people_count)
        files = sorted(filter(_is_shown, names), key=_as_people_count)
        if files:
            here = Path(folder)
            stacks.append(Stack(_place(here, root), tuple(here / name for name in files)))
    if not stacks and refused:
        raise SourceDenied("the folder cannot be looked at")
    if not stacks:
        raise NothingToTake("no file")
    return Found(tuple(stacks), tuple(refused))


def _place(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _is_shown(name: str) -> bool:
    return not name.startswith(".") and name.casefold() not in _HIDDEN_NAMES


def _as_people_count(name: str) -> list[tuple[int, int, str]]:
    """1, 2, 10 instead of 1, 10, 2."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
