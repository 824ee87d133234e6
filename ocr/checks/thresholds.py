"""Every bound of the checks of one page, with where its number comes from.

Bounds of what pages of a batch tell of each other are in `app.domain.page_checks.BatchRules`.

A measure is a number; a bound makes a finding of it. The bounds were chosen on seeds that the
published table of `python -m benchmarks.page_checks` never sees.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Bounds of the findings.

    Attributes:
        blank_mm2: A page with less writing than this, in square millimetres, is blank.
            Dirt that is taken for writing stayed below 0.9 on most sheets; a page number of one
            digit covers 1.5 at 10 points with its soft edge.
        soft_ink: Share of the page covered with soft marks from which they may be print.
        dark_ink: The same for dark soft marks; a card in the middle of a sheet has 0.007.
        softest: Sharpness below which they are not the print of the back: that has 0.14 to 0.21.
        soft: Sharpness below which dark marks are not the print of the back either. Print under a
            blur of 2.6 pixels has 0.19, of 3.6 pixels 0.15 to 0.17.
        soft_contrast: Darkness from which soft marks are dark. The print of the back reaches 0.26,
            in the shadow of a fold 0.302; print blurred by 3.6 pixels at 200 dpi keeps 0.31.
        skewed_deg: Lines that run askew by this or more; pages are levelled anyway, from here on
            corners may be cut off. Feeders leave up to 1.2.
        skew_confidence: Confidence from which an angle counts.
        blurred_below: Sharpness below which letters run together: a blur of 1.8 pixels. Print
            under 2.0 pixels stayed below 0.221, print under 0.6 pixels above 0.276.
        dark_paper_below: Brightness of the paper below which ink and paper come close.
        border_mm: Black border that is worth a word.
        cut_letters: Letters at one side from which print is cut off; one may be dirt.
        turn_confidence: Confidence from which a quarter turn counts by itself.
        floor_dpi: Resolution below which a page is refused. Source: rule R7, 200.
        good_dpi: Resolution below which a page is warned of. Source: rule R7, 300.
        dpi_slack: Part by which a resolution may miss its number: paper stretches, feeders slip.
    """

    blank_mm2: float = 1.2
    soft_ink: float = 0.01
    dark_ink: float = 0.003
    softest: float = 0.125
    soft: float = 0.175
    soft_contrast: float = 0.295
    skewed_deg: float = 1.5
    skew_confidence: float = 0.35
    blurred_below: float = 0.24
    dark_paper_below: int = 110
    border_mm: float = 2.0
    cut_letters: int = 3
    turn_confidence: float = 0.5
    floor_dpi: int = 200
    good_dpi: int = 300
    dpi_slack: float = 0.035


THRESHOLDS = Thresholds()
"""The bounds in use."""
