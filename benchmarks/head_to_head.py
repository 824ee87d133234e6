"""This product against other readers: the same pages, the same run, page by page in turn.

Run: `python -m benchmarks.head_to_head [--seed N] [--kinds …] [--damages …] [--pages N]
[--peers NAME …] [--ours-only] [--out FOLDER]`. One page is one JPEG file in and one searchable PDF
out, one worker, one thread. Commands are measured with their children; this product and Tesseract's
library keep their worker process, as the station does. Text is what pdftotext finds in each PDF.
Prints Markdown; `--out` also gets results.md, results.json and the plots.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from benchmarks.extractors import ExtractionFailed, installed_extractors, poppler_text
from benchmarks.long_living import LONG_LIVING, OwnPage, start_worker
from benchmarks.measurement import Measurement, PageFacts, has_red_seal, words_right
from benchmarks.page_set import PageOrder, ScannedPage, add_page_options, chosen_pages
from benchmarks.peers import Cost, Peer, install_peers, peers, run_peer, start_cost, versions
from benchmarks.plots import plots
from benchmarks.results_table import Setting, report
from benchmarks.score import displaced_letters, page_cer, plain

OURS = "ours"
Reader = Callable[[Path, Path], OwnPage | Cost]


def readers(names: Sequence[str], *, ours_only: bool) -> Iterator[tuple[str, Reader]]:
    """Readers by name, ours first; `names` empty = all.

    Raises:
        PeerMissing: A program is not installed.
    """
    yield OURS, _in_worker(OURS)
    if ours_only:
        return
    for peer in peers():
        if not names or peer.name in names:
            yield peer.name, _as_command(peer)
    for name in LONG_LIVING:
        if name != OURS and (not names or name in names):
            yield name, _in_worker(name)


def _as_command(peer: Peer) -> Reader:
    def read(page: Path, pdf: Path) -> Cost:
        return run_peer(peer.command(page, pdf))

    return read


def _in_worker(name: str) -> Reader:
    """A reader that keeps one process of its own, started before its first page."""
    context = get_context("spawn")
    work = LONG_LIVING[name]
    pools: list[ProcessPoolExecutor] = []

    def read(page: Path, pdf: Path) -> OwnPage | Cost:
        if not pools:
            pools.append(ProcessPoolExecutor(1, mp_context=context, initializer=start_worker))
        try:
            return pools[-1].submit(work, page, pdf).result()
        except BrokenProcessPool:
            pools.clear()
            return Cost(0.0, 0.0, 0, "the worker process died")
        except Exception as error:  # one page never ends the run
            return Cost(0.0, 0.0, 0, f"{type(error).__name__}: {error}")

    return read


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one page is measured."""

    page: ScannedPage
    facts: PageFacts
    folder: Path

    def measure(self, name: str, reader: Reader) -> Measurement:
        """Let one reader make its PDF and judge it."""
        pdf = self.folder / f"{name}.pdf"
        answer = reader(self.folder / "page.jpg", pdf)
        cost = answer if isinstance(answer, Cost) else answer.cost
        made = pdf.exists() and not cost.problem
        text = self._text(poppler_text, pdf) if made else ""
        meant = self._meant(answer, pdf) if made else ""
        texts = self._texts(pdf) if meant else {}
        return Measurement(
            reader=name,
            page=self.facts,
            cost=cost,
            size_bytes=pdf.stat().st_size if made else 0,
            score=page_cer(self.page.lines, text),
            words=len(text.split()),
            meant=page_cer(self.page.lines, meant).errors,
            meant_letters=len(plain(meant)),
            extracted={who: page_cer(self.page.lines, t).errors for who, t in texts.items()},
            displaced={who: displaced_letters(meant, t) for who, t in texts.items()},
            confidence=()
            if isinstance(answer, Cost)
            else words_right(self.page.lines, answer.words),
        )

    def _meant(self, answer: OwnPage | Cost, pdf: Path) -> str:
        """The text that should stand in the PDF, "" when the reader does not tell."""
        if isinstance(answer, OwnPage):
            return answer.text
        beside = pdf.with_suffix(".txt")
        return beside.read_text("utf-8") if beside.exists() else ""

    def _texts(self, pdf: Path) -> dict[str, str]:
        found = installed_extractors()
        return {name: self._text(extract, pdf) for name, extract in found.items()}

    def _text(self, extract: Callable[[Path], str], pdf: Path) -> str:
        """Text of the PDF; a file that cannot be read has none."""
        try:
            return extract(pdf)
        except ExtractionFailed as error:
            _say(f"{self.page.name}, {pdf.name}: {error}")
            return ""


def measure_page(order: PageOrder, chosen: Mapping[str, Reader]) -> Iterator[Measurement]:
    """All readers on one page, in an order that the page decides."""
    page = order.page()
    facts = PageFacts(
        name=page.name,
        kind=page.kind,
        damage=page.damage,
        jpeg_bytes=len(page.jpeg),
        sealed=has_red_seal(page.jpeg, page.dpi),
        handwritten=page.handwritten,
    )
    names = sorted(chosen)
    random.Random(page.name).shuffle(names)
    with tempfile.TemporaryDirectory() as folder:
        desk = _Desk(page, facts, Path(folder))
        (desk.folder / "page.jpg").write_bytes(page.jpeg)
        for name in names:
            yield desk.measure(name, chosen[name])


def measure_all(
    orders: Sequence[PageOrder], chosen: Mapping[str, Reader]
) -> Iterator[list[Measurement]]:
    """All readers on all pages, page by page; gives what is known after each page."""
    found: list[Measurement] = []
    for number, order in enumerate(orders, 1):
        for measurement in measure_page(order, chosen):
            found.append(measurement)
            _say(f"{number} of {len(orders)}: {measurement.page.name}, {measurement.reader}")
        yield found


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_page_options(parser)
    parser.add_argument("--peers", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--ours-only", action="store_true", help="no other readers")
    parser.add_argument("--out", type=Path, help="folder of results.md, results.json and plots")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Install what is missing, measure, print; files are renewed after every page."""
    options = _arguments(arguments)
    if not options.ours_only:
        install_peers()
    chosen = dict(readers(options.peers, ours_only=options.ours_only))
    started = {} if options.ours_only else {"OCRmyPDF": start_cost("ocrmypdf")}
    setting = Setting(options.seed, versions(), started)
    text = ""
    for found in measure_all(chosen_pages(options), chosen):
        text = report(found, setting)
        if options.out:
            _keep(options.out, text, found)
    print(text)


def _keep(folder: Path, text: str, found: Sequence[Measurement]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    drawings = plots(found)
    shown = "".join(f"\n![{name}]({name}.svg)\n" for name in drawings)
    (folder / "results.md").write_text(f"{text}\n{shown}", encoding="utf-8")
    for name, drawing in drawings.items():
        (folder / f"{name}.svg").write_text(drawing, encoding="utf-8")
    record = ",\n".join(json.dumps(item.as_json(), ensure_ascii=False) for item in found)
    (folder / "results.json").write_text(f"[\n{record}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
