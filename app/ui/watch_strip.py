"""The strip of the watched folder: files from the copier wait until somebody says where to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.domain.ids import DossierId
from app.errors import StationError
from app.scanning.watch_folder import WatchFolder
from app.services.import_files import ImportHooks
from app.services.station import Station
from app.services.watch_folder import (
    Taken,
    Waiting,
    look,
    take,
)
from app.services.watch_places import IntoSeparated, Place, into_dossier, into_new_dossiers
from app.ui.buttons import named_button
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.look import SPACE_PX
from app.ui.messages import sentence

LOOK_MS = 3000
"""Between two looks; shares on the network give no sign of their own."""


class WatchFlow(QObject):
    """Looks into the folder and takes files when somebody says where to.

    Args:
        station: Ports.
        bridge: Runs the work.
        folder: The folder.
        is_asking: Somebody says where files go; else each becomes a dossier by itself.
        is_sorting: Covers and separator sheets in new files say where their pages go.
        parent: Owner.

    Signals:
        waiting(Waiting): What waits now.
        taken(list[Taken]): What came of the files.
        page_saved(Page): A page is durable.
        trouble(StationError): The folder cannot be looked at, or nothing can be kept.
    """

    waiting = Signal(object)
    taken = Signal(object)
    page_saved = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        station: Station,
        bridge: JobsBridge,
        folder: WatchFolder,
        *,
        is_asking: bool = True,
        is_sorting: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_asking = is_asking
        self._into_new: Place = IntoSeparated() if is_sorting else into_new_dossiers()
        self._station = station
        self._bridge = bridge
        self._folder = folder
        self._is_busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now and then from here on."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Look once; not while files are taken."""
        if not self._is_busy:
            self._is_busy = True
            folder = self._folder
            self._bridge.run(Lane.WATCH, lambda: look(folder), self._looked, self._failed)

    def take(self, dossier_id: DossierId | None, names: Sequence[str]) -> None:
        """Take these files into a dossier, or each into a new one (None)."""
        self._is_busy = True
        station, folder = self._station, self._folder
        place = self._into_new if dossier_id is None else into_dossier(dossier_id)
        hooks = ImportHooks(on_saved=lambda page: self._bridge.post(self.page_saved.emit, page))
        self._bridge.run(
            Lane.WATCH,
            lambda: take(station, folder, place, names=names, hooks=hooks),
            self._taken,
            self._failed,
        )

    def _looked(self, found: Waiting) -> None:
        self._is_busy = False
        self.waiting.emit(found)
        if found.count and not self._is_asking:
            self.take(None, found.ready)

    def _taken(self, found: list[Taken]) -> None:
        self._is_busy = False
        self.taken.emit(found)
        self.look()

    def _failed(self, error: StationError) -> None:
        self._is_busy = False
        self.trouble.emit(error)


class WatchStrip(QFrame):
    """One line on top of the window; hidden while nothing waits.

    Signals:
        into_this(): The files go into the dossier on show.
        into_new(): Each file becomes a dossier.
    """

    into_this = Signal()
    into_new = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.names: tuple[str, ...] = ()
        self.setObjectName("card")
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.this = named_button(self.tr("Into this dossier"), self)
        self.new = named_button(self.tr("A new dossier for each"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_PX, SPACE_PX // 2, SPACE_PX, SPACE_PX // 2)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.this)
        layout.addWidget(self.new)
        self.this.clicked.connect(self.into_this)
        self.new.clicked.connect(self.into_new)
        self.hide()

    def show_waiting(self, waiting: Waiting) -> None:
        """Tell what waits."""
        self.names = waiting.ready
        parts = []
        if waiting.count:
            parts.append(self.tr("%n file(s) from the copier are waiting.", "", waiting.count))
        if waiting.settling:
            parts.append(self.tr("%n still being written.", "", waiting.settling))
        for name, error in waiting.troubles[:1]:
            parts.append(f"! {name}: {sentence(error.code, self._language)}")
        self.words.setText(" ".join(parts))
        for button in (self.this, self.new):
            button.setVisible(waiting.count > 0)
        self.setVisible(bool(parts))

    def show_trouble(self, error: StationError) -> None:
        """The folder cannot be looked at."""
        self.names = ()
        self.words.setText(f"! {sentence(error.code, self._language)}")
        for button in (self.this, self.new):
            button.hide()
        self.show()
