"""Papers of two pages: what is read on the second when the first has told the type.

Run: `python -m benchmarks.second_pages [--seed N] [--damages clean,office,…] [--kinds …]
[--cache FOLDER]`. Takes the pages of `benchmarks.understanding`, cuts each in two at the widest
blank about its middle, and reads the lower part as the second page of the paper that the upper one
begins. Beside it stands what the whole page gives for the same fields: those that stand below the
cut.

The second pages that the generator draws have no first page of their own; they go on with the
upper part of another paper of their kind.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from app.catalog.load import load_catalog
from benchmarks.corpus.damage import RECIPES
from benchmarks.corpus.papers.cards import CARDS
from benchmarks.corpus.papers.kinds import CONTINUATIONS, PAPER_KINDS, SEVERAL_CARDS
from benchmarks.corpus.papers.passport import PASSPORTS
from benchmarks.seen_pages import SeenOrder, SeenPage, kept_pages, load_page
from benchmarks.values import same_value
from ocr.reading import FieldReading, FieldState, PageReading
from ocr.understanding.continuation import Continuation, read_continuation
from ocr.understanding.joining import PageFields, joined
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.sequence import Follows, follows, page_mark
from ocr.understanding.sight import Sight
from ocr.understanding.understand import Understanding, understand
from ocr.words import Line, PageText

FIRST_PAGES: Mapping[str, str] = MappingProxyType(
    {"contract_page2": "sale_contract", "birth_declaration_page2": "birth_declaration"}
)
"""Kinds of second pages, and the kind whose upper part begins their paper."""

_WHOLE = frozenset({*CONTINUATIONS, *SEVERAL_CARDS, *CARDS, *PASSPORTS, "cccd_front", "cccd_back"})
"""Kinds that have no second page: cards, and second pages themselves."""

DEFAULT_CACHE = Path(__file__).parent / "results" / "seen.tmp"
DEFAULT_DAMAGES = "clean,office"
DEFAULT_SEED = 31
_HIGHEST, _LOWEST = 0.35, 0.7
"""Where a page may be cut, in shares of its text."""


def cut_at(page: SeenPage) -> int:
    """Middle of the widest blank between two lines about the middle of the text, in pixels."""
    boxes = sorted(line.box for line in page.text.lines)
    tops = sorted(box[1] for box in boxes)
    if len(tops) < 2:
        return int(page.sight.gray.shape[0])
    high = tops[0] + _HIGHEST * (tops[-1] - tops[0])
    low = tops[0] + _LOWEST * (tops[-1] - tops[0])
    edges = sorted((box[1], box[3]) for box in boxes)
    blanks = [
        (lower[0] - upper[1], (lower[0] + upper[1]) // 2)
        for upper, lower in pairwise(edges)
        if high <= lower[0] <= low
    ]
    return max(blanks, default=(0, int(page.sight.gray.shape[0])))[1]


def part_of(page: SeenPage, top: int, bottom: int) -> SeenPage:
    """The page between two edges, as a page of its own; the truth stays whole."""
    lines = tuple(
        Line(tuple(word.moved(1.0, 0, -top) for word in line.words))
        for line in page.text.lines
        if top <= (line.box[1] + line.box[3]) // 2 < bottom
    )
    sight = page.sight
    codes = tuple(
        replace(code, box=(code.box[0], code.box[1] - top, code.box[2], code.box[3] - top))
        for code in page.codes
        if top <= code.box[1] < bottom
    )
    seen = Sight(
        sight.colour[top:bottom],
        sight.gray[top:bottom],
        sight.bare[top:bottom],
        sight.dpi,
        sight.read,
    )
    return replace(page, text=PageText(lines), codes=codes, sight=seen)


def _reading(page: SeenPage, found: Understanding) -> PageReading:
    height, width = page.sight.gray.shape
    return PageReading(
        width_px=width,
        height_px=height,
        dpi=page.sight.dpi,
        text=page.text,
        codes=found.codes,
        paper=found.paper,
        fields=found.fields,
        mark=page_mark(page.text, height),
    )


def _understood(page: SeenPage, knowledge: Knowledge) -> Understanding:
    return understand(
        page.text, page.codes, knowledge.papers, lists=knowledge.lists, sight=page.sight
    )


def as_second_page(first: SeenPage, second: SeenPage, knowledge: Knowledge) -> Understanding:
    """What a second page gives behind a first one: type and fields by the rules of the station.

    The page by itself where it does not go on with the first.
    """
    begun, alone = _understood(first, knowledge), _understood(second, knowledge)
    (verdict,) = follows((_reading(first, begun), _reading(second, alone)))
    code = begun.paper.code if begun.paper else ""
    paper = next((each for each in knowledge.papers if each.code == code), None)
    if verdict is Follows.NO or paper is None:
        return alone
    found = read_continuation(
        Continuation(second.text, second.codes, (first.text,)),
        paper,
        lists=knowledge.lists,
        sight=second.sight,
    )
    pages = (
        PageFields("1", begun.fields),
        PageFields("2", found, is_sure=verdict is Follows.NUMBERED),
    )
    return Understanding(begun.paper, alone.codes, joined(pages, paper)["2"])


@dataclass(frozen=True, slots=True)
class BelowCut:
    """A field of a page that stands below the cut.

    Attributes:
        whole: What the whole page gives is right.
        second: What the second page gives is right.
        is_green: The second page gives it as green.
    """

    kind: str
    damage: str
    name: str
    truth: str
    read: str
    whole: bool
    second: bool
    is_green: bool


def below_cut(page: SeenPage, knowledge: Knowledge) -> list[BelowCut]:
    """Read a page whole and as two, and judge the fields that stand below the cut."""
    whole = _understood(page, knowledge)
    cut, height = cut_at(page), page.sight.gray.shape[0]
    if whole.paper is None or whole.paper.code != page.truth["paper"] or cut >= height:
        return []
    first, second = part_of(page, 0, cut), part_of(page, cut, height)
    told = {field.name: field for field in as_second_page(first, second, knowledge).fields}
    standing = {
        field.name: field for field in whole.fields if field.box is not None and field.box[1] >= cut
    }
    truth = {str(item["name"]): str(item["value"]) for item in page.truth["fields"]}
    return [
        _judged(page, truth[name], field, told.get(name))
        for name, field in standing.items()
        if name in truth
    ]


def _judged(
    page: SeenPage, truth: str, whole: FieldReading, second: FieldReading | None
) -> BelowCut:
    read = second.value if second else ""
    return BelowCut(
        kind=page.order.kind,
        damage=page.order.damage,
        name=whole.name,
        truth=truth,
        read=read,
        whole=same_value(whole.value, truth),
        second=same_value(read, truth),
        is_green=second is not None and second.state is FieldState.GREEN,
    )


def report(fields: Sequence[BelowCut]) -> str:
    """A Markdown table by damage, and what is lost or wrong."""
    lines = [
        "| second pages, by damage | fields | exact on the whole page | exact | green and wrong |",
        "|---|---|---|---|---|",
    ]
    for damage in dict.fromkeys(field.damage for field in fields):
        own = [field for field in fields if field.damage == damage]
        counts = (
            len(own),
            sum(field.whole for field in own),
            sum(field.second for field in own),
            sum(field.is_green and not field.second for field in own),
        )
        lines.append(f"| {damage} | {' | '.join(map(str, counts))} |")
    lost = [
        f"- {field.kind} {field.damage}: {field.name} “{field.read}” for “{field.truth}”"
        + (" GREEN" if field.is_green else "")
        for field in fields
        if (field.whole or field.is_green) and not field.second
    ]
    return "\n".join([*lines, "", "Right on the whole page only, or green and wrong:", "", *lost])


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--damages", default=DEFAULT_DAMAGES, help=f"of {', '.join(RECIPES)}")
    parser.add_argument("--kinds", nargs="+", default=[], choices=tuple(PAPER_KINDS))
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    options = parser.parse_args(arguments)
    catalog = load_catalog()
    knowledge = Knowledge(catalog.paper_types(), catalog.reference_lists())
    ordinary = [kind for kind in PAPER_KINDS if kind not in _WHOLE]
    orders = [
        SeenOrder(options.seed, kind, damage, options.cache, wants_plain=False)
        for damage in options.damages.split(",")
        for kind in options.kinds or ordinary
    ]
    fields: list[BelowCut] = []
    for count, order in enumerate(kept_pages(orders, 1), 1):
        print(f"\r{count} of {len(orders)}", end="", file=sys.stderr, flush=True)
        fields += below_cut(load_page(order), knowledge)
    print(file=sys.stderr)
    print(report(fields))


if __name__ == "__main__":
    main()
