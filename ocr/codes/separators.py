"""What tells papers and dossiers of a stack apart: codes of cover sheets, patches, bar codes.

This is asked of every page as it comes from the scanner, long before it is read, so it costs a
part of `find_codes`: QR codes are looked for at half size, where those of cover sheets are large;
only places that look like a code and gave none are looked at closely. Bars and Data Matrix are
looked for where they are wanted; those under stamps or beside folds are drawn anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from ocr.codes.bars import bar_places, redrawn_bars
from ocr.codes.find import CodeReadingFailed, codes_at, codes_in, decoded, is_within, moved
from ocr.codes.patch import Patch, find_patches
from ocr.codes.places import code_places, joined_places
from ocr.codes.tones import darkest
from ocr.reading import Code
from ocr.words import Box

Pixels = NDArray[np.uint8]

_QR = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
_MATRIX = zxingcpp.BarcodeFormats(
    (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix)
)
_LINEAR = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39))
_HALF_PX = 1240
"""Shorter side of the picture in which QR codes are looked for first: A4 at 150 dpi."""

_LEAST_BLACK = 0.3
"""Least part of a code with some of its quiet zone that is ink; masks make half of it dark."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for besides QR codes of cover sheets.

    Attributes:
        patches: Patch codes.
        bars: Code 128 and Code 39.
        matrix: Data Matrix.
    """

    patches: bool = True
    bars: bool = False
    matrix: bool = False


@dataclass(frozen=True, slots=True)
class Separators:
    """What was found on a page; boxes in its pixels, from top to bottom."""

    codes: tuple[Code, ...] = ()
    patches: tuple[Patch, ...] = ()


def find_separators(colour_bgr: Pixels, wanted: Wanted) -> Separators:
    """Look for what may separate.

    Args:
        colour_bgr: (h, w, 3) uint8, blue green red, top-left origin, as it was captured.
        wanted: What is looked for.

    Raises:
        CodeReadingFailed: Not a picture, or the reader broke.
    """
    if colour_bgr.ndim != 3 or colour_bgr.shape[2] != 3 or colour_bgr.dtype != np.uint8:
        raise CodeReadingFailed(f"page has shape {colour_bgr.shape} and type {colour_bgr.dtype}")
    try:
        gray = np.asarray(cv2.cvtColor(colour_bgr, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        factor = max(1, round(min(gray.shape) / _HALF_PX))
        small = _reduced(gray, factor)
        codes = codes_in(decoded(small, _QR, try_downscale=False), 1 / factor)
        codes += _hard_codes(colour_bgr, gray, codes, matrix=wanted.matrix)
        if wanted.bars:
            codes += _bar_codes(gray, small, factor)
        patches = find_patches(gray) if wanted.patches else ()
    except cv2.error as error:
        raise CodeReadingFailed("the page could not be prepared") from error
    once = {(code.kind, code.text): code for code in reversed(codes)}
    return Separators(tuple(sorted(once.values(), key=lambda code: code.box[1::-1])), patches)


def _hard_codes(colour_bgr: Pixels, gray: Pixels, codes: list[Code], *, matrix: bool) -> list[Code]:
    """Codes of places that look like one and gave none, Data Matrix where it is wanted.

    A code that is large for its paper, as on a slip, is seen as several places beside each other:
    where none gives a code, they are looked at together if they are half black, which print is not.
    """
    places = [
        place
        for place in code_places(gray)
        if not any(is_within(code.box, place) for code in codes)
    ]
    found: list[Code] = []
    for place in places:
        found += _codes_of(place, colour_bgr, gray, matrix=matrix)
    if not (found or codes):
        for place in joined_places(places, gray.shape):
            if _is_half_black(_cut(gray, place)):
                found += _codes_of(place, colour_bgr, gray, matrix=matrix)
    return found


def _is_half_black(cut: Pixels) -> bool:
    height, width = cut.shape
    inner = cut[height // 7 : height - height // 7 : 2, width // 7 : width - width // 7 : 2]
    whole = np.ascontiguousarray(inner)
    _, ink = cv2.threshold(whole, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return bool(cv2.countNonZero(ink) >= _LEAST_BLACK * whole.size)


def _codes_of(place: Box, colour_bgr: Pixels, gray: Pixels, *, matrix: bool) -> list[Code]:
    """Codes of one place; at last those that are left when lighter ink is taken off."""
    found = codes_at(place, colour_bgr, gray)
    if found:
        return found
    formats = _MATRIX if matrix else _QR
    for picture in darkest(_cut(gray, place)):
        found = codes_in(decoded(picture, formats))
        if found:
            return [replace(code, box=moved(code.box, *place[:2])) for code in found]
    return []


def _cut(gray: Pixels, place: Box) -> Pixels:
    x0, y0, x1, y1 = place
    return np.ascontiguousarray(gray[y0:y1, x0:x1])


def _bar_codes(gray: Pixels, small: Pixels, factor: int) -> list[Code]:
    """Bars at full size, where the narrow ones have a few pixels; hard ones drawn anew."""
    page = np.ascontiguousarray(gray)
    codes = codes_in(decoded(page, _LINEAR, try_downscale=False))
    for place in bar_places(small, factor, gray.shape):
        if any(is_within(code.box, place.box) for code in codes):
            continue
        for drawing in redrawn_bars(page, place):
            found = codes_in(decoded(drawing, _LINEAR, try_downscale=False))
            if found:
                codes += [replace(code, box=place.box) for code in found]
                break
    return codes


def _reduced(gray: Pixels, factor: int) -> Pixels:
    if factor == 1:
        return np.ascontiguousarray(gray)
    size = (gray.shape[1] // factor, gray.shape[0] // factor)
    whole = gray[: size[1] * factor, : size[0] * factor]
    return np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
