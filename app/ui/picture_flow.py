"""Pictures: pages decrypted and decoded beside the window, as large as the screen needs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QTransform

from app.domain.ids import DossierId, PageId
from app.domain.page import Page
from app.errors import Advice, JobCancelled, NotFound, StationError
from app.services.page_edits import turn_to_show
from app.services.review import page_picture
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.picture_reader import with_reader

SCREEN_PX = 1800
FULL_PX = 12_000
"""Longest side: fitted to the screen, at full zoom."""

KEPT_BYTES = 40_000_000
"""Pixels that stay decoded, so that flipping back is instant; the last picture always stays."""


class Sight(StrEnum):
    """Which picture of a page: cleaned (or the newest there is), or as it was captured."""

    NOW = "now"
    CAPTURED = "captured"


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
        is_earlier: The page has to be read again; places of fields do not fit this picture.
    """

    page_id: PageId
    image: QImage
    page_size: QSize
    is_earlier: bool = False


def picture_key(page: Page) -> Hashable:
    """Changes when the page gets another picture, or is turned or cropped by hand."""
    return (page.id, page.clean or page.raw, page.picture, page.made_with)


class PictureFlow(QObject):
    """Fetches pictures of pages.

    Signals:
        picture_ready(Picture): The picture of the page on show.
        picture_missing(str): Id of a page that has no picture yet.
    """

    picture_ready = Signal(object)
    picture_missing = Signal(str)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._wanted: Hashable = None
        self._kept: OrderedDict[Hashable, Picture] = OrderedDict()

    def turn_to(self, _dossier_id: DossierId) -> None:
        """Another dossier is on show; pictures of the one before are no longer wanted."""
        self.forget()

    def forget(self) -> None:
        """Nobody looks: keep no pixels."""
        self._wanted = None
        self._kept.clear()

    def want_picture(self, page: Page, *, full: bool = False, sight: Sight = Sight.NOW) -> None:
        """Fetch the picture of the page on show; only the last wish counts."""
        key = (picture_key(page), full, sight)
        self._wanted = key
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            self.picture_ready.emit(kept)
            return
        self._fetch_picture(page, key, FULL_PX if full else SCREEN_PX, sight)

    def _fetch_picture(self, page: Page, key: Hashable, longest_px: int, sight: Sight) -> None:
        def job() -> Picture:
            if key != self._wanted:
                raise JobCancelled()
            return _picture(self._station, page, longest_px, sight)

        def ready(picture: Picture) -> None:
            self._keep(key, picture)
            if key == self._wanted:
                self.picture_ready.emit(picture)

        def missing(_error: StationError) -> None:
            if key == self._wanted:
                self.picture_missing.emit(page.id)

        self._bridge.run(Lane.VIEW, job, ready, missing)

    def _keep(self, key: Hashable, picture: Picture) -> None:
        self._kept[key] = picture
        held = sum(each.image.sizeInBytes() for each in self._kept.values())
        while held > KEPT_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            held -= oldest.image.sizeInBytes()


def _picture(station: Station, page: Page, longest_px: int, sight: Sight) -> Picture:
    """Decrypt, decode and turn a picture. Runs on: lane of the view."""
    match sight:
        case Sight.NOW:
            picture = decode(page.id, page_picture(station, page), longest_px)
            return turned(picture, turn_to_show(station, page), page)
        case Sight.CAPTURED:
            if not page.media.startswith("image/"):
                raise NotFound("picture")
            data = station.vault.get(page.dossier_id, page.raw)
            return decode(page.id, data, longest_px, page.frame)


def turned(picture: Picture, degrees: int, page: Page) -> Picture:
    """The picture as the officer has turned it, until the page is read again that way."""
    is_earlier = page.clean is not None and page.made_with != page.picture
    if degrees % 360 == 0:
        return Picture(picture.page_id, picture.image, picture.page_size, is_earlier)
    image = picture.image.transformed(QTransform().rotate(-degrees))
    size = picture.page_size
    size = size.transposed() if degrees % 180 else size
    return Picture(picture.page_id, image, size, is_earlier)


def decode(page_id: PageId, data: bytes, longest_px: int, frame: int = 0) -> Picture:
    """Decode a picture the way up its camera says, scaled down so that its longest side fits.

    Raises:
        PictureBroken: Not a picture, or larger than Qt's bound on memory.
    Runs on: any thread.
    """
    return with_reader(data, lambda reader: _decoded(page_id, reader, longest_px, frame))


def _decoded(page_id: PageId, reader: QImageReader, longest_px: int, frame: int) -> Picture:
    # As the reading library does it, so that both speak of the same left and right.
    reader.setAutoTransform(True)
    if frame and not reader.jumpToImage(frame):
        raise PictureBroken(f"there is no picture {frame}")
    size = reader.size()
    if max(size.width(), size.height()) > longest_px:
        bound = QSize(longest_px, longest_px)
        reader.setScaledSize(size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise PictureBroken("picture cannot be decoded")
    turn = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    turn = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    return Picture(page_id, image, size.transposed() if turn else size)
