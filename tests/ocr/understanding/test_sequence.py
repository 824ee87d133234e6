"""First pages and continuations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.sequence import PageMark, page_mark
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
