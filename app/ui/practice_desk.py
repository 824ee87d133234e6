"""Opens the practice window beside the real one, and throws everything away when it is closed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import JobCancelled, StationError
from app.services.practice import Lesson, Practice, PracticeRoom, lesson
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.practice_strip import PracticeStrip
from app.ui.queue_flow import Overview, QueueFlow
from app.ui.window import Window


class PracticeWindow(Protocol):
    """A whole window over the practice station, with what runs behind it."""

    @property
    def window(self) -> Window:
        """The window."""
        ...

    @property
    def queue(self) -> QueueFlow:
        """Its rows."""
        ...

    def start(self) -> None:
        """Show it and let its work run."""
        ...

    def close(self) -> None:
        """Take no more work."""
        ...

    def wait(self) -> None:
        """Wait for what runs, bounded. Runs on: any thread but GUI."""
        ...


BuildPractice = Callable[[Practice], PracticeWindow]


class PracticeState(StrEnum):
    """How far the practice is."""

    CLOSED = "closed"
    OPENING = "opening"
    OPEN = "open"
    CLOSING = "closing"


@dataclass(slots=True)
class _Held:
    """A practice that is open, and what ends it."""

    practice: Practice
    stack: ExitStack


class PracticeDesk(QObject):
    """One practice at a time; a second wish brings the first one to the front.

    Signals:
        changed(PracticeState): It is being put together, open, being thrown away, closed.
        learnt(): The officer has come to the receipt.
        trouble(StationError): It could not be opened.
    """

    changed = Signal(object)
    learnt = Signal()
    trouble = Signal(object)

    def __init__(
        self,
        bridge: JobsBridge,
        room: PracticeRoom,
        build: BuildPractice,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._room, self._build = bridge, room, build
        self._held: _Held | None = None
        self._is_told = self._is_over = False
        self.state = PracticeState.CLOSED
        self.counter: PracticeWindow | None = None
        self._closing: PracticeWindow | None = None
        self.strip: PracticeStrip | None = None

    def open(self) -> None:
        """Put a practice together and show its window."""
        if self.counter is not None:
            self.counter.window.raise_()
            self.counter.window.activateWindow()
        elif self.state is PracticeState.CLOSED:
            self._be(PracticeState.OPENING)
            self._is_told = False
            self._bridge.run(Lane.PRACTICE, self._put_together, self._opened, self._failed)

    def _put_together(self) -> _Held:
        """Runs on: the practice lane."""
        with ExitStack() as stack:
            practice = stack.enter_context(self._room.open())
            if self._is_over:
                raise JobCancelled("the window is gone")
            return _Held(practice, stack.pop_all())

    def _opened(self, held: _Held) -> None:
        self._held = held
        counter = self._build(held.practice)
        self.counter = counter
        window = counter.window
        window.setWindowTitle(self.tr("Practice: nothing here is real"))
        self.strip = PracticeStrip(held.practice.password, window)
        self.strip.left.connect(self.close)
        window.stand_on_top(self.strip)
        window.closing.connect(self._window_closes)
        counter.queue.overview_read.connect(self._rows_read)
        counter.start()
        self._be(PracticeState.OPEN)

    def _failed(self, error: StationError) -> None:
        self._be(PracticeState.CLOSED)
        self.trouble.emit(error)

    def _rows_read(self, overview: Overview) -> None:
        if self.strip is None:
            return
        now = lesson(overview.rows)
        self.strip.teach(now, sum(row.doubtful_fields for row in overview.rows))
        if now is Lesson.RECEIPT and not self._is_told:
            self._is_told = True
            self.learnt.emit()

    def close(self) -> None:
        """Close the window; its closing ends the rest."""
        if self.counter is not None:
            self.counter.window.close()

    def _window_closes(self) -> None:
        counter, held = self.counter, self._held
        self.counter = self.strip = self._held = None
        if counter is None or held is None:
            return
        self._be(PracticeState.CLOSING)
        window = counter.window
        window.hide()
        counter.close()
        self._closing = counter
        home = self.parent()
        if isinstance(home, QWidget):
            home.activateWindow()

        def throw_away() -> None:
            counter.wait()
            held.stack.close()

        self._bridge.run(Lane.PRACTICE, throw_away, self._gone, self._not_gone)

    def _gone(self, _done: None) -> None:
        if self._closing is not None:
            self._closing.window.deleteLater()
            self._closing = None
        self._be(PracticeState.CLOSED)

    def _not_gone(self, error: StationError) -> None:
        self._gone(None)
        self.trouble.emit(error)

    def end(self) -> None:
        """The program ends: nothing of a practice stays behind. Waits for what runs."""
        self._is_over = True
        counter, held = self.counter, self._held
        self.counter = self.strip = self._held = None
        if counter is not None:
            counter.close()
            counter.window.hide()
            counter.wait()
        if held is not None:
            held.stack.close()

    def _be(self, state: PracticeState) -> None:
        self.state = state
        self.changed.emit(state)
