"""The shown-only desk: tells of scans that may not be kept; a key erases or keeps one."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.domain.dossier import DossierState
from app.domain.page import Page, is_shown_only
from app.ui.keyboard import reworded, shortcut
from app.ui.queue_flow import DossierView, QueueFlow
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class ShownOnlyDesk(QObject):
    """Tells once of each such page; only the officer erases it, or says it is another paper."""

    def __init__(
        self, window: Window, queue: QueueFlow, troubles: TroubleDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._queue = queue
        self._troubles = troubles
        self._told: set[str] = set()
        shortcut("erase_shown", window, self._erase_next)
        shortcut("keep_shown", window, self._keep_next)
        queue.page_erased.connect(self._erased)
        queue.page_kept.connect(self._kept)

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
            head,
            reworded(
                self.tr("Ctrl+Shift+Delete erases it for good; Ctrl+Shift+K keeps another paper.")
            ),
        )

    def _erase_next(self) -> None:
        """Erase the first such page; the officer was told which."""
        page = self._next()
        if page is not None:
            self._queue.erase(page)

    def _keep_next(self) -> None:
        """The first such page is one of another paper."""
        page = self._next()
        if page is not None:
            self._queue.keep(page)

    def _next(self) -> Page | None:
        """The page on show if it is such a page, else the first one."""
        found = [page for page in self._window.pages_model.rows if is_shown_only(page)]
        if not found:
            self._troubles.tell(self.tr("No page of this dossier has to be erased."))
            return None
        picture = self._window.page.picture
        shown = [page for page in found if picture is not None and page.id == picture.page_id]
        return (shown or found)[0]

    def _erased(self) -> None:
        """One page is gone; those that are left are told of again."""
        self._told.clear()
        self._window.message.note(
            self.tr("Erased."), self.tr("The station keeps no copy of it, only the audit entry.")
        )

    def _kept(self) -> None:
        """One page is another paper; those that are left are told of again."""
        self._told.clear()
        self._window.message.note(
            self.tr("Kept."),
            self.tr("The page counts as another paper; the audit says who said so."),
        )
