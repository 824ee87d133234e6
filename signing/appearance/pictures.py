"""Pictures of signatures and seals: what may be drawn, and what the officer should know of it.

Files are hostile: the size is read from the first bytes and held against bounds before anything
is unpacked.

Source: NĐ 30/2020/NĐ-CP, Appendix I (signature: blue, seal: red, .png with a transparent ground,
seal in its true size).
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from signing.errors import PictureEmpty, PictureOpaque, PictureTooLarge, PictureUnreadable

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_BYTES = 4 * 1024 * 1024
_MAX_SIDE_PX = 5000
_MAX_PIXELS = 16_000_000
_MIN_SIDE_PX = 16
_CLEAR = 16
_SOLID = 128
_MIN_CLEAR_SHARE = 0.05
_MIN_DOMINANT_SHARE = 0.8
_DOMINANCE = 24
_INCH_MM = 25.4
_INCH_PT = 72.0
_SANE_DPI = (50.0, 2400.0)

Pixels = NDArray[np.uint8]


class PictureKind(StrEnum):
    """What a picture shows, and so which colour it should have."""

    SIGNATURE = "signature"
    SEAL = "seal"


class PictureNotice(StrEnum):
    """What is odd about a picture that can still be used."""

    NOT_BLUE = "not_blue"
    NOT_RED = "not_red"
    COARSE = "coarse"
    NO_TRUE_SIZE = "no_true_size"
    ODD_TRUE_SIZE = "odd_true_size"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture without its empty margins.

    Attributes:
        pixels: (h, w, 4) uint8, sRGB and opacity, top-left origin.
        dpi: Pixels per inch that the file declares; 0 when it says nothing sensible.
        kind: What it shows.
        notices: What is odd about it.
    """

    pixels: Pixels
    dpi: float
    kind: PictureKind
    notices: tuple[PictureNotice, ...] = ()

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])

    @property
    def true_size_pt(self) -> tuple[float, float]:
        """Width and height on paper; zeros when the file does not say its resolution."""
        if not self.dpi:
            return 0.0, 0.0
        width, height = self.size_px
        return width * _INCH_PT / self.dpi, height * _INCH_PT / self.dpi


def read_picture(content: bytes, kind: PictureKind) -> Picture:
    """Read a PNG file and say what is odd about its colour.

    Raises:
        PictureUnreadable: Not a PNG file, or a damaged one.
        PictureTooLarge: More bytes or pixels than a stamp needs.
        PictureOpaque: No transparent ground: it would hide what it lies on.
        PictureEmpty: Nothing is drawn on it.
    """
    _check_bounds(content)
    pixels, dpi = _decode(content)
    drawn = pixels[..., 3] >= _CLEAR
    if not drawn.any():
        raise PictureEmpty("the picture is transparent everywhere")
    if np.count_nonzero(~drawn) < _MIN_CLEAR_SHARE * drawn.size:
        raise PictureOpaque("the picture has no transparent ground")
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    kept = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Picture(np.ascontiguousarray(kept), dpi, kind, _colour_notices(kept, kind))


def _check_bounds(content: bytes) -> None:
    """Refuse by the first bytes what would be too much to unpack."""
    if len(content) > _MAX_BYTES:
        raise PictureTooLarge("the file is larger than 4 MiB")
    if content[:8] != _SIGNATURE or content[12:16] != b"IHDR" or len(content) < 33:
        raise PictureUnreadable("not a PNG file")
    width, height = struct.unpack(">II", content[16:24])
    if max(width, height) > _MAX_SIDE_PX or width * height > _MAX_PIXELS:
        raise PictureTooLarge("the picture has too many pixels")
    if min(width, height) < _MIN_SIDE_PX:
        raise PictureEmpty("the picture is only a few pixels wide or high")


def _decode(content: bytes) -> tuple[Pixels, float]:
    """Unpack the pixels and find the declared resolution."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            image.load()
            if not image.has_transparency_data:
                raise PictureOpaque("the picture has no transparency")
            dpi = float(image.info.get("dpi", (0.0, 0.0))[0])
            pixels = np.array(image.convert("RGBA"), dtype=np.uint8)
    except (OSError, ValueError, SyntaxError, TypeError, EOFError, MemoryError) as error:
        raise PictureUnreadable("a damaged PNG file") from error
    low, high = _SANE_DPI
    return pixels, dpi if low <= dpi <= high else 0.0


def _colour_notices(pixels: Pixels, kind: PictureKind) -> tuple[PictureNotice, ...]:
    """Say whether what is drawn has the colour that the law wants."""
    ink = pixels[pixels[..., 3] >= _SOLID][:, :3].astype(np.int16)
    if not len(ink):
        ink = pixels[pixels[..., 3] >= _CLEAR][:, :3].astype(np.int16)
    red, green, blue = ink[:, 0], ink[:, 1], ink[:, 2]
    match kind:
        case PictureKind.SIGNATURE:
            right, notice = blue - np.maximum(red, green), PictureNotice.NOT_BLUE
        case PictureKind.SEAL:
            right, notice = red - np.maximum(green, blue), PictureNotice.NOT_RED
    share = np.count_nonzero(right >= _DOMINANCE) / len(ink)
    return () if share >= _MIN_DOMINANT_SHARE else (notice,)
