"""The order of steps: one page from bytes to reading, one paper from pages to PDF/A."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from ocr.cleaning.by_hand import ByHand
from ocr.cleaning.clean import CleanPage, clean
from ocr.cleaning.normalise import normalise
from ocr.cleaning.quality import sharpness
from ocr.cleaning.restore import restored
from ocr.cleaning.rules import without_rules
from ocr.codes.find import find_codes, without_codes
from ocr.codes.mrz_strip import read_mrz, with_zone
from ocr.compression.layer_record import pack_layers, unpack_layers
from ocr.compression.layers import Profile, encode_layers
from ocr.compression.stencil import find_jbig2
from ocr.errors import AssemblyFailed, RecognitionFailed, RecognitionTimeout
from ocr.intake.decode import decode_page
from ocr.pdf.pdfa import AssembledPdf, DocumentMetadata, PdfPage, assemble
from ocr.reading import Code, FieldReading, Flag, PageReading
from ocr.recognition.recognise import ANY_CHARACTER, Recogniser, probe_with
from ocr.recognition.recover import recovered
from ocr.recognition.repair import repaired
from ocr.source import Data, Pixels, RawPage
from ocr.understanding.continuation import Continuation, read_continuation
from ocr.understanding.forms import PaperType
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.sequence import page_mark
from ocr.understanding.sight import Read, Sight
from ocr.understanding.understand import understand
from ocr.understanding.validate import ReferenceLists
from ocr.words import PageText

_EYE_QUALITY = 82
"""JPEG quality of the cleaned page that officers look at."""
_ZONE_TIMEOUT_S = 15.0


@dataclass(frozen=True, slots=True)
class PageInput:
    """One page to be read.

    Attributes:
        data: Bytes of the file the page is in.
        frame: Which image of the file, from 0.
        dpi: Resolution that the scanner told; 0 = what the file says.
        timeout_s: Bound on the time of the engine, in seconds.
        profile: How the page is kept in the PDF.
        by_hand: What a person has set for the page.
    """

    data: Data
    frame: int = 0
    dpi: int = 0
    timeout_s: float = 180.0
    profile: Profile = Profile.STANDARD
    by_hand: ByHand | None = None


@dataclass(frozen=True, slots=True)
class ProcessedPage:
    """One page after clean, recognise and understand.

    Attributes:
        clean_jpeg: The cleaned page in colour, for the eye.
        layers: The packed layers for the PDF.
    """

    reading: PageReading
    clean_jpeg: bytes
    layers: bytes


def process_page(
    page: PageInput, knowledge: Knowledge, recogniser: Recogniser | None
) -> ProcessedPage:
    """Clean, recognise and understand one page.

    A page whose recognition fails goes on as an image with the flag `ocr_failed`; with
    `recogniser` None recognition is left out in the same way.

    Raises:
        UnreadableInput: The bytes cannot become this page.
    """
    seen = read_text(_decoded(page), recogniser, page.timeout_s, page.by_hand)
    cleaned, text = seen.cleaned, seen.text
    found = understand(
        text, seen.codes, knowledge.papers, lists=knowledge.lists, sight=_sight(cleaned, recogniser)
    )
    height, width = cleaned.colour.shape[:2]
    reading = PageReading(
        width_px=width,
        height_px=height,
        dpi=cleaned.dpi,
        skew_deg=cleaned.skew_deg,
        rotation_deg=cleaned.rotation_deg,
        flags=_flags(cleaned, text, failed=seen.failed),
        text=text,
        codes=found.codes,
        paper=found.paper,
        fields=found.fields,
        engine=recogniser.version if recogniser else "",
        mark=page_mark(text, height),
        measures=cleaned.measures,
    )
    layers = encode_layers(cleaned.colour, cleaned.dpi, page.profile, jbig2=find_jbig2())
    return ProcessedPage(reading, _jpeg(cleaned), pack_layers(layers))


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page that was read before, as it was kept.

    Attributes:
        clean_jpeg: Its cleaned picture.
        before: Lines of the pages of its paper just before it, in order.
    """

    reading: PageReading
    clean_jpeg: bytes
    before: tuple[PageText, ...] = ()


def read_as_continuation(
    page: ReadPage, paper: PaperType, lists: ReferenceLists | None, recogniser: Recogniser | None
) -> tuple[FieldReading, ...]:
    """Read the fields of a paper on a page that goes on with it, from the words that are kept.

    The page is not recognised again; only doubtful values get their second look.

    Raises:
        UnreadableInput: The picture cannot be decoded.
    """
    reading = page.reading
    colour = decode_page(page.clean_jpeg, 0).image
    gray = np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    even = normalise(colour, reading.dpi)
    bare = without_rules(restored(even, reading.dpi, sharpness(even)), reading.dpi)
    return read_continuation(
        Continuation(reading.text, reading.codes, page.before),
        paper,
        lists=lists,
        sight=Sight(
            colour, gray, without_codes(bare, reading.codes), reading.dpi, _look(recogniser)
        ),
    )


def _sight(cleaned: CleanPage, recogniser: Recogniser | None) -> Sight:
    gray = np.asarray(cv2.cvtColor(cleaned.colour, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    return Sight(cleaned.colour, gray, cleaned.ocr_gray, cleaned.dpi, _look(recogniser))


def _look(recogniser: Recogniser | None) -> Read:
    def read(block: Pixels, characters: str) -> PageText:
        if recogniser is None:
            return PageText()
        try:
            return recogniser.read_block(block, characters, _ZONE_TIMEOUT_S)
        except (RecognitionTimeout, RecognitionFailed):
            return PageText()

    return read


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page after clean and recognise.

    Attributes:
        codes: Codes and zones, top to bottom.
        text: Words on the cleaned page.
        failed: Recognition broke or was left out.
    """

    cleaned: CleanPage
    codes: tuple[Code, ...]
    text: PageText
    failed: bool


def read_text(
    raw: RawPage, recogniser: Recogniser | None, timeout_s: float, by_hand: ByHand | None = None
) -> SeenPage:
    """Clean a page and read its codes and words."""
    cleaned = clean(raw, probe_with(recogniser) if recogniser else None, by_hand)
    del raw  # a levelled page is a second picture; only that one is needed from here on
    gray = np.asarray(cv2.cvtColor(cleaned.colour, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    codes = find_codes(cleaned.colour, gray)
    cleaned = replace(cleaned, ocr_gray=without_codes(cleaned.ocr_gray, codes))
    text, failed = _recognised(cleaned, recogniser, timeout_s)
    zone = _machine_zone(gray, text, recogniser)
    if zone is None:
        return SeenPage(cleaned, codes, text, failed)
    return SeenPage(cleaned, (*codes, zone), with_zone(text, zone), failed)


def _decoded(page: PageInput) -> RawPage:
    raw = decode_page(page.data, page.frame)
    return replace(raw, dpi=page.dpi, dpi_guessed=False) if page.dpi else raw


def _recognised(
    cleaned: CleanPage, recogniser: Recogniser | None, timeout_s: float
) -> tuple[PageText, bool]:
    """Words of the page and whether recognition failed."""
    if recogniser is None:
        return PageText(), True
    if Flag.BLANK in cleaned.flags:
        return PageText(), False
    try:
        text = recogniser.recognise(cleaned.ocr_gray, cleaned.dpi, timeout_s)
        return repaired(_recovered(cleaned, text, recogniser)), False
    except (RecognitionTimeout, RecognitionFailed):
        return PageText(), True


def _recovered(cleaned: CleanPage, text: PageText, recogniser: Recogniser) -> PageText:
    """What was missed read again; the first reading stands when that fails."""

    def read(block: Pixels) -> PageText:
        return recogniser.read_block(block, ANY_CHARACTER, _ZONE_TIMEOUT_S)

    try:
        return recovered(cleaned.ocr_gray, cleaned.dpi, text, read)
    except (RecognitionTimeout, RecognitionFailed):
        return text


def _machine_zone(gray: Pixels, text: PageText, recogniser: Recogniser | None) -> Code | None:
    """The machine-readable zone of a card or passport, read again with its own letters."""
    if recogniser is None:
        return None

    def reread(crop: Pixels, characters: str) -> PageText:
        return recogniser.read_block(crop, characters, _ZONE_TIMEOUT_S)

    return read_mrz(gray, text, reread)


def _flags(cleaned: CleanPage, text: PageText, *, failed: bool) -> tuple[Flag, ...]:
    flags = list(cleaned.flags)
    if failed:
        flags.append(Flag.OCR_FAILED)
    elif not text.lines and Flag.BLANK not in flags:
        flags.append(Flag.NO_TEXT)
    return tuple(flags)


def _jpeg(cleaned: CleanPage) -> bytes:
    done, data = cv2.imencode(".jpg", cleaned.colour, [cv2.IMWRITE_JPEG_QUALITY, _EYE_QUALITY])
    if not done:
        raise AssemblyFailed("the cleaned page could not be packed")
    return data.tobytes()


@dataclass(frozen=True, slots=True)
class PagePart:
    """A processed page on its way into a PDF."""

    layers: bytes
    reading: PageReading


def assemble_paper(
    parts: Sequence[PagePart], metadata: DocumentMetadata, target: Path
) -> AssembledPdf:
    """Write the pages of one paper as a checked PDF/A-2u.

    Raises:
        AssemblyFailed: It could not be written; nothing is left at `target`.
        NotConformant: The check found a problem; nothing is left at `target`.
    """
    pages = [
        PdfPage(
            layers=unpack_layers(part.layers),
            text=part.reading.text,
            width_px=part.reading.width_px,
            height_px=part.reading.height_px,
            dpi=part.reading.dpi,
        )
        for part in parts
    ]
    return assemble(pages, metadata, target)
