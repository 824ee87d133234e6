"""Batch rules: outliers, doubles, votes, densities, and the officer's word on a finding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import PageId
from app.domain.page_checks import (
    CHECK_FINDINGS,
    BatchRules,
    Density,
    Looks,
    about,
    asked_anew,
    declared_right,
    density,
    doubles,
    doubted_again,
    kept_coarse,
    outliers,
    told,
    turn_vote,
    turned_by_vote,
    unlike_share,
    with_batch_findings,
)

RULES = BatchRules()
PRINT = "00f3a1" * 128
OTHER_PRINT = "ff0c5e" * 128


def page(number: int, **changes: object) -> Looks:
    plain = Looks(
        PageId(f"p{number}"),
        width_mm=210.0,
        height_mm=297.0,
        skew_deg=0.1 * (number % 3),
        ink=0.05,
        sharpness=0.38,
        paper_tone=247.0,
        coarse_print=f"{(number * 0x9E3779B97F4A7C15) % 2**64:016x}",
        fine_print=f"{(number * 0x9E3779B97F4A7C15) ** 40 % 2**3072:0768x}",
        turn_deg=0,
        turn_confidence=1.0,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def batch(*changed: Looks, size: int = 8) -> list[Looks]:
    own = {each.page_id: each for each in changed}
    return [own.get(PageId(f"p{number}"), page(number)) for number in range(size)]


@pytest.mark.parametrize(
    ("changes", "measure"),
    [
        ({"skew_deg": 6.0}, "skew"),
        ({"width_mm": 148.0}, "width"),
        ({"height_mm": 210.0}, "height"),
        ({"paper_tone": 150.0}, "tone"),
        ({"sharpness": 0.15}, "sharpness"),
    ],
)
def test_outliers_one_strange_page_is_told_with_its_measure(
    changes: dict[str, float], measure: str
) -> None:
    found = outliers(batch(page(4, **changes)), RULES)

    assert [(each.page_id, each.measure) for each in found] == [("p4", measure)]
    assert found[0].deviations >= RULES.deviation


def test_outliers_like_pages_and_small_batches_tell_nothing() -> None:
    assert outliers(batch(), RULES) == []
    assert outliers(batch(page(2, skew_deg=9.0), size=4), RULES) == []


def test_outliers_unsure_skew_and_unknown_size_are_not_compared() -> None:
    strange = page(3, skew_deg=None, width_mm=0.0, height_mm=0.0)

    assert outliers(batch(strange), RULES) == []


def test_doubles_same_look_is_told_once_at_the_later_page() -> None:
    pages = [page(n, coarse_print="0f" * 8, fine_print=PRINT) for n in (1, 2, 3)]

    found = doubles(pages, RULES)

    assert [(each.first, each.again) for each in found] == [("p1", "p2"), ("p1", "p3")]


@pytest.mark.parametrize(
    "changes",
    [
        {"fine_print": OTHER_PRINT},
        {"coarse_print": "f0" * 8},
        {"width_mm": 148.0},
        {"is_blank": True},
        {"turn_deg": 180},
        {"fine_print": "", "coarse_print": ""},
    ],
)
def test_doubles_other_content_size_or_blank_page_is_none(changes: dict[str, object]) -> None:
    one = page(1, coarse_print="0f" * 8, fine_print=PRINT)
    two = replace(one, page_id=PageId("p2"), **changes)  # type: ignore[arg-type]

    assert doubles([one, two], RULES) == []


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_unlike_share_is_symmetric_and_bounded(one: int, other: int) -> None:
    a, b = f"{one:016x}", f"{other:016x}"

    share = unlike_share(a, b)

    assert share == unlike_share(b, a)
    assert 0.0 <= share <= 1.0
    assert unlike_share(a, a) == 0.0


def test_turned_by_vote_unsure_backs_follow_the_sure_backs() -> None:
    fronts = [page(n) for n in range(4)]
    backs = [page(n, is_back=True, turn_deg=180) for n in range(10, 14)]
    unsure = page(20, is_back=True, turn_confidence=0.2)

    found = turned_by_vote([*fronts, *backs, unsure], RULES)

    assert found == {"p20": 180}


def test_turned_by_vote_sure_blank_and_agreeing_pages_are_left() -> None:
    voters = [page(n, turn_deg=180) for n in range(4)]
    sure = page(10)
    blank = page(11, is_blank=True, turn_confidence=0.0)
    agrees = page(12, turn_deg=180, turn_confidence=0.1)

    assert turned_by_vote([*voters, sure, blank, agrees], RULES) == {}


@pytest.mark.parametrize("turns", [(180, 180), (0, 180, 90), (0, 0, 180, 180)])
def test_turn_vote_few_or_divided_pages_decide_nothing(turns: tuple[int, ...]) -> None:
    pages = [page(n, turn_deg=turn) for n, turn in enumerate(turns)]

    assert turn_vote(pages, RULES, backs=False) is None


@pytest.mark.parametrize(
    ("dpi", "verdict"),
    [
        (150, Density.REFUSED),
        (192, Density.REFUSED),
        (193, Density.LOW),
        (200, Density.LOW),
        (289, Density.LOW),
        (290, Density.GOOD),
        (300, Density.GOOD),
        (600, Density.GOOD),
        (0, Density.GOOD),
    ],
)
def test_density_floor_refuses_and_low_warns(dpi: int, verdict: Density) -> None:
    assert density(dpi) is verdict


def test_declared_right_finding_stays_and_is_told_no_more() -> None:
    flags = declared_right(("blurred", "shown_only"))

    assert "blurred" in flags
    assert told(flags) == ("shown_only",)
    assert declared_right(flags) == flags
    assert told(doubted_again(flags)) == ("blurred", "shown_only")


def test_declared_right_answers_only_what_was_found() -> None:
    flags = (*declared_right(("blurred",)), "skewed")

    assert told(flags) == ("skewed",)


def test_with_batch_findings_replaces_what_the_batch_said_before() -> None:
    flags = with_batch_findings(("blurred", "outlier", "right:blurred"), {"double_page": ""})

    assert flags == ("blurred", "right:blurred", "double_page")


def test_check_findings_leave_work_that_is_still_to_do() -> None:
    assert not {"to_compare", "erasing", "shown_only", "left_out"} & CHECK_FINDINGS


def test_with_batch_findings_another_measure_is_asked_anew() -> None:
    before = with_batch_findings((), {"outlier": "tone"})

    after = with_batch_findings(declared_right(before), {"outlier": "skew"})

    assert told(after) == ("outlier",)
    assert about(after, "outlier") == "skew"


def test_with_batch_findings_the_same_again_keeps_the_answer() -> None:
    before = declared_right(with_batch_findings((), {"double_page": "3"}))

    assert told(with_batch_findings(before, {"double_page": "3"})) == ()


@pytest.mark.parametrize(
    ("turned", "cropped", "shown"),
    [
        (True, False, ("upside_down",)),
        (False, True, ("upside_down", "cut_edge")),
        (False, False, ()),
    ],
)
def test_asked_anew_what_the_new_look_touches(
    turned: bool, cropped: bool, shown: tuple[str, ...]
) -> None:
    flags = kept_coarse(declared_right(("upside_down", "cut_edge", "too_coarse")))

    assert told(asked_anew(flags, turned=turned, cropped=cropped)) == shown


def test_declared_right_without_a_reason_leaves_the_least_resolution_open() -> None:
    flags = declared_right(("too_coarse", "blurred"))

    assert told(flags) == ("too_coarse",)
    assert told(kept_coarse(flags)) == ()
