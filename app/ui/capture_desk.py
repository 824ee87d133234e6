"""The capture desk: scans and given files go into the dossier on show, or into a new one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QImageWriter

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, PageId
from app.domain.page import Page
from app.services.capture import ScanOrder
from app.services.feeding import Feed
from app.services.import_files import Pasted
from app.ui.action_bar import Action
from app.ui.capture_flow import WaysOffered
from app.ui.flows import Flows
from app.ui.page_desk import PageDesk
from app.ui.password_strip import PasswordStrip
from app.ui.queue_flow import DossierView
from app.ui.scan_plans import ScanPlan, ScanWay
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


def _any_paper() -> str:
    return ""


def _no() -> bool:
    return False


class CaptureDesk(QObject):
    """Joins scanner, files and window.

    Signals:
        changed(): Capturing has begun or ended, or other scanners are there.
        counted(): Pages were saved, or no more come.
    """

    changed = Signal()
    counted = Signal()

    def __init__(
        self,
        window: Window,
        flows: Flows,
        pages: PageDesk,
        troubles: TroubleDesk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._flows = flows
        self._pages = pages
        self._troubles = troubles
        self._state = DossierState.OPEN
        self.is_told_beside: Callable[[], bool] = _no
        self.paper_in_feeder: Callable[[], str] = _any_paper
        self._connect()

    def _connect(self) -> None:
        window, capture = self._window, self._flows.capture
        window.files_given.connect(self._files_given)
        window.closing.connect(capture.stop)
        window.actions_bar.devices_wanted.connect(capture.look_for_devices)
        capture.devices_found.connect(window.actions_bar.set_devices)
        capture.devices_found.connect(self.changed)
        capture.ways_found.connect(self._ways_found)
        capture.previewed.connect(window.pages_model.set_picture)
        capture.dossier_opened.connect(self._flows.queue.choose)
        capture.page_saved.connect(self._page_saved)
        capture.started.connect(self.changed)
        capture.finished.connect(self._finished)
        capture.imported.connect(self._troubles.show_import)
        capture.trouble.connect(self._troubles.show)
        capture.fed.connect(self._fed)
        self.password = PasswordStrip(window)
        window.stand_on_top(self.password)
        capture.password_wanted.connect(self.password.ask)
        capture.finished.connect(self.password.leave)

    def turn_to(self) -> None:
        """Another dossier comes on show; until it is read it counts as open."""
        self._state = DossierState.OPEN

    def show(self, view: DossierView) -> None:
        """This dossier is on show."""
        self._state = view.dossier.state

    def scan(self, way: ScanWay = ScanWay.FEED, page_id: str = "") -> None:
        """Scan what lies in the chosen scanner; `page_id` names the page the way is about."""
        bar = self._window.actions_bar
        reason = bar.reason(Action.SCAN)
        if reason:
            self._troubles.tell(reason)
            return
        self._window.message.hide()
        order = ScanOrder(bar.device_id, bar.scan_profile, component=self.paper_in_feeder())
        plan = ScanPlan(self._target(), order, way, PageId(page_id) if page_id else "")
        self._flows.capture.start(plan)

    def paste(self) -> None:
        """Take in the files or the picture that lies in the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        urls = mime.urls() if mime is not None else []
        names = [url.toLocalFile() for url in urls if url.isLocalFile()]
        reason = self._window.actions_bar.reason(Action.IMPORT)
        if names:
            self._files_given(names)
        elif mime is not None and mime.hasImage() and not reason:
            picture = Pasted(self.tr("clipboard") + ".png", _png(QGuiApplication.clipboard()))
            self._flows.capture.import_pasted(self._target(), [picture])
        elif reason:
            self._troubles.tell(reason)
        else:
            self._troubles.tell(self.tr("There is no file and no picture in the clipboard."))

    def _ways_found(self, ways: WaysOffered) -> None:
        self._window.actions_bar.set_profiles(ways.profiles, is_locked=ways.is_locked)

    def _fed(self, _plan: ScanPlan, fed: Feed) -> None:
        """What stopped a scan is told here, unless it stands on the scan panel already."""
        if fed.stopped is not None and not self.is_told_beside():
            self._troubles.show(fed.stopped)

    def _files_given(self, names: list[str]) -> None:
        reason = self._window.actions_bar.reason(Action.IMPORT)
        if reason:
            self._troubles.tell(reason)
        else:
            self._flows.capture.import_files(self._target(), [Path(name) for name in names])

    def _target(self) -> DossierId | None:
        """Where new pages go: the dossier on show while it is open, else a new one."""
        return self._flows.queue.chosen_id if self._state is DossierState.OPEN else None

    def _page_saved(self, page: Page) -> None:
        if page.dossier_id == self._flows.queue.chosen_id:
            self._pages.add_page(page)
        self.counted.emit()
        self._flows.wake()
        self._flows.queue.refresh_soon()

    def _finished(self) -> None:
        self.changed.emit()
        self.counted.emit()
        self._flows.wake()
        self._flows.queue.refresh()


def _png(clipboard: QClipboard) -> bytes:
    """The picture in the clipboard, losslessly packed."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(clipboard.image())
    return bytes(buffer.data().data())
