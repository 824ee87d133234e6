"""What takes more than a key on the contact sheet: the frame of a page, another dossier."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, PageId
from app.domain.page import Crop, Page
from app.ui import labels
from app.ui.contact_pages import ContactPages
from app.ui.contact_screen import ContactScreen
from app.ui.crop_frame import CropFrame
from app.ui.page_edit_flow import PageEditFlow
from app.ui.picture_flow import Picture
from app.ui.queue_model import QueueModel
from app.ui.roomy import bring_into_sight
from app.ui.trouble_desk import TroubleDesk

MOST_LISTED = 30
"""Open dossiers in the list; the newest come first."""


class PageMoves(QObject):
    """Joins frame and list of dossiers with the edits of pages."""

    def __init__(
        self,
        screen: ContactScreen,
        pages: ContactPages,
        edits: PageEditFlow,
        *,
        queue: QueueModel,
        troubles: TroubleDesk,
    ) -> None:
        super().__init__(screen)
        self._screen, self._pages, self._edits = screen, pages, edits
        self._queue, self._troubles = queue, troubles
        self._cropping: Page | None = None
        self._sent: list[PageId] = []
        self.frame = CropFrame(screen.page.paper)
        self.frame.kept.connect(self._kept)
        self.frame.given_up.connect(self.stop)
        self.menu = QMenu(screen)
        self.menu.setAccessibleName(self.tr("Open dossiers"))
        screen.sheet.page_chosen.connect(self._page_chosen)
        pages.captured_shown.connect(self._captured_shown)

    def crop(self, page: Page) -> None:
        """Show the page as it was captured, with a frame around what is kept."""
        if not page.media.startswith("image/"):
            self._troubles.tell(self.tr("Only captured pictures can be cropped, no PDF files."))
            return
        self._cropping = page
        self._pages.show_captured(True)

    def stop(self) -> None:
        """Put the frame away; the keyboard goes back to the sheet."""
        if self._cropping is None:
            return
        self._cropping = None
        self.frame.end()
        self._screen.page.stop_picking()
        self._screen.findings.show()
        self._pages.show_captured(False)
        self._screen.sheet.setFocus()

    def _page_chosen(self, page: Page | None) -> None:
        if self._cropping is not None and (page is None or page.id != self._cropping.id):
            self.stop()

    def _captured_shown(self, picture: Picture) -> None:
        page = self._cropping
        if page is None:
            return
        if picture.page_id != page.id:
            self.stop()
            return
        # The page gets the room: nobody answers findings meanwhile.
        self._screen.findings.hide()
        self._screen.page.fit_page()
        self._screen.page.start_picking(
            self.tr(
                "Draw a frame, or: arrows lower right corner, Shift upper left, Ctrl all of it. "
                "Enter keeps it, Delete: automatic, Esc: as before."
            )
        )
        self.frame.begin(picture.page_size, page.crop)
        # The hint above has made the screen longer.
        QTimer.singleShot(0, self, self._show_frame)

    def _show_frame(self) -> None:
        bring_into_sight(self._screen.page.paper)

    def _kept(self, crop: Crop | None) -> None:
        page = self._cropping
        self.stop()
        if page is not None and crop != page.crop:
            whole = crop == (0, 0, 10_000, 10_000)
            self._edits.crop(page.id, None if whole and page.crop is None else crop)

    def send(self, ids: list[PageId], home: DossierId, place: QPoint) -> None:
        """Ask into which open dossier these pages go."""
        self._sent = ids
        self.menu.clear()
        rows = [
            row.dossier
            for row in self._queue.all_rows
            if row.dossier.state is DossierState.OPEN and row.dossier.id != home
        ]
        if not rows:
            self._troubles.tell(self.tr("There is no other open dossier."))
            return
        for dossier in rows[:MOST_LISTED]:
            action = self.menu.addAction(labels.dossier_name(dossier).replace("&", "&&"))
            action.setData(dossier.id)
            action.triggered.connect(_Send(self, dossier.id))
        self.menu.popup(place)
        self.menu.setActiveAction(self.menu.actions()[0])

    def send_to(self, dossier_id: DossierId) -> None:
        """Into this one."""
        ids: Sequence[PageId] = self._sent
        self._sent = []
        if ids:
            self._edits.send(ids, dossier_id)


class _Send:
    """Says which dossier an entry of the list stands for."""

    def __init__(self, moves: PageMoves, dossier_id: DossierId) -> None:
        self._moves = moves
        self._dossier_id = dossier_id

    def __call__(self, _checked: bool = False) -> None:
        self._moves.send_to(self._dossier_id)
