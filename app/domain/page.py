"""A page of a dossier and its way from captured bytes to a reading."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import BlobId, DossierId, PageId


class PageState(StrEnum):
    """How far a page has come.

    Captured: original bytes are encrypted and durable. Read: cleaned, recognised and
    understood. Degraded: reading failed for good; the page goes on as an image with a flag.
    """

    CAPTURED = "captured"
    READ = "read"
    DEGRADED = "degraded"


class PageStep(StrEnum):
    """What the runner does next with a page."""

    READ = "read"


MAX_ATTEMPTS = 2
"""Tries before a page is set aside as degraded (a poison page must not stop its dossier)."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page image of a dossier.

    Attributes:
        seq: Place in the dossier, from 1, in the order of capture.
        raw: Blob of the original bytes; may hold several frames (TIFF, PDF).
        media: Media type of the original bytes.
        frame: Which image of `raw` this page is, from 0.
        source: File name or device the page came from; base name only.
        dpi: Resolution told by the scanner, 0 when only the file knows.
        clean: Blob of the cleaned colour image (JPEG), None until read.
        layers: Blob with the compressed layers for the PDF, None until read.
        reading: Blob of the reading, None until read.
        flags: Findings, shown to the officer.
        attempts: How often reading was tried.
        error_code: Why reading failed, "" if it did not.
    """

    id: PageId
    dossier_id: DossierId
    seq: int
    state: PageState
    raw: BlobId
    media: str
    frame: int
    source: str
    dpi: int = 0
    clean: BlobId | None = None
    layers: BlobId | None = None
    reading: BlobId | None = None
    flags: tuple[str, ...] = ()
    attempts: int = 0
    error_code: str = ""


def next_step(state: PageState) -> PageStep | None:
    """What the runner has to do with a page in `state`, None when nothing is left."""
    match state:
        case PageState.CAPTURED:
            return PageStep.READ
        case PageState.READ | PageState.DEGRADED:
            return None


def after_failure(attempts: int) -> PageState:
    """State of a page whose reading has failed `attempts` times."""
    return PageState.DEGRADED if attempts >= MAX_ATTEMPTS else PageState.CAPTURED
