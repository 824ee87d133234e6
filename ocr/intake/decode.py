"""From bytes to one page of pixels, with bounds, for hostile input.

Nothing is decoded before its size is known: picture sizes are read from headers, page counts
from directories. Pillow reads pictures; pikepdf and PDFium read PDF. Their errors
never leave this package.
"""

from __future__ import annotations

import hashlib

from ocr.errors import EmptyInput, NotAnImage, TelephonePicture, UnreadableInput
from ocr.intake.pdf_source import decode_pdf_page, inspect_pdf
from ocr.intake.picture_source import decode_picture, guess_dpi, inspect_picture
from ocr.source import DEFAULT_BOUNDS, Bounds, Data, Media, RawPage, SourceInfo

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


_SIGNATURES: dict[Media, tuple[bytes, ...]] = {
    Media.JPEG: (b"\xff\xd8\xff",),
    Media.PNG: (b"\x89PNG\r\n\x1a\n",),
    Media.TIFF: (b"II*\x00", b"MM\x00*"),
    Media.GIF: (b"GIF87a", b"GIF89a"),
    Media.JPEG2000: (b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"),
}
_TELEPHONE_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)
"""Brands of ISO/IEC 23008-12, in which telephones keep their pictures. They are coded with HEVC or
AV1, for which no decoder is shipped."""


def sniff(data: Data) -> Media:
    """Recognise the kind of file by its first bytes, never by its name.

    Raises:
        EmptyInput: Zero bytes.
        TelephonePicture: HEIC or AVIF.
        NotAnImage: None of the accepted kinds.
    """
    head = data[:1024]
    if not head:
        raise EmptyInput("zero bytes")
    for media, signatures in _SIGNATURES.items():
        if head.startswith(signatures):
            return media
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Media.WEBP
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return Media.BMP
    if head[4:8] == b"ftyp" and head[8:12] in _TELEPHONE_BRANDS:
        raise TelephonePicture("HEIF or AVIF")
    if b"%PDF-" in head:
        return Media.PDF
    raise NotAnImage("no known signature")


def inspect(data: Data, bounds: Bounds = DEFAULT_BOUNDS) -> SourceInfo:
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


def decode_page(data: Data, page: int, bounds: Bounds = DEFAULT_BOUNDS) -> RawPage:
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
