"""Resident memory of one worker over many pages.

Run: `python -m benchmarks.memory [--pages N] [--corpus FOLDER]`. One process cleans, reads and
compresses the same pages again and again; every fiftieth page prints what is resident then.
Linux only.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from benchmarks.corpus.samples import SAMPLES_FOLDER
from benchmarks.long_living import peak_memory_kb

_EVERY = 50


def resident_kb() -> int:
    """Memory of this process that is resident now, kB."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def measured(pages: Iterator[Path]) -> Iterator[tuple[int, int]]:
    """Number of pages done and kB resident, every fiftieth page."""
    from app.catalog.load import load_catalog
    from app.services.station import knowledge
    from ocr.pipeline import PageInput, process_page
    from ocr.recognition.recognise import find_recogniser, limit_engine_threads

    limit_engine_threads()
    known, recogniser = knowledge(load_catalog()), find_recogniser()
    for number, page in enumerate(pages, start=1):
        process_page(PageInput(page.read_bytes()), known, recogniser)
        if number % _EVERY == 0:
            yield number, resident_kb()


def main() -> None:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--corpus", type=Path, default=SAMPLES_FOLDER)
    arguments = parser.parse_args()
    files = sorted(arguments.corpus.rglob("*.jpg"))
    print("| pages | resident MB |\n|---|---|")
    for number, kb in measured(islice(cycle(files), arguments.pages)):
        print(f"| {number} | {kb / 1000:.0f} |", flush=True)
    print(f"\npeak {peak_memory_kb() / 1000:.0f} MB")


if __name__ == "__main__":
    main()
