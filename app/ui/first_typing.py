"""Third step: a sentence is typed, and compared letter by letter."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.typing_check import SENTENCE, Finding, Typed, check_typing
from app.ui.buttons import named_button
from app.ui.entry import commit_typing
from app.ui.first_steps_view import StepBody
from app.ui.look import Tone, as_title

MOST_WORDS = 6
"""Words that are named; more would be no list but a wall."""


class TypingStep(StepBody):
    """What was typed stays as it came: what an input method does to it is what is looked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(
            self.tr("Switch your input method to Vietnamese and type this sentence, then Enter:")
        )
        self.sentence = self.say(SENTENCE)
        as_title(self.sentence)
        self.typed = QLineEdit(self)
        self.typed.setAccessibleName(self.tr("Type the sentence here"))
        self.typed.setPlaceholderText(self.tr("Type the sentence here"))
        self.column.addWidget(self.typed)
        self.check_button = named_button(self.tr("Compare"), self)
        self.add_row(self.check_button)
        self.result = self.told()
        self.words = self.told()
        self.advice = self.told()
        self.column.addStretch(1)
        self.typed.returnPressed.connect(self.check)
        self.check_button.clicked.connect(self.check)

    def came(self) -> None:
        """Ready to be typed in."""
        self.typed.setFocus()

    def check(self) -> None:
        """Compare what is there; a syllable that is still composed is finished first."""
        commit_typing()
        found = check_typing(SENTENCE, self.typed.text())
        tone = Tone.GOOD if found.is_good else Tone.WRONG
        if found.finding is Finding.NOTHING:
            tone = Tone.LOOK
        self.tell(self.result, self._what(found.finding), tone)
        self.tell(self.words, self._named(found))
        self.tell(self.advice, self._advice(found.finding))
        if found.finding is not Finding.NOTHING:
            self.set_passed(found.is_good)

    def _named(self, found: Typed) -> str:
        shown = [
            self.tr("“%1” came as “%2”").replace("%1", goal or "…").replace("%2", came or "…")
            for goal, came in found.words[:MOST_WORDS]
        ]
        return "\n".join(shown)

    def _what(self, finding: Finding) -> str:
        return {
            Finding.RIGHT: self.tr("Every letter arrived. The input method and the station fit."),
            Finding.DECOMPOSED: self.tr(
                "Every letter arrived, in parts; the station puts them together by itself."
            ),
            Finding.OTHER_TONE_PLACE: self.tr(
                "Every letter arrived; tones stand in the other way, which is right too."
            ),
            Finding.NOTHING: self.tr("Nothing was typed yet."),
            Finding.UNPROCESSED: self.tr("Keys arrived instead of letters with marks."),
            Finding.NO_ACCENTS: self.tr("The letters arrived without their marks."),
            Finding.LOST: self.tr("Letters are missing."),
            Finding.DOUBLED: self.tr("There are more letters than were typed."),
            Finding.DIFFERENT: self.tr("Some words differ from the sentence."),
        }[finding]

    def _advice(self, finding: Finding) -> str:
        off = self.tr(
            "The input method is off or set to another way of typing: switch it to Vietnamese "
            "(the sign V beside the clock), then clear the field and type again."
        )
        return {
            Finding.RIGHT: "",
            Finding.DECOMPOSED: self.tr(
                "Better choose “Unicode dựng sẵn” in the input method; other programs need it."
            ),
            Finding.OTHER_TONE_PLACE: "",
            Finding.NOTHING: "",
            Finding.UNPROCESSED: off,
            Finding.NO_ACCENTS: off,
            Finding.LOST: self.tr(
                "The input method loses letters. In UniKey take away “Sử dụng clipboard cho "
                "unicode”, in EVKey do not use the clipboard; or use the input method of the "
                "system. Then try again. F1 tells more."
            ),
            Finding.DOUBLED: self.tr(
                "Two input methods may be running at once: switch one of them off, then try again."
            ),
            Finding.DIFFERENT: self.tr("Compare the words above, correct them, press Enter again."),
        }[finding]
