"""How the window looks: Qt's Fusion style, one palette and one set of rules for each look."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from PySide6.QtCore import QDir, QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QStyleFactory, QWidget

from app.ui.interface_font import SMALLEST_FONT_PT, interface_font
from app.ui.palettes import DARK, LIGHT, Colours, Look, Tone, Tones, colours_of, of_system
from app.ui.style_rules import style_rules

__all__ = [
    "SMALLEST_FONT_PT",
    "SPACE_PX",
    "Look",
    "Tone",
    "Tones",
    "as_danger",
    "as_great",
    "as_quiet",
    "as_title",
    "calm_palette",
    "dress",
    "embolden",
    "focus_colour",
    "paper_tones",
    "scaled_px",
    "tint",
    "tones",
]

SPACE_PX = 8
"""Distance between neighbours; twice that between groups."""


class _Wardrobe(QObject):
    """What the application wears; follows the system while nothing else was chosen."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._system_font = QFont(application.font())
        self._system_palette = QPalette(application.palette())
        self._look, self._percent = Look.SYSTEM, 100
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)

    def wear(self, look: Look, percent: int) -> None:
        """Put on a look and a size of text, now and everywhere."""
        self._look, self._percent = look, percent
        colours = self._colours()
        _now[:] = [_Worn(colours.meanings(), QColor(colours.focus))]
        application = self._application
        # Qt compares old rules with new ones for every widget; to come from none takes a tenth
        application.setStyleSheet("")
        application.setPalette(colours.palette())
        font = interface_font(self._system_font, percent)
        application.setFont(font)
        line_px = QFontMetrics(font).height()
        application.setStyleSheet(style_rules(colours, font.pointSizeF(), line_px))

    def _colours(self) -> Colours:
        if self._look is not Look.SYSTEM:
            return colours_of(self._look)
        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return of_system(self._system_palette)
        if hints.colorScheme() is Qt.ColorScheme.Unknown:
            window = self._system_palette.color(QPalette.ColorRole.Window)
            return DARK if window.lightness() < 128 else LIGHT
        return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _system_changed(self, _what: Qt.ColorScheme | Qt.ContrastPreference) -> None:
        if self._look is Look.SYSTEM:
            self.wear(self._look, self._percent)


@dataclass(frozen=True, slots=True)
class _Worn:
    """Colours that are painted with by hand."""

    tones: Tones
    focus: QColor


_now: list[_Worn] = []
"""The look that is worn; empty before anything is."""


def dress(application: QApplication, look: Look = Look.SYSTEM, text_percent: int = 100) -> None:
    """Give the application its style, letters, colours and rules; may be called again."""
    wardrobe = application.findChild(_Wardrobe)
    if wardrobe is None:
        wardrobe = _Wardrobe(application)
        application.setStyle(QStyleFactory.create("Fusion"))
        QDir.setSearchPaths("marks", [str(files("resources").joinpath("icons"))])
    wardrobe.wear(look, text_percent)


def tones() -> Tones:
    """Tones of the look that is worn."""
    if _now:
        return _now[0].tones
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return (DARK if window.lightness() < 128 else LIGHT).meanings()


def paper_tones() -> Tones:
    """Tones for what is drawn over a page: paper stays white in every look."""
    return LIGHT.meanings()


def focus_colour() -> QColor:
    """Colour of the ring around what has the keyboard."""
    return _now[0].focus if _now else QColor(LIGHT.focus)


def scaled_px(width_px: int) -> int:
    """A width that holds as many letters at the present size of text as at the usual one."""
    return round(width_px * max(1.0, QApplication.font().pointSizeF() / SMALLEST_FONT_PT))


def calm_palette() -> QPalette:
    """Colours of the bright look, also for what is printed."""
    return LIGHT.palette()


def tint(widget: QWidget, tone: Tone | None, *, strong: bool | None = None) -> None:
    """Let the words of a widget bear a tone, None for the plain colour; it follows the look.

    Args:
        widget: Label or button.
        tone: What the colour means; a sign or word has to say the same.
        strong: Heavier letters; None leaves them.
    """
    changed = _mark(widget, "tone", "" if tone is None else tone.value)
    if strong is not None:
        changed = _mark(widget, "strong", strong) or changed
    if changed:
        _polish(widget)


def embolden(label: QLabel) -> None:
    """Heavier letters."""
    if _mark(label, "strong", True):
        _polish(label)


def as_title(label: QLabel) -> None:
    """The heading of a panel."""
    if _mark(label, "scale", "title"):
        _polish(label)


def as_great(label: QLabel) -> None:
    """The one thing on a screen that is seen first."""
    if _mark(label, "scale", "great"):
        _polish(label)


def as_quiet(button: QWidget) -> None:
    """A button without a frame, for what is needed now and then."""
    if _mark(button, "quiet", True):
        _polish(button)


def as_danger(button: QWidget) -> None:
    """A button that takes something away for good; its words say so too."""
    if _mark(button, "danger", True):
        _polish(button)


def _mark(widget: QWidget, name: str, value: object) -> bool:
    """Note a property of the style; gives whether it is new."""
    if widget.property(name) == value:
        return False
    widget.setProperty(name, value)
    return True


def _polish(widget: QWidget) -> None:
    """Let the rules of the style look at a widget again."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.updateGeometry()
