"""A drawn look: one PDF page with lines of text and pictures, nothing taken from outside.

Colours carry their own profile, letters their own font, pictures a soft mask: the page can become
the appearance of a widget in a PDF/A-2 file and looks the same everywhere.

Source: ISO 32000-2:2020, 8.6.5.5 (ICC based colour), 8.9.5 and 11.6.5 (images, soft masks),
11.3.5 (blend modes), 9.7 (composite fonts); ISO 19005-2, 6.2.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from signing.appearance.colour import srgb_profile
from signing.appearance.fonts import Face, Subset
from signing.appearance.pictures import Picture, PictureKind
from signing.appearance.stamps import Box

_FONT_FLAGS = 0b100 | 0b10
_STEM_PT = 80


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text.

    Attributes:
        text: What is written, NFC.
        x_pt: Where its base line begins.
        y_pt: Height of its base line.
        size_pt: Size of the letters.
    """

    text: str
    x_pt: float
    y_pt: float
    size_pt: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture and where it goes on the page, points."""

    picture: Picture
    box: Box


def draw_page(
    size_pt: tuple[float, float],
    face: Face,
    *,
    lines: Sequence[TextLine] = (),
    pictures: Sequence[Drawn] = (),
) -> bytes:
    """Draw a page; the same input gives the same bytes.

    Raises:
        TextNotDrawable: The font lacks a letter.
    """
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=size_pt).obj
    colour = _colour(pdf)
    resources = Dictionary(ColorSpace=Dictionary(CS0=colour))
    operators = [_picture_operators(number, drawn) for number, drawn in enumerate(pictures)]
    if pictures:
        images = {f"/Im{n}": _image(pdf, each.picture, colour) for n, each in enumerate(pictures)}
        resources.XObject = Dictionary(images)
        resources.ExtGState = Dictionary(Multiply=Dictionary(Type=Name.ExtGState, BM=Name.Multiply))
    if lines:
        subset = face.subset("".join(line.text for line in lines))
        resources.Font = Dictionary(F1=embed_font(pdf, face, subset))
        operators += [_text_operators(line, subset) for line in lines]
    page.Resources = resources
    page.Contents = pdf.make_stream("\n".join(operators).encode("ascii"))
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return made.getvalue()


def _picture_operators(number: int, drawn: Drawn) -> str:
    """Paint a picture; the ink of a seal darkens what it lies on and hides nothing."""
    left, bottom, right, top = drawn.box
    ink = "/Multiply gs " if drawn.picture.kind is PictureKind.SEAL else ""
    matrix = f"{right - left:.3f} 0 0 {top - bottom:.3f} {left:.3f} {bottom:.3f} cm"
    return f"q {ink}{matrix} /Im{number} Do Q"


def _text_operators(line: TextLine, subset: Subset) -> str:
    """Write a line in black."""
    codes = "".join(f"{subset.codes[letter]:04X}" for letter in line.text)
    place = f"{line.x_pt:.3f} {line.y_pt:.3f} Td"
    return f"/CS0 cs 0 0 0 sc BT /F1 {line.size_pt:.3f} Tf {place} <{codes}> Tj ET"


def _colour(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Make the sRGB colour space."""
    profile = pdf.make_stream(srgb_profile(), N=3, Alternate=Name.DeviceRGB)
    return pdf.make_indirect(Array([Name.ICCBased, profile]))


def _image(pdf: pikepdf.Pdf, picture: Picture, colour: pikepdf.Object) -> pikepdf.Object:
    """Make an image with a soft mask."""
    width, height = picture.size_px
    mask = _packed(pdf, picture.pixels[..., 3].tobytes(), Name.DeviceGray, (width, height))
    image = _packed(pdf, picture.pixels[..., :3].tobytes(), colour, (width, height))
    image.SMask = mask
    return image


def _packed(
    pdf: pikepdf.Pdf, samples: bytes, colour: pikepdf.Object, size_px: tuple[int, int]
) -> pikepdf.Stream:
    """Make an image of eight-bit samples."""
    return pikepdf.Stream(
        pdf,
        zlib.compress(samples, 9),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=size_px[0],
        Height=size_px[1],
        ColorSpace=colour,
        BitsPerComponent=8,
        Filter=Name.FlateDecode,
    )


def embed_font(pdf: pikepdf.Pdf, face: Face, subset: Subset) -> pikepdf.Object:
    """Make a composite font whose codes are glyph numbers."""
    name, metrics = Name("/" + subset.name), face.metrics
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=_FONT_FLAGS,
        FontBBox=Array(metrics.box),
        ItalicAngle=0,
        Ascent=metrics.ascent,
        Descent=metrics.descent,
        CapHeight=metrics.cap_height,
        StemV=_STEM_PT,
        FontFile2=pdf.make_stream(subset.program, Length1=len(subset.program)),
    )
    widths = Array()
    for code in sorted(subset.widths):
        widths.append(code)
        widths.append(Array([subset.widths[code]]))
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        W=widths,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode(subset)),
        )
    )


def _to_unicode(subset: Subset) -> bytes:
    """Say which letter each code stands for."""
    pairs = sorted((code, letter) for letter, code in subset.codes.items())
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):
        part = pairs[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [
            f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for code, letter in part
        ]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
