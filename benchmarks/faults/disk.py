"""A disk that keeps only what was synced: from recorded operations to any state after a power cut.

The rules are those of POSIX, no kinder: bytes of a file are kept once the file was synced, a name
once its folder was synced, and whatever was not synced may be kept, lost, or kept in part, in any
order. A rename inside one folder is one step; between folders the old name may stay beside the new
one, but the file is never without any name. Journalling file systems promise more than this.

Source: Pillai et al., All File Systems Are Not Created Equal (ALICE), OSDI 2014.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path, PurePosixPath

SECTOR_BYTES = 512


class Kept(Enum):
    """What of the unsynced operations a cut keeps."""

    NOTHING = "unsynced lost"
    TORN = "last one torn"
    NAMES_ONLY = "names kept, bytes lost"
    BYTES_ONLY = "bytes kept, names lost"
    ANY = "lost, torn and reordered by chance"


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at a place."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file is made so long."""

    length: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a folder gets another file or none.

    Attributes:
        inode: What the name means now, None = it is gone.
        step: Names of one step change together where they are in one folder.
        moved_to: Of a name that went to another folder: there it is kept first.
    """

    name: str
    inode: int | None
    step: int
    moved_to: tuple[int, str] | None = None


Change = Write | Cut | Name


@dataclass(slots=True)
class Inode:
    """A file or a folder with all that happened to it.

    Attributes:
        changes: With the number of the operation.
        synced: Number up to which the changes are on the disk for sure.
    """

    is_folder: bool
    base: bytes = b""
    changes: list[tuple[int, Change]] = field(default_factory=list)
    syncs: list[int] = field(default_factory=list)

    def sure_before(self, cut: int) -> int:
        """Number of the last sync before the cut, 0 = none."""
        return max((number for number in self.syncs if number < cut), default=0)


class RecordedDisk:
    """A folder, what was done in it, and every state that a power cut may leave of it."""

    def __init__(self, before: Path) -> None:
        """Begin with a folder whose contents are on the disk for sure."""
        self._inodes: list[Inode] = [Inode(is_folder=True)]
        self._now: list[dict[str, int]] = [{}]
        self.count = 0
        if before.exists():
            self._load(before, 0)

    def _load(self, folder: Path, inode: int) -> None:
        for path in sorted(folder.iterdir()):
            if path.name.endswith("-shm"):
                continue
            is_folder = path.is_dir()
            new = self._new(is_folder, b"" if is_folder else path.read_bytes())
            self._inodes[inode].changes.append((0, Name(path.name, new, 0)))
            self._now[inode][path.name] = new
            if is_folder:
                self._load(path, new)

    def _new(self, is_folder: bool, base: bytes = b"") -> int:
        self._inodes.append(Inode(is_folder, base))
        self._now.append({})
        return len(self._inodes) - 1

    def find(self, path: PurePosixPath) -> int | None:
        """What a path means now, None = nothing."""
        inode = 0
        for part in path.parts:
            if part not in self._now[inode]:
                return None
            inode = self._now[inode][part]
        return inode

    def create(self, path: PurePosixPath, *, is_folder: bool = False) -> None:
        """A new file or folder."""
        self._set(path, self._new(is_folder), self._next())

    def remove(self, path: PurePosixPath) -> None:
        """A name goes."""
        self._set(path, None, self._next())

    def rename(self, source: PurePosixPath, target: PurePosixPath) -> None:
        """A name becomes another one."""
        inode, step = self.find(source), self._next()
        self._set(target, inode, step)
        folder = self.find(target.parent)
        is_away = source.parent != target.parent and folder is not None
        moved_to = (folder, target.name) if is_away and folder is not None else None
        self._set(source, None, step, moved_to)

    def change(self, path: PurePosixPath, change: Write | Cut) -> None:
        """Bytes or length of a file."""
        inode = self._known(path)
        self._inodes[inode].changes.append((self._next(), change))

    def sync(self, path: PurePosixPath) -> None:
        """All that was done to this file, or to the names in this folder, is kept from here on."""
        inode = self._known(path)
        self._inodes[inode].syncs.append(self._next())

    def length(self, path: PurePosixPath) -> int:
        """How long a file is now."""
        return len(self._bytes(self._inodes[self._known(path)], self.count + 1, Kept.TORN, None))

    def _known(self, path: PurePosixPath) -> int:
        inode = self.find(path)
        if inode is None:
            raise LookupError(f"no such file in the record: {path.name}")
        return inode

    def _set(
        self,
        path: PurePosixPath,
        inode: int | None,
        step: int,
        moved_to: tuple[int, str] | None = None,
    ) -> None:
        folder = self._known(path.parent)
        self._inodes[folder].changes.append((step, Name(path.name, inode, step, moved_to)))
        if inode is None:
            self._now[folder].pop(path.name, None)
        else:
            self._now[folder][path.name] = inode

    def _next(self) -> int:
        self.count += 1
        return self.count

    def write_state(self, target: Path, cut: int, kept: Kept, rng: random.Random) -> None:
        """Lay out what a power cut leaves.

        Args:
            target: Folder that is made.
            cut: Operations with a smaller number have happened.
            kept: What becomes of those that were not synced.
            rng: Decides by chance where `kept` says so.
        """
        names = {
            number: self._names(number, cut, kept, rng)
            for number, inode in enumerate(self._inodes)
            if inode.is_folder
        }
        _keep_what_was_moved(self._inodes, names, cut)
        self._write_folder(target, 0, names, _State(cut, kept, rng))

    def _names(self, folder: int, cut: int, kept: Kept, rng: random.Random) -> dict[str, int]:
        inode, entries = self._inodes[folder], dict[str, int]()
        sure = inode.sure_before(cut)
        steps_kept: dict[int, bool] = {}
        for number, change in inode.changes:
            if number >= cut or not isinstance(change, Name):
                continue
            if number > sure and not steps_kept.setdefault(change.step, _keeps_name(kept, rng)):
                continue
            if change.inode is None:
                entries.pop(change.name, None)
            else:
                entries[change.name] = change.inode
        return entries

    def _write_folder(
        self, target: Path, folder: int, names: dict[int, dict[str, int]], state: _State
    ) -> None:
        target.mkdir(mode=0o700)
        for name, inode in names[folder].items():
            if self._inodes[inode].is_folder:
                self._write_folder(target / name, inode, names, state)
            else:
                data = self._bytes(self._inodes[inode], state.cut, state.kept, state.rng)
                (target / name).write_bytes(data)
                (target / name).chmod(0o600)

    def _bytes(self, inode: Inode, cut: int, kept: Kept, rng: random.Random | None) -> bytes:
        data, sure = bytearray(inode.base), inode.sure_before(cut)
        happened = [(number, each) for number, each in inode.changes if number < cut]
        for place, (number, change) in enumerate(happened):
            parts = [change]
            if number > sure and rng is not None:
                parts = list(_kept_part(change, kept, rng, is_last=place == len(happened) - 1))
            for part in parts:
                _apply(data, part)
        return bytes(data)


@dataclass(frozen=True, slots=True)
class _State:
    cut: int
    kept: Kept
    rng: random.Random


def _keeps_name(kept: Kept, rng: random.Random) -> bool:
    match kept:
        case Kept.NOTHING | Kept.BYTES_ONLY:
            return False
        case Kept.TORN | Kept.NAMES_ONLY:
            return True
        case Kept.ANY:
            return rng.random() < 0.5


def _kept_part(
    change: Change, kept: Kept, rng: random.Random, *, is_last: bool
) -> Iterator[Change]:
    """What is left of one unsynced change of bytes."""
    match kept:
        case Kept.NOTHING | Kept.NAMES_ONLY:
            return
        case Kept.BYTES_ONLY:
            yield change
        case Kept.TORN:
            yield from _torn(change, rng) if is_last else (change,)
        case Kept.ANY:
            match rng.randrange(3):
                case 0:
                    yield change
                case 1:
                    yield from _torn(change, rng)


def _torn(change: Change, rng: random.Random) -> Iterator[Change]:
    """A write of which some sectors arrived; the file may be as long as if all had."""
    if not isinstance(change, Write):
        return
    if rng.random() < 0.5:
        yield Write(change.offset, change.data[: rng.randrange(len(change.data) + 1)])
        return
    if rng.random() < 0.5:
        yield Write(change.offset + len(change.data), b"")
    for start in range(0, len(change.data), SECTOR_BYTES):
        if rng.random() < 0.5:
            yield Write(change.offset + start, change.data[start : start + SECTOR_BYTES])


def _apply(data: bytearray, change: Change) -> None:
    match change:
        case Write(offset, part):
            end = offset + len(part)
            if len(data) < offset:
                data.extend(bytes(offset - len(data)))
            data[offset:end] = part
        case Cut(length):
            del data[length:]
            data.extend(bytes(length - len(data)))
        case Name():
            raise TypeError("a name is no change of bytes")


def _keep_what_was_moved(inodes: list[Inode], names: dict[int, dict[str, int]], cut: int) -> None:
    """A file whose old name is gone has its new one, where nothing replaced that since."""
    for folder, entries in names.items():
        for number, change in inodes[folder].changes:
            if number >= cut or not isinstance(change, Name) or change.moved_to is None:
                continue
            place, name = change.moved_to
            if change.name in entries or name in names[place]:
                continue
            later = [
                each
                for at, each in inodes[place].changes
                if isinstance(each, Name) and each.name == name and number < at < cut
            ]
            moved = next(
                each.inode
                for at, each in inodes[place].changes
                if at == number and isinstance(each, Name) and each.name == name
            )
            if not later and moved is not None:
                names[place][name] = moved
