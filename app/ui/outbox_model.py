"""The outbox as a model: state, reason, next try, receipt."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from app.domain.submission import Submission, SubmissionState
from app.ui import labels
from app.ui.look import tones
from app.ui.messages import headline, sentence
from app.ui.queue_flow import Overview
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A submission with the words the list shows."""

    submission: Submission
    name: str
    receipt_number: str


def outbox_rows(overview: Overview) -> list[OutboxRow]:
    """Submissions, newest first, with the names of their dossiers."""
    dossiers = {row.dossier.id: row for row in overview.rows}
    rows = []
    for submission in reversed(overview.submissions):
        row = dossiers.get(submission.dossier_id)
        name = labels.dossier_name(row.dossier) if row else submission.dossier_id[-6:]
        receipt = row.receipt_number if row and _is_received(submission) else ""
        rows.append(OutboxRow(submission, name, receipt))
    return rows


def _is_received(submission: Submission) -> bool:
    return submission.state in {
        SubmissionState.ACKED,
        SubmissionState.PURGEABLE,
        SubmissionState.PURGING,
        SubmissionState.PURGED,
    }


class OutboxModel(RowsModel[OutboxRow]):
    """One row per submission, newest first."""

    columns = 5

    def __init__(self, language: str, parent: Any = None) -> None:  # any: QObject or None
        super().__init__(parent)
        self._language = language

    def key(self, row: OutboxRow) -> Hashable:
        """The submission's id."""
        return row.submission.id

    def text(self, row: OutboxRow, column: int) -> str:
        """What a cell shows."""
        submission = row.submission
        cells = (
            row.name,
            labels.submission_state(submission.state),
            headline(submission.reason, self._language) if submission.reason else "",
            next_try(submission),
            row.receipt_number,
        )
        return cells[column]

    def decoration(self, row: OutboxRow, column: int, role: int) -> Any:  # Qt variant
        """The whole reason as a tool tip; a colour beside the sign."""
        if role == Qt.ItemDataRole.ToolTipRole and row.submission.reason:
            return reason_text(row.submission, self._language)
        if role == Qt.ItemDataRole.ForegroundRole and column == 1:
            if row.submission.state is SubmissionState.HELD:
                return tones().wrong
            return tones().good if _is_received(row.submission) else None
        return None

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (
            translate("outbox", "Dossier"),
            translate("outbox", "State"),
            translate("outbox", "Reason"),
            translate("outbox", "Next try"),
            translate("outbox", "Receipt number"),
        )


def next_try(submission: Submission) -> str:
    """When the station tries again, "" when nothing is planned."""
    if submission.state is not SubmissionState.WAITING:
        return ""
    return labels.clock_time(datetime.fromtimestamp(submission.next_try, UTC))


def reason_text(submission: Submission, language: str) -> str:
    """The whole reason, with what the processing system said."""
    text = sentence(submission.reason, language)
    if submission.reason == "delivery.rejected" and submission.reason_detail:
        said = translate("outbox", "The system says: %1").replace("%1", submission.reason_detail)
        return f"{text}\n{said}"
    return text
