"""The rules of the style: one shape for each kind of control, in the colours of a look."""

from __future__ import annotations

from string import Template

from app.ui.palettes import Colours, Tone

TARGET_PX = 24
"""Least height and width of whatever is pressed."""

_MARKS = "marks:"
"""Search path of Qt under which the small marks of controls lie."""

_RULES = Template("""
QFrame#card, QListView, QTableView, QTreeView, QScrollArea#form, QGraphicsView, QPdfView,
QPlainTextEdit, QTextBrowser {
    border: 1px solid $line; border-radius: 6px; background: $base; padding: 1px;
}
QListView:focus, QTableView:focus, QTreeView:focus, QGraphicsView:focus, QPdfView:focus,
QScrollArea:focus, QPlainTextEdit:focus, QTextBrowser:focus {
    border: 2px solid $focus; padding: 0;
}
QTableView, QTreeView { outline: 0; alternate-background-color: $hover; }
QTableView::item { padding: 0 6px; }
QTableView::item:selected, QTreeView::item:selected { background: $chosen; color: $on_chosen; }
QHeaderView::section {
    padding: 5px 9px; border: none; border-bottom: 1px solid $line; font-weight: 600;
    background: $base; color: $text;
}
QLineEdit {
    padding: 4px 6px; min-height: ${target}px; border: 1px solid $edge; border-radius: 4px;
    background: $base; color: $text; selection-background-color: $chosen;
    selection-color: $on_chosen;
}
QLineEdit:focus {
    border: 2px solid $focus; padding: 3px 5px;
}
QLineEdit:read-only { background: $window; border-color: $line; }
QLineEdit:disabled { background: $window; border-color: $line; color: $faint; }
QPushButton {
    padding: 5px 12px; min-height: ${target}px; border: 1px solid $edge; border-radius: 4px;
    background: $button; color: $text; icon-size: ${icon}px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:checked { background: $pressed; border-color: $focus; }
QPushButton:focus { border: 2px solid $focus; padding: 4px 11px; }
QPushButton:disabled { color: $faint; border-color: $line; background: $window; }
QPushButton[primary="true"]:enabled {
    background: $chosen; color: $on_chosen; font-weight: 600; border-color: $chosen;
}
QPushButton[primary="true"]:focus { border: 3px solid $text; padding: 3px 10px; }
QPushButton[danger="true"]:enabled { color: $wrong; border-color: $wrong; }
QPushButton[danger="true"]:focus { border: 2px solid $wrong; }
QPushButton[quiet="true"] { border: 1px solid transparent; background: transparent; }
QPushButton[quiet="true"]:hover { background: $hover; }
QPushButton[quiet="true"]:pressed { background: $pressed; }
QPushButton[quiet="true"]:focus { border: 2px solid $focus; }
StatusStrip QPushButton { padding: 5px 6px; }
QToolButton {
    padding: 4px 8px; min-height: ${tool}px; min-width: ${target}px; color: $text;
    border: 1px solid transparent; border-radius: 4px; background: transparent;
    icon-size: ${icon}px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $pressed; }
QToolButton:focus { border: 2px solid $focus; padding: 3px 7px; }
QToolButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; }
QCheckBox, QRadioButton {
    min-height: ${target}px; spacing: 8px; padding: 0 4px; border: 2px solid transparent;
    border-radius: 4px;
}
QCheckBox:focus, QRadioButton:focus { border: 2px solid $focus; }
QCheckBox::indicator, QRadioButton::indicator {
    width: ${mark}px; height: ${mark}px; border: 1px solid $edge; background: $base;
}
QCheckBox::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: ${half}px; }
QCheckBox::indicator:checked { image: url("${marks}mark-check-$ink.svg"); }
QRadioButton::indicator:checked { image: url("${marks}mark-dot-$ink.svg"); }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QComboBox, QAbstractSpinBox {
    padding: 4px 6px; min-height: ${target}px; border: 1px solid $edge; border-radius: 4px;
    background: $base; color: $text; selection-background-color: $chosen;
    selection-color: $on_chosen;
}
QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid $focus; padding: 3px 5px; }
QComboBox:hover { background: $hover; }
QComboBox:disabled, QAbstractSpinBox:disabled {
    background: $window; border-color: $line; color: $faint;
}
QComboBox::drop-down { border: none; width: ${target}px; subcontrol-position: center right; }
QComboBox::down-arrow {
    image: url("${marks}mark-down-$ink.svg"); width: ${arrow}px; height: ${arrow}px;
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: ${target}px; }
QAbstractSpinBox::up-arrow {
    image: url("${marks}mark-up-$ink.svg"); width: ${arrow}px; height: ${arrow}px;
}
QAbstractSpinBox::down-arrow {
    image: url("${marks}mark-down-$ink.svg"); width: ${arrow}px; height: ${arrow}px;
}
QAbstractSpinBox QLineEdit { border: none; padding: 0 4px; min-height: 0; }
QComboBox QAbstractItemView { border: 1px solid $edge; background: $base; color: $text; }
QTabBar { icon-size: ${icon}px; qproperty-drawBase: 0; }
QTabBar::tab {
    padding: 6px 12px; min-height: ${target}px; color: $faint; background: transparent;
    border: none; border-bottom: 3px solid transparent;
}
QTabBar::tab:hover { background: $hover; color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 3px solid $chosen; }
QTabBar:focus { border: none; }
QTabBar::tab:selected:focus { border: 2px solid $focus; border-bottom-width: 3px; }
QTabBar::tab:disabled { color: $faint; }
QTabWidget::pane { border: none; }
QMenu { padding: 4px; border: 1px solid $edge; background: $base; color: $text; }
QMenu::item { padding: 6px 24px 6px 12px; min-height: ${target}px; }
QMenu::item:selected { background: $chosen; color: $on_chosen; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; margin: 4px 8px; background: $line; }
QProgressBar {
    border: 1px solid $edge; border-radius: 4px; background: $base; color: $text;
    text-align: center;
}
QProgressBar::chunk { background: $pressed; border-radius: 3px; }
QSplitter::handle { background: transparent; }
QScrollBar:vertical { width: 14px; background: transparent; }
QScrollBar:horizontal { height: 14px; background: transparent; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSlider { min-height: ${target}px; }
QToolTip {
    padding: 4px 6px; border: 1px solid $edge; background: $base; color: $text;
}
QLabel[strong="true"] { font-weight: 600; }
QLabel[scale="title"] { font-weight: 600; font-size: ${title}pt; }
QLabel[scale="great"] { font-weight: 700; font-size: ${great}pt; }
QLabel[scale="small"] { font-size: ${small}pt; }
""")

_TONED = Template('QWidget[tone="$tone"] { color: $colour; }\n')


def style_rules(colours: Colours, text_pt: float, line_px: int) -> str:
    """All rules, for one look and one size of text (points; height of a line in pixels)."""
    tones = colours.meanings()
    shapes = _RULES.substitute(
        line=colours.line,
        base=colours.base,
        window=colours.window,
        button=colours.button,
        hover=colours.hover,
        pressed=colours.pressed,
        edge=colours.edge,
        text=colours.text,
        faint=colours.faint,
        chosen=colours.chosen,
        on_chosen=colours.on_chosen,
        focus=colours.focus,
        wrong=tones.wrong.name(),
        target=max(TARGET_PX, line_px + 2),
        tool=max(TARGET_PX, line_px + 6),
        icon=icon_px(text_pt),
        mark=icon_px(text_pt),
        half=icon_px(text_pt) // 2,
        arrow=round(text_pt),
        marks=_MARKS,
        ink="chalk" if colours.is_dark else "ink",
        title=title_pt(text_pt),
        great=great_pt(text_pt),
        small=small_pt(text_pt),
    )
    toned = (_TONED.substitute(tone=tone.value, colour=tones.of(tone).name()) for tone in Tone)
    return shapes + "".join(toned)


def icon_px(text_pt: float) -> int:
    """Side of an icon beside words of this size."""
    return round(text_pt * 1.6)


def title_pt(text_pt: float) -> int:
    """Size of the heading of a panel."""
    return round(text_pt * 1.2)


def great_pt(text_pt: float) -> int:
    """Size of the one thing on a screen that is seen first."""
    return round(text_pt * 1.5)


def small_pt(text_pt: float) -> int:
    """Size of what is only looked up."""
    return round(text_pt * 0.9)
