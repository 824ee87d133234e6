"""What every screen has to be: named, reachable, in sight, readable."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QWidget,
)

from app.ui.elided_label import ElidedLabel
from app.ui.style_rules import TARGET_PX

LEAST_CONTRAST = 4.5
MOST_STEPS = 400
SLACK_PX = 4
"""Half of the room that every button leaves around its words; a label leaves none."""

RING_PX = 12
"""Pixels that have to change at least where the keyboard comes."""


def seen(window: QWidget) -> Iterator[QWidget]:
    """Widgets that are on show, without what Qt builds its own controls from."""
    for child in window.children():
        if isinstance(child, QWidget) and not child.isHidden():
            if not child.objectName().startswith("qt_"):
                yield child
            yield from seen(child)


def told(widget: QWidget) -> str:
    """Which widget it is, for people."""
    said = widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} “{said[:60]}” in {type(widget.parent()).__name__}"


def takes_keyboard(widget: QWidget) -> bool:
    """Tab can bring the keyboard here."""
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isEnabled()
        and not is_viewport(widget)
        and not isinstance(widget.parent(), QAbstractSpinBox)
        and widget.focusProxy() is None
    )


def is_viewport(widget: QWidget) -> bool:
    """The inside of a scrolled view."""
    parent = widget.parent()
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget


def unnamed(window: QWidget) -> list[str]:
    """Widgets that a screen reader could not name."""
    return [
        told(widget)
        for widget in seen(window)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not is_viewport(widget)
        and not isinstance(widget.parent(), QAbstractSpinBox)
        and not widget.accessibleName()
    ]


def clipped(window: QWidget) -> list[str]:
    """Labels and buttons that have less room than their words need."""
    return [
        f"{told(widget)}: {widget.width()}x{widget.height()}, wants {wide}x{high}"
        for widget in seen(window)
        if isinstance(widget, (QLabel, QAbstractButton))
        and not isinstance(widget, ElidedLabel)
        and widget.text()
        for wide, high in [_needs(widget)]
        if widget.width() < wide - _slack(widget) or widget.height() < high - _slack(widget)
    ]


def _slack(widget: QWidget) -> int:
    return 1 if isinstance(widget, QLabel) else SLACK_PX


def _needs(widget: QLabel | QAbstractButton) -> tuple[int, int]:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return _longest_word(widget), widget.heightForWidth(widget.width())
    hint = widget.minimumSizeHint() if isinstance(widget, QLabel) else widget.sizeHint()
    return hint.width(), hint.height()


def _longest_word(label: QLabel) -> int:
    metrics = label.fontMetrics()
    return max((metrics.horizontalAdvance(word) for word in label.text().split()), default=0)


def small_targets(window: QWidget) -> list[str]:
    """What is pressed with the mouse and is smaller than it has to be."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QCheckBox, QRadioButton)
    return [
        f"{told(widget)}: {widget.width()}x{widget.height()}"
        for widget in seen(window)
        if isinstance(widget, kinds) and min(widget.width(), widget.height()) < TARGET_PX
        and not isinstance(widget.parent(), (QAbstractSpinBox, QComboBox, QTabBar))
    ]  # fmt: skip


def unreached(window: QWidget) -> list[str]:
    """Widgets that Tab never brings the keyboard to, and those that never let it go.

    Walks the whole screen by Tab and by Shift+Tab, as a keyboard does.
    """
    found = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        walked = _walk(window, key)
        if walked and walked[-1] in walked[:-1] and walked[-1] is not walked[0]:
            found.append(f"trap: {told(walked[-1])}")
        wanted = [w for w in seen(window) if takes_keyboard(w) and not isinstance(w, _PASSED)]
        found += [
            f"{key.name}: {told(w)}"
            for w in wanted
            if w not in walked and not _stands_for(w, walked)
        ]
    return found


_PASSED = (QRadioButton, QScrollBar, QSplitterHandle)
"""Tab goes to one of a group of radio buttons; the arrows do the rest."""


def _stands_for(widget: QWidget, walked: list[QWidget]) -> bool:
    return any(widget.isAncestorOf(each) or each.isAncestorOf(widget) for each in walked)


def _walk(window: QWidget, key: Qt.Key) -> list[QWidget]:
    """Widgets in the order of the keyboard, from the first until one comes again.

    A widget may keep the keyboard for a while, as a page does whose links are stepped through;
    one that keeps it for good comes twice at the end.
    """
    start = next((w for w in seen(window) if takes_keyboard(w)), None)
    if start is None:
        return []
    start.setFocus(Qt.FocusReason.TabFocusReason)
    walked: list[QWidget] = []
    for _ in range(MOST_STEPS):
        now = QApplication.focusWidget()
        if now is None:
            break
        if not walked or now is not walked[-1]:
            walked.append(now)
        if now in walked[:-1]:
            return walked
        QTest.keyClick(now, key)
    return [*walked, *walked[-1:]]


class RingCheck:
    """Finds widgets that look the same with the keyboard and without it; looks at each once."""

    __name__ = "without_ring"

    def __init__(self) -> None:
        self._known: set[QWidget] = set()

    def __call__(self, window: QWidget) -> list[str]:
        """Bring the keyboard to every new widget in turn."""
        new = [w for w in seen(window) if takes_keyboard(w) and w not in self._known]
        kinds = (QScrollBar, QSplitterHandle)
        self._known.update(new)
        return [told(w) for w in new if not isinstance(w, kinds) and _looks_the_same(window, w)]


def _looks_the_same(window: QWidget, widget: QWidget) -> bool:
    widget.clearFocus()
    window.setFocus()
    before = picture_of(window, widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    if QApplication.focusWidget() is not widget:
        return False
    return _changed(before, picture_of(window, widget)) < RING_PX


def picture_of(window: QWidget, widget: QWidget) -> QImage:
    """How a widget is painted now."""
    corner = widget.mapTo(window, QPoint())
    place = QRect(corner, widget.size()).intersected(window.rect())
    return window.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB32)


def _changed(one: QImage, other: QImage) -> int:
    if one.size() != other.size():
        return RING_PX
    return int(np.count_nonzero(_pixels(one) != _pixels(other)))


def _pixels(image: QImage) -> NDArray[np.uint32]:
    """(h, w) uint32, 0xffRRGGBB, top-left."""
    rows = np.frombuffer(bytes(image.constBits()), np.uint32).reshape(image.height(), -1)
    return rows[:, : image.width()]


def faint(window: QWidget) -> list[str]:
    """Words whose colour does not stand out from what is behind them, by their pixels."""
    found = []
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    for widget in seen(window):
        if not isinstance(widget, (QLabel, QAbstractButton)) or not widget.text().strip():
            continue
        place = _in_sight(window, widget)
        if place.width() < TARGET_PX // 2 or place.height() < TARGET_PX // 2:
            continue
        best = _best_contrast(picture.copy(place))
        if best < LEAST_CONTRAST:
            found.append(f"{told(widget)}: {best:.1f}")
    return found


def _in_sight(window: QWidget, widget: QWidget) -> QRect:
    """Place of a widget in the window, without its frame and what is scrolled away."""
    inner = widget.rect().adjusted(4, 4, -4, -4)
    shown = widget.visibleRegion().boundingRect().intersected(inner)
    return QRect(widget.mapTo(window, shown.topLeft()), shown.size())


def _best_contrast(image: QImage) -> float:
    """Contrast of the commonest colour with the one that stands out most."""
    colours, counts = np.unique(_pixels(image), return_counts=True)
    channels = [_LIGHT[colours >> shift & 255] for shift in (16, 8, 0)]
    lights = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2] + 0.05
    behind = lights[counts.argmax()]
    return float(max(lights.max() / behind, behind / lights.min()))


_PART = np.arange(256) / 255
_LIGHT = np.where(_PART <= 0.04045, _PART / 12.92, ((_PART + 0.055) / 1.055) ** 2.4)
"""Share of light of each value of a channel. Source: WCAG 2.2, "relative luminance"."""


def toned_without_words(window: QWidget) -> list[str]:
    """Widgets and cells that say something by their colour alone."""
    found = [
        told(widget)
        for widget in seen(window)
        if widget.property("tone") and hasattr(widget, "text") and not widget.text().strip()
    ]
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if model is None or not view.isVisibleTo(window):
            continue
        for row in range(min(model.rowCount(), 50)):
            for column in range(model.columnCount()):
                cell = model.index(row, column)
                if cell.data(Qt.ItemDataRole.ForegroundRole) and not str(cell.data() or "").strip():
                    found.append(f"{told(view)}: row {row}, column {column}")
    return found
