"""Formulas of the figures on rows made by hand, and properties that hold for all rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.digitization import DossierFacts, ReuseLedger, Shares, share, shares
from app.domain.figures import (
    BINS,
    Bucket,
    Confidence,
    Device,
    Range,
    Span,
    Trip,
    Uploads,
    all_of,
    buckets,
    day_times,
    pace_note,
    pace_of,
    span_of,
)
from app.domain.outbox_figures import (
    Band,
    LineNews,
    Outbox,
    Stay,
    Step,
    deepest,
    depth_steps,
    outages,
)

HANOI = timezone(timedelta(hours=7))
MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=HANOI)
DAY = date(2026, 11, 20)


def facts(
    *, withdrawn: bool = False, component: bool = True, reused: bool = False, store: bool = False
) -> DossierFacts:
    return DossierFacts(withdrawn, component, reused, store)


def at(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


# Shares


def test_shares_of_hand_made_dossiers_follow_the_formulas() -> None:
    rows = [
        facts(),
        facts(reused=True),
        facts(reused=True, store=True),
        facts(component=False),
        facts(withdrawn=True, reused=True, store=True),
    ]

    counted = shares(rows, results=8, results_digitized=6)

    assert counted == Shares(4, 3, 2, 1, 8, 6)
    assert counted.digitized_share == 0.75
    assert counted.reused_share == 0.5
    assert counted.store_share == 0.25
    assert counted.results_share == 0.75


def test_shares_of_nothing_are_none_and_not_zero() -> None:
    counted = shares([facts(withdrawn=True)])

    assert counted == Shares()
    assert counted.digitized_share is None
    assert counted.results_share is None


def test_store_counts_only_where_the_component_is_still_reused() -> None:
    counted = shares([facts(reused=False, store=True)])

    assert counted.from_store == 0


@given(
    st.lists(st.builds(DossierFacts, st.booleans(), st.booleans(), st.booleans(), st.booleans())),
    st.integers(0, 50),
    st.integers(0, 80),
)
def test_shares_lie_between_nought_and_one(
    rows: list[DossierFacts], results: int, with_file: int
) -> None:
    counted = shares(rows, results=results, results_digitized=with_file)

    for part in (
        counted.digitized_share,
        counted.reused_share,
        counted.store_share,
        counted.results_share,
    ):
        assert part is None or 0.0 <= part <= 1.0
    assert counted.from_store <= counted.reused <= counted.received <= len(rows)


@given(st.integers(-5, 50), st.integers(-5, 50))
def test_share_of_any_numbers_is_a_share(part: int, whole: int) -> None:
    found = share(part, whole)

    assert (found is None) == (whole <= 0)
    assert found is None or 0.0 <= found <= 1.0


def test_ledger_follows_what_was_taken_declined_and_undone() -> None:
    ledger = ReuseLedger()

    ledger.tell("reuse.taken", "a", "birth status 2 store")
    ledger.tell("reuse.taken", "b", "birth status 2 station")
    ledger.tell("reuse.taken", "c", "birth status 3 store")
    ledger.tell("reuse.undone", "c", "birth")
    ledger.tell("reuse.taken", "d", "birth status 2 store")
    ledger.tell("reuse.declined", "d", "birth status 0")

    assert [ledger.reused(each) for each in "abcde"] == [True, True, False, False, False]
    assert [ledger.from_store(each) for each in "abcd"] == [True, False, False, False]


# Days


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        (Range.TODAY, date(2026, 11, 20)),
        (Range.WEEK, date(2026, 11, 14)),
        (Range.MONTH, date(2026, 10, 22)),
        (Range.QUARTER, date(2026, 10, 1)),
    ],
)
def test_span_of_each_range_ends_today(wanted: Range, first: date) -> None:
    assert span_of(wanted, DAY) == Span(first, DAY)


@given(st.sampled_from(Range), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_span_holds_today_and_at_most_a_quarter(wanted: Range, today: date) -> None:
    span = span_of(wanted, today)

    assert span.days[0] == span.first
    assert span.days[-1] == span.last == today
    assert len(span.days) <= 92


def test_span_of_a_local_day_begins_at_its_midnight() -> None:
    span = Span(DAY, DAY)

    assert span.begin(HANOI).astimezone(UTC) == datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
    assert span.end(HANOI) - span.begin(HANOI) == timedelta(days=1)


def test_buckets_of_one_day_are_hours_of_the_local_zone() -> None:
    pages = [(datetime(2026, 11, 20, 1, 0, tzinfo=UTC), 12)]

    made = buckets(Span(DAY, DAY), HANOI, pages, [(at(65), 1)])

    assert len(made) == 24
    assert made[8] == Bucket(MORNING, 12, 0)
    assert made[9].dossiers == 1


def test_buckets_of_days_leave_out_what_was_at_another_time() -> None:
    span = Span(DAY - timedelta(days=1), DAY)
    pages = [(at(0), 3), (at(-24 * 60), 4), (at(-72 * 60), 100)]

    made = buckets(span, HANOI, pages, [])

    assert [each.pages for each in made] == [4, 3]


@given(st.lists(st.tuples(st.integers(-5000, 5000), st.integers(0, 9))))
def test_buckets_add_up_to_what_lies_within(hits: list[tuple[int, int]]) -> None:
    span = Span(DAY - timedelta(days=2), DAY)
    moments = [(at(minutes), count) for minutes, count in hits]

    made = buckets(span, HANOI, moments, [])

    within = [n for moment, n in moments if span.begin(HANOI) <= moment < span.end(HANOI)]
    assert sum(each.pages for each in made) == sum(within)


# Outbox


def test_depth_follows_submissions_that_come_and_go() -> None:
    stays = [Stay(at(-30), at(10)), Stay(at(5)), Stay(at(7), at(8)), Stay(at(-90), at(-60))]

    steps = depth_steps(stays, at(0), at(60))

    assert steps == (
        Step(at(0), 1),
        Step(at(5), 2),
        Step(at(7), 3),
        Step(at(8), 2),
        Step(at(10), 1),
    )
    assert deepest(steps, at(0), at(6)) == 2
    assert deepest(steps, at(20), at(60)) == 1


def test_depth_of_a_submission_that_left_before_it_came_is_nothing() -> None:
    assert depth_steps([Stay(at(5), at(4))], at(0), at(60)) == (Step(at(0), 0),)


@given(
    st.lists(
        st.tuples(st.integers(-100, 100), st.none() | st.integers(-100, 100)).map(
            lambda pair: Stay(at(pair[0]), None if pair[1] is None else at(pair[1]))
        )
    )
)
def test_depth_is_never_below_nothing_nor_above_all(stays: list[Stay]) -> None:
    steps = depth_steps(stays, at(-50), at(50))

    assert steps[0].at == at(-50)
    assert all(0 <= step.depth <= len(stays) for step in steps)
    assert sorted(step.at for step in steps) == [step.at for step in steps]


def test_outage_lasts_from_the_first_failure_to_the_next_success() -> None:
    news = [
        LineNews(at(10), is_good=False),
        LineNews(at(20), is_good=False),
        LineNews(at(30), is_good=True),
        LineNews(at(40), is_good=True),
        LineNews(at(50), is_good=False),
    ]

    assert outages(news, at(0), at(60)) == (Band(at(10), at(30)), Band(at(50), at(60)))


def test_outage_that_began_before_is_cut() -> None:
    news = [LineNews(at(-300), is_good=False), LineNews(at(5), is_good=True)]

    assert outages(news, at(0), at(60)) == (Band(at(0), at(5)),)


def test_hours_of_the_outbox_tell_depth_and_minutes_without_a_line() -> None:
    steps = depth_steps([Stay(at(30), at(90))], at(0), at(150))
    outbox = Outbox(at(0), at(150), steps, (Band(at(50), at(80)),))

    hours = outbox.hours

    assert [depth for _, depth, _ in hours] == [1, 1, 0]
    assert [minutes for *_, minutes in hours] == [10.0, 20.0, 0.0]


@given(st.lists(st.tuples(st.integers(-400, 400), st.booleans())))
def test_outages_lie_within_and_apart(told: list[tuple[int, bool]]) -> None:
    news = [LineNews(at(minutes), is_good=good) for minutes, good in sorted(told)]

    bands = outages(news, at(-100), at(100))

    edges = [edge for band in bands for edge in (band.begin, band.end)]
    assert edges == sorted(edges)
    assert all(at(-100) <= edge <= at(100) for edge in edges)
    whole = Outbox(at(-100), at(100), (), bands)
    minutes = sum(minutes for *_, minutes in whole.hours)
    assert minutes == pytest.approx(
        sum((band.end - band.begin).total_seconds() for band in bands) / 60
    )


# Reading, scanners, times, uploads


def test_confidences_of_all_procedures_add_up() -> None:
    one = Confidence("1", (*(0,) * 9, 4), fields=5, touched=2, typed=1)
    other = Confidence("2", (1, *(0,) * 9), fields=1, touched=1)

    together = all_of([one, other])

    assert together.bins == (1, *(0,) * 8, 4)
    assert (together.fields, together.touched, together.typed) == (6, 3, 1)
    assert together.touched_share == 0.5
    assert all_of([]) == Confidence("")
    assert len(all_of([]).bins) == BINS


def test_blanks_are_a_share_of_pages_that_can_still_be_looked_at() -> None:
    device = Device("sane:1", pages=100, kept=40, blanks=4, rescans=5)

    assert device.blank_share == 0.1
    assert device.rescan_share == 0.05
    assert Device("", pages=3).blank_share is None


def test_day_times_are_medians_and_leave_out_what_runs_against_the_clock() -> None:
    trips = [
        Trip(at(0), at(2), at(60)),
        Trip(at(1), at(5)),
        Trip(at(2), at(12)),
        Trip(at(3), at(1)),
        Trip(at(4)),
    ]

    (before, today) = day_times(trips, Span(DAY - timedelta(days=1), DAY), HANOI)

    assert (before.reviewed, before.counter_s, before.whole_s) == (0, None, None)
    assert (today.reviewed, today.counter_s, today.whole_s) == (3, 240.0, 3600.0)


@given(st.integers(0, 10**14), st.floats(0, 10**6))
def test_pace_that_was_noted_is_read_again(sent: int, took: float) -> None:
    told = pace_of(pace_note(sent, took))

    assert told is not None
    assert told[0] == sent
    assert told[1] == pytest.approx(took, abs=0.0006)


@given(st.text())
def test_pace_of_any_note_never_breaks(note: str) -> None:
    assert pace_of(note) is None or " bytes in " in note


def test_rate_of_uploads_without_a_time_is_none() -> None:
    assert Uploads(DAY, sent_bytes=5).rate is None
    assert Uploads(DAY, sent_bytes=500, took_s=2.0).rate == 250.0
