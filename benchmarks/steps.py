"""Where the CPU seconds of a page go.

Run: `python -m benchmarks.steps [--corpus FOLDER]`. Takes each page through the steps of
`ocr.pipeline` one by one, in one process with one thread, and prints a Markdown table. Without
a folder the sample dossiers are taken.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.corpus.samples import SAMPLES_FOLDER

_TIMEOUT_S = 180.0


class Clock:
    """CPU seconds by name of the step."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count what happens inside."""
        started = time.process_time()
        yield
        self.seconds[name].append(time.process_time() - started)

    def table(self) -> str:
        """Mean and median of each step, and their sums."""
        lines = ["| step | CPU s/page, mean | median |", "|---|---|---|"]
        means = [statistics.mean(values) for values in self.seconds.values()]
        medians = [statistics.median(values) for values in self.seconds.values()]
        for name, mean, median in zip(self.seconds, means, medians, strict=True):
            lines.append(f"| {name} | {mean:.3f} | {median:.3f} |")
        lines.append(f"| **all** | {sum(means):.2f} | {sum(medians):.2f} |")
        return "\n".join(lines)


def measure(pages: list[Path]) -> Clock:
    """Take every page through all steps."""
    import cv2

    from ocr.cleaning.clean import clean
    from ocr.codes.find import find_codes
    from ocr.compression.layers import encode_layers
    from ocr.intake.decode import decode_page
    from ocr.pdf.metadata import DocumentMetadata
    from ocr.pdf.pdfa import PdfPage, assemble
    from ocr.recognition.recognise import find_recogniser, limit_engine_threads, probe_with

    limit_engine_threads()
    cv2.setNumThreads(1)
    recogniser, clock = find_recogniser(), Clock()
    metadata = DocumentMetadata("steps", "000-BENCH", datetime(2026, 1, 1, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder:
        for page in pages:
            with clock.step("decode"):
                raw = decode_page(page.read_bytes(), 0)
            with clock.step("clean"):
                cleaned = clean(raw, probe_with(recogniser))
            with clock.step("codes"):
                find_codes(cleaned.colour, cv2.cvtColor(cleaned.colour, cv2.COLOR_BGR2GRAY))
            with clock.step("recognise"):
                text = recogniser.recognise(cleaned.ocr_gray, cleaned.dpi, _TIMEOUT_S)
            with clock.step("layers"):
                layers = encode_layers(cleaned.colour, cleaned.dpi)
            with clock.step("assemble and check"):
                height, width = cleaned.colour.shape[:2]
                pdf_page = PdfPage(layers, text, width, height, cleaned.dpi)
                assemble([pdf_page], metadata, Path(folder) / "page.pdf")
    return clock


def main() -> None:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=SAMPLES_FOLDER)
    folder: Path = parser.parse_args().corpus
    print(measure(sorted(folder.rglob("*.jpg"))).table())


if __name__ == "__main__":
    main()
