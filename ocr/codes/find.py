"""Machine-readable codes on a page: QR, Code 128, Code 39 and Data Matrix."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from ocr.codes.finders import finders
from ocr.codes.grid import straightened
from ocr.codes.places import code_places
from ocr.codes.symbol import symbols_at
from ocr.codes.tones import tones
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
_QR = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
_MATRIX = zxingcpp.BarcodeFormats(
    (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix)
)
_LINEAR = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39))
_MIN_LINEAR_LENGTH = 4
_LARGEST_VERSION = 40
_MOST_UNREAD = 4
_FIRST_ATTEMPTS = 2
"""Attempts on places of any kind; the others want a finder pattern or a symbol seen before."""


class CodeReadingFailed(OcrError):
    """The barcode reader broke on this page, or the page is not a picture."""

    code = "codes.failed"
    advice = Advice.NEVER


def find_codes(colour_bgr: NDArray[np.uint8], gray: NDArray[np.uint8]) -> tuple[Code, ...]:
    """Find and decode the codes of a page.

    The whole page is read once, for QR and bars. Places that look like a two-dimensional code
    and gave none are cut out and read again in other tones: without coloured ink (seals and
    stamps over the code), sharpened, with a local threshold, enlarged, inverted. A symbol that
    is seen but not understood, or that shows two of its finder patterns, is at last pulled
    straight along its folds and drawn anew.

    Args:
        colour_bgr: (h, w, 3) uint8, blue green red, top-left origin.
        gray: (h, w) uint8, 0 = black, same size.

    Returns:
        Codes from top to bottom; boxes in pixels of the page as given.

    Raises:
        CodeReadingFailed: The arrays are not pictures or the reader broke.
    """
    _require_pictures(colour_bgr, gray)
    page = np.ascontiguousarray(gray)
    bars = decoded(page, _LINEAR, try_downscale=False)
    codes = codes_in([*bars, *decoded(page, _QR)])
    try:
        for place in code_places(page):
            if not any(is_within(code.box, place) for code in codes):
                codes += codes_at(place, colour_bgr, page)
    except cv2.error as error:
        raise CodeReadingFailed("a place of the page could not be prepared") from error
    found = {(code.kind, code.text): code for code in reversed(codes)}
    bounded = [replace(code, box=_bounded(code.box, gray.shape)) for code in found.values()]
    return tuple(sorted(bounded, key=lambda code: (code.box[1], code.box[0])))


def codes_at(place: Box, colour_bgr: NDArray[np.uint8], gray: NDArray[np.uint8]) -> list[Code]:
    """Codes of one place by the first attempt that gives any; boxes on the page."""
    x0, y0, x1, y1 = place
    cut = np.ascontiguousarray(gray[y0:y1, x0:x1])
    inkless = np.ascontiguousarray(colour_bgr[y0:y1, x0:x1].max(axis=2))
    unread: list[_Unread] = []
    for number, (picture, scale) in enumerate(tones(cut, inkless)):
        if number == _FIRST_ATTEMPTS and not (unread or finders(inkless)):
            return []
        formats = _MATRIX if number < _FIRST_ATTEMPTS else _QR
        barcodes = decoded(picture, formats, with_errors=True)
        codes = codes_in([item for item in barcodes if item.valid], scale)
        if codes:
            return [replace(code, box=moved(code.box, x0, y0)) for code in codes]
        unread += [seen for item in barcodes if (seen := _unread(item, scale)) is not None]
    codes = _straightened((inkless, cut), unread)
    return [replace(code, box=moved(code.box, x0, y0)) for code in codes]


@dataclass(frozen=True, slots=True)
class _Unread:
    """A QR symbol that was seen and not understood.

    Attributes:
        modules: Modules along one side.
        corners: Upper left, upper right, lower right, lower left of the symbol, pixels.
    """

    modules: int
    corners: tuple[tuple[float, float], ...]


def _unread(barcode: zxingcpp.Barcode, scale: float) -> _Unread | None:
    """None for a good symbol, and where the reader does not tell how many modules it has."""
    told = barcode.extra
    if barcode.valid or not isinstance(told, dict):
        return None
    version = str(told.get("Version", ""))
    if not version.isdecimal() or not 1 <= int(version) <= _LARGEST_VERSION:
        return None
    corners = tuple((x / scale, y / scale) for x, y in _corners(barcode.position))
    return _Unread(17 + 4 * int(version), corners)


def _straightened(
    pictures: tuple[NDArray[np.uint8], NDArray[np.uint8]], unread: list[_Unread]
) -> list[Code]:
    """The first code that can be read from a straightened symbol.

    Args:
        pictures: The place without coloured ink and as it is.
        unread: What the reader saw and did not understand, on both.
    """
    for told, gray in zip((unread[:_MOST_UNREAD], ()), pictures, strict=True):
        seen = [_Unread(item.modules, _named(item.corners)) for item in symbols_at(gray)]
        for symbol in (*seen, *told):
            corners = np.array(symbol.corners, np.float32)
            if cv2.contourArea(corners) < symbol.modules**2:
                continue
            for drawing in straightened(gray, corners, symbol.modules):
                codes = codes_in(decoded(drawing, _QR))
                if codes:
                    return [replace(codes[0], box=_box_around(symbol.corners))]
    return []


def _named(corners: NDArray[np.float32]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in corners)


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
    turns = {round(code.orientation / 90) * 90 % 360 for code in decoded(gray, _QR)}
    return turns.pop() if len(turns) == 1 else None


def _require_pictures(colour_bgr: NDArray[np.uint8], gray: NDArray[np.uint8]) -> None:
    if gray.ndim != 2 or gray.size == 0 or gray.dtype != np.uint8:
        raise CodeReadingFailed(f"grey page has shape {gray.shape} and type {gray.dtype}")
    if colour_bgr.shape != (*gray.shape, 3) or colour_bgr.dtype != np.uint8:
        raise CodeReadingFailed(f"colour page has shape {colour_bgr.shape}")


def codes_in(barcodes: list[zxingcpp.Barcode], scale: float = 1.0) -> list[Code]:
    """Codes of the kinds that are looked for, their boxes divided by `scale`."""
    codes = []
    for barcode in barcodes:
        kind = _KINDS.get(barcode.format)
        text = _text_of(barcode)
        if kind is None or not text or _looks_accidental(kind, text):
            continue
        corners = tuple((x / scale, y / scale) for x, y in _corners(barcode.position))
        codes.append(Code(kind=kind, text=text, box=_box_around(corners)))
    return codes


def decoded(
    picture: NDArray[np.uint8],
    formats: zxingcpp.BarcodeFormats,
    *,
    with_errors: bool = False,
    try_downscale: bool = True,
) -> list[zxingcpp.Barcode]:
    """Barcodes of a picture; those that could not be understood too when `with_errors`.

    Raises:
        CodeReadingFailed: The reader broke.
    """
    try:
        found: list[zxingcpp.Barcode] = zxingcpp.read_barcodes(
            picture,
            formats=formats,
            text_mode=zxingcpp.TextMode.Plain,
            try_invert=False,
            try_downscale=try_downscale,
            return_errors=with_errors,
        )
    except (ValueError, TypeError, RuntimeError, MemoryError) as error:
        raise CodeReadingFailed("barcode reader broke") from error
    return found


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


def _corners(position: zxingcpp.Position) -> tuple[tuple[float, float], ...]:
    """Upper left, upper right, lower right, lower left of the upright symbol."""
    points = (
        position.top_left,
        position.top_right,
        position.bottom_right,
        position.bottom_left,
    )
    return tuple((float(point.x), float(point.y)) for point in points)


def _box_around(corners: tuple[tuple[float, float], ...]) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (int(min(xs)), int(min(ys)), int(max(xs)) + 1, int(max(ys)) + 1)


def moved(box: Box, right: int, down: int) -> Box:
    """`box` pushed by so many pixels."""
    return (box[0] + right, box[1] + down, box[2] + right, box[3] + down)


def _bounded(box: Box, shape: tuple[int, ...]) -> Box:
    """`box` cut to the page, at least one pixel large."""
    height, width = shape[:2]
    x0, y0 = min(max(box[0], 0), width - 1), min(max(box[1], 0), height - 1)
    return (x0, y0, min(max(box[2], x0 + 1), width), min(max(box[3], y0 + 1), height))


def is_within(box: Box, place: Box) -> bool:
    """Whether the middle of a box lies in a place."""
    x, y = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
    return place[0] <= x < place[2] and place[1] <= y < place[3]
