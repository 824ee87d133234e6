"""A dossier in the hands of another officer: says whose, and takes it over on purpose."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.domain.ids import DossierId
from app.services.access import take_over
from app.services.session import HeldByOther
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.keyboard import shortcut
from app.ui.messages import headline, words
from app.ui.queue_flow import QueueFlow
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class TakeoverDesk(QObject):
    """Nothing of such a dossier is shown before Ctrl+Shift+T; that is an audited act."""

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        queue: QueueFlow,
        troubles: TroubleDesk,
    ) -> None:
        super().__init__(window)
        self._station, self._bridge = station, bridge
        self._queue, self._troubles = queue, troubles
        self._held: DossierId | None = None
        queue.held.connect(self._tell)
        queue.chosen.connect(self._turned)
        shortcut("take_over", window, self.take_over)

    def take_over(self) -> None:
        """Take the dossier that was refused just now."""
        held, station = self._held, self._station
        if held is not None:
            self._bridge.run(Lane.STORE, lambda: take_over(station, held), self._taken)

    def _turned(self, _dossier_id: str) -> None:
        self._held = None

    def _tell(self, dossier_id: str, holder: str) -> None:
        self._held = DossierId(dossier_id)
        language = self._troubles.language
        told = words(HeldByOther.code, language)
        self._troubles.tell_all(
            headline(HeldByOther.code, language, holder=holder), f"{told.why} {told.todo}"
        )

    def _taken(self, _before: str) -> None:
        self._held = None
        self._troubles.note(self.tr("The dossier is in your hands now."))
        self._queue.show_again()
