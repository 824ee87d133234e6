"""What understanding gives: codes, paper type, candidates of fields; never facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ocr.measures import PageMeasures
from ocr.words import Box, PageText


class CodeKind(StrEnum):
    """Machine-readable codes found on a page."""

    QR = "qr"
    CODE128 = "code128"
    CODE39 = "code39"
    DATA_MATRIX = "data_matrix"
    MRZ = "mrz"


class FieldSource(StrEnum):
    """Where a value comes from, strongest first."""

    QR = "qr"
    MRZ = "mrz"
    BARCODE = "barcode"
    OCR = "ocr"
    TYPED = "typed"


class FieldState(StrEnum):
    """How far a value can be trusted.

    Green: ground truth or validator and agreement. Amber: look. Red: failed rule or empty
    mandatory value.
    """

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Flag(StrEnum):
    """Findings about a page; shown to the officer, never acted on silently."""

    BLANK = "blank"
    TOO_COARSE = "too_coarse"
    LOW_RESOLUTION = "low_resolution"
    SKEWED = "skewed"
    BLURRED = "blurred"
    DARK = "dark"
    NO_TEXT = "no_text"
    OCR_FAILED = "ocr_failed"
    DPI_GUESSED = "dpi_guessed"
    SIGNED_ORIGINAL = "signed_original"
    UPSIDE_DOWN = "upside_down"
    SIDEWAYS = "sideways"
    BLACK_BORDER = "black_border"
    CUT_EDGE = "cut_edge"


@dataclass(frozen=True, slots=True)
class Code:
    """One decoded code.

    Attributes:
        kind: Symbology.
        text: Decoded text; MRZ lines joined by line feeds.
        box: Place on the cleaned page.
    """

    kind: CodeKind
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PaperGuess:
    """Paper type of a page with the margin to the next best as confidence (0.0 to 1.0)."""

    code: str
    title: str
    confidence: float


@dataclass(frozen=True, slots=True)
class PageMark:
    """What a page says of its place in a paper.

    Attributes:
        begins: A head of a paper stands on it.
        number: Its page number, 0 when it shows none.
        of: How many pages the paper has, 0 when not told.
    """

    begins: bool = False
    number: int = 0
    of: int = 0

    @property
    def continues(self) -> bool:
        """Surely not the first page of a paper."""
        return self.number > 1 and not self.begins


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One field as read from one page.

    Attributes:
        name: Field name of the form ("child.full_name").
        label: Label as printed on the form.
        value: Normalised value, NFC; "" when nothing was found.
        state: Green, amber or red.
        confidence: 0.0 to 1.0.
        source: Which reader gave the value.
        box: Place of the value on the cleaned page, None when nothing was found.
        problem: Code of the rule that failed ("personal_id.length"), "" if none.
        alternatives: Other values it may be, likeliest first: another reading, a near entry of a
            list, what another paper of the dossier says.
        critical: A wrong value harms; doubt wants a second, blind typing.
    """

    name: str
    label: str
    value: str
    state: FieldState
    confidence: float
    source: FieldSource
    box: Box | None
    problem: str = ""
    alternatives: tuple[str, ...] = ()
    critical: bool = False


@dataclass(frozen=True, slots=True)
class PageReading:
    """Everything known about one page after clean, recognise and understand.

    Attributes:
        width_px: Width of the cleaned page in pixels.
        height_px: Height of the cleaned page in pixels.
        dpi: Resolution of the cleaned page in dots per inch.
        skew_deg: Skew that was removed, degrees counter-clockwise.
        rotation_deg: Quarter turn that was applied, counter-clockwise: 0, 90, 180 or 270.
        flags: Findings.
        text: Words in lines.
        codes: Decoded codes.
        paper: Paper type, None when unknown.
        fields: Candidates.
        engine: Engine and model version that read the words.
        mark: What the page says of its place in a paper.
        measures: What the quick look found, None for pages read before there was one.
    """

    width_px: int
    height_px: int
    dpi: int
    skew_deg: float = 0.0
    rotation_deg: int = 0
    flags: tuple[Flag, ...] = ()
    text: PageText = field(default_factory=PageText)
    codes: tuple[Code, ...] = ()
    paper: PaperGuess | None = None
    fields: tuple[FieldReading, ...] = ()
    engine: str = ""
    mark: PageMark = PageMark()
    measures: PageMeasures | None = None
