"""Stacks with covers and separators that come by scanner, as files, and from a watched folder."""

from __future__ import annotations

import contextlib
import itertools
from pathlib import Path
from typing import Any

import pytest

from app.domain.cover_code import Cover, CoverKind, cover_text
from app.domain.ids import DossierId
from app.domain.page import SEPARATOR, PaperBreak
from app.domain.separation import SeparationRules
from app.jobs import CancelToken
from app.scanning.base import FeederEmpty, ScanProfile
from app.scanning.fake import Fault, jam_on_sheet
from app.scanning.watch_folder import DONE, SETTLE_S, WatchFolder
from app.services import both_sides, feeding, page_edits
from app.services.assemble import papers_of
from app.services.capture import ScanOrder, new_dossier
from app.services.feeding import feed
from app.services.import_stacks import import_stack
from app.services.separation import separate
from app.services.separator_look import SeparatorLook
from app.services.watch_folder import Taken, take
from app.services.watch_places import IntoSeparated
from app.services.workers import Inspected
from tests.fakes.counter_station import CounterStation, Reader

STACK = ScanOrder("fake:feeder", ScanProfile(separators=True))
A, B = "H26-251027-0001", "H26-251027-0002"
PATCH = SeparatorLook(patches=(("T",),))


def cover(code: str, kind: CoverKind = CoverKind.CODE) -> SeparatorLook:
    return SeparatorLook(codes=(("qr", cover_text(Cover(kind, code))),))


LOOKS = [cover(A), None, None, None, PATCH, None, None, cover(B), None]
"""Cover A, three pages, a patch, two pages, cover B, one page."""


def pictures(made: CounterStation, looks: list[SeparatorLook | None]) -> list[bytes]:
    drawn = [b"\x89PNG sheet %d" % number for number in range(len(looks))]
    made.reader.seen |= {
        data: look or SeparatorLook() for data, look in zip(drawn, looks, strict=True)
    }
    return drawn


def loaded(*faults: Fault) -> tuple[CounterStation, DossierId]:
    made = CounterStation()
    made.scanner.load(pictures(made, LOOKS))
    made.scanner._faults.extend(faults)
    return made, new_dossier(made.station).id


def by_code(made: CounterStation) -> dict[str, str]:
    """Shape of each dossier: S separator, B begins a paper, a dot for any other page."""
    told = {}
    for row in made.store.dossier_rows():
        signs = []
        for page in made.pages(row.dossier.id):
            begins = page.break_before is PaperBreak.BEGINS
            signs.append("S" if SEPARATOR in page.flags else "B" if begins else ".")
        told[row.dossier.code] = "".join(signs)
    return told


SORTED = {A: "SB..SB.", B: "SB"}


def bytes_kept(made: CounterStation) -> list[bytes]:
    rows = made.store.dossier_rows()
    pages = [page for row in rows for page in made.pages(row.dossier.id)]
    return sorted(made.vault.get(page.dossier_id, page.raw) for page in pages)


def test_feed_stack_with_separators_becomes_two_dossiers() -> None:
    made, home = loaded()

    done = feed(made.station, home, STACK)

    assert by_code(made) == SORTED
    assert [len(each.dossiers) for each in done.separated] == [2]
    assert (done.stopped, done.stack) == (None, ())
    shown = {page for paper in papers_of(made.station, home) for page in paper.pages}
    separators = {page.id for page in made.pages(home) if SEPARATOR in page.flags}
    assert len(separators) == 2
    assert not shown & separators


def test_feed_stack_one_undo_takes_all_of_it_back() -> None:
    made, home = loaded()
    feed(made.station, home, STACK)

    page_edits.undo(made.station, home)

    assert [len(made.pages(row.dossier.id)) for row in made.store.dossier_rows()].count(9) == 1
    assert not any(SEPARATOR in page.flags for page in made.pages(home))


def test_feed_without_separators_in_the_profile_sorts_nothing() -> None:
    made, home = loaded()

    done = feed(made.station, home, ScanOrder("fake:feeder"))

    assert (by_code(made), done.separated) == ({"": "........."}, ())


@pytest.mark.parametrize("sheet", range(1, 10))
def test_feed_stack_that_jams_is_sorted_with_its_rest(sheet: int) -> None:
    made, home = loaded(jam_on_sheet(sheet))

    first = feed(made.station, home, STACK)
    again = ScanOrder("fake:feeder", STACK.profile, stack=first.stack)
    done = feed(made.station, home, again)

    assert first.stopped is not None
    assert (first.separated, len(first.stack)) == ((), sheet - 1)
    assert done.stopped is None
    assert by_code(made) == SORTED


def test_feed_stack_whose_rest_never_comes_is_sorted_when_the_feeder_is_empty() -> None:
    made, home = loaded(jam_on_sheet(9))
    first = feed(made.station, home, STACK)
    made.scanner._feeder.clear()

    done = feed(made.station, home, ScanOrder("fake:feeder", STACK.profile, stack=first.stack))

    assert isinstance(done.stopped, FeederEmpty)
    assert (len(done.separated), done.stack) == (1, ())
    assert by_code(made) == {A: "SB..SB.", B: "S"}


def test_auto_feed_each_filling_is_a_stack() -> None:
    made, home = loaded()
    cancel = CancelToken()

    done = feeding.auto_feed(
        made.station, home, STACK, cancel=cancel, pause=lambda _seconds: cancel.cancel()
    )

    assert len(done.separated) == 1
    assert by_code(made) == SORTED


def test_feed_both_sides_by_hand_sorts_once_they_lie_together() -> None:
    made = CounterStation()
    home = new_dossier(made.station).id
    drawn = pictures(made, [cover(A), None, PATCH, None, None, None, None, None])
    made.scanner.load(drawn[:4])
    fronts = both_sides.feed_fronts(made.station, home, STACK)
    made.scanner.load(drawn[4:])
    backs = both_sides.feed_backs(made.station, fronts.pages, STACK)

    joined = both_sides.interleave(made.station, fronts.pages, backs.pages)
    before = by_code(made)
    both_sides.sort_joined(made.station, joined)

    assert (fronts.separated, backs.separated, before) == ((), (), {"": "........"})
    assert by_code(made) == {A: "SB..SB.."}


class Killed(BaseException):
    """The program ends here."""


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(16))
def test_feed_stack_killed_at_every_step_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, at: int, after: bool
) -> None:
    made, home = loaded()
    steps = itertools.count()
    saved: list[str] = []

    def wrapped(original: Any) -> Any:
        def step(*args: Any, **kwargs: Any) -> Any:
            number = next(steps)
            if number == at and not after:
                raise Killed
            result = original(*args, **kwargs)
            if number == at:
                raise Killed
            return result

        return step

    with monkeypatch.context() as patched:
        for name in ("add_page", "add_dossier", "apply_edit", "set_dossier_codes", "send_pages"):
            if hasattr(made.store, name):
                patched.setattr(made.store, name, wrapped(getattr(made.store, name)))
        with contextlib.suppress(Killed):
            feed(made.station, home, STACK, on_saved=lambda page: saved.append(page.id))
    lying = {page.id for row in made.store.dossier_rows() for page in made.pages(row.dossier.id)}
    assert set(saved) <= lying

    if len(lying) == len(LOOKS):
        separate(made.station, home, SeparationRules())
        assert by_code(made) == SORTED


def test_import_stack_sorts_files_like_a_scan(tmp_path: Path) -> None:
    made = CounterStation()
    home = new_dossier(made.station).id
    paths = []
    for number, data in enumerate(pictures(made, LOOKS)):
        paths.append(tmp_path / f"{number}.png")
        paths[-1].write_bytes(data)

    done = import_stack(made.station, home, paths)

    assert len(done.result.pages) == 9
    assert done.separated.entry
    assert by_code(made) == SORTED


class Share:
    """A watched folder with one stack of several pages in it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made = CounterStation()
        self.path = folder
        self.now = 0.0
        self.looks: list[SeparatorLook | None] = LOOKS
        self._tokens = itertools.count(1)
        monkeypatch.setattr(Reader, "inspect_source", lambda _self, given: self._inspected(given))
        monkeypatch.setattr(
            Reader,
            "look_for_separators",
            lambda _self, order: self.looks[order.frame] or SeparatorLook(),
        )
        (folder / "stack.png").write_bytes(b"\x89PNG\r\n\x1a\n a stack IEND")

    def _inspected(self, given: Any) -> Inspected:
        return Inspected("image/png", len(self.looks), False, given.sha256())

    def take(self) -> list[Taken]:
        folder = WatchFolder(
            self.path, "a" * 16, ticks=lambda: self.now, token=lambda: f"{next(self._tokens):08x}"
        )
        folder.look()
        self.now += SETTLE_S
        return take(self.made.station, folder, IntoSeparated())


def test_watch_folder_stack_becomes_two_dossiers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = Share(tmp_path, monkeypatch)

    (taken,) = share.take()

    assert taken.error is None
    assert len(taken.pages) == 9
    assert by_code(share.made) == SORTED
    assert [path.name[9:] for path in (tmp_path / DONE).rglob("*.png")] == ["stack.png"]


@pytest.mark.parametrize("kind", [CoverKind.BLANK, CoverKind.CODE])
def test_watch_folder_stack_for_a_known_dossier_leaves_none_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: CoverKind
) -> None:
    share = Share(tmp_path, monkeypatch)
    share.looks = [cover(A, kind), None]
    if kind is CoverKind.CODE:
        new_dossier(share.made.station, code=A)

    share.take()

    rows = share.made.store.dossier_rows()
    assert [len(share.made.pages(row.dossier.id)) for row in rows] == [2]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(10))
def test_watch_folder_stack_killed_at_every_step_is_sorted_at_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, after: bool
) -> None:
    share = Share(tmp_path, monkeypatch)
    made, steps = share.made, itertools.count()

    def wrapped(original: Any) -> Any:
        def step(*args: Any, **kwargs: Any) -> Any:
            number = next(steps)
            if number == at and not after:
                raise Killed
            result = original(*args, **kwargs)
            if number == at:
                raise Killed
            return result

        return step

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", wrapped(Path.rename))
        for name in ("add_pages", "add_dossier", "apply_edit", "set_dossier_codes", "send_pages"):
            patched.setattr(made.store, name, wrapped(getattr(made.store, name)))
        with contextlib.suppress(Killed):
            share.take()
    share.take()

    assert by_code(made) == SORTED
    assert len(list((tmp_path / DONE).rglob("*.png"))) == 1
