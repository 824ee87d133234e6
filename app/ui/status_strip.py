"""The status strip: always in sight, words beside every colour, each part a button."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.services.standing import Standing
from app.ui import labels
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.keyboard import worded
from app.ui.keys import Scope
from app.ui.look import Tone, tint
from app.ui.outbox_flow import LineView
from app.ui.token_view import TokenView, token_tone, token_words
from app.ui.wrapped_label import WrappedLabel

AGE_MS = 60_000
"""How often the age of the oldest dossier is written anew; nothing is asked for that."""


class StatusStrip(QWidget):
    """Line at the bottom of the window.

    Signals:
        line_pressed(): Look at the line now.
        waiting_pressed(): Show the outbox.
        held_pressed(): Show what needs a person.
        oldest_pressed(): Show what has been unsent for the longest time.
        overdue_pressed(): Show what has been unsent for more than a day.
        disk_pressed(): Show how the machine is.
        token_pressed(): Look at the token now.
        time_pressed(): Show what waits for a time stamp.
        reading_pressed(): Show the dossier that is being read.
        pause_pressed(): Put off what goes on by itself, or resume it.
    """

    line_pressed = Signal()
    waiting_pressed = Signal()
    held_pressed = Signal()
    oldest_pressed = Signal()
    overdue_pressed = Signal()
    disk_pressed = Signal()
    token_pressed = Signal()
    reading_pressed = Signal()
    time_pressed = Signal()
    pause_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = Standing()
        self._looking = WrappedLabel(80, self)
        self._layout = FlowLayout(self)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._looking)
        self._add_line_parts()
        self._add_work_parts()
        self._looking.hide()
        self._shown = QElapsedTimer()
        self._age = QTimer(self)
        self._age.setInterval(AGE_MS)
        self._age.timeout.connect(self._show_age)
        self._age.start()
        self.set_line(LineView())
        self.set_standing(Standing())

    def _add_line_parts(self) -> None:
        self.line = self._part(self.tr("Connection"), self.line_pressed)
        self._lead(self.line, self.tr("Look at the connection again and open the outbox  Ctrl+B"))
        self.waiting = self._part(self.tr("Waiting to be sent"), self.waiting_pressed)
        self._lead(self.waiting, self.tr("Open the outbox  Ctrl+B"))
        self.held = self._part(self.tr("Needs you"), self.held_pressed)
        self._lead(self.held, self.tr("Show in the outbox what needs you  Ctrl+H there"))
        self.oldest = self._part(self.tr("Oldest unsent"), self.oldest_pressed)
        self._lead(self.oldest, self.tr("Show the oldest one in the outbox  Ctrl+B"))
        self.overdue = self._part(self.tr("Unsent for too long"), self.overdue_pressed)
        self._lead(
            self.overdue,
            self.tr("The station still tries every hour. Press to see what is in the way."),
        )

    def _add_work_parts(self) -> None:
        self.reading = self._part(self.tr("Being read"), self.reading_pressed)
        self._lead(self.reading, self.tr("Show the dossier that is being read"))
        self.time = self._part(self.tr("Waiting for time"), self.time_pressed)
        self._lead(self.time, self.tr("Show the dossiers  F11"))
        self.pause = self._part(self.tr("Pause or resume work"), self.pause_pressed)
        self._lead(self.pause, self.tr("Pause sending or reading, or resume it"))
        self.set_paused()
        gap = QLabel(self)
        stretched(gap)
        self._layout.addWidget(gap)
        self.disk = self._part(self.tr("Disk"), self.disk_pressed)
        self._lead(self.disk, self.tr("Open the diagnostics  Ctrl+Shift+D"))
        self.token = self._part(self.tr("Token"), self.token_pressed)
        self._lead(self.token, self.tr("Look at the signing key again; signing starts with F9"))

    def _part(self, name: str, pressed: SignalInstance) -> QPushButton:
        part = QPushButton(self)
        part.setProperty("quiet", True)
        part.setAccessibleName(name)
        part.clicked.connect(pressed)
        self._layout.addWidget(part)
        return part

    def _lead(self, part: QPushButton, where: str) -> None:
        """Say where a part leads."""
        worded(part, part.setToolTip, where, Scope.OUTBOX)

    def set_line(self, line: LineView) -> None:
        """Show whether the processing system answers."""
        since = labels.clock_time(line.since) if line.since else ""
        if not line.is_set_up:
            text, colour = self.tr("○ Offline only: no server is set up"), Tone.QUIET
        elif line.online is None:
            text, colour = self.tr("◷ Looking for the server"), Tone.QUIET
        elif line.online:
            text, colour = self.tr("● Online since %1").replace("%1", since), Tone.GOOD
        else:
            text, colour = self.tr("○ Offline since %1").replace("%1", since), Tone.LOOK
        self._set(self.line, text, colour)

    @property
    def looking(self) -> str:
        """Why the store is open for looking only, as shown, "" for nothing."""
        return "" if self._looking.isHidden() else self._looking.text()

    def set_looking(self, why: str) -> None:
        """Show that the store is open for looking only, before everything else."""
        self._looking.setText(f"! {why}")
        self._looking.setAccessibleName(why)
        tint(self._looking, Tone.WRONG, strong=True)
        self._looking.show()

    def set_standing(self, now: Standing) -> None:
        """Show how the station stands."""
        self.counts = now
        self._shown.start()
        quiet, wrong = Tone.QUIET, Tone.WRONG
        self._set(self.waiting, self._waiting_words(now), quiet)
        if now.held:
            self._set(self.held, self.tr("! %n need(s) you", "", now.held), Tone.WRONG)
        else:
            self._set(self.held, self.tr("✓ Nothing needs you"), Tone.QUIET)
        self._set(self.overdue, self.tr("! %n unsent for over a day", "", now.overdue), wrong)
        self.overdue.setVisible(now.overdue > 0)
        self._set(self.reading, self.tr("◷ Reading %n page(s)", "", now.reading), quiet)
        self.reading.setVisible(now.reading > 0)
        time = self.tr("◷ %n waiting for time", "", now.without_time)
        self._set(self.time, time, Tone.LOOK)
        self.time.setVisible(now.without_time > 0)
        self._show_age()
        self._show_disk(now)

    def _waiting_words(self, now: Standing) -> str:
        if not now.waiting:
            return self.tr("↑ %n waiting", "", 0)
        text = self.tr("↑ %n waiting (%1, %2)", "", now.waiting)
        pages = self.tr("%n page(s)", "", now.backlog.pages)
        return text.replace("%1", pages).replace("%2", labels.byte_size(now.backlog.size_bytes))

    def _show_age(self) -> None:
        """The oldest one grows older by itself."""
        seconds = self.counts.oldest_s + self._shown.elapsed() / 1000
        text = self.tr("◷ oldest %1").replace("%1", labels.age(seconds))
        self._set(self.oldest, text, Tone.QUIET)
        self.oldest.setVisible(bool(self.counts.backlog.oldest))

    def _show_disk(self, now: Standing) -> None:
        self.disk.setVisible(now.free_bytes is not None)
        if now.free_bytes is None:
            return
        free = labels.byte_size(now.free_bytes)
        if now.disk_is_low:
            text, colour = self.tr("! Disk almost full: %1 left"), Tone.WRONG
        else:
            text, colour = self.tr("▤ Disk %1 free"), Tone.QUIET
        self._set(self.disk, text.replace("%1", free), colour)

    def set_paused(self, *, is_sending: bool = False, is_reading: bool = False) -> None:
        """Show what is put off, until it is resumed."""
        if is_sending and is_reading:
            text = self.tr("○ Sending and reading are paused")
        elif is_sending:
            text = self.tr("○ Sending is paused")
        elif is_reading:
            text = self.tr("○ Reading is paused")
        else:
            text = self.tr("Pause…")
        self._set(self.pause, text, Tone.LOOK if is_sending or is_reading else Tone.QUIET)

    def set_token(self, token: TokenView) -> None:
        """Show what the token says."""
        self._set(self.token, token_words(token), token_tone(token))

    def _set(self, part: QPushButton, text: str, tone: Tone) -> None:
        if part.text() != text:
            part.setText(text)
            part.setAccessibleDescription(text)
        tint(part, tone)
