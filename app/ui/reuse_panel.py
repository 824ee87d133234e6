"""Reuse before scanning: papers that are known, to be taken instead of the scanner.

↑ ↓      choose a paper
Enter    use it
Space    look at it
S        scan anyway
Del      take the decision back
Esc      go on to scanning
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.owner import OwnerGap
from app.domain.reuse import Freshness, LookupState
from app.services.reuse import Choice, ReuseSheet
from app.ui.buttons import named_button, set_reason
from app.ui.empty_state import teach
from app.ui.flow_layout import FlowLayout
from app.ui.look import SPACE_PX, as_title
from app.ui.reuse_model import PART_STATE_COLUMN, STATE_COLUMN, ReuseModel, ReuseRow, reuse_rows
from app.ui.row_tables import show_rows
from app.ui.rows_model import Role
from app.ui.text_size import rows_follow_text

CELL_PX = 20
"""Room around the text of a cell."""


class ReusePanel(QFrame):
    """Panel in the place of the form.

    Signals:
        taken(Choice): Use this paper.
        scan_wanted(str): Scan this component anyway.
        undo_wanted(str): Take back what was decided about this component.
        look_wanted(KnownPaper): Show this paper.
        closed(): Go on to scanning.
    """

    taken = Signal(object)
    scan_wanted = Signal(str)
    undo_wanted = Signal(str)
    look_wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._looked: set[str] = set()
        self.model = ReuseModel(self)
        self._closed = ""
        self.table = _Table(self)
        self.title = QLabel(self.tr("Papers of the procedure"), self)
        as_title(self.title)
        self.status = QLabel(self)
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.take_button = named_button(self.tr("Use this paper  Enter"), self)
        self.take_button.setProperty("primary", True)
        self.look_button = named_button(self.tr("Look at it  Space"), self)
        self.scan_button = named_button(self.tr("Scan anyway  S"), self)
        self.undo_button = named_button(self.tr("Take back  Del"), self)
        self.close_button = named_button(self.tr("Go on  Esc"), self)
        self._arrange()
        self._connect()
        self._choice_changed()

    def _arrange(self) -> None:
        self.table.setModel(self.model)
        self._lesson = self.tr(
            "Papers that this procedure asks for stand here once a dossier has one."
        )
        teach(self.table, self._lesson)
        self.table.setAccessibleName(self.tr("Papers of the procedure"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._fit_columns()
        buttons = FlowLayout()
        for button in (
            self.take_button,
            self.look_button,
            self.scan_button,
            self.undo_button,
            self.close_button,
        ):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(2 * SPACE_PX,) * 4)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(self.title)
        layout.addWidget(self.status)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)

    def _fit_columns(self) -> None:
        """Columns as wide as what they say of papers; the name takes what is left."""
        header, papers = self.table.horizontalHeader(), [r for r in self.model.rows if r.offer]
        for column in range(1, STATE_COLUMN + 1):
            texts = [self.model.text(row, column) for row in papers]
            widths = [self.table.fontMetrics().horizontalAdvance(text) for text in texts]
            needed = max(widths, default=0) + CELL_PX
            header.resizeSection(column, max(needed, header.sectionSizeHint(column)))

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._choice_changed)
        self.model.settled.connect(self._choice_changed)
        self.table.key_pressed.connect(self._key)
        self.take_button.clicked.connect(self._take)
        self.look_button.clicked.connect(self._look)
        self.scan_button.clicked.connect(self._scan)
        self.undo_button.clicked.connect(self._undo)
        self.close_button.clicked.connect(self.closed)

    def set_sheet(self, sheet: ReuseSheet) -> None:
        """Show what is known now; the chosen line stays chosen."""
        self.status.setText(self._status_of(sheet))
        teach(
            self.table,
            self.tr("No list of papers is known for this procedure: scan what was brought."),
        )
        self.model.set_rows(reuse_rows(sheet))
        self._span_components()
        self._fit_columns()
        if not self.table.currentIndex().isValid() and self.model.rows:
            self.table.selectRow(self._first_usable())
        self._choice_changed()

    def clear(self) -> None:
        """Nothing is known: another dossier, or its procedure is not chosen."""
        self.status.setText(self.tr("The procedure of this dossier is not known yet."))
        teach(self.table, self._lesson)
        self.model.set_rows(())
        self._choice_changed()

    def _span_components(self) -> None:
        """Give what is said of a component the rest of its line."""
        self.table.clearSpans()
        columns = STATE_COLUMN + 1 - PART_STATE_COLUMN
        for number, row in enumerate(self.model.rows):
            if row.offer is None:
                self.table.setSpan(number, PART_STATE_COLUMN, 1, columns)

    def start(self) -> None:
        """Begin with the first paper that can be taken."""
        self._looked.clear()
        if self.model.rows:
            self.table.selectRow(self._first_usable())
        self.table.setFocus()

    def _first_usable(self) -> int:
        usable = [number for number, row in enumerate(self.model.rows) if row.can_be_taken]
        return usable[0] if usable else 0

    def _status_of(self, sheet: ReuseSheet) -> str:
        if sheet.gap is not OwnerGap.NONE:
            return self.tr("Identify the owner first: scan the QR code of the card.")
        lookup = sheet.lookup
        if lookup is None:
            return self.tr("Only papers of this station are known.")
        match lookup.state:
            case LookupState.DUE if lookup.reason:
                return self.tr("No line to the national store; it is asked again by itself.")
            case LookupState.DUE:
                return self.tr("The national store is being asked…")
            case LookupState.FAILED:
                return self.tr("The national store could not be asked; scan as usual.")
            case LookupState.ANSWERED | LookupState.NOTED:
                return self.tr("The national store has answered.")

    @property
    def chosen(self) -> ReuseRow | None:
        """The chosen line, None in an empty list."""
        row: ReuseRow | None = self.table.currentIndex().data(Role.ROW)
        return row

    def _choice_changed(self, *_indices: QModelIndex) -> None:
        row = self.chosen
        offer = row.offer if row else None
        needs_look = (
            offer is not None
            and offer.freshness is Freshness.UNPROVEN
            and offer.paper.id not in self._looked
        )
        no_row = "" if row is not None else self.tr("Choose a line first.")
        no_paper = "" if offer is not None else self.tr("No paper is known on this line.")
        can_take = row is not None and row.can_be_taken
        no_take = "" if can_take else self.tr("This line has no paper that can be used.")
        not_seen = self.tr("Look at the paper first: Space.") if needs_look else ""
        set_reason(self.take_button, self._closed or no_row or no_take or not_seen)
        set_reason(self.look_button, no_row or no_paper)
        set_reason(self.scan_button, self._closed or no_row or self._why_no_scan(row))
        decided = row is not None and row.part.decision is not None
        no_decision = "" if decided else self.tr("Nothing is decided on this line yet.")
        set_reason(self.undo_button, self._closed or no_row or no_decision)

    def _why_no_scan(self, row: ReuseRow | None) -> str:
        if row is not None and row.part.decision is not None:
            return self.tr("Take the decision back first: Del.")
        if row is not None and not row.part.is_collected:
            return self.tr("This paper is not collected for this procedure.")
        return ""

    def close_all(self, why: str) -> None:
        """Let nothing be decided, with the reason in words; "" opens it again."""
        self._closed = why
        self._choice_changed()

    def _key(self, key: int) -> None:
        buttons = {
            Qt.Key.Key_Return: self.take_button,
            Qt.Key.Key_Enter: self.take_button,
            Qt.Key.Key_Space: self.look_button,
            Qt.Key.Key_S: self.scan_button,
            Qt.Key.Key_Delete: self.undo_button,
            Qt.Key.Key_Escape: self.close_button,
        }
        button = buttons[Qt.Key(key)]
        if button.isEnabled():
            button.click()

    def _take(self) -> None:
        row = self.chosen
        if row is not None and row.offer is not None:
            paper = row.offer.paper
            code = row.part.component.paper_code
            self.taken.emit(Choice(code, paper.id, paper.id in self._looked))

    def _look(self) -> None:
        row = self.chosen
        if row is not None and row.offer is not None:
            self._looked.add(row.offer.paper.id)
            self.look_wanted.emit(row.offer.paper)
            self._choice_changed()

    def _scan(self) -> None:
        row = self.chosen
        if row is not None:
            self.scan_wanted.emit(row.part.component.paper_code)

    def _undo(self) -> None:
        row = self.chosen
        if row is not None:
            self.undo_wanted.emit(row.part.component.paper_code)


class _Table(QTableView):
    """The list; hands on the keys of the panel.

    Signals:
        key_pressed(int): One of the panel's keys.
    """

    key_pressed = Signal(int)

    _KEYS = frozenset(
        {
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
            Qt.Key.Key_S,
            Qt.Key.Key_Delete,
            Qt.Key.Key_Escape,
        }
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        show_rows(self)
        rows_follow_text(self, 2 * SPACE_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the panel first, then those of the list."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in self._KEYS and not held:
            self.key_pressed.emit(event.key())
        else:
            super().keyPressEvent(event)
