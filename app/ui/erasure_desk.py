"""The erasure desk: what is due to be erased, and the administrator's say in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.ids import DossierId
from app.errors import StationError
from app.services.erasures import Erasure, Erasures, ErasureState, erasures, keep, mark, release
from app.services.purge import PurgePolicy
from app.services.station import Station
from app.ui.buttons import keyed_button
from app.ui.empty_state import teach
from app.ui.erasure_model import ErasureModel
from app.ui.flow_layout import FlowLayout
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.keyboard import shortcut
from app.ui.keys import Scope
from app.ui.look import SPACE_PX, scaled_px
from app.ui.row_tables import show_rows
from app.ui.rows_model import Role
from app.ui.tab_desk import TabDesk
from app.ui.text_size import follow_text, rows_follow_text
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window

LEAST_LINES = 6
"""Height of the list at least, in lines of text."""

_KEEPABLE = frozenset({ErasureState.WAITING, ErasureState.DUE, ErasureState.MARKED})


class ErasureView(QWidget):
    """The list, what goes and what stays, and three buttons.

    Signals:
        mark_wanted(str), keep_wanted(str), release_wanted(str): The dossier that is meant.
    """

    mark_wanted = Signal(str)
    keep_wanted = Signal(str)
    release_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_change = False
        self.model = ErasureModel(self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        teach(
            self.table,
            self.tr(
                "No dossier is old enough to be erased. Sent ones come here when their time is up."
            ),
        )
        self.table.setAccessibleName(self.tr("Dossiers to be erased"))
        show_rows(self.table)
        self.table.setAlternatingRowColors(True)
        rows_follow_text(self.table, 2 * SPACE_PX)
        follow_text(self, self._fit_text)
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.said = QLabel(self)
        self.what = QLabel(self)
        for label in (self.said, self.what):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.mark_button = keyed_button(self.tr("Mark for erasure  Alt+M"), self, Scope.ERASURE)
        self.keep_button = keyed_button(self.tr("Keep it  Alt+K"), self, Scope.ERASURE)
        self.release_button = keyed_button(self.tr("Keep it no longer  Alt+L"), self, Scope.ERASURE)
        self._arrange()
        self._connect()
        self.show_list(Erasures())

    def _fit_text(self) -> None:
        for column, width in ((0, 230), (1, 170), (2, 170), (4, 230)):
            self.table.setColumnWidth(column, scaled_px(width))
        self.table.setMinimumHeight(self.fontMetrics().height() * LEAST_LINES)

    def _arrange(self) -> None:
        buttons = FlowLayout()
        for button in (self.mark_button, self.keep_button, self.release_button):
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.what)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.table.selectionModel().currentChanged.connect(self._choice_changed)
        self.model.dataChanged.connect(self._choice_changed)
        for key_id, button, signal in (
            ("erasure.mark", self.mark_button, self.mark_wanted),
            ("erasure.keep", self.keep_button, self.keep_wanted),
            ("erasure.release", self.release_button, self.release_wanted),
        ):
            want = self._wanting(button, signal)
            button.clicked.connect(want)
            shortcut(key_id, self, want)

    def _wanting(self, button: QPushButton, signal: SignalInstance) -> Callable[[], None]:
        def want() -> None:
            row = self.chosen
            if row is not None and button.isEnabled():
                signal.emit(row.dossier_id)

        return want

    @property
    def chosen(self) -> Erasure | None:
        """The chosen row."""
        row = self.table.currentIndex().siblingAtColumn(0).data(Role.ROW)
        return row if isinstance(row, Erasure) else None

    def show_list(self, told: Erasures) -> None:
        """Show what there is now; the choice stays."""
        self._may_change = told.may_change
        self.model.set_rows(told.rows)
        if told.is_off:
            self.said.setText(
                self.tr("This station erases nothing by itself: no time to keep is set.")
            )
        elif not told.rows:
            self.said.setText(self.tr("No dossier has a receipt yet, so nothing is to be erased."))
        else:
            self.said.setText(self._counted(told))
        if told.rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._choice_changed()

    def _counted(self, told: Erasures) -> str:
        def count(state: ErasureState) -> str:
            return str(sum(row.state is state for row in told.rows))

        text = self.tr("Due: %1 · marked: %2 · kept: %3 · erased: %4")
        text = text.replace("%1", count(ErasureState.DUE))
        text = text.replace("%2", count(ErasureState.MARKED))
        text = text.replace("%3", count(ErasureState.HELD))
        return text.replace("%4", count(ErasureState.ERASED))

    def _what(self) -> str:
        """What goes and what stays, or the proof that it went."""
        row = self.chosen
        if row is not None and row.proof:
            text = self.tr("Proof of the erasure, SHA-256 over its key and files: %1")
            return text.replace("%1", row.proof)
        return self.tr(
            "Erased are pages, PDF files, read values, names, and the key that opens them; nobody "
            "can bring them back. Code, receipt, audit log and the proof stay."
        )

    def _choice_changed(
        self, _first: QModelIndex | None = None, _second: QModelIndex | None = None
    ) -> None:
        self.what.setText(self._what())
        state = self.chosen.state if self.chosen else None
        why = self.tr("Only an administrator may do this.") if not self._may_change else ""
        for button, fits, reason in (
            (self.mark_button, state is ErasureState.DUE, self.tr("Only what is due is marked.")),
            (self.keep_button, state in _KEEPABLE, self.tr("Only what is still here is kept.")),
            (
                self.release_button,
                state is ErasureState.HELD,
                self.tr("Only what is kept can be let go."),
            ),
        ):
            closed = why or ("" if fits else reason)
            button.setEnabled(not closed)
            button.setToolTip(closed)
            button.setAccessibleDescription(closed)


class ErasureDesk(TabDesk):
    """Joins the list with the store; read anew whenever it comes to the front."""

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        policy: PurgePolicy | None,
        troubles: TroubleDesk,
    ) -> None:
        super().__init__(window, window)
        self._station, self._bridge = station, bridge
        self._policy, self._troubles = policy, troubles
        self.view = ErasureView(window)
        self.add_behind(self.view, self.tr("Erasure"), "erasure")
        self.view.mark_wanted.connect(self._mark)
        self.view.keep_wanted.connect(self._keep)
        self.view.release_wanted.connect(self._release)

    def start(self) -> None:
        """Put the keyboard on the list."""
        self.view.table.setFocus()

    def came(self) -> None:
        """Read the list."""
        station, policy = self._station, self._policy
        self._bridge.run(
            Lane.STORE, lambda: erasures(station, policy), self.view.show_list, self._not_read
        )

    def went(self) -> None:
        """Nothing of it stays in memory where another officer may come."""
        self.view.show_list(Erasures())

    def _mark(self, dossier_id: str) -> None:
        # The receipt is verified and the system asked first: not in the lane of the store.
        station, policy = self._station, self._policy
        self._bridge.run(
            Lane.NETWORK,
            lambda: mark(station, policy, DossierId(dossier_id)),
            self._changed,
            self._refused,
        )

    def _keep(self, dossier_id: str) -> None:
        station = self._station
        self._bridge.run(
            Lane.STORE, lambda: keep(station, DossierId(dossier_id)), self._changed, self._refused
        )

    def _release(self, dossier_id: str) -> None:
        station = self._station
        self._bridge.run(
            Lane.STORE,
            lambda: release(station, DossierId(dossier_id)),
            self._changed,
            self._refused,
        )

    def _changed(self, _nothing: None) -> None:
        if self.is_on_show:
            self.came()

    def _refused(self, error: StationError) -> None:
        self._troubles.show(error)
        self._changed(None)

    def _not_read(self, error: StationError) -> None:
        self.view.show_list(Erasures())
        self._troubles.show(error)
