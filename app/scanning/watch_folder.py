"""The folder into which a machine on the network scans (scan to SMB).

What lies in it is nobody's until a station renames it into a folder of its own, on the same disk:
that is one step for the file server, so two stations never take the same file. A file is claimed
only when it has come to rest and was written to its end. Nothing is deleted here before its pages
are durable somewhere else, and what cannot be taken is moved aside where people see it.

    scan.pdf                                nobody's
    .sohoa/<station>/<token>~scan.pdf       claimed by one station
    da-nhan/2026-11-22/<token>~scan.pdf     its pages are durable
    khong-nhan/<token>~scan.pdf             it cannot become pages
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.scanning.base import ScanError
from app.scanning.folder import (
    MAX_IMPORT_BYTES,
    SourceNotRegular,
    SourceTooLarge,
    is_hidden,
    natural_order,
)
from app.scanning.watch_errors import (
    FileLocked,
    HalfWritten,
    NotAPage,
    TakenElsewhere,
    WatchFolderDenied,
    file_error,
    folder_error,
    is_sharing_violation,
)
from app.scanning.watch_whole import Wholeness, wholeness

CLAIMS, DONE, REFUSED = ".sohoa", "da-nhan", "khong-nhan"
SETTLE_S = 5.0
"""How long size and time of a file have to stay the same; servers tell them a few seconds late."""
PATIENCE_S = 120.0
"""After so long at rest a file that is not whole counts as broken off."""
_MARK = "~"
_BEAT_S = 600.0
_HOUR_S = 3600.0
_PARTS = frozenset({".tmp", ".part", ".partial", ".filepart", ".crdownload", ".lock"})
_OWNER = re.compile(r"[0-9a-f]{8,64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Rest(StrEnum):
    """How far a file in the folder is."""

    SETTLING = "settling"
    READY = "ready"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that lies in the folder.

    Attributes:
        name: As it is in the folder.
        error: What keeps it from being taken, None unless there is trouble.
    """

    name: str
    size: int
    rest: Rest
    error: ScanError | None = None


Stamp = tuple[int, int, int]
"""Size, time of the last change and number of a file; tells whether it is still the same."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that belongs to this station now.

    Attributes:
        name: What it was called.
        path: Where it lies now.
        stamp: What it looked like when it was claimed.
        is_left_over: Claimed by an earlier run that did not get to its end.
    """

    name: str
    path: Path
    stamp: Stamp
    is_left_over: bool = False

    @property
    def token(self) -> str:
        """Names this claim and no other, also after a restart; "" for a file of other origin."""
        token, mark, _ = self.path.name.partition(_MARK)
        return token if mark else ""


@dataclass(slots=True)
class _Look:
    """What the looks so far have seen of a file."""

    stamp: Stamp
    since: float
    judged: Wholeness | None = None


class WatchFolder:
    """One watched folder, as one station sees it. For one thread.

    Args:
        folder: The folder.
        owner: Name of this station's store, hexadecimal; no two stores have the same.
        ticks: Seconds of a clock that only goes forward: wrong dates do no harm.
        token: Gives names that were never given before, hexadecimal.
    """

    def __init__(
        self, folder: Path, owner: str, *, ticks: Callable[[], float], token: Callable[[], str]
    ) -> None:
        if not _OWNER.fullmatch(owner):
            raise ValueError("owner of a watch folder")
        self.folder = folder
        self._own = folder / CLAIMS / owner
        self._ticks = ticks
        self._token = token
        self._looks: dict[str, _Look] = {}
        self._beat_at: float | None = None

    def look(self) -> list[Arrival]:
        """Look at what lies there, oldest name first; call again after a while.

        Raises:
            WatchFolderGone, WatchFolderDenied: The folder itself cannot be looked at.
        """
        found: list[Arrival] = []
        self._beat()
        try:
            with os.scandir(self.folder) as entries:
                names = [entry.name for entry in entries if not _is_left_alone(entry)]
        except OSError as error:
            self._looks.clear()
            raise folder_error(error) from error
        for name in sorted(names, key=lambda name: natural_order(Path(name))):
            try:
                found.append(self._arrival(name))
            except FileNotFoundError:
                self._looks.pop(name, None)
        self._looks = {name: look for name, look in self._looks.items() if name in set(names)}
        return found

    def _arrival(self, name: str) -> Arrival:
        path = self.folder / name
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            return Arrival(name, 0, Rest.TROUBLE, SourceNotRegular("link, pipe or device"))
        now, stamp = self._ticks(), _stamp(status)
        look = self._looks.get(name)
        if look is None or look.stamp != stamp:
            self._looks[name] = _Look(stamp, now)
            return Arrival(name, status.st_size, Rest.SETTLING)
        rested = now - look.since
        if rested < SETTLE_S:
            return Arrival(name, status.st_size, Rest.SETTLING)
        return self._at_rest(name, look, rested)

    def _at_rest(self, name: str, look: _Look, rested: float) -> Arrival:
        size = look.stamp[0]
        if size > MAX_IMPORT_BYTES:
            return Arrival(name, size, Rest.TROUBLE, SourceTooLarge(f"{size} bytes"))
        try:
            if look.judged is None:
                look.judged = wholeness(self.folder / name) if size else Wholeness.CUT
        except FileNotFoundError:
            raise
        except SourceNotRegular as error:
            return Arrival(name, size, Rest.TROUBLE, error)
        except OSError as error:
            return Arrival(name, size, Rest.TROUBLE, file_error(error))
        match look.judged:
            case Wholeness.WHOLE:
                return Arrival(name, size, Rest.READY)
            case Wholeness.CUT if rested < PATIENCE_S:
                return Arrival(name, size, Rest.SETTLING)
            case Wholeness.CUT:
                return Arrival(name, size, Rest.TROUBLE, HalfWritten(f"{size} bytes"))
            case Wholeness.UNKNOWN:
                return Arrival(name, size, Rest.TROUBLE, NotAPage("no known beginning"))

    def claim(self, name: str) -> Claim:
        """Make a file that is ready this station's own, in one step.

        Raises:
            TakenElsewhere: It is not there any more.
            FileLocked: It is still written, or held by another program.
            WatchFolderDenied, WatchFolderGone: The station may not, or the share is offline.
        """
        look = self._looks.get(name)
        self._make(self._own)
        target = self._own / f"{self._token()}{_MARK}{name}"
        try:
            (self.folder / name).rename(target)
        except FileNotFoundError as error:
            raise TakenElsewhere("gone before the claim") from error
        except OSError as error:
            raise self._claim_error(error) from error
        claim = Claim(name, target, _stamp(_status(target)))
        self._looks.pop(name, None)
        if look is None or look.stamp != claim.stamp:
            self.put_back(claim)
            raise FileLocked("changed while it was claimed")
        return claim

    def _claim_error(self, error: OSError) -> ScanError:
        if is_sharing_violation(error):
            return FileLocked("held by another program")
        return folder_error(error)

    def claims(self) -> list[Claim]:
        """Files that an earlier run of this station has claimed and not finished.

        Raises:
            WatchFolderGone, WatchFolderDenied: The folder cannot be looked at.
        """
        try:
            os.lstat(self.folder)
            _refuse_links(self._own, self._own.parent)
            return _claims_in(self._own) if self._own.is_dir() else []
        except OSError as error:
            raise folder_error(error) from error

    def abandoned(self, hours: float) -> list[Claim]:
        """Files that a station has claimed which gave no sign for so many hours.

        Both times come from the file server; clocks of stations do not count. Gives none before
        this station has claimed a file itself or looked for the first time.

        Raises:
            WatchFolderGone, WatchFolderDenied: The folder cannot be looked at.
        """
        root = self.folder / CLAIMS
        found: list[Claim] = []
        try:
            _refuse_links(root)
            if not root.is_dir():
                return []
            others = [
                path
                for path in sorted(root.iterdir())
                if path != self._own and _OWNER.fullmatch(path.name) and not path.is_symlink()
            ]
            if not others:
                return []
            self._make(self._own)
            self._beat(is_due=True)
            now = os.lstat(self._own).st_mtime
            for each in others:
                if now - os.lstat(each).st_mtime >= hours * _HOUR_S:
                    found += _claims_in(each)
        except OSError as error:
            raise folder_error(error) from error
        return found

    def _beat(self, *, is_due: bool = False) -> None:
        """Show the others that this station is alive, as long as it has a folder for claims."""
        now = self._ticks()
        if not is_due and self._beat_at is not None and now - self._beat_at < _BEAT_S:
            return
        with contextlib.suppress(OSError):
            os.utime(self._own)
            self._beat_at = now

    def is_unchanged(self, claim: Claim) -> bool:
        """Whether a claimed file is still what it was; a writer may hold it open all the time."""
        return _stamp(_status(claim.path)) == claim.stamp

    def finish(self, claim: Claim, day: date) -> None:
        """Put a file whose pages are durable among those that were taken.

        Raises:
            WatchFolderGone, WatchFolderDenied: It stays claimed and is finished later.
        """
        self._move(claim, self.folder / DONE / day.isoformat())

    def refuse(self, claim: Claim) -> None:
        """Put a file that cannot become pages where people see it.

        Raises:
            WatchFolderGone, WatchFolderDenied: It stays claimed.
        """
        self._move(claim, self.folder / REFUSED)

    def put_back(self, claim: Claim) -> None:
        """Give a claimed file back, under a name that can overwrite nothing.

        Raises:
            WatchFolderGone, WatchFolderDenied: It stays claimed.
        """
        name = Path(claim.name)
        target = self.folder / f"{name.stem}-{self._token()}{name.suffix}"
        try:
            claim.path.rename(target)
        except OSError as error:
            raise folder_error(error) from error

    def done_before(self, day: date) -> list[Path]:
        """Taken files that were finished before a day.

        Raises:
            WatchFolderGone, WatchFolderDenied: The folder cannot be looked at.
        """
        root = self.folder / DONE
        try:
            _refuse_links(root)
            days = [path for path in root.iterdir() if _DAY.fullmatch(path.name)]
            old = [path for path in sorted(days) if path.name < day.isoformat()]
            folders = [folder for folder in old if not folder.is_symlink() and folder.is_dir()]
            return [path for folder in folders for path in sorted(folder.iterdir())]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise folder_error(error) from error

    def delete(self, path: Path) -> None:
        """Delete a taken file, and its day when that is empty.

        Raises:
            WatchFolderGone, WatchFolderDenied: It is still there.
        """
        try:
            path.unlink(missing_ok=True)
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
        except OSError as error:
            raise folder_error(error) from error

    def _move(self, claim: Claim, to: Path) -> None:
        self._make(to)
        try:
            claim.path.rename(to / claim.path.name)
        except OSError as error:
            raise folder_error(error) from error

    def _make(self, folder: Path) -> None:
        """Make a folder below the watched one; what is a link there leads elsewhere."""
        try:
            os.lstat(self.folder)
            above = () if folder.parent == self.folder else (folder.parent,)
            _refuse_links(*above)
            folder.mkdir(parents=True, exist_ok=True)
            _refuse_links(folder, *above)
        except OSError as error:
            raise folder_error(error) from error


def owner_mark(file: Path, make: Callable[[], str]) -> str:
    """Name of this store among the stations on a share; made once.

    Raises:
        WatchFolderDenied: It can be neither read nor written.
    """
    try:
        if file.exists():
            kept = file.read_text("ascii").strip()
            if _OWNER.fullmatch(kept):
                return kept
        made = make()
        temporary = file.with_suffix(".new")
        temporary.write_text(made, "ascii")
        temporary.replace(file)
    except (OSError, ValueError) as error:
        raise WatchFolderDenied("the station's own mark") from error
    return made


def _is_left_alone(entry: os.DirEntry[str]) -> bool:
    """Folders, hidden files, and files that a program has not named for good yet."""
    path = Path(entry.name)
    if is_hidden(path) or path.suffix.casefold() in _PARTS:
        return True
    return entry.is_dir(follow_symlinks=False)


def _refuse_links(*folders: Path) -> None:
    """What others have put in the place of the station's own folders leads elsewhere."""
    if any(folder.is_symlink() for folder in folders):
        raise WatchFolderDenied("a link in the place of a folder")


def _claims_in(folder: Path) -> list[Claim]:
    left: list[Claim] = []
    for path in sorted(folder.iterdir()):
        with contextlib.suppress(FileNotFoundError):
            left.append(Claim(_told_name(path.name), path, _stamp(os.lstat(path)), True))
    return left


def _told_name(name: str) -> str:
    token, mark, rest = name.partition(_MARK)
    return rest if mark and token and rest else name


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _status(path: Path) -> os.stat_result:
    try:
        return os.lstat(path)
    except OSError as error:
        raise folder_error(error) from error
