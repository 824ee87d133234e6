"""The scan panel above the contact sheet: what runs, how to go on, both sides by hand, a count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.procedure import Component
from app.ui.buttons import button_with_key, named_button
from app.ui.count_row import CountRow
from app.ui.duplex_row import DuplexRow
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.keyboard import reworded, shortcut
from app.ui.look import SPACE_PX
from app.ui.scan_plans import Paper, ScanWay

PAPER_LETTERS = 14

WAY_KEYS = {
    ScanWay.AUTO: "scan.auto",
    ScanWay.FRONTS: "scan.fronts",
    ScanWay.NOTE: "scan.note",
}


@dataclass(frozen=True, slots=True)
class ScanState:
    """What the panel tells.

    Attributes:
        running: In which way is scanned just now, None while nothing comes.
        saved: Pages that this scan has saved.
        per_minute: Pages a minute, 0.0 while nobody knows.
        paper: What the chosen device says about paper, None while it was not asked.
        closed: Why nothing can be scanned, "" when it can.
        trouble: What stopped the last scan, "" for nothing.
        next_sheet: Sheet to go on with, 0 = nothing is missing.
        fronts: Fronts that wait for their backs.
        backs: Backs that came already.
        expected: Pages counted on the table, 0 = not counted.
        found: Pages that are there and count.
    """

    running: ScanWay | None = None
    saved: int = 0
    per_minute: float = 0.0
    paper: Paper | None = None
    closed: str = ""
    trouble: str = ""
    next_sheet: int = 0
    fronts: int = 0
    backs: int = 0
    expected: int = 0
    found: int = 0


class ScanPanel(QFrame):
    """Buttons of the ways of scanning with what is going on; troubles stand here, not in a box.

    Signals:
        way_wanted(ScanWay): Scan this way.
        go_on_wanted(): Go on with the sheet at which the last scan stopped.
        stop_wanted(): Stop between two pages.
    """

    way_wanted = Signal(object)
    go_on_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.progress = QLabel(self)
        self.progress.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble = QLabel(self)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setWordWrap(True)
        self.go_on = named_button(self.tr("Go on scanning"), self)
        self.go_on.setProperty("primary", True)
        self.stop = named_button(self.tr("Stop scanning"), self)
        self.count = CountRow(self)
        self.paper = QComboBox(self)
        self.paper.setAccessibleName(self.tr("Paper in the feeder"))
        self.paper.view().setAccessibleName(self.tr("Paper in the feeder"))
        self.paper.setToolTip(self.tr("Papers that may only be shown are not scanned."))
        self.paper.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.paper.setMinimumContentsLength(PAPER_LETTERS)
        self.set_papers(())
        self.duplex = DuplexRow(self)
        self.ways: dict[ScanWay, QPushButton] = {}
        self._arrange()
        self.go_on.clicked.connect(self.go_on_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.duplex.backs_wanted.connect(self._backs_wanted)
        self.show_state(ScanState())

    def _arrange(self) -> None:
        line = FlowLayout()
        stretched(self.progress)
        line.addWidget(self.progress)
        line.addWidget(self.stop)
        line.addWidget(self.count)
        line.addWidget(self.paper)
        for way in (ScanWay.AUTO, ScanWay.FRONTS, ScanWay.NOTE):
            line.addWidget(self._way_button(way))
        notice = QHBoxLayout()
        notice.setSpacing(SPACE_PX)
        notice.addWidget(self.trouble, 1)
        notice.addWidget(self.go_on)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_PX, SPACE_PX // 2, SPACE_PX, SPACE_PX // 2)
        layout.setSpacing(SPACE_PX // 2)
        layout.addLayout(line)
        layout.addLayout(notice)
        layout.addWidget(self.duplex)

    def _way_button(self, way: ScanWay) -> QPushButton:
        text, key_id = self._way_name(way), WAY_KEYS[way]
        button = button_with_key(text, key_id, self)
        shortcut(key_id, self, button.click)
        button.clicked.connect(_Way(self, way))
        self.ways[way] = button
        return button

    def _way_name(self, way: ScanWay) -> str:
        match way:
            case ScanWay.AUTO:
                return self.tr("Feed by itself")
            case ScanWay.FRONTS:
                return self.tr("Both sides by hand")
            case _:
                return self.tr("With its sticky note")

    @property
    def component(self) -> str:
        """Code of the paper that lies in the feeder, "" for any."""
        return str(self.paper.currentData() or "")

    def set_papers(self, papers: Sequence[Component]) -> None:
        """Papers that the procedure asks for; the chosen one stays chosen when it is there."""
        before = self.component
        self.paper.clear()
        self.paper.addItem(self.tr("Any paper"), "")
        for paper in papers:
            self.paper.addItem(paper.name, paper.paper_code)
        self.paper.setCurrentIndex(max(0, self.paper.findData(before)))
        self.paper.setVisible(bool(papers))

    def show_state(self, now: ScanState) -> None:
        """Tell what goes on."""
        is_running = now.running is not None
        self.progress.setText(self._progress_words(now))
        self.stop.setVisible(is_running)
        for button in self.ways.values():
            button.setVisible(not is_running)
            button.setEnabled(not now.closed)
            button.setToolTip(now.closed)
            button.setAccessibleDescription(now.closed)
        self.trouble.setText(now.trouble)
        self.trouble.setVisible(bool(now.trouble) and not is_running)
        can_go_on = now.next_sheet > 0 and not is_running and not now.closed
        self.go_on.setVisible(can_go_on)
        text = self.tr("Go on scanning from sheet %1").replace("%1", str(now.next_sheet))
        self.go_on.setText(text)
        self.go_on.setAccessibleName(text)
        waits = now.fronts > 0 and not is_running and not now.closed
        self.duplex.show_sides(now.fronts if waits else 0, now.backs)
        self.count.show_count(now.expected, now.found, can_settle=not (is_running or now.closed))

    def _progress_words(self, now: ScanState) -> str:
        if now.running is None:
            return self._idle_words(now)
        if now.running is ScanWay.AUTO and not now.saved:
            return self.tr("Waiting for paper: lay it into the feeder.")
        here = str(now.found or now.saved)
        if now.expected:
            text = self.tr("Page %1 of %2").replace("%1", here).replace("%2", str(now.expected))
        else:
            text = self.tr("Page %1").replace("%1", here)
        if now.per_minute:
            pace = self.tr("%1 pages a minute").replace("%1", str(round(now.per_minute)))
            text = f"{text} · {pace}"
        return text

    def _idle_words(self, now: ScanState) -> str:
        if now.closed:
            return now.closed
        match now.paper:
            case Paper.LIES_IN:
                return self.tr("● Paper lies in the feeder.")
            case Paper.NONE:
                return self.tr("○ No paper in the feeder.")
            case Paper.UNSENSED:
                return self.tr("– The scanner does not tell whether paper lies in it.")
            case Paper.UNREACHED:
                return self.tr("! The scanner does not answer.")
            case None:
                return reworded(self.tr("Scan with F5."))

    def _backs_wanted(self) -> None:
        self.way_wanted.emit(ScanWay.BACKS)


class _Way:
    """Says which way of scanning a button stands for."""

    def __init__(self, panel: ScanPanel, way: ScanWay) -> None:
        self._panel = panel
        self._way = way

    def __call__(self, _checked: bool = False) -> None:
        self._panel.way_wanted.emit(self._way)
