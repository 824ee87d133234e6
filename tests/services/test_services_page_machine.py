"""Edits, undo, redo, readings, restarts and kills in any order, against a plain list of pages."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.domain.ids import DossierId, PageId
from app.domain.page import Page, PageState, PaperBreak
from app.domain.page_edits import in_order
from app.services import page_edits
from app.services.capture import ScanOrder, new_dossier, scan
from app.services.page_edits import NothingToRedo, NothingToUndo
from app.services.process import read_due
from app.services.station import Station
from app.store.opening import open_store
from ocr.reading import PageReading
from tests.fakes.counter_station import CounterStation
from tests.store.store_samples import NOW

PAGES = 4
CROPS = [None, (0, 0, 5000, 10_000), (100, 100, 9900, 9900)]
MEMORY = Path("/dev/shm")

Seen = tuple[tuple[PageId, int | None, object, PaperBreak, bool], ...]


def sheet(number: int) -> bytes:
    return b"\x89PNG machine %d" % number


class Desk:
    """A station over a store on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store, vault = open_store(root, clock=lambda: NOW)
        counter = CounterStation()
        for number in range(PAGES):
            counter.reader.readings[sheet(number)] = PageReading(200, 280, 300)
        self.station: Station = replace(
            counter.station,
            store=self.store,
            vault=vault,
            random_bits=lambda bits: int.from_bytes(os.urandom(bits // 8 + 1)) >> 8,
        )
        self.scanner = counter.scanner

    def all(self, home: DossierId) -> list[Page]:
        return in_order((*self.store.pages(home), *self.store.trashed_pages(home)))

    def seen(self, home: DossierId) -> Seen:
        return tuple(
            (page.id, page.turn, page.crop, page.break_before, bool(page.trashed_at))
            for page in self.all(home)
        )


class PageMachine(RuleBasedStateMachine):
    """The model is the list of what the pages were like after each edit, and where we are in it."""

    def __init__(self) -> None:
        super().__init__()
        parent = MEMORY if os.access(MEMORY, os.W_OK) else None
        self.folder = Path(tempfile.mkdtemp(dir=parent))
        self.number = 0
        self.desk = Desk(self.folder / "0")
        self.home = new_dossier(self.desk.station).id
        self.desk.scanner.load([sheet(number) for number in range(PAGES)])
        scan(self.desk.station, self.home, ScanOrder("fake:feeder"))
        self.states: list[Seen] = [self.desk.seen(self.home)]
        self.at = 0
        self.kill_at = 0

    def teardown(self) -> None:
        try:
            read_due(self.desk.station)
            assert self.desk.store.verify() == []
        finally:
            self.desk.store.close()
            shutil.rmtree(self.folder)

    def pick(self, number: int) -> PageId:
        pages = self.desk.all(self.home)
        return pages[number % len(pages)].id

    def edit(self, act: Callable[[], object], expected: Callable[[Seen], Seen]) -> None:
        """Do something that makes an entry; a kill may come in its midst."""
        before = self.states[self.at]
        after = expected(before)
        self.step(act)
        if self.desk.seen(self.home) == before:
            return  # Nothing changed, or the kill came before it.
        self.states = [*self.states[: self.at + 1], after]
        self.at += 1

    def step(self, act: Callable[[], object]) -> None:
        """Do it; where a kill is due, go on with what was on the disk at that moment."""
        if not self.kill_at:
            act()
            return
        count, sync, left = 0, os.fsync, self.folder / f"{self.number + 1}"

        def kill(handle: int) -> None:
            nonlocal count
            count += 1
            if count == self.kill_at:
                shutil.copytree(self.desk.root, left)
            sync(handle)

        with mock.patch.object(os, "fsync", kill):
            act()
        self.kill_at = 0
        if left.exists():
            self.desk.store.close()
            self.number += 1
            self.desk = Desk(left)

    @rule(moment=st.integers(1, 3), first=st.integers(0, 9), is_undo=st.booleans())
    def die_at_work(self, moment: int, first: int, is_undo: bool) -> None:
        self.kill_at = moment
        if is_undo and self.at:
            self.take_back()
        else:
            self.turn_some([self.pick(first)], 90)

    @rule(first=st.integers(0, 9), second=st.integers(0, 9), turn=st.sampled_from([90, 180, 270]))
    def turn(self, first: int, second: int, turn: int) -> None:
        self.turn_some(list(dict.fromkeys((self.pick(first), self.pick(second)))), turn)

    def turn_some(self, ids: list[PageId], turn: int) -> None:
        self.edit(
            lambda: page_edits.turn_pages(self.desk.station, ids, turn),
            lambda seen: tuple(
                (i, ((t or 0) + turn) % 360 if i in ids else t, c, b, x) for i, t, c, b, x in seen
            ),
        )

    @rule(first=st.integers(0, 9), crop=st.sampled_from(CROPS))
    def crop(self, first: int, crop: tuple[int, int, int, int] | None) -> None:
        page = self.pick(first)
        self.edit(
            lambda: page_edits.crop_page(self.desk.station, page, crop),
            lambda seen: tuple((i, t, crop if i == page else c, b, x) for i, t, c, b, x in seen),
        )

    @rule(first=st.integers(0, 9), kind=st.sampled_from(PaperBreak))
    def set_break(self, first: int, kind: PaperBreak) -> None:
        page = self.pick(first)
        self.edit(
            lambda: page_edits.set_break(self.desk.station, page, kind),
            lambda seen: tuple((i, t, c, kind if i == page else b, x) for i, t, c, b, x in seen),
        )

    @rule(first=st.integers(0, 9), second=st.integers(0, 9), away=st.booleans())
    def trash(self, first: int, second: int, away: bool) -> None:
        ids = [self.pick(first), self.pick(second)]
        do = page_edits.trash_pages if away else page_edits.restore_pages
        self.edit(
            lambda: do(self.desk.station, ids),
            lambda seen: tuple((i, t, c, b, away if i in ids else x) for i, t, c, b, x in seen),
        )

    @rule(first=st.integers(0, 9), second=st.integers(0, 9), before=st.integers(0, 12))
    def move(self, first: int, second: int, before: int) -> None:
        ids = list(dict.fromkeys((self.pick(first), self.pick(second))))
        target = None if before >= 10 else self.pick(before)
        self.edit(
            lambda: page_edits.move_pages(self.desk.station, ids, target),
            lambda seen: _moved(seen, ids, target),
        )

    @rule(first=st.integers(0, 9), second=st.integers(0, 9))
    def take_place(self, first: int, second: int) -> None:
        old, new = self.pick(first), self.pick(second)
        if old == new:
            return
        self.edit(
            lambda: page_edits.replace_page(self.desk.station, old, new),
            lambda seen: _replaced(seen, old, new),
        )

    @rule()
    def undo(self) -> None:
        if self.at == 0:
            with pytest.raises(NothingToUndo):
                page_edits.undo(self.desk.station, self.home)
            return
        self.take_back()

    def take_back(self) -> None:
        self.step(lambda: page_edits.undo(self.desk.station, self.home))
        if self.desk.seen(self.home) != self.states[self.at]:
            self.at -= 1

    @rule()
    def redo(self) -> None:
        if self.at == len(self.states) - 1:
            with pytest.raises(NothingToRedo):
                page_edits.redo(self.desk.station, self.home)
            return
        self.step(lambda: page_edits.redo(self.desk.station, self.home))
        if self.desk.seen(self.home) != self.states[self.at]:
            self.at += 1

    @rule()
    def read(self) -> None:
        read_due(self.desk.station)

    @rule()
    def restart(self) -> None:
        self.desk.store.close()
        self.desk = Desk(self.desk.root)

    @rule()
    def lose_the_database(self) -> None:
        self.desk.store.close()
        for path in self.desk.root.glob("store.db*"):
            path.unlink()
        shutil.rmtree(self.desk.root / "backups")
        self.desk = Desk(self.desk.root)

    @invariant()
    def pages_are_as_the_model_says(self) -> None:
        assert self.desk.seen(self.home) == self.states[self.at]

    @invariant()
    def what_was_made_fits_what_is_wanted(self) -> None:
        for page in self.desk.all(self.home):
            if page.state is PageState.READ:
                assert page.made_with == page.picture


def _moved(seen: Seen, ids: list[PageId], before: PageId | None) -> Seen:
    moved = [next(each for each in seen if each[0] == key) for key in ids]
    if before is None:
        return (*(each for each in seen if each[0] not in ids), *moved)
    where = next(number for number, each in enumerate(seen) if each[0] == before)
    head = [each for each in seen[:where] if each[0] not in ids]
    tail = [each for each in seen[where:] if each[0] not in ids]
    return (*head, *moved, *tail)


def _replaced(seen: Seen, old: PageId, new: PageId) -> Seen:
    i, t, c, _, _ = next(each for each in seen if each[0] == new)
    result: list[tuple[PageId, int | None, object, PaperBreak, bool]] = []
    for each in seen:
        if each[0] == old:
            result += [(i, t, c, each[3], False), (*each[:4], True)]
        elif each[0] != new:
            result.append(each)
    return tuple(result)


@pytest.mark.expects_log_warnings
def test_edits_survive_whatever_happens_between_them() -> None:
    run_state_machine_as_test(
        PageMachine,
        settings=settings(
            max_examples=int(os.environ.get("SOHOA_PAGE_EXAMPLES", "12")),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
