"""Pages that are edited while they are scanned, read or compared."""

from __future__ import annotations

import pytest

from app.domain.ids import PageId
from app.domain.page import TO_COMPARE, Page, PageState, PaperBreak
from app.services import compare, page_edits
from app.services.capture import ScanOrder, scan
from app.services.erase import flag_shown_only
from app.services.process import read_dossier, read_due
from tests.fakes.counter_station import CounterStation
from tests.services.read_pages import NAME, counter, ids, reading, sheet


def test_page_edited_while_it_is_read_is_read_again_and_the_old_result_goes() -> None:
    made, home = counter(0)
    scanned = made.add_unread([sheet(1)])
    made.reader.readings[sheet(1)] = reading()
    (page_id,) = ids(made, scanned)
    blobs = set(made.vault.blobs)

    def edit(name: str) -> None:
        if name == "read_page" and not made.reader.orders:
            page_edits.turn_pages(made.station, [page_id], 180)

    made.reader.before = edit
    read_due(made.station)

    page = made.store.page(page_id)
    assert [order.turn for order in made.reader.orders] == [None, 180]
    assert (page.state, page.made_with) == (PageState.READ, "turn=180")
    made_now = {page.clean, page.layers, page.reading}
    assert set(made.vault.blobs) - blobs == made_now
    assert home != scanned


def test_page_trashed_while_it_is_read_stays_in_the_trash_with_its_reading() -> None:
    made = CounterStation()
    home = made.add_unread([sheet(1), sheet(2)])
    for number in (1, 2):
        made.reader.readings[sheet(number)] = reading()
    first, second = ids(made, home)

    def edit(name: str) -> None:
        if name == "read_page" and not made.reader.orders:
            page_edits.trash_pages(made.station, [first])

    made.reader.before = edit
    read_dossier(made.station, home)

    assert ids(made, home) == [second]
    (trashed,) = page_edits.trash(made.station, home)
    assert (trashed.id, trashed.state) == (first, PageState.READ)


def test_page_sent_away_while_it_is_read_is_read_where_it_lies_now() -> None:
    made = CounterStation()
    home, other = made.add_unread([sheet(1)]), made.add_unread([])
    made.reader.readings[sheet(1)] = reading(0, NAME)
    (page_id,) = ids(made, home)

    def edit(name: str) -> None:
        if name == "read_page" and not made.reader.orders:
            page_edits.send_to_dossier(made.station, [page_id], other)

    made.reader.before = edit
    read_due(made.station)

    page = made.store.page(page_id)
    assert (page.dossier_id, page.state) == (other, PageState.READ)
    assert [field.page_id for field in made.store.fields(other)] == [page_id]
    assert made.store.fields(home) == []
    assert {owner for owner, _ in made.vault.blobs.values()} == {other}


def test_dossier_read_while_a_page_of_it_goes_into_the_trash_comes_to_its_end() -> None:
    made = CounterStation()
    home = made.add_unread([sheet(number) for number in range(6)])
    last = ids(made, home)[-1]

    def edit(name: str) -> None:
        if name == "read_page" and not made.reader.orders:
            page_edits.trash_pages(made.station, [last])

    made.reader.before = edit
    read_dossier(made.station, home)

    assert {page.state for page in made.pages(home)} == {PageState.READ}
    assert len(made.reader.orders) == 5
    assert not any(TO_COMPARE in page.flags for page in made.pages(home))


def test_comparing_while_a_page_is_moved_stays_due(monkeypatch: pytest.MonkeyPatch) -> None:
    made, home = counter(2)
    first, _ = ids(made, home)
    page_edits.set_break(made.station, first, PaperBreak.BEGINS)
    moved: list[object] = []

    def edit(*arguments: object) -> object:
        if not moved:
            moved.append(page_edits.move_pages(made.station, [first], None))
        return flag_shown_only(*arguments)  # type: ignore[arg-type]  # the same arguments

    monkeypatch.setattr(compare, "flag_shown_only", edit)
    compare.compare_papers(made.station, home)

    assert any(TO_COMPARE in page.flags for page in made.pages(home))
    compare.compare_papers(made.station, home)
    assert not any(TO_COMPARE in page.flags for page in made.pages(home))


def test_edits_while_the_feeder_runs_lose_no_page_and_can_all_be_undone() -> None:
    made = CounterStation()
    home = made.add_unread([])
    made.scanner.load([sheet(number) for number in range(6)])
    came: list[PageId] = []

    def edit(page: Page) -> None:
        came.append(page.id)
        if len(came) == 2:
            page_edits.move_pages(made.station, [came[0]], None)
        if len(came) == 3:
            page_edits.trash_pages(made.station, [came[1]])
        if len(came) == 5:
            page_edits.turn_pages(made.station, came[2:4], 90)

    scan(made.station, home, ScanOrder("fake:feeder"), on_saved=edit)
    lying = ids(made, home)
    for _ in range(3):
        page_edits.undo(made.station, home)

    a, b, c, d, e, f = came
    assert lying == [a, c, d, e, f]
    assert ids(made, home) == [a, b, c, d, e, f]
    assert {page.turn for page in made.pages(home)} == {None}
