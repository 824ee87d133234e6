"""How the window looks: Qt's Fusion style, the system's colours and font, a few own rules."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

SMALLEST_FONT_PT = 11
"""Base size that stays readable on old counter screens."""

SPACE_PX = 8
"""Distance between neighbours; twice that between groups."""


@dataclass(frozen=True, slots=True)
class Tones:
    """Colours that mean something; contrast 4.5:1 or better on the window's background."""

    good: QColor
    look: QColor
    wrong: QColor
    quiet: QColor
    accent: QColor


def tones() -> Tones:
    """Tones that fit the present palette, light or dark."""
    palette = QGuiApplication.palette()
    dark = palette.color(QPalette.ColorRole.Window).lightness() < 128
    if dark:
        return Tones(
            QColor("#7fd19b"),
            QColor("#f2c14e"),
            QColor("#ff9a8f"),
            QColor("#b3b8bd"),
            QColor("#8ab8ff"),
        )
    return Tones(
        QColor("#1a6b38"),
        QColor("#7f5200"),
        QColor("#b3261e"),
        QColor("#565d64"),
        QColor("#1a56a8"),
    )


_RULES = """
QFrame#card, QListView, QTableView, QScrollArea#form, QGraphicsView, QPdfView {
    border: 1px solid palette(mid); border-radius: 6px; background: palette(base);
}
QListView:focus, QTableView:focus, QGraphicsView:focus, QPdfView:focus {
    border: 2px solid palette(highlight);
}
QTableView { outline: 0; }
QTableView::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QLineEdit {
    padding: 4px 6px; min-height: 24px; border: 1px solid palette(mid); border-radius: 4px;
    background: palette(base);
}
QLineEdit:focus { border: 2px solid palette(highlight); }
QLineEdit:read-only { background: palette(window); }
QPushButton {
    padding: 5px 12px; min-height: 24px; border: 1px solid palette(mid); border-radius: 4px;
    background: palette(button);
}
QPushButton:hover { background: palette(midlight); }
QPushButton:focus { border: 2px solid palette(highlight); }
QPushButton:disabled { color: palette(placeholder-text); }
QPushButton[primary="true"]:enabled {
    background: palette(highlight); color: palette(highlighted-text); font-weight: 600;
    border-color: palette(highlight);
}
QPushButton[primary="true"]:focus { border: 2px solid palette(window-text); }
QPushButton[quiet="true"] { border: 1px solid transparent; background: transparent; }
QPushButton[quiet="true"]:hover { background: palette(midlight); }
QPushButton[quiet="true"]:focus { border: 2px solid palette(highlight); }
QSplitter::handle { background: transparent; }
QTableView::item { padding: 0 6px; }
QHeaderView::section { padding: 4px 6px; border: none; font-weight: 600; }
QToolTip { padding: 4px; }
"""


def calm_palette() -> QPalette:
    """Light colours of the window for systems that bring no palette of their own."""
    palette = QPalette(QColor("#f3f5f7"), QColor("#f3f5f7"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#ffffff"))
    palette.setColor(QPalette.ColorRole.Button, QColor("#ffffff"))
    palette.setColor(QPalette.ColorRole.Mid, QColor("#b9c0c7"))
    palette.setColor(QPalette.ColorRole.Midlight, QColor("#e3e8ee"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#1a56a8"))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor("#ffffff"))
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor("#6b737b"))
    return palette


def dress(application: QApplication) -> None:
    """Give the application its style, font size and rules."""
    style = QStyleFactory.create("Fusion")
    application.setStyle(style)
    if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() >= 128:
        application.setPalette(calm_palette())
    font = application.font()
    font.setPointSize(max(font.pointSize(), SMALLEST_FONT_PT))
    application.setFont(font)
    application.setStyleSheet(_RULES)
