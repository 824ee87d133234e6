"""How well and how fast this version cleans and recognises; no PDF, no peers.

Run: `python -m benchmarks.reading [--jobs N] [--kinds …] [--damages …] [--corpus FOLDER]`.
Prints letters wrong by damage and by kind, CPU seconds per step, pages without a word and the
worst pages. Pages are drawn in the workers; drawing is not measured.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.page_set import PageOrder, ScannedPage, add_page_options, chosen_pages
from benchmarks.score import Score, page_cer

if TYPE_CHECKING:
    from ocr.recognition.recognise import Recogniser

_WORST = 10
_TIMEOUT_S = 120.0
STEPS = ("decode", "clean and recognise")


@dataclass(frozen=True, slots=True)
class PageResult:
    """What one page gave.

    Attributes:
        cpu_s: CPU seconds of each step, in the order of `STEPS`.
        words: Words read.
        text: What was read.
    """

    name: str
    kind: str
    damage: str
    score: Score
    cpu_s: tuple[float, ...]
    words: int
    confidence: float
    text: str


def read_page(order: PageOrder) -> PageResult:
    """Clean and recognise one page in this process."""
    page = order.page()
    text, words, confidence, cpu_s = _read(page)
    score = page_cer(page.lines, text)
    return PageResult(page.name, page.kind, page.damage, score, cpu_s, words, confidence, text)


def _read(page: ScannedPage) -> tuple[str, int, float, tuple[float, ...]]:
    from ocr.intake.decode import decode_page
    from ocr.pipeline import read_text

    recogniser = _recogniser()
    marks = [time.process_time()]
    raw = decode_page(page.jpeg, 0)
    marks.append(time.process_time())
    found = read_text(raw, recogniser, _TIMEOUT_S).text
    marks.append(time.process_time())
    cpu_s = tuple(after - before for before, after in pairwise(marks))
    return found.text, len(found.words), found.mean_confidence, cpu_s


_ENGINE: list[Recogniser] = []
"""The engine of this worker process, once it was started."""


def _recogniser() -> Recogniser:
    from ocr.recognition.recognise import find_recogniser

    if not _ENGINE:
        _ENGINE.append(find_recogniser())
    return _ENGINE[0]


def start_worker() -> None:
    """One thread for the engine, as in the station's workers."""
    from ocr.recognition.recognise import limit_engine_threads

    limit_engine_threads()


def measured(orders: Sequence[PageOrder], jobs: int) -> Iterator[PageResult]:
    """Read all pages in `jobs` processes, results in order."""
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=start_worker) as pool:
        yield from pool.map(read_page, orders)


def total(results: Iterable[PageResult]) -> Score:
    """Letters of all pages together."""
    return sum((result.score for result in results), Score())


def table(results: Sequence[PageResult], key: Callable[[PageResult], str], title: str) -> str:
    """One row for each value of `key`."""
    lines = [f"| {title} | pages | CER % | worst page % | no word | CPU s/page |"]
    lines.append("|---|---|---|---|---|---|")
    groups: dict[str, list[PageResult]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    rows = [*sorted(groups.items()), ("**all**", list(results))]
    lines += [_row(name, group) for name, group in rows]
    return "\n".join(lines)


def _row(name: str, group: Sequence[PageResult]) -> str:
    worst = max(result.score.rate for result in group)
    empty = sum(result.words == 0 for result in group)
    cpu = statistics.mean(sum(result.cpu_s) for result in group)
    return (
        f"| {name} | {len(group)} | {100 * total(group).rate:.2f} | {100 * worst:.2f} "
        f"| {empty} | {cpu:.2f} |"
    )


def summary(results: Sequence[PageResult]) -> str:
    """Seconds by step and the worst pages."""
    lines = ["| step | CPU s/page, mean | median |", "|---|---|---|"]
    for step, name in enumerate(STEPS):
        seconds = [result.cpu_s[step] for result in results]
        lines.append(
            f"| {name} | {statistics.mean(seconds):.2f} | {statistics.median(seconds):.2f} |"
        )
    lines += ["", "| worst pages | damage | errors | CER % | words | confidence |"]
    lines.append("|---|---|---|---|---|---|")
    for result in sorted(results, key=lambda result: -result.score.errors)[:_WORST]:
        lines.append(
            f"| {result.name} | {result.damage} | {result.score.errors} "
            f"| {100 * result.score.rate:.2f} | {result.words} | {result.confidence:.2f} |"
        )
    return "\n".join(lines)


def report(results: Sequence[PageResult]) -> str:
    """All tables."""
    parts = (
        table(results, lambda result: result.damage, "damage"),
        table(results, lambda result: result.kind, "kind"),
        summary(results),
    )
    return "\n\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_page_options(parser)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--texts", help="folder that gets what was read, one file per page")
    options = parser.parse_args(arguments)
    orders = chosen_pages(options)
    results: list[PageResult] = []
    for result in measured(orders, options.jobs):
        results.append(result)
        print(f"\r{len(results)} of {len(orders)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    if options.texts:
        _keep_texts(results, Path(options.texts))
    print(report(results))


def _keep_texts(results: Iterable[PageResult], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for result in results:
        (folder / f"{result.name}.txt").write_text(result.text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
