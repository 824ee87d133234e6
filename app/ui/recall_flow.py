"""Search as it is typed: a pause before each question, and only the newest answer is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.search import Wanted
from app.errors import JobCancelled, StationError
from app.jobs import CancelToken
from app.services.find import Answer, openers, read_words, recall
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane

PAUSE_MS = 200
"""So long nothing is asked after a key: whoever types is not through yet."""

WORDS_PAUSE_MS = 50
"""Pause between two rounds of words that are made anew."""


@dataclass(frozen=True, slots=True)
class _Question:
    """One question, and how it is stopped."""

    number: int
    wanted: Wanted
    token: CancelToken


class RecallFlow(QObject):
    """Asks the store away from the GUI thread; a newer question stops the older.

    Signals:
        answered(Answer): The first page of answers to the newest question.
        more_read(Answer): The next page of them.
        openers_read(list): Officers who have opened dossiers.
        begun(): A question is under way.
        trouble(StationError): It could not be answered.
    """

    answered = Signal(object)
    more_read = Signal(object)
    openers_read = Signal(object)
    begun = Signal()
    trouble = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station, self._bridge = station, bridge
        self._asked = _Question(0, Wanted(), CancelToken())
        self._wanted = Wanted()
        self._below: int | None = None
        self._reads_more = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.ask_now)
        self._words = QTimer(self)
        self._words.setSingleShot(True)
        self._words.setInterval(WORDS_PAUSE_MS)
        self._words.timeout.connect(self._read_words)

    @property
    def is_pending(self) -> bool:
        """Whether a question waits for its pause."""
        return self._pause.isActive()

    def ask(self, wanted: Wanted) -> None:
        """Ask after a pause; what is under way is stopped at once."""
        self._wanted = wanted
        self._asked.token.cancel()
        self._words.stop()
        self._pause.start()

    def ask_now(self) -> None:
        """Ask without a pause."""
        self._pause.stop()
        self._words.stop()
        self._asked.token.cancel()
        question = _Question(self._asked.number + 1, self._wanted, CancelToken())
        self._asked, self._below, self._reads_more = question, None, False
        self.begun.emit()
        station = self._station
        self._bridge.run(
            Lane.SEARCH,
            lambda: (
                question,
                recall(station, question.wanted, is_cancelled=lambda: question.token.cancelled),
            ),
            self._answer,
            self._fail,
        )

    def read_more(self) -> None:
        """Ask for the next page, if there is one and nobody has asked for it."""
        below, question, station = self._below, self._asked, self._station
        if below is None or self._reads_more or self.is_pending:
            return
        self._reads_more = True
        self._bridge.run(
            Lane.SEARCH,
            lambda: (
                question,
                recall(
                    station,
                    question.wanted,
                    below=below,
                    is_cancelled=lambda: question.token.cancelled,
                ),
            ),
            self._answer_more,
            self._fail,
        )

    def read_openers(self) -> None:
        """Ask which officers have opened dossiers."""
        station = self._station
        self._bridge.run(Lane.SEARCH, lambda: openers(station), self.openers_read.emit, self._fail)

    def stop(self) -> None:
        """Nobody looks any more."""
        self._pause.stop()
        self._words.stop()
        self._asked.token.cancel()
        self._asked = replace(self._asked, number=self._asked.number + 1)
        self._below = None

    def _answer(self, told: tuple[_Question, Answer]) -> None:
        question, answer = told
        if question.number != self._asked.number:
            return
        self._below = answer.below
        # further pages are those of the answer that was given
        self._asked = replace(question, wanted=replace(question.wanted, text=answer.meant))
        self.answered.emit(answer)
        if answer.unread:
            self._words.start()

    def _read_words(self) -> None:
        """Make the words of changed dossiers, some at a time; then ask once more."""
        station, number = self._station, self._asked.number
        self._bridge.run(
            Lane.SEARCH, lambda: (number, read_words(station)), self._words_read, self._fail
        )

    def _words_read(self, told: tuple[int, int]) -> None:
        number, left = told
        if number != self._asked.number:
            return
        if left:
            self._words.start()
        else:
            self.ask_now()

    def _answer_more(self, told: tuple[_Question, Answer]) -> None:
        question, answer = told
        if question.number != self._asked.number:
            return
        self._reads_more = False
        self._below = answer.below
        self.more_read.emit(answer)

    def _fail(self, error: StationError) -> None:
        self._reads_more = False
        if not isinstance(error, JobCancelled):
            self.trouble.emit(error)
