"""Which tables journals tell, whose their rows are, and triggers that note what is touched."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from app.store.journal_lines import Value

MARK = "journal"
"""Name of the row of `meta` that holds the mark of the journals; no journal tells it."""

_REDONE = {
    "upload": "0",
    "signing_item": "NEW.state NOT IN ('prepared', 'signed', 'stamped', 'verified')",
}
"""Updates that are left out because they are redone, and SQL that says which are told all the same.

What a server confirmed of an upload is asked anew before each use, and each of thousands of chunks
would cost two more syncs. A signature between its beginning and its end is made again; what a
signing service was asked is told, so that nobody has to confirm it twice."""

_DERIVED = frozenset({"search_word", "search_stale"})
"""Tables that are made anew from others; triggers of the schema say when."""

Touched = tuple[str, tuple[Value, ...], str]
"""Table, primary key, home."""


@dataclass(frozen=True, slots=True)
class TableShape:
    """How a table's rows are found and to whom they belong.

    Attributes:
        keys: Columns of the primary key, in order.
        columns: All columns.
    """

    name: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def of_station(self) -> bool:
        """Whether its rows belong to no dossier."""
        return self.home("NEW") == "''"

    @property
    def own(self) -> str:
        """SQL condition of the rows of one dossier, with one parameter."""
        if self.name == "dossier":
            return "id = ?"
        if "dossier_id" in self.columns:
            return "dossier_id = ?"
        return "submission_id IN (SELECT id FROM submission WHERE dossier_id = ?)"

    def home(self, row: str) -> str:
        """SQL that gives the home of a row called `row` (NEW, OLD or the table)."""
        if self.name == "dossier":
            return f"{row}.id"
        if "dossier_id" in self.columns:
            return f"{row}.dossier_id"
        if "submission_id" in self.columns:
            found = f"(SELECT dossier_id FROM submission WHERE id = {row}.submission_id)"  # noqa: S608
            return f"coalesce({found}, '')"
        return "''"


def table_shapes(connection: sqlite3.Connection) -> dict[str, TableShape]:
    """All tables of a store whose rows are told in journals."""
    text = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = [row[0] for row in connection.execute(text).fetchall()]
    return {name: _shape(connection, name) for name in names if name not in _DERIVED}


def _shape(connection: sqlite3.Connection, name: str) -> TableShape:
    columns = connection.execute("SELECT name, pk FROM pragma_table_info(?)", (name,)).fetchall()
    keys = sorted((row["pk"], row["name"]) for row in columns if row["pk"])
    return TableShape(name, tuple(key for _, key in keys), tuple(row["name"] for row in columns))


def watch(connection: sqlite3.Connection, shapes: dict[str, TableShape]) -> None:
    """Let a connection note each row that it touches."""
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("CREATE TEMP TABLE journal_touched(name TEXT, key TEXT, home TEXT)")
    for shape in shapes.values():
        for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            connection.execute(_trigger(shape, event, row))


def _trigger(shape: TableShape, event: str, row: str) -> str:
    """A trigger that notes touched rows; an update that changes the key would be told twice."""
    keys = ", ".join(f"{row}.{key}" for key in shape.keys)
    only = f"{row}.name <> '{MARK}'" if shape.name == "meta" else "1"
    if event == "UPDATE":
        only = _REDONE.get(shape.name, only)
    return (
        f"CREATE TEMP TRIGGER journal_{shape.name}_{event.lower()} AFTER {event}"  # noqa: S608
        f" ON main.{shape.name} WHEN {only} BEGIN INSERT INTO journal_touched"
        f" VALUES ('{shape.name}', json_array({keys}), {shape.home(row)}); END"
    )


def take_touched(connection: sqlite3.Connection) -> list[Touched]:
    """Rows that the open transaction has touched since the last call."""
    text = "SELECT name, key, max(home) AS home FROM journal_touched GROUP BY name, key"
    found = connection.execute(text).fetchall()
    if found:
        connection.execute("DELETE FROM journal_touched")
    return [(row["name"], tuple(json.loads(row["key"])), row["home"]) for row in found]


def one_row(shape: TableShape) -> str:
    """SQL that finds a row by its key."""
    wanted = " AND ".join(f"{key} = ?" for key in shape.keys)
    return f"SELECT * FROM main.{shape.name} WHERE {wanted}"  # noqa: S608
