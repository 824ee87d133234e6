"""Charts as values, and the painter of them: bars, steps and bands, in any palette.

No meaning hangs on a colour: series differ by pattern too, bands are hatched and named, and each
chart has a table beside it, which is what screen readers get. Nothing here knows what is counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen

from app.ui.look import tones

GAP_PX = 6.0
LINE_PX = 2.0
SIDE_BY_SIDE = 2.2
"""So many times as wide as high: two panels stand beside each other."""

LEAST_LINES = 7
"""A panel lower than that shows its title and little else."""

MOST_STEPS = 5
LEAST_TOP = 1e-9
VALUE_BARS = 16
"""Up to so many bars carry their values."""


class Shape(Enum):
    """How values are drawn."""

    BARS = "bars"
    STEPS = "steps"


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one kind; None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the time below, 0.0 to 1.0 of the whole width."""

    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing with its own scale.

    Attributes:
        title: What is counted, with its unit.
        labels: Words below the values; as many as each series has values, or for steps the ones
            that stand at equal distances.
        series: What is drawn.
        shown: Words for a value.
        top: Top of the scale, None for the highest value.
        places: Where each step begins, 0.0 to 1.0; for steps alone.
        bands: Stretches that are hatched.
        band_name: What they mean.
        least_step: Smallest distance of two lines of the scale; 1 for what is counted.
    """

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    shown: Callable[[float], str]
    shape: Shape = Shape.BARS
    top: float | None = None
    places: tuple[float, ...] = ()
    bands: tuple[Stretch, ...] = ()
    band_name: str = ""
    least_step: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Nothing can be seen on it."""
        return not self.bands and not any(
            value for each in self.series for value in each.values if value is not None
        )


@dataclass(frozen=True, slots=True)
class Chart:
    """Panels above each other; `empty` is said where there is nothing to draw."""

    title: str
    panels: tuple[Panel, ...] = ()
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing can be seen on any of them."""
        return all(panel.is_empty for panel in self.panels)


@dataclass(frozen=True, slots=True)
class _Ink:
    """Colours of the palette, as the drawing uses them."""

    paper: QColor
    text: QColor
    line: QColor
    series: tuple[QColor, ...]
    band: QColor


_PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense5Pattern,
)


def _ink(palette: QPalette) -> _Ink:
    now = tones()
    return _Ink(
        palette.color(QPalette.ColorRole.Base),
        palette.color(QPalette.ColorRole.Text),
        palette.color(QPalette.ColorRole.Mid),
        (now.accent, now.good, now.look),
        now.wrong,
    )


def paint_chart(
    painter: QPainter, frame: QRectF, chart: Chart, palette: QPalette, font: QFont
) -> None:
    """Paint a chart into a frame; nothing leaves the frame."""
    ink = _ink(palette)
    painter.save()
    painter.setClipRect(frame)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(frame, ink.paper)
    inner = frame.adjusted(2 * GAP_PX, GAP_PX, -2 * GAP_PX, -GAP_PX)
    if chart.is_empty:
        painter.setPen(ink.text)
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inner, int(wrapped), chart.empty)
    else:
        measure = QFontMetricsF(font)
        places = _places(inner, len(chart.panels), measure.height())
        for place, panel in zip(places, chart.panels, strict=True):
            _Drawing(painter, place, panel, ink, measure).paint()
    painter.restore()


def _places(inner: QRectF, count: int, line: float) -> list[QRectF]:
    """Panels beside each other where there is width for it or no height, else above each other."""
    is_low = inner.height() / count < LEAST_LINES * line
    if inner.width() >= SIDE_BY_SIDE * inner.height() or is_low:
        wide = (inner.width() - (count - 1) * 4 * GAP_PX) / count
        step = wide + 4 * GAP_PX
        return [
            QRectF(inner.left() + n * step, inner.top(), wide, inner.height()) for n in range(count)
        ]
    high = inner.height() / count
    return [QRectF(inner.left(), inner.top() + n * high, inner.width(), high) for n in range(count)]


class _Drawing:
    """One panel on its way to the paper."""

    def __init__(
        self, painter: QPainter, place: QRectF, panel: Panel, ink: _Ink, measure: QFontMetricsF
    ) -> None:
        self._painter, self._panel, self._ink = painter, panel, ink
        self._measure, self._line = measure, measure.height()
        room = place.height() - 4 * self._line
        most = max(2, min(MOST_STEPS, int(room / (1.6 * self._line))))
        self._marks = marks(self._top(), most, panel.least_step)
        self._scale = self._marks[-1] or 1.0
        words = [panel.shown(mark) for mark in self._marks]
        left = min(max(map(measure.horizontalAdvance, words)), place.width() / 3) + GAP_PX
        self._place = place
        self._bold = QFont(painter.font())
        self._bold.setBold(True)
        self._names = self._all_names()
        beside = QFontMetricsF(self._bold).horizontalAdvance(panel.title) + 3 * GAP_PX
        wanted = beside + self._width_of_names()
        self._names_below = bool(self._names) and wanted > place.width()
        # the highest bar carries its value above it
        above = (2.2 + self._names_below) * self._line + GAP_PX
        self._field = place.adjusted(left, above, -GAP_PX, -(self._line + 2 * GAP_PX))

    def _top(self) -> float:
        if self._panel.top is not None:
            return self._panel.top
        told = [value for each in self._panel.series for value in each.values if value is not None]
        return max(told, default=0.0)

    def paint(self) -> None:
        """Title and names, scale, bands, values, words below."""
        self._paint_head()
        if self._field.height() < self._line or self._field.width() < self._line:
            return
        self._paint_scale()
        self._paint_bands()
        match self._panel.shape:
            case Shape.BARS:
                self._paint_bars()
            case Shape.STEPS:
                self._paint_steps()
        self._paint_labels()

    def _paint_head(self) -> None:
        """The title, and the names of patterns beside or below it."""
        painter, left, top = self._painter, self._place.left(), self._place.top()
        painter.save()
        painter.setFont(self._bold)
        painter.setPen(self._ink.text)
        title = self._title()
        painter.drawText(QPointF(left, top + self._measure.ascent()), title)
        painter.restore()
        if self._names_below:
            top += self._line
        else:
            left += QFontMetricsF(self._bold).horizontalAdvance(title) + 3 * GAP_PX
        for name, brush, pen in self._names:
            left = self._paint_name(QPointF(left, top), name, brush, pen)

    def _title(self) -> str:
        measure = QFontMetricsF(self._bold)
        return measure.elidedText(
            self._panel.title, Qt.TextElideMode.ElideRight, self._place.width()
        )

    def _all_names(self) -> list[tuple[str, QBrush, QColor]]:
        panel = self._panel
        names = [
            (each.name, self._brush(number), self._ink.series[number])
            for number, each in enumerate(panel.series if len(panel.series) > 1 else ())
        ]
        if panel.bands:
            names.append((panel.band_name, self._hatch(), self._ink.band))
        return names

    def _width_of_names(self) -> float:
        one = self._line * 0.7 + 5 * GAP_PX
        return sum(one + self._measure.horizontalAdvance(name) for name, *_ in self._names)

    def _paint_name(self, at: QPointF, name: str, brush: QBrush, pen: QColor) -> float:
        """A swatch with its name; gives where the next one begins."""
        side = self._line * 0.7
        room = max(self._place.right() - at.x() - side - GAP_PX, 0.0)
        words = self._measure.elidedText(name, Qt.TextElideMode.ElideRight, room)
        self._painter.setPen(pen)
        self._painter.setBrush(brush)
        self._painter.drawRect(QRectF(at.x(), at.y() + (self._line - side) / 2, side, side))
        self._painter.setPen(self._ink.text)
        left = at.x() + side + GAP_PX
        self._painter.drawText(QPointF(left, at.y() + self._measure.ascent()), words)
        return left + self._measure.horizontalAdvance(words) + 4 * GAP_PX

    def _paint_scale(self) -> None:
        painter, field = self._painter, self._field
        lowest = field.bottom() + self._line
        for mark in self._marks:
            y = self._y(mark)
            painter.setPen(QPen(self._ink.line, 1.0))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            if lowest - y < self._line:
                continue
            lowest = y
            painter.setPen(self._ink.text)
            room = field.left() - GAP_PX - self._place.left()
            words = self._measure.elidedText(
                self._panel.shown(mark), Qt.TextElideMode.ElideRight, room
            )
            x = field.left() - GAP_PX - self._measure.horizontalAdvance(words)
            painter.drawText(QPointF(x, y + self._measure.ascent() / 2 - 1), words)

    def _paint_bands(self) -> None:
        field = self._field
        self._painter.setPen(QPen(self._ink.band, 1.0))
        self._painter.setBrush(self._hatch())
        for band in self._panel.bands:
            left = field.left() + band.begin * field.width()
            width = max((band.end - band.begin) * field.width(), LINE_PX)
            self._painter.drawRect(QRectF(left, field.top(), width, field.height()))

    def _paint_bars(self) -> None:
        field, panel = self._field, self._panel
        slots = max(len(panel.labels), 1)
        slot = field.width() / slots
        wide = max(min(slot * 0.8 / len(panel.series), 8 * self._line), 1.0)
        for number, series in enumerate(panel.series):
            self._painter.setBrush(self._brush(number))
            self._painter.setPen(QPen(self._ink.series[number], 1.0))
            for place, value in enumerate(series.values):
                if value is None:
                    continue
                middle = field.left() + (place + 0.5) * slot
                left = middle + (number - len(panel.series) / 2) * wide
                y = self._y(value)
                if value > 0:
                    self._painter.drawRect(QRectF(left, y, wide, field.bottom() - y))
                if slots * len(panel.series) <= VALUE_BARS:
                    self._paint_value(left + wide / 2, y, value, slot / len(panel.series))
                    self._painter.setPen(QPen(self._ink.series[number], 1.0))
                    self._painter.setBrush(self._brush(number))

    def _paint_value(self, middle: float, y: float, value: float, room: float) -> None:
        words = self._panel.shown(value)
        width = self._measure.horizontalAdvance(words)
        if width <= room + 2 * GAP_PX:
            self._painter.setPen(self._ink.text)
            self._painter.drawText(QPointF(middle - width / 2, y - 3), words)

    def _paint_steps(self) -> None:
        field, panel = self._field, self._panel
        places = [field.left() + place * field.width() for place in (*panel.places, 1.0)]
        for number, series in enumerate(panel.series):
            self._painter.setPen(QPen(self._ink.series[number], 2 * LINE_PX))
            before: float | None = None
            for left, right, value in zip(places[:-1], places[1:], series.values, strict=True):
                y = self._y(value or 0.0)
                if before is not None:
                    self._painter.drawLine(QPointF(left, before), QPointF(left, y))
                self._painter.drawLine(QPointF(left, y), QPointF(right, y))
                before = y

    def _paint_labels(self) -> None:
        """Words below, as many as fit beside each other."""
        field, labels = self._field, self._panel.labels
        if not labels:
            return
        slot = field.width() / len(labels)
        every = 1
        widest = max(map(self._measure.horizontalAdvance, labels))
        if self._panel.shape is Shape.STEPS or len(labels) > 12:
            every = max(1, math.ceil((widest + 2 * GAP_PX) / slot))
        at_edge = 0.0 if self._panel.shape is Shape.STEPS else 0.5
        y = field.bottom() + GAP_PX + self._measure.ascent()
        self._painter.setPen(self._ink.text)
        for number in range(0, len(labels), every):
            room = max(slot * every - GAP_PX, 1.0)
            words = self._measure.elidedText(labels[number], Qt.TextElideMode.ElideRight, room)
            width = self._measure.horizontalAdvance(words)
            x = field.left() + (number + at_edge) * slot - width / 2
            x = min(max(x, self._place.left()), self._place.right() - width)
            self._painter.drawText(QPointF(x, y), words)

    def _y(self, value: float) -> float:
        part = min(max(value / self._scale, 0.0), 1.0)
        return self._field.bottom() - part * self._field.height()

    def _brush(self, number: int) -> QBrush:
        return QBrush(self._ink.series[number], _PATTERNS[number])

    def _hatch(self) -> QBrush:
        return QBrush(self._ink.band, Qt.BrushStyle.FDiagPattern)


def marks(top: float, most: int = MOST_STEPS, least_step: float = 0.0) -> Sequence[float]:
    """Round values from 0 to `top` or just above it, at most `most` beside the 0."""
    if top < LEAST_TOP or not math.isfinite(top):
        return (0.0, 1.0)
    size = 10.0 ** math.floor(math.log10(top))
    for step in (size / 5, size / 2, size, 2 * size, 5 * size, 10 * size):
        count = math.ceil(round(top / step, 9))
        if count <= most and step >= least_step:
            return tuple(step * number for number in range(count + 1))
    return (0.0, top)
