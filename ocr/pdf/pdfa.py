"""Pages and metadata become one searchable PDF/A-2u file.

Born conforming: nothing is converted afterwards. The same input gives the same bytes; time
comes in with the metadata. The file gets its name only after it was written, synced and
checked.

Source: ISO 19005-2 (PDF/A-2), level U.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from ocr.compression.page_layers import Codec, PageLayers, Raster, Stencil
from ocr.errors import AssemblyFailed, NotConformant
from ocr.pdf.check import check_pdfa
from ocr.pdf.glyphless import ADVANCE, ASCENT, DESCENT, NAME, font_program
from ocr.pdf.metadata import PRODUCER, DocumentMetadata, pdf_date, require_valid, xmp_packet
from ocr.pdf.srgb import srgb_profile
from ocr.pdf.textlayer import Codes, text_operators
from ocr.words import Box, PageText, nfc

__all__ = ["AssembledPdf", "DocumentMetadata", "PdfPage", "assemble"]


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page to be written.

    Attributes:
        layers: Its pictures.
        text: Its words; empty for a page whose recognition failed.
        width_px: Width in pixels of the cleaned page.
        height_px: Height in pixels of the cleaned page.
        dpi: Dots per inch, gives the size of the sheet.
    """

    layers: PageLayers
    text: PageText
    width_px: int
    height_px: int
    dpi: int


@dataclass(frozen=True, slots=True)
class AssembledPdf:
    """The file that was written.

    Attributes:
        sha256: Lower-case hex digest of its bytes.
        page_count: Number of pages.
        size_bytes: Size of the file.
    """

    sha256: str
    page_count: int
    size_bytes: int


def assemble(pages: list[PdfPage], metadata: DocumentMetadata, target: Path) -> AssembledPdf:
    """Write a PDF/A-2u; `target` appears complete and checked, or not at all.

    Raises:
        AssemblyFailed: No pages, bad metadata, or the disk refused.
        NotConformant: The file failed its check and was thrown away.
    """
    if not pages:
        raise AssemblyFailed("no pages")
    require_valid(metadata)
    if not metadata.page_amount:
        metadata = replace(metadata, page_amount=len(pages))
        require_valid(metadata)
    try:
        with _built(pages, metadata) as pdf:
            return _write(pdf, target)
    except (pikepdf.PdfError, OSError, ValueError) as error:
        raise AssemblyFailed(f"{type(error).__name__}: {error}") from error


def _write(pdf: Pdf, target: Path) -> AssembledPdf:
    handle, name = tempfile.mkstemp(prefix=".sohoa-", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            pdf.save(
                file,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                compress_streams=True,
                fix_metadata_version=False,
                min_version="1.7",
            )
            file.flush()
            os.fsync(file.fileno())
        problems = check_pdfa(part)
        if problems:
            raise NotConformant("; ".join(f"{p.rule}: {p.detail}" for p in problems[:5]))
        content = part.read_bytes()
        part.replace(target)
        _sync_folder(target.parent)
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
    return AssembledPdf(hashlib.sha256(content).hexdigest(), len(pdf.pages), len(content))


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows neither needs nor allows it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- the document --------------------------------------------------------------------


def _built(pages: list[PdfPage], metadata: DocumentMetadata) -> Pdf:
    pdf = Pdf.new()
    texts = [page.text for page in pages]
    codes = Codes.of(texts)
    font = _font(pdf, codes) if any(text.words for text in texts) else None
    for page in pages:
        _add_page(pdf, page, codes, font)
    _add_identity(pdf, metadata)
    return pdf


def _add_identity(pdf: Pdf, metadata: DocumentMetadata) -> None:
    """Metadata, language and colour of the document."""
    packet = Stream(pdf, xmp_packet(metadata), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = pdf.make_indirect(packet)
    pdf.Root.Lang = String(_sayable(metadata.language))
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    profile = Stream(pdf, srgb_profile(), N=3)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB"),
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )
    moment = pdf_date(metadata.created_at)
    info = Dictionary(
        Title=String(_sayable(metadata.title)),
        Creator=String(_sayable(metadata.creator_tool)),
        Producer=String(PRODUCER),
        CreationDate=String(moment),
        ModDate=String(moment),
    )
    pdf.trailer.Info = pdf.make_indirect(info)


def _sayable(text: str) -> str:
    """What of `text` the XMP packet holds too: no half pairs, no controls, composed."""
    return "".join(letter for letter in nfc(text) if letter.isprintable())


def _font(pdf: Pdf, codes: Codes) -> pikepdf.Object:
    program = font_program()
    file = Stream(pdf, program, Length1=len(program))
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + NAME),
        Flags=5,
        FontBBox=Array([0, DESCENT, ADVANCE, ASCENT]),
        ItalicAngle=0,
        Ascent=ASCENT,
        Descent=DESCENT,
        CapHeight=ASCENT,
        StemV=80,
        FontFile2=pdf.make_indirect(file),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + NAME),
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=ADVANCE,
        CIDToGIDMap=pdf.make_indirect(Stream(pdf, codes.cid_to_gid)),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/" + NAME),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_indirect(Stream(pdf, codes.to_unicode)),
    )
    return pdf.make_indirect(font)


def _add_page(pdf: Pdf, page: PdfPage, codes: Codes, font: pikepdf.Object | None) -> None:
    scale = 72.0 / page.dpi
    size = (page.width_px * scale, page.height_px * scale)
    pictures = Dictionary()
    operators: list[str] = []
    for index, raster in enumerate(page.layers.rasters):
        pictures[f"/P{index}"] = pdf.make_indirect(_picture(pdf, raster))
        operators.append(_painted(f"P{index}", raster.place, page.layers, size))
    for index, stencil in enumerate(page.layers.stencils):
        whole = (0, 0, page.layers.width, page.layers.height)
        place = stencil.place or whole
        pictures[f"/S{index}"] = pdf.make_indirect(_stencil(pdf, stencil, place))
        red, green, blue = (value / 255 for value in stencil.colour)
        operators.append(f"{red:.3f} {green:.3f} {blue:.3f} rg")
        operators.append(_painted(f"S{index}", place, page.layers, size))
    words = text_operators(page.text, codes, page.height_px, page.dpi)
    content = "\n".join([*operators, ""]).encode("ascii") + words
    resources = Dictionary(XObject=pictures)
    if words and font is not None:
        resources.Font = Dictionary(F1=font)
    sheet = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(size[0], 3), round(size[1], 3)]),
        Resources=resources,
        Contents=pdf.make_indirect(Stream(pdf, content)),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(sheet)))


def _painted(name: str, place: Box, layers: PageLayers, size: tuple[float, float]) -> str:
    """Operators that draw a picture at its place, in points, origin bottom left."""
    x, y = size[0] / layers.width, size[1] / layers.height
    left, top, right, bottom = place
    width, height = (right - left) * x, (bottom - top) * y
    foot = size[1] - bottom * y
    return f"q {width:.3f} 0 0 {height:.3f} {left * x:.3f} {foot:.3f} cm /{name} Do Q"


def _picture(pdf: Pdf, raster: Raster) -> Stream:
    stream = Stream(
        pdf,
        raster.jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=raster.width,
        Height=raster.height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )
    if raster.mask is not None:
        stream.Mask = pdf.make_indirect(_stencil(pdf, raster.mask, raster.place))
    stream.write(raster.jpeg, filter=Name.DCTDecode)
    return stream


def _stencil(pdf: Pdf, stencil: Stencil, place: Box) -> Stream:
    columns, rows = place[2] - place[0], place[3] - place[1]
    stream = Stream(
        pdf,
        stencil.stream,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=columns,
        Height=rows,
        ImageMask=True,
        BitsPerComponent=1,
    )
    match stencil.codec:
        case Codec.GROUP4:
            settings = Dictionary(K=-1, Columns=columns, Rows=rows)
            stream.write(stencil.stream, filter=Name.CCITTFaxDecode, decode_parms=settings)
        case Codec.JBIG2:
            stream.write(stencil.stream, filter=Name.JBIG2Decode)
    return stream
