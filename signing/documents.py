"""PDF files before the signature: may they be signed, and into which field?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation import read_certification_data

from signing.errors import (
    DamagedPdf,
    EncryptedPdf,
    LockedPdf,
    NotAPdf,
    SigningOrderBroken,
    XfaPdf,
)
from signing.identities import AGENCY_FIELD

_HEADER_WITHIN_BYTES = 1024
_MAX_TREE_DEPTH = 64
# What pyHanko raises on files that contradict themselves, besides its own PdfError.
DAMAGE_ERRORS = (
    PdfError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    EOFError,
)


def open_for_signing(stream: BinaryIO) -> IncrementalPdfFileWriter:
    """Open a PDF for an incremental update.

    Raises:
        NotAPdf: No PDF header.
        EncryptedPdf: The file is encrypted.
        XfaPdf: The file holds an XFA form.
        LockedPdf: A certification signature forbids further ones.
        DamagedPdf: Anything else that cannot be read.
    """
    stream.seek(0)
    if b"%PDF-" not in stream.read(_HEADER_WITHIN_BYTES):
        raise NotAPdf("no PDF header")
    with _damage_translated():
        # Not strict: hybrid references and odd generation numbers are common in files of
        # other producers; the finished file is verified before it gets its name.
        reader = PdfFileReader(stream, strict=False)
        if "/Encrypt" in reader.trailer:
            raise EncryptedPdf("the PDF is encrypted")
        root = reader.root
        if "/XFA" in entry(root, "/AcroForm", {}):
            raise XfaPdf("the PDF holds an XFA form")
        certification = read_certification_data(reader)
        if certification is not None and certification.permission == MDPPerm.NO_CHANGES:
            raise LockedPdf("a certification signature forbids all changes")
        if int(root["/Pages"]["/Count"]) < 1:
            raise DamagedPdf("the PDF has no page")
        return begin_increment(reader)


def begin_increment(reader: PdfFileReader) -> IncrementalPdfFileWriter:
    """Begin an increment that leaves everything alone that nobody asked to change."""
    return _Increment.from_reader(reader)


class _Increment(IncrementalPdfFileWriter):
    """Adds what it is told to and nothing else.

    WORKAROUND(pyHanko 0.38): its writer dates the metadata anew with every increment. That is a
    change of a signed file that no signature needs, with the time of this machine in it.
    """

    def _update_meta(self) -> None:
        """Leave the metadata as the signers saw it."""


def field_for(writer: IncrementalPdfFileWriter, wanted: str, *, visible: bool = False) -> str:
    """Choose the signature field: an empty one of that name, or the next free number.

    `NguoiKy_1` becomes `NguoiKy_2` when the first is signed already.

    Args:
        writer: The file.
        wanted: Name to begin with.
        visible: The signature will be shown; an empty field without a place on a page does
            not count then, because giving it one could break earlier signatures.

    Raises:
        DamagedPdf: The form of the file cannot be read.
    """
    with _damage_translated():
        empty = {
            name
            for name, _, field in enumerate_sig_fields(writer.prev, filled_status=False)
            if not visible or _has_place(field.get_object())
        }
        taken = set(_names(writer.prev)) - empty
    counted = re.fullmatch(r"(?P<stem>.*?)_(?P<number>\d{1,9})", wanted)
    stem = counted["stem"] if counted else wanted
    number = int(counted["number"]) if counted else 1
    name = wanted
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def check_order(reader: PdfFileReader, wanted: str) -> None:
    """Refuse a person's signature in a file that the agency has signed.

    Source: NĐ 30/2020/NĐ-CP, Annex I (signature of the person, then the agency's).

    Raises:
        SigningOrderBroken: The field of the agency is filled and the wanted one is a person's.
        DamagedPdf: The form of the file cannot be read.
    """
    if _is_agency(wanted):
        return
    with _damage_translated():
        filled = [str(name) for name, _, _ in enumerate_sig_fields(reader, filled_status=True)]
    if any(map(_is_agency, filled)):
        raise SigningOrderBroken("the agency has signed already")


def _is_agency(field_name: str) -> bool:
    """Tell the agency's field, `CoQuan` or `CoQuan_2`, from those of persons."""
    return re.fullmatch(rf"{AGENCY_FIELD}(_\d{{1,9}})?", field_name) is not None


def inherited(page: Any, key: str, default: Any) -> Any:  # Any: PDF objects are of any type
    """Look up a page attribute in the page and then in the nodes above it.

    Source: ISO 32000-2:2020, 7.7.3.4.
    """
    node = page
    for _ in range(_MAX_TREE_DEPTH):
        found = entry(node, key, None)
        if found is not None:
            return found
        node = entry(node, "/Parent", None)
        if node is None:
            break
    return default


def entry(dictionary: Any, key: str, default: Any) -> Any:  # Any: PDF objects are of any type
    """Look up a dictionary entry behind its reference; pyHanko's `get` leaves it unresolved."""
    try:
        return dictionary[key]
    except KeyError:
        return default


def _has_place(field: Any) -> bool:  # Any: PDF dictionary
    """Tell whether a field, or its only widget, has a rectangle with an area."""
    kids = entry(field, "/Kids", ())
    widget = kids[0].get_object() if len(kids) == 1 else field
    box = [float(number) for number in entry(widget, "/Rect", ())]
    return len(box) == 4 and box[0] != box[2] and box[1] != box[3]


def _names(reader: PdfFileReader) -> Iterator[str]:
    """List the names of all top-level form fields."""
    form = entry(reader.root, "/AcroForm", {})
    for field in entry(form, "/Fields", ()):
        name = entry(field.get_object(), "/T", None)
        if name is not None:
            yield str(name)


@contextmanager
def _damage_translated() -> Iterator[None]:
    """Turn the reader's errors into ours."""
    try:
        yield
    except DAMAGE_ERRORS as error:
        raise DamagedPdf(f"the PDF cannot be read ({type(error).__name__})") from error
