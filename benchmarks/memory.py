"""Resident memory of one worker over many pages, and the most it took for one.

Run: `python -m benchmarks.memory [--pages N] [--every N] [--corpus FOLDER | --mix]`. One process
decodes, cleans, reads, understands and compresses the same pages again and again, and prints a row
of a Markdown table every N pages. `--mix` draws a few pages of hard kinds (blurred, photographed,
skewed, bled through, cards) for the occasion. The peak of a row is that since the row before, where
the system lets it be counted anew. Linux only.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from benchmarks.corpus.samples import SAMPLES_FOLDER
from benchmarks.long_living import peak_memory_kb
from benchmarks.page_set import Drawn

_MIX_SEED = 4711
MIX = (
    ("business_certificate", "blur"),
    ("cccd_front", "clean"),
    ("report_table", "phone_shadow"),
    ("residence_declaration", "office"),
    ("official_letter", "bleed"),
    ("cccd_back", "phone"),
    ("receipt_slip", "skew5"),
    ("land_change_application", "dpi200"),
)
"""Kind and damage of pages that need much memory, and of small ones between them."""


@dataclass(frozen=True, slots=True)
class Level:
    """Memory after so many pages, in kB: resident now, and at most since the level before."""

    pages: int
    resident_kb: int
    peak_kb: int

    @property
    def row(self) -> str:
        """A row of the table."""
        return f"| {self.pages} | {self.resident_kb / 1000:.0f} | {self.peak_kb / 1000:.0f} |"


def resident_kb() -> int:
    """Memory of this process that is resident now, kB."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def forget_peak() -> None:
    """Count the peak anew from here on; without the right to do so it goes on."""
    try:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    except OSError:
        return


def draw_mix(folder: Path) -> list[Path]:
    """The pages of `MIX` as files in `folder`."""
    files = []
    for kind, damage in MIX:
        file = folder / f"{kind}_{damage}.jpg"
        file.write_bytes(Drawn(_MIX_SEED, kind, damage).page().jpeg)
        files.append(file)
    return files


def measured(pages: Iterator[Path], every: int) -> Iterator[Level]:
    """Take all pages through every stage; memory after every so many of them."""
    from app.catalog.load import load_catalog
    from app.services.station import knowledge
    from ocr.pipeline import PageInput, process_page
    from ocr.recognition.recognise import find_recogniser, limit_engine_threads

    limit_engine_threads()
    known, recogniser = knowledge(load_catalog()), find_recogniser()
    forget_peak()
    for number, page in enumerate(pages, start=1):
        process_page(PageInput(page.read_bytes()), known, recogniser)
        if number % every == 0:
            yield Level(number, resident_kb(), peak_memory_kb())
            forget_peak()


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--every", type=int, default=50, help="pages between two rows")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--corpus", type=Path, default=SAMPLES_FOLDER)
    source.add_argument("--mix", action="store_true", help="draw a few pages of hard kinds")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        files = draw_mix(Path(folder)) if options.mix else sorted(options.corpus.rglob("*.jpg"))
        if not files:
            parser.error(f"no pages in {options.corpus}")
        print("| pages | resident MB | peak MB since the row before |\n|---|---|---|", flush=True)
        most = 0
        for level in measured(islice(cycle(files), options.pages), max(1, options.every)):
            print(level.row, flush=True)
            most = max(most, level.peak_kb)
    print(f"\npeak {most / 1000:.0f} MB")


if __name__ == "__main__":
    main()
