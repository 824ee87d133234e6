"""The window: where everything stands. What it does is in `app.ui.desk`."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.action_bar import ActionBar
from app.ui.field_form import FieldForm
from app.ui.fields_model import FieldsModel
from app.ui.files_model import FilesModel
from app.ui.files_view import FilesView
from app.ui.look import SPACE_PX
from app.ui.message_panel import MessagePanel
from app.ui.new_dossier_panel import NewDossierPanel
from app.ui.outbox_model import OutboxModel
from app.ui.outbox_view import OutboxView
from app.ui.owner_panel import OwnerPanel
from app.ui.page_view import PageView
from app.ui.pages_model import PagesModel
from app.ui.pages_view import PagesView
from app.ui.procedure_panel import ProcedurePanel
from app.ui.progress_strip import ProgressStrip
from app.ui.queue_model import QueueModel
from app.ui.queue_view import QueueView
from app.ui.reuse_view import ReuseView
from app.ui.sign_panel import SignPanel
from app.ui.status_strip import StatusStrip

SIZE_PX = (1366, 728)
"""First size: an old counter screen without its task bar."""

FILE_KINDS = "*.jpg *.jpeg *.png *.tif *.tiff *.pdf"


class Window(QMainWindow):
    """Queue, pages and form side by side; the outbox on a second tab.

    Signals:
        files_given(list[str]): Files dropped or chosen.
        files_wanted(): Look at the finished files.
        undo_wanted(), redo_wanted(): Take the last edit back, or do it again.
        closing(): The officer closes the window.
    """

    files_given = Signal(object)
    files_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    closing = Signal()

    def __init__(self, language: str, device_hint: str = "") -> None:
        super().__init__()
        self.queue_model = QueueModel(self)
        self.pages_model = PagesModel(self)
        self.fields_model = FieldsModel(self)
        self.files_model = FilesModel(self)
        self.outbox_model = OutboxModel(language, self)
        self.queue = QueueView(self.queue_model, self)
        self.pages = PagesView(self.pages_model, self)
        self.page = PageView(self)
        self.files = FilesView(self.files_model, self)
        self.form = FieldForm(self.fields_model, language, self)
        self.new_dossier = NewDossierPanel(language, self)
        self.owner = OwnerPanel(language, self)
        self.procedure = ProcedurePanel(self)
        self.reuse = ReuseView(self)
        self.sign = SignPanel(language, self)
        self.outbox = OutboxView(self.outbox_model, language, self)
        self.message = MessagePanel(self)
        self.progress = ProgressStrip(self)
        self.actions_bar = ActionBar(device_hint, self)
        self.strip = StatusStrip(self)
        self.import_dialog: QFileDialog | None = None
        self._arrange()
        self._add_shortcuts()
        self.setAcceptDrops(True)
        self.setWindowTitle(self.tr("Digitization station"))
        self.resize(*SIZE_PX)

    def _arrange(self) -> None:
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Parts of the window"))
        self.tabs.tabBar().setAccessibleName(self.tr("Parts of the window"))
        self.tabs.addTab(self._work(), self.tr("Dossiers"))
        self.tabs.addTab(self.outbox, self.tr("Outbox"))
        centre = QWidget(self)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(SPACE_PX, SPACE_PX // 2, SPACE_PX, SPACE_PX // 2)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(self.tabs, 1)
        for widget in (self.message, self.progress, self.actions_bar, self.strip):
            layout.addWidget(widget)
        self.whole = QStackedWidget(self)
        self.whole.addWidget(centre)
        self.setCentralWidget(self.whole)

    def _work(self) -> QWidget:
        """Queue on the left, pages in the middle, form or panel on the right."""
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_PX // 2)
        column.addLayout(self._head())
        column.addWidget(self._middle(), 1)
        self.side = QStackedWidget(self)
        for panel in (self.form, self.new_dossier, self.owner, self.procedure, self.sign):
            self.side.addWidget(panel)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SPACE_PX)
        for part in (self.queue, middle, self.side):
            splitter.addWidget(part)
        splitter.setSizes([270, 690, 380])
        splitter.setStretchFactor(1, 1)
        frame = QWidget(self)
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        outer.addWidget(splitter)
        return frame

    def _head(self) -> QHBoxLayout:
        """Which dossier this is, of which procedure, and whose."""
        self.heading = QLabel(self)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.heading.setStyleSheet("font-weight: 600;")
        self.owner_button = QPushButton(self)
        self.procedure_button = QPushButton(self.tr("Procedure  Ctrl+Shift+P"), self)
        self.procedure_button.setAccessibleName(self.tr("Change the procedure"))
        for button in (self.procedure_button, self.owner_button):
            button.setProperty("quiet", True)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.procedure_button)
        head.addWidget(self.owner_button)
        return head

    def _middle(self) -> QWidget:
        """What came in, what is there already and what goes out, each on a tab."""
        papers = QWidget(self)
        column = QVBoxLayout(papers)
        column.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        column.setSpacing(SPACE_PX // 2)
        column.addWidget(self.pages)
        column.addWidget(self.page, 1)
        self.middle = QTabWidget(self)
        self.middle.setDocumentMode(True)
        for named in (self.middle, self.middle.tabBar()):
            named.setAccessibleName(self.tr("Pages or PDF files"))
        self.middle.addTab(papers, self.tr("Scanned pages  F6"))
        self.middle.addTab(self.files, self.tr("PDF files  F7"))
        self.middle.addTab(self.reuse, self.tr("Papers needed  F10"))
        return self.middle

    def _add_shortcuts(self) -> None:
        for key, slot in (
            (QKeySequence(QKeySequence.StandardKey.Undo), self.undo_wanted),
            (QKeySequence("Ctrl+Y"), self.redo_wanted),
            (QKeySequence("Ctrl+Shift+Z"), self.redo_wanted),
            (QKeySequence("F2"), self.form.focus_first_doubt),
            (QKeySequence("F3"), self.form.doubtful_only.toggle),
            (QKeySequence("F6"), self._to_pages),
            (QKeySequence("F7"), self.files_wanted),
        ):
            QShortcut(key, self).activated.connect(slot)

    def show_work(self) -> None:
        """Bring the dossiers' tab to the front."""
        self.tabs.setCurrentIndex(0)

    def show_pages(self) -> None:
        """Bring the scanned pages to the front of the middle."""
        self.middle.setCurrentIndex(0)

    def show_papers(self) -> None:
        """Bring the papers that need no scan to the front of the middle."""
        self.show_work()
        self.middle.setCurrentWidget(self.reuse)

    def show_files(self) -> None:
        """Bring the finished files to the front of the middle; the keyboard stays where it is."""
        self.show_work()
        self.middle.setCurrentWidget(self.files)

    def _to_pages(self) -> None:
        self.show_work()
        self.show_pages()
        self.pages.setFocus()

    def show_outbox(self) -> None:
        """Bring the outbox to the front."""
        self.tabs.setCurrentWidget(self.outbox)
        self.outbox.table.setFocus()

    def show_side(self, panel: QWidget) -> None:
        """Show form or panel on the right."""
        self.show_work()
        self.side.setCurrentWidget(panel)

    def ask_for_files(self) -> None:
        """Open the file dialog beside the work; it answers by `files_given`."""
        if self.import_dialog is None:
            self.import_dialog = QFileDialog(self, self.tr("Import files"))
            self.import_dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
            self.import_dialog.setNameFilters(
                [self.tr("Pictures and PDF (%1)").replace("%1", FILE_KINDS)]
            )
            self.import_dialog.filesSelected.connect(self._files_chosen)
        self.import_dialog.open()

    def _files_chosen(self, names: list[str]) -> None:
        self.files_given.emit(names)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, nothing else."""
        if _local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files were dropped."""
        event.acceptProposedAction()
        self.files_given.emit(_local_files(event))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything saved stays saved: close without a question."""
        self.form.finish_typing(is_leaving=True)
        self.closing.emit()
        event.accept()


def _local_files(event: QDropEvent) -> Sequence[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
