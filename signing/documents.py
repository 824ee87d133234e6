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

from signing.errors import DamagedPdf, EncryptedPdf, LockedPdf, NotAPdf, XfaPdf

_HEADER_WITHIN_BYTES = 1024
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
        return IncrementalPdfFileWriter.from_reader(reader)


def field_for(writer: IncrementalPdfFileWriter, wanted: str) -> str:
    """Choose the signature field: an empty one of that name, or the next free number.

    `NguoiKy_1` becomes `NguoiKy_2` when the first is signed already.

    Raises:
        DamagedPdf: The form of the file cannot be read.
    """
    with _damage_translated():
        empty = {name for name, _, _ in enumerate_sig_fields(writer.prev, filled_status=False)}
        taken = set(_names(writer.prev)) - empty
    counted = re.fullmatch(r"(?P<stem>.*?)_(?P<number>\d{1,9})", wanted)
    stem = counted["stem"] if counted else wanted
    number = int(counted["number"]) if counted else 1
    name = wanted
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def entry(dictionary: Any, key: str, default: Any) -> Any:  # Any: PDF objects are of any type
    """Look up a dictionary entry behind its reference; pyHanko's `get` leaves it unresolved."""
    try:
        return dictionary[key]
    except KeyError:
        return default


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
