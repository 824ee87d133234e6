"""Pages into papers; card backs join their fronts by number, not by order."""

from __future__ import annotations

from dataclasses import replace

from app.domain.ids import PageId
from app.domain.page import PaperBreak
from app.domain.paper import PageOfPaper, group_papers


def page(number: int, code: str = "", holder: str = "", *, signed: bool = False) -> PageOfPaper:
    return PageOfPaper(PageId(str(number)), code, holder, signed)


def groups(*pages: PageOfPaper) -> list[tuple[str, str]]:
    return [(paper.paper_code, "".join(paper.pages)) for paper in group_papers(pages)]


def test_group_papers_unknown_page_continues_the_paper_before() -> None:
    assert groups(page(1, "form"), page(2), page(3, "notice")) == [("form", "12"), ("notice", "3")]


def test_group_papers_first_page_unknown_makes_an_unknown_paper() -> None:
    assert groups(page(1), page(2)) == [("", "12")]


def test_group_papers_same_type_twice_makes_two_papers() -> None:
    assert groups(page(1, "form"), page(2, "form")) == [("form", "1"), ("form", "2")]


def test_group_papers_fronts_then_backs_pair_by_number() -> None:
    stack = (
        page(1, "cccd_front", "A"),
        page(2, "cccd_front", "B"),
        page(3, "cccd_back", "B"),
        page(4, "cccd_back", "A"),
    )

    assert groups(*stack) == [("cccd_front", "14"), ("cccd_front", "23")]


def test_group_papers_back_without_number_joins_the_front_just_before() -> None:
    assert groups(page(1, "cccd_front", "A"), page(2, "cccd_back")) == [("cccd_front", "12")]


def test_group_papers_back_of_somebody_else_never_joins() -> None:
    assert groups(page(1, "cccd_front", "A"), page(2, "cccd_back", "B")) == [
        ("cccd_front", "1"),
        ("cccd_back", "2"),
    ]


def test_group_papers_back_without_number_after_other_paper_stays_alone() -> None:
    stack = (page(1, "cccd_front", "A"), page(2, "form"), page(3, "cccd_back"))

    assert groups(*stack) == [("cccd_front", "1"), ("form", "2"), ("cccd_back", "3")]


def test_group_papers_signed_originals_are_left_out() -> None:
    assert groups(page(1, "form"), page(2, signed=True)) == [("form", "1")]


def test_group_papers_unknown_page_with_a_head_begins_a_paper_of_its_own() -> None:
    letter = replace(page(2), begins=True)

    assert groups(page(1, "birth_declaration"), letter, page(3)) == [
        ("birth_declaration", "1"),
        ("", "23"),
    ]


def test_group_papers_page_numbered_as_a_later_one_stays_with_its_paper() -> None:
    annex = replace(page(2, "decision"), continues=True)

    assert groups(page(1, "contract"), annex) == [("contract", "12")]


def test_group_papers_unknown_page_after_a_card_is_not_part_of_the_card() -> None:
    assert groups(page(1, "cccd_front", "a"), page(2)) == [("cccd_front", "1"), ("", "2")]


def said(page_: PageOfPaper, kind: PaperBreak) -> PageOfPaper:
    return replace(page_, break_before=kind)


def test_group_papers_page_that_begins_by_hand_begins_a_paper_of_its_own_type() -> None:
    stack = (page(1, "form"), said(page(2), PaperBreak.BEGINS), page(3))

    assert groups(*stack) == [("form", "1"), ("", "23")]


def test_group_papers_page_that_continues_by_hand_joins_the_page_before() -> None:
    stack = (
        page(1, "form"),
        said(page(2, "notice"), PaperBreak.CONTINUES),
        said(page(3, "cccd_front", "A"), PaperBreak.CONTINUES),
        page(4, "notice"),
    )

    assert groups(*stack) == [("form", "123"), ("notice", "4")]


def test_group_papers_back_of_a_card_that_begins_by_hand_leaves_its_front() -> None:
    stack = (page(1, "cccd_front", "A"), said(page(2, "cccd_back", "A"), PaperBreak.BEGINS))

    assert groups(*stack) == [("cccd_front", "1"), ("cccd_back", "2")]


def test_group_papers_page_behind_a_joined_back_continues_where_that_lies() -> None:
    stack = (
        page(1, "cccd_front", "A"),
        page(2, "form"),
        page(3, "cccd_back", "A"),
        said(page(4), PaperBreak.CONTINUES),
    )

    assert groups(*stack) == [("cccd_front", "134"), ("form", "2")]


def test_group_papers_first_page_that_continues_by_hand_makes_a_paper() -> None:
    assert groups(said(page(1, "form"), PaperBreak.CONTINUES)) == [("form", "1")]


def test_group_papers_both_pictures_of_a_sheet_with_a_note_stay_together() -> None:
    with_note = replace(page(2, "notice"), note_of=PageId("3"))
    bare = page(3, "notice")

    assert groups(page(1, "form"), with_note, bare) == [("form", "1"), ("notice", "23")]
    later = replace(page(3, "notice"), note_of=PageId("2"))
    assert groups(page(1, "form"), page(2, "notice"), later) == [("form", "1"), ("notice", "23")]
