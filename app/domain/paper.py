"""Which pages make one paper: the rule that turns a stack of pages into files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.domain.ids import PageId
from app.domain.page import PaperBreak


@dataclass(frozen=True, slots=True)
class PageOfPaper:
    """What is known of a page when papers are told apart.

    Attributes:
        page_id: The page.
        paper_code: Paper type, "" when unknown.
        holder_id: Personal id found on an identity card, "" elsewhere.
        untouchable: The page belongs to a signed file that is kept byte for byte.
        begins: The head of a paper stands on it.
        continues: It is numbered as a later page of a paper.
        break_before: What the officer says; it outweighs all the rest.
        note_of: Page that is the same sheet without the note on it.
    """

    page_id: PageId
    paper_code: str
    holder_id: str = ""
    untouchable: bool = False
    begins: bool = False
    continues: bool = False
    break_before: PaperBreak = PaperBreak.AUTO
    note_of: PageId | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """Pages that make one paper, in order."""

    paper_code: str
    pages: tuple[PageId, ...]


CARD_BACKS = {
    "cccd_back": "cccd_front",
    "identity_card_2024_back": "identity_card_2024_front",
    "old_id_card_back": "old_id_card",
}
"""Backs of identity cards and the front each belongs to."""

_CARDS = frozenset({*CARD_BACKS, *CARD_BACKS.values()})


_Paper = tuple[str, str, list[PageId]]
"""Type, holder and pages of a paper in the making."""


def group_papers(pages: Sequence[PageOfPaper]) -> tuple[Paper, ...]:
    """Group pages into papers.

    A page with a known type or the head of a paper begins one; an unknown page without a head, or
    one that is numbered as a later page, continues the one before it, unless that is a card. The
    back of a card joins the front with the same personal id, wherever that stands; with no id
    read it joins the front just before it. The two pictures of a sheet with a note stay together.

    What the officer says outweighs all that: a page begins a paper, or goes on with the paper of
    the page just before it.
    """
    papers: list[_Paper] = []
    last: _Paper | None = None
    twins = {page.note_of: page.page_id for page in pages if page.note_of}
    for page in (page for page in pages if not page.untouchable):
        match page.break_before:
            case PaperBreak.BEGINS:
                home = None
            case PaperBreak.CONTINUES:
                home = last
            case PaperBreak.AUTO:
                twin = page.note_of or twins.get(page.page_id, "")
                home = _holding(twin, papers) or _home_of(page, papers)
        if home is None:
            home = (page.paper_code, page.holder_id, [])
            papers.append(home)
        home[2].append(page.page_id)
        last = home
    return tuple(Paper(code, tuple(ids)) for code, _, ids in papers)


def _holding(page_id: str, papers: Sequence[_Paper]) -> _Paper | None:
    if not page_id:  # most pages are nobody's note or twin, and hundreds are asked at once
        return None
    return next((paper for paper in papers if page_id in paper[2]), None)


def _home_of(page: PageOfPaper, papers: list[_Paper]) -> _Paper | None:
    front = CARD_BACKS.get(page.paper_code)
    if front is not None:
        fronts = [paper for paper in papers if paper[0] == front and len(paper[2]) == 1]
        same = [paper for paper in fronts if page.holder_id and paper[1] == page.holder_id]
        if same:
            return same[0]
        if fronts and fronts[-1] is papers[-1] and not (page.holder_id and fronts[-1][1]):
            return fronts[-1]
        return None
    if not papers or papers[-1][0] in _CARDS:
        return None
    is_later = page.continues or not (page.paper_code or page.begins)
    return papers[-1] if is_later else None
