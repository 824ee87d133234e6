"""Pictures, read by Pillow under our own bounds.

Of a moving picture (GIF, WebP) the first one is the page.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps

from ocr.errors import DamagedInput, OcrError, TooManyPages, TooManyPixels, UnreadableInput
from ocr.source import Bounds, Data, Media, Pixels, RawPage, as_stream, require_pixels

_MM_PER_INCH = 25.4
_PAPER_SIZES_MM = ((210, 297), (297, 420), (148, 210), (105, 148), (216, 279), (54, 85.6))
_DEFAULT_DENSITIES = (72, 96)
"""Written by cameras and editors that do not know the paper; believed only for paper sizes."""
_BAND_ROWS = 128
_WHITE = 255

READER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    EOFError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
)


_PILLOW_FORMAT = {
    Media.JPEG: "JPEG",
    Media.PNG: "PNG",
    Media.TIFF: "TIFF",
    Media.GIF: "GIF",
    Media.BMP: "BMP",
    Media.WEBP: "WEBP",
    Media.JPEG2000: "JPEG2000",
}


@contextmanager
def _picture(data: Data, media: Media) -> Iterator[Image.Image]:
    """Open a picture, headers only; turn every error of Pillow into ours.

    Pillow's own bomb guard stays on: its error refuses, its warning (from 89 megapixels) is
    silent because the caller compares with its own bound right after.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(as_stream(data), formats=[_PILLOW_FORMAT[media]]) as image:
                yield image
        except OcrError:
            raise
        except Image.DecompressionBombError as error:
            raise TooManyPixels(str(error)) from error
        except MemoryError as error:
            raise TooManyPixels("not enough memory to decode") from error
        except READER_ERRORS as error:
            raise DamagedInput(f"{media}: {type(error).__name__}: {error}") from error


def inspect_picture(data: Data, media: Media, bounds: Bounds) -> int:
    """Count pages from headers.

    Raises:
        DamagedInput: Cut off or contradicting itself.
        TooManyPixels: A page above the pixel bound.
        TooManyPages: Above the page bound.
    """
    with _picture(data, media) as image:
        require_pixels(image.width, image.height, bounds)
        match media:
            case Media.JPEG:
                _require_whole_jpeg(data)
            case Media.PNG:
                _require_whole_png(data)
            case Media.WEBP:
                _require_size(data, int.from_bytes(data[4:8], "little") + 8)
            case Media.BMP:
                _require_size(data, int.from_bytes(data[2:6], "little"))
            case Media.GIF | Media.JPEG2000:
                # Neither tells its size in front; a small one is decoded, which shows its end.
                image.load()
            case Media.TIFF | Media.PDF:
                return _count_frames(data, image, bounds)
        return 1


def _require_whole_jpeg(data: Data) -> None:
    """Look for the end marker behind the start of the scan.

    Inside entropy-coded data 0xFF is always stuffed, so the pair 0xFF 0xD9 can only be the
    end marker; thumbnails with an end of their own stand before the scan.
    """
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xDA:
            if data.find(b"\xff\xd9", position) < 0:
                raise DamagedInput("JPEG without end marker")
            return
        if marker == 0xFF:
            position += 1
            continue
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    raise DamagedInput("JPEG without picture data")


def _require_whole_png(data: Data) -> None:
    position = 8
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        if data[position + 4 : position + 8] == b"IEND":
            return
        position += 12 + length
    raise DamagedInput("PNG without end chunk")


def _require_size(data: Data, told: int) -> None:
    if told > len(data):
        raise DamagedInput(f"{len(data)} bytes, {told} were told")


_STRIP_TAGS = ((273, 279), (324, 325))
"""(offsets, byte counts) of strips and of tiles."""


def _count_frames(data: Data, image: Image.Image, bounds: Bounds) -> int:
    count = 0
    while True:
        require_pixels(image.width, image.height, bounds)
        _require_strips_inside(image, len(data))
        count += 1
        if count > bounds.max_pages:
            raise TooManyPages(f"more than {bounds.max_pages} pages")
        try:
            image.seek(count)
        except EOFError:
            return count


def _require_strips_inside(image: Image.Image, size: int) -> None:
    tags: Any = getattr(image, "tag_v2", {})  # Any: Pillow does not type its TIFF directory
    for offsets_tag, counts_tag in _STRIP_TAGS:
        offsets, counts = tags.get(offsets_tag), tags.get(counts_tag)
        if offsets is None or counts is None:
            continue
        ends = (start + length for start, length in zip(offsets, counts, strict=False))
        if any(end > size for end in ends):
            raise DamagedInput("TIFF picture data ends behind the file")


def decode_picture(data: Data, media: Media, page: int, bounds: Bounds) -> RawPage:
    """Decode one page, upright, over white paper, with equal resolution both ways.

    Raises:
        UnreadableInput: Damaged, out of bounds, or no such page.
    """
    with _picture(data, media) as image:
        if page:
            try:
                image.seek(page)
            except EOFError as error:
                raise UnreadableInput(f"there is no page {page}") from error
        require_pixels(image.width, image.height, bounds)
        density = _stated_density(image)
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        pixels = _to_bgr(image)
    return _with_density(pixels, density, bounds)


def _to_bgr(image: Image.Image) -> Pixels:
    """Any mode of Pillow to BGR; transparent parts show white paper."""
    if image.mode.startswith(("I", "F")):
        image = _to_eight_bit(image)
    if image.mode in ("LA", "PA", "RGBA", "RGBa", "La") or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGBA", over.size, (_WHITE, _WHITE, _WHITE, _WHITE))
        image = Image.alpha_composite(paper, over)
    width, height = image.size
    pixels = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, _BAND_ROWS):
        # Band by band: whole copies of a page are what decoding needs most memory for.
        band = image.crop((0, top, width, min(height, top + _BAND_ROWS)))
        colours = np.asarray(band if band.mode == "RGB" else band.convert("RGB"), dtype=np.uint8)
        pixels[top : top + _BAND_ROWS] = cv2.cvtColor(colours, cv2.COLOR_RGB2BGR)
    return pixels


def _to_eight_bit(image: Image.Image) -> Image.Image:
    values = np.nan_to_num(np.asarray(image, dtype=np.float64))
    top = 65535.0 if values.max(initial=0.0) > _WHITE else float(_WHITE)
    return Image.fromarray(np.clip(values * (_WHITE / top), 0, _WHITE).astype(np.uint8))


def _stated_density(image: Image.Image) -> tuple[float, float]:
    """Horizontal and vertical dots per inch as the file states them, (0, 0) if it does not."""
    try:
        x, y = (float(value) for value in image.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError):
        return (0.0, 0.0)
    return (x, y) if np.isfinite(x) and np.isfinite(y) else (0.0, 0.0)


def _with_density(pixels: Pixels, density: tuple[float, float], bounds: Bounds) -> RawPage:
    x, y = density
    if min(x, y) >= 72 and max(x, y) <= 1200 and abs(x - y) > 0.02 * max(x, y):
        pixels, x = _square_pixels(pixels, x, y, bounds)
        y = x
    height, width = pixels.shape[:2]
    dpi = round(x)
    if abs(x - y) <= 1 and _density_is_plausible(width, height, dpi):
        return RawPage(pixels, dpi, dpi_guessed=False)
    return RawPage(pixels, guess_dpi(width, height), dpi_guessed=True)


def _square_pixels(pixels: Pixels, x: float, y: float, bounds: Bounds) -> tuple[Pixels, float]:
    """Stretch a fax (204 x 98 dpi) to equal resolution both ways."""
    dpi = max(x, y)
    height, width = pixels.shape[:2]
    size = (round(width * dpi / x), round(height * dpi / y))
    require_pixels(*size, bounds)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC).astype(np.uint8), dpi


def _density_is_plausible(width: int, height: int, dpi: int) -> bool:
    if not 72 <= dpi <= 1200:
        return False
    short, long = sorted((width / dpi * _MM_PER_INCH, height / dpi * _MM_PER_INCH))
    if dpi in _DEFAULT_DENSITIES:
        return any(
            abs(short - a) <= 0.04 * a and abs(long - b) <= 0.04 * b for a, b in _PAPER_SIZES_MM
        )
    return short >= 15 and long <= 900


def guess_dpi(width: int, height: int) -> int:
    """Guess the resolution of a whole A4 sheet, or of an ID-1 card when shaped like one."""
    short, long = sorted((width, height))
    is_card = abs(long / short - 85.6 / 54.0) < 0.04 and long <= 2100
    long_side_mm = 85.6 if is_card else 297.0
    return int(min(1200, max(72, round(long / long_side_mm * _MM_PER_INCH))))
