"""Small pictures and facts of pages, made beside the window; what is in sight comes first.

Only a bounded number of wishes waits: the latest first, so that a contact sheet of hundreds of
pages that scrolls by asks for nothing it no longer shows.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.domain.ids import DossierId, PageId
from app.domain.page import Page
from app.domain.paper import PageOfPaper
from app.errors import JobCancelled, NotFound, StationError
from app.services.assemble import describe
from app.services.page_edits import turn_to_show
from app.services.review import page_picture, page_reading
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.picture_flow import PictureBroken, decode, picture_key, turned

THUMBNAIL_PX = 220
"""Longest side of a small picture."""

WAITING = 96
"""Wishes that wait at most: two contact sheets full on a large screen."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture; `image` is None where a page has none yet.

    Attributes:
        key: `picture_key` of the page it was made of.
    """

    page_id: PageId
    key: Hashable
    image: QImage | None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the reading of a page says about its paper.

    Attributes:
        reading: The reading it was taken from.
        title: Type of the paper in words, "" when unknown.
        of_paper: What is needed to tell papers apart.
    """

    page_id: PageId
    reading: Hashable
    title: str
    of_paper: PageOfPaper


class ThumbnailFlow(QObject):
    """Makes one small picture at a time, and reads facts while no picture is wanted.

    Signals:
        ready(Thumbnail): A small picture.
        facts_ready(PageFacts): What a page says about its paper.
    """

    ready = Signal(object)
    facts_ready = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._dossier: DossierId | None = None
        self._pictures: OrderedDict[Hashable, Page] = OrderedDict()
        self._facts: OrderedDict[Hashable, Page] = OrderedDict()
        self._told: set[Hashable] = set()
        self._is_busy = False

    def turn_to(self, dossier_id: DossierId) -> None:
        """Another dossier is on show; nothing of the one before is wanted any more."""
        self._dossier = dossier_id
        self._pictures.clear()
        self._facts.clear()
        self._told.clear()

    def want(self, pages: Sequence[Page]) -> None:
        """Small pictures of pages that are in sight; they come before all earlier wishes."""
        for page in reversed(pages):
            key = picture_key(page)
            self._pictures[key] = page
            self._pictures.move_to_end(key, last=False)
        while len(self._pictures) > WAITING:
            self._pictures.popitem()
        self._go_on()

    def want_facts(self, pages: Sequence[Page]) -> None:
        """What the readings of pages say, each reading once."""
        for page in pages:
            key = (page.id, page.reading)
            if page.reading is not None and key not in self._told:
                self._told.add(key)
                self._facts[key] = page
        self._go_on()

    def _go_on(self) -> None:
        if self._is_busy:
            return
        if self._pictures:
            _, page = self._pictures.popitem(last=False)
            self._run(page, lambda: _thumbnail(self._station, page), self.ready.emit)
        elif self._facts:
            _, page = self._facts.popitem(last=False)
            self._run(page, lambda: _facts_of(self._station, page), self.facts_ready.emit)

    def _run(self, page: Page, job: Callable[[], object], emit: Callable[[object], None]) -> None:
        self._is_busy = True

        def guarded() -> object:
            if page.dossier_id != self._dossier:
                raise JobCancelled()
            return job()

        def done(result: object) -> None:
            if page.dossier_id == self._dossier:
                emit(result)
            self._next()

        self._bridge.run(Lane.THUMBNAILS, guarded, done, self._missed)

    def _missed(self, _error: StationError) -> None:
        """The page simply shows no picture; the trouble is told where the page is opened."""
        self._next()

    def _next(self) -> None:
        self._is_busy = False
        self._go_on()


def _thumbnail(station: Station, page: Page) -> Thumbnail:
    """Make a small picture as the officer turned it. Runs on: lane of thumbnails."""
    try:
        picture = decode(page.id, page_picture(station, page), THUMBNAIL_PX)
    except (NotFound, PictureBroken):
        return Thumbnail(page.id, picture_key(page), None)
    image = turned(picture, turn_to_show(station, page), page).image
    return Thumbnail(page.id, picture_key(page), image)


def _facts_of(station: Station, page: Page) -> PageFacts:
    reading = page_reading(station, page)
    title = reading.paper.title if reading.paper else ""
    return PageFacts(page.id, page.reading, title, describe(page, reading))
