"""The verdict over one file: who signed, when, how sure; green only for what is valid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.services.signing_check import CRASHED, OUT_OF_MEMORY, TIMEOUT
from app.services.signing_preview import CheckedFile
from app.ui import labels
from app.ui.buttons import keyed_button
from app.ui.keys import Scope
from app.ui.look import SPACE_PX, Tone, as_title, tint
from app.ui.wording_findings import finding_words

translate = QCoreApplication.translate
Json = dict[str, Any]  # values of JSON are any of its types


def verdict_words(verdict: str) -> str:
    """The answer for a whole file, with a sign."""
    words = {
        "valid": translate("verdict", "✓ All signatures are valid"),
        "unknown": translate("verdict", "? Not certain: please read why"),
        "invalid": translate("verdict", "! A signature is not valid"),
        "unsigned": translate("verdict", "○ The file carries no signature"),
    }
    return words.get(verdict, words["unknown"])


def broken_off_words(notices: Iterable[str]) -> str:
    """Why a check broke off and what to do next, "" when it came to its end."""
    words = {
        TIMEOUT: translate(
            "verdict",
            "The check took too long and was ended. Nothing is known of the signatures: do not "
            "take the file for valid. Try again while the machine has less to do, or ask for "
            "the file anew.",
        ),
        OUT_OF_MEMORY: translate(
            "verdict",
            "The file takes more memory than a check may have. Nothing is known of the "
            "signatures: do not take the file for valid. Ask whoever sent it for a smaller one.",
        ),
        CRASHED: translate(
            "verdict",
            "The file has brought the check down. Nothing is known of the signatures: do not "
            "take the file for valid, and show it to the administrator.",
        ),
    }
    return next((words[one] for one in notices if one in words), "")


def verdict_tone(verdict: str) -> Tone:
    """Colour beside the sign; green for valid alone."""
    colours = {"valid": Tone.GOOD, "invalid": Tone.WRONG, "unsigned": Tone.QUIET}
    return colours.get(verdict, Tone.LOOK)


def _indication_words(signature: Json) -> tuple[str, Tone]:
    match signature["indication"]:
        case "TOTAL-PASSED":
            return translate("verdict", "✓ Valid"), Tone.GOOD
        case "TOTAL-FAILED":
            return translate("verdict", "! Not valid"), Tone.WRONG
        case _:
            return translate("verdict", "? Not certain"), Tone.LOOK


def signature_lines(signature: Json, language: str) -> list[str]:
    """Everything about one signature, a line each."""
    lines = []
    if signature["sub_indication"]:
        reason = finding_words(signature["sub_indication"], language)
        lines.append(translate("verdict", "Why: %1").replace("%1", reason))
    lines.append(_time_line(signature))
    level = str(signature["level"]).upper()
    lines.append(translate("verdict", "Level: %1").replace("%1", _level(level)))
    lines.append(_integrity_line(str(signature["integrity"])))
    lines.append(_trust_line(signature))
    lines.append(_revocation_line(signature))
    lines.append(_changes_line(signature, language))
    notices = [finding_words(code, language) for code in signature.get("notices", ())]
    if notices:
        lines.append(translate("verdict", "Note: %1").replace("%1", "; ".join(notices)))
    return lines


def _level(level: str) -> str:
    if level == "NONE":
        return translate("verdict", "cannot be told")
    if level.startswith("PKCS7-"):
        return translate("verdict", "PKCS#7 (%1)").replace("%1", level.removeprefix("PKCS7-"))
    return f"PAdES {level}"


def _time_line(signature: Json) -> str:
    if not signature["signed_at"]:
        return translate("verdict", "Signed: time not known")
    moment = labels.clock_time(datetime.fromisoformat(signature["signed_at"]), dated=True)
    if signature["time_source"] == "timestamp":
        return translate("verdict", "Signed: %1 (time-stamp service)").replace("%1", moment)
    return translate("verdict", "Signed: %1 (clock of the signer alone)").replace("%1", moment)


def _integrity_line(integrity: str) -> str:
    words = {
        "intact": translate("verdict", "Content: intact since it was signed"),
        "suspect": translate("verdict", "Content: suspicious, see below"),
        "broken": translate("verdict", "Content: changed after it was signed"),
    }
    return words.get(integrity, translate("verdict", "Content: could not be checked"))


def _trust_line(signature: Json) -> str:
    path = " → ".join(signature.get("chain", ())) or str(signature["signer"])
    words = {
        "trusted": translate("verdict", "Certificate: trusted (%1)"),
        "untrusted": translate("verdict", "Certificate: not trusted (%1)"),
    }
    text = words.get(
        signature["trust"], translate("verdict", "Certificate: not known whether trusted (%1)")
    )
    return text.replace("%1", path)


def _revocation_line(signature: Json) -> str:
    evidence = ", ".join(signature.get("revocation", ()))
    if not evidence:
        return translate("verdict", "Revocation: no evidence in the file")
    return translate("verdict", "Revocation: %1").replace("%1", evidence)


def _changes_line(signature: Json, language: str) -> str:
    changes = [finding_words(code, language) for code in signature["changes_after"]]
    if changes:
        text = translate("verdict", "After this signature: %1")
        return text.replace("%1", "; ".join(changes))
    if signature["covers_whole_file"]:
        return translate("verdict", "After this signature: nothing was added")
    return translate("verdict", "After this signature: something was added")


class VerdictPanel(QFrame):
    """Shows one verdict.

    Signals:
        report_wanted(): Save the report for auditors.
    """

    report_wanted = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._language = language
        self.checked: CheckedFile | None = None
        self._shown: list[QLabel] = []
        self._lesson = ""
        self._head = self._label()
        self._name = self._label()
        self._notices = self._label()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(SPACE_PX)
        self.report_button = keyed_button(self.tr("Save report (XML)…  Ctrl+S"), self, Scope.VERIFY)
        self.report_button.setAccessibleName(self.tr("Save the validation report"))
        self.report_button.clicked.connect(self.report_wanted)
        self._arrange()
        self.clear()

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return label

    def _arrange(self) -> None:
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(*(2 * SPACE_PX,) * 4)
        column.setSpacing(SPACE_PX)
        for label in (self._head, self._name, self._notices):
            column.addWidget(label)
        column.addLayout(self._cards)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.tr("Verdict"))
        scroll.setWidget(inner)
        for part in (scroll.viewport(), inner):
            part.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, SPACE_PX)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.report_button, 0, Qt.AlignmentFlag.AlignHCenter)

    @property
    def text(self) -> str:
        """Everything that is shown, as lines."""
        parts = [self._head, self._name, self._notices, *self._shown]
        return "\n".join(part.text() for part in parts if part.text())

    @property
    def tone(self) -> Tone:
        """Colour of the answer."""
        return verdict_tone(self.checked.verdict["verdict"] if self.checked else "unsigned")

    def teach(self, lesson: str) -> None:
        """What stands here as long as no verdict does."""
        self._lesson = lesson
        if self.checked is None and not self._head.text():
            self.clear()

    def clear(self, note: str = "") -> None:
        """Show no verdict, with a word about why."""
        self.checked = None
        self._drop_cards()
        self._head.setText(note or self._lesson)
        tint(self._head, None if note else Tone.QUIET)
        self._name.hide()
        self._notices.hide()
        self.report_button.hide()

    def show_verdict(self, checked: CheckedFile) -> None:
        """Show what was found."""
        self.clear()
        self.checked = checked
        verdict = checked.verdict
        self._head.setText(verdict_words(verdict["verdict"]))
        as_title(self._head)
        tint(self._head, self.tone)
        self._name.setText(str(verdict["path"]))
        self._name.show()
        broken_off = broken_off_words(verdict["notices"])
        if broken_off:
            self._head.setText(translate("verdict", "? Not checked"))
        notices = [finding_words(code, self._language) for code in verdict["notices"]]
        lines = "\n".join(f"• {text}" for text in dict.fromkeys(notices))
        self._notices.setText(broken_off or lines)
        self._notices.setVisible(bool(notices))
        for number, signature in enumerate(verdict["signatures"], start=1):
            self._add_card(number, signature)
        self.report_button.setVisible(bool(checked.report))
        self.setAccessibleName(self.text)

    def _add_card(self, number: int, signature: Json) -> None:
        words, tone = _indication_words(signature)
        unknown = self.tr("signer not known")
        title = self._label()
        title.setText(f"{number}. {signature['signer'] or unknown} · {words}")
        tint(title, tone, strong=True)
        lines = self._label()
        lines.setText("\n".join(signature_lines(signature, self._language)))
        for label in (title, lines):
            self._cards.addWidget(label)
            self._shown.append(label)

    def _drop_cards(self) -> None:
        for label in self._shown:
            label.hide()
            label.deleteLater()
        self._shown = []
