"""Rules of visible signatures as data."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from typing import Any

import pytest

from signing.appearance.rules import AppearanceRules, read_rules
from signing.appearance.stamps import CopyForm
from signing.errors import BadAppearanceRules

TODAY = date(2026, 11, 22)


def _content() -> Any:
    file = resources.files("resources").joinpath("signing", "appearances.json")
    return json.loads(file.read_text("utf-8"))


def test_shipped_rules_are_those_of_the_decree(rules: AppearanceRules) -> None:
    assert rules.corner.size_pt == 10
    assert rules.corner.right_margin_pt == pytest.approx(42.52, abs=0.01)
    assert rules.seal.overlap == pytest.approx(1 / 3, abs=0.001)
    assert rules.copy_forms[CopyForm.RECOPY] == "SAO LỤC"
    assert "KT." in rules.wording.prefixes
    assert "CHỦ TỊCH" in rules.wording.titles


def test_shipped_rules_name_source_and_days_everywhere() -> None:
    content = _content()

    for entry in (content, *content["looks"], *content["wording"]):
        assert entry["source"]
        assert date.fromisoformat(entry["valid_from"]) <= TODAY
        assert entry["valid_to"] is None or entry["valid_to"] > entry["valid_from"]


def test_read_rules_words_count_only_on_their_days() -> None:
    text = json.dumps(_content())

    before, after = read_rules(text, date(2025, 6, 30)), read_rules(text, date(2025, 7, 1))

    assert "GIÁM ĐỐC TRUNG TÂM" not in before.wording.titles
    assert "GIÁM ĐỐC TRUNG TÂM" in after.wording.titles


def test_read_rules_latest_look_in_force_counts() -> None:
    content = _content()
    newer = json.loads(json.dumps(content["looks"][0]))
    newer["valid_from"], newer["corner"]["size_pt"] = "2030-01-01", 11
    content["looks"].append(newer)
    text = json.dumps(content)

    assert read_rules(text, TODAY).corner.size_pt == 10
    assert read_rules(text, date(2030, 1, 1)).corner.size_pt == 11


def _broken(change: str) -> str:
    content = _content()
    match change:
        case "schema":
            content["schema"] = "another/1"
        case "missing":
            del content["looks"][0]["seal"]
        case "negative":
            content["looks"][0]["corner"]["size_pt"] = -1
        case "no form":
            del content["looks"][0]["copy_forms"]["extract"]
        case "expired":
            content["looks"][0]["valid_to"] = "2021-01-01"
        case "no day":
            content["wording"][0]["valid_from"] = "hôm nay"
    return json.dumps(content)


@pytest.mark.parametrize(
    "change", ["schema", "missing", "negative", "no form", "expired", "no day"]
)
def test_read_rules_without_sense_are_refused(change: str) -> None:
    with pytest.raises(BadAppearanceRules):
        read_rules(_broken(change), TODAY)


@pytest.mark.parametrize("text", ["", "[]", "{}", "nul"])
def test_read_rules_of_other_text_are_refused(text: str) -> None:
    with pytest.raises(BadAppearanceRules):
        read_rules(text, TODAY)
