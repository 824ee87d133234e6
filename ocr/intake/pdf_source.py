"""PDF: page count and signatures by pikepdf, pixels by PDFium."""

from __future__ import annotations

import ctypes
import io
from typing import Any

import numpy as np
import pikepdf
import pypdfium2

from ocr.errors import (
    DamagedInput,
    PasswordProtected,
    SignedAndProtected,
    TooManyPages,
    TooManyPixels,
    UnreadableInput,
    WrongPassword,
)
from ocr.source import Bounds, Data, RawPage, as_stream, require_pixels

_RENDER_DPI = 300
_POINTS_PER_INCH = 72
READER_ERRORS = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
)


def inspect_pdf(data: Data, bounds: Bounds) -> tuple[int, bool]:
    """Page count, and whether a signature field is filled.

    Raises:
        DamagedInput: Cut off or contradicting itself.
        PasswordProtected: Asks for a password.
        TooManyPages: Above the bound.
    """
    if b"%%EOF" not in data[-2048:]:
        # Both readers would repair a cut file in silence and lose pages.
        raise DamagedInput("PDF without end marker")
    try:
        with pikepdf.open(as_stream(data)) as pdf:
            count = len(pdf.pages)
            if count > bounds.max_pages:
                raise TooManyPages(f"{count} pages, at most {bounds.max_pages} are read")
            signed = _is_signed(pdf)
    except pikepdf.PasswordError as error:
        raise PasswordProtected("PDF asks for a password") from error
    except (pikepdf.PdfError, *READER_ERRORS) as error:
        raise DamagedInput(f"PDF: {type(error).__name__}") from error
    if count < 1:
        raise DamagedInput("PDF without pages")
    return count, signed


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether a signature field has a value; fields may inherit their type from parents."""
    form = pdf.Root.get("/AcroForm")
    todo: list[tuple[Any, str, int]] = []  # Any: objects of a PDF have no static shape
    if form is not None:
        todo = [(field, "", 0) for field in form.get("/Fields", [])]
    while todo:
        field, inherited, depth = todo.pop()
        kind = str(field.get("/FT", inherited))
        if kind == "/Sig" and field.get("/V") is not None:
            return True
        if depth < 16:
            todo.extend((kid, kind, depth + 1) for kid in field.get("/Kids", []))
    return False


def open_protected(data: Data, password: str) -> bytes:
    """A PDF that asks for a password, as one that asks for none; otherwise the same pages.

    Raises:
        WrongPassword: It does not open with this one.
        SignedAndProtected: Its signatures hold for the protected bytes only.
        DamagedInput: Cut off or contradicting itself.
    """
    opened = io.BytesIO()
    try:
        with pikepdf.open(as_stream(data), password=password) as pdf:
            if _is_signed(pdf):
                raise SignedAndProtected("PDF with signatures asks for a password")
            pdf.save(opened, encryption=False, static_id=False)
    except pikepdf.PasswordError as error:
        raise WrongPassword("PDF does not open") from error
    except (pikepdf.PdfError, *READER_ERRORS) as error:
        raise DamagedInput(f"PDF: {type(error).__name__}") from error
    return opened.getvalue()


def _in_place(data: Data) -> Any:  # Any: pypdfium2 has no type information
    """What PDFium reads without a copy."""
    if isinstance(data, bytes):
        return data
    return (ctypes.c_ubyte * len(data)).from_buffer(data)


def decode_pdf_page(data: Data, page: int, bounds: Bounds) -> RawPage:
    """Draw one page: a scan at its own resolution, anything else at 300 dpi.

    Raises:
        UnreadableInput: Damaged, protected, out of bounds, or no such page.
    """
    try:
        document = pypdfium2.PdfDocument(_in_place(data))
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise PasswordProtected("PDF asks for a password") from error
        raise DamagedInput("PDF cannot be opened") from error
    try:
        if page >= len(document):
            raise UnreadableInput(f"there is no page {page}")
        return _render(document[page], bounds)
    except (pypdfium2.PdfiumError, ValueError, TypeError, MemoryError) as error:
        raise DamagedInput(f"PDF page: {type(error).__name__}") from error
    finally:
        document.close()


def _render(page: Any, bounds: Bounds) -> RawPage:  # Any: pypdfium2 has no type information
    width, height = page.get_size()
    if not (width > 0 and height > 0):
        raise DamagedInput("PDF page without size")
    dpi = _fitting_dpi(width, height, _native_dpi(page, bounds), bounds)
    bitmap = page.render(scale=dpi / _POINTS_PER_INCH, no_smoothtext=False)
    try:
        pixels = np.array(
            bitmap.to_numpy()[:, :, :3]
            if bitmap.n_channels > 1
            else np.repeat(bitmap.to_numpy().reshape(bitmap.height, -1, 1), 3, axis=2)
        )
    finally:
        bitmap.close()
        page.close()
    return RawPage(np.ascontiguousarray(pixels, dtype=np.uint8), dpi, dpi_guessed=False)


def _native_dpi(page: Any, bounds: Bounds) -> int:  # Any: pypdfium2 has no type information
    """Resolution that shows a full-page scan pixel by pixel, 300 for any other page."""
    images = list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))
    for image in images:
        width, height = image.get_px_size()
        require_pixels(width, height, bounds)
    if len(images) != 1:
        return _RENDER_DPI
    left, bottom, right, top = images[0].get_bounds()
    box = page.get_mediabox()
    area = (box[2] - box[0]) * (box[3] - box[1])
    if (right - left) * (top - bottom) < 0.9 * area:
        return _RENDER_DPI
    dpi = round(max(images[0].get_px_size()) / max(right - left, top - bottom) * _POINTS_PER_INCH)
    return dpi if 72 <= dpi <= 1200 else _RENDER_DPI


def _fitting_dpi(width: float, height: float, dpi: int, bounds: Bounds) -> int:
    inches = (width / _POINTS_PER_INCH) * (height / _POINTS_PER_INCH)
    largest = int((bounds.max_pixels / inches) ** 0.5)
    if largest < 72:
        raise TooManyPixels(f"page of {width:.0f} x {height:.0f} points")
    return min(dpi, largest)
