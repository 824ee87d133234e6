"""Paper types and fields on drawn pages of every paper of the catalogue, beside the plain way.

Run: `python -m benchmarks.understanding [--seed N] [--damages clean,office,…] [--kinds …]
[--jobs N] [--cache FOLDER] [--no-plain]`. Draws each kind once under each damage, recognises it
once (kept in the folder), understands it and prints Markdown tables. With everything in the folder
a run takes seconds: good for trying rules.

Types: a stranger that stays unknown is right. Fields: what the truth lists, compared but for case
and spacing; those of pages whose type is wrong or unknown are not exact. Second pages, several
cards on a sheet and pages filled in by hand are judged apart; a second page goes on with the upper
part of a paper of its kind (`benchmarks.second_pages` judges more of them). The plain way finds
labels in the text that the engine alone gives and takes the rest of the line; it is told the paper
type.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.catalog.load import load_catalog
from benchmarks.corpus.damage import RECIPES
from benchmarks.corpus.papers.kinds import PAPER_KINDS
from benchmarks.judged import PageVerdict, judge
from benchmarks.second_pages import FIRST_PAGES, as_second_page, cut_at, part_of
from benchmarks.seen_pages import (
    EngineClock,
    SeenOrder,
    SeenPage,
    keep_page,
    kept_pages,
    load_page,
)
from benchmarks.understanding_tables import report
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.understand import understand

DEFAULT_CACHE = Path(__file__).parent / "results" / "seen.tmp"
DEFAULT_DAMAGES = "clean,office"
DEFAULT_SEED = 31


def understood(order: SeenOrder, knowledge: Knowledge) -> PageVerdict:
    """Understand one kept page and judge it."""
    page, first = load_page(order), _first_page(order)
    started, engine = time.process_time(), EngineClock.seconds
    found = (
        understand(page.text, page.codes, knowledge.papers, lists=knowledge.lists, sight=page.sight)
        if first is None
        else as_second_page(first, page, knowledge)
    )
    cpu_s = time.process_time() - started - (EngineClock.seconds - engine)
    return judge(page, found, cpu_s, knowledge.papers)


def _first_page(order: SeenOrder) -> SeenPage | None:
    """The page that a second page goes on with; None for all others."""
    kind = FIRST_PAGES.get(order.kind)
    if kind is None:
        return None
    first = load_page(keep_page(replace(order, kind=kind)))
    return part_of(first, 0, cut_at(first))


def measured(orders: Sequence[SeenOrder], jobs: int) -> list[PageVerdict]:
    """Draw, recognise, understand and judge all pages; those that broke are told and left out."""
    catalog = load_catalog()
    knowledge = Knowledge(catalog.paper_types(), catalog.reference_lists())
    verdicts: list[PageVerdict] = []
    for count, order in enumerate(kept_pages(orders, jobs), 1):
        print(f"\r{count} of {len(orders)}", end="", file=sys.stderr, flush=True)
        verdicts.append(understood(order, knowledge))
    print(file=sys.stderr)
    return verdicts


def chosen_orders(options: argparse.Namespace) -> list[SeenOrder]:
    """Every kind under every damage that the options name."""
    return [
        SeenOrder(options.seed, kind, damage, options.cache, not options.no_plain)
        for damage in options.damages.split(",")
        for kind in options.kinds or PAPER_KINDS
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--damages", default=DEFAULT_DAMAGES, help=f"of {', '.join(RECIPES)}")
    parser.add_argument("--kinds", nargs="+", default=[], choices=tuple(PAPER_KINDS))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--no-plain", action="store_true", help="leave out the plain way")
    options = parser.parse_args(arguments)
    print(report(measured(chosen_orders(options), options.jobs)))


if __name__ == "__main__":
    main()
