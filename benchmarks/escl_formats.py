"""What a page costs in each format that network scanners offer: bytes, and time of our client.

    python -m benchmarks.escl_formats

One A4 page in colour at 300 dpi, a sample paper with the noise of a scanner over it, comes from a
scanner of ours on loopback. The time on a line is bytes divided by its speed.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from app.scanning.base import PaperSource, ScanProfile
from app.scanning.escl import PREFIX, EsclOptions, EsclScanner
from app.scanning.escl_book import EsclBook, SeenScanner
from tests.fakes.escl_server import UUID, EsclServer

SHEETS = 5
DPI = 300
LINE_MBIT = 50
SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"


def noisy_page() -> Image.Image:
    """A sample paper as a scanner sees it: grain of three levels."""
    sample = next(path for path in sorted(SAMPLES.rglob("*.jpg")))
    with Image.open(sample) as picture:
        page = picture.convert("RGB").resize((2480, 3508), Image.Resampling.LANCZOS)
    grain = np.random.default_rng(7).normal(0, 3, (3508, 2480, 3))
    return Image.fromarray(np.clip(np.asarray(page) + grain, 0, 255).astype(np.uint8))


def main() -> int:
    """Print the table."""
    page = noisy_page()
    print(f"| format | MB a page | client, s a page | line of {LINE_MBIT} Mbit/s, s a page |")
    print("|---|---|---|---|")
    for media in ("image/jpeg", "image/png", "image/tiff", "application/pdf"):
        with EsclServer([page] * SHEETS, formats=(media,)) as server, _folder() as folder:
            order = {"XResolution": str(DPI), "ColorMode": "RGB24", "DocumentFormat": media}
            made = server.picture(page, order)
            server.picture = lambda *_, made=made: made  # type: ignore[method-assign]
            book = EsclBook(Path(folder))
            book.meet(SeenScanner(UUID, "", "", UUID, (server.url,)))
            scanner = EsclScanner(dict(os.environ), book, EsclOptions(browse_s=0))
            times = []
            began = time.perf_counter()
            profile = ScanProfile(source=PaperSource.FEEDER, dpi=DPI)
            for _ in scanner.scan(PREFIX + UUID, profile, lambda: False):
                times.append(time.perf_counter() - began)
                began = time.perf_counter()
        line_s = len(made) * 8 / LINE_MBIT / 1e6
        client_s = statistics.median(times[1:])
        print(f"| {media} | {len(made) / 1e6:.1f} | {client_s:.2f} | {line_s:.1f} |", flush=True)
    return 0


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


if __name__ == "__main__":
    raise SystemExit(main())
