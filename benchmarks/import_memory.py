"""Memory of the station while a PDF of many pages comes in and is read.

Run: `python -m benchmarks.import_memory [--pages 500] [--read 12]`. A PDF of drawn pages
is made first. Then a process of its own opens a fresh store, imports the file with real worker
processes and reads its first pages; its resident memory is sampled all the time. At the end the
same file is imported again, as after a kill: no page may come twice. Prints Markdown. Linux only.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.memory import resident_kb

_DRAWN = 8
"""Different pages; the file repeats them, each time as a stream of its own."""
_SAMPLE_S = 0.02
_GOAL_MB = 450


@dataclass(slots=True)
class Watch:
    """Samples the memory of this process; the most of each stage."""

    most_kb: dict[str, int] = field(default_factory=dict)
    stage: str = "start"
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Thread: sample until told to stop."""
        while not self._stop.wait(_SAMPLE_S):
            now = resident_kb()
            self.most_kb[self.stage] = max(now, self.most_kb.get(self.stage, 0))

    def stop(self) -> None:
        """No more samples."""
        self._stop.set()


def draw_pdf(target: Path, pages: int) -> None:
    """A PDF of scanned pages, as an office scanner makes it: one JPEG on each."""
    import numpy as np
    import pikepdf
    from PIL import Image

    from benchmarks.page_set import Drawn

    with pikepdf.new() as pdf:
        pictures = [
            Drawn(4711 + number, "residence_declaration", "office").page().jpeg
            for number in range(min(_DRAWN, pages))
        ]
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            jpeg = pictures[number % len(pictures)]
            height, width = np.asarray(Image.open(_file(jpeg))).shape[:2]
            stream = pdf.make_stream(jpeg)
            stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            stream.Width, stream.Height = width, height
            stream.ColorSpace, stream.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
            stream.Filter = pikepdf.Name.DCTDecode
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=stream))
            page.Contents = pdf.make_stream(b"595 0 0 842 0 0 cm /Im Do")
        pdf.save(target)


def _file(data: bytes) -> io.BytesIO:
    return io.BytesIO(data)


def measured(pdf: Path, data: Path, read: int) -> dict[str, object]:
    """Import and read in this process; what it took."""
    from app.bootstrap.wiring import Wiring
    from app.domain.page import Page
    from app.services.capture import new_dossier
    from app.services.import_files import ImportHooks, import_files
    from app.services.process import read_pages
    from app.settings import load_settings

    environment = {**os.environ, "SOHOA_STATION_KEY_PLACE": "file"}
    settings = load_settings(environment, None, data)
    watch = Watch()
    thread = threading.Thread(target=watch.run, daemon=True)
    thread.start()
    with Wiring(settings, environment).station() as station:
        home = new_dossier(station).id
        first: list[float] = []
        began, cpu = time.monotonic(), time.process_time()

        def saved(_page: Page) -> None:
            if not first:
                first.append(time.monotonic() - began)

        watch.stage = "import"
        result = import_files(station, home, [pdf], hooks=ImportHooks(on_saved=saved))
        took, spent = time.monotonic() - began, time.process_time() - cpu
        watch.stage = "read"
        levels = []
        for page in read_pages(station, result.pages[:read]):
            levels.append(resident_kb())
            last = page
        watch.stage = "again"
        again = import_files(station, home, [pdf])
        watch.stop()
        thread.join()
        return {
            "pages": len(result.pages),
            "file_mb": pdf.stat().st_size / 1e6,
            "first_s": first[0],
            "import_s": took,
            "import_cpu_s": spent,
            "read": len(levels),
            "read_state": last.state.value if levels else "",
            "levels_mb": [level / 1000 for level in levels],
            "most_mb": {stage: most / 1000 for stage, most in watch.most_kb.items()},
            "again": [failure.error.code for failure in again.failures],
            "pages_after": len(station.store.pages(home)),
        }


def table(told: dict[str, object]) -> str:
    """The figures as Markdown."""
    most = told["most_mb"]
    levels = told["levels_mb"]
    assert isinstance(most, dict)
    assert isinstance(levels, list)
    peak = max(most.values())
    verdict = "kept" if peak <= _GOAL_MB else f"missed by {peak - _GOAL_MB:.0f} MB"
    rows = [
        ("pages in the PDF", f"{told['pages']} ({told['file_mb']:.0f} MB)"),
        ("first page saved after", f"{told['first_s']:.2f} s"),
        ("all pages saved after", f"{told['import_s']:.2f} s ({told['import_cpu_s']:.2f} CPU s)"),
        *((f"most resident memory, {stage}", f"{value:.0f} MB") for stage, value in most.items()),
        (
            f"resident after the first and the last of {told['read']} pages read",
            f"{levels[0]:.0f} MB, {levels[-1]:.0f} MB" if levels else "–",
        ),
        ("the same file again", f"{told['again']}, {told['pages_after']} pages in the dossier"),
        (f"goal {_GOAL_MB} MB in the process of the window", verdict),
    ]
    lines = ["| measure | figure |", "|---|---|", *(f"| {name} | {text} |" for name, text in rows)]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--read", type=int, default=12, help="pages that are read as well")
    parser.add_argument("--child", nargs=2, metavar=("PDF", "DATA"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        pdf, data = map(Path, options.child)
        print(json.dumps(measured(pdf, data, options.read)))
        return
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "big.pdf"
        draw_pdf(pdf, options.pages)
        command = [sys.executable, "-m", "benchmarks.import_memory", "--read", str(options.read)]
        command += ["--child", str(pdf), str(Path(folder) / "store")]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=3600)
        print(table(json.loads(done.stdout)))


if __name__ == "__main__":
    main()
