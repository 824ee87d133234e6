"""Troubles and good news as sentences in the message panel."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.errors import JobCancelled, StationError
from app.scanning.base import ScanCancelled
from app.services.import_files import ImportFailure, ImportResult
from app.services.standing import Standing
from app.ui import labels
from app.ui.help_map import PROPERTY
from app.ui.help_troubles import chapter_of
from app.ui.message_panel import MessagePanel
from app.ui.messages import headline, words
from app.ui.outbox_flow import LineView
from app.ui.wording import asks_for_help

SHOWN_FAILURES = 4
"""Files that an import names one by one; the rest is counted."""


class TroubleDesk(QObject):
    """Turns errors into what the officer reads; details wait behind a button."""

    def __init__(self, panel: MessagePanel, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        self._language = language
        self._facts: dict[str, object] = {}
        self._lane_trouble = ""

    @property
    def language(self) -> str:
        """Language of the sentences: "vi" or "en"."""
        return self._language

    def know(self, now: Standing, line: LineView) -> None:
        """Facts that some sentences tell."""
        self._facts = {"waiting": now.waiting or None}
        if line.since is not None and line.online is False:
            self._facts["since"] = labels.clock_time(line.since)

    def show(self, error: StationError) -> None:
        """An error, in the officer's words; a wanted stop is no error."""
        self._lane_trouble = ""
        self._panel.setProperty(PROPERTY, chapter_of(error.code))
        told = words(error.code, self._language)
        facts = {name: str(value) for name, value in self._facts.items() if value is not None}
        rest = " ".join(part for part in (told.why, told.todo) if part)
        if isinstance(error, JobCancelled | ScanCancelled):
            self._panel.note(told.headline(facts), rest)
            return
        detail = self.tr("Code for the administrator: %1").replace("%1", error.code)
        calls = asks_for_help(told.todo)
        self._panel.tell(told.headline(facts), rest, detail=detail, calls=calls)

    def show_lane(self, error: StationError) -> None:
        """The runner is held up; the same trouble is told once, not every half minute."""
        if error.code != self._lane_trouble:
            self.show(error)
            self._lane_trouble = error.code

    def tell(self, sentence: str) -> None:
        """A reason that is a sentence already."""
        self._panel.tell(sentence)

    def tell_all(self, head: str, rest: str) -> None:
        """What is in the way, and more about it."""
        self._panel.tell(head, rest)

    def note(self, head: str, rest: str = "") -> None:
        """Something went well."""
        self._panel.note(head, rest)

    def note_waiting(self, more: str = "") -> None:
        """A dossier is signed and lacks its time; `more` is what else is to be told."""
        text = self.tr("The time-stamp service does not answer. The dossier leaves by itself.")
        self._panel.note(self.tr("Signed; waiting for the time stamp."), _lines(text, more))

    def show_import(self, result: ImportResult) -> None:
        """What an import brought, and each file it could not take with its reason."""
        taken = self.tr("%n page(s) imported.", "", len(result.pages))
        if not result.failures:
            self._panel.note(taken)
            return
        refused = self.tr("%n file(s) could not be taken.", "", len(result.failures))
        lines = [self._failure(each) for each in result.failures[:SHOWN_FAILURES]]
        rest = len(result.failures) - SHOWN_FAILURES
        if rest > 0:
            lines.append(self.tr("… and %n more.", "", rest))
        self._panel.tell(f"{refused} {taken}", "\n".join(lines))

    def note_sealed(self, more: str = "") -> None:
        """A dossier is signed and on its way; `more` is what else is to be told."""
        text = self.tr("The dossier is in the outbox and is sent by itself.")
        self._panel.note(self.tr("Signed and sealed."), _lines(text, more))

    def _failure(self, failure: ImportFailure) -> str:
        why = headline(failure.error.code, self._language)
        todo = words(failure.error.code, self._language).todo
        return f"• {failure.source}: {why} {todo}"


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
