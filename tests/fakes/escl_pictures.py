"""Pictures of the pretended network scanner, the impossible one too."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence

from PIL import Image


def bomb() -> bytes:
    """A PNG whose header promises 40,000 × 40,000 pixels."""
    store = io.BytesIO()
    Image.new("L", (8, 8)).save(store, "PNG")
    data = bytearray(store.getvalue())
    data[16:24] = struct.pack(">II", 40_000, 40_000)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def jpeg_of(pdf: bytes) -> bytes:
    """The picture inside a PDF of one page."""
    end = pdf.rindex(b"\xff\xd9") + 2 if b"\xff\xd8" in pdf else 0
    return pdf[pdf.index(b"\xff\xd8") : end] if end else pdf


def pdf_of(pages: Sequence[Image.Image]) -> bytes:
    """A PDF with a picture on each page."""
    store = io.BytesIO()
    dpi = pages[0].info["dpi"][0]
    pages[0].save(store, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return store.getvalue()
