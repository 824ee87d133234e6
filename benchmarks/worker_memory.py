"""What a page takes of a worker's memory, as the bound `worker_memory_mb` counts it.

Run: `python -m benchmarks.worker_memory [--attempt full|without_words|as_captured]`. Draws one
sample page at several sizes and reads each in a worker of the station that has read a page before;
its private writable memory is looked at a few hundred times a second. Linux only.

Heavy libraries are imported inside functions: a worker imports this module again, and they have
to find the environment of a worker when they are loaded.
"""

from __future__ import annotations

import argparse
import io
import os
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from PIL import Image

from app.catalog.load import load_catalog
from app.domain.page import Attempt
from app.jobs import ProcessLane
from app.services.station import knowledge
from app.services.workers import ReadOrder, read_page

_SAMPLE = Path(__file__).parents[1] / "resources/samples/khai-sinh/02-to-khai-khai-sinh.jpg"
_LOOK_S = 0.003
_PAGE_S = 600.0


def pages() -> Iterator[tuple[str, bytes]]:
    """The same print on A4 and twice on A3, 300 and 600 dpi; name and JPEG."""
    with Image.open(_SAMPLE) as sample:
        sheet = sample.convert("RGB")
    wide = Image.new("RGB", (2 * sheet.width, sheet.height))
    for left in (0, sheet.width):
        wide.paste(sheet, (left, 0))
    for name, page in (("A4", sheet), ("A3", wide)):
        for times in (1, 2):
            target = io.BytesIO()
            large = page.resize((times * page.width, times * page.height))
            large.save(target, "JPEG", quality=85, dpi=(300 * times, 300 * times))
            yield f"{name}, {300 * times} dpi", target.getvalue()


def private_mb(pid: int) -> float:
    """Private writable memory of a process in units of 2**20 bytes; 0.0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmData:")) / 2**10


def peak_mb(order: ReadOrder) -> float:
    """The most that a worker holds while it reads one page, its second one."""
    with closing(ProcessLane(1, timeout_s=_PAGE_S)) as lane:
        pid = lane.submit(os.getpid).result()
        first = replace(order, data=_SAMPLE.read_bytes(), attempt=Attempt.FULL)
        lane.submit(read_page, first).result()
        reading, most = lane.submit(read_page, order), 0.0
        while not reading.done():
            most = max(most, private_mb(pid))
            time.sleep(_LOOK_S)
        reading.result()
    return most


def main() -> None:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attempt", type=Attempt, default=Attempt.FULL)
    arguments = parser.parse_args()
    known = knowledge(load_catalog())
    print("| page | megapixels | MB |\n|---|---|---|")
    for name, data in pages():
        with Image.open(io.BytesIO(data)) as page:
            megapixels = page.width * page.height / 1e6
        order = ReadOrder(data, 0, 0, known, _PAGE_S, attempt=arguments.attempt)
        print(f"| {name} | {megapixels:.0f} | {peak_mb(order):.0f} |", flush=True)


if __name__ == "__main__":
    main()
