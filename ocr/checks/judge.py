"""Findings from measures: what the officer is told of a page, and nothing done about it."""

from __future__ import annotations

from ocr.checks.thresholds import THRESHOLDS, Thresholds
from ocr.measures import PageMeasures
from ocr.reading import Flag


def is_blank(measures: PageMeasures, bounds: Thresholds = THRESHOLDS) -> bool:
    """Whether nobody wrote, printed or stamped on the page.

    Print that is blurred away is no blank page.
    """
    return (
        measures.written_mm2 < bounds.blank_mm2
        and measures.picture_mm2 == 0.0
        and not _is_blurred_away(measures, bounds)
    )


def _is_blurred_away(measures: PageMeasures, bounds: Thresholds) -> bool:
    """Whether soft marks are print: softer or darker than what shines through from the back."""
    if measures.contrast >= bounds.soft_contrast:
        return measures.ink >= bounds.dark_ink and measures.sharpness < bounds.soft
    return measures.ink >= bounds.soft_ink and measures.sharpness < bounds.softest


def findings(measures: PageMeasures, bounds: Thresholds = THRESHOLDS) -> tuple[Flag, ...]:
    """What is worth a look, in the order of `Flag`.

    A page that is blank has no lines that could be askew, soft or upside down.
    """
    blank = is_blank(measures, bounds)
    found = {
        Flag.BLANK: blank,
        Flag.TOO_COARSE: _is_below(measures.dpi, bounds.floor_dpi, bounds),
        Flag.LOW_RESOLUTION: _is_below(measures.dpi, bounds.good_dpi, bounds)
        and not _is_below(measures.dpi, bounds.floor_dpi, bounds),
        Flag.DPI_GUESSED: measures.told_dpi == 0,
        Flag.SKEWED: not blank and _is_skewed(measures, bounds),
        Flag.BLURRED: not blank and measures.sharpness < bounds.blurred_below,
        Flag.DARK: measures.paper_tone < bounds.dark_paper_below,
        Flag.BLACK_BORDER: measures.borders_mm.most >= bounds.border_mm,
        Flag.CUT_EDGE: measures.cut.most >= bounds.cut_letters,
    }
    return (*(flag for flag, is_so in found.items() if is_so), *turn_findings(measures, bounds))


def turn_findings(measures: PageMeasures, bounds: Thresholds = THRESHOLDS) -> tuple[Flag, ...]:
    """How the sheet lay, where that is sure enough."""
    if is_blank(measures, bounds) or measures.turn_confidence < bounds.turn_confidence:
        return ()
    match measures.turn_deg:
        case 180:
            return (Flag.UPSIDE_DOWN,)
        case 90 | 270:
            return (Flag.SIDEWAYS,)
        case _:
            return ()


def _is_below(dpi: int, bound: int, bounds: Thresholds) -> bool:
    return 0 < dpi < bound * (1.0 - bounds.dpi_slack)


def _is_skewed(measures: PageMeasures, bounds: Thresholds) -> bool:
    sure = measures.skew_confidence >= bounds.skew_confidence
    return sure and abs(measures.skew_deg) >= bounds.skewed_deg
