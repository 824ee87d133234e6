"""Colours of each look: the palette of the controls, and the tones that mean something."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette

C = QPalette.ColorRole


class Look(StrEnum):
    """What the officer may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Tone(StrEnum):
    """What a colour means; a word or a sign always stands beside it."""

    GOOD = "good"
    LOOK = "look"
    WRONG = "wrong"
    QUIET = "quiet"
    ACCENT = "accent"


@dataclass(frozen=True, slots=True)
class Tones:
    """Colours that mean something; 4.5:1 or better on every surface of the same look."""

    good: QColor
    look: QColor
    wrong: QColor
    quiet: QColor
    accent: QColor

    def of(self, tone: Tone) -> QColor:
        """Colour of a tone."""
        match tone:
            case Tone.GOOD:
                return self.good
            case Tone.LOOK:
                return self.look
            case Tone.WRONG:
                return self.wrong
            case Tone.QUIET:
                return self.quiet
            case Tone.ACCENT:
                return self.accent


@dataclass(frozen=True, slots=True)
class Colours:
    """All colours of one look, as "#rrggbb".

    Attributes:
        window: Behind everything.
        base: Lists, entry boxes, cards.
        button: Face of a button.
        hover: Face of a button under the mouse, and every second row of a table.
        pressed: Face of a button that is held down.
        line: Hairlines between parts, which carry no meaning.
        edge: Borders of what can be filled in or pressed; 3:1 on `base` and `window`.
        text: Words.
        faint: Words of what is closed, and hints in empty boxes.
        chosen: Behind what is selected, and the face of the next step's button.
        on_chosen: Words on it.
        focus: Ring around what has the keyboard; 3:1 on every surface.
        tones: Colours with a meaning.
    """

    window: str
    base: str
    button: str
    hover: str
    pressed: str
    line: str
    edge: str
    text: str
    faint: str
    chosen: str
    on_chosen: str
    focus: str
    tones: tuple[str, str, str, str, str]

    def palette(self) -> QPalette:
        """The palette of the controls."""
        palette = QPalette(QColor(self.button), QColor(self.window))
        for role, name in self._roles():
            palette.setColor(role, QColor(name))
        for role in (C.Text, C.WindowText, C.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(self.faint))
        palette.setColor(QPalette.ColorGroup.Disabled, C.Highlight, QColor(self.edge))
        return palette

    def _roles(self) -> tuple[tuple[QPalette.ColorRole, str], ...]:
        return (
            (C.Window, self.window),
            (C.WindowText, self.text),
            (C.Base, self.base),
            (C.AlternateBase, self.hover),
            (C.Text, self.text),
            (C.Button, self.button),
            (C.ButtonText, self.text),
            (C.BrightText, self.on_chosen),
            (C.Light, self.base),
            (C.Midlight, self.hover),
            (C.Mid, self.line),
            (C.Dark, self.edge),
            (C.PlaceholderText, self.faint),
            (C.Highlight, self.chosen),
            (C.HighlightedText, self.on_chosen),
            (C.Accent, self.chosen),
            (C.Link, self.tones[4]),
            (C.LinkVisited, self.tones[4]),
            (C.ToolTipBase, self.base),
            (C.ToolTipText, self.text),
        )

    @property
    def is_dark(self) -> bool:
        """Bright words on a dark ground."""
        return QColor(self.base).lightness() < QColor(self.text).lightness()

    def meanings(self) -> Tones:
        """The tones."""
        return Tones(*(QColor(name) for name in self.tones))


LIGHT = Colours(
    window="#f3f5f7",
    base="#ffffff",
    button="#ffffff",
    hover="#e6ebf1",
    pressed="#d5dde6",
    line="#c3cad1",
    edge="#76808a",
    text="#1b1f23",
    faint="#5c646c",
    chosen="#1a56a8",
    on_chosen="#ffffff",
    focus="#1a56a8",
    tones=("#17612f", "#724900", "#ab2019", "#4d545b", "#174f9c"),
)
"""Calm and bright, for rooms with daylight."""

DARK = Colours(
    window="#1f2327",
    base="#171a1d",
    button="#2b3036",
    hover="#343a41",
    pressed="#3e454d",
    line="#434a52",
    edge="#8a939c",
    text="#e8eaed",
    faint="#a9b0b7",
    chosen="#2c67c0",
    on_chosen="#ffffff",
    focus="#8ab8ff",
    tones=("#7fd19b", "#f2c14e", "#ffaaa1", "#b9bec4", "#9cc3ff"),
)
"""For dim rooms and tired eyes."""

CONTRAST = Colours(
    window="#000000",
    base="#000000",
    button="#000000",
    hover="#2b2b2b",
    pressed="#3d3d3d",
    line="#ffffff",
    edge="#ffffff",
    text="#ffffff",
    faint="#d0d0d0",
    chosen="#ffe600",
    on_chosen="#000000",
    focus="#00e5ff",
    tones=("#7dff9e", "#ffd75e", "#ffb3ab", "#ffffff", "#8fd6ff"),
)
"""Black, white and a few bright colours, 7:1 or better."""


def colours_of(look: Look) -> Colours:
    """Colours of a look that was chosen."""
    match look:
        case Look.DARK:
            return DARK
        case Look.CONTRAST:
            return CONTRAST
        case Look.LIGHT | Look.SYSTEM:
            return LIGHT


def of_system(palette: QPalette) -> Colours:
    """The system's own colours, for a desktop whose user asked it for high contrast."""
    is_dark = palette.color(C.Window).lightness() < palette.color(C.WindowText).lightness()

    def name(role: QPalette.ColorRole) -> str:
        return palette.color(role).name()

    tones = CONTRAST.tones if is_dark else LIGHT.tones
    text = name(C.WindowText)
    return Colours(
        window=name(C.Window),
        base=name(C.Base),
        button=name(C.Button),
        hover=name(C.Button),
        pressed=name(C.Button),
        line=text,
        edge=text,
        text=text,
        faint=text,
        chosen=name(C.Highlight),
        on_chosen=name(C.HighlightedText),
        focus=name(C.Highlight),
        tones=tones,
    )


def contrast(one: QColor, other: QColor) -> float:
    """How well two colours stand out from each other, 1 to 21.

    Source: WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
