"""The outbox as a model: state, reason, next try, receipt."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale, Qt

from app.domain.ids import SubmissionId
from app.domain.submission import Submission, SubmissionState
from app.province.errors import StatementOnly
from app.store.base import DossierRow
from app.ui import labels
from app.ui.look import tones
from app.ui.messages import headline, sentence
from app.ui.queue_flow import Overview
from app.ui.rows_model import RowsModel
from app.ui.upload_pace import SentNow

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A submission with the words the list shows.

    Attributes:
        sent: How far its files are, None while they are not on their way.
    """

    submission: Submission
    name: str
    receipt_number: str
    sent: SentNow | None = None


class OutboxRows:
    """Makes the rows of the outbox; those of which nothing has changed are not made again."""

    def __init__(self) -> None:
        self._overview = Overview()
        self._rows: list[OutboxRow] = []
        self._made: dict[SubmissionId, tuple[Submission, DossierRow | None, OutboxRow]] = {}

    def rows(self, overview: Overview) -> list[OutboxRow]:
        """Submissions, newest first, with the names of their dossiers."""
        if not _is_same(overview, self._overview):
            dossiers = {row.dossier.id: row for row in overview.rows}
            self._rows = [
                self._row(submission, dossiers.get(submission.dossier_id), overview)
                for submission in reversed(overview.submissions)
            ]
            self._overview = overview
        return self._rows

    def _row(
        self, submission: Submission, dossier: DossierRow | None, overview: Overview
    ) -> OutboxRow:
        sent = overview.sent.get(submission.id)
        made = self._made.get(submission.id)
        if made and made[0] is submission and made[1] is dossier and made[2].sent == sent:
            return made[2]
        name = labels.dossier_name(dossier.dossier) if dossier else submission.dossier_id[-6:]
        receipt = dossier.receipt_number if dossier and _is_received(submission) else ""
        row = OutboxRow(submission, name, receipt, sent)
        self._made[submission.id] = (submission, dossier, row)
        return row


def _is_same(one: Overview, other: Overview) -> bool:
    return (
        one.rows is other.rows and one.submissions is other.submissions and one.sent == other.sent
    )


def _is_held(row: OutboxRow) -> bool:
    return row.submission.state is SubmissionState.HELD


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

        self._all: Sequence[OutboxRow] = ()
        self.only_held = False

    def set_rows(self, rows: Sequence[OutboxRow]) -> None:
        """Know these submissions, and show all of them or those that need a person."""
        self._all = rows
        super().set_rows([row for row in rows if _is_held(row)] if self.only_held else rows)

    def show_only_held(self, only_held: bool) -> None:
        """Show those alone that need a person, or all again."""
        self.only_held = only_held
        self.set_rows(self._all)

    def key(self, row: OutboxRow) -> Hashable:
        """The submission's id."""
        return row.submission.id

    def text(self, row: OutboxRow, column: int) -> str:
        """What a cell shows."""
        submission = row.submission
        cells = (
            row.name,
            labels.submission_state(submission.state),
            self._note(row),
            next_try(submission),
            receipt_words(row),
        )
        return cells[column]

    def _note(self, row: OutboxRow) -> str:
        """Why it stands where it stands, or how far it is."""
        if row.sent is not None:
            return sent_words(row.sent)
        reason = row.submission.reason
        return headline(reason, self._language) if reason else ""

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
            translate("outbox", "Reason, progress"),
            translate("outbox", "Next try"),
            translate("outbox", "Receipt number"),
        )


def next_try(submission: Submission) -> str:
    """When the station tries again, "" when nothing is planned."""
    if submission.state is not SubmissionState.WAITING:
        return ""
    return labels.clock_time(datetime.fromtimestamp(submission.next_try, UTC))


def receipt_words(row: OutboxRow) -> str:
    """Number of the receipt, with a mark where the system itself has signed nothing."""
    if row.receipt_number and row.submission.reason == StatementOnly.code:
        return translate("outbox", "! not signed: %1").replace("%1", row.receipt_number)
    return row.receipt_number


def sent_words(sent: SentNow) -> str:
    """Bytes, rate and remaining time, each only when it is known; "" while nothing is."""
    if not sent.total:
        return ""
    if sent.total < _MEGABYTE:
        text = translate("outbox", "%1 of %2 kB")
        done, total = (QLocale().toString(count / 1e3, "f", 0) for count in (sent.done, sent.total))
    else:
        text = translate("outbox", "%1 of %2 MB")
        done, total = _mb(sent.done), _mb(sent.total)
    parts = [text.replace("%1", done).replace("%2", total)]
    if sent.rate:
        parts.append(translate("outbox", "%1 MB/s").replace("%1", _mb(sent.rate, digits=2)))
    if sent.seconds_left >= 0:
        parts.append(labels.time_left(sent.seconds_left))
    return " · ".join(parts)


_MEGABYTE = 1e6


def _mb(count: float, *, digits: int = 1) -> str:
    return QLocale().toString(count / _MEGABYTE, "f", digits)


def reason_text(submission: Submission, language: str) -> str:
    """The whole reason, with what the processing system said."""
    text = sentence(submission.reason, language)
    if submission.reason == "delivery.rejected" and submission.reason_detail:
        said = translate("outbox", "The system says: %1").replace("%1", submission.reason_detail)
        return f"{text}\n{said}"
    return text
