"""The font and the rules that come with the program."""

from __future__ import annotations

from datetime import date
from importlib import resources

from signing.appearance.fonts import Face
from signing.appearance.rules import AppearanceRules, read_rules

_FONT = "LiberationSerif-Regular.ttf"


def shipped_face() -> Face:
    """Read the serif font that is as wide as Times New Roman."""
    return Face(resources.files("resources").joinpath("fonts", _FONT).read_bytes())


def shipped_rules(on: date) -> AppearanceRules:
    """Read the rules that are in force on a day."""
    file = resources.files("resources").joinpath("signing", "appearances.json")
    return read_rules(file.read_text("utf-8"), on)
