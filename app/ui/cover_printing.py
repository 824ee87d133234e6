"""Printing cover sheets from the list of dossiers: for one dossier, blank ones, parting sheets."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

from app.domain.ids import DossierId
from app.services.covers import CoverOrder, CoverPaper, PrintedCovers, save_covers
from app.services.station import Station
from app.store.base import DossierRow
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.queue_view import QueueView
from app.ui.rows_model import Role
from app.ui.trouble_desk import TroubleDesk

SEVERAL = 10
"""Sheets without a dossier that are printed at once: enough for a morning."""


class Sheets(Enum):
    """What is printed."""

    DOSSIER = "dossier"
    BLANK = "blank"
    PARTING = "parting"


class CoverFlow(QObject):
    """Prints covers into PDF files.

    Signals:
        saved(str): Name of the file.
        trouble(StationError): Nothing was printed.
    """

    saved = Signal(str)
    trouble = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge

    def print_to(self, order: CoverOrder, target: Path) -> None:
        """Print covers into a file."""
        station = self._station

        def done(_printed: PrintedCovers) -> None:
            self.saved.emit(target.name)

        self._bridge.run(
            Lane.VIEW, lambda: save_covers(station, order, target), done, self.trouble.emit
        )


class CoverPrinting(QObject):
    """The menu of the list of dossiers, and the question where the PDF goes."""

    def __init__(self, view: QueueView, flow: CoverFlow, troubles: TroubleDesk) -> None:
        super().__init__(view)
        self._view, self._flow, self._troubles = view, flow, troubles
        self._order = CoverOrder()
        self._papers = {
            self.tr("A4 paper (*.pdf)"): CoverPaper.A4,
            self.tr("Slips of A6 (*.pdf)"): CoverPaper.A6,
        }
        self.menu = QMenu(view)
        self.menu.setAccessibleName(self.tr("What can be done with dossiers"))
        blank = self.tr("Print %n blank cover sheet(s)…", "", SEVERAL)
        parting = self.tr("Print %n separator sheet(s)…", "", SEVERAL)
        self.actions = {
            Sheets.DOSSIER: self._action(self.tr("Print cover sheet…"), Sheets.DOSSIER),
            Sheets.BLANK: self._action(blank, Sheets.BLANK),
            Sheets.PARTING: self._action(parting, Sheets.PARTING),
        }
        self.dialog: QFileDialog | None = None
        self.menu.aboutToShow.connect(self._decide)
        view.more.setMenu(self.menu)
        view.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.list.customContextMenuRequested.connect(self._show_menu)
        flow.saved.connect(self._saved)
        flow.trouble.connect(troubles.show)

    def ask(self, sheets: Sheets) -> None:
        """Open the file dialog beside the work."""
        row = self._row(self._view.list.currentIndex())
        match sheets:
            case Sheets.DOSSIER:
                if row is None:
                    return
                self._order = CoverOrder((DossierId(row.dossier.id),))
            case Sheets.BLANK:
                self._order = CoverOrder(blanks=SEVERAL)
            case Sheets.PARTING:
                self._order = CoverOrder(parting=SEVERAL)
        self._open(self.tr("cover-sheets.pdf"))

    def print_to(self, name: str) -> None:
        """Print what was asked for into a file."""
        chosen = self.dialog.selectedNameFilter() if self.dialog else ""
        paper = self._papers.get(chosen, CoverPaper.A4)
        order = CoverOrder(self._order.dossiers, self._order.blanks, self._order.parting, paper)
        self._flow.print_to(order, Path(name))

    def _action(self, text: str, sheets: Sheets) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda: self.ask(sheets))
        self.menu.addAction(action)
        return action

    def _show_menu(self, place: QPoint) -> None:
        index = self._view.list.indexAt(place)
        if index.isValid():
            self._view.list.setCurrentIndex(index)
        self.menu.popup(self._view.list.viewport().mapToGlobal(place))

    def _decide(self) -> None:
        current = self._row(self._view.list.currentIndex())
        self.actions[Sheets.DOSSIER].setEnabled(current is not None)

    def _row(self, index: QModelIndex) -> DossierRow | None:
        row = index.data(Role.ROW)
        return row if isinstance(row, DossierRow) else None

    def _open(self, name: str) -> None:
        if self.dialog is None:
            self.dialog = QFileDialog(self._view, self.tr("Print cover sheets"))
            self.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self.dialog.setNameFilters(list(self._papers))
            self.dialog.setDefaultSuffix("pdf")
            self.dialog.fileSelected.connect(self.print_to)
        self.dialog.selectFile(name)
        self.dialog.open()

    def _saved(self, name: str) -> None:
        self._troubles.note(self.tr("The PDF with the sheets to print is saved."), name)
