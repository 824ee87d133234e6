"""Pages drawn and recognised once, kept in a folder, so that rules can be measured again quickly.

Two stores in one folder. A drawing is kept under the page's name and is drawn again when the
generator's code changes. What was recognised is kept under the digest of the picture and the
version of the engine: when cleaning or recognition itself changes, take another folder.

The cleaned page is kept as JPEG (colour) and PNG (as it was read): ticks and pen strokes are
judged on pixels that differ from the fresh ones by a shade.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from benchmarks.corpus.dossiers import plain_truth
from benchmarks.corpus.papers.kinds import paper_page
from benchmarks.peers import program
from ocr.reading import Code, PageReading
from ocr.record import reading_from_json, reading_to_json
from ocr.source import Pixels
from ocr.understanding.sight import Sight
from ocr.words import PageText

if TYPE_CHECKING:
    from ocr.recognition.recognise import Recogniser

_TIMEOUT_S = 240.0
_EYE_QUALITY = 92
_CORPUS = Path(__file__).parent / "corpus"
Json = dict[str, Any]  # values of JSON are any of its types


@dataclass(frozen=True, slots=True)
class SeenOrder:
    """A page to be drawn, read and kept."""

    seed: int
    kind: str
    damage: str
    folder: Path
    wants_plain: bool = True

    @property
    def name(self) -> str:
        """Stem of the page's files."""
        return f"{self.kind}-{self.damage}-{self.seed}"


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A recognised page with its truth.

    Attributes:
        truth: As `plain_truth` gives it.
        plain: Text that the engine's command gives for the picture as it is, "" when not asked.
    """

    order: SeenOrder
    truth: Json
    text: PageText
    codes: tuple[Code, ...]
    sight: Sight
    plain: str


@lru_cache(maxsize=1)
def corpus_digest() -> str:
    """Digest of the generator's code."""
    digest = hashlib.sha256()
    for path in sorted(_CORPUS.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def _engine() -> Recogniser:
    from ocr.recognition.recognise import find_recogniser

    return find_recogniser()


class EngineClock:
    """CPU seconds that second looks of the engine have taken, to be told apart from the rules."""

    seconds = 0.0


def _look_again(block: Pixels, characters: str) -> PageText:
    started = time.process_time()
    try:
        return _engine().read_block(block, characters, _TIMEOUT_S)
    finally:
        EngineClock.seconds += time.process_time() - started


def start_worker() -> None:
    """One thread for the engine, as in the station's workers."""
    from ocr.recognition.recognise import limit_engine_threads

    limit_engine_threads()


def keep_page(order: SeenOrder) -> SeenOrder:
    """Draw and recognise one page unless the folder has it; give the order back."""
    picture, _ = _drawing(order)
    base = _base(order, picture)
    record = base.with_suffix(".json")
    if not record.exists():
        _read(picture, base)
    if order.wants_plain:
        _keep_plain(picture, base.with_suffix(".txt"))
    return order


def _drawing(order: SeenOrder) -> tuple[bytes, Json]:
    """The picture and its truth, from the folder when the generator is the same."""
    path = order.folder / "drawn" / f"{order.name}.jpg"
    truth_path = path.with_suffix(".json")
    if truth_path.exists():
        kept: Json = json.loads(truth_path.read_text("utf-8"))
        if kept["corpus"] == corpus_digest():
            return path.read_bytes(), kept
    page = paper_page(order.seed, order.kind, order.damage)
    truth = {"corpus": corpus_digest(), **plain_truth(page.truth)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(page.jpeg)
    truth_path.write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    return page.jpeg, truth


def _base(order: SeenOrder, picture: bytes) -> Path:
    version = hashlib.sha256(_engine().version.encode()).hexdigest()[:8]
    digest = hashlib.sha256(picture).hexdigest()[:24]
    folder = order.folder / "read"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{digest}-{version}"


def _read(picture: bytes, base: Path) -> None:
    from ocr.intake.decode import decode_page
    from ocr.pipeline import read_text

    seen = read_text(decode_page(picture, 0), _engine(), _TIMEOUT_S)
    height, width = seen.cleaned.colour.shape[:2]
    reading = PageReading(
        width_px=width,
        height_px=height,
        dpi=seen.cleaned.dpi,
        text=seen.text,
        codes=seen.codes,
        engine=_engine().version,
    )
    quality = [cv2.IMWRITE_JPEG_QUALITY, _EYE_QUALITY]
    cv2.imwrite(str(base.with_suffix(".jpg")), seen.cleaned.colour, quality)
    cv2.imwrite(str(base.with_suffix(".png")), seen.cleaned.ocr_gray)
    text = json.dumps(reading_to_json(reading), ensure_ascii=False)
    base.with_suffix(".json").write_text(text, encoding="utf-8")


def _keep_plain(picture: bytes, path: Path) -> None:
    """Text that the engine's command with its defaults finds in the untouched picture."""
    if path.exists():
        return
    command = [program("tesseract"), "-", "stdout", "-l", "vie"]
    said = subprocess.run(
        command, input=picture, capture_output=True, check=True, timeout=_TIMEOUT_S
    )
    path.write_bytes(said.stdout)


def load_page(order: SeenOrder) -> SeenPage:
    """A page that `keep_page` kept."""
    picture, truth = _drawing(order)
    base = _base(order, picture)
    reading = reading_from_json(json.loads(base.with_suffix(".json").read_text("utf-8")))
    colour = np.asarray(cv2.imread(str(base.with_suffix(".jpg"))), dtype=np.uint8)
    bare = np.asarray(
        cv2.imread(str(base.with_suffix(".png")), cv2.IMREAD_GRAYSCALE), dtype=np.uint8
    )
    gray = np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    plain = base.with_suffix(".txt")
    return SeenPage(
        order=order,
        truth=truth,
        text=reading.text,
        codes=reading.codes,
        sight=Sight(colour, gray, bare, reading.dpi, _look_again),
        plain=plain.read_text("utf-8") if order.wants_plain and plain.exists() else "",
    )


def kept_pages(orders: Sequence[SeenOrder], jobs: int) -> Iterator[SeenOrder]:
    """Make sure that all pages are in the folder, in `jobs` processes; orders as they are done."""
    if jobs == 1:
        start_worker()
        yield from map(keep_page, orders)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=start_worker) as pool:
        yield from pool.map(keep_page, orders)
