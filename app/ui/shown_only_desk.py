"""The shown-only desk: tells of scans that may not be kept, and takes them away with one key."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from app.domain.dossier import DossierState
from app.domain.page import SHOWN_ONLY, Page
from app.ui.queue_flow import DossierView, QueueFlow
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


def is_shown_only(page: Page) -> bool:
    """Whether the page is one of a paper that may not be kept."""
    return SHOWN_ONLY in page.flags


class ShownOnlyDesk(QObject):
    """Tells once of each such page; only the officer erases it."""

    def __init__(
        self, window: Window, queue: QueueFlow, troubles: TroubleDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._queue = queue
        self._troubles = troubles
        self._told: set[str] = set()
        QShortcut(QKeySequence("Ctrl+Shift+Delete"), window).activated.connect(self._erase_next)
        queue.page_erased.connect(self._erased)

    def turn_to(self) -> None:
        """Another dossier comes on show."""
        self._told.clear()

    def show(self, view: DossierView) -> None:
        """Tell of pages that are new among those of the dossier on show."""
        if view.dossier.state is not DossierState.OPEN:
            return
        found = [page for page in view.pages if is_shown_only(page)]
        new = [page for page in found if page.id not in self._told]
        if new:
            self._told.update(page.id for page in found)
            self._tell(found)

    def _tell(self, found: list[Page]) -> None:
        numbers = ", ".join(str(page.seq) for page in found)
        head = self.tr("Page %1: only shown, no copy may be kept.").replace("%1", numbers)
        self._window.message.tell(
            head, self.tr("Ctrl+Shift+Delete erases it for good, one by one.")
        )

    def _erase_next(self) -> None:
        """Erase the first such page; the officer was told which."""
        found = [page for page in self._window.pages_model.rows if is_shown_only(page)]
        if found:
            self._queue.erase(found[0])
        else:
            self._troubles.tell(self.tr("No page of this dossier has to be erased."))

    def _erased(self) -> None:
        """One page is gone; those that are left are told of again."""
        self._told.clear()
        self._window.message.note(
            self.tr("Erased."), self.tr("The station keeps no copy of it, only the audit entry.")
        )
