"""Holds what is being typed into fields every moment, and puts it back after a sudden end."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.domain.ids import DossierId
from app.errors import StationError
from app.services.station import Station
from app.services.typing_drafts import Typed, keep_typing, kept_typing
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.queue_flow import DossierView, QueueFlow
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window

KEEP_MS = 500
"""Typing is held so soon after a key; together with the write it stays under a second."""


class TypingDesk(QObject):
    """Listens to the form; what it holds goes as soon as all of it is saved."""

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
        self._form, self._station, self._bridge = window.form, station, bridge
        self._troubles = troubles
        self._home = DossierId("")
        self._held: tuple[Typed, ...] = ()
        self._asked: set[str] = set()
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(KEEP_MS)
        self._due.timeout.connect(self._keep)
        self._form.typed.connect(self._typed)
        self._form.corrected.connect(self._saved)
        queue.chosen.connect(self._turned)
        queue.dossier_read.connect(self._read)

    def _turned(self, dossier_id: str) -> None:
        self._home = DossierId(dossier_id)
        self._held = ()

    def _typed(self) -> None:
        # not started anew by each key: who types without a pause is kept too
        if not self._due.isActive():
            self._due.start()

    def _saved(self) -> None:
        self._typed()

    def _keep(self) -> None:
        home, station, typed = self._home, self._station, self._form.typing
        if not home or typed == self._held:
            return
        self._held = typed
        self._bridge.run(
            Lane.STORE, lambda: keep_typing(station, home, typed), _done, self._troubles.show
        )

    def _read(self, view: DossierView) -> None:
        """The first look at a dossier brings back what was never saved there."""
        home, station = view.dossier.id, self._station
        if home != self._home or home in self._asked:
            return
        self._asked.add(home)

        def put_back(typed: tuple[Typed, ...]) -> None:
            if home == self._home:
                self._put_back(typed)

        self._bridge.run(Lane.STORE, lambda: kept_typing(station, home), put_back, _not_read)

    def _put_back(self, typed: tuple[Typed, ...]) -> None:
        back = [label for each in typed if (label := self._form.put_back(each))]
        if back:
            self._held = self._form.typing
            text = self.tr("What you were typing is back: %1.").replace("%1", ", ".join(back))
            rest = self.tr("It is not saved yet: press Enter in the field, or Esc to drop it.")
            self._troubles.note(text, rest)


def _done(_nothing: None) -> None:
    """Nobody has to hear of it."""


def _not_read(_error: StationError) -> None:
    """Without it the field is as it was stored."""
