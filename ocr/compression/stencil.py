"""One-bit pictures as streams that a PDF reader decodes.

Both codes are lossless: no symbol is ever replaced by a look-alike, so no letter can change.

Source: ITU-T T.6 (group 4); ITU-T T.88, generic regions (JBIG2).
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from ocr.compression.masks import packed_bits
from ocr.compression.page_layers import Codec, Stencil
from ocr.errors import AssemblyFailed
from ocr.source import Pixels
from ocr.words import Box

_ROWS_PER_STRIP, _STRIP_OFFSETS, _STRIP_LENGTHS = 278, 273, 279
_JBIG2_TIMEOUT_S = 20.0
_FIRST_SEGMENT = b"\0\0\0\0\x30"
"""Segment 0, page information: how the stream of a page inside a PDF begins."""


def find_jbig2() -> Path | None:
    """The `jbig2` program of this machine, or None where there is none."""
    found = shutil.which("jbig2")
    return None if found is None else Path(found)


def stencil_of(
    mask: Pixels,
    colour: tuple[int, int, int],
    *,
    place: Box | None = None,
    jbig2: Path | None = None,
) -> Stencil:
    """Code a mask in the smallest of the codes at hand.

    Args:
        mask: (h, w) uint8, not 0 where the ink is, as large as its place.
        colour: Ink as red, green, blue.
        place: Where it lies on the page; None is the whole page.
        jbig2: The `jbig2` program, when there is one. If it fails, group 4 is used.
    """
    height, width = mask.shape
    bits = packed_bits(mask)
    best, codec = group4(bits, width, height), Codec.GROUP4
    other = b"" if jbig2 is None else generic_region(jbig2, bits, width, height)
    if other and len(other) < len(best):
        best, codec = other, Codec.JBIG2
    return Stencil(best, colour, place, codec)


def group4(bits: bytes, width: int, height: int) -> bytes:
    """CCITT group 4 stream of packed rows; set bits are the ink.

    Pillow can only write it inside a TIFF; with one strip the strip is the stream.

    Raises:
        AssemblyFailed: The encoder refused.
    """
    target = io.BytesIO()
    # Set bits are written as black runs, which a reader of PDF decodes as 0, and paints.
    picture = Image.frombytes("1", (width, height), bits)
    try:
        picture.save(target, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: height})
    except (OSError, ValueError) as error:
        raise AssemblyFailed("a picture could not be packed as group 4") from error
    with Image.open(target) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]  # Pillow does not type TIFF files
        start, length = tags[_STRIP_OFFSETS][0], tags[_STRIP_LENGTHS][0]
    return target.getvalue()[start : start + length]


def generic_region(program: Path, bits: bytes, width: int, height: int) -> bytes:
    """JBIG2 page stream for a PDF, lossless; empty when the program fails.

    The program runs without its symbol mode: that mode merges letters that look alike.
    """
    with tempfile.TemporaryDirectory(prefix="sohoa-") as folder:
        # The program reads its input twice, which a pipe does not allow.
        picture = Path(folder) / "mask.pbm"
        try:
            picture.write_bytes(b"P4\n%d %d\n" % (width, height) + bits)
            done = subprocess.run(
                [str(program), "--pdf", picture.name],
                cwd=folder,
                capture_output=True,
                timeout=_JBIG2_TIMEOUT_S,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            return b""
    return done.stdout if done.stdout.startswith(_FIRST_SEGMENT) else b""
