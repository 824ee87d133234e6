"""Search by the owner although names are sealed: keyed digests of folded words.

Who has the file of the database but not the station's key cannot read the words nor try out
names. What shows is which dossiers share a word, so how often the commonest family name comes up;
that is the price of the search.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from app.domain.dossier import DossierState
from app.domain.folding import folded_words
from app.domain.ids import DossierId
from app.domain.search import READY, SENT, FoundRow, Stage, Wanted, stage_of
from app.domain.submission import SubmissionState
from app.errors import JobCancelled
from app.store.base import StoreDamaged
from app.store.connection import understood
from app.store.recall_base import IsCancelled
from app.store.reuse_rows import to_owner
from app.store.rows import to_dossier, to_field
from app.store.tables import Tables

NAMES = frozenset(
    {
        "applicant",
        "business_name",
        "child",
        "deceased",
        "father",
        "full_name",
        "id_number",
        "members",
        "mother",
        "name",
        "owner",
        "owner_id",
        "requester",
        "tax_code",
    }
)
"""Fields that name whom a dossier is about."""

_WORD_BYTES = 16
_ALL = -1
_AT_ONCE = 25
"""Dossiers whose words are made in one transaction; the next writer waits no longer than that."""

_STEPS = 20_000
"""Steps of SQLite between two questions whether anybody still waits, about a millisecond."""


def _plain_code() -> str:
    """SQL that gives the code of a dossier as `folded_words` gives it, joined."""
    plain = "lower(dossier.code)"
    for letter, instead in (("Đ", "d"), ("đ", "d"), *((each, "") for each in "-. /_:,")):
        plain = f"replace({plain}, '{letter}', '{instead}')"
    return plain


_PLAIN_CODE = _plain_code()

_NEWEST = "FROM submission WHERE dossier_id = dossier.id ORDER BY ord DESC LIMIT 1"
_NEWEST_STATE = f"(SELECT state {_NEWEST})"

_FOUND = f"""SELECT dossier.*, {_NEWEST_STATE} AS submission_state,
    (SELECT id {_NEWEST}) AS submission_id,
    (SELECT actor FROM audit INDEXED BY audit_created WHERE object_id = dossier.id
        AND action = 'dossier.created') AS opener,
    (SELECT count(*) FROM page WHERE dossier_id = dossier.id AND trashed_at = '') AS page_count
    FROM dossier"""  # noqa: S608  # our own words


class SearchTables(Tables):
    """The words of dossiers; see `Upkeep` for the contract."""

    _search_key: bytes

    def find(self, text: str, limit: int) -> list[DossierId]:
        """Dossiers whose code, owner or persons have all words of `text`, newest first."""
        words = folded_words(text)
        if not words:
            return []
        self.refresh_words(_ALL)
        wanted = _Condition()
        self._with_words(wanted, words, names=True)
        query = f"SELECT id FROM dossier WHERE {wanted} ORDER BY ord DESC LIMIT ?"  # noqa: S608
        with self._database.reading() as connection:
            rows = connection.execute(query, (*wanted.values, max(limit, 0)))
            return [DossierId(row["id"]) for row in rows]

    def search(
        self, wanted: Wanted, *, below: int | None, limit: int, is_cancelled: IsCancelled
    ) -> list[FoundRow]:
        """Dossiers that fit, newest first."""
        condition = self._condition(wanted)
        if below is not None:
            condition.add("dossier.ord < ?", below)
        query = f"{_FOUND} WHERE {condition} ORDER BY dossier.ord DESC LIMIT ?"
        values = (*condition.values, max(limit, 0))
        with self._database.reading() as connection, _stopping(connection, is_cancelled):
            return [_found(row) for row in connection.execute(query, values)]

    def count(self, wanted: Wanted, *, is_cancelled: IsCancelled) -> int:
        """How many dossiers fit."""
        condition = self._condition(wanted)
        query = f"SELECT count(*) FROM dossier WHERE {condition}"  # noqa: S608  # our own words
        with self._database.reading() as connection, _stopping(connection, is_cancelled):
            return int(connection.execute(query, condition.values).fetchone()[0])

    def openers(self) -> list[str]:
        """Officers who have opened dossiers, in the order of their names."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT actor FROM audit WHERE action = 'dossier.created' ORDER BY actor"
            )
            return [row["actor"] for row in rows]

    def refresh_words(self, limit: int) -> int:
        """Make the words of changed dossiers anew; gives how many are left."""
        with self._database.reading() as connection:
            query = "SELECT dossier_id FROM search_stale ORDER BY dossier_id DESC"
            stale = [DossierId(row["dossier_id"]) for row in connection.execute(query)]
        todo = stale if limit < 0 else stale[:limit]
        for start in range(0, len(todo), _AT_ONCE):
            with self._database.writing() as connection:
                for each in todo[start : start + _AT_ONCE]:
                    self._index(connection, each)
        return len(stale) - len(todo)

    def _condition(self, wanted: Wanted) -> _Condition:
        made = _Condition()
        made.add("dossier.id NOT IN (SELECT dossier_id FROM result)")
        self._with_words(made, folded_words(wanted.text), names=wanted.names)
        if wanted.procedure_code:
            made.add("dossier.procedure_code = ?", wanted.procedure_code)
        if wanted.since:
            made.add("dossier.created_at >= ?", wanted.since)
        if wanted.until:
            made.add("dossier.created_at < ?", wanted.until)
        if wanted.officer_id:
            made.add(
                "dossier.id IN (SELECT object_id FROM audit"
                " WHERE action = 'dossier.created' AND actor = ?)",
                wanted.officer_id,
            )
        if wanted.stage is not None:
            _with_stage(made, wanted.stage)
        return made

    def _with_words(self, made: _Condition, words: Sequence[str], *, names: bool) -> None:
        for word in words:
            if names:
                named = "dossier.id IN (SELECT dossier_id FROM search_word WHERE word = ?)"
                made.add(f"({named} OR instr({_PLAIN_CODE}, ?) > 0)", self._keyed(word), word)
            else:
                made.add(f"instr({_PLAIN_CODE}, ?) > 0", word)

    def _index(self, connection: sqlite3.Connection, dossier_id: DossierId) -> None:
        try:
            with understood():
                words = {word for text in self._texts(connection, dossier_id) for word in text}
        except StoreDamaged:
            # A row that cannot be read is found by the check of the store; the others are found.
            words = set()
        connection.execute("DELETE FROM search_word WHERE dossier_id = ?", (dossier_id,))
        connection.executemany(
            "INSERT INTO search_word VALUES (?, ?)",
            [(self._keyed(word), dossier_id) for word in sorted(words)],
        )
        connection.execute("DELETE FROM search_stale WHERE dossier_id = ?", (dossier_id,))

    def _texts(
        self, connection: sqlite3.Connection, dossier_id: DossierId
    ) -> Iterator[tuple[str, ...]]:
        text = "SELECT * FROM owner WHERE dossier_id = ?"
        for row in connection.execute(text, (dossier_id,)):
            owner = to_owner(row, self._sealer)
            yield from (folded_words(owner.name), folded_words(owner.id))
        for row in connection.execute("SELECT * FROM field WHERE dossier_id = ?", (dossier_id,)):
            if row["name"].rpartition(".")[2] in NAMES:
                yield folded_words(to_field(row, self._sealer).value)

    def _keyed(self, word: str) -> bytes:
        digest = hmac.new(self._search_key, word.encode("ascii"), hashlib.sha256).digest()
        return digest[:_WORD_BYTES]


class _Condition:
    """SQL that joins conditions, with the values of their marks."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.values: list[object] = []

    def add(self, part: str, *values: object) -> None:
        """One more that has to hold."""
        self._parts.append(part)
        self.values.extend(values)

    def __str__(self) -> str:
        return " AND ".join(self._parts)


def _with_stage(made: _Condition, stage: Stage) -> None:
    match stage:
        case Stage.OPEN:
            made.add("dossier.state = ?", DossierState.OPEN.value)
        case Stage.READY:
            made.add(f"dossier.state IN ({_marks(len(READY))})", *(each.value for each in READY))
        case _:
            states = [state.value for state, sent in SENT.items() if sent is stage]
            made.add("dossier.state = ?", DossierState.SEALED.value)
            made.add(f"{_NEWEST_STATE} IN ({_marks(len(states))})", *states)


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _found(row: sqlite3.Row) -> FoundRow:
    sent = row["submission_state"]
    dossier = to_dossier(row)
    return FoundRow(
        ord=row["ord"],
        dossier=dossier,
        stage=stage_of(dossier.state, None if sent is None else SubmissionState(sent)),
        submission_id=row["submission_id"] or "",
        officer_id=row["opener"] or "",
        pages=row["page_count"],
    )


@contextmanager
def _stopping(connection: sqlite3.Connection, is_cancelled: IsCancelled) -> Iterator[None]:
    """Let a query end early.

    Raises:
        JobCancelled: It did.
    """
    connection.set_progress_handler(lambda: int(is_cancelled()), _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        raise JobCancelled("nobody waits for this search any more") from error
    finally:
        connection.set_progress_handler(None, 0)
