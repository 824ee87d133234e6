"""First pages and continuations."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.reading import Flag, PageReading, PaperGuess
from ocr.understanding.sequence import PageMark, follows, page_mark
from tests.ocr.page_layout import LINE_PX, lay_out

BODY = ["Điều này được hai bên thống nhất và cùng ký tên vào hợp đồng."] * 20


def mark(lines: list[str]) -> PageMark:
    return page_mark(lay_out(lines), (len(lines) + 1) * LINE_PX)


def test_page_mark_national_heading_begins_a_paper() -> None:
    found = mark(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", *BODY])

    assert found.begins
    assert not found.continues


def test_page_mark_heading_beside_the_agency_begins_a_paper() -> None:
    head = "ỦY BAN NHÂN DÂN XÃ VẠN LỘC   CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"

    assert mark([head, *BODY]).begins


@pytest.mark.parametrize(
    ("line", "number", "of"),
    [("2", 2, 0), ("- 3 -", 3, 0), ("Trang 2/5", 2, 5), ("2/3", 2, 3), ("Trang 4", 4, 0)],
)
@pytest.mark.parametrize("at_top", [True, False])
def test_page_mark_number_in_the_margin_is_read(
    line: str, number: int, of: int, at_top: bool
) -> None:
    found = mark([line, *BODY] if at_top else [*BODY, line])

    assert (found.number, found.of) == (number, of)
    assert found.continues


def test_page_mark_number_in_the_text_is_no_page_number() -> None:
    assert mark([*BODY[:8], "15", *BODY[8:]]).number == 0


def test_page_mark_heading_far_down_does_not_begin_a_paper() -> None:
    assert not mark([*BODY, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]).begins


def test_page_mark_empty_page_says_nothing() -> None:
    assert mark([]) == PageMark()


@given(st.lists(st.text(max_size=30), max_size=8))
def test_page_mark_any_text_never_raises(lines: list[str]) -> None:
    found = mark([" ".join(line.split()) for line in lines])

    assert found.number >= 0


DECLARATION = PaperGuess("declaration", "Tờ khai", 0.9)
FIRST = PageReading(100, 140, 300, text=lay_out(["TỜ KHAI"]), paper=DECLARATION)
PLAIN = replace(FIRST, paper=None)
BLANK = PageReading(100, 140, 300, flags=(Flag.BLANK,))


def numbered(number: int, of: int = 0) -> PageReading:
    return replace(PLAIN, mark=PageMark(number=number, of=of))


@pytest.mark.parametrize(
    ("pages", "verdicts"),
    [
        ([FIRST, numbered(2), numbered(3)], ["numbered", "numbered"]),
        ([FIRST, PLAIN, PLAIN], ["unnumbered", "unnumbered"]),
        ([FIRST, PLAIN, numbered(3)], ["unnumbered", "numbered"]),
        ([FIRST, BLANK, numbered(2)], ["no", "numbered"]),
        ([FIRST, numbered(3)], ["no"]),
        ([FIRST, numbered(5), PLAIN], ["no", "no"]),
        ([FIRST, None, numbered(3), PLAIN], ["no", "numbered", "no"]),
        ([FIRST, None, PLAIN], ["no", "no"]),
        ([FIRST, replace(PLAIN, mark=PageMark(begins=True)), PLAIN], ["no", "no"]),
        ([FIRST, replace(numbered(2), paper=PaperGuess("notice", "", 0.9))], ["no"]),
        ([FIRST, replace(numbered(2), paper=DECLARATION)], ["numbered"]),
        ([replace(FIRST, mark=PageMark(number=1, of=3)), numbered(2, of=3)], ["numbered"]),
        ([replace(FIRST, mark=PageMark(number=1, of=3)), numbered(2, of=4)], ["no"]),
        ([None, numbered(2)], ["no"]),
        ([FIRST], []),
    ],
)
def test_follows_tells_how_surely_pages_go_on(
    pages: list[PageReading | None], verdicts: list[str]
) -> None:
    assert [verdict.value for verdict in follows(pages)] == verdicts
