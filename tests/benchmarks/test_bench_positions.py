"""The benchmark of places: its truth is free, and it can tell right from wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.position_pages import LAYOUTS, STAMP_PT, Case, Maker
from benchmarks.positions import judge, overlap, table
from signing.appearance.places import PlaceTemplate
from signing.appearance.shipped import shipped_face, shipped_rules


@pytest.fixture(scope="module")
def template() -> PlaceTemplate:
    return PlaceTemplate(STAMP_PT, shipped_rules(date(2026, 11, 22)))


def _case(layout: str, seed: int = 5) -> Case:
    return Maker(shipped_face(), seed).make(layout)


@pytest.mark.parametrize(
    ("other", "expected"),
    [((0, 0, 10, 10), 1.0), ((5, 0, 15, 10), 1 / 3), ((10, 0, 20, 10), 0.0), ((2, 2, 8, 8), 0.36)],
)
def test_overlap_of_boxes_is_their_shared_part(
    other: tuple[float, float, float, float], expected: float
) -> None:
    assert overlap((0, 0, 10, 10), other) == pytest.approx(expected)


def test_make_same_seed_gives_the_same_truth() -> None:
    first, second = _case("two signers"), _case("two signers")

    assert (first.signer, first.box, first.texts) == (second.signer, second.box, second.texts)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_make_true_place_covers_no_word(layout: str) -> None:
    case = _case(layout)

    box = case.box or (0.0, 0.0, 0.0, 0.0)
    assert not any(
        box[0] < text[2] and text[0] < box[2] and box[1] < text[3] and text[1] < box[3]
        for text in case.texts
    )


def test_judge_true_place_is_right_and_another_is_not(template: PlaceTemplate) -> None:
    case = _case("plain")
    assert case.box is not None
    left, bottom, right, top = case.box

    found = judge(case, template)
    elsewhere = judge(replace(case, box=(left - 200, bottom, right - 200, top)), template)
    other_page = judge(replace(case, page_index=3), template)

    assert (found.right, found.asked, found.over_text) == (True, False, False)
    assert not elsewhere.right
    assert not other_page.right


def test_judge_place_over_words_is_told(template: PlaceTemplate) -> None:
    case = _case("plain")

    outcome = judge(replace(case, texts=(*case.texts, case.box or ())), template)  # type: ignore[arg-type]

    assert outcome.over_text


def test_table_counts_by_layout_and_in_all(template: PlaceTemplate) -> None:
    outcomes = [judge(_case(layout), template) for layout in ("plain", "somebody else")]

    text = table(outcomes)

    assert "| plain | 1 | 1 (100.0 %) | 0 | 0 | 0 |" in text
    assert "| **all** | 2 | 2 (100.0 %) | 1 | 0 | 0 |" in text
