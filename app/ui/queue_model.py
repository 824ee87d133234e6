"""The queue of dossiers as a model."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QCoreApplication

from app.store.base import DossierRow
from app.ui import labels
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate


class QueueModel(RowsModel[DossierRow]):
    """One row per dossier, newest first."""

    def key(self, row: DossierRow) -> Hashable:
        """The dossier's id."""
        return row.dossier.id

    def text(self, row: DossierRow, _column: int) -> str:
        """Name, state, pages, doubts and outbox in one line, for screen readers."""
        return " · ".join((labels.dossier_name(row.dossier), *details(row)))


def details(row: DossierRow) -> list[str]:
    """What stands under a dossier's name."""
    if row.submission_state is not None:
        words = [labels.submission_state(row.submission_state)]
    else:
        words = [labels.dossier_state(row.dossier.state)]
    words.append(translate("queue", "%n page(s)", "", row.page_count))
    if row.pages_to_read:
        words.append(translate("queue", "%n being read", "", row.pages_to_read))
    if row.doubtful_fields and row.submission_state is None:
        words.append(translate("queue", "? %n to check", "", row.doubtful_fields))
    return words
