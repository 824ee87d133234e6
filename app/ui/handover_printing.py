"""Printing the slip that goes with papers: for the chosen dossier, or all sealed today."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

from app.domain.ids import DossierId
from app.services.handover import save_handover, sealed_today
from app.services.handover_drawing import HandoverSheet
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.keyboard import follow, keyboard, shortcut
from app.ui.queue_view import QueueView
from app.ui.rows_model import Role
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class HandoverPrinting(QObject):
    """Two entries in the menu of the list of dossiers, a key, and the question where it goes."""

    def __init__(
        self,
        window: Window,
        menu: QMenu,
        *,
        station: Station,
        bridge: JobsBridge,
        troubles: TroubleDesk,
    ) -> None:
        super().__init__(window)
        self._view: QueueView = window.queue
        self._station, self._bridge, self._troubles = station, bridge, troubles
        self._wanted: DossierId | None = None
        self.dialog: QFileDialog | None = None
        menu.addSeparator()
        self.of_chosen = QAction(self.tr("Print hand-over slip of this dossier…"), menu)
        self.of_today = QAction(self.tr("Print hand-over slip of today's dossiers…"), menu)
        self.of_chosen.triggered.connect(self.ask_for_chosen)
        self.of_today.triggered.connect(self.ask_for_today)
        today = self.of_today.text()
        follow(menu, lambda: self.of_today.setText(f"{today}\t{keyboard().label('handover')}"))
        for action in (self.of_chosen, self.of_today):
            menu.addAction(action)
        menu.aboutToShow.connect(self._decide)
        shortcut("handover", window, self.ask_for_today)

    def _chosen(self) -> DossierId | None:
        row = self._view.list.currentIndex().data(Role.ROW)
        return DossierId(row.dossier.id) if row is not None else None

    def _decide(self) -> None:
        self.of_chosen.setEnabled(self._chosen() is not None)

    def ask_for_chosen(self) -> None:
        """Ask where the slip of the chosen dossier goes."""
        self._wanted = self._chosen()
        if self._wanted is not None:
            self._open()

    def ask_for_today(self) -> None:
        """Ask where the slip of today's dossiers goes."""
        self._wanted = None
        self._open()

    def _open(self) -> None:
        if self.dialog is None:
            self.dialog = QFileDialog(self._view, self.tr("Print hand-over slip"))
            self.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self.dialog.setNameFilters([self.tr("PDF files (*.pdf)")])
            self.dialog.setDefaultSuffix("pdf")
            self.dialog.fileSelected.connect(self.print_to)
        self.dialog.selectFile(self.tr("hand-over.pdf"))
        self.dialog.open()

    def print_to(self, name: str) -> None:
        """Print what was asked for into a file."""
        station, wanted, target = self._station, self._wanted, Path(name)

        def job() -> HandoverSheet:
            homes = (wanted,) if wanted is not None else sealed_today(station)
            return save_handover(station, homes, target)

        def saved(sheet: HandoverSheet) -> None:
            text = self.tr("The hand-over slip is saved; %n dossier(s) on it.", "", len(sheet.rows))
            self._troubles.note(text, target.name)

        self._bridge.run(Lane.VIEW, job, saved, self._troubles.show)
