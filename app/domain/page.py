"""A page of a dossier and its way from captured bytes to a reading."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.domain.ids import BlobId, DossierId, PageId
from app.domain.page_checks import told


class PageState(StrEnum):
    """How far a page has come.

    Captured: original bytes are encrypted and durable. Read: cleaned, recognised and
    understood. Degraded: reading failed for good; the page goes on as the picture that was
    captured, with a flag, or without any picture when it cannot even be decoded.
    """

    CAPTURED = "captured"
    READ = "read"
    DEGRADED = "degraded"


class PageStep(StrEnum):
    """What the runner does next with a page."""

    READ = "read"


class Attempt(StrEnum):
    """How a page is worked on.

    Full: cleaned, recognised, understood. Without words: recognition is left out. As captured:
    no cleaning either, the picture is only packed for the PDF.
    """

    FULL = "full"
    WITHOUT_WORDS = "without_words"
    AS_CAPTURED = "as_captured"


MAX_ATTEMPTS = 2
"""Tries before a page is quarantined: no more cleaning and reading, its picture is only kept
(a poison page must not stop its dossier)."""


SIGNED_ORIGINAL = "signed_original"
"""Flag of a page of a signed file, which is kept byte for byte."""

LEFT_OUT = "left_out"
"""Flag of a page without a picture that the officer has taken out of the papers."""

SHOWN_ONLY = "shown_only"
"""Flag of a page that looks like a paper which may not be kept as a copy."""

OTHER_PAPER = "other_paper"
"""Flag of a page that only looked like a paper which may not be kept; the officer has said so."""

ERASING = "erasing"
"""Flag of a page whose bytes are being erased; the work is ended at the next start if it stops."""

ORIGINAL_ERASED = "original_erased"
"""Flag of a page whose captured file is gone because another page of it had to be erased."""

SEPARATOR = "separator"
"""Flag of a page that only tells papers or dossiers apart: kept and shown, in no paper."""

TO_COMPARE = "to_compare"
"""Flag of a page after which the pages of its dossier have to be held against each other again;
it stays until that is done, so that a kill in between loses nothing."""


class PaperBreak(StrEnum):
    """Whether a page begins a paper: as it was read, or as the officer says."""

    AUTO = "auto"
    BEGINS = "begins"
    CONTINUES = "continues"


class Side(StrEnum):
    """Side of the sheet that a page is on; none where nobody told."""

    FRONT = "front"
    BACK = "back"
    NONE = ""


Crop = tuple[int, int, int, int]
"""Left, top, right, bottom of what is kept, in 1/10000 of the raw picture."""

PLACE_STEP = 1 << 20
"""Distance between the places of pages that were captured one after the other."""


def picture_key(turn: int | None, crop: Crop | None) -> str:
    """What the parameters by hand say about the picture; "" when all of it is automatic.

    What is made from a page carries the key it was made with: another key, another picture.
    """
    parts = [] if turn is None else [f"turn={turn}"]
    if crop is not None:
        parts.append("crop=" + ",".join(map(str, crop)))
    return ";".join(parts)


@dataclass(frozen=True, slots=True)
class Page:
    """One page image of a dossier.

    Attributes:
        seq: Number in the order of capture, from 1; never changes.
        raw: Blob of the original bytes; may hold several frames (TIFF, PDF).
        media: Media type of the original bytes.
        frame: Which image of `raw` this page is, from 0.
        source: File name or device the page came from; base name only.
        dpi: Resolution told by the scanner, 0 when only the file knows.
        clean: Blob of the cleaned colour image (JPEG), None until read.
        layers: Blob with the compressed layers for the PDF, None until read.
        reading: Blob of the reading, None until read.
        flags: Findings, and what is still to be done.
        attempts: How often work on the page has failed.
        error_code: Why reading failed, "" if it did not.
        turn: Quarter turns set by hand, degrees counter-clockwise; None = automatic.
        crop: Part of the raw picture that was set by hand; None = automatic.
        place: Place in the dossier; pages lie in this order, with gaps. 0 is taken for the place
            that follows from `seq`.
        break_before: Whether the page begins a paper.
        trashed_at: UTC time at which the page was put into the trash, "" when it is not there.
        sheet: Sheet of paper that the page is on, from 1; 0 where nobody counted.
        side: Side of that sheet.
        note_of: Page that is the same sheet without the note sticking on it, "" for none.
        made_with: `picture` at the time when clean, layers and reading were made.
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
    turn: int | None = None
    crop: Crop | None = None
    place: int = 0
    break_before: PaperBreak = PaperBreak.AUTO
    trashed_at: str = ""
    sheet: int = 0
    side: Side = Side.NONE
    note_of: PageId | Literal[""] = ""
    made_with: str = ""

    def __post_init__(self) -> None:
        """Give a page that nobody has placed the place of its capture."""
        if self.place == 0:
            object.__setattr__(self, "place", self.seq * PLACE_STEP)

    @property
    def picture(self) -> str:
        """Key of the parameters that were set by hand; see `picture_key`."""
        return picture_key(self.turn, self.crop)

    @property
    def findings(self) -> tuple[str, ...]:
        """The flags that tell people something and were not answered."""
        return told(tuple(flag for flag in self.flags if flag != TO_COMPARE))


def next_step(state: PageState) -> PageStep | None:
    """What the runner has to do with a page in `state`, None when nothing is left."""
    match state:
        case PageState.CAPTURED:
            return PageStep.READ
        case PageState.READ | PageState.DEGRADED:
            return None


def next_attempt(failures: int) -> Attempt:
    """How to work on a page after so many failures, each time with less that can break."""
    if failures == 0:
        return Attempt.FULL
    return Attempt.WITHOUT_WORDS if failures < MAX_ATTEMPTS else Attempt.AS_CAPTURED


def after_success(attempt: Attempt) -> PageState:
    """State of a page on which `attempt` has succeeded."""
    match attempt:
        case Attempt.FULL | Attempt.WITHOUT_WORDS:
            return PageState.READ
        case Attempt.AS_CAPTURED:
            return PageState.DEGRADED


def after_failure(failures: int) -> PageState:
    """State of a page on which work has failed `failures` times, the last form included."""
    return PageState.DEGRADED if failures > MAX_ATTEMPTS else PageState.CAPTURED


def lacks_picture(page: Page) -> bool:
    """Whether nothing of the page can go into a PDF; signed originals go along as they came."""
    given_up = page.state is PageState.DEGRADED and page.layers is None
    return given_up and SIGNED_ORIGINAL not in page.flags


def is_shown_only(page: Page) -> bool:
    """Whether the page looks like a paper which may not be kept as a copy."""
    return SHOWN_ONLY in page.flags


def is_left_out(page: Page) -> bool:
    """Whether the page is in no paper: taken out by the officer, or a separator."""
    return not {LEFT_OUT, ERASING, SEPARATOR}.isdisjoint(page.flags)


def is_separator(page: Page) -> bool:
    """Whether the page only tells papers or dossiers apart."""
    return SEPARATOR in page.flags
