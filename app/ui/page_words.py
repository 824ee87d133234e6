"""Words of a page with their places, fetched beside the window, and which of them are meant."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Signal

from app.domain.ids import PageId
from app.domain.page import Page
from app.errors import JobCancelled, StationError
from app.services.review import page_reading
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane

KEPT_PAGES = 8
"""Pages whose words stay at hand."""

NEAR_PX = 24
"""How far beside a word a click still means it, in pixels of the page: 2 mm at 300 dpi."""


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word as read; its box in pixels of the page."""

    text: str
    box: tuple[int, int, int, int]

    @property
    def place(self) -> QRectF:
        """The box as Qt likes it."""
        x0, y0, x1, y1 = self.box
        return QRectF(x0, y0, x1 - x0, y1 - y0)


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page in reading order."""

    page_id: PageId
    words: tuple[PlacedWord, ...]


def picked_text(words: Sequence[PlacedWord], frame: QRectF) -> str:
    """Text of the words meant by a frame, or by a click where the frame is empty; "" for none."""
    if frame.isEmpty():
        return _word_at(words, frame.topLeft())
    return " ".join(word.text for word in words if frame.contains(word.place.center()))


def _word_at(words: Sequence[PlacedWord], point: QPointF) -> str:
    near = [(_distance(word.place, point), word.text) for word in words]
    distance, text = min(near, default=(NEAR_PX + 1.0, ""), key=lambda pair: pair[0])
    return text if distance <= NEAR_PX else ""


def _distance(place: QRectF, point: QPointF) -> float:
    beside = max(place.left() - point.x(), 0.0, point.x() - place.right())
    above = max(place.top() - point.y(), 0.0, point.y() - place.bottom())
    return float((beside**2 + above**2) ** 0.5)


class WordsFlow(QObject):
    """Fetches the words of pages; each page's reading is opened once.

    Signals:
        ready(PageWords): The words of the page asked for last.
    """

    ready = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._wanted: object = None
        self._kept: OrderedDict[object, PageWords] = OrderedDict()

    def forget(self) -> None:
        """Another dossier is on show."""
        self._wanted = None
        self._kept.clear()

    def want(self, page: Page) -> None:
        """Fetch the words of a page; a page without a reading has none."""
        key = (page.id, page.reading)
        self._wanted = key
        if key in self._kept:
            self.ready.emit(self._kept[key])
            return
        station = self._station

        def job() -> PageWords:
            if key != self._wanted:
                raise JobCancelled()
            words = page_reading(station, page).text.words
            return PageWords(page.id, tuple(PlacedWord(word.text, word.box) for word in words))

        def done(words: PageWords) -> None:
            self._kept[key] = words
            while len(self._kept) > KEPT_PAGES:
                self._kept.popitem(last=False)
            if key == self._wanted:
                self.ready.emit(words)

        def failed(_error: StationError) -> None:
            if key == self._wanted:
                self.ready.emit(PageWords(page.id, ()))

        self._bridge.run(Lane.VIEW, job, done, failed)
