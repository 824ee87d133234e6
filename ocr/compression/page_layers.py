"""The compressed pictures of one page: what is kept, packed, and painted into the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ocr.words import Box


class Profile(StrEnum):
    """How a page is kept.

    `STANDARD` is the archive: paper tint, true colours, sharp print. `SMALL` has white paper
    and leaner pictures. `PICTURE` is one JPEG. `BITONAL` is one black stencil.
    """

    STANDARD = "standard"
    SMALL = "small"
    PICTURE = "picture"
    BITONAL = "bitonal"


class Codec(StrEnum):
    """Lossless code of a one-bit picture."""

    GROUP4 = "g4"
    JBIG2 = "jbig2"


class Verdict(StrEnum):
    """Why a page is kept the way it is.

    `KEPT` passed as layers, `PATCHED` did after faulty places became small pictures. `ASKED`
    is what the profile wants. All others name why the page became one picture.
    """

    KEPT = "kept"
    PATCHED = "patched"
    ASKED = "asked"
    NO_PRINT_MODEL = "no_print_model"
    INK_LOST = "ink_lost"
    INK_ADDED = "ink_added"
    COLOUR_OFF = "colour_off"
    UNLIKE = "unlike"


@dataclass(frozen=True, slots=True)
class Stencil:
    """One-bit picture through which one colour is painted.

    Attributes:
        stream: Coded bits; after the filter of the PDF reader 0 bits paint.
        colour: Ink as red, green, blue, 0 to 255.
        place: (x0, y0, x1, y1) in pixels of the page, origin top left; None is the page.
            The stencil has as many pixels as its place.
        codec: How `stream` is coded.
    """

    stream: bytes
    colour: tuple[int, int, int]
    place: Box | None = None
    codec: Codec = Codec.GROUP4


@dataclass(frozen=True, slots=True)
class Raster:
    """A JPEG and where it lies.

    Attributes:
        jpeg: Baseline JPEG stream, three components.
        width: Width in pixels of the JPEG.
        height: Height in pixels of the JPEG.
        place: (x0, y0, x1, y1) in pixels of the page, origin top left.
        mask: When given, the picture shows only where the mask paints; same place.
    """

    jpeg: bytes
    width: int
    height: int
    place: Box
    mask: Stencil | None = None

    @property
    def size_bytes(self) -> int:
        """Bytes of the picture and its mask."""
        return len(self.jpeg) + (len(self.mask.stream) if self.mask else 0)


@dataclass(frozen=True, slots=True)
class PageLayers:
    """Pictures of one page, in the order in which they are painted.

    Attributes:
        width: Width of the page in pixels.
        height: Height of the page in pixels.
        rasters: Paper first, then photographs, then coloured ink.
        stencils: Print, on top; empty when the page is one ordinary picture.
        verdict: What the quality gate said.
    """

    width: int
    height: int
    rasters: tuple[Raster, ...]
    stencils: tuple[Stencil, ...]
    verdict: Verdict = Verdict.KEPT

    @property
    def size_bytes(self) -> int:
        """Bytes of all streams."""
        painted = sum(raster.size_bytes for raster in self.rasters)
        return painted + sum(len(stencil.stream) for stencil in self.stencils)
