"""Owners of dossiers, papers this station digitized, decisions about reuse, questions.

Papers are found by a keyed digest of their owner's id: who has the file of the database but not
the station's key can neither read whose papers there are nor try all ids.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from collections.abc import Collection, Sequence

from app.domain.dossier import DossierState
from app.domain.events import Act
from app.domain.ids import DossierId
from app.domain.owner import Owner
from app.domain.reuse import Decision, DigitizedPaper, Lookup
from app.errors import IllegalStep, NotFound, WrongUse
from app.store.reuse_rows import (
    decision_row,
    digitized_row,
    lookup_row,
    owner_row,
    to_decision,
    to_digitized,
    to_lookup,
    to_owner,
)
from app.store.tables import Tables, insert, state_of

_ONE_OWNER = "SELECT * FROM owner WHERE dossier_id = ?"

_TO_REMEMBER = """SELECT owner.dossier_id FROM owner
    JOIN submission ON submission.dossier_id = owner.dossier_id
    WHERE owner.remembered = 0 AND owner.is_identified = 1 AND submission.state = 'acked'
    ORDER BY submission.ord LIMIT ?"""

_PAPERS_OF = """SELECT * FROM digitized_paper WHERE owner_key = ? AND dossier_id NOT IN (
        SELECT dossier_id FROM submission WHERE state IN ('purgeable', 'purging', 'purged'))
    AND NOT EXISTS (
        SELECT 1 FROM dossier AS own LEFT JOIN correction ON correction.dossier_id = own.id
        JOIN correction AS later ON later.client_ref = coalesce(correction.client_ref, own.id)
        JOIN dossier AS newer ON newer.id = later.dossier_id AND newer.revision > own.revision
        JOIN submission ON submission.dossier_id = newer.id
        WHERE own.id = digitized_paper.dossier_id
            AND submission.state IN ('acked', 'purgeable', 'purging', 'purged'))
    ORDER BY ord DESC"""
"""Papers of a dossier are out of date once a correction of it was received."""

_REPLACE_DECISION = """ON CONFLICT (dossier_id, component) DO UPDATE SET
    status = excluded.status, content = excluded.content, decided_by = excluded.decided_by,
    decided_at = excluded.decided_at"""


class ReuseTables(Tables):
    """Rows of the reuse of papers; see `ReuseRows` for the contract."""

    _lookup_key: bytes
    """Key of the digests that find papers by their owner; set by the store."""

    def owner(self, dossier_id: DossierId) -> Owner | None:
        """The owner of a dossier, None while nobody was named."""
        with self._database.reading() as connection:
            return self._owner(connection, dossier_id)

    def set_owner(self, dossier_id: DossierId, owner: Owner, act: Act) -> None:
        """Name the owner; another id takes decisions and questions of the old one away."""
        with self._writing(act) as connection:
            _refuse_sealed(connection, dossier_id)
            before = self._owner(connection, dossier_id)
            if before is not None and (before.kind, before.id) != (owner.kind, owner.id):
                for table in ("reuse_decision", "reuse_lookup"):
                    text = f"DELETE FROM {table} WHERE dossier_id = ?"  # noqa: S608  # two names
                    connection.execute(text, (dossier_id,))
            insert(
                connection,
                "owner",
                owner_row(dossier_id, owner, self._sealer),
                clause="ON CONFLICT (dossier_id) DO UPDATE SET content = excluded.content,"
                " is_identified = excluded.is_identified",
            )

    def dossiers_to_remember(self, limit: int) -> list[DossierId]:
        """Acknowledged dossiers whose papers are not remembered yet, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(_TO_REMEMBER, (max(limit, 0),))
            return [DossierId(row["dossier_id"]) for row in rows]

    def remember_papers(
        self, dossier_id: DossierId, papers: Sequence[DigitizedPaper], act: Act
    ) -> None:
        """Remember the papers of an acknowledged dossier; a repeat adds nothing."""
        if any(each.paper.dossier_id != dossier_id for each in papers):
            raise WrongUse("a paper of another dossier")
        with self._writing(act) as connection:
            for each in papers:
                row = digitized_row(each, self._owner_key(each.owner_id), self._sealer)
                clause = "ON CONFLICT (dossier_id, file_id) DO NOTHING"
                insert(connection, "digitized_paper", row, clause=clause)
            connection.execute(
                "UPDATE owner SET remembered = 1 WHERE dossier_id = ?", (dossier_id,)
            )

    def papers_of(self, owner_id: str, paper_codes: Collection[str]) -> list[DigitizedPaper]:
        """What this station digitized in the owner's name, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(_PAPERS_OF, (self._owner_key(owner_id),)).fetchall()
        wanted = [row for row in rows if row["paper_code"] in paper_codes]
        papers = [to_digitized(row, self._sealer) for row in wanted]
        return [paper for paper in papers if paper.owner_id == owner_id]

    def decisions(self, dossier_id: DossierId) -> list[Decision]:
        """Decisions about the components of a dossier, in the order they were taken."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM reuse_decision WHERE dossier_id = ? ORDER BY ord", (dossier_id,)
            )
            return [to_decision(row, self._sealer) for row in rows]

    def save_decision(self, decision: Decision, owner_id: str, act: Act) -> None:
        """Decide about a component; an earlier decision about it gives way."""
        with self._writing(act) as connection:
            _refuse_sealed(connection, decision.dossier_id)
            owner = self._owner(connection, decision.dossier_id)
            if (owner.id if owner else "") != owner_id:
                raise IllegalStep("the owner of the dossier is another one by now")
            row = decision_row(decision, self._sealer)
            insert(connection, "reuse_decision", row, clause=_REPLACE_DECISION)

    def remove_decision(self, dossier_id: DossierId, component: str, act: Act) -> None:
        """Take a decision back."""
        with self._writing(act) as connection:
            _refuse_sealed(connection, dossier_id)
            removed = connection.execute(
                "DELETE FROM reuse_decision WHERE dossier_id = ? AND component = ?",
                (dossier_id, component),
            ).rowcount
            if not removed:
                raise NotFound(f"nothing was decided about {component}")

    def lookup(self, dossier_id: DossierId) -> Lookup | None:
        """The question that was asked for a dossier, None before."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM reuse_lookup WHERE dossier_id = ?", (dossier_id,)
            ).fetchone()
            return None if row is None else to_lookup(row, self._sealer)

    def lookups_due(self, now: float, limit: int) -> list[Lookup]:
        """Questions to ask at `now` (seconds since 1970), oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM reuse_lookup WHERE state = 'due' AND next_try <= ?"
                " ORDER BY asked_at, id LIMIT ?",
                (now, max(limit, 0)),
            )
            return [to_lookup(row, self._sealer) for row in rows]

    def put_lookup(self, lookup: Lookup, act: Act | None) -> None:
        """Put a new question in the place of the old one."""
        with self._writing(act) as connection:
            connection.execute(
                "DELETE FROM reuse_lookup WHERE dossier_id = ?", (lookup.dossier_id,)
            )
            insert(connection, "reuse_lookup", lookup_row(lookup, self._sealer))

    def save_lookup(self, lookup: Lookup, act: Act | None) -> bool:
        """Change a question; False, and nothing happens, if another one was asked since."""
        with self._database.writing() as connection:
            changed = connection.execute(
                "UPDATE reuse_lookup SET state = :state, attempts = :attempts,"
                " next_try = :next_try, reason = :reason, content = :content WHERE id = :id",
                lookup_row(lookup, self._sealer),
            ).rowcount
            if changed and act is not None:
                self._trail.append(connection, act)
            return bool(changed)

    def owner_mark(self, owner_id: str) -> str:
        """Keyed digest that stands for a citizen in the access log."""
        return hmac.new(self._lookup_key, b"mark" + owner_id.encode(), hashlib.sha256).hexdigest()

    def _owner(self, connection: sqlite3.Connection, dossier_id: DossierId) -> Owner | None:
        row = connection.execute(_ONE_OWNER, (dossier_id,)).fetchone()
        return None if row is None else to_owner(row, self._sealer)

    def _owner_key(self, owner_id: str) -> bytes:
        return hmac.new(self._lookup_key, owner_id.encode("utf-8"), hashlib.sha256).digest()


def _refuse_sealed(connection: sqlite3.Connection, dossier_id: DossierId) -> None:
    if state_of(connection, dossier_id) is DossierState.SEALED:
        raise IllegalStep(f"dossier {dossier_id} is sealed")
