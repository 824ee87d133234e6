"""Rows of corrections: a sealed dossier and the open one that takes its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from app.domain.correction import Correction
from app.domain.dossier import DossierState
from app.domain.events import Act
from app.domain.ids import DossierId, SubmissionId
from app.domain.submission import Submission, SubmissionState
from app.errors import IllegalStep
from app.store.corrections_base import NewRevision
from app.store.edit_tables import insert_fields
from app.store.reuse_rows import decision_row, owner_row
from app.store.rows import dossier_row, page_row
from app.store.tables import Tables, insert, require_state


class CorrectionTables(Tables):
    """Corrections; see `CorrectionRows` for the contract."""

    def correction(self, dossier_id: DossierId) -> Correction | None:
        """What a dossier corrects."""
        text = "SELECT * FROM correction WHERE dossier_id = ?"
        with self._database.reading() as connection:
            row = connection.execute(text, (dossier_id,)).fetchone()
        return None if row is None else _to_correction(row)

    def corrected_by(self, base_id: DossierId) -> DossierId | None:
        """The dossier that corrects a sealed one."""
        text = "SELECT dossier_id FROM correction WHERE base_id = ?"
        with self._database.reading() as connection:
            row = connection.execute(text, (base_id,)).fetchone()
        return None if row is None else DossierId(row["dossier_id"])

    def begin_correction(self, made: NewRevision, acts: Sequence[Act]) -> None:
        """Write the new dossier with all that it begins with, in one transaction."""
        home, base = made.dossier.id, made.correction.base_id
        self._sealer.ready(home)
        with self._writing(None) as connection:
            require_state(connection, base, DossierState.SEALED)
            if connection.execute("SELECT 1 FROM correction WHERE base_id = ?", (base,)).fetchone():
                raise IllegalStep("the dossier is corrected already")
            insert(connection, "dossier", dossier_row(made.dossier))
            insert(connection, "correction", _row(made.correction))
            if made.owner is not None:
                insert(connection, "owner", owner_row(home, made.owner, self._sealer))
            for decision in made.decisions:
                insert(connection, "reuse_decision", decision_row(decision, self._sealer))
            for each in made.pages:
                insert(connection, "page", page_row(each.page, self._sealer))
                insert_fields(connection, each.page, each.fields, self._sealer)
            if made.withdrawn is not None:
                _withdraw(connection, made.withdrawn)
            for act in acts:
                self._trail.append(connection, act)


def _withdraw(connection: sqlite3.Connection, withdrawn: Submission) -> None:
    """Stop a submission that is held, for the reason it was looked at with."""
    changed = connection.execute(
        "UPDATE submission SET state = ?, next_try = 0 WHERE id = ? AND state = ? AND reason = ?",
        (SubmissionState.CANCELLED, withdrawn.id, SubmissionState.HELD, withdrawn.reason),
    ).rowcount
    if not changed:
        raise IllegalStep("the submission is not what it was")


def _row(correction: Correction) -> dict[str, object]:
    return {
        "dossier_id": correction.dossier_id,
        "base_id": correction.base_id,
        "client_ref": correction.client_ref,
        "supersedes": correction.supersedes,
    }


def _to_correction(row: sqlite3.Row) -> Correction:
    return Correction(
        DossierId(row["dossier_id"]),
        DossierId(row["base_id"]),
        row["client_ref"],
        SubmissionId(row["supersedes"]) if row["supersedes"] else "",
    )
