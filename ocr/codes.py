"""Machine-readable codes on a page: QR, Code 128, Code 39 and Data Matrix."""

from __future__ import annotations

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from ocr.errors import Advice, OcrError
from ocr.reading import Code, CodeKind
from ocr.words import Box, nfc

_KINDS = {
    zxingcpp.BarcodeFormat.QRCode: CodeKind.QR,
    zxingcpp.BarcodeFormat.QRCodeModel1: CodeKind.QR,
    zxingcpp.BarcodeFormat.QRCodeModel2: CodeKind.QR,
    zxingcpp.BarcodeFormat.Code128: CodeKind.CODE128,
    zxingcpp.BarcodeFormat.Code39: CodeKind.CODE39,
    zxingcpp.BarcodeFormat.Code39Std: CodeKind.CODE39,
    zxingcpp.BarcodeFormat.Code39Ext: CodeKind.CODE39,
    zxingcpp.BarcodeFormat.DataMatrix: CodeKind.DATA_MATRIX,
}
_MAX_ENLARGED_PX = 80_000_000
_MIN_REDUCED_PX = 200
_MIN_LINEAR_LENGTH = 4


class CodeReadingFailed(OcrError):
    """The barcode reader broke on this page, or the page is not a picture."""

    code = "codes.failed"
    advice = Advice.NEVER


def find_codes(colour_bgr: NDArray[np.uint8], gray: NDArray[np.uint8]) -> tuple[Code, ...]:
    """Find and decode the codes of a page.

    The grey page is read first, for all kinds. A page that gives no QR is read again for QR
    alone: at half the size (noise, coarse prints), in the red channel (a red seal over the
    code) and at twice the size (small modules); each of these costs a fifth of the first.

    Args:
        colour_bgr: (h, w, 3) uint8, blue green red, top-left origin.
        gray: (h, w) uint8, 0 = black, same size.

    Returns:
        Codes from top to bottom; boxes in pixels of the page as given.

    Raises:
        CodeReadingFailed: The arrays are not pictures or the reader broke.
    """
    _require_pictures(colour_bgr, gray)
    found: dict[tuple[CodeKind, str], Code] = {}
    for attempt in range(4):
        picture, scale = _picture_for(attempt, colour_bgr, gray)
        if picture is None:
            continue
        wanted = tuple(_KINDS) if attempt == 0 else (zxingcpp.BarcodeFormat.QRCode,)
        for code in _read(picture, scale, gray.shape, zxingcpp.BarcodeFormats(wanted)):
            found.setdefault((code.kind, code.text), code)
        if any(code.kind is CodeKind.QR for code in found.values()):
            break
    return tuple(sorted(found.values(), key=lambda code: (code.box[1], code.box[0])))


def without_codes(gray: NDArray[np.uint8], codes: tuple[Code, ...]) -> NDArray[np.uint8]:
    """`gray` with the decoded codes painted white; engines read their modules as letters.

    Args:
        gray: (h, w) uint8, 255 = paper, the page that the boxes of `codes` belong to.
        codes: What `find_codes` found.
    """
    if not codes:
        return gray
    bare = gray.copy()
    for code in codes:
        x0, y0, x1, y1 = code.box
        bare[y0:y1, x0:x1] = 255
    return bare


def upright_turn(gray: NDArray[np.uint8]) -> int | None:
    """Quarter turn, counter-clockwise, that brings the QR codes of a page upright.

    Args:
        gray: (h, w) uint8, 0 = black.

    Returns:
        0, 90, 180 or 270; None when there is no QR, or several that disagree.

    Raises:
        CodeReadingFailed: The reader broke.
    """
    wanted = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
    turns = {round(code.orientation / 90) * 90 % 360 for code in _decoded(gray, wanted)}
    return turns.pop() if len(turns) == 1 else None


def _require_pictures(colour_bgr: NDArray[np.uint8], gray: NDArray[np.uint8]) -> None:
    if gray.ndim != 2 or gray.size == 0 or gray.dtype != np.uint8:
        raise CodeReadingFailed(f"grey page has shape {gray.shape} and type {gray.dtype}")
    if colour_bgr.shape != (*gray.shape, 3) or colour_bgr.dtype != np.uint8:
        raise CodeReadingFailed(f"colour page has shape {colour_bgr.shape}")


def _picture_for(
    attempt: int, colour_bgr: NDArray[np.uint8], gray: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8] | None, float]:
    """Picture of one attempt and its scale; None where the attempt makes no sense."""
    height, width = gray.shape
    if attempt == 0:
        return np.ascontiguousarray(gray), 1.0
    if attempt == 1:
        if min(height, width) < _MIN_REDUCED_PX:
            return None, 1.0
        return _resized(gray, 0.5, cv2.INTER_AREA), 0.5
    if attempt == 2:
        return np.ascontiguousarray(colour_bgr[:, :, 2]), 1.0
    if height * width * 4 > _MAX_ENLARGED_PX:
        return None, 1.0
    return _resized(gray, 2.0, cv2.INTER_CUBIC), 2.0


def _resized(gray: NDArray[np.uint8], scale: float, method: int) -> NDArray[np.uint8]:
    try:
        return np.asarray(
            cv2.resize(gray, None, fx=scale, fy=scale, interpolation=method), dtype=np.uint8
        )
    except cv2.error as error:
        raise CodeReadingFailed("page could not be resized") from error


def _read(
    picture: NDArray[np.uint8],
    scale: float,
    shape: tuple[int, ...],
    formats: zxingcpp.BarcodeFormats,
) -> list[Code]:
    codes = []
    for barcode in _decoded(picture, formats):
        kind = _KINDS.get(barcode.format)
        text = _text_of(barcode)
        if kind is None or not text or _looks_accidental(kind, text):
            continue
        codes.append(Code(kind=kind, text=text, box=_box_of(barcode.position, scale, shape)))
    return codes


def _decoded(
    picture: NDArray[np.uint8], formats: zxingcpp.BarcodeFormats
) -> list[zxingcpp.Barcode]:
    try:
        return zxingcpp.read_barcodes(picture, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    except (ValueError, TypeError, RuntimeError, MemoryError) as error:
        raise CodeReadingFailed("barcode reader broke") from error


def _looks_accidental(kind: CodeKind, text: str) -> bool:
    """Very short Code 39 hits are table rules and text read as bars."""
    return kind is CodeKind.CODE39 and len(text) < _MIN_LINEAR_LENGTH


def _text_of(barcode: zxingcpp.Barcode) -> str:
    """Decoded text, read as UTF-8 wherever the bytes allow it.

    Citizen cards hold UTF-8 without declaring it, so the reader's guess of the character set
    is only used when the bytes are not UTF-8.
    """
    try:
        text = bytes(barcode.bytes).decode("utf-8")
    except UnicodeDecodeError:
        text = barcode.text
    return nfc(text).strip("\r\n\x00")


def _box_of(position: zxingcpp.Position, scale: float, shape: tuple[int, ...]) -> Box:
    corners = (
        position.top_left,
        position.top_right,
        position.bottom_right,
        position.bottom_left,
    )
    height, width = shape[:2]
    xs = [corner.x / scale for corner in corners]
    ys = [corner.y / scale for corner in corners]
    x0 = min(max(int(min(xs)), 0), width - 1)
    y0 = min(max(int(min(ys)), 0), height - 1)
    x1 = min(max(int(max(xs)) + 1, x0 + 1), width)
    y1 = min(max(int(max(ys)) + 1, y0 + 1), height)
    return (x0, y0, x1, y1)
