"""Dossiers that were found, as a model, and the words for where they stand."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from typing import Any, assert_never

from PySide6.QtCore import QCoreApplication, QObject, Qt

from app.domain.search import Stage
from app.services.find import Found
from app.ui import labels
from app.ui.look import tones
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate

_STAGE = 3


def stage_words(stage: Stage) -> str:
    """Sign and word for where a dossier stands."""
    match stage:
        case Stage.OPEN:
            return translate("recall", "○ In review")
        case Stage.READY:
            return translate("recall", "◔ To be signed")
        case Stage.WAITING:
            return translate("recall", "↑ Waits to be sent")
        case Stage.HELD:
            return translate("recall", "! Needs you")
        case Stage.RECEIVED:
            return translate("recall", "✓ Received")
        case Stage.WITHDRAWN:
            return translate("recall", "× Withdrawn")
        case Stage.ERASED:
            return translate("recall", "– Erased")
    assert_never(stage)


class RecallModel(RowsModel[Found]):
    """One row per dossier, newest first."""

    columns = 7
    on_the_right = frozenset({6})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._procedures: Mapping[str, str] = {}

    def set_procedures(self, names: Mapping[str, str]) -> None:
        """Names of procedures by their codes."""
        self._procedures = names

    def key(self, row: Found) -> Hashable:
        """The dossier's id."""
        return row.row.dossier.id

    def text(self, row: Found, column: int) -> str:
        """What a cell shows."""
        dossier = row.row.dossier
        procedure = self._procedures.get(dossier.procedure_code, dossier.procedure_code)
        cells = (
            labels.dossier_name(dossier),
            self._owner(row),
            procedure,
            stage_words(row.row.stage),
            _opened(dossier.created_at),
            row.row.officer_id,
            str(row.row.pages),
        )
        return cells[column]

    def _owner(self, row: Found) -> str:
        if row.held_by:
            return translate("recall", "being worked on by %1").replace("%1", row.held_by)
        return row.owner

    def decoration(self, row: Found, column: int, role: int) -> Any:  # Qt variant
        """The whole text beside the mouse; a colour beside the sign."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.text(row, column)
        if role != Qt.ItemDataRole.ForegroundRole or column != _STAGE:
            return None
        match row.row.stage:
            case Stage.HELD:
                return tones().wrong
            case Stage.RECEIVED:
                return tones().good
            case Stage.WITHDRAWN | Stage.ERASED:
                return tones().quiet
            case _:
                return None

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (
            translate("recall", "Dossier"),
            translate("recall", "Owner"),
            translate("recall", "Procedure"),
            translate("recall", "Where it stands"),
            translate("recall", "Opened"),
            translate("recall", "Opened by"),
            translate("recall", "Pages"),
        )


def _opened(text: str) -> str:
    local = datetime.fromisoformat(text).astimezone()
    return f"{local:%H:%M %d/%m/%Y}"
