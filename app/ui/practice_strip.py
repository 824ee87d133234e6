"""Hints above the practice window: one short line with the next key, told by what stands there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.services.practice import LESSONS, Lesson
from app.ui.buttons import named_button
from app.ui.keyboard import keyboard
from app.ui.look import SPACE_PX, Tone, embolden, tint


class PracticeStrip(QFrame):
    """What comes next, how far it is, and the way out.

    Signals:
        left(): End the practice.
    """

    left = Signal()

    def __init__(self, password: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._password = password
        self._doubts = 0
        self.lesson = Lesson.SCAN
        self.head = QLabel(self)
        self.head.setWordWrap(True)
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        embolden(self.text)
        self.end_button = named_button(self.tr("End the practice"), self)
        self.end_button.clicked.connect(self.left)
        self.end_button.setToolTip(self.tr("Everything in this window is thrown away."))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.head)
        words.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_PX, SPACE_PX // 2, SPACE_PX, SPACE_PX // 2)
        row.setSpacing(SPACE_PX)
        row.addLayout(words, 1)
        row.addWidget(self.end_button)
        keyboard().changed.connect(self._show)
        self._show()

    def teach(self, lesson: Lesson, doubts: int = 0) -> None:
        """Say what comes next; nothing changes where it is the same."""
        if (lesson, doubts) != (self.lesson, self._doubts):
            self.lesson, self._doubts = lesson, doubts
            self._show()

    def _show(self) -> None:
        if self.lesson is Lesson.RECEIPT:
            head = self.tr("Practice, done. Nothing here is real.")
        else:
            number = LESSONS.index(self.lesson) + 1 if self.lesson in LESSONS else len(LESSONS) - 1
            head = self.tr("Practice, %1 of %2. Nothing here is real.").replace("%1", str(number))
            head = head.replace("%2", str(len(LESSONS) - 1))
        self.head.setText(head)
        words = self._words()
        self.text.setText(words)
        tint(self.text, Tone.GOOD if self.lesson is Lesson.RECEIPT else None)
        self.setAccessibleName(f"{head} {words}")

    def _words(self) -> str:
        match self.lesson:
            case Lesson.SCAN:
                text = self.tr("Press %1: the sample scanner gives three pages.")
                return self._keyed(text, "scan")
            case Lesson.READ:
                return self.tr("The pages are saved and are being read, about half a minute.")
            case Lesson.FIELDS:
                text = self.tr(
                    "Fields to look at: %3. Press %1, compare with the picture above the field; "
                    "Enter if it is right, else type it. Then %2."
                )
                return self._keyed(text, "doubt", "finish").replace("%3", str(self._doubts))
            case Lesson.FINISH:
                text = self.tr("No doubts are left. %1 shows all fields; %2 ends the review.")
                return self._keyed(text, "all_fields", "finish")
            case Lesson.SIGN:
                text = self.tr("Press %1, type the practice password %2, then Enter.")
                return self._keyed(text, "sign").replace("%2", self._password)
            case Lesson.SEND:
                return self.tr("Signed. The dossier goes out by itself; the receipt comes soon.")
            case Lesson.RECEIPT:
                text = self.tr("The receipt is here: %1 shows it. That is the whole work.")
                return self._keyed(text, "outbox")
            case Lesson.HELD:
                text = self.tr("The dossier was not taken: %1 shows why. End and begin again.")
                return self._keyed(text, "outbox")

    def _keyed(self, text: str, *key_ids: str) -> str:
        for number, key_id in enumerate(key_ids, start=1):
            text = text.replace(f"%{number}", keyboard().label(key_id))
        return text
