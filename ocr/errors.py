"""Errors of the reading library.

OcrError
├── UnreadableInput            the bytes cannot become pages
│   ├── EmptyInput             zero bytes
│   ├── NotAnImage             neither a picture nor a PDF that we accept
│   ├── TelephonePicture       HEIC or AVIF, which nothing here decodes
│   ├── WrongPassword          the password does not open the PDF
│   ├── SignedAndProtected     PDF with signatures that asks for a password
│   ├── DamagedInput           starts like a picture or PDF, then breaks off
│   ├── PasswordProtected      PDF that asks for a password
│   ├── TooManyPixels          larger than the pixel bound
│   └── TooManyPages           more pages than the page bound
├── EngineMissing              no Tesseract on this machine
│   ├── LanguageMissing        Tesseract is there, the `vie` model is not
│   └── OtherLanguageMissing   the model of a language that was asked for besides is not there
├── RecognitionTimeout         a page took longer than its bound
├── RecognitionFailed          the engine broke on this page
├── AssemblyFailed             the PDF could not be written
└── NotConformant              the PDF was written and failed the PDF/A check
"""

from __future__ import annotations

from enum import StrEnum


class Advice(StrEnum):
    """What the caller may do about an error."""

    RETRY_NOW = "retry_now"
    RETRY_LATER = "retry_later"
    USER_ACTION = "user_action"
    NEVER = "never"


class OcrError(Exception):
    """Root of every error that leaves this package.

    Attributes:
        code: Stable name for programs and for the catalogue of messages.
        advice: What can be done about it.
        detail: Technical sentence for the log; holds no text of the page.
    """

    code = "ocr.error"
    advice = Advice.NEVER

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail

    def __reduce__(self) -> tuple[type[OcrError], tuple[str]]:
        """Survive the way from a worker process to its parent."""
        return (type(self), (self.detail,))


class UnreadableInput(OcrError):
    """The bytes cannot become pages."""

    code = "input.unreadable"
    advice = Advice.USER_ACTION


class EmptyInput(UnreadableInput):
    """Zero bytes."""

    code = "input.empty"


class NotAnImage(UnreadableInput):
    """Neither JPEG, PNG, TIFF nor PDF."""

    code = "input.not_an_image"


class TelephonePicture(UnreadableInput):
    """A picture in the format of a telephone (HEIC, AVIF) that nothing here decodes."""

    code = "input.telephone_picture"


class WrongPassword(UnreadableInput):
    """The password does not open the PDF."""

    code = "input.wrong_password"


class SignedAndProtected(UnreadableInput):
    """A PDF with signatures that asks for a password: opened for good, they would be broken."""

    code = "input.signed_protected"


class DamagedInput(UnreadableInput):
    """The file starts well and breaks off or contradicts itself."""

    code = "input.damaged"


class PasswordProtected(UnreadableInput):
    """The PDF asks for a password before it can be read."""

    code = "input.password_protected"


class TooManyPixels(UnreadableInput):
    """The picture is larger than the pixel bound; it was not decoded."""

    code = "input.too_many_pixels"


class TooManyPages(UnreadableInput):
    """The file has more pages than the page bound."""

    code = "input.too_many_pages"


class EngineMissing(OcrError):
    """No Tesseract on this machine."""

    code = "engine.missing"
    advice = Advice.USER_ACTION


class LanguageMissing(EngineMissing):
    """Tesseract is installed without the Vietnamese model."""

    code = "engine.language_missing"


class OtherLanguageMissing(EngineMissing):
    """The model of a language that was asked for besides Vietnamese is not installed."""

    code = "engine.other_language_missing"


class RecognitionTimeout(OcrError):
    """The page took longer than its time bound."""

    code = "engine.timeout"
    advice = Advice.RETRY_LATER


class RecognitionFailed(OcrError):
    """The engine broke on this page."""

    code = "engine.failed"


class AssemblyFailed(OcrError):
    """The PDF could not be written."""

    code = "pdf.assembly_failed"


class NotConformant(OcrError):
    """The written PDF failed the PDF/A check and was thrown away."""

    code = "pdf.not_conformant"
