"""Reuse: owners, papers that are there already, and decisions, kept off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.domain.ids import DossierId
from app.domain.owner import Owner
from app.domain.reuse import Decision, Keeper, KnownPaper
from app.errors import StationError
from app.services import reuse
from app.services.lookups import ask
from app.services.owner import OwnerGuess, guess_owners, owner_of_text, set_owner
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane, OnError


@dataclass(frozen=True, slots=True)
class SheetOnShow:
    """What is known for a dossier; `sheet` is None while its procedure is not chosen."""

    dossier_id: DossierId
    sheet: reuse.ReuseSheet | None


@dataclass(frozen=True, slots=True)
class PaperOnShow:
    """A known paper with the bytes of its file."""

    paper: KnownPaper
    data: bytes


class ReuseFlow(QObject):
    """Asks and saves what belongs to the owner and to papers that need no scan.

    Signals:
        sheet_read(SheetOnShow): What is known for a dossier.
        guesses_read(tuple[OwnerGuess, ...]): Who may be the owner of the dossier on show.
        owner_saved(DossierId): A dossier has its owner; the store of papers is asked.
        decided(): A paper was taken, refused or given back.
        paper_ready(PaperOnShow): A paper to look at.
        trouble(StationError): Something could not be done.
    """

    sheet_read = Signal(object)
    guesses_read = Signal(object)
    owner_saved = Signal(str)
    decided = Signal()
    paper_ready = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        station: Station,
        bridge: JobsBridge,
        *,
        wake: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self.wake = wake
        self._dossier: DossierId | None = None
        self._reading = False
        self._stale = False

    def turn_to(self, dossier_id: DossierId) -> None:
        """Another dossier is on show."""
        self._dossier = dossier_id

    def read_owner(self, text: str, on_owner: Callable[[Owner], None], on_error: OnError) -> None:
        """Understand a typed id or the code of a card."""
        station = self._station
        self._bridge.run(Lane.STORE, lambda: owner_of_text(station, text), on_owner, on_error)

    def save_owner(self, owner: Owner) -> None:
        """Name the owner of the dossier on show; the store is asked for papers at once."""
        station, home = self._station, self._dossier
        if home is None:
            return

        def job() -> DossierId:
            set_owner(station, home, owner)
            ask(station, home)
            return home

        self._bridge.run(Lane.STORE, job, self._owner_saved, self.trouble.emit)

    def _owner_saved(self, dossier_id: DossierId) -> None:
        self.wake()
        self.owner_saved.emit(dossier_id)

    def want_guesses(self) -> None:
        """Look who may be the owner of the dossier on show."""
        station, home = self._station, self._dossier
        if home is None:
            return

        def told(guesses: tuple[OwnerGuess, ...]) -> None:
            if home == self._dossier:
                self.guesses_read.emit(guesses)

        self._bridge.run(Lane.STORE, lambda: guess_owners(station, home), told, self.trouble.emit)

    def refresh(self) -> None:
        """Read what is known for the dossier on show; one reading at a time."""
        if self._reading or self._dossier is None:
            self._stale = self._reading
            return
        self._reading = True
        station, home = self._station, self._dossier
        self._bridge.run(Lane.STORE, lambda: _read(station, home), self._read, self._failed)

    def _read(self, shown: SheetOnShow) -> None:
        self._reading = False
        if shown.dossier_id == self._dossier:
            self.sheet_read.emit(shown)
        self._again()

    def _failed(self, error: StationError) -> None:
        self._reading = False
        self.trouble.emit(error)
        self._again()

    def _again(self) -> None:
        if self._stale:
            self._stale = False
            self.refresh()

    def take(self, choice: reuse.Choice) -> None:
        """Reuse a paper for a component."""
        self._decide(lambda station, home: reuse.take(station, home, choice))

    def scan_anyway(self, component: str) -> None:
        """Scan a component although a paper is known for it."""
        self._decide(lambda station, home: reuse.scan_anyway(station, home, component))

    def undo(self, component: str) -> None:
        """Take the decision about a component back."""
        self._decide(lambda station, home: reuse.undo(station, home, component))

    def _decide(self, job: Callable[[Station, DossierId], Decision | None]) -> None:
        station, home = self._station, self._dossier
        if home is not None:
            self._bridge.run(
                Lane.STORE, lambda: job(station, home), self._decided, self.trouble.emit
            )

    def _decided(self, _decision: Decision | None) -> None:
        self.decided.emit()

    def look(self, paper: KnownPaper) -> None:
        """Fetch a paper for the officer's eye; nothing of it is kept."""
        station = self._station
        lane = Lane.NETWORK if paper.keeper is Keeper.STORE else Lane.VIEW
        self._bridge.run(
            lane,
            lambda: PaperOnShow(paper, reuse.paper_bytes(station, paper)),
            self.paper_ready.emit,
            self.trouble.emit,
        )


def _read(station: Station, dossier_id: DossierId) -> SheetOnShow:
    try:
        return SheetOnShow(dossier_id, reuse.sheet(station, dossier_id))
    except reuse.NoProcedure:
        return SheetOnShow(dossier_id, None)
