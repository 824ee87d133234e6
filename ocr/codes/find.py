"""Machine-readable codes on a page: QR, Code 128, Code 39 and Data Matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from ocr.codes.grid import straightened
from ocr.codes.places import code_places
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
_LINEAR = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39))
_MATRIX = zxingcpp.BarcodeFormats(
    (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix)
)
_MOST_ENLARGED_PX = 900
"""Longest side of a place that is still enlarged."""
_MIN_LINEAR_LENGTH = 4
_SHARPENING = 3.0
_LOCAL_PX = 31
_LARGEST_VERSION = 40
_MOST_UNREAD = 4


class CodeReadingFailed(OcrError):
    """The barcode reader broke on this page, or the page is not a picture."""

    code = "codes.failed"
    advice = Advice.NEVER


def find_codes(colour_bgr: NDArray[np.uint8], gray: NDArray[np.uint8]) -> tuple[Code, ...]:
    """Find and decode the codes of a page.

    The whole page is read once, for QR and bars. Places that look like a two-dimensional code
    and gave none are cut out and read again in other tones: without coloured ink (seals and
    stamps over the code), sharpened, with a local threshold, enlarged. A symbol that is seen
    but not understood is at last pulled straight along its folds.

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
    codes = [*_codes_in(_decoded(page, _LINEAR)), *_codes_in(_decoded(page, _QR))]
    try:
        for place in code_places(page):
            if not any(_is_within(code.box, place) for code in codes):
                codes += _codes_at(place, colour_bgr, page)
    except cv2.error as error:
        raise CodeReadingFailed("a place of the page could not be prepared") from error
    found = {(code.kind, code.text): code for code in reversed(codes)}
    bounded = [replace(code, box=_bounded(code.box, gray.shape)) for code in found.values()]
    return tuple(sorted(bounded, key=lambda code: (code.box[1], code.box[0])))


def _codes_at(place: Box, colour_bgr: NDArray[np.uint8], gray: NDArray[np.uint8]) -> list[Code]:
    """Codes of one place by the first attempt that gives any; boxes on the page."""
    x0, y0, x1, y1 = place
    cut = np.ascontiguousarray(gray[y0:y1, x0:x1])
    inkless = np.ascontiguousarray(colour_bgr[y0:y1, x0:x1].max(axis=2))
    unread: list[_Unread] = []
    for picture, scale, formats in _attempts(cut, inkless):
        barcodes = _decoded(picture, formats, with_errors=True)
        codes = _codes_in([item for item in barcodes if item.valid], scale)
        if codes:
            return [replace(code, box=_moved(code.box, x0, y0)) for code in codes]
        unread += [seen for item in barcodes if (seen := _unread(item, scale)) is not None]
    return [
        replace(code, box=_moved(code.box, x0, y0)) for code in _straightened(inkless, cut, unread)
    ]


def _attempts(
    cut: NDArray[np.uint8], inkless: NDArray[np.uint8]
) -> Iterator[tuple[NDArray[np.uint8], float, zxingcpp.BarcodeFormats]]:
    """Pictures of a place, their scale and what is looked for, the cheapest first."""
    yield cut, 1.0, _MATRIX
    yield inkless, 1.0, _MATRIX
    yield _sharpened(inkless, 2.2), 1.0, _QR
    yield _local_threshold(inkless), 1.0, _QR
    if max(cut.shape) > _MOST_ENLARGED_PX:
        return
    double = _resized(inkless, 2.0, cv2.INTER_CUBIC)
    yield _sharpened(double, 4.0), 2.0, _QR
    yield _sharpened(double, 6.0), 2.0, _QR
    yield np.asarray(cv2.medianBlur(double, 5), dtype=np.uint8), 2.0, _QR
    yield _resized(inkless, 3.0, cv2.INTER_CUBIC), 3.0, _QR
    yield _resized(inkless, 0.5, cv2.INTER_AREA), 0.5, _QR


def _sharpened(gray: NDArray[np.uint8], sigma_px: float) -> NDArray[np.uint8]:
    soft = cv2.GaussianBlur(gray, (0, 0), sigma_px)
    return np.asarray(
        cv2.addWeighted(gray, 1.0 + _SHARPENING, soft, -_SHARPENING, 0.0), dtype=np.uint8
    )


def _local_threshold(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    smooth = cv2.GaussianBlur(gray, (0, 0), 0.8)
    mean = cv2.ADAPTIVE_THRESH_MEAN_C
    return np.asarray(
        cv2.adaptiveThreshold(smooth, 255, mean, cv2.THRESH_BINARY, _LOCAL_PX, 0), dtype=np.uint8
    )


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
    inkless: NDArray[np.uint8], cut: NDArray[np.uint8], unread: list[_Unread]
) -> list[Code]:
    """The first code that can be read from a straightened symbol."""
    for seen in unread[:_MOST_UNREAD]:
        corners = np.array(seen.corners, np.float32)
        if cv2.contourArea(corners) < seen.modules**2:
            continue
        for gray in (inkless, cut):
            for drawing in straightened(gray, corners, seen.modules):
                codes = _codes_in(_decoded(drawing, _QR))
                if codes:
                    return [replace(codes[0], box=_box_around(seen.corners))]
    return []


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
    turns = {round(code.orientation / 90) * 90 % 360 for code in _decoded(gray, _QR)}
    return turns.pop() if len(turns) == 1 else None


def _require_pictures(colour_bgr: NDArray[np.uint8], gray: NDArray[np.uint8]) -> None:
    if gray.ndim != 2 or gray.size == 0 or gray.dtype != np.uint8:
        raise CodeReadingFailed(f"grey page has shape {gray.shape} and type {gray.dtype}")
    if colour_bgr.shape != (*gray.shape, 3) or colour_bgr.dtype != np.uint8:
        raise CodeReadingFailed(f"colour page has shape {colour_bgr.shape}")


def _resized(gray: NDArray[np.uint8], scale: float, method: int) -> NDArray[np.uint8]:
    try:
        return np.asarray(
            cv2.resize(gray, None, fx=scale, fy=scale, interpolation=method), dtype=np.uint8
        )
    except cv2.error as error:
        raise CodeReadingFailed("page could not be resized") from error


def _codes_in(barcodes: list[zxingcpp.Barcode], scale: float = 1.0) -> list[Code]:
    codes = []
    for barcode in barcodes:
        kind = _KINDS.get(barcode.format)
        text = _text_of(barcode)
        if kind is None or not text or _looks_accidental(kind, text):
            continue
        corners = tuple((x / scale, y / scale) for x, y in _corners(barcode.position))
        codes.append(Code(kind=kind, text=text, box=_box_around(corners)))
    return codes


def _decoded(
    picture: NDArray[np.uint8], formats: zxingcpp.BarcodeFormats, *, with_errors: bool = False
) -> list[zxingcpp.Barcode]:
    """Barcodes of a picture; those that could not be understood too when `with_errors`."""
    try:
        found: list[zxingcpp.Barcode] = zxingcpp.read_barcodes(
            picture,
            formats=formats,
            text_mode=zxingcpp.TextMode.Plain,
            try_invert=False,
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


def _moved(box: Box, right: int, down: int) -> Box:
    return (box[0] + right, box[1] + down, box[2] + right, box[3] + down)


def _bounded(box: Box, shape: tuple[int, ...]) -> Box:
    """`box` cut to the page, at least one pixel large."""
    height, width = shape[:2]
    x0, y0 = min(max(box[0], 0), width - 1), min(max(box[1], 0), height - 1)
    return (x0, y0, min(max(box[2], x0 + 1), width), min(max(box[3], y0 + 1), height))


def _is_within(box: Box, place: Box) -> bool:
    x, y = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
    return place[0] <= x < place[2] and place[1] <= y < place[3]
