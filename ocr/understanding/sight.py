"""The page as the eye sees it, beside its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ocr.source import Pixels
from ocr.words import PageText

Read = Callable[[Pixels, str], PageText]


@dataclass(frozen=True, slots=True)
class Sight:
    """What words alone do not tell: boxes, ticks, the rules of tables, pen on print.

    Attributes:
        colour: (h, w, 3) uint8 BGR, level.
        gray: (h, w) uint8, the same in gray, rules and boxes not taken out.
        bare: (h, w) uint8, as it was read: even, without leaders and rules.
        dpi: Dots per inch.
        read: Reads a crop that is one block of lines, with these characters only ("" = any);
            None where no engine is at hand.
    """

    colour: Pixels
    gray: Pixels
    bare: Pixels
    dpi: int
    read: Read | None = None
