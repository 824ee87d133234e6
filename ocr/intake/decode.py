"""From bytes to one page of pixels, with bounds, for hostile input.

Nothing is decoded before its size is known: picture sizes are read from headers, page counts
from directories. Pillow reads JPEG, PNG and TIFF; pikepdf and PDFium read PDF. Their errors
never leave this package.
"""

from __future__ import annotations

import hashlib

from ocr.errors import EmptyInput, NotAnImage, UnreadableInput
from ocr.intake.pdf_source import decode_pdf_page, inspect_pdf
from ocr.intake.picture_source import decode_picture, guess_dpi, inspect_picture
from ocr.source import DEFAULT_BOUNDS, Bounds, Media, RawPage, SourceInfo

__all__ = [
    "Bounds",
    "Media",
    "RawPage",
    "SourceInfo",
    "decode_page",
    "guess_dpi",
    "inspect",
    "sniff",
]


def sniff(data: bytes) -> Media:
    """Recognise the kind of file by its first bytes, never by its name.

    Raises:
        EmptyInput: Zero bytes.
        NotAnImage: None of the accepted kinds.
    """
    if not data:
        raise EmptyInput("zero bytes")
    if data.startswith(b"\xff\xd8\xff"):
        return Media.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Media.PNG
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return Media.TIFF
    if b"%PDF-" in data[:1024]:
        return Media.PDF
    raise NotAnImage("no known signature")


def inspect(data: bytes, bounds: Bounds = DEFAULT_BOUNDS) -> SourceInfo:
    """Read headers and directories only, so that a bad file is refused at the door.

    Raises:
        EmptyInput: Zero bytes.
        NotAnImage: Not an accepted kind.
        DamagedInput: Cut off or contradicting itself.
        PasswordProtected: A PDF that asks for a password.
        TooManyPixels: A page above the pixel bound.
        TooManyPages: More pages than the page bound.
        UnreadableInput: More bytes than the byte bound.
    """
    media = sniff(data)
    if len(data) > bounds.max_bytes:
        raise UnreadableInput(f"{len(data)} bytes, at most {bounds.max_bytes} are read")
    if media is Media.PDF:
        pages, signed = inspect_pdf(data, bounds)
    else:
        pages, signed = inspect_picture(data, media, bounds), False
    return SourceInfo(media, pages, signed, hashlib.sha256(data).hexdigest())


def decode_page(data: bytes, page: int, bounds: Bounds = DEFAULT_BOUNDS) -> RawPage:
    """Decode page number `page` (0 is the first).

    Raises:
        UnreadableInput: As `inspect`, and when there is no such page.
    """
    media = sniff(data)
    if len(data) > bounds.max_bytes:
        raise UnreadableInput(f"{len(data)} bytes, at most {bounds.max_bytes} are read")
    if page < 0:
        raise UnreadableInput(f"there is no page {page}")
    if media is Media.PDF:
        return decode_pdf_page(data, page, bounds)
    return decode_picture(data, media, page, bounds)
