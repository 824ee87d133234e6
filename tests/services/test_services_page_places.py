"""Order of pages: moved, replaced, put between others; nothing is lost by any."""

from __future__ import annotations

from dataclasses import replace

from app.domain.page import SIGNED_ORIGINAL, PaperBreak
from app.services import page_edits
from app.services.assemble import papers_of
from app.services.capture import ScanOrder, scan
from tests.services.read_pages import counter, ids, sheet


def test_move_pages_lays_them_in_the_order_given_and_undo_puts_them_back() -> None:
    made, home = counter(5)
    a, b, c, d, e = ids(made, home)

    page_edits.move_pages(made.station, [e, c], b)
    moved = ids(made, home)
    page_edits.move_pages(made.station, [a], None)
    end = ids(made, home)
    page_edits.undo(made.station, home)
    page_edits.undo(made.station, home)

    assert moved == [a, e, c, b, d]
    assert end == [e, c, b, d, a]
    assert ids(made, home) == [a, b, c, d, e]


def test_move_pages_where_there_is_no_room_moves_all_apart_and_history_follows() -> None:
    made, home = counter(3)
    a, b, c = ids(made, home)
    order = [a, b, c]

    for _ in range(30):
        page_edits.move_pages(made.station, [order[2]], order[1])
        order = [order[0], order[2], order[1]]
        assert ids(made, home) == order
    for _ in range(30):
        page_edits.undo(made.station, home)

    assert ids(made, home) == [a, b, c]
    assert any(entry.act.action == "pages.respaced" for entry in made.store.audit_entries())


def test_move_pages_to_where_they_are_changes_nothing() -> None:
    made, home = counter(3)
    a, b, c = ids(made, home)

    done = page_edits.move_pages(made.station, [a, b], c)

    assert done == page_edits.Edited()
    assert page_edits.history(made.station, home) == []


def test_captured_page_after_a_move_comes_last() -> None:
    made, home = counter(2)
    a, b = ids(made, home)
    page_edits.move_pages(made.station, [a], None)
    page_edits.move_pages(made.station, [b], None)
    made.scanner.load([sheet(7)])

    (captured,) = scan(made.station, home, ScanOrder("fake:feeder"))

    assert ids(made, home) == [a, b, captured.id]


def test_place_behind_and_before_lie_between_the_neighbours() -> None:
    made, home = counter(3)
    a, b, c = (page.place for page in made.pages(home))
    second = ids(made, home)[1]

    assert a < page_edits.place_before(made.station, second) < b
    assert b < page_edits.place_behind(made.station, second) < c


def test_replace_page_takes_place_and_break_of_the_old_one() -> None:
    made, home = counter(3)
    a, b, c = ids(made, home)
    page_edits.set_break(made.station, a, PaperBreak.BEGINS)

    page_edits.replace_page(made.station, a, c)
    replaced = made.pages(home)
    page_edits.undo(made.station, home)

    assert [page.id for page in replaced] == [c, b]
    assert replaced[0].break_before is PaperBreak.BEGINS
    assert ids(made, home) == [a, b, c]
    assert made.store.page(c).break_before is PaperBreak.AUTO


def test_replace_page_of_a_signed_file_takes_the_whole_file_away() -> None:
    made, home = counter(4)
    a, b, c, d = ids(made, home)
    first = made.store.page(b)
    for page in (first, made.store.page(c)):
        made.store._pages[page.id] = replace(page, flags=(SIGNED_ORIGINAL,), raw=first.raw)

    page_edits.replace_page(made.station, c, d)

    assert ids(made, home) == [a, d]
    page_edits.undo(made.station, home)
    assert ids(made, home) == [a, b, c, d]


def test_papers_are_grouped_as_the_officer_says() -> None:
    made, home = counter(3)
    first, second, third = ids(made, home)
    before = len(papers_of(made.station, home))

    page_edits.set_break(made.station, third, PaperBreak.BEGINS)
    page_edits.move_pages(made.station, [third], first)

    assert before == 1
    papers = papers_of(made.station, home)
    assert [paper.pages for paper in papers] == [(third, first, second)]
    page_edits.set_break(made.station, first, PaperBreak.BEGINS)
    papers = papers_of(made.station, home)
    assert [paper.pages for paper in papers] == [(third,), (first, second)]
