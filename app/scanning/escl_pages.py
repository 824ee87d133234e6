"""What came as a page: whether it is whole, and what it really is.

The declared content type is not believed. JPEG, PNG and TIFF stay the bytes the device sent; out of
a PDF, which may carry several pages, the scanned pictures are taken as they are.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from app.scanning.base import PageTruncated
from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.escl_settings import JPEG, PNG, TIFF, UNITS_PER_INCH, JobSettings

MAX_PIXELS = 150_000_000
"""A3 at 600 dpi has 70 million, A4 at 1200 dpi 139 million."""
PREVIEW_PX = 220
_TOLERANCE = 0.03
_LEAST_DPI, _MOST_DPI = 50, 2400
_FORMATS = {"JPEG": JPEG, "PNG": PNG, "TIFF": TIFF, "MPO": JPEG}
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What Pillow's readers raise on damaged files."""
_FILL = 128
"""What a JPEG decoder paints where the data ended too early."""


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A whole page.

    Attributes:
        dpi: 0 when nothing tells it.
        preview: Small JPEG of it.
    """

    data: bytes
    media: str
    dpi: int
    preview: bytes


def checked(data: bytes, settings: JobSettings) -> Iterator[CheckedPage]:
    """The pages of one reply, each looked at from its first to its last line.

    Raises:
        PageTruncated: The end of a page is missing.
        ScannerMisbehaves: No picture, or an absurdly large one.
    """
    if not data:
        raise PageTruncated("an empty page")
    if b"%PDF-" in data[:1024]:
        from app.scanning.escl_pdf import pictures_of  # two large libraries, seldom needed

        for picture in pictures_of(data, settings.dpi):
            yield _of_picture(picture, settings)
    else:
        yield _of_picture(data, settings)


def _of_picture(data: bytes, settings: JobSettings) -> CheckedPage:
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # what is odd is refused below, or is whole
            Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF")) as picture,
        ):
            _check_size(picture)
            if getattr(picture, "n_frames", 1) != 1 and picture.format == "TIFF":
                raise ScannerMisbehaves("several pages in one picture")
            media = _FORMATS[str(picture.format)]
            picture.load()
            _check_end(picture, data, media)
            return CheckedPage(data, media, _dpi(picture, settings), _preview(picture))
    except UnidentifiedImageError as error:
        raise ScannerMisbehaves("no picture") from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise ScannerMisbehaves("picture too large") from error
    except (OSError, EOFError) as error:
        raise PageTruncated(str(error)[:200]) from error
    except _BROKEN as error:
        raise ScannerMisbehaves(f"broken picture: {type(error).__name__}") from error


def _check_size(picture: Image.Image) -> None:
    if not 0 < picture.width * picture.height <= MAX_PIXELS:
        raise ScannerMisbehaves("picture too large")


def _check_end(picture: Image.Image, data: bytes, media: str) -> None:
    """The lower part is there: decoders fill up silently when a JPEG ends too early.

    What is missing inside the last row of blocks, before an end mark, is not noticed.

    Raises:
        PageTruncated: It ends without its end mark, or its last line was made up.
    """
    if media != JPEG:
        return
    if b"\xff\xd9" not in data[-4096:]:
        raise PageTruncated("no end of the picture")
    last = picture.crop((0, picture.height - 1, picture.width, picture.height))
    values = set(last.tobytes())
    if values == {_FILL} and picture.mode in ("L", "RGB", "YCbCr"):
        raise PageTruncated("the lower part is missing")


def _preview(picture: Image.Image) -> bytes:
    """A small picture that the window can show at once."""
    plain = picture.convert("L" if picture.mode in ("1", "L", "I;16") else "RGB")
    small = plain.reduce(max(1, max(plain.size) // (2 * PREVIEW_PX)))
    small.thumbnail((PREVIEW_PX, PREVIEW_PX))
    store = io.BytesIO()
    small.save(store, "JPEG", quality=80)
    return store.getvalue()


def _dpi(picture: Image.Image, settings: JobSettings) -> int:
    """Resolution of a page: asked for, if its width agrees or the device says the same.

    Devices that cut off the margins deliver less width; others deliver another resolution than
    they were asked for and write the true one, or none, into the picture.
    """
    told = _told_dpi(picture)
    if not settings.width:
        return told or settings.dpi
    by_width = picture.width * UNITS_PER_INCH / settings.width
    if _near(by_width, settings.dpi):
        return settings.dpi
    if told and (_near(told, settings.dpi) or _near(by_width, told)):
        return told
    return told if by_width < settings.dpi and told else 0


def _near(value: float, wanted: float) -> bool:
    return abs(value - wanted) <= _TOLERANCE * wanted


def _told_dpi(picture: Image.Image) -> int:
    pair = picture.info.get("dpi", (0, 0))
    try:
        across, down = round(float(pair[0])), round(float(pair[1]))
    except (TypeError, ValueError, IndexError, OverflowError, ZeroDivisionError):
        return 0
    return across if across == down and _LEAST_DPI <= across <= _MOST_DPI else 0
