"""The watch folder over a station in memory: nothing lost, nothing doubled, everything told."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.errors import IllegalStep, StationError
from app.jobs import CancelToken
from app.scanning.watch_folder import DONE, REFUSED, SETTLE_S, WatchFolder
from app.services import page_edits
from app.services.capture import new_dossier
from app.services.watch_folder import (
    Taken,
    Waiting,
    WatchHooks,
    clear_done,
    free_abandoned,
    look,
    take,
    watch,
)
from app.services.watch_places import Place, into_dossier, into_new_dossiers
from tests.fakes.counter_station import CounterStation


def scan(text: str) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + text.encode() + b"IEND"


class Killed(BaseException):
    """The program ends here."""


class Share:
    """A watched folder that has come to rest, and the station beside it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self.counter = CounterStation()
        self.now = 0.0
        self._tokens = itertools.count(1)
        self.folder = self.again()

    def again(self) -> WatchFolder:
        """As after a start of the program."""
        self.folder = WatchFolder(
            self.path, "a" * 16, ticks=lambda: self.now, token=lambda: f"{next(self._tokens):08x}"
        )
        return self.folder

    def put(self, name: str, data: bytes) -> None:
        (self.path / name).write_bytes(data)

    def rest(self) -> Waiting:
        self.folder.look()
        self.now += SETTLE_S
        return look(self.folder)

    def take(self, place: Place | None = None) -> list[Taken]:
        return take(self.counter.station, self.folder, place or into_new_dossiers())

    def kept(self) -> list[bytes]:
        """Bytes of all pages of all dossiers."""
        rows = self.counter.store.dossier_rows()
        pages = [page for row in rows for page in self.counter.pages(row.dossier.id)]
        return sorted(self.counter.vault.get(page.dossier_id, page.raw) for page in pages)

    def lying(self, folder: str = "") -> list[bytes]:
        root = self.path / folder if folder else self.path
        return sorted(path.read_bytes() for path in root.rglob("*") if path.is_file())


@pytest.fixture
def share(tmp_path: Path) -> Share:
    return Share(tmp_path)


def test_take_each_file_becomes_a_dossier_and_stays_among_the_taken(share: Share) -> None:
    share.put("1.png", scan("one"))
    share.put("2.png", scan("two"))
    share.rest()

    taken = share.take()

    assert [(each.name, len(each.pages), each.error) for each in taken] == [
        ("1.png", 1, None),
        ("2.png", 1, None),
    ]
    assert len(share.counter.store.dossier_rows()) == 2
    assert share.kept() == share.lying(DONE) == [scan("one"), scan("two")]


def test_take_into_the_open_dossier_keeps_the_order(share: Share) -> None:
    home = new_dossier(share.counter.station).id
    for name in ("10.png", "9.png"):
        share.put(name, scan(name))
    share.rest()

    share.take(into_dossier(home))

    assert [page.source for page in share.counter.pages(home)] == ["9.png", "10.png"]


def test_take_same_bytes_again_are_told_and_not_doubled(share: Share) -> None:
    share.put("1.png", scan("one"))
    share.rest()
    (first,) = share.take()
    share.put("copy.png", scan("one"))
    share.rest()

    (second,) = share.take()

    assert second.error is not None
    assert second.error.code == "watch.taken_before"
    assert second.before == first.pages[0]
    assert share.kept() == [scan("one")]


def test_take_file_whose_pages_lie_in_the_trash_comes_anew(share: Share) -> None:
    share.put("1.png", scan("one"))
    share.rest()
    (first,) = share.take()
    page_edits.trash_pages(share.counter.station, [first.pages[0].id])
    share.put("1.png", scan("one"))
    share.rest()

    (second,) = share.take()

    assert second.error is None
    assert share.kept() == [scan("one")]


def test_take_file_that_is_no_picture_goes_aside(share: Share) -> None:
    share.put("1.gif", b"GIF89a nothing;")
    share.put("2.png", scan("two"))
    share.rest()

    taken = share.take()

    assert [each.error and each.error.code for each in taken] == ["input.not_an_image", None]
    assert share.lying(REFUSED) == [b"GIF89a nothing;"]
    assert share.rest().count == 0


def test_take_file_that_another_station_took_is_told(share: Share) -> None:
    share.put("1.png", scan("one"))
    waiting = share.rest()
    (share.path / "1.png").unlink()

    taken = take(share.counter.station, share.folder, into_new_dossiers(), names=waiting.ready)

    assert [each.error and each.error.code for each in taken] == ["watch.taken_elsewhere"]


def test_take_into_a_sealed_dossier_keeps_the_file_for_later(share: Share) -> None:
    home = share.counter.add_unread([scan("zero")])
    _close(share.counter, home)
    share.put("1.png", scan("one"))
    share.rest()

    with pytest.raises(IllegalStep):
        share.take(into_dossier(home))

    assert look(share.folder).left_over == ("1.png",)
    (taken,) = share.take()
    assert taken.error is None
    assert scan("one") in share.kept()


def _close(counter: CounterStation, home: DossierId) -> None:
    station = counter.station
    act = station.act("dossier.reviewed", home)
    station.store.move_dossier(home, DossierState.OPEN, DossierState.REVIEWED, act)


def killing(share: Share, monkeypatch: pytest.MonkeyPatch, at: int, *, after: bool) -> None:
    """Kill at the step with this number, before or after it took effect."""
    count = itertools.count()

    def wrapped(original: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            number = next(count)
            if number == at and not after:
                raise Killed
            result = original(*args, **kwargs)
            if number == at:
                raise Killed
            return result

        return step

    monkeypatch.setattr(Path, "rename", wrapped(Path.rename))
    for owner, name in (
        (share.counter.vault, "put_pieces"),
        (share.counter.store, "add_pages"),
        (share.counter.store, "add_dossier"),
        (share.counter.store, "taken_before"),
    ):
        monkeypatch.setattr(owner, name, wrapped(getattr(owner, name)))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(14))
def test_take_killed_at_every_step_nothing_is_lost_or_doubled(
    share: Share, monkeypatch: pytest.MonkeyPatch, at: int, after: bool
) -> None:
    files = {"1.png": scan("one"), "2.png": scan("two")}
    for name, data in files.items():
        share.put(name, data)
    share.rest()

    with monkeypatch.context() as patched:
        killing(share, patched, at, after=after)
        with contextlib.suppress(Killed):
            share.take()

    share.again()
    share.rest()
    share.take()
    assert share.kept() == sorted(files.values())
    assert share.lying(DONE) == sorted(files.values())
    assert share.lying() == sorted(files.values())


def test_clear_done_deletes_only_old_files_whose_pages_were_here(share: Share) -> None:
    share.put("1.png", scan("one"))
    share.rest()
    share.take()
    (day,) = (share.path / DONE).iterdir()
    (day / "ffff~stray.png").write_bytes(scan("stray"))

    before = clear_done(share.counter.station, share.folder, 7)
    share.counter.clock += timedelta(days=8)
    after = clear_done(share.counter.station, share.folder, 7)

    assert (before, after) == (0, 1)
    assert share.lying() == [scan("stray")]
    assert clear_done(share.counter.station, share.folder, 0) == 0


def test_watch_folder_gone_is_told_once_and_its_return_too(tmp_path: Path) -> None:
    share = Share(tmp_path / "share")
    token = CancelToken()
    told: list[str] = []
    taken: list[Taken] = []
    rounds = itertools.count()

    def trouble(error: StationError | None) -> None:
        told.append("" if error is None else error.code)

    def wait(_seconds: float) -> None:
        share.now += SETTLE_S
        match next(rounds):
            case 2:
                share.path.mkdir()
                share.put("1.png", scan("one"))
            case 6:
                token.cancel()

    hooks = WatchHooks(wait=wait, on_taken=taken.append, on_trouble=trouble)
    watch(share.counter.station, share.folder, into_new_dossiers(), hooks, token)

    assert told == ["watch.folder_gone", ""]
    assert [each.error for each in taken] == [None]
    assert share.kept() == [scan("one")]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(10))
def test_take_killed_at_every_step_leaves_no_empty_dossier(
    share: Share, monkeypatch: pytest.MonkeyPatch, at: int, after: bool
) -> None:
    share.put("1.png", scan("one"))
    share.rest()
    with monkeypatch.context() as patched:
        killing(share, patched, at, after=after)
        with contextlib.suppress(Killed):
            share.take()

    share.again()
    share.rest()
    share.take()

    rows = share.counter.store.dossier_rows()
    assert [len(share.counter.pages(row.dossier.id)) for row in rows] == [1]


def test_free_abandoned_file_of_a_silent_station_is_taken_by_another(share: Share) -> None:
    share.put("1.png", scan("one"))
    share.rest()
    share.folder.claim("1.png")
    theirs = share.path / ".sohoa" / ("a" * 16)
    day_ago = theirs.stat().st_mtime - 25 * 3600
    os.utime(theirs, (day_ago, day_ago))
    other = WatchFolder(share.path, "b" * 16, ticks=lambda: share.now, token=lambda: "f" * 8)
    share.folder = other

    waiting = share.rest()
    freed = free_abandoned(share.counter.station, other)
    share.rest()
    (taken,) = share.take()

    assert (waiting.abandoned, waiting.count, freed) == (("1.png",), 0, ["1.png"])
    assert taken.error is None
    assert share.kept() == [scan("one")]


def test_abandoned_file_of_a_station_that_looks_is_its_own(share: Share) -> None:
    share.put("1.png", scan("one"))
    share.rest()
    share.folder.claim("1.png")
    theirs = share.path / ".sohoa" / ("a" * 16)
    os.utime(theirs, (0, 0))
    share.now += 3600
    share.folder.look()
    other = WatchFolder(share.path, "b" * 16, ticks=lambda: share.now, token=lambda: "f" * 8)

    assert look(other).abandoned == ()
