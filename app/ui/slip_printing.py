"""Printing receipts and station slips from the outbox into PDF files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.services.slips import PaperSize
from app.ui.outbox_flow import OutboxFlow
from app.ui.outbox_model import OutboxRow
from app.ui.outbox_view import OutboxView
from app.ui.trouble_desk import TroubleDesk


class SlipPrinting(QObject):
    """Asks where the slip of the chosen row goes, and on which paper, and has it printed."""

    def __init__(self, view: OutboxView, outbox: OutboxFlow, troubles: TroubleDesk) -> None:
        super().__init__(view)
        self._view, self._outbox, self._troubles = view, outbox, troubles
        self._row: OutboxRow | None = None
        self._papers = {
            self.tr("A5 paper (*.pdf)"): PaperSize.A5,
            self.tr("Roll of 80 mm (*.pdf)"): PaperSize.ROLL_80,
        }
        self.dialog: QFileDialog | None = None
        view.print_wanted.connect(self.ask)
        outbox.slip_saved.connect(self._saved)

    def ask(self, row: OutboxRow) -> None:
        """Open the file dialog beside the work."""
        self._row = row
        if self.dialog is None:
            self.dialog = QFileDialog(self._view, self.tr("Print receipt or slip"))
            self.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self.dialog.setNameFilters(list(self._papers))
            self.dialog.setDefaultSuffix("pdf")
            self.dialog.fileSelected.connect(self.print_to)
        pattern = self.tr("receipt-%1.pdf") if row.receipt_number else self.tr("slip-%1.pdf")
        name = row.name.replace("/", "-")
        self.dialog.selectFile(pattern.replace("%1", name))
        self.dialog.open()

    def print_to(self, name: str) -> None:
        """Print what was asked for into a file."""
        if self._row is None or self.dialog is None:
            return
        size = self._papers.get(self.dialog.selectedNameFilter(), PaperSize.A5)
        self._outbox.print_slip(self._row.submission.dossier_id, size, Path(name))

    def _saved(self, name: str) -> None:
        self._troubles.note(self.tr("The PDF to print is saved."), name)
