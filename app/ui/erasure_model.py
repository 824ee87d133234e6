"""Erasures as a model: which dossier, how far, when, why or why not, and the proof."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any, assert_never

from PySide6.QtCore import QCoreApplication, Qt

from app.services.erasures import Erasure, ErasureState
from app.services.purge import Obstacle
from app.ui import labels
from app.ui.look import tones
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate
PROOF_LETTERS = 16


class ErasureModel(RowsModel[Erasure]):
    """One row per received dossier."""

    columns = 5

    def key(self, row: Erasure) -> Hashable:
        """The dossier's id."""
        return row.dossier_id

    def text(self, row: Erasure, column: int) -> str:
        """What a cell shows."""
        name = row.code or translate("labels", "No code · %1").replace("%1", row.dossier_id[-6:])
        proof = f"{row.proof[:PROOF_LETTERS]}…" if row.proof else ""
        cells = (name, state_words(row.state), moment_words(row.at), why_words(row), proof)
        return cells[column]

    def decoration(self, row: Erasure, column: int, role: int) -> Any:  # Qt variant
        """The whole proof as a tool tip; a colour beside the sign."""
        if role == Qt.ItemDataRole.ToolTipRole and row.proof:
            return row.proof
        if role == Qt.ItemDataRole.ForegroundRole and column == 1:
            return tones().look if row.state is ErasureState.MARKED else None
        return None

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (
            translate("erasure", "Dossier"),
            translate("erasure", "State"),
            translate("erasure", "When"),
            translate("erasure", "Why"),
            translate("erasure", "Proof"),
        )


def state_words(state: ErasureState) -> str:
    """Sign and word for how far an erasure is."""
    match state:
        case ErasureState.WAITING:
            return translate("erasure", "○ Not yet")
        case ErasureState.DUE:
            return translate("erasure", "◷ Due")
        case ErasureState.MARKED:
            return translate("erasure", "! Will be erased")
        case ErasureState.HELD:
            return translate("erasure", "■ Kept")
        case ErasureState.ERASED:
            return translate("erasure", "✓ Erased")
    assert_never(state)


def moment_words(at: str) -> str:
    """Date and time of the station."""
    try:
        return labels.clock_time(datetime.fromisoformat(at), dated=True)
    except ValueError:
        return at


def why_words(row: Erasure) -> str:
    """Why it goes, or what speaks against it."""
    if row.state is ErasureState.ERASED:
        text = translate("erasure", "received: %1")
        return text.replace("%1", row.receipt_number)
    match row.obstacle:
        case Obstacle.NONE:
            return translate("erasure", "received, its time here is over")
        case Obstacle.RETENTION:
            return translate("erasure", "its time here is not over")
        case Obstacle.PAUSE:
            return translate("erasure", "marked; can still be kept")
        case Obstacle.HELD:
            return translate("erasure", "an administrator keeps it")
        case Obstacle.TIME_OWED:
            return translate("erasure", "a signature still waits for its time stamp")
        case Obstacle.SIGNING:
            return translate("erasure", "is being signed")
        case Obstacle.SENDING:
            return translate("erasure", "another version is being sent")
        case Obstacle.CLOCK:
            return translate("erasure", "the clock of this PC may be wrong")
        case Obstacle.MISMATCH:
            return translate("erasure", "files or receipt do not pass their check")
        case Obstacle.UNCONFIRMED:
            return translate("erasure", "the system has not confirmed its receipt again")
    assert_never(row.obstacle)
