"""Finished files: decrypted beside the window, counted and handed over as bytes; never a file."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal

from app.domain.dossier import DossierFile, FileRole
from app.domain.ids import DossierId
from app.errors import JobCancelled, NotFound, StationError
from app.services.assemble import paper_title
from app.services.review import file_bytes
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane


@dataclass(frozen=True, slots=True)
class FileCard:
    """What the list shows beyond the row.

    Attributes:
        title: Type of the paper, or the name of a file that came signed.
        page_count: 0 when the file cannot be shown.
    """

    key: Hashable
    title: str
    page_count: int


@dataclass(frozen=True, slots=True)
class FileContent:
    """The plain bytes of a file on show, and their digest."""

    key: Hashable
    data: bytes
    sha256: str = ""


def content_key(file: DossierFile) -> Hashable:
    """Changes when the file gets other bytes, as by signing."""
    return (file.id, file.blob)


class FilesFlow(QObject):
    """Fetches finished files.

    Signals:
        card_ready(FileCard): Title and page count of a file.
        content_ready(FileContent): The bytes of the file on show.
        failed(StationError): The file on show cannot be had.
    """

    card_ready = Signal(object)
    content_ready = Signal(object)
    failed = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._dossier: DossierId | None = None
        self._asked: set[Hashable] = set()
        self._wanted: Hashable = None

    def turn_to(self, dossier_id: DossierId) -> None:
        """Another dossier is on show; files of the one before are no longer wanted."""
        self._dossier = dossier_id
        self._wanted = None
        self._asked.clear()

    def want_cards(self, files: tuple[DossierFile, ...]) -> None:
        """Look into files that were not asked for yet."""
        for file in files:
            if content_key(file) not in self._asked:
                self._asked.add(content_key(file))
                self._fetch_card(file)

    def want_content(self, file: DossierFile) -> None:
        """Fetch the file on show; only the last wish counts."""
        key = content_key(file)
        self._wanted = key

        def job() -> FileContent:
            if key != self._wanted:
                raise JobCancelled()
            data = file_bytes(self._station, file)
            return FileContent(key, data, hashlib.sha256(data).hexdigest())

        def ready(content: FileContent) -> None:
            if key == self._wanted:
                self.content_ready.emit(content)

        def missing(error: StationError) -> None:
            if key == self._wanted:
                self.failed.emit(error)

        self._bridge.run(Lane.VIEW, job, ready, missing)

    def _fetch_card(self, file: DossierFile) -> None:
        def job() -> FileCard:
            if file.dossier_id != self._dossier:
                raise JobCancelled()
            pages = count_pages(file_bytes(self._station, file))
            return FileCard(content_key(file), _title(self._station, file), pages)

        self._bridge.run(Lane.THUMBNAILS, job, self.card_ready.emit, _ignore)


def _ignore(_error: StationError) -> None:
    """The list keeps the name alone; the trouble is told where the file is opened."""


def _title(station: Station, file: DossierFile) -> str:
    if file.role is FileRole.SIGNED_ORIGINAL:
        return file.name
    try:
        return paper_title(station, file.paper_code)
    except NotFound:
        return file.name


def count_pages(data: bytes) -> int:
    """Pages of a PDF, 0 when it cannot be read. Runs on: any thread."""
    from PySide6.QtPdf import QPdfDocument  # first when a file is looked at: not at start

    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = document.pageCount()
    document.close()
    return max(0, pages)
