"""The letters of the window: the bundled ones, or the system's where its user wants larger ones."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Inter"
FILES = ("Inter-Regular.otf", "Inter-Bold.otf")
SMALLEST_FONT_PT = 11
"""Base size that stays readable on old counter screens."""

LEAST_PERCENT, MOST_PERCENT = 100, 200
"""How far the officer may enlarge all text."""


def interface_font(system: QFont, percent: int) -> QFont:
    """Font of the window.

    Args:
        system: What the desktop asks for; a larger one than ours is kept, letters and all.
        percent: Size of text that the officer has chosen.
    """
    asked = system.pointSizeF()
    if asked > SMALLEST_FONT_PT or not _is_there():
        font, size = QFont(system), max(asked, float(SMALLEST_FONT_PT))
    else:
        font, size = QFont(FAMILY), float(SMALLEST_FONT_PT)
        font.setFeature(QFont.Tag("tnum"), 1)
    font.setPointSizeF(size * bounded(percent) / 100)
    return font


def bounded(percent: int) -> int:
    """A size of text that the screens are made for."""
    return min(MOST_PERCENT, max(LEAST_PERCENT, percent))


@cache
def _is_there() -> bool:
    """Load the letters once; False where this system cannot read them."""
    folder = files("resources").joinpath("fonts")
    numbers = [
        QFontDatabase.addApplicationFontFromData(folder.joinpath(name).read_bytes())
        for name in FILES
    ]
    return -1 not in numbers
