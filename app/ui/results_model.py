"""The inbox of electronic results as a model."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor

from app.domain.dossier import DossierState
from app.domain.submission import SubmissionState
from app.ui import labels
from app.ui.look import tones
from app.ui.messages import headline, sentence
from app.ui.results_flow import ResultLine
from app.ui.rows_model import RowsModel
from app.ui.wording_findings import finding_words

translate = QCoreApplication.translate

_RECEIVED = {
    SubmissionState.ACKED,
    SubmissionState.PURGEABLE,
    SubmissionState.PURGING,
    SubmissionState.PURGED,
}


def result_state(line: ResultLine) -> str:
    """Sign and words for where a result is."""
    submission, state = line.row.submission, line.row.dossier.state
    if submission is not None and submission.state in _RECEIVED:
        return translate("results", "✓ Returned, receipt is here")
    if submission is not None:
        return labels.submission_state(submission.state)
    if line.waits:
        return translate("results", "◷ Signed, waiting for time")
    if line.code:
        return translate("results", "! Not signed yet")
    if state is DossierState.BUILT:
        return translate("results", "○ To be signed")
    if state is DossierState.SIGNED:
        return translate("results", "✓ Signed, can be returned")
    return labels.dossier_state(state)


def result_tone(line: ResultLine) -> QColor | None:
    """Colour beside the sign, None for the usual one."""
    text = result_state(line)
    tone = {"✓": tones().good, "!": tones().wrong, "◷": tones().look}
    return tone.get(text[0])


class ResultsModel(RowsModel[ResultLine]):
    """One row per result, newest first."""

    columns = 3

    def __init__(self, language: str, parent: Any = None) -> None:  # any: QObject or None
        super().__init__(parent)
        self._language = language

    def key(self, row: ResultLine) -> Hashable:
        """The dossier that carries it."""
        return row.row.dossier.id

    def text(self, row: ResultLine, column: int) -> str:
        """What a cell shows."""
        cells = (row.row.file.name, result_state(row), self._note(row))
        return cells[column]

    def decoration(self, row: ResultLine, column: int, role: int) -> Any:  # Qt variant
        """The whole note as a tool tip; a colour beside the sign."""
        if role == Qt.ItemDataRole.ToolTipRole:
            if row.code:
                return sentence(row.code, self._language)
            return self.text(row, column)
        if role == Qt.ItemDataRole.ForegroundRole and column == 1:
            return result_tone(row)
        return None

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (
            translate("results", "File"),
            translate("results", "State"),
            translate("results", "Note"),
        )

    def _note(self, row: ResultLine) -> str:
        if row.code:
            return headline(row.code, self._language)
        record = row.row.record
        words = [finding_words(code, self._language) for code in record.notices]
        if record.signers_before:
            words.append(translate("results", "%n signature(s) before", "", record.signers_before))
        if row.row.dossier.code:
            words.insert(0, row.row.dossier.code)
        return " · ".join(words)
