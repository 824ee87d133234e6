"""The watch desk: files of the watched folder go where the officer says."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.domain.ids import DossierId
from app.domain.page import Page
from app.services.watch_folder import Taken
from app.ui.flows import Flows
from app.ui.messages import headline
from app.ui.trouble_desk import TroubleDesk
from app.ui.watch_strip import WatchFlow, WatchStrip
from app.ui.window import Window


class WatchDesk(QObject):
    """Joins the strip with the folder."""

    def __init__(
        self, window: Window, flows: Flows, watch: WatchFlow, troubles: TroubleDesk
    ) -> None:
        super().__init__(window)
        self._flows = flows
        self._queue = flows.queue
        self._watch = watch
        self._troubles = troubles
        self.strip = WatchStrip(troubles.language, window)
        window.stand_on_top(self.strip)
        watch.waiting.connect(self.strip.show_waiting)
        watch.trouble.connect(self.strip.show_trouble)
        watch.taken.connect(self._taken)
        watch.page_saved.connect(self._saved)
        self.strip.into_this.connect(self._into_this)
        self.strip.into_new.connect(self._into_new)

    def _into_this(self) -> None:
        chosen = self._queue.chosen_id
        if chosen is None:
            self._troubles.tell(self.tr("Choose a dossier first."))
        else:
            self._take(chosen)

    def _into_new(self) -> None:
        self._take(None)

    def _take(self, dossier_id: DossierId | None) -> None:
        self._watch.take(dossier_id, self.strip.names)
        self.strip.hide()

    def _saved(self, _page: Page) -> None:
        self._flows.wake()
        self._queue.refresh_soon()

    def _taken(self, found: list[Taken]) -> None:
        """Tell how many pages came, and why a file did not."""
        pages = sum(len(each.pages) for each in found)
        taken = self.tr("%n page(s) taken from the copier.", "", pages)
        language = self._troubles.language
        refused = [
            f"• {each.name}: {headline(each.error.code, language)}"
            for each in found
            if each.error is not None
        ]
        if refused:
            self._troubles.tell_all(taken, "\n".join(refused))
        else:
            self._troubles.note(taken)
        self._queue.refresh()
