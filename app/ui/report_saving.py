"""Saving the report of a check for auditors."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.keyboard import shortcut
from app.ui.trouble_desk import TroubleDesk
from app.ui.verdict_panel import VerdictPanel


class ReportSaving(QObject):
    """Asks where the report of the verdict on show goes, and writes it."""

    def __init__(self, panel: VerdictPanel, view: QWidget, troubles: TroubleDesk) -> None:
        super().__init__(view)
        self._panel, self._troubles = panel, troubles
        self._dialog: QFileDialog | None = None
        panel.report_wanted.connect(self.ask)
        shortcut("verify.report", view, self.ask)

    def ask(self) -> None:
        """Open the file dialog beside the work."""
        if self._panel.checked is None or not self._panel.checked.report:
            return
        if self._dialog is None:
            self._dialog = QFileDialog(self._panel, self.tr("Save report"))
            self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self._dialog.setNameFilters([self.tr("Validation report (*.xml)")])
            self._dialog.setDefaultSuffix("xml")
            self._dialog.fileSelected.connect(self.save)
        stem = Path(self._panel.checked.verdict["path"]).stem
        self._dialog.selectFile(self.tr("%1-report.xml").replace("%1", stem))
        self._dialog.open()

    def save(self, name: str) -> None:
        """Write the report of the verdict on show."""
        checked = self._panel.checked
        if checked is None:
            return
        try:
            Path(name).write_bytes(checked.report)
        except OSError:
            self._troubles.tell(self.tr("The report could not be saved in that folder."))
        else:
            self._troubles.note(self.tr("The report is saved."), Path(name).name)
