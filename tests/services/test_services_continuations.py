"""Later pages of papers: read with the type of the first, joined, and safe over a restart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.catalog.base import UnknownPaper
from app.domain.field import FieldState
from app.domain.ids import DossierId
from app.domain.page import TO_COMPARE
from app.errors import Advice, JobCancelled, LibraryError, WorkerDied
from app.services.compare import compare_papers
from app.services.continue_job import ContinueOrder
from app.services.deliver import field_values
from app.services.process import read_due
from app.services.review import (
    FieldKey,
    ReviewUnfinished,
    confirm_field,
    correct_field,
    finish_review,
)
from ocr import reading as read
from ocr.words import Line, PageText, Word
from tests.fakes.counter_station import CounterStation, Reader, reading

PNG = b"\x89PNG "
WORDS = PageText((Line((Word("Điều", (5, 5, 50, 20), 0.96),)),))
BOX = (11, 22, 33, 44)


def field(name: str, value: str, *, sure: bool = True) -> read.FieldReading:
    state = read.FieldState.GREEN if sure else read.FieldState.AMBER
    return read.FieldReading(name, name, value, state, 0.95, read.FieldSource.OCR, BOX)


def missing(name: str) -> read.FieldReading:
    empty = replace(field(name, "", sure=False), box=None, confidence=0.0)
    return replace(empty, state=read.FieldState.RED, problem="required.no_label")


def first(*fields: read.FieldReading) -> read.PageReading:
    return replace(reading(*fields, paper="Tờ khai"), text=WORDS)


def later(number: int = 0) -> read.PageReading:
    return replace(reading(), text=WORDS, mark=read.PageMark(number=number))


def opened(
    pages: list[read.PageReading], **continued: tuple[read.FieldReading, ...]
) -> tuple[CounterStation, DossierId]:
    """A dossier of pages "0", "1", …; what `_1` and so on give as later pages."""
    counter = CounterStation()
    counter.reader.continued = {PNG + key[1:].encode(): told for key, told in continued.items()}
    scans = [(PNG + str(number).encode(), page) for number, page in enumerate(pages)]
    return counter, counter.add_dossier(scans)


def placed(counter: CounterStation, home: DossierId) -> list[tuple[int, str, str]]:
    seq = {page.id: page.seq for page in counter.pages(home)}
    return [(seq[f.page_id], f.name, f.value) for f in counter.store.fields(home)]


def test_second_page_gives_what_the_first_lacks_with_its_own_place() -> None:
    counter, home = opened(
        [first(field("price", "100"), missing("notary_number")), later(2)],
        _1=(field("notary_number", "12/2025"),),
    )

    assert placed(counter, home) == [(1, "price", "100"), (2, "notary_number", "12/2025")]
    taken = counter.field(home, "notary_number")
    assert (taken.state, taken.box) == (FieldState.GREEN, BOX)
    assert not any(TO_COMPARE in page.flags for page in counter.pages(home))


def test_second_page_without_number_wants_a_look() -> None:
    counter, home = opened(
        [first(missing("notary_number")), later()], _1=(field("notary_number", "12/2025"),)
    )

    assert counter.field(home, "notary_number").state is FieldState.AMBER


def test_third_page_goes_on_where_the_second_ends() -> None:
    counter, home = opened(
        [first(missing("a"), missing("b")), later(2), later(3)],
        _1=(field("a", "1"),),
        _2=(field("a", "1"), field("b", "2")),
    )

    assert placed(counter, home) == [(2, "a", "1"), (3, "b", "2")]


def test_page_of_another_paper_gives_nothing() -> None:
    counter, home = opened(
        [first(missing("a")), later(7), replace(later(), mark=read.PageMark(begins=True))],
        _1=(field("a", "1"),),
        _2=(field("a", "1"),),
    )

    assert placed(counter, home) == [(1, "a", "")]


def test_contradiction_of_the_second_page_is_a_doubt_on_the_first() -> None:
    counter, home = opened([first(field("a", "1")), later(2)], _1=(field("a", "9"),))

    doubted = counter.field(home, "a")
    assert (doubted.value, doubted.state) == ("1", FieldState.AMBER)
    assert (doubted.problem, doubted.alternatives) == ("conflict.pages", ("9",))
    assert placed(counter, home) == [(1, "a", "1")]


def test_compared_again_changes_nothing() -> None:
    counter, home = opened(
        [first(field("x", "1"), missing("a")), later(2)], _1=(field("a", "1"), field("x", "2"))
    )
    before = counter.store.fields(home)

    assert compare_papers(counter.station, home) == []
    assert counter.store.fields(home) == before


def test_what_the_officer_decided_on_either_page_stays() -> None:
    counter, home = opened([first(missing("a"), missing("b")), later(2)], _1=(field("a", "1"),))
    pages = counter.pages(home)
    confirm_field(counter.station, FieldKey(home, pages[1].id, "a"))
    correct_field(counter.station, FieldKey(home, pages[0].id, "b"), "typed")
    counter.reader.continued[PNG + b"1"] = (field("a", "7"), field("b", "8"))

    compare_papers(counter.station, home)

    assert placed(counter, home) == [(1, "b", "typed"), (2, "a", "1")]
    assert all(each.confirmed_by for each in counter.store.fields(home))


def test_values_of_later_pages_are_sent_with_their_paper() -> None:
    counter, home = opened([first(field("a", "1"), missing("b")), later(2)], _1=(field("b", "2"),))

    assert field_values(counter.station, home) == {
        "birth_declaration:a": "1",
        "birth_declaration:b": "2",
    }


class BreakingReader(Reader):
    """Its worker dies on every later page."""

    def continue_page(self, order: ContinueOrder) -> tuple[read.FieldReading, ...]:
        raise WorkerDied("cpu-0")


class KilledOnce:
    """The station goes down in the moment in which a later page is to be read."""

    def __init__(self, error: Exception) -> None:
        self.error: Exception | None = error

    def __call__(self, job: str) -> None:
        if job == "continue_page" and self.error is not None:
            error, self.error = self.error, None
            raise error


def killed(error: Exception) -> tuple[CounterStation, DossierId]:
    counter = CounterStation()
    scans = {PNG + b"0": first(missing("a")), PNG + b"1": later(2)}
    home = counter.add_unread(list(scans))
    counter.reader.readings = scans
    counter.reader.continued = {PNG + b"1": (field("a", "1"),)}
    counter.reader.before = KilledOnce(error)
    return counter, home


def test_kill_before_the_pages_are_joined_is_made_good_at_the_next_round() -> None:
    counter, home = killed(JobCancelled())
    with pytest.raises(JobCancelled):
        read_due(counter.station)
    assert counter.store.dossiers_to_compare(9) == [home]
    told: list[Any] = []

    read_due(counter.station, on_read=told.append)

    assert placed(counter, home) == [(2, "a", "1")]
    assert counter.store.dossiers_to_compare(9) == []
    assert [page.dossier_id for page in told] == [home]


def test_missing_engine_leaves_the_pages_to_be_joined() -> None:
    counter, home = killed(LibraryError("engine.missing", Advice.USER_ACTION))

    with pytest.raises(LibraryError):
        read_due(counter.station)

    assert counter.store.dossiers_to_compare(9) == [home]


@pytest.mark.expects_log_warnings
def test_worker_that_dies_on_a_later_page_costs_its_fields_only() -> None:
    counter, home = killed(JobCancelled())
    counter.reader = BreakingReader(counter.reader.readings)
    station = replace(counter.station, cpu=counter.reader)

    read_due(station)

    assert placed(counter, home) == [(1, "a", "")]
    assert counter.store.dossiers_to_compare(9) == []


def test_lane_that_is_closed_leaves_the_pages_to_be_joined() -> None:
    counter, home = killed(WorkerDied("closed"))

    with pytest.raises(WorkerDied):
        read_due(counter.station)

    assert counter.store.dossiers_to_compare(9) == [home]


def test_finish_review_before_the_pages_are_joined_is_refused() -> None:
    counter, home = killed(JobCancelled())
    with pytest.raises(JobCancelled):
        read_due(counter.station)
    for page in counter.pages(home):
        for each in [f for f in counter.store.fields(home) if f.page_id == page.id]:
            confirm_field(counter.station, FieldKey(home, page.id, each.name))

    with pytest.raises(ReviewUnfinished):
        finish_review(counter.station, home)


def test_type_that_the_catalogue_lost_leaves_the_pages_alone() -> None:
    counter, home = opened(
        [replace(first(missing("a")), paper=read.PaperGuess("gone", "Giấy", 0.9)), later(2)],
        _1=(field("a", "1"),),
    )

    with pytest.raises(UnknownPaper):
        counter.station.catalog.paper("gone")
    assert placed(counter, home) == [(1, "a", "")]
