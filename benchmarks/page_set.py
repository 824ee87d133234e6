"""The pages of a measurement: drawn for the occasion, or read from a folder."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpus.damage import RECIPES
from benchmarks.corpus.pages import KINDS, corpus_page, plan_pages

DEFAULT_SEED = 912
DEFAULT_DAMAGES_PER_KIND = 5


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One scanned page with what stands on it.

    Attributes:
        kind: What paper it is.
        damage: What was done to it.
        jpeg: The scan.
        lines: Text of the page, in any order.
        dpi: Resolution it was scanned with, 0 = unknown.
        handwritten: Some of its lines are written by hand.
    """

    name: str
    kind: str
    damage: str
    jpeg: bytes
    lines: tuple[str, ...]
    dpi: int = 0
    handwritten: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page that has yet to be drawn."""

    seed: int
    kind: str
    damage: str

    def page(self) -> ScannedPage:
        """Draw and scan it."""
        page = corpus_page(self.seed, self.kind, self.damage)
        truth = page.truth
        lines = tuple(line.text for line in truth.lines)
        return ScannedPage(
            name=page.name,
            kind=page.kind,
            damage=page.damage,
            jpeg=page.jpeg,
            lines=lines,
            dpi=truth.dpi,
            handwritten=any(line.handwritten for line in truth.lines),
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """A page in a folder."""

    picture: Path
    truth: dict[str, Any]  # values of JSON are any of its types

    def page(self) -> ScannedPage:
        """Read it."""
        truth = self.truth
        return ScannedPage(
            name=self.picture.stem,
            kind=str(truth.get("kind") or truth.get("paper") or "?"),
            damage=str(truth.get("damage") or "?"),
            jpeg=self.picture.read_bytes(),
            lines=tuple(str(line["text"]) for line in truth["lines"]),
            dpi=int(truth.get("dpi", 0)),
            handwritten=any(line.get("handwritten") for line in truth["lines"]),
        )


PageOrder = Drawn | Stored


def drawn_pages(
    seed: int, kinds: Sequence[str], damages: Sequence[str], damages_per_kind: int
) -> list[PageOrder]:
    """Pages of the corpus; `kinds` and `damages` empty = all."""
    plan = plan_pages(
        seed,
        kinds=kinds or tuple(KINDS),
        damages=damages or tuple(RECIPES),
        damages_per_kind=damages_per_kind,
    )
    return [Drawn(seed, kind, damage) for kind, damage in plan]


def stored_pages(folder: Path) -> list[PageOrder]:
    """Pages in `folder` and below: NAME.jpg beside NAME.json, or named by a truth.json."""
    return [*sorted(_stored(folder), key=lambda page: page.picture)]


def _stored(folder: Path) -> Iterator[Stored]:
    for path in folder.rglob("*.json"):
        content = json.loads(path.read_text("utf-8"))
        if path.name == "truth.json":
            for entry in content["pages"]:
                yield Stored(path.parent / entry["file"], entry)
        elif path.with_suffix(".jpg").exists():
            yield Stored(path.with_suffix(".jpg"), content)


def add_page_options(parser: argparse.ArgumentParser) -> None:
    """Options that choose the pages."""
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--kinds", nargs="+", default=[], metavar="KIND")
    parser.add_argument("--damages", nargs="+", default=[], metavar="DAMAGE")
    parser.add_argument("--damages-per-kind", type=int, default=DEFAULT_DAMAGES_PER_KIND)
    parser.add_argument("--pages", type=int, default=0, help="at most so many, evenly spread")
    parser.add_argument("--corpus", type=Path, help="folder of NAME.jpg with NAME.json")


def chosen_pages(options: argparse.Namespace) -> list[PageOrder]:
    """The pages that the options of `add_page_options` ask for."""
    if options.corpus:
        pages = stored_pages(options.corpus)
        wanted_kinds, wanted_damages = set(options.kinds), set(options.damages)
        pages = [
            page
            for page in pages
            if _asked(_kind(page), wanted_kinds) and _asked(_damage(page), wanted_damages)
        ]
    else:
        pages = drawn_pages(options.seed, options.kinds, options.damages, options.damages_per_kind)
    return spread(pages, options.pages)


def _asked(name: str, wanted: set[str]) -> bool:
    return not wanted or name in wanted


def _kind(page: PageOrder) -> str:
    return page.kind if isinstance(page, Drawn) else str(page.truth.get("kind", ""))


def _damage(page: PageOrder) -> str:
    return page.damage if isinstance(page, Drawn) else str(page.truth.get("damage", ""))


def spread(pages: list[PageOrder], most: int) -> list[PageOrder]:
    """At most `most` pages, taken at even distances; 0 = all."""
    if not 0 < most < len(pages):
        return pages
    return [pages[number * len(pages) // most] for number in range(most)]
