"""Search by the owner although names are sealed: keyed digests of folded words.

Who has the file of the database but not the station's key cannot read the words nor try out
names. What shows is which dossiers share a word, so how often the commonest family name comes up;
that is the price of the search.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator

from app.domain.folding import folded_words
from app.domain.ids import DossierId
from app.store.base import StoreDamaged
from app.store.connection import understood
from app.store.reuse_rows import to_owner
from app.store.rows import to_field
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


class SearchTables(Tables):
    """The words of dossiers; see `Upkeep` for the contract."""

    _search_key: bytes

    def find(self, text: str, limit: int) -> list[DossierId]:
        """Dossiers whose code, owner or persons have all words of `text`, newest first."""
        words = folded_words(text)
        if not words:
            return []
        self._refresh()
        with self._database.reading() as connection:
            rows = connection.execute("SELECT id, code FROM dossier ORDER BY ord DESC").fetchall()
            hits = [self._hits(connection, word) for word in words]
        found = []
        for row in rows:
            code = "".join(folded_words(row["code"]))
            if all(row["id"] in hit or word in code for word, hit in zip(words, hits, strict=True)):
                found.append(DossierId(row["id"]))
        return found[: max(limit, 0)]

    def _hits(self, connection: sqlite3.Connection, word: str) -> frozenset[str]:
        rows = connection.execute(
            "SELECT dossier_id FROM search_word WHERE word = ?", (self._keyed(word),)
        )
        return frozenset(row["dossier_id"] for row in rows)

    def _refresh(self) -> None:
        """Make the words of changed dossiers anew, one transaction each."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT dossier_id FROM search_stale").fetchall()
        for row in rows:
            with self._database.writing() as connection:
                self._index(connection, DossierId(row["dossier_id"]))

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
