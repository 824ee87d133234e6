"""Scanned pages out of a PDF that a scanner sends."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import cast

import pikepdf
import pypdfium2

from app.scanning.base import PageTruncated
from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.escl_pages import MAX_PIXELS

_MAX_PAGES = 500
_SHAPE_TOLERANCE = 0.05
_NOT_EXTRACTABLE = (
    pikepdf.UnsupportedImageTypeError,
    pikepdf.models.image.NotExtractableError,
    pikepdf.models.image.ImageDecompressionError,
    pikepdf.models.image.InvalidPdfImageError,
)


def pictures_of(data: bytes, dpi: int) -> Iterator[bytes]:
    """Pictures of a PDF, one for each page: as they are, or drawn when a page is made of strips.

    Args:
        data: The whole file.
        dpi: Resolution at which pages are drawn.

    Raises:
        PageTruncated: Its end is missing.
        ScannerMisbehaves: It is no sensible PDF.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if not 0 < len(document.pages) <= _MAX_PAGES:
                raise ScannerMisbehaves("no pages in the PDF")
            for number, page in enumerate(document.pages):
                picture = _lone_picture(page)
                if picture is None:
                    picture = _drawn(data, number, dpi)
                yield picture
    except pikepdf.PdfError as error:
        raise PageTruncated(f"PDF: {type(error).__name__}") from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ScannerMisbehaves(f"PDF: {type(error).__name__}") from error


def _lone_picture(page: pikepdf.Page) -> bytes | None:
    """The one picture a scanned page is made of, untouched; None when it is made of strips."""
    pictures = list(page.get_images().values())
    if len(pictures) != 1:
        return None
    picture = pikepdf.PdfImage(cast("pikepdf.Stream", pictures[0]))  # images are streams
    if not 0 < picture.width * picture.height <= MAX_PIXELS:
        raise ScannerMisbehaves("picture too large")
    if not _covers(page, picture):
        return None
    store = io.BytesIO()
    try:
        kind = picture.extract_to(stream=store)
    except (OSError, NotImplementedError, *_NOT_EXTRACTABLE):
        return None
    return store.getvalue() if kind in (".jpg", ".png", ".tif", ".tiff") else None


def _covers(page: pikepdf.Page, picture: pikepdf.PdfImage) -> bool:
    """Whether a picture has the shape of its page; a strip or a logo has not."""
    left, bottom, right, top = (float(side) for side in page.mediabox)
    wide, high = abs(right - left), abs(top - bottom)
    return high > 0 and abs(picture.width * high - picture.height * wide) <= (
        _SHAPE_TOLERANCE * picture.height * wide
    )


def _drawn(data: bytes, number: int, dpi: int) -> bytes:
    """A page as PNG, drawn at the resolution that was asked for.

    Raises:
        ScannerMisbehaves: It cannot be drawn, or is too large.
    """
    scale = dpi / 72
    try:
        document = pypdfium2.PdfDocument(data)
        page = document[number]
        width, height = page.get_size()
        if not 0 < width * height * scale * scale <= MAX_PIXELS:
            raise ScannerMisbehaves("page too large")
        picture = page.render(scale=scale).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise ScannerMisbehaves("a page cannot be drawn") from error
    store = io.BytesIO()
    picture.save(store, "PNG", compress_level=1, dpi=(dpi, dpi))
    return store.getvalue()
