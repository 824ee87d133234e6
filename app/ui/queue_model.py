"""The queue of dossiers as a model."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QCoreApplication, QObject

from app.domain.ids import DossierId
from app.store.base import DossierRow
from app.ui import labels
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate


class QueueModel(RowsModel[DossierRow]):
    """One row per dossier, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._without_time: frozenset[DossierId] = frozenset()

    def set_without_time(self, dossiers: frozenset[DossierId]) -> None:
        """Which dossiers are signed and still lack their time."""
        changed = self._without_time ^ dossiers
        self._without_time = dossiers
        for dossier_id in changed:
            number = self.row_of(dossier_id)
            if number >= 0:
                index = self.index(number, 0)
                self.dataChanged.emit(index, index)

    def details(self, row: DossierRow) -> list[str]:
        """What stands under a dossier's name."""
        return details(row, waits=row.dossier.id in self._without_time)

    def key(self, row: DossierRow) -> Hashable:
        """The dossier's id."""
        return row.dossier.id

    def text(self, row: DossierRow, _column: int) -> str:
        """Name, state, pages, doubts and outbox in one line, for screen readers."""
        return " · ".join((labels.dossier_name(row.dossier), *self.details(row)))


def details(row: DossierRow, *, waits: bool = False) -> list[str]:
    """What stands under a dossier's name; `waits` when it still lacks its time."""
    if row.submission_state is not None:
        words = [labels.submission_state(row.submission_state)]
    else:
        words = [labels.dossier_state(row.dossier.state)]
    if waits:
        words.insert(0, translate("queue", "◷ waiting for time"))
    words.append(translate("queue", "%n page(s)", "", row.page_count))
    if row.pages_to_read:
        words.append(translate("queue", "%n being read", "", row.pages_to_read))
    if row.doubtful_fields and row.submission_state is None:
        words.append(translate("queue", "? %n to check", "", row.doubtful_fields))
    return words
