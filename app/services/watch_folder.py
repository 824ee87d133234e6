"""Watch folder: what a machine on the network has scanned comes into dossiers.

The order of steps decides what a kill costs: claimed (rename), kept (vault, then all rows in one
transaction), finished (rename). Whatever was claimed and not finished is found at the next start.
Its digest tells whether its pages are durable: then it is only finished, otherwise it is taken.
Nothing is lost and nothing comes twice.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from app.domain.officer import Right
from app.domain.page import Page
from app.errors import (
    JobCancelled,
    JobTimeout,
    LibraryError,
    OutOfMemory,
    StationError,
    WorkerDied,
)
from app.jobs import CancelToken
from app.scanning.base import ScanError
from app.scanning.folder import SourceMissing, SourceTooLarge, safe_name, source_pieces
from app.scanning.watch_errors import FileLocked, WatchFolderDenied, WatchFolderGone
from app.scanning.watch_folder import (
    Claim,
    Rest,
    WatchFolder,
)
from app.services.access import require
from app.services.import_files import (
    NO_HOOKS,
    ImportHooks,
    open_source,
    taken_page,
)
from app.services.station import Station
from app.services.watch_places import GoesOn, Place

log = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
"""How often the folder is looked at when it gives no sign."""
ABANDONED_H = 24.0
"""After so many hours without a sign of the station that claimed a file others may have it."""
_NO_FOLDER = (WatchFolderGone, WatchFolderDenied)


class TakenBefore(ScanError):
    """The same bytes were taken before; the pages were not doubled."""

    code = "watch.taken_before"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the folder shows now.

    Attributes:
        ready: Names of files that can be taken.
        settling: How many are still being written.
        troubles: Names of those that cannot be taken, and why; they stay where they are.
        left_over: Files of an earlier run that are to be taken or finished first.
        abandoned: Files that a station which is silent for `ABANDONED_H` hours has claimed.
    """

    ready: tuple[str, ...] = ()
    settling: int = 0
    troubles: tuple[tuple[str, StationError], ...] = ()
    left_over: tuple[str, ...] = ()
    abandoned: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Files that wait for somebody to say where they go."""
        return len(self.ready) + len(self.left_over)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one file.

    Attributes:
        name: Safe to show.
        pages: Its pages; empty when there is an error.
        error: Why it was not taken, None when it was.
        before: The page it gave before, where the same bytes were taken already.
    """

    name: str
    pages: tuple[Page, ...] = ()
    error: StationError | None = None
    before: Page | None = None


def look(folder: WatchFolder) -> Waiting:
    """What waits in the folder.

    Raises:
        WatchFolderGone, WatchFolderDenied: The folder cannot be looked at.
    """
    arrivals = folder.look()
    return Waiting(
        ready=tuple(each.name for each in arrivals if each.rest is Rest.READY),
        settling=sum(each.rest is Rest.SETTLING for each in arrivals),
        troubles=tuple((safe_name(each.name), each.error) for each in arrivals if each.error),
        left_over=tuple(claim.name for claim in folder.claims()),
        abandoned=tuple(claim.name for claim in folder.abandoned(ABANDONED_H)),
    )


def free_abandoned(station: Station, folder: WatchFolder) -> list[str]:
    """Put files that a silent station has claimed back into the folder; gives their names.

    Whether that station kept their pages before it fell silent nobody here can know, so a person
    decides on it.

    Raises:
        WatchFolderGone, WatchFolderDenied: The others stay claimed.
    """
    require(station, Right.CAPTURE)
    freed = []
    for claim in folder.abandoned(ABANDONED_H):
        folder.put_back(claim)
        freed.append(safe_name(claim.name))
        station.store.record(station.act("watch.freed", station.identity.station_id))
    return freed


def take(
    station: Station,
    folder: WatchFolder,
    place: Place,
    *,
    names: Sequence[str] | None = None,
    hooks: ImportHooks = NO_HOOKS,
) -> list[Taken]:
    """Take files; those an earlier run has left over come first.

    Args:
        station: The station.
        folder: The watched folder.
        place: Where the pages go.
        names: Which files, None for all that are ready.
        hooks: Whom to tell of saved pages, and who knows passwords.

    Raises:
        StoreError: Nothing more can be kept; the file in work stays claimed.
        WatchFolderGone, WatchFolderDenied: The folder is gone; claimed files stay claimed.
    """
    require(station, Right.CAPTURE)
    done: list[Taken] = [_take(station, folder, claim, place, hooks) for claim in folder.claims()]
    wanted = look(folder).ready if names is None else names
    for name in wanted:
        try:
            claim = folder.claim(name)
        except _NO_FOLDER:
            raise
        except ScanError as error:
            done.append(Taken(safe_name(name), error=error))
            continue
        done.append(_take(station, folder, claim, place, hooks))
    return done


def _take(
    station: Station, folder: WatchFolder, claim: Claim, place: Place, hooks: ImportHooks
) -> Taken:
    name = safe_name(claim.name)
    try:
        source = open_source(station, name, source_pieces(claim.path), hooks)
    except JobCancelled:
        raise
    except StationError as error:
        return _not_taken(folder, claim, error)
    if not folder.is_unchanged(claim):
        folder.put_back(claim)
        return Taken(name, error=FileLocked("changed while it was read"))
    source = replace(source, arrival=claim.token)
    digest = source.info.sha256
    if _is_known(station, claim, digest):
        before = taken_page(station, digest)
        if claim.is_left_over and before is not None and isinstance(place, GoesOn):
            place.go_on(station, before)
        folder.finish(claim, station.now().date())
        told = None if claim.is_left_over else TakenBefore("same bytes")
        return Taken(name, error=told, before=taken_page(station, digest))
    pages = place(station, source)
    for page in pages:
        hooks.on_saved(page)
    folder.finish(claim, station.now().date())
    return Taken(name, tuple(pages))


def _is_known(station: Station, claim: Claim, digest: str) -> bool:
    """Whether these bytes gave pages before.

    Pages in the trash may come anew; but a file that was left over by a kill was kept already,
    whatever the officer has done with its pages since.
    """
    if taken_page(station, digest) is not None:
        return True
    return claim.is_left_over and station.store.taken_before(digest) is not None


def _not_taken(folder: WatchFolder, claim: Claim, error: StationError) -> Taken:
    """A file that cannot become pages goes aside; trouble of the machine leaves it claimed."""
    match error:
        case SourceMissing():
            log.warning("a claimed file is gone: %s", error.detail)
        case SourceTooLarge():
            folder.put_back(claim)
        case LibraryError() | ScanError() | WorkerDied() | JobTimeout() | OutOfMemory():
            folder.refuse(claim)
        case _:
            raise error
    return Taken(safe_name(claim.name), error=error)


def clear_done(station: Station, folder: WatchFolder, days: float) -> int:
    """Delete files that were taken more than so many days ago; gives how many. 0 = keep all.

    One whose digest the audit chain does not know is not deleted: its pages were never here.

    Raises:
        WatchFolderGone, WatchFolderDenied: The folder cannot be looked at.
    """
    if days <= 0:
        return 0
    deleted = 0
    for path in folder.done_before((station.now() - timedelta(days=days)).date()):
        try:
            digest = _digest_of(path)
        except StationError as error:
            log.warning("a taken file is kept: %s", error.code)
            continue
        if station.store.taken_before(digest) is not None:
            folder.delete(path)
            deleted += 1
    return deleted


def _digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    for piece in source_pieces(path):
        digest.update(piece)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class WatchHooks:
    """Whom the watch tells.

    Attributes:
        on_waiting: Told what waits, when that has changed.
        on_taken: Told what came of a file.
        on_trouble: Told that the folder is gone, once, and None when it is back.
        wait: Waits until something happens in the folder, or for so many seconds.
    """

    wait: Callable[[float], None]
    on_waiting: Callable[[Waiting], None] = lambda waiting: None
    on_taken: Callable[[Taken], None] = lambda taken: None
    on_trouble: Callable[[StationError | None], None] = lambda error: None


def watch(
    station: Station,
    folder: WatchFolder,
    place: Place | None,
    hooks: WatchHooks,
    cancel: CancelToken,
) -> None:
    """Watch until somebody asks to stop; a folder that is gone is waited for.

    Args:
        station: The station.
        folder: The watched folder.
        place: Where files go, None when somebody is asked (`take`).
        hooks: Whom to tell, and how to wait.
        cancel: Ends it.

    Raises:
        StoreError: Nothing more can be kept.
    """
    shown: Waiting | None = None
    trouble: StationError | None = None
    while not cancel.cancelled:
        try:
            waiting = look(folder)
            if trouble is not None:
                trouble = None
                hooks.on_trouble(None)
            if waiting != shown:
                shown = waiting
                hooks.on_waiting(waiting)
            if place is not None and waiting.count:
                for taken in take(station, folder, place, names=waiting.ready):
                    hooks.on_taken(taken)
        except _NO_FOLDER as error:
            if trouble is None or trouble.code != error.code:
                hooks.on_trouble(error)
            trouble, shown = error, None
        hooks.wait(LOOK_EVERY_S)
