"""What separators in a stack mean."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.cover_code import Cover, CoverKind
from app.domain.ids import PageId
from app.domain.page import Side
from app.domain.separation import (
    Mark,
    MarkKind,
    Oddity,
    Proposal,
    SeenPage,
    SeparationRules,
    SlipUse,
    sort_stack,
)

A, B = Cover(CoverKind.CODE, "H56-261122-0001"), Cover(CoverKind.CODE, "H56-261122-0002")
SLIP = Cover(CoverKind.SLIP, "H56-261122-0009")
PATCH = Mark(MarkKind.PATCH, ("T",))
RULES = SeparationRules()


def stack(*sheets: object, rules: SeparationRules = RULES) -> Proposal:
    """Sort a stack: None = a page of paper, "" = a blank one, a mark, or a cover."""
    pages = []
    for number, told in enumerate(sheets):
        marks: tuple[Mark, ...] = ()
        if isinstance(told, Cover):
            kind = MarkKind.SLIP if told.kind is CoverKind.SLIP else MarkKind.COVER
            marks = (Mark(kind, (), told),)
        elif isinstance(told, Mark):
            marks = (told,)
        pages.append(SeenPage(PageId(str(number)), marks, is_blank=told == ""))
    return sort_stack(pages, rules)


def shape(proposal: Proposal) -> list[tuple[str, str]]:
    """Runs as name and signs: S separator, B begins a paper, dot for any other page."""
    return [
        (
            run.cover.name if run.cover else "",
            "".join("S" if p.is_separator else "B" if p.begins else "." for p in run.pages),
        )
        for run in proposal.runs
    ]


def oddities(proposal: Proposal) -> list[Oddity]:
    return [warned.oddity for warned in proposal.warnings]


def test_sort_stack_without_marks_is_plain() -> None:
    proposal = stack(None, None, "")

    assert proposal.is_plain
    assert shape(proposal) == [("", "...")]
    assert proposal.warnings == ()


def test_sort_stack_empty_is_plain() -> None:
    assert stack().is_plain


def test_sort_stack_covers_open_their_dossiers() -> None:
    proposal = stack(A, None, None, B, None)

    assert shape(proposal) == [(A.name, "SB."), (B.name, "SB")]
    assert proposal.warnings == ()


def test_sort_stack_patch_begins_a_paper_in_the_same_dossier() -> None:
    proposal = stack(None, PATCH, None, None, PATCH, None)

    assert shape(proposal) == [("", ".SB.SB")]
    assert [page.why for page in proposal.separators] == ["patch T", "patch T"]


def test_sort_stack_page_before_the_first_cover_stays_and_is_told() -> None:
    proposal = stack(None, A, None)

    assert shape(proposal) == [("", "."), (A.name, "SB")]
    assert oddities(proposal) == [Oddity.BEFORE_FIRST_COVER]


def test_sort_stack_same_cover_again_goes_on_with_its_dossier() -> None:
    proposal = stack(A, None, A, None)

    assert shape(proposal) == [(A.name, "SBSB")]
    assert oddities(proposal) == [Oddity.COVER_AGAIN]


def test_sort_stack_separators_without_pages_behind_are_told() -> None:
    assert oddities(stack(A, B, None)) == [Oddity.NO_PAGES_AFTER]
    assert oddities(stack(None, PATCH)) == [Oddity.NO_PAGES_AFTER]


def test_sort_stack_patch_of_another_kind_is_paper_and_told() -> None:
    proposal = stack(None, Mark(MarkKind.PATCH, ("2",)), None)

    assert proposal.is_plain
    assert oddities(proposal) == [Oddity.OTHER_PATCH]


def test_sort_stack_patch_that_can_be_two_counts_where_one_is_wanted() -> None:
    assert not stack(None, Mark(MarkKind.PATCH, ("3", "T")), None).is_plain


def test_sort_stack_code_counts_with_its_prefix_only() -> None:
    mark = Mark(MarkKind.CODE, ("TACH-01",))

    assert stack(None, mark, None).is_plain
    assert stack(None, mark, None, rules=SeparationRules(prefixes=("EV",))).is_plain
    assert shape(stack(None, mark, None, rules=SeparationRules(prefixes=("TACH",)))) == [
        ("", ".SB")
    ]


def test_sort_stack_blank_page_separates_only_where_the_rules_say_so() -> None:
    rules = SeparationRules(blank_sheets=True)

    assert stack(None, "", None).is_plain
    assert shape(stack(None, "", None, rules=rules)) == [("", ".SB")]


def test_sort_stack_blank_back_of_a_written_sheet_is_no_separator() -> None:
    pages = (
        SeenPage(PageId("a"), sheet=1, side=Side.FRONT),
        SeenPage(PageId("b"), is_blank=True, sheet=1, side=Side.BACK),
        SeenPage(PageId("c"), sheet=2, side=Side.FRONT),
        SeenPage(PageId("d"), sheet=2, side=Side.BACK),
    )

    assert sort_stack(pages, SeparationRules(blank_sheets=True)).is_plain


def test_sort_stack_blank_back_of_a_cover_goes_with_it() -> None:
    pages = (
        SeenPage(PageId("a"), (Mark(MarkKind.COVER, (), A),), sheet=1, side=Side.FRONT),
        SeenPage(PageId("b"), is_blank=True, sheet=1, side=Side.BACK),
        SeenPage(PageId("c"), sheet=2, side=Side.FRONT),
        SeenPage(PageId("d"), sheet=2, side=Side.BACK),
    )

    proposal = sort_stack(pages, RULES)

    assert shape(proposal) == [(A.name, "SSB.")]
    assert proposal.warnings == ()


def test_sort_stack_cover_upside_down_takes_its_empty_front_along() -> None:
    pages = (
        SeenPage(PageId("a"), is_blank=True, sheet=1, side=Side.FRONT),
        SeenPage(PageId("b"), (Mark(MarkKind.COVER, (), A),), sheet=1, side=Side.BACK),
        SeenPage(PageId("c"), sheet=2, side=Side.FRONT),
        SeenPage(PageId("d"), sheet=2, side=Side.BACK),
    )

    assert shape(sort_stack(pages, RULES)) == [(A.name, "SSB.")]


def test_sort_stack_written_back_of_a_separator_stays_paper_and_is_told() -> None:
    pages = (
        SeenPage(PageId("a"), (PATCH,), sheet=1, side=Side.FRONT),
        SeenPage(PageId("b"), sheet=1, side=Side.BACK),
    )

    proposal = sort_stack(pages, RULES)

    assert shape(proposal) == [("", "SB")]
    assert oddities(proposal) == [Oddity.WRITTEN_BACK]


def test_sort_stack_odd_number_of_sides_is_told() -> None:
    pages = (
        SeenPage(PageId("a"), sheet=1, side=Side.FRONT),
        SeenPage(PageId("b"), sheet=1, side=Side.BACK),
        SeenPage(PageId("c"), sheet=2, side=Side.FRONT),
    )

    assert oddities(sort_stack(pages, RULES)) == [Oddity.ODD_SIDES]


def test_sort_stack_two_covers_on_one_sheet_split_nothing() -> None:
    both = SeenPage(PageId("a"), (Mark(MarkKind.COVER, (), A), Mark(MarkKind.COVER, (), B)))

    proposal = sort_stack((both,), RULES)

    assert proposal.is_plain
    assert oddities(proposal) == [Oddity.COVERS_DISAGREE]


def test_sort_stack_slip_names_the_dossier_on_the_first_page_only() -> None:
    first, inside = stack(SLIP, None), stack(None, SLIP, None)

    assert shape(first) == [(SLIP.name, "B.")]
    assert inside.is_plain
    assert oddities(inside) == [Oddity.SLIP_INSIDE]


def test_sort_stack_slips_as_the_rules_say() -> None:
    never, always = SeparationRules(slips=SlipUse.NEVER), SeparationRules(slips=SlipUse.ALWAYS)

    assert stack(SLIP, None, rules=never).is_plain
    assert shape(stack(None, SLIP, None, rules=always)) == [("", "."), (SLIP.name, "B.")]


@given(st.lists(st.sampled_from([None, "", A, B, SLIP, PATCH]), max_size=12), st.booleans())
def test_sort_stack_keeps_every_page_once_in_order(sheets: list[object], blank: bool) -> None:
    proposal = stack(*sheets, rules=SeparationRules(blank_sheets=blank))

    flat = [page.page_id for run in proposal.runs for page in run.pages]
    assert flat == [str(number) for number in range(len(sheets))]
