from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import seen_pages
from benchmarks.judged import Group, PageVerdict, Verdict, judge
from benchmarks.naive import naive_paper, naive_values
from benchmarks.seen_pages import SeenOrder, SeenPage, keep_page, load_page
from benchmarks.understanding_tables import report
from ocr.reading import FieldReading, FieldSource, FieldState, PaperGuess
from ocr.source import Pixels
from ocr.understanding.forms import FieldDefinition, PaperType, ValueKind
from ocr.understanding.sight import Sight
from ocr.understanding.understand import Understanding
from ocr.words import Line, PageText, Word

CARD = PaperType(
    code="card",
    title="Thẻ",
    title_lines=("THẺ THƯ VIỆN",),
    fields=(
        FieldDefinition("id_number", "Số thẻ", ValueKind.PERSONAL_ID),
        FieldDefinition("full_name", "Họ và tên", ValueKind.NAME),
        FieldDefinition("birth_date", "Ngày sinh", ValueKind.DATE),
    ),
)
PLAIN = "THẺ THƯ VIỆN\nSố thẻ: 038201045679 ....\nHọ và tên: Lê Thị Lan\nNgày sinh: 3/7/1990"
WHITE: Pixels = np.full((40, 40), 255, np.uint8)
SIGHT = Sight(np.dstack([WHITE] * 3), WHITE, WHITE, 300)


def seen(kind: str = "card", paper: str = "card", code: str = "") -> SeenPage:
    values = {"id_number": "038201045679", "full_name": "Lê Thị Lan", "birth_date": "03/07/1990"}
    truth: dict[str, Any] = {
        "paper": paper,
        "fields": [{"name": name, "value": value} for name, value in values.items()],
        "codes": [{"text": code}] if code else [],
    }
    order = SeenOrder(1, kind, "clean", Path("unused"))
    return SeenPage(order, truth, PageText(), (), SIGHT, PLAIN)


def reading(name: str, value: str, state: FieldState) -> FieldReading:
    return FieldReading(name, name, value, state, 0.9 if value else 0.0, FieldSource.OCR, None)


def found(guess: str, *fields: FieldReading) -> Understanding:
    paper = PaperGuess(guess, guess, 0.9) if guess else None
    return Understanding(paper, (), fields)


def judged(page: SeenPage, understanding: Understanding) -> PageVerdict:
    return judge(page, understanding, 0.01, (CARD,))


def test_judge_green_and_wrong_is_counted_against_its_field() -> None:
    page = judged(
        seen(),
        found(
            "card",
            reading("id_number", "038201045679", FieldState.GREEN),
            reading("full_name", "LÊ THỊ  LAN", FieldState.AMBER),
            reading("birth_date", "08/07/1990", FieldState.GREEN),
        ),
    )

    assert page.verdict is Verdict.RIGHT
    assert [field.is_exact for field in page.fields] == [True, True, False]
    assert [field.is_green for field in page.fields] == [True, False, True]
    assert (page.looked_at, page.shown, page.false_green) == (1, 3, 0)


def test_judge_blank_fields_are_counted_apart_and_missed_values_told() -> None:
    page = judged(
        seen(),
        found(
            "card",
            reading("id_number", "", FieldState.AMBER),
            reading("note", "", FieldState.AMBER),
            reading("full_name", "Lê Thị Lan", FieldState.GREEN),
        ),
    )

    assert (page.looked_at, page.shown) == (0, 1)
    assert (page.blank, page.missed) == (2, 1)


def test_judge_wrong_type_nothing_is_exact_and_green_is_false() -> None:
    page = judged(seen(), found("other", reading("id_number", "038201045679", FieldState.GREEN)))

    assert page.verdict is Verdict.WRONG
    assert not any(field.is_exact for field in page.fields)
    assert page.false_green == 1


@pytest.mark.parametrize(
    ("kind", "paper", "guess", "verdict"),
    [
        ("menu", "unknown", "", Verdict.RIGHT),
        ("menu", "unknown", "card", Verdict.WRONG),
        ("card", "card", "", Verdict.UNKNOWN),
        ("cards_both_sides", "card", "cccd_back", Verdict.RIGHT),
    ],
)
def test_judge_verdict(kind: str, paper: str, guess: str, verdict: Verdict) -> None:
    assert judged(seen(kind, paper), found(guess)).verdict is verdict


def test_judge_groups_what_a_code_holds() -> None:
    page = judged(seen(code="038201045679||Lê Thị Lan|03071990"), found("card"))
    bare = judged(seen(), found("card"))

    assert {field.group for field in page.fields} == {Group.BACKED}
    assert [field.group for field in bare.fields] == [Group.EXACT, Group.WORDS, Group.EXACT]


def test_naive_values_cuts_each_kind_out_of_its_line() -> None:
    assert naive_values(PLAIN, CARD) == {
        "id_number": "038201045679",
        "full_name": "Lê Thị Lan",
        "birth_date": "03/07/1990",
    }


def test_naive_values_same_label_twice_takes_the_places_in_order() -> None:
    twice = PaperType(
        code="two",
        title="Hai",
        title_lines=("HAI",),
        fields=(
            FieldDefinition("mother.full_name", "Họ và tên", ValueKind.NAME),
            FieldDefinition("father.full_name", "Họ và tên", ValueKind.NAME),
            FieldDefinition("child.full_name", "Họ và tên", ValueKind.NAME),
        ),
    )

    values = naive_values("Họ và tên: An\nHọ và tên: Ba ....... x", twice)

    assert list(values.values()) == ["An", "Ba", ""]


def test_naive_paper_takes_the_longest_title() -> None:
    short = PaperType(code="short", title="", title_lines=("THẺ",))

    assert naive_paper(PLAIN, (short, CARD)) == "card"
    assert naive_paper("THỰC ĐƠN", (short, CARD)) == ""


def test_report_tables_tell_types_fields_and_silent_errors() -> None:
    right = judged(seen(), found("card", reading("birth_date", "08/07/1990", FieldState.GREEN)))
    unknown = judged(seen(), found(""))

    text = report([right, unknown])

    assert "| clean | 2 | 50.0 % | 0.0 % | 50.0 % | 100.0 % |" in text
    assert "- card clean: birth_date “08/07/1990” for “03/07/1990”" in text
    assert "| silent errors (green and wrong), of all fields | ≤ 0.3 % | 16.7 % |" in text


class CountingEngine:
    """Reads the same word on every page and counts the pages."""

    version = "counting 1"

    def __init__(self) -> None:
        self.pages = 0

    def recognise(self, image: Pixels, dpi: int, timeout_s: float) -> PageText:
        self.pages += 1
        return PageText((Line((Word("THẺ", (10, 10, 90, 40), 0.9),)),))

    def read_block(self, image: Pixels, characters: str, timeout_s: float) -> PageText:
        return PageText()


def test_keep_page_second_time_reads_nothing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = CountingEngine()
    # The real engine takes seconds and is measured elsewhere.
    monkeypatch.setattr(seen_pages, "_engine", lambda: engine)
    order = SeenOrder(3, "old_id_card", "clean", tmp_path, wants_plain=False)

    keep_page(order)
    first = engine.pages
    page = load_page(keep_page(order))

    assert first > 0
    assert engine.pages == first
    assert page.truth["paper"] == "old_id_card"
    assert (page.text.text, page.plain) == ("THẺ", "")
    assert page.sight.gray.shape == page.sight.bare.shape
