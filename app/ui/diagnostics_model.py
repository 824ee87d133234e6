"""The table of an examination: how it stands, what was looked at, what was found."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, assert_never

from PySide6.QtCore import QObject, Qt

from app.services.diagnose import Check
from app.services.diagnose_states import found_words
from app.services.diagnose_words import about
from app.ui.look import Tone, tones
from app.ui.rows_model import RowsModel


class ExamState(Enum):
    """How far one look is."""

    NOT_YET = auto()
    WAITING = auto()
    RUNNING = auto()
    DONE = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class ExamRow:
    """One thing that is looked at.

    Attributes:
        number: Its place; two keys at services have the same name.
        check: What was found, None before the first look.
        percent: How far a long look is, -1 while nobody knows.
    """

    number: int
    name: str
    is_long: bool = False
    state: ExamState = ExamState.NOT_YET
    check: Check | None = None
    percent: int = -1


class DiagnosticsModel(RowsModel[ExamRow]):
    """Read-only rows."""

    columns = 3

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (self.tr("State"), self.tr("What"), self.tr("Found"))

    def key(self, row: ExamRow) -> Hashable:
        """Its place."""
        return row.number

    def text(self, row: ExamRow, column: int) -> str:
        """State with its sign, name, finding."""
        if column == 0:
            return self.state_words(row)
        if column == 1:
            return about(row.name).title.text(self._language)
        return found_words(row.check, self._language) if row.check is not None else ""

    def state_words(self, row: ExamRow) -> str:
        """The state in words, with a sign of its own."""
        match row.state:
            case ExamState.NOT_YET:
                return self.tr("○ Not checked yet")
            case ExamState.WAITING:
                return self.tr("◷ Waits for its turn")
            case ExamState.RUNNING if row.percent >= 0:
                return self.tr("◷ Checking, %1 %").replace("%1", str(row.percent))
            case ExamState.RUNNING:
                return self.tr("◷ Checking…")
            case ExamState.STOPPED:
                return self.tr("– Stopped")
            case ExamState.DONE:
                return self._found(row.check)
        assert_never(row.state)

    def _found(self, check: Check | None) -> str:
        if check is None or check.good:
            return self.tr("✓ Good")
        return self.tr("! Must be mended") if check.required else self.tr("? Worth a look")

    def decoration(self, row: ExamRow, column: int, role: int) -> Any:  # Qt variant
        """The tone of the state; its words say the same."""
        if role != Qt.ItemDataRole.ForegroundRole or column != 0 or row.check is None:
            return None
        if row.state is not ExamState.DONE:
            return None
        return tones().of(tone_of(row.check))


def tone_of(check: Check) -> Tone:
    """What a finding means."""
    if check.good:
        return Tone.GOOD
    return Tone.WRONG if check.required else Tone.LOOK
