"""The window: where everything stands. What it does is in `app.ui.desk`."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.action_bar import ActionBar
from app.ui.buttons import tell_key
from app.ui.field_form import FieldForm
from app.ui.fields_model import FieldsModel
from app.ui.files_model import FilesModel
from app.ui.files_view import FilesView
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.keyboard import shortcut, tell_tab_key
from app.ui.look import SPACE_PX, embolden
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
from app.ui.roomy import Roomy, Stack, only_seen_takes_room
from app.ui.sign_panel import SignPanel
from app.ui.status_strip import StatusStrip
from app.ui.window_tabs import WindowTabs
from app.ui.wrapped_label import WrappedLabel

SIZE_PX = (1366, 728)
"""First size: an old counter screen without its task bar."""

HEADING_LETTERS = 60
"""Width that the name of a dossier wants at most; a longer one takes more lines."""

MIDDLE_PX = 300
"""Width that the pages keep when the help stands beside them; the ends become narrower first."""

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
        self.tabs = WindowTabs(self)
        self.tabs.add_front(self._work(), self.tr("Dossiers"), "queue")
        self.tabs.add_front(self.outbox, self.tr("Outbox"), "outbox")
        centre = QWidget(self)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(SPACE_PX, SPACE_PX // 2, SPACE_PX, SPACE_PX // 2)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(self.tabs, 1)
        for widget in (self.message, self.progress, self.actions_bar, self.strip):
            layout.addWidget(widget)
        self._column = layout
        self.whole = Stack(self)
        self.whole.addWidget(Roomy(centre, parent=self))
        self.setCentralWidget(self.whole)

    def _work(self) -> QWidget:
        """Queue on the left, pages in the middle, form or panel on the right."""
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_PX // 2)
        column.addLayout(self._head())
        column.addWidget(self._middle(), 1)
        self.side = Stack(self)
        for panel in (self.form, self.new_dossier, self.owner, self.procedure, self.sign):
            self.side.addWidget(panel)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SPACE_PX)
        ends = [Roomy(part, keeps_width=True) for part in (self.queue, self.side)]
        centre = Roomy(middle)
        centre.setMinimumWidth(MIDDLE_PX)
        for part in (ends[0], centre, ends[1]):
            splitter.addWidget(part)
        splitter.setSizes([270, 690, 380])
        splitter.setStretchFactor(1, 1)
        frame = QWidget(self)
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        outer.addWidget(splitter)
        return frame

    def _head(self) -> FlowLayout:
        """Which dossier this is, of which procedure, and whose."""
        self.heading = WrappedLabel(HEADING_LETTERS, self)
        stretched(self.heading)
        embolden(self.heading)
        self.owner_button = QPushButton(self)
        self.procedure_button = QPushButton(self.tr("Procedure"), self)
        change = self.tr("Change the procedure")
        tell_key(self.procedure_button, change, "procedure")
        for button in (self.procedure_button, self.owner_button):
            button.setProperty("quiet", True)
        head = FlowLayout()
        head.addWidget(self.heading)
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
        for part, title, key_id in (
            (papers, self.tr("Scanned pages"), "pages"),
            (self.files, self.tr("PDF files"), "files"),
            (self.reuse, self.tr("Papers needed"), "papers"),
        ):
            self.middle.addTab(part, title)
            tell_tab_key(self.middle, part, title, key_id)
        self.middle.currentChanged.connect(self._middle_changed)
        only_seen_takes_room(self.middle)
        return self.middle

    def _middle_changed(self, _number: int) -> None:
        only_seen_takes_room(self.middle)

    def _add_shortcuts(self) -> None:
        shortcut("undo", self, self.undo_wanted.emit)
        shortcut("redo", self, self.redo_wanted.emit)
        shortcut("doubt", self, self.form.focus_first_doubt)
        shortcut("all_fields", self, self.form.doubtful_only.toggle)
        shortcut("queue", self, self._to_queue)
        shortcut("pages", self, self._to_pages)
        shortcut("files", self, self.files_wanted.emit)
        shortcut("outbox", self, self.show_outbox)

    def stand_on_top(self, strip: QWidget) -> None:
        """Put a strip above everything else."""
        self._column.insertWidget(0, strip)

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

    def _to_queue(self) -> None:
        self.show_work()
        self.queue.list.setFocus()

    def _to_pages(self) -> None:
        self.show_work()
        self.show_pages()
        self.pages.setFocus()

    def show_outbox(self) -> None:
        """Bring the outbox to the front."""
        self.tabs.bring(self.outbox)
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
