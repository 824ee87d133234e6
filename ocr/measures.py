"""What is measured of a page, as one frozen value that is kept with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1
"""Version of the record of measures; raised when the meaning of a number changes."""

Json = dict[str, Any]  # values of JSON are any of its types


@dataclass(frozen=True, slots=True)
class Sides:
    """One number for each side of the picture as it was captured."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    @property
    def most(self) -> float:
        """The largest of the four."""
        return max(self.left, self.top, self.right, self.bottom)


@dataclass(frozen=True, slots=True)
class PageMeasures:
    """What a quick look at a page gives; numbers only, no verdicts.

    Attributes:
        width_px: Width of the picture as captured.
        height_px: Height of the picture as captured.
        told_dpi: Resolution that the scanner or the file told, dots per inch; 0 = none did.
        real_dpi: Resolution from the size of the paper, dots per inch; 0 = the size is unknown.
        paper: Name of the paper size that was recognised ("a4"), "" for none.
        ink: Share of the page that is covered with ink, 0.0 to 1.0.
        written_mm2: Area of what somebody wrote, printed or stamped, in square millimetres;
            holes, staples, rules, folds and print of the back left out.
        skew_deg: Angle of the lines in degrees counter-clockwise.
        skew_confidence: How sure that is, 0.0 to 1.0.
        sharpness: Steepness of the edges of print, 1.0 is a jump within one pixel.
        paper_tone: Brightness of the paper, 0 to 255.
        contrast: Darkness of the ink against the paper, 0.0 to 1.0.
        borders_mm: Width of the black border on each side, in millimetres.
        cut: Letters that run into each side of the picture.
        fingerprint: 64 bits of what the page looks like, as 16 hexadecimal digits; "" when blank.
        fine_print: 3,072 bits of the same in cells of fixed size, as 768 hexadecimal digits.
        turn_deg: Quarter turn that makes the text upright, counter-clockwise.
        turn_confidence: How sure that is, 0.0 to 1.0.
        red_mm2: Area of red ink (seals), in square millimetres.
        blue_mm2: Area of blue ink (pens, stamps), in square millimetres.
        picture_mm2: Area of photographs, in square millimetres.
        photographed: A camera took the picture.
    """

    width_px: int
    height_px: int
    told_dpi: int = 0
    real_dpi: int = 0
    paper: str = ""
    ink: float = 0.0
    written_mm2: float = 0.0
    skew_deg: float = 0.0
    skew_confidence: float = 0.0
    sharpness: float = 1.0
    paper_tone: int = 255
    contrast: float = 0.0
    borders_mm: Sides = Sides()
    cut: Sides = Sides()
    fingerprint: str = ""
    fine_print: str = ""
    turn_deg: int = 0
    turn_confidence: float = 0.0
    red_mm2: float = 0.0
    blue_mm2: float = 0.0
    picture_mm2: float = 0.0
    photographed: bool = False

    @property
    def dpi(self) -> int:
        """The resolution that counts: that of the paper where it is known, else the told one."""
        return self.real_dpi or self.told_dpi


def measures_to_json(measures: PageMeasures) -> Json:
    """Everything in `measures` as dictionaries, strings and numbers."""
    return {"format": FORMAT, **asdict(measures)}


def measures_from_json(record: Json) -> PageMeasures:
    """The measures that `measures_to_json` wrote; what a newer version added is left out.

    Raises:
        ValueError: Not such a record.
    """
    try:
        values = {name: record[name] for name in PageMeasures.__slots__ if name in record}
        for name in ("borders_mm", "cut"):
            if name in values:
                values[name] = Sides(**values[name])
        if record["format"] != FORMAT:
            raise ValueError(f"measures of format {record['format']}")
        return PageMeasures(**values)
    except (KeyError, TypeError) as error:
        raise ValueError("not the measures of a page") from error
