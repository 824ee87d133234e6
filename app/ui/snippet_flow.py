"""Strips of pages at full resolution, cut out beside the window."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QImageReader

from app.domain.field import Field
from app.domain.page import Page
from app.errors import JobCancelled, StationError
from app.services.review import page_picture
from app.services.station import Station
from app.ui.fields_model import field_key
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.picture_flow import PictureBroken, picture_key
from app.ui.picture_reader import with_reader
from app.ui.snippet import Box, place_with_air

KEPT_STRIPS = 64
"""Strips that stay decoded: a few hundred kilobytes each at most."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The place of a field on its page; `image` is null where there is no picture."""

    key: tuple[str, str]
    image: QImage


class SnippetFlow(QObject):
    """Fetches strips, one page at a time.

    Signals:
        ready(Strip): A strip that was asked for.
    """

    ready = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._round = 0
        self._kept: OrderedDict[Hashable, Strip] = OrderedDict()

    def forget(self) -> None:
        """What was asked for so far is no longer wanted."""
        self._round += 1

    def want(self, page: Page, field: Field) -> None:
        """Fetch the strip of a field; nothing comes for a field without a place."""
        box = field.box
        if box is None:
            return
        key = (picture_key(page), field_key(field), box)
        if key in self._kept:
            self.ready.emit(self._kept[key])
            return
        station, started = self._station, self._round

        def job() -> Strip:
            if started != self._round:
                raise JobCancelled()
            return Strip(field_key(field), decode_strip(page_picture(station, page), box))

        def done(strip: Strip) -> None:
            self._kept[key] = strip
            while len(self._kept) > KEPT_STRIPS:
                self._kept.popitem(last=False)
            if started == self._round:
                self.ready.emit(strip)

        def missing(error: StationError) -> None:
            if started == self._round and not isinstance(error, JobCancelled):
                self.ready.emit(Strip(field_key(field), QImage()))

        self._bridge.run(Lane.VIEW, job, done, missing)


def decode_strip(data: bytes, box: Box) -> QImage:
    """The strip of a picture around `box`, at full resolution.

    Raises:
        PictureBroken: Not a picture, or nothing of it is there.
    Runs on: any thread.
    """

    def read(reader: QImageReader) -> QImage:
        reader.setClipRect(place_with_air(box, reader.size()))
        return reader.read()

    image = with_reader(data, read)
    if image.isNull():
        raise PictureBroken("strip cannot be decoded")
    return image
