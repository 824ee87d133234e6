"""Checking any PDF: dropped or chosen, its pages and the verdict beside each other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.errors import StationError
from app.ui.buttons import keyed_button, set_reason
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.keyboard import shortcut
from app.ui.keys import Scope
from app.ui.look import SPACE_PX
from app.ui.messages import headline
from app.ui.preview_flow import Checked, PreviewFlow, ShownPage
from app.ui.report_saving import ReportSaving
from app.ui.stamp_view import StampView
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.verdict_panel import VerdictPanel
from app.ui.window import Window
from app.ui.wrapped_label import WrappedLabel

HINT_LETTERS = 60
"""Width of the line beside the button at most."""


class VerifyView(QWidget):
    """Page and verdict of one file.

    Signals:
        file_given(str): Check this file.
        renewal_wanted(): Bring the evidence of the file on show up to date.
    """

    file_given = Signal(str)
    renewal_wanted = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dialog: QFileDialog | None = None
        self.open_button = QPushButton(self.tr("Choose a PDF…"), self)
        self.open_button.setAccessibleName(self.tr("Choose a PDF to check"))
        hint = WrappedLabel(HINT_LETTERS, self)
        hint.setText(self.tr("or drop a PDF here; it is only read."))
        self.renew_button = keyed_button(
            self.tr("Renew its evidence (B-LTA)  Ctrl+E"), self, Scope.VERIFY
        )
        self.renew_button.setAccessibleName(self.tr("Renew the evidence of this file"))
        self.allow_renewal(is_allowed=False)
        self.page = StampView(self)
        self.page.teach(self.tr("The pages of the file stand here."))
        self.verdict = VerdictPanel(language, self)
        self.verdict.teach(
            self.tr("Who signed, when, and whether the file was changed since: that stands here.")
        )
        stretched(hint)
        top = FlowLayout()
        top.addWidget(self.open_button)
        top.addWidget(hint)
        top.addWidget(self.renew_button)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SPACE_PX)
        splitter.addWidget(self.page)
        splitter.addWidget(self.verdict)
        splitter.setSizes([720, 620])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.addLayout(top)
        layout.addWidget(splitter, 1)
        self.open_button.clicked.connect(self.ask)
        self.renew_button.clicked.connect(self.renewal_wanted)
        shortcut("verify.renew", self, self.renew_button.click)
        self.setAcceptDrops(True)

    def allow_renewal(self, *, is_allowed: bool) -> None:
        """Let the evidence of the file on show be renewed, or say why not."""
        why = self.tr("Choose a signed PDF first; once it is checked this can be done.")
        set_reason(self.renew_button, "" if is_allowed else why)

    def ask(self) -> None:
        """Open the file dialog beside the work."""
        if self._dialog is None:
            self._dialog = QFileDialog(self, self.tr("Check signatures"))
            self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            self._dialog.setNameFilters([self.tr("PDF files (*.pdf)")])
            self._dialog.fileSelected.connect(self.file_given)
        self._dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, nothing else."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file was dropped; the first one is checked."""
        names = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if names:
            self.file_given.emit(names[0])


class VerifyDesk(TabDesk):
    """Joins the view with the check."""

    def __init__(
        self,
        window: Window,
        preview: PreviewFlow,
        troubles: TroubleDesk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(window, parent)
        self._preview, self._language = preview, troubles.language
        self._file: Path | None = None
        self.view = VerifyView(troubles.language, window)
        self._saving = ReportSaving(self.view.verdict, self.view, troubles)
        self.add_behind(self.view, self.tr("Check signatures"), "verify")
        self.view.file_given.connect(self.check)
        self.view.page.page_wanted.connect(self._turn)
        preview.page_ready.connect(self._page_ready)
        preview.page_failed.connect(
            lambda error: self.view.page.clear("! " + headline(error.code, self._language))
        )
        preview.checked.connect(self._checked)
        preview.trouble.connect(self._refused)
        preview.renewed.connect(self._renewed)
        self.view.renewal_wanted.connect(self._renew)
        self._troubles = troubles

    def start(self) -> None:
        """Ask for a file."""
        self.view.open_button.setFocus()
        self.view.ask()

    def came(self) -> None:
        """What was checked before is still on show."""

    def went(self) -> None:
        """Nothing is under way that has to end."""

    def check(self, name: str) -> None:
        """Check a file and show its first page."""
        self._file = Path(name)
        self.view.allow_renewal(is_allowed=False)
        self._window.tabs.bring(self.view)
        if self.view.focusWidget() is None or not self.view.focusWidget().hasFocus():
            self.view.open_button.setFocus(Qt.FocusReason.OtherFocusReason)  # its keys work at once
        self.view.page.clear(self.tr("◷ Opening…"))
        self.view.verdict.clear(self.tr("◷ Checking the signatures…"))
        self._preview.want_page(self._file, 0)
        self._preview.want_check(self._file)

    def _turn(self, page_index: int) -> None:
        if self._file is not None:
            self._preview.want_page(self._file, page_index)

    def _page_ready(self, shown: ShownPage) -> None:
        if shown.key == self._file:
            self.view.page.show_page(shown.page)

    def _checked(self, checked: Checked) -> None:
        if checked.key == self._file:
            self.view.verdict.show_verdict(checked.file)
            is_signed = bool(checked.file.verdict.get("signatures"))
            self.view.allow_renewal(is_allowed=is_signed)

    def _renew(self) -> None:
        if self._file is not None:
            self.view.allow_renewal(is_allowed=False)
            self._preview.renew(self._file)

    def _renewed(self, name: str) -> None:
        """Show the renewed file; the one before lies beside it, untouched."""
        self._troubles.note(self.tr("The evidence is up to date."), Path(name).name)
        self.check(name)

    def _refused(self, error: StationError) -> None:
        self._troubles.show(error)
        checked = self.view.verdict.checked
        is_signed = checked is not None and bool(checked.verdict.get("signatures"))
        self.view.allow_renewal(is_allowed=is_signed)
