"""Which pages make one paper: the rule that turns a stack of pages into files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.ids import PageId


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
    """

    page_id: PageId
    paper_code: str
    holder_id: str = ""
    untouchable: bool = False
    begins: bool = False
    continues: bool = False


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


def group_papers(pages: Sequence[PageOfPaper]) -> tuple[Paper, ...]:
    """Group pages into papers.

    A page with a known type or the head of a paper begins one; an unknown page without a head, or
    one that is numbered as a later page, continues the one before it, unless that is a card. The
    back of a card joins the front with the same personal id, wherever that stands; with no id
    read it joins the front just before it.
    """
    papers: list[tuple[str, str, list[PageId]]] = []
    for page in (page for page in pages if not page.untouchable):
        home = _home_of(page, papers)
        if home is None:
            papers.append((page.paper_code, page.holder_id, [page.page_id]))
        else:
            home[2].append(page.page_id)
    return tuple(Paper(code, tuple(ids)) for code, _, ids in papers)


def _home_of(
    page: PageOfPaper, papers: list[tuple[str, str, list[PageId]]]
) -> tuple[str, str, list[PageId]] | None:
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
