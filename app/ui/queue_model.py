"""The queue of dossiers as a model: which part of it is on show, and what comes next for each."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QCoreApplication, QObject

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.submission import SubmissionState
from app.services.queue_parts import QueuePart, is_in
from app.store.base import DossierRow
from app.ui import labels
from app.ui.keyboard import reworded
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate


class QueueModel(RowsModel[DossierRow]):
    """One row per dossier, newest first; all of them, or those of one part of the queue.

    The dossier that is on show stays in the list although it may no longer be of that part: it
    must not be taken away from under the officer's hands.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._without_time: frozenset[DossierId] = frozenset()
        self._all: Sequence[DossierRow] = ()
        self._part = QueuePart.ALL
        self._kept: DossierId | None = None

    @property
    def all_rows(self) -> Sequence[DossierRow]:
        """Every dossier, on show or not."""
        return self._all

    @property
    def part(self) -> QueuePart:
        """Which part is on show."""
        return self._part

    def set_rows(self, rows: Sequence[DossierRow]) -> None:
        """Know these dossiers, and show those of the part."""
        self._all = rows
        super().set_rows(rows if self._part is QueuePart.ALL else self._of_part(rows))

    def show_part(self, part: QueuePart) -> None:
        """Show another part of the queue."""
        self._part = part
        self.set_rows(self._all)

    def keep(self, dossier_id: DossierId | None) -> None:
        """This dossier is on show: it stays in the list."""
        self._kept = dossier_id

    def _of_part(self, rows: Sequence[DossierRow]) -> list[DossierRow]:
        part, kept = self._part, self._kept
        return [row for row in rows if row.dossier.id == kept or is_in(part, row)]

    def set_without_time(self, dossiers: frozenset[DossierId]) -> None:
        """Which dossiers are signed and still lack their time."""
        changed = self._without_time ^ dossiers
        self._without_time = dossiers
        for dossier_id in changed:
            number = self.row_of(dossier_id)
            if number >= 0:
                index = self.index(number, 0)
                self.dataChanged.emit(index, index)

    def next_step(self, row: DossierRow) -> str:
        """What the officer does next with a dossier, or what it waits for."""
        return next_step(row, waits=row.dossier.id in self._without_time)

    def details(self, row: DossierRow) -> list[str]:
        """State, pages, doubts and next step."""
        return [*details(row), self.next_step(row)]

    def key(self, row: DossierRow) -> Hashable:
        """The dossier's id."""
        return row.dossier.id

    def text(self, row: DossierRow, _column: int) -> str:
        """Name, state, pages, doubts, outbox and next step in one line, for screen readers."""
        return " · ".join((labels.dossier_name(row.dossier), *self.details(row)))


def page_words(row: DossierRow) -> str:
    """How many pages a dossier has."""
    return translate("queue", "%n page(s)", "", row.page_count)


def details(row: DossierRow) -> list[str]:
    """State, pages and doubts of a dossier."""
    if row.submission_state is not None:
        words = [labels.submission_state(row.submission_state)]
    else:
        words = [labels.dossier_state(row.dossier.state)]
    words.append(page_words(row))
    if row.pages_to_read:
        words.append(translate("queue", "%n being read", "", row.pages_to_read))
    if row.doubtful_fields and row.submission_state is None:
        words.append(translate("queue", "? %n to check", "", row.doubtful_fields))
    return words


def next_step(row: DossierRow, *, waits: bool = False) -> str:
    """What comes next for a dossier, with its key; `waits` when it still lacks its time."""
    if row.submission_state is not None:
        return _after_sealing(row, row.submission_state)
    if waits:
        return translate("queue", "◷ waiting for time, then it leaves by itself")
    match row.dossier.state:
        case DossierState.OPEN:
            return reworded(_in_review(row))
        case DossierState.REVIEWED | DossierState.BUILT:
            return reworded(translate("queue", "→ Build and sign: F9"))
        case DossierState.SIGNING:
            return translate("queue", "◷ Being signed")
        case DossierState.SIGNED | DossierState.SEALED:
            return reworded(translate("queue", "→ Signed: send it with F9"))


def _in_review(row: DossierRow) -> str:
    if not row.page_count:
        return translate("queue", "→ Scan: F5 · import: Ctrl+O")
    if row.pages_to_read:
        return translate("queue", "◷ %n being read", "", row.pages_to_read)
    if row.doubtful_fields:
        return translate("queue", "? Look at %n field(s): F2", "", row.doubtful_fields)
    return translate("queue", "→ Finish the review: Ctrl+Enter")


def _after_sealing(row: DossierRow, state: SubmissionState) -> str:
    match state:
        case SubmissionState.HELD:
            return reworded(translate("queue", "! See why: Ctrl+B"))
        case SubmissionState.CANCELLED:
            return labels.submission_state(state)
        case SubmissionState.WAITING | SubmissionState.QUEUED:
            return translate("queue", "◷ Sends by itself")
        case _ if row.receipt_number:
            return translate("queue", "✓ Received: %1").replace("%1", row.receipt_number)
        case _:
            return labels.submission_state(state)
