"""Until when the time of a signed file is proved: files whose end is near are renewed.

Source: ETSI EN 319 142-1, clause 5.5 (document time stamps follow one another); ETSI
EN 319 102-1, clause 5.6 (each is judged at the time of the next one).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.documents import DAMAGE_ERRORS
from signing.errors import BadRequest, DamagedPdf, PdfUnreadable
from signing.pades.levels import find_signature


def proof_end(path: Path) -> datetime:
    """Tell when the certificate of a file's newest time stamp ends.

    A signature without any time stamp is proved only while its own certificate lasts.

    Raises:
        BadRequest: The file has no signature.
        UnsignablePdf: It cannot be read.
    """
    try:
        with path.open("rb") as stream:
            reader, found = find_signature(stream, "")
            newest = _newest(reader, found)
            end: datetime = extract_certificate_info(newest).signer_cert.not_valid_after
            return end
    except OSError as error:
        raise PdfUnreadable(f"the file cannot be read: {error.strerror}") from error
    except BadRequest:
        raise
    except DAMAGE_ERRORS as error:
        raise DamagedPdf(f"the time stamps cannot be read ({type(error).__name__})") from error


def _newest(reader: PdfFileReader, found: EmbeddedPdfSignature) -> cms.SignedData:
    """Give the time stamp that was made last; the signature itself where there is none."""
    stamps = [
        one
        for one in reader.embedded_timestamp_signatures
        if one.signed_revision > found.signed_revision
    ]
    if stamps:
        return stamps[-1].signed_data
    inside = list(extract_tst_data_iter(found.signer_info, signed=False))
    return inside[-1] if inside else found.signed_data
