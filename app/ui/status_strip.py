"""The status strip: always in sight, words beside every colour, each part a button."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.submission import FINISHED, SubmissionState
from app.ui import labels
from app.ui.look import tones
from app.ui.outbox_flow import LineView
from app.ui.queue_flow import Overview
from app.ui.token_view import TokenView, token_tone, token_words


@dataclass(frozen=True, slots=True)
class Counts:
    """What the strip counts."""

    waiting: int = 0
    held: int = 0
    reading: int = 0
    oldest_unread: str = ""
    without_time: int = 0
    overdue: int = 0


def count(overview: Overview) -> Counts:
    """Count what waits, what needs a person and what is being read."""
    states = [submission.state for submission in overview.submissions]
    unread = [row.dossier.id for row in overview.rows if row.pages_to_read]
    return Counts(
        waiting=sum(s not in FINISHED and s is not SubmissionState.HELD for s in states),
        held=sum(s is SubmissionState.HELD for s in states),
        reading=sum(row.pages_to_read for row in overview.rows),
        oldest_unread=unread[-1] if unread else "",
        without_time=len(overview.without_time),
        overdue=len(overview.overdue),
    )


class StatusStrip(QWidget):
    """Line at the bottom of the window.

    Signals:
        line_pressed(): Look at the line now.
        waiting_pressed(): Show the outbox.
        held_pressed(): Show what needs a person.
        overdue_pressed(): Show what has been unsent for more than a day.
        token_pressed(): Look at the token now.
        time_pressed(): Show what waits for a time stamp.
        reading_pressed(): Show the dossier that is being read.
    """

    line_pressed = Signal()
    waiting_pressed = Signal()
    held_pressed = Signal()
    overdue_pressed = Signal()
    token_pressed = Signal()
    reading_pressed = Signal()
    time_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = Counts()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.line = self._part(self.tr("Connection"))
        self.waiting = self._part(self.tr("Waiting to be sent"))
        self.held = self._part(self.tr("Needs you"))
        self.overdue = self._part(self.tr("Unsent for too long"))
        self.reading = self._part(self.tr("Being read"))
        self.time = self._part(self.tr("Waiting for time"))
        self.token = self._part(self.tr("Token"))
        self._layout.insertStretch(6, 1)
        self.line.clicked.connect(self.line_pressed)
        self.waiting.clicked.connect(self.waiting_pressed)
        self.held.clicked.connect(self.held_pressed)
        self.overdue.clicked.connect(self.overdue_pressed)
        self.reading.clicked.connect(self.reading_pressed)
        self.time.clicked.connect(self.time_pressed)
        self.token.clicked.connect(self.token_pressed)
        self.set_line(LineView())
        self.set_overview(Overview())

    def _part(self, name: str) -> QPushButton:
        part = QPushButton(self)
        part.setProperty("quiet", True)
        part.setAccessibleName(name)
        self._layout.addWidget(part)
        return part

    def set_line(self, line: LineView) -> None:
        """Show whether the processing system answers."""
        since = labels.clock_time(line.since) if line.since else ""
        if line.online is None:
            text, colour = self.tr("◷ Looking for the server"), tones().quiet
        elif line.online:
            text, colour = self.tr("● Online since %1").replace("%1", since), tones().good
        else:
            text, colour = self.tr("○ Offline since %1").replace("%1", since), tones().look
        self._set(self.line, text, colour.name())

    def set_overview(self, overview: Overview) -> None:
        """Show the counts."""
        self.counts = count(overview)
        quiet = tones().quiet.name()
        self._set(self.waiting, self.tr("↑ %n waiting", "", self.counts.waiting), quiet)
        held = self.counts.held
        self._set(
            self.held,
            self.tr("! %n need(s) you", "", held),
            tones().wrong.name() if held else quiet,
        )
        late = self.counts.overdue
        words = self.tr("! %n unsent for over a day", "", late)
        self._set(self.overdue, words, tones().wrong.name())
        self.overdue.setToolTip(
            self.tr("The station still tries every hour. Press to see what is in the way.")
        )
        self.overdue.setVisible(late > 0)
        self._set(self.reading, self.tr("◷ Reading %n page(s)", "", self.counts.reading), quiet)

        waiting = self.counts.without_time
        self._set(self.time, self.tr("◷ %n waiting for time", "", waiting), tones().look.name())
        self.time.setVisible(waiting > 0)

    def set_token(self, token: TokenView) -> None:
        """Show what the token says."""
        self._set(self.token, token_words(token), token_tone(token).name())

    def _set(self, part: QPushButton, text: str, colour: str) -> None:
        if part.text() != text:
            part.setText(text)
            part.setAccessibleDescription(text)
            part.setStyleSheet(f"color: {colour};")
