"""Pure rules of page edits: turns, crops, places, what has to be read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import BlobId, DossierId, PageId
from app.domain.page import PLACE_STEP, Page, PageState, PaperBreak
from app.domain.page_edits import (
    Layout,
    PageChange,
    again,
    is_crop,
    laid,
    layout_of,
    places_between,
    spread,
    turned,
)

PAGE = Page(
    PageId("p"), DossierId("d"), 3, PageState.READ, BlobId("r"), "image/png", 0, "a.png", attempts=1
)
CROP = st.tuples(*[st.integers(0, 10_000)] * 4)


def test_page_without_a_place_lies_where_it_was_captured() -> None:
    assert PAGE.place == 3 * PLACE_STEP


@pytest.mark.parametrize("layout", [Layout(turn=0), Layout(turn=90), Layout(crop=(0, 0, 500, 500))])
def test_laid_page_that_looks_different_has_to_be_read_again(layout: Layout) -> None:
    now = laid(PAGE, layout)

    assert (now.state, now.attempts) == (PageState.CAPTURED, 0)
    assert now.picture != now.made_with


@pytest.mark.parametrize(
    "layout",
    [
        Layout(place=7),
        Layout(break_before=PaperBreak.BEGINS),
        Layout(trashed_at="2026-01-01T00:00:00Z"),
    ],
)
def test_laid_page_that_looks_the_same_stays_read(layout: Layout) -> None:
    now = laid(PAGE, layout)

    assert (now.state, now.attempts) == (PageState.READ, 1)
    assert layout_of(now).trashed_at == layout.trashed_at


def test_again_sets_only_what_the_change_is_about() -> None:
    change = PageChange(PAGE.id, Layout(turn=None, place=5), Layout(turn=90, place=5))
    now = Layout(turn=180, place=9, break_before=PaperBreak.BEGINS)

    done = again(change, now)

    assert done.after == Layout(turn=90, place=9, break_before=PaperBreak.BEGINS)
    assert done.before == now


@given(st.integers(0, 3), st.integers(-9, 9))
def test_turned_is_a_quarter_turn_and_can_be_turned_back(quarter: int, more: int) -> None:
    after = turned(quarter * 90, more * 90)

    assert after in (0, 90, 180, 270)
    assert turned(after, -more * 90) == quarter * 90


def test_turned_by_no_quarter_is_refused() -> None:
    with pytest.raises(ValueError, match="45"):
        turned(0, 45)


@pytest.mark.parametrize(
    ("crop", "wanted"),
    [
        ((0, 0, 10_000, 10_000), True),
        ((100, 100, 200, 200), True),
        ((100, 100, 199, 300), False),
        ((0, 0, 10_001, 10_000), False),
        ((-1, 0, 500, 500), False),
        ((500, 0, 100, 500), False),
    ],
)
def test_is_crop_wants_a_part_of_the_picture(crop: tuple[int, ...], wanted: bool) -> None:
    assert is_crop(crop) is wanted


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(1, 20))
def test_places_between_lie_inside_in_order_or_there_is_no_room(
    low: int, gap: int, count: int
) -> None:
    places = places_between(low, low + gap, count)

    assert places == tuple(sorted(set(places)))
    assert all(low < place < low + gap for place in places)
    assert len(places) in (0, count)
    assert places or gap <= count


@given(st.lists(st.integers(1, 10**9)))
def test_spread_keeps_the_order_and_makes_room(places: list[int]) -> None:
    new = spread(places)

    for low, high in zip(sorted(set(places)), sorted(set(places))[1:], strict=False):
        assert new[high] - new[low] >= PLACE_STEP
