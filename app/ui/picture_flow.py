"""Pictures: pages decrypted and decoded beside the window, small for the contact sheet."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from app.domain.ids import DossierId, PageId
from app.domain.page import Page
from app.errors import Advice, JobCancelled, NotFound, StationError
from app.services.review import page_picture, page_reading
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane

THUMBNAIL_PX = 220
SCREEN_PX = 1800
FULL_PX = 12_000
"""Longest side: on the contact sheet, fitted to the screen, at full zoom."""

KEPT_PICTURES = 6
"""Pages that stay decoded, so that flipping back is instant."""


class PictureBroken(StationError):
    """The picture of a page cannot be decoded for the screen."""

    code = "ui.picture_broken"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded page.

    Attributes:
        image: As large as asked for, never larger than the page.
        page_size: Pixels of the whole page: what boxes of fields are measured in.
    """

    page_id: PageId
    image: QImage
    page_size: QSize


@dataclass(frozen=True, slots=True)
class PageCard:
    """What the contact sheet shows of a page; `image` is None while there is none."""

    page_id: PageId
    image: QImage | None
    title: str = ""


def picture_key(page: Page) -> Hashable:
    """Changes when the page gets another picture."""
    return (page.id, page.clean or page.raw)


class PictureFlow(QObject):
    """Fetches pictures of pages.

    Signals:
        card_ready(PageCard): A small picture and the type of the paper.
        picture_ready(Picture): The picture of the page on show.
        picture_missing(str): Id of a page that has no picture yet.
    """

    card_ready = Signal(object)
    picture_ready = Signal(object)
    picture_missing = Signal(str)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._dossier: DossierId | None = None
        self._asked: set[Hashable] = set()
        self._wanted: Hashable = None
        self._kept: OrderedDict[Hashable, Picture] = OrderedDict()

    def turn_to(self, dossier_id: DossierId) -> None:
        """Another dossier is on show; pictures of the one before are no longer wanted."""
        self._dossier = dossier_id
        self._wanted = None
        self._asked.clear()
        self._kept.clear()

    def want_cards(self, pages: tuple[Page, ...]) -> None:
        """Fetch small pictures of pages that were not asked for yet."""
        for page in pages:
            key = (picture_key(page), page.reading)
            if key not in self._asked:
                self._asked.add(key)
                self._fetch_card(page)

    def want_picture(self, page: Page, *, full: bool = False) -> None:
        """Fetch the picture of the page on show; only the last wish counts."""
        key = (picture_key(page), full)
        self._wanted = key
        kept = self._kept.get(key)
        if kept is not None:
            self.picture_ready.emit(kept)
            return
        self._fetch_picture(page, key, FULL_PX if full else SCREEN_PX)

    def _fetch_card(self, page: Page) -> None:
        def job() -> PageCard:
            if page.dossier_id != self._dossier:
                raise JobCancelled()
            return PageCard(page.id, _small(self._station, page), _title(self._station, page))

        self._bridge.run(Lane.THUMBNAILS, job, self.card_ready.emit, _ignore)

    def _fetch_picture(self, page: Page, key: Hashable, longest_px: int) -> None:
        def job() -> Picture:
            if key != self._wanted:
                raise JobCancelled()
            return decode(page.id, page_picture(self._station, page), longest_px)

        def ready(picture: Picture) -> None:
            self._kept[key] = picture
            while len(self._kept) > KEPT_PICTURES:
                self._kept.popitem(last=False)
            if key == self._wanted:
                self.picture_ready.emit(picture)

        def missing(_error: StationError) -> None:
            if key == self._wanted:
                self.picture_missing.emit(page.id)

        self._bridge.run(Lane.VIEW, job, ready, missing)


def _ignore(_error: StationError) -> None:
    """The page simply shows no picture; the trouble is told where the page is opened."""


def _small(station: Station, page: Page) -> QImage | None:
    try:
        return decode(page.id, page_picture(station, page), THUMBNAIL_PX).image
    except (NotFound, PictureBroken):
        return None


def _title(station: Station, page: Page) -> str:
    if page.reading is None:
        return ""
    paper = page_reading(station, page).paper
    return paper.title if paper else ""


def decode(page_id: PageId, data: bytes, longest_px: int) -> Picture:
    """Decode a picture, scaled down so that its longest side fits.

    `QImageReader.read` lets other threads run meanwhile; `QImage.fromData` would not.

    Raises:
        PictureBroken: Not a picture, or larger than Qt's bound on memory.
    Runs on: any thread.
    """
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if max(size.width(), size.height()) > longest_px:
        bound = QSize(longest_px, longest_px)
        reader.setScaledSize(size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise PictureBroken("picture cannot be decoded")
    return Picture(page_id, image, size)
