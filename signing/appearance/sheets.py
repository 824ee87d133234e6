"""A file opened for looking: how its pages are seen, their words, their ink, their fields."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray

from signing.appearance.page_geometry import SeenPage, seen_page
from signing.appearance.stamps import Box
from signing.appearance.words import TextWord, read_words
from signing.errors import DamagedPdf, EncryptedPdf, PdfUnreadable

_SCALE = 2.0
_MAX_FIELDS = 2000
_MAX_PAGES = 2000
_PAPER_DARKEST = 128
_INK_DARKER = 48
_MAX_CROP_PX = 4_000_000


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """A visible signature field.

    Attributes:
        page_index: Page, counted from 0.
        box: Where it is seen, points.
        name: Full name of the field.
        is_signed: It holds a signature already.
    """

    page_index: int
    box: Box
    name: str
    is_signed: bool


class Sheets:
    """The pages of one file; read lazily, each once."""

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        drawing: pypdfium2.PdfDocument,
        words: Mapping[int, Sequence[TextWord]] | None,
    ) -> None:
        self._pdf, self._drawing, self._given = pdf, drawing, words
        self._seen: dict[int, SeenPage] = {}
        self._words: dict[int, tuple[TextWord, ...]] = {}

    def __len__(self) -> int:
        return len(self._pdf.pages)

    def seen(self, index: int) -> SeenPage:
        """Say how a page is shown."""
        if index not in self._seen:
            self._seen[index] = seen_page(self._pdf.pages[index])
        return self._seen[index]

    def words(self, index: int) -> tuple[TextWord, ...]:
        """Give the words of a page."""
        if self._given is not None:
            return tuple(self._given.get(index, ()))
        if index not in self._words:
            page = self._drawing[index]
            try:
                self._words[index] = read_words(page, self.seen(index))
            finally:
                page.close()
        return self._words[index]

    def ink_share(self, index: int, box: Box) -> float:
        """Say how much of a box is darker than its ground, 0 to 1."""
        seen = self.seen(index)
        width, height = seen.size_pt
        unit = seen.unit
        scale = min(_SCALE * unit, (_MAX_CROP_PX / max(1.0, _area(box))) ** 0.5)
        crop = (box[0] / unit, box[1] / unit, (width - box[2]) / unit, (height - box[3]) / unit)
        page = self._drawing[index]
        try:
            bitmap = page.render(
                scale=scale,
                crop=tuple(max(0.0, side) for side in crop),
                grayscale=True,
                draw_annots=True,
                may_draw_forms=True,
            )
            pixels = bitmap.to_numpy()
            grey = np.array(pixels[..., 0] if pixels.ndim == 3 else pixels)
            bitmap.close()
        finally:
            page.close()
        return _ink(grey)

    def signature_boxes(self) -> tuple[SignatureBox, ...]:
        """Find visible signature fields, in the order of the form."""
        form = self._pdf.Root.get("/AcroForm")
        if not isinstance(form, pikepdf.Dictionary) or "/Fields" not in form:
            return ()
        pages = self._pages_of_widgets()
        found = (self._signature_box(field, pages) for field in _fields(form))
        return tuple(box for box in found if box is not None)

    def _pages_of_widgets(self) -> dict[tuple[int, int], int]:
        """Say on which page each annotation stands; not every producer writes that into it."""
        pages: dict[tuple[int, int], int] = {}
        for number, page in enumerate(islice(self._pdf.pages, _MAX_PAGES)):
            annotations = page.obj.get("/Annots")
            if isinstance(annotations, pikepdf.Array):
                kept = islice(annotations, _MAX_FIELDS)
                pages |= {each.objgen: number for each in kept if _is_dictionary(each)}
        return pages

    def _signature_box(
        self, field: pikepdf.Dictionary, pages: Mapping[tuple[int, int], int]
    ) -> SignatureBox | None:
        """Read a field; None when it is no visible signature."""
        if field.get("/FT") != pikepdf.Name.Sig:
            return None
        kids = field.get("/Kids")
        widget = kids[0] if isinstance(kids, pikepdf.Array) and len(kids) else field
        corners = widget.get("/Rect") if _is_dictionary(widget) else None
        if widget.objgen not in pages or not isinstance(corners, pikepdf.Array):
            return None
        index = pages[widget.objgen]
        box = _rectangle(corners)
        if box[2] - box[0] < 1 or box[3] - box[1] < 1:
            return None
        name = str(field.get("/T", ""))
        return SignatureBox(index, self.seen(index).seen(box), name, "/V" in field)


@contextmanager
def open_sheets(
    pdf: bytes | Path, words: Mapping[int, Sequence[TextWord]] | None = None
) -> Iterator[Sheets]:
    """Open a file for looking.

    Args:
        pdf: The file or its bytes.
        words: Words of pages by their number, when a reader has read them; else the text layer
            counts.

    Raises:
        PdfUnreadable: The file is missing or may not be read.
        EncryptedPdf: It is encrypted.
        DamagedPdf: It cannot be read as a PDF.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as opened:
            if opened.is_encrypted:
                raise EncryptedPdf("the file is encrypted")
            drawing = pypdfium2.PdfDocument(pdf)
            try:
                drawing.init_forms()
                yield Sheets(opened, drawing, words)
            finally:
                drawing.close()
    except pikepdf.PasswordError as error:
        raise EncryptedPdf("the file is encrypted") from error
    except OSError as error:
        raise PdfUnreadable("the file cannot be read") from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError) as error:
        raise DamagedPdf("the file cannot be read as a PDF") from error


def _fields(form: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    """Walk the terminal fields of a form, within bounds."""
    waiting = list(form.Fields)[::-1]
    for _ in range(_MAX_FIELDS):
        if not waiting:
            return
        field = waiting.pop()
        if not isinstance(field, pikepdf.Dictionary):
            continue
        kids = field.get("/Kids")
        if "/FT" not in field and isinstance(kids, pikepdf.Array):
            waiting += list(kids)[::-1]
        else:
            yield field


def _is_dictionary(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary)


def _rectangle(corners: pikepdf.Array) -> Box:
    """Read a rectangle; without four numbers it has no area."""
    try:
        x0, y0, x1, y1 = (float(number) for number in corners)
    except (TypeError, ValueError):
        return 0.0, 0.0, 0.0, 0.0
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _ink(grey: NDArray[np.uint8]) -> float:
    """Share of pixels that are darker than the paper around them; dark paper is all ink."""
    if not grey.size:
        return 1.0
    paper = float(np.median(grey))
    if paper < _PAPER_DARKEST:
        return 1.0
    return float(np.count_nonzero(grey < paper - _INK_DARKER) / grey.size)
