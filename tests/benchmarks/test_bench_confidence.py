"""The table of confidence: bins, its figures, the mapping fitted to it."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import confidence
from benchmarks.confidence import (
    JudgedWords,
    bins,
    brier,
    expected_error,
    fitted,
    judge,
    main,
    report,
    wrong_found,
)
from benchmarks.page_set import Stored

MODEST = [(0.5, True)] * 80 + [(0.5, False)] * 20
BOTH = JudgedWords(tuple(MODEST), tuple([(0.8, True)] * 80 + [(0.8, False)] * 20))
EXACT = [(0.8, True)] * 80 + [(0.8, False)] * 20


def test_bins_count_each_word_once_and_the_last_takes_its_edge() -> None:
    found = bins([(0.0, False), (0.95, True), (1.0, True), (0.949, False)])

    assert [(each.low, each.count, each.share) for each in found] == [
        (0.0, 1, 0.0),
        (0.9, 1, 0.0),
        (0.95, 1, 1.0),
        (0.98, 1, 1.0),
    ]


def test_expected_error_is_the_distance_of_claim_and_share() -> None:
    assert expected_error(MODEST) == pytest.approx(0.3)
    assert expected_error(EXACT) == pytest.approx(0.0)


def test_brier_is_lower_for_the_better_claim() -> None:
    assert brier(EXACT) == pytest.approx(0.16)
    assert brier(MODEST) > brier(EXACT)


def test_wrong_found_looks_at_the_least_sure_words() -> None:
    sure = [(0.9, True)] * 9

    assert wrong_found([*sure, (0.1, False)]) == 1.0
    assert wrong_found([*sure[:8], (0.95, False), (0.1, False)]) == 0.5


def test_fitted_points_rise_even_where_shares_fall() -> None:
    judged = [(0.3, True)] * 50 + [(0.7, False)] * 30 + [(0.7, True)] * 20 + [(0.97, True)] * 99

    points = fitted(judged)

    assert (points[0], points[-1]) == ((0.0, 0.0), (1.0, 1.0))
    assert len(points) == 4
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(points))


def test_fitted_without_a_wrong_word_claims_no_certainty() -> None:
    (_, middle, _) = fitted([(0.97, True)] * 98)

    assert middle == (0.97, 0.99)


def test_report_shows_both_tables_and_the_mapping_on_demand() -> None:
    text = report(BOTH, fit=True)

    assert text.startswith("100 words, 20 of them wrong.")
    assert "| confidence of the engine | words |" in text
    assert "| probability | words |" in text
    assert "    (0.5, 0.7941)," in text
    assert "Points" not in report(BOTH, fit=False)


def test_report_without_words_says_so() -> None:
    assert report(JudgedWords(), fit=True) == "No words were read."


def test_judge_page_filled_in_by_hand_is_left_out(tmp_path: Path) -> None:
    picture = tmp_path / "form.jpg"
    picture.write_bytes(b"no picture: it must not be opened")
    truth = {"kind": "form", "damage": "clean", "lines": [{"text": "Lan", "handwritten": True}]}

    assert judge(Stored(picture, truth)) == JudgedWords()


def test_main_writes_the_curve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(confidence, "_all_judged", lambda _orders, _jobs: iter([BOTH, BOTH]))

    main(["--pages", "1", "--damages-per-kind", "1", "--out", str(tmp_path / "new")])

    drawing = (tmp_path / "new/confidence.svg").read_text("utf-8")
    assert ElementTree.fromstring(drawing).tag.endswith("svg")  # noqa: S314  # drawn just now
    with (tmp_path / "new/confidence.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["series"] for row in rows] == ["of the engine", "probability"]
    assert rows[0]["right"] == "0.8000"
    assert "ECE 30.00 %" in capsys.readouterr().out
