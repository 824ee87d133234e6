"""Measure the trip on this machine: reading speed, bytes per page, fields right.

Run: `python -m benchmarks.trip [--jobs N] [--rounds N]`. Prints a Markdown table. The pages are the
sample dossiers with their truth; the numbers say how this machine does, not how other scans will.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.bootstrap import Wiring
from app.services.digitize import DigitizeResult, digitize
from app.settings import Settings
from benchmarks.values import same_value

SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"


@dataclass(frozen=True, slots=True)
class Round:
    """One run over all sample pages.

    Attributes:
        wall_s: Seconds on the clock.
        cpu_s: CPU seconds of all workers.
    """

    wall_s: float
    cpu_s: float
    pages: int
    bytes_out: int


def run_round(jobs: int) -> tuple[Round, DigitizeResult]:
    """Digitize all samples once."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "out"
        wiring = Wiring(Settings(data_dir=Path(folder) / "data"), {})
        with wiring.workshop(jobs) as workshop:
            result = digitize(workshop, sorted(SAMPLES.glob("*/*.jpg")), target)
        size = sum(path.stat().st_size for path in target.glob("*.pdf"))
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pages = sum(len(document.pages) for document in result.documents)
    return Round(wall, cpu, pages, size), result


def fields_right(result: DigitizeResult) -> tuple[int, int, int, int]:
    """Fields read exactly, all fields with truth, green fields, green and wrong."""
    right = total = green = silent = 0
    for document, truth in zip(result.documents, _truths(), strict=True):
        read = {field.name: field for page in document.pages for field in page.reading.fields}
        for item in truth["fields"]:
            found = read.get(item["name"])
            same = found is not None and same_value(found.value, item["value"])
            total += 1
            right += same
            if found is not None and found.state.value == "green":
                green += 1
                silent += not same
    return right, total, green, silent


def _truths() -> Iterator[dict[str, Any]]:
    for folder in sorted({path.parent for path in SAMPLES.glob("*/*.jpg")}):
        record = json.loads((folder / "truth.json").read_text("utf-8"))
        yield from sorted(record["pages"], key=lambda page: str(page["file"]))


def report(rounds: Sequence[Round], result: DigitizeResult, jobs: int) -> str:
    """The figures as a Markdown table."""
    right, total, green, silent = fields_right(result)
    wall = statistics.median(r.wall_s for r in rounds)
    cpu = statistics.median(r.cpu_s for r in rounds)
    first = rounds[0]
    rows = {
        "pages, worker processes, rounds": f"{first.pages}, {jobs}, {len(rounds)}",
        "pages per minute, start of workers included": f"{60 * first.pages / wall:.1f}",
        "CPU seconds per page": f"{cpu / first.pages:.2f}",
        "bytes per page of the PDF/A": f"{first.bytes_out / first.pages:,.0f}",
        "fields read exactly": f"{right} of {total} ({right / total:.1%})",
        "fields green": f"{green} of {total} ({green / total:.1%})",
        "green and wrong": f"{silent} of {green}",
    }
    lines = ["| measure | median |", "|---|---|"]
    return "\n".join(lines + [f"| {name} | {value} |" for name, value in rows.items()])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    outcomes = [run_round(arguments.jobs) for _ in range(arguments.rounds)]
    print(report([outcome[0] for outcome in outcomes], outcomes[-1][1], arguments.jobs))


if __name__ == "__main__":
    main()
