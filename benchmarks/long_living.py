"""The readers that keep a process: this product, and Tesseract's library as it is.

Both functions run in a worker process that lives as long as the measurement, as the station's
workers do; start and model are paid once. CPU seconds include children.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.peers import PAGE_TIMEOUT_S, Cost

if TYPE_CHECKING:
    from ocr.recognition.recognise import Recogniser
    from ocr.understanding.knowledge import Knowledge

_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
Word = tuple[str, float]
"""Text and confidence."""
_KEPT: dict[str, Any] = {}  # Any: engines of this process, by name, untyped libraries among them


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What this product made of a page.

    Attributes:
        text: The text that was meant to stand in the PDF.
        words: Its words with their confidence.
        flags: Findings about the page.
    """

    cost: Cost
    text: str = ""
    words: tuple[Word, ...] = ()
    flags: tuple[str, ...] = ()


def start_worker() -> None:
    """Load the engine before the first page, one thread for it."""
    from ocr.recognition.recognise import limit_engine_threads

    limit_engine_threads()


def read_with_ours(page: Path, pdf: Path) -> OwnPage:
    """JPEG to searchable PDF/A as the station's workers do it, the paper one page long."""
    from ocr.errors import OcrError
    from ocr.pdf.metadata import DocumentMetadata
    from ocr.pipeline import PageInput, PagePart, assemble_paper, process_page

    recogniser: Recogniser
    knowledge: Knowledge
    recogniser, knowledge = _own_engine()
    metadata = DocumentMetadata(title=page.stem, doc_code="000-BENCH", created_at=_CREATED)

    def work() -> OwnPage:
        done = process_page(PageInput(page.read_bytes()), knowledge, recogniser)
        assemble_paper([PagePart(done.layers, done.reading)], metadata, pdf)
        text = done.reading.text
        words = tuple((word.text, word.probability) for word in text.words)
        flags = tuple(str(flag) for flag in done.reading.flags)
        return OwnPage(Cost(0.0, 0.0, 0), text.text, words, flags)

    started = _now()
    try:
        result = work()
    except OcrError as error:
        return OwnPage(_cost(started, f"{error.code}: {error.detail}"))
    return OwnPage(_cost(started), result.text, result.words, result.flags)


def _own_engine() -> Any:  # Any: kept beside engines without types
    from app.catalog.load import load_catalog
    from app.services.station import knowledge
    from ocr.recognition.recognise import find_recogniser

    if "own" not in _KEPT:
        _KEPT["own"] = (find_recogniser(), knowledge(load_catalog()))
    return _KEPT["own"]


def read_with_library(page: Path, pdf: Path) -> Cost:
    """JPEG to searchable PDF by Tesseract's library, nothing done to the page before."""
    api = _library()
    started = _now()
    done = api.ProcessPages(str(pdf.with_suffix("")), str(page), timeout=1000 * PAGE_TIMEOUT_S)
    return _cost(started, "" if done else "no result")


def _library() -> Any:  # Any: tesserocr has no type information
    import tesserocr

    from ocr.recognition.tesseract_data import find_tessdata

    if "library" not in _KEPT:
        api = tesserocr.PyTessBaseAPI(path=str(find_tessdata(None)), lang="vie")
        api.SetVariable("tessedit_create_pdf", "1")
        _KEPT["library"] = api
    return _KEPT["library"]


def _now() -> tuple[float, float]:
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    return time.monotonic(), used


def _cost(started: tuple[float, float], problem: str = "") -> Cost:
    wall_s, cpu_s = _now()
    return Cost(wall_s - started[0], cpu_s - started[1], peak_memory_kb(), problem)


def peak_memory_kb() -> int:
    """Peak resident memory of this process since it began its program, kB."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


LONG_LIVING: dict[str, Callable[[Path, Path], OwnPage | Cost]] = {
    "ours": read_with_ours,
    "tesserocr": read_with_library,
}
