"""The file cannot take a signature."""

from __future__ import annotations

from signing.errors.base import Advice, SigningError


class UnsignablePdf(SigningError):
    """The file cannot take a signature."""

    code = "pdf.unsignable"
    advice = Advice.USER_ACTION


class PdfUnreadable(UnsignablePdf):
    """The file is missing or may not be read."""

    code = "pdf.unreadable"


class NotAPdf(UnsignablePdf):
    """The file does not start like a PDF."""

    code = "pdf.not_a_pdf"


class DamagedPdf(UnsignablePdf):
    """The file starts like a PDF and breaks off or contradicts itself."""

    code = "pdf.damaged"


class EncryptedPdf(UnsignablePdf):
    """The file is encrypted."""

    code = "pdf.encrypted"


class XfaPdf(UnsignablePdf):
    """The file holds an XFA form, whose shown content a signature does not protect."""

    code = "pdf.xfa"


class LockedPdf(UnsignablePdf):
    """An earlier certification signature forbids further signatures."""

    code = "pdf.locked"


class ActiveContentPdf(UnsignablePdf):
    """The file holds scripts, launch actions or attachments that run by themselves."""

    code = "pdf.active_content"


class SigningOrderBroken(UnsignablePdf):
    """The agency has signed already; persons sign before the agency."""

    code = "pdf.signing_order"


class PdfChanged(UnsignablePdf):
    """The file is not the one that the officer was shown, or that was prepared."""

    code = "pdf.changed_since_seen"
