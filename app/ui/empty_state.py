"""What an empty list or pane says: what will stand here, and how it comes here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QLabel

from app.ui.look import SPACE_PX, Tone, tint

LATER_MS = 300
"""What teaches comes so much later: not between one page and the next."""


class _Lesson(QObject):
    """Shows words in the middle of a list as long as it has no rows."""

    def __init__(self, view: QAbstractItemView, words: str) -> None:
        super().__init__(view)
        self._view = view
        self._label = _over(view, words)
        view.viewport().installEventFilter(self)
        model = view.model()
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._look)
        self._look()

    def say(self, words: str) -> None:
        """Teach something else."""
        self._label.setText(words)
        self._look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list has another size."""
        if event.type() == QEvent.Type.Resize:
            self._label.setGeometry(self._view.viewport().rect())
        return super().eventFilter(watched, event)

    def _look(self, *_what: object) -> None:
        is_empty = self._view.model().rowCount() == 0
        self._label.setGeometry(self._view.viewport().rect())
        self._label.setVisible(is_empty)
        self._view.setAccessibleDescription(self._label.text() if is_empty else "")


class PaneNote(QObject):
    """Words in the middle of a pane that shows nothing: why, or else how something comes here."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self._view = view
        self._label = _over(view, "")
        self._lesson = self._why = ""
        view.viewport().installEventFilter(self)
        self._label.hide()
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(LATER_MS)
        self._due.timeout.connect(self._show)

    @property
    def text(self) -> str:
        """Why nothing is shown, "" where nobody said."""
        return self._why

    def teach(self, lesson: str) -> None:
        """What is said while nobody says why."""
        self._lesson = lesson
        self.say(self._why)

    def say(self, why: str = "") -> None:
        """Nothing is shown; a word about why."""
        self._why = why
        self._label.hide()
        if why:
            self._show()
        else:
            self._due.start()

    def hide(self) -> None:
        """Something is shown."""
        self._why = ""
        self._due.stop()
        self._label.hide()
        if self._view.accessibleDescription() == self._label.text():
            self._view.setAccessibleDescription("")

    def _show(self) -> None:
        self._due.stop()
        words = self._why or self._lesson
        self._label.setText(words)
        self._label.setGeometry(self._view.viewport().rect())
        self._label.setVisible(bool(words))
        self._view.setAccessibleDescription(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pane has another size."""
        if event.type() == QEvent.Type.Resize:
            self._label.setGeometry(self._view.viewport().rect())
        return super().eventFilter(watched, event)


def _over(view: QAbstractScrollArea, words: str) -> QLabel:
    """A label over the inside of a view."""
    label = QLabel(words, view.viewport())
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.setContentsMargins(*(2 * SPACE_PX,) * 4)
    tint(label, Tone.QUIET)
    return label


def teach(view: QAbstractItemView, words: str) -> None:
    """Let a list say what will stand in it, while nothing does; read out with its name.

    The model has to be set before.
    """
    lesson = view.findChild(_Lesson)
    if lesson is None:
        _Lesson(view, words)
    else:
        lesson.say(words)
