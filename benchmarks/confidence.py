"""How far the confidence of words can be trusted, and what corrects it.

Run: `python -m benchmarks.confidence --seed N --pages K [--fit] [--out FOLDER]`. Reads drawn pages,
asks of every word whether it is right and prints two reliability tables: of the engine's number and
of the probability that `ocr.calibration` and the second reading make of it. `--fit` prints the
points that would map one to the other on these pages. Pages filled in by hand are left out: what is
read there is not print.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measurement import words_right
from benchmarks.page_set import PageOrder, add_page_options, chosen_pages
from benchmarks.plots import reliability_chart
from benchmarks.reading import start_worker

if TYPE_CHECKING:
    from ocr.recognition.recognise import Recogniser

_TIMEOUT_S = 120.0
_EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Bins of the table; finer at the top, where nearly all words are."""
_FIT_EDGES = (0.0, 0.6, 0.9, 0.945, 0.9625, 1.0)
"""Bins of which each gives one point of the mapping; more points gained nothing elsewhere."""

Judged = tuple[float, bool]
"""Confidence of a word, and whether it is right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Words of like confidence.

    Attributes:
        mean: Their mean confidence.
        share: Share of them that is right.
    """

    low: float
    high: float
    count: int
    mean: float
    share: float


def bins(judged: Sequence[Judged], edges: Sequence[float] = _EDGES) -> list[Bin]:
    """The filled bins, lowest first; the last one includes its upper edge."""
    filled = []
    for low, high in pairwise(edges):
        inside = [(c, r) for c, r in judged if low <= c < high or (high == edges[-1] == c)]
        if inside:
            mean = statistics.fmean(confidence for confidence, _ in inside)
            share = statistics.fmean(float(right) for _, right in inside)
            filled.append(Bin(low, high, len(inside), mean, share))
    return filled


def expected_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error: how far mean confidence and share of right words are apart.

    Source: Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian
    Binning" (AAAI 2015); here over the bins of the table.
    """
    total = max(1, len(judged))
    return sum(each.count / total * abs(each.mean - each.share) for each in bins(judged))


def brier(judged: Sequence[Judged]) -> float:
    """Mean squared distance between confidence and what was the case."""
    return statistics.fmean((confidence - right) ** 2 for confidence, right in judged)


def wrong_found(judged: Sequence[Judged], share: float = 0.1) -> float:
    """Share of all wrong words among the `share` of words that are least sure."""
    doubtful = sorted(judged)[: round(share * len(judged))]
    wrong = sum(not right for _, right in judged)
    return sum(not right for _, right in doubtful) / max(1, wrong)


def fitted(judged: Sequence[Judged]) -> list[tuple[float, float]]:
    """Points of a rising line from confidence to the share of right words.

    Neighbouring bins that fall are pooled; nothing is 0 and certainty is 1. One word of each kind
    is added to every pool, so that no finite number of pages makes a certainty.

    Source: pool adjacent violators, Ayer et al., Annals of Mathematical Statistics 26 (1955).
    """
    pools: list[tuple[float, float, float]] = []
    for each in bins(judged, _FIT_EDGES):
        pools.append((each.mean * each.count, each.share * each.count, each.count))
        while len(pools) > 1 and _share(pools[-2]) > _share(pools[-1]):
            last, before = pools.pop(), pools.pop()
            pools.append((last[0] + before[0], last[1] + before[1], last[2] + before[2]))
    inner = [(round(pool[0] / pool[2], 4), round(_share(pool), 4)) for pool in pools]
    return [(0.0, 0.0), *inner, (1.0, 1.0)]


def _share(pool: tuple[float, float, float]) -> float:
    """Share of right words of a pool: sum of confidences, right words, words."""
    return (pool[1] + 1) / (pool[2] + 2)


def table(title: str, judged: Sequence[Judged]) -> str:
    """One row for each bin, and the figures over all words."""
    lines = [f"| {title} | words | mean | right |", "|---|---|---|---|"]
    lines += [
        f"| {each.low:.2f} to {each.high:.2f} | {each.count:,} | {each.mean:.3f} "
        f"| {each.share:.3f} |"
        for each in bins(judged)
    ]
    lines.append(
        f"\nECE {100 * expected_error(judged):.2f} %, Brier score {brier(judged):.4f}. Of the "
        f"wrong words {100 * wrong_found(judged, 0.01):.0f} % are among the hundredth least sure, "
        f"{100 * wrong_found(judged):.0f} % among the tenth."
    )
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class JudgedWords:
    """The same words twice: with what the engine said and with what we make of it."""

    engine: tuple[Judged, ...] = ()
    claimed: tuple[Judged, ...] = ()


def judge(order: PageOrder) -> JudgedWords:
    """Read one page in this process and judge its words; none of pages filled in by hand."""
    from ocr.intake.decode import decode_page
    from ocr.pipeline import read_text

    page = order.page()
    if page.handwritten:
        return JudgedWords()
    text = read_text(decode_page(page.jpeg, 0), _recogniser(), _TIMEOUT_S).text
    words = text.words
    return JudgedWords(
        words_right(page.lines, [(word.text, word.confidence) for word in words]),
        words_right(page.lines, [(word.text, word.probability) for word in words]),
    )


_ENGINE: list[Recogniser] = []
"""The engine of this worker process, once it was started."""


def _recogniser() -> Recogniser:
    from ocr.recognition.recognise import find_recogniser

    if not _ENGINE:
        _ENGINE.append(find_recogniser())
    return _ENGINE[0]


def _all_judged(orders: Sequence[PageOrder], jobs: int) -> Iterator[JudgedWords]:
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=start_worker) as pool:
        for number, found in enumerate(pool.map(judge, orders), start=1):
            print(f"\r{number} of {len(orders)}", end="", file=sys.stderr, flush=True)
            yield found
    print(file=sys.stderr)


def report(judged: JudgedWords, *, fit: bool) -> str:
    """Both tables, and the points of a mapping when asked for."""
    if not judged.engine:
        return "No words were read."
    count = len(judged.engine)
    wrong = sum(not right for _, right in judged.engine)
    parts = [
        f"{count:,} words, {wrong} of them wrong.",
        table("confidence of the engine", judged.engine),
        table("probability", judged.claimed),
    ]
    if fit:
        points = "\n".join(f"    ({x}, {y})," for x, y in fitted(judged.engine))
        parts.append(f"Points of the mapping on these pages:\n{points}")
    return "\n\n".join(parts)


def _keep(folder: Path, judged: JudgedWords) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    series = {"of the engine": judged.engine, "probability": judged.claimed}
    chart = reliability_chart("Confidence of words", series)
    (folder / "confidence.svg").write_text(chart, encoding="utf-8")
    with (folder / "confidence.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("series", "low", "high", "words", "mean", "right"))
        for name, pairs in series.items():
            for each in bins(pairs):
                numbers = (f"{each.mean:.4f}", f"{each.share:.4f}")
                rows.writerow((name, each.low, each.high, each.count, *numbers))


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_page_options(parser)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--fit", action="store_true", help="print the mapping of these pages")
    parser.add_argument("--out", type=Path, help="folder of confidence.svg and confidence.csv")
    options = parser.parse_args(arguments)
    pages = list(_all_judged(chosen_pages(options), options.jobs))
    judged = JudgedWords(
        tuple(word for page in pages for word in page.engine),
        tuple(word for page in pages for word in page.claimed),
    )
    print(report(judged, fit=options.fit))
    if options.out and judged.engine:
        _keep(options.out, judged)


if __name__ == "__main__":
    main()
