"""Operations on pages: each is one entry that can be undone, and nothing is lost by any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.dossier import DossierEvent, DossierState
from app.domain.page import ORIGINAL_ERASED, TO_COMPARE, PageState, PaperBreak
from app.domain.page_edits import EditKind, EditState
from app.errors import WrongUse
from app.services import page_edits, review
from app.services.page_edits import (
    BadCrop,
    DossierClosed,
    NothingToRedo,
    NothingToUndo,
    OriginalGone,
)
from app.services.process import read_dossier, read_due
from app.services.review import FieldKey, confirm_field, find_field
from tests.fakes.counter_station import CounterStation
from tests.services.read_pages import NAME, counter, ids, layouts, reading, sheet


def test_turn_pages_is_one_entry_that_undo_takes_back() -> None:
    made, home = counter()
    first, second, *_ = ids(made, home)

    page_edits.turn_pages(made.station, [first, second], 90)
    turned = [page.turn for page in made.pages(home)]
    page_edits.undo(made.station, home)

    assert turned == [90, 90, None, None]
    assert [page.turn for page in made.pages(home)] == [None] * 4
    (edit,) = page_edits.history(made.station, home)
    assert (edit.kind, edit.state, edit.by) == (EditKind.TURN, EditState.UNDONE, "canbo01")
    assert [change.page_id for change in edit.changes] == [first, second]


def test_turn_pages_goes_on_from_the_turn_that_was_found() -> None:
    made = CounterStation()
    home = made.add_dossier([(sheet(0), reading(180))])

    page_edits.turn_pages(made.station, ids(made, home), 90)

    (page,) = made.pages(home)
    assert (page.turn, page.state) == (270, PageState.CAPTURED)
    assert page_edits.turn_to_show(made.station, page) == 90


def test_turn_pages_by_no_quarter_is_refused() -> None:
    made, home = counter(1)

    with pytest.raises(WrongUse):
        page_edits.turn_pages(made.station, ids(made, home), 45)

    assert page_edits.history(made.station, home) == []


def test_turned_page_is_read_with_its_parameters_and_comes_back_without_reading() -> None:
    made, home = counter(1, NAME)
    (page_id,) = ids(made, home)
    before = made.store.page(page_id)
    page_edits.turn_pages(made.station, [page_id], 90)
    page_edits.crop_page(made.station, page_id, (100, 200, 9000, 9500))

    read_due(made.station)
    read = made.store.page(page_id)
    orders = list(made.reader.orders)
    page_edits.undo(made.station, home)
    page_edits.undo(made.station, home)
    read_due(made.station)

    assert (orders[-1].turn, orders[-1].crop) == (90, (100, 200, 9000, 9500))
    assert (read.state, read.made_with) == (PageState.READ, read.picture)
    assert read.picture == "turn=90;crop=100,200,9000,9500"
    back = made.store.page(page_id)
    assert (back.clean, back.layers, back.reading) == (before.clean, before.layers, before.reading)
    assert (back.state, back.made_with) == (PageState.READ, "")
    assert made.reader.orders == orders


def test_confirmed_field_stays_and_is_to_be_looked_at_again_on_another_picture() -> None:
    made, home = counter(1, NAME)
    (page_id,) = ids(made, home)
    key = FieldKey(home, page_id, "full_name")
    confirm_field(made.station, key)

    page_edits.turn_pages(made.station, [page_id], 90)
    moved = replace(NAME, box=(5, 6, 70, 80), value="Sai")
    made.reader.readings[sheet(0)] = reading(90, moved)
    read_due(made.station)
    turned = find_field(made.station, key)
    page_edits.undo(made.station, home)
    read_due(made.station)

    assert (turned.value, turned.confirmed_by) == ("Nguyễn Thị Mẫu", "canbo01")
    assert (turned.look_again, turned.needs_a_look, turned.box) == (True, True, (5, 6, 70, 80))
    back = find_field(made.station, key)
    assert (back.look_again, back.needs_a_look, back.box) == (False, False, (1, 2, 30, 40))


def test_confirmed_again_field_is_seen_on_this_picture() -> None:
    made, home = counter(1, NAME)
    (page_id,) = ids(made, home)
    key = FieldKey(home, page_id, "full_name")
    confirm_field(made.station, key)
    page_edits.turn_pages(made.station, [page_id], 90)

    confirm_field(made.station, key)

    assert not find_field(made.station, key).look_again
    page_edits.undo(made.station, home)
    assert find_field(made.station, key).look_again


@pytest.mark.parametrize("crop", [(0, 0, 50, 10_000), (0, 0, 10_001, 500), (-1, 0, 900, 900)])
def test_crop_page_outside_or_too_small_is_refused(crop: tuple[int, int, int, int]) -> None:
    made, home = counter(1)

    with pytest.raises(BadCrop):
        page_edits.crop_page(made.station, ids(made, home)[0], crop)


def test_undo_and_redo_run_through_the_whole_history() -> None:
    made, home = counter(3)
    a, b, c = ids(made, home)
    states = [made.pages(home)]
    edits: tuple[Callable[[], object], ...] = (
        lambda: page_edits.turn_pages(made.station, [a], 270),
        lambda: page_edits.trash_pages(made.station, [b]),
        lambda: page_edits.move_pages(made.station, [c], a),
        lambda: page_edits.set_break(made.station, c, PaperBreak.CONTINUES),
        lambda: page_edits.restore_pages(made.station, [b]),
    )
    for edit in edits:
        edit()
        states.append(made.pages(home))

    for expected in reversed(states[:-1]):
        page_edits.undo(made.station, home)
        assert layouts(made.pages(home)) == layouts(expected)
    for expected in states[1:]:
        page_edits.redo(made.station, home)
        assert layouts(made.pages(home)) == layouts(expected)
    with pytest.raises(NothingToRedo):
        page_edits.redo(made.station, home)


def test_new_edit_after_undo_cuts_what_could_be_done_again() -> None:
    made, home = counter(1)
    (page_id,) = ids(made, home)
    page_edits.turn_pages(made.station, [page_id], 90)
    page_edits.undo(made.station, home)

    page_edits.set_break(made.station, page_id, PaperBreak.BEGINS)

    with pytest.raises(NothingToRedo):
        page_edits.redo(made.station, home)
    states = [edit.state for edit in page_edits.history(made.station, home)]
    assert states == [EditState.CUT, EditState.DONE]


def test_undo_without_history_says_so() -> None:
    made, home = counter(1)

    with pytest.raises(NothingToUndo):
        page_edits.undo(made.station, home)


def test_edits_of_a_closed_dossier_are_refused_and_reopening_lets_them_be() -> None:
    made, home = counter(2)
    first, second = ids(made, home)
    page_edits.turn_pages(made.station, [first], 90)
    read_dossier(made.station, home)
    review.finish_review(made.station, home)
    other = made.add_dossier([(sheet(9), reading())])
    refused: list[Callable[[], object]] = [
        lambda: page_edits.turn_pages(made.station, [first], 90),
        lambda: page_edits.crop_page(made.station, first, None),
        lambda: page_edits.trash_pages(made.station, [first]),
        lambda: page_edits.move_pages(made.station, [second], first),
        lambda: page_edits.set_break(made.station, first, PaperBreak.BEGINS),
        lambda: page_edits.undo(made.station, home),
        lambda: page_edits.send_to_dossier(made.station, [first], other),
        lambda: page_edits.send_to_dossier(made.station, ids(made, other), home),
    ]

    for edit in refused:
        with pytest.raises(DossierClosed):
            edit()

    review.move(made.station, home, DossierEvent.REOPEN)
    page_edits.undo(made.station, home)
    assert made.store.page(first).turn is None
    assert made.store.dossier(home).state is DossierState.OPEN


def test_page_whose_original_was_erased_cannot_be_made_anew() -> None:
    made, home = counter(1)
    (page,) = made.pages(home)
    made.store._pages[page.id] = replace(page, flags=(ORIGINAL_ERASED,))

    with pytest.raises(OriginalGone):
        page_edits.turn_pages(made.station, [page.id], 90)

    page_edits.set_break(made.station, page.id, PaperBreak.BEGINS)


def test_edit_of_places_lets_the_dossier_be_compared_again() -> None:
    made, home = counter(3)
    a, b, _ = ids(made, home)

    page_edits.move_pages(made.station, [b], a)
    due = any(TO_COMPARE in page.flags for page in made.pages(home))
    read_due(made.station)

    assert due
    assert not any(TO_COMPARE in page.flags for page in made.pages(home))
