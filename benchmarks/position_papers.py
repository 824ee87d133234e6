"""Papers of the corpus without their handwriting, with the true place of a signature.

The corpus draws papers for another purpose, so its layouts say how well the search does on pages
that it was not made on. The block of the last signer stays unsigned; the text layer is that of
the paper, with a reader's errors.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from unittest.mock import patch

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from benchmarks.corpus.errors import CorpusError
from benchmarks.corpus.layout import Page
from benchmarks.corpus.pages import KINDS
from benchmarks.corpus.render import Sheet
from benchmarks.corpus.truth import PageTruth, TruthLine
from benchmarks.position_pages import Case, ideal_box
from benchmarks.position_sheets import misread
from signing.appearance.canvas import embed_font
from signing.appearance.fonts import Face
from signing.appearance.stamps import Box

SIGNED_KINDS = (
    "decision",
    "official_letter",
    "notice_with_code",
    "typewritten_letter",
    "marital_status_certificate",
    "residence_confirmation",
    "land_certificate_extract",
    "land_change_application",
    "lease_contract",
    "report_table",
    "fee_receipt",
    "health_certificate",
    "school_certificate",
)
_DPI = 300
_TO_PT = 72 / _DPI
Block = tuple[str, TruthLine, TruthLine]


class Recorder:
    """Draws the blocks of signers without signatures, and remembers them."""

    def __init__(self) -> None:
        self.signers: list[str] = []

    def sign(
        self,
        page: Page,
        x_mid: int,
        titles: tuple[str, ...],
        name: str,
        *,
        is_sealed: bool = False,
        note: str = "",
    ) -> None:
        """Draw titles, note and name as the corpus does."""
        for title in titles:
            page.centred(title, page.look.bold(), x_mid)
        if note:
            page.centred(note, page.look.italic(-1.0), x_mid)
        self.signers.append(name)
        page.y += round(page.shrink * 30 / 25.4 * _DPI * 0.78)
        page.centred(name, page.look.bold(), x_mid)


def paper_cases(face: Face, seed: int, each: int) -> Iterator[Case]:
    """Give unsigned papers; a paper whose block is drawn in another way is passed over."""
    for number in range(each):
        for kind in SIGNED_KINDS:
            own_seed = seed * 100_000 + number * 100 + SIGNED_KINDS.index(kind)
            recorder = Recorder()

            def sign(
                page: Page, *args: object, recorder: Recorder = recorder, **more: object
            ) -> None:
                recorder.sign(page, *args, **more)  # type: ignore[arg-type]

            # Patched, because the corpus always draws the handwriting along with the block.
            with patch.object(Page, "sign", sign):
                try:
                    sheet, truth = KINDS[kind](own_seed)
                except CorpusError:
                    continue
            case = _case(face, sheet, truth, recorder, own_seed)
            if case is not None:
                yield case


def _case(face: Face, sheet: Sheet, truth: PageTruth, recorder: Recorder, seed: int) -> Case | None:
    """Make a file, if the block can be found in the truth."""
    block = _block(truth, recorder.signers[-1]) if recorder.signers else None
    if block is None:
        return None
    image = np.asarray(sheet.image)
    height = image.shape[0]
    signer, title, name = block
    boxes = tuple(_points(line.box, height) for line in truth.lines)
    box = ideal_box((_points(title.box, height), _points(name.box, height)))
    noise = random.Random(seed)
    return Case("paper of the corpus", _pdf(face, image, truth, noise), signer, 0, box, boxes)


def _block(truth: PageTruth, signer: str) -> Block | None:
    """Find the name and the line above it."""
    names = [number for number, line in enumerate(truth.lines) if line.text == signer]
    if not names or not names[-1]:
        return None
    name, title = truth.lines[names[-1]], truth.lines[names[-1] - 1]
    apart = abs(title.box[0] + title.box[2] - name.box[0] - name.box[2]) / 2
    return (signer, title, name) if apart < 12 and title.box[3] < name.box[1] else None


def _points(box: tuple[float, float, float, float], height_px: int) -> Box:
    """Turn a box of pixels from the top into points from the bottom."""
    left, top, right, bottom = (side * _TO_PT for side in box)
    return left, height_px * _TO_PT - bottom, right, height_px * _TO_PT - top


def _pdf(face: Face, image: np.ndarray, truth: PageTruth, noise: random.Random) -> bytes:
    """Write the picture with an invisible text layer."""
    height, width = image.shape[:2]
    lines = [(misread(line.text, noise), _points(line.box, height)) for line in truth.lines]
    letters = {letter for text, _ in lines for letter in text if face.has(letter)}
    subset = face.subset("".join(sorted(letters)))
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(width * _TO_PT, height * _TO_PT)).obj
    drawn = [f"q {width * _TO_PT} 0 0 {height * _TO_PT} 0 0 cm /Im0 Do Q 3 Tr"]
    for text, (left, low, right, high) in lines:
        plain = "".join(letter for letter in text if letter in letters)
        size = (high - low) * 0.8
        wide = face.width_pt(plain, size)
        if wide:
            codes = "".join(f"{subset.codes[letter]:04X}" for letter in plain)
            place = f"{100 * (right - left) / wide:.2f} Tz {left:.2f} {low + 0.25 * size:.2f} Td"
            drawn.append(f"BT /F1 {size:.2f} Tf {place} <{codes}> Tj ET")
    page.Resources = Dictionary(
        Font=Dictionary(F1=embed_font(pdf, face, subset)),
        XObject=Dictionary(Im0=_jpeg(pdf, image)),
    )
    page.Contents = pdf.make_stream("\n".join(drawn).encode())
    page.MediaBox = Array([0, 0, width * _TO_PT, height * _TO_PT])
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def _jpeg(pdf: pikepdf.Pdf, image: np.ndarray) -> pikepdf.Stream:
    """Make a grey picture of half the resolution."""
    picture = Image.fromarray(image).convert("L")
    picture = picture.resize((picture.width // 2, picture.height // 2))
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=60)
    return pikepdf.Stream(
        pdf,
        made.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
