"""The form editor: the sample on the left, what it is made into on the right."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QLabel,
    QPushButton,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.buttons import button_with_key, keyed_button, named_button
from app.ui.empty_state import teach
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.form_editor_models import FormFieldsModel
from app.ui.form_editor_panels import FieldPanel, PaperPanel
from app.ui.form_editor_results import ProposalsPane, TrialPane, table_of
from app.ui.keyboard import ITSELF, shortcut
from app.ui.keys import Scope
from app.ui.look import SPACE_PX, Tone, tint
from app.ui.page_view import PageView
from app.ui.text_size import follow_text
from ocr.understanding.forms import PaperType

FILE_KINDS = "*.jpg *.jpeg *.png *.tif *.tiff *.pdf"


LEAST_LINES = 5
"""Height of the list at least, in lines of text."""

_WAITING = "◷"
_CHOSEN_TOOL = (
    "QPushButton:checked { background: palette(highlight); color: palette(highlighted-text); }"
)


class Tool(StrEnum):
    """What the next frame on the sample is."""

    LABEL = "label"
    VALUE = "value"
    TITLE = "title"
    PHRASE = "phrase"
    SECTION = "section"


class FormEditorView(QWidget):
    """Shows a form and its sample; knows nothing of what they mean.

    Signals:
        new_wanted(): Begin a form.
        opened(str): A known form was chosen; its code.
        file_given(str): A file to be the sample.
        page_wanted(): The page on show among the dossiers is to be the sample.
        page_turned(int): Another page of the file is to be the sample.
        framed(Tool, QRectF): A frame on the sample; empty at a click.
        picked(int): Another field of the list is on show.
        delete_wanted(), find_wanted(): Of the field on show.
        trial_wanted(str): Try the form on a file, on the page on show (""), or on the sample
            itself (".").
        trial_chosen(int): Show another trial.
        proposals_wanted(), accepted(int): Look for proposals; take one over.
        save_wanted(): Save the form.
        export_wanted(str): Write the form into a file.
    """

    new_wanted = Signal()
    opened = Signal(str)
    file_given = Signal(str)
    page_wanted = Signal()
    page_turned = Signal(int)
    framed = Signal(object, QRectF)
    picked = Signal(int)
    delete_wanted = Signal()
    find_wanted = Signal()
    trial_wanted = Signal(str)
    trial_chosen = Signal(int)
    proposals_wanted = Signal()
    accepted = Signal(int)
    save_wanted = Signal()
    export_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields_model = FormFieldsModel(self)
        self.trial = TrialPane(self)
        self.proposals = ProposalsPane(self)
        self.page = PageView(self)
        self.field = FieldPanel(self)
        self.paper = PaperPanel(self)
        self.tool = Tool.LABEL
        self.tools: dict[Tool, QPushButton] = {}
        self._dialogs: dict[str, QFileDialog] = {}
        self.state = QLabel(self)
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self._arrange()
        self._add_keys()
        self.choose_tool(Tool.LABEL)
        self.page.framed.connect(self._framed)

    # Layout

    def _arrange(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SPACE_PX)
        splitter.addWidget(self._left())
        splitter.addWidget(self._right())
        splitter.setSizes([760, 560])
        splitter.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.setSpacing(SPACE_PX // 2)
        layout.addLayout(self._bar())
        layout.addWidget(splitter, 1)
        layout.addWidget(self.state)

    def _button(self, text: str, slot: object) -> QPushButton:
        button = named_button(text, self)
        button.clicked.connect(slot)
        return button

    def _bar(self) -> FlowLayout:
        self.forms = QComboBox(self)
        self.forms.setAccessibleName(self.tr("Known forms"))
        self.forms.view().setAccessibleName(self.tr("Known forms"))
        self.forms.setMinimumContentsLength(24)
        self.forms.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.forms.activated.connect(self._form_chosen)
        self.turner = QSpinBox(self)
        self.turner.setAccessibleName(self.tr("Page of the file"))
        self.turner.setPrefix(self.tr("page "))
        self.turner.setMinimum(1)
        self.turner.setKeyboardTracking(False)
        self.turner.valueChanged.connect(self.page_turned)
        self.turner.hide()
        self.save = keyed_button(self.tr("Save form  Ctrl+S"), self, Scope.FORMS)
        self.save.clicked.connect(self.save_wanted)
        self.save.setProperty("primary", True)
        stretched(self.forms)
        bar = FlowLayout()
        bar.setSpacing(SPACE_PX // 2)
        bar.addWidget(self._button(self.tr("New form"), self.new_wanted.emit))
        bar.addWidget(self.forms)
        bar.addWidget(self._button(self.tr("Sample file…"), self.ask_for_sample))
        bar.addWidget(self._button(self.tr("Page on show"), self.page_wanted.emit))
        bar.addWidget(self.turner)
        bar.addWidget(self._button(self.tr("Export…"), self.ask_for_target))
        bar.addWidget(self.save)
        return bar

    def _left(self) -> QWidget:
        """What a frame means, and the sample."""
        frame = QWidget(self)
        frame.setStyleSheet(_CHOSEN_TOOL)
        row = FlowLayout()
        row.setSpacing(2)
        group = QButtonGroup(self)
        for tool, text, key_id in (
            (Tool.LABEL, self.tr("Label"), "forms.label"),
            (Tool.VALUE, self.tr("Value"), "forms.value"),
            (Tool.TITLE, self.tr("Title line"), "forms.title"),
            (Tool.PHRASE, self.tr("Phrase"), "forms.phrase"),
            (Tool.SECTION, self.tr("Part"), "forms.section"),
        ):
            button = button_with_key(text, key_id, frame)
            button.setCheckable(True)
            button.clicked.connect(self._tool_pressed)
            # a shortcut of the button itself would act a tenth of a second late
            shortcut(key_id, self, button.click)
            group.addButton(button)
            row.addWidget(button)
            self.tools[tool] = button
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_PX // 2)
        column.addLayout(row)
        column.addWidget(self.page, 1)
        return frame

    def _right(self) -> QWidget:
        self.parts = QTabWidget(self)
        self.parts.setDocumentMode(True)
        for named in (self.parts, self.parts.tabBar()):
            named.setAccessibleName(self.tr("Parts of the form editor"))
        self.parts.addTab(self._fields(), self.tr("Fields"))
        self.parts.addTab(self._top(self.paper), self.tr("Paper"))
        self.parts.addTab(self.trial, self.tr("Try"))
        self.parts.addTab(self.proposals, self.tr("Proposals"))
        return self.parts

    def _top(self, widget: QWidget) -> QWidget:
        frame = QWidget(self)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(widget)
        column.addStretch(1)
        return frame

    def _fields(self) -> QWidget:
        frame = QWidget(self)
        self.list = table_of(
            self, self.fields_model, self.tr("Fields of the form"), {1: 170, 2: 120}
        )
        teach(
            self.list, self.tr("No fields yet: open a sample and draw a frame around each label.")
        )
        self.list.selectionModel().currentRowChanged.connect(self._row_changed)
        follow_text(self, self._fit_text)
        row = FlowLayout()
        row.addWidget(self._button(self.tr("Find label on the sample"), self.find_wanted.emit))
        row.addWidget(self._button(self.tr("Delete field  Del"), self.delete_wanted.emit))
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        column.setSpacing(SPACE_PX // 2)
        column.addWidget(self.list, 1)
        column.addWidget(self.field)
        column.addLayout(row)
        return frame

    def _fit_text(self) -> None:
        """A few lines of the list are in sight; the rest of the screen is scrolled to."""
        self.list.setMinimumHeight(self.fontMetrics().height() * LEAST_LINES)

    def _add_keys(self) -> None:
        shortcut("forms.delete", self.list, self.delete_wanted, reach=ITSELF)
        shortcut("forms.save", self, self.save_wanted)
        self.trial.wanted.connect(self.trial_wanted)
        self.trial.file_wanted.connect(self.ask_for_trial)
        self.trial.chosen.connect(self.trial_chosen)
        self.proposals.wanted.connect(self.proposals_wanted)
        self.proposals.accepted.connect(self.accepted)

    # What is shown

    def start(self) -> None:
        """The keyboard begins at the fields."""
        self.list.setFocus()

    def choose_tool(self, tool: Tool) -> None:
        """What the next frame is."""
        self.tool = tool
        self.tools[tool].setChecked(True)
        self.page.start_picking(self._hint(tool))

    def _hint(self, tool: Tool) -> str:
        match tool:
            case Tool.LABEL:
                return self.tr("Frame a label: it becomes a field.")
            case Tool.VALUE:
                return self.tr("Frame the place of the value, the whole blank.")
            case Tool.TITLE:
                return self.tr("Frame a title line of the paper.")
            case Tool.PHRASE:
                return self.tr("Frame words that only this paper has.")
            case Tool.SECTION:
                return self.tr("Frame the line that opens a part (a person) of the form.")
        assert_never(tool)

    def set_forms(self, papers: Sequence[PaperType], own: frozenset[str], opened: str) -> None:
        """Known forms, those of the station marked."""
        self.forms.clear()
        self.forms.addItem(self.tr("Open a form…"), "")
        for paper in papers:
            mark = "★ " if paper.code in own else ""
            self.forms.addItem(f"{mark}{paper.title}", paper.code)
        self.forms.setCurrentIndex(max(0, self.forms.findData(opened)))

    def set_pages(self, count: int, number: int) -> None:
        """Pages of the file the sample is from."""
        self.turner.blockSignals(True)
        self.turner.setMaximum(max(1, count))
        self.turner.setValue(number)
        self.turner.blockSignals(False)
        self.turner.setVisible(count > 1)

    def tell(self, sentence: str) -> None:
        """What is in the way, and the next step."""
        self._say(f"! {sentence}" if sentence else "", Tone.WRONG)

    def note(self, sentence: str) -> None:
        """What went well."""
        self._say(f"✓ {sentence}", Tone.GOOD)

    @property
    def is_waiting(self) -> bool:
        """Something goes on and is told."""
        return self.state.text().startswith(_WAITING)

    def wait(self, sentence: str) -> None:
        """What is going on."""
        self._say(f"{_WAITING} {sentence}", Tone.QUIET)

    def _say(self, text: str, tone: Tone) -> None:
        self.state.setText(text)
        self.state.setAccessibleName(text)
        tint(self.state, tone, strong=True)
        self.state.setVisible(bool(text))

    def select(self, number: int) -> None:
        """Bring a field of the list on show."""
        if 0 <= number < self.fields_model.rowCount():
            self.list.setCurrentIndex(self.fields_model.index(number, 0))
        else:
            self.list.clearSelection()

    # What the officer does

    def _tool_pressed(self) -> None:
        for tool, button in self.tools.items():
            if button.isChecked():
                self.choose_tool(tool)

    def _framed(self, frame: QRectF) -> None:
        self.framed.emit(self.tool, frame)

    def _form_chosen(self, number: int) -> None:
        code = str(self.forms.itemData(number))
        if code:
            self.opened.emit(code)

    def _row_changed(self) -> None:
        self.picked.emit(self.list.currentIndex().row())

    def ask_for_sample(self) -> None:
        """Choose a file as the sample; answers by `file_given`."""
        self._ask("sample", self.tr("Sample of the form")).open()

    def ask_for_trial(self) -> None:
        """Choose a file to try the form on; answers by `trial_wanted`."""
        self._ask("trial", self.tr("Try the form on a file")).open()

    def ask_for_target(self) -> None:
        """Choose where the form is written; answers by `export_wanted`."""
        self._ask("target", self.tr("Export the form")).open()

    def _ask(self, purpose: str, title: str) -> QFileDialog:
        if purpose not in self._dialogs:
            dialog = QFileDialog(self, title)
            if purpose == "target":
                dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
                dialog.setDefaultSuffix("json")
                dialog.setNameFilters([self.tr("Forms (%1)").replace("%1", "*.json")])
            else:
                dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
                kinds = self.tr("Pictures and PDF (%1)").replace("%1", FILE_KINDS)
                dialog.setNameFilters([kinds])
            answers = {
                "sample": self.file_given,
                "trial": self.trial_wanted,
                "target": self.export_wanted,
            }
            dialog.fileSelected.connect(answers[purpose])
            self._dialogs[purpose] = dialog
        return self._dialogs[purpose]
