"""How often a signature finds its place by itself.

Run: `python -m benchmarks.positions [--seeds 2 3 4] [--each 15]`. Makes letters and decisions of
many layouts, looks for the place of the signer's picture, and prints a Markdown table: right when
intersection over union with the true place is at least 0.5; over text when the box touches a word
of the page or more than 2 % ink. Places that ask for a look are counted apart: they are shown to
the officer before anything is signed. Files that somebody else signs are right when they ask.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import numpy as np
import pypdfium2

from benchmarks.position_pages import LAYOUTS, STAMP_PT, Case, Maker
from benchmarks.position_papers import paper_cases
from signing.appearance.find import find_place
from signing.appearance.places import PlaceTemplate
from signing.appearance.shipped import shipped_face, shipped_rules
from signing.appearance.stamps import Box, Role
from signing.errors import NoPlaceFound

_RIGHT = 0.5
_INK_LIMIT = 0.02
_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file."""

    layout: str
    right: bool
    asked: bool
    over_text: bool
    cpu_s: float


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide * high / (areas - wide * high)


def judge(case: Case, template: PlaceTemplate) -> Outcome:
    """Look for the place in one file and hold it against the truth."""
    started = time.process_time()
    try:
        place = find_place(case.pdf, case.signer, Role.PERSON, template)
    except NoPlaceFound:
        spent = time.process_time() - started
        return Outcome(case.layout, case.box is None, True, False, spent)
    spent = time.process_time() - started
    if case.box is None:
        covers = _covers(case, place.page_index, place.box)
        return Outcome(case.layout, place.needs_look, place.needs_look, covers, spent)
    right = place.page_index == case.page_index and overlap(place.box, case.box) >= _RIGHT
    return Outcome(
        case.layout, right, place.needs_look, _covers(case, place.page_index, place.box), spent
    )


def _covers(case: Case, page_index: int, box: Box) -> bool:
    """Tell whether a box lies over words that were written, or over ink that is drawn."""
    if page_index == case.page_index and any(
        box[0] < text[2] and text[0] < box[2] and box[1] < text[3] and text[1] < box[3]
        for text in case.texts
    ):
        return True
    return _ink(case.pdf, page_index, box) > _INK_LIMIT


def _ink(pdf: bytes, page_index: int, box: Box) -> float:
    """Share of dark pixels under a box of default user space; the page is drawn unturned."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[page_index]
        page.set_rotation(0)
        left, bottom, right, top = page.get_cropbox()
        crop = (box[0] - left, box[1] - bottom, right - box[2], top - box[3])
        pixels = page.render(scale=_SCALE, crop=crop, grayscale=True).to_numpy()
        page.close()
        return float(np.count_nonzero(pixels < np.median(pixels) - 60) / max(1, pixels.size))


def table(outcomes: list[Outcome]) -> str:
    """Write the figures as Markdown."""
    by_layout: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_layout[outcome.layout].append(outcome)
    lines = [
        "| layout | files | right | asked for a look | wrong and not asked | over text |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_row(name, group) for name, group in by_layout.items()]
    lines.append(_row("**all**", outcomes))
    spent = statistics.median(outcome.cpu_s for outcome in outcomes)
    return "\n".join([*lines, "", f"Median CPU per file: {1000 * spent:.0f} ms."])


def _row(name: str, group: list[Outcome]) -> str:
    right = sum(outcome.right for outcome in group)
    asked = sum(outcome.asked for outcome in group)
    silent = sum(not outcome.right and not outcome.asked for outcome in group)
    over = sum(outcome.over_text for outcome in group)
    share = 100 * right / len(group)
    return f"| {name} | {len(group)} | {right} ({share:.1f} %) | {asked} | {silent} | {over} |"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[2, 3, 4])
    parser.add_argument("--papers", type=int, default=2, help="papers of each kind and seed")
    parser.add_argument("--each", type=int, default=15, help="files of each layout and seed")
    arguments = parser.parse_args()
    template = PlaceTemplate(STAMP_PT, shipped_rules(date(2026, 11, 22)))
    face = shipped_face()
    outcomes = [
        judge(Maker(face, seed * 100_000 + number * 100 + kind).make(layout), template)
        for seed in arguments.seeds
        for number in range(arguments.each)
        for kind, layout in enumerate(LAYOUTS)
    ]
    for seed in arguments.seeds:
        outcomes += [judge(case, template) for case in paper_cases(face, seed, arguments.papers)]
    print(table(outcomes))


if __name__ == "__main__":
    main()
