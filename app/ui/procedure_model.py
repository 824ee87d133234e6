"""What a procedure means for the papers of a dossier, as rows."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from app.services.procedure_choice import Consequences, Fate, PaperFate
from app.ui.look import tones
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate

_LACKING = frozenset({Fate.MISSING, Fate.TO_ERASE})
_LOOK = frozenset({Fate.EXTRA, Fate.UNUSED, Fate.SHOW})
_GOOD = frozenset({Fate.HERE, Fate.REUSED})


class ProcedureModel(RowsModel[PaperFate]):
    """One row per paper: what becomes of it, and its name."""

    def key(self, row: PaperFate) -> Hashable:
        """The paper and what becomes of it."""
        return (row.code, row.fate)

    def text(self, row: PaperFate, _column: int) -> str:
        """What becomes of the paper, and its name."""
        return f"{fate_words(row.fate)}: {row.name}"

    def decoration(self, row: PaperFate, _column: int, role: int) -> Any:  # Qt variant
        """The whole text as a tool tip; a colour beside the sign."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.text(row, 0)
        if role != Qt.ItemDataRole.ForegroundRole:
            return None
        if row.fate in _LACKING:
            return tones().wrong
        if row.fate in _LOOK:
            return tones().look
        return tones().good if row.fate in _GOOD else None


def fate_words(fate: Fate) -> str:
    """Sign and word for what becomes of a paper."""
    return {
        Fate.MISSING: translate("ProcedureModel", "! Missing"),
        Fate.TO_ERASE: translate("ProcedureModel", "! Scanned, must not be copied"),
        Fate.EXTRA: translate("ProcedureModel", "? Extra, not of this procedure"),
        Fate.UNUSED: translate("ProcedureModel", "? Reused, no longer needed"),
        Fate.SHOW: translate("ProcedureModel", "? Only shown, not scanned"),
        Fate.HERE: translate("ProcedureModel", "✓ Scanned"),
        Fate.REUSED: translate("ProcedureModel", "✓ Reused"),
        Fate.OPTIONAL: translate("ProcedureModel", "– If there is one"),
        Fate.NOT_ASKED: translate("ProcedureModel", "– Not asked for"),
    }[fate]


def summary(found: Consequences) -> str:
    """How many papers are there, missing and extra."""
    if not found.procedure_code:
        return translate("ProcedureModel", "Without a procedure nothing is known of the papers.")
    text = translate("ProcedureModel", "Papers: %1 here, %2 missing, %3 extra.")
    here, missing = found.count(Fate.HERE, Fate.REUSED), found.count(Fate.MISSING)
    extra = found.count(Fate.EXTRA, Fate.TO_ERASE, Fate.UNUSED)
    for place, count in (("%1", here), ("%2", missing), ("%3", extra)):
        text = text.replace(place, str(count))
    return text
