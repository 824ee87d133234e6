"""The resolution that a picture really has, from the size of its paper.

Scanners and programs write resolutions that are not true: a camera tells 72, a converted file
whatever its program thinks. Paper comes in few sizes, so the shape of the sheet tells.

Source: ISO 216 (A series), ISO/IEC 7810 (ID-1), ANSI/ASME Y14.1 (letter, legal), and F4.
"""

from __future__ import annotations

from dataclasses import dataclass

_MM_PER_INCH = 25.4
PAPERS_MM: dict[str, tuple[float, float]] = {
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "a3": (297.0, 420.0),
    "a6": (105.0, 148.0),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
    "f4": (210.0, 330.0),
    "id1": (53.98, 85.6),
}
"""Short and long side of the papers that come over the counter, in millimetres, usual ones
first."""
_NEAR = 0.035
"""How far a scanned sheet may be off its size: feeders stretch, officers lay sheets askew."""
_SHAPE_NEAR = 0.012
_TAKEN_FOR_A4 = (100, 700)


@dataclass(frozen=True, slots=True)
class PaperSize:
    """A paper that fits a picture.

    Attributes:
        name: Key of `PAPERS_MM`, "" when none fits.
        dpi: Dots per inch that the picture has then, 0 when none fits.
    """

    name: str = ""
    dpi: int = 0


def paper_size(width_px: int, height_px: int, told_dpi: int) -> PaperSize:
    """The paper that a picture shows.

    At the told resolution a sheet of a usual size confirms it. One that would be of no usual size
    contradicts it: then the shape decides, and a sheet of the A series is taken for A4, the size
    of nearly all papers.

    Args:
        width_px: Width of the sheet in pixels.
        height_px: Height of the sheet in pixels.
        told_dpi: What the scanner or the file said, 0 = nothing.
    """
    short, long = sorted((width_px, height_px))
    if told_dpi:
        for name, (a, b) in PAPERS_MM.items():
            across, along = short / told_dpi * _MM_PER_INCH, long / told_dpi * _MM_PER_INCH
            if abs(across - a) <= _NEAR * a and abs(along - b) <= _NEAR * b:
                return PaperSize(name, told_dpi)
    return _by_shape(short, long, told_dpi)


def _by_shape(short: int, long: int, told_dpi: int) -> PaperSize:
    """The paper whose shape this is, at a resolution that scanners and cameras have.

    A told resolution at which the picture is smaller than the largest paper is believed: it may
    show a part of a sheet, or a paper of its own size.
    """
    largest = PAPERS_MM["a3"][1] / _MM_PER_INCH
    if short == 0 or (told_dpi and long <= largest * told_dpi):
        return PaperSize()
    for name in ("a4", "id1"):
        a, b = PAPERS_MM[name]
        dpi = round(long / b * _MM_PER_INCH)
        is_plausible = name != "a4" or _TAKEN_FOR_A4[0] <= dpi <= _TAKEN_FOR_A4[1]
        if abs(long / short - b / a) <= _SHAPE_NEAR * b / a and is_plausible:
            return PaperSize(name, dpi)
    return PaperSize()
