"""The look of a visible signature: a page drawn elsewhere becomes the widget's appearance.

Source: ISO 32000-2:2020, 12.5.5 (appearance streams), 12.5.6.19 (widgets), 8.10 (form XObjects);
ISO 19005-2, 6.3 (annotations: print flag, normal appearance).
"""

from __future__ import annotations

import io
import math
from typing import Any

from pyhanko.pdf_utils.form_tools import get_single_field_annot
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, NumberObject
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.appearance.stamps import Stamp
from signing.documents import entry, inherited
from signing.errors import BadRequest

_PRINT_AND_LOCKED = 0b1000_0100
_SMALLEST_SIDE_PT = 1.0
# Cosine and sine of the rotation that keeps a look upright on a page shown turned clockwise.
_UPRIGHT = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}


def check_stamp(reader: PdfFileReader, stamp: Stamp) -> None:
    """Refuse a stamp that nobody would see.

    Raises:
        BadRequest: No such page, an empty box, or a box outside the visible page.
    """
    left, bottom, right, top = stamp.box
    if not all(map(math.isfinite, stamp.box)):
        raise BadRequest("the box of the stamp is no rectangle")
    if right - left < _SMALLEST_SIDE_PT or top - bottom < _SMALLEST_SIDE_PT:
        raise BadRequest("the box of the stamp is empty")
    if not 0 <= stamp.page_index < int(reader.root["/Pages"]["/Count"]):
        raise BadRequest("the file has no such page")
    page = _page(reader, stamp.page_index)
    shown = _shown_box(page)
    if left < shown[0] or bottom < shown[1] or right > shown[2] or top > shown[3]:
        raise BadRequest("the box of the stamp is outside the visible page")


def attach_look(writer: IncrementalPdfFileWriter, field: DictionaryObject, stamp: Stamp) -> None:
    """Give the widget of a signature field its appearance.

    A viewer fits the appearance into the widget's rectangle by itself; only the turn of the
    page has to be undone here.

    Raises:
        BadRequest: The look is not a PDF page.
    """
    widget = get_single_field_annot(field)
    page = _page(writer.prev, stamp.page_index)
    turn = int(inherited(page, "/Rotate", 0)) % 360
    look = _import_page(writer, stamp.content)
    cosine, sine = _UPRIGHT.get(turn, (1, 0))
    if turn:
        matrix = (cosine, sine, -sine, cosine, 0, 0)
        look.get_object()[name("/Matrix")] = ArrayObject(map(NumberObject, matrix))
        widget[name("/MK")] = _dictionary("/R", _number(turn))
    widget[name("/AP")] = _dictionary("/N", look)
    widget[name("/F")] = _number(_PRINT_AND_LOCKED)
    if not _has_area(entry(widget, "/Rect", ())):
        widget[name("/Rect")] = ArrayObject(map(FloatObject, stamp.box))
    writer.update_container(widget)


def _import_page(writer: IncrementalPdfFileWriter, content: bytes) -> Any:  # Any: left untyped
    """Bring the page over as a form XObject, fonts and pictures included, once."""
    try:
        look = PdfFileReader(io.BytesIO(content), strict=False)
        return writer.import_page_as_xobject(look)
    except (PdfError, ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
        raise BadRequest("the look of the stamp is not a PDF page") from error


def _page(reader: PdfFileReader, index: int) -> Any:  # Any: PDF dictionary
    """Find a page by its number, counted from 0."""
    reference, _ = reader.find_page_for_modification(index)  # type: ignore[no-untyped-call]  # left untyped there
    return reference.get_object()


def _dictionary(key: str, value: Any) -> DictionaryObject:  # Any: PDF objects are of any type
    """Make a dictionary of one entry."""
    made = DictionaryObject()  # type: ignore[no-untyped-call]  # left untyped there
    made[name(key)] = value
    return made


def _number(value: int) -> NumberObject:
    """Make a number."""
    return NumberObject(value)  # type: ignore[no-untyped-call]  # left untyped there


def _shown_box(page: DictionaryObject) -> tuple[float, float, float, float]:
    """Find the part of a page that is shown: the CropBox within the MediaBox."""
    media = _sorted_box(inherited(page, "/MediaBox", (0, 0, 612, 792)))
    crop = _sorted_box(inherited(page, "/CropBox", media))
    return (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )


def _sorted_box(box: Any) -> tuple[float, float, float, float]:  # Any: PDF array
    """Read a rectangle whose corners may come in any order."""
    x0, y0, x1, y1 = (float(number) for number in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _has_area(box: Any) -> bool:  # Any: PDF array
    """Tell whether a rectangle is more than a point or a line."""
    if len(box) != 4:
        return False
    left, bottom, right, top = _sorted_box(box)
    return right > left and top > bottom
