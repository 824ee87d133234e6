"""Bring a database up to its journals: whole transactions only, in order, any number of times.

| what is found                                  | what is done                                   |
|------------------------------------------------|------------------------------------------------|
| a torn last line, a transaction never closed   | left out: it was never told as done            |
| the same line twice                            | taken once                                     |
| a line of a dossier that its transaction does  | left out, told                                 |
| not name                                       |                                                |
| lines under a number that was closed as void   | left out: whoever wrote them died before the   |
|                                                | closing line                                   |
| a broken line in the middle                    | left out, told; what the others say is taken   |
| the journal of a dossier is missing            | its rows are lost, told                        |
| the journal of the station is missing          | lines of dossiers are taken as they are, told  |
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.store.base import Finding, StoreDamaged
from app.store.journal import (
    FILE_NAME,
    STATION,
    Mark,
    begin_anew,
    journal_path,
    read_mark,
    write_mark,
)
from app.store.journal_lines import Entry, Header, Values, last_closed, read_spots, understand
from app.store.journal_tables import TableShape, table_shapes
from app.store.quarantine import set_aside

log = logging.getLogger(__name__)


class ForeignJournal(StoreDamaged):
    """The journals that lie there are those of another store."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay did.

    Attributes:
        transactions: How many were taken.
        findings: What could not be taken.
    """

    transactions: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a line lies; sorts into the order in which lines are taken."""

    tx: int
    of_station: bool
    offset: int
    home: str
    size: int
    whole: bool


@dataclass(slots=True)
class _Survey:
    """What the journals hold, found in one pass over them; no rows are kept."""

    places: list[_Place] = field(default_factory=list)
    named: dict[int, dict[str, str]] = field(default_factory=dict)
    void: set[int] = field(default_factory=set)
    since: dict[str, int] = field(default_factory=dict)
    seen: set[tuple[int, str]] = field(default_factory=set)
    last: Mark = field(default_factory=Mark)
    findings: list[Finding] = field(default_factory=list)


def replay(root: Path, connection: sqlite3.Connection) -> Replayed:
    """Take every transaction that the journals have and the database has not.

    Args:
        root: The data folder.
        connection: Writes; its schema is up to date. Everything happens in one transaction.

    Raises:
        StoreDamaged: The journals tell rows that this schema does not know, or are not of this
            database.
        OSError, sqlite3.Error: Nothing was taken.
    """
    known = read_mark(connection)
    survey = _survey(root, known)
    shapes = table_shapes(connection)
    erased = set(known.pending)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for place, entry in _read(root, survey.places):
            if place.whole:
                _forget(connection, shapes, place.home)
            _take(connection, shapes, entry)
            if any(table == "page" for table, _ in entry.gone):
                erased.add(place.home)
        if survey.places or survey.last.tx > known.tx:
            last = survey.last if survey.last.tx else Mark(survey.places[-1].tx)
            write_mark(connection, Mark(last.tx, last.digest, tuple(sorted(erased))))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys=ON")
    taken = len({place.tx for place in survey.places})
    return Replayed(taken, tuple(survey.findings))


def settle(root: Path, connection: sqlite3.Connection) -> Replayed:
    """Make database and journals agree; to be called before the first write of a process.

    The database is brought up to journals that are ahead of it. Journals that are missing, behind
    or of another store begin anew from the rows.

    Args:
        root: The data folder.
        connection: Writes; its schema is up to date.

    Raises:
        StoreDamaged, OSError, sqlite3.Error: See `replay` and `begin_anew`.
    """
    known = read_mark(connection)
    path = root / FILE_NAME
    last = last_closed(path) if path.exists() else None
    done = Replayed(0, ())
    if last is not None and (last.tx, last.digest) == (known.tx, known.digest):
        return done
    is_ahead = last is not None and last.tx > known.tx
    if is_ahead or (_is_blank(connection) and _any_journal(root)):
        try:
            done = replay(root, connection)
        except ForeignJournal as error:
            log.warning("journals begin anew: %s", error.detail)
        else:
            if last is not None and not done.findings:
                return done
    set_aside(root, (path,))
    begin_anew(root, connection)
    return done


def _any_journal(root: Path) -> bool:
    return any(True for _ in root.glob(f"dossiers/*/{FILE_NAME}"))


def _is_blank(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM dossier UNION SELECT 1 FROM audit").fetchone() is None


def check_journals(root: Path, known: Mark) -> list[Finding]:
    """What is wrong with the journals; changes nothing. Reads all of them.

    Args:
        root: The data folder.
        known: The last transaction of the database.

    Raises:
        OSError: A journal cannot be read.
    """
    survey = _survey(root, Mark())
    # A dossier that was purged has no folder any more; a lost one is told by its rows.
    findings = [
        each
        for each in survey.findings
        if each.code != "journal.missing"
        or each.object_id == "station"
        or (root / "dossiers" / each.object_id).is_dir()
    ]
    if survey.last.tx < known.tx:
        findings.append(Finding("journal.behind", str(survey.last.tx)))
    return findings


def _survey(root: Path, known: Mark) -> _Survey:
    survey = _Survey()
    has_station = (root / FILE_NAME).exists()
    if has_station:
        _survey_station(root, known, survey)
    else:
        survey.findings.append(Finding("journal.missing", "station"))
    homes = sorted(path.name for path in (root / "dossiers").iterdir() if path.is_dir())
    for home in homes:
        _survey_dossier(root, home, known, survey)
    survey.findings += [
        each
        for each in _missing(survey, known)
        if not (root / "purged" / f"{each.object_id}.json").exists()
    ]
    survey.places = sorted(dict.fromkeys(survey.places))
    return survey


def _missing(survey: _Survey, known: Mark) -> list[Finding]:
    """Dossiers of which the journals lack a line that the station's journal names."""
    lacking: dict[str, str] = {}
    for tx, parts in survey.named.items():
        for home in parts:
            if max(known.tx, survey.since.get(home, 0)) < tx and (tx, home) not in survey.seen:
                has_file = home in survey.since
                lacking[home] = "journal.missing_line" if has_file else "journal.missing"
    return [Finding(code, home) for home, code in sorted(lacking.items())]


def _survey_station(root: Path, known: Mark, survey: _Survey) -> None:
    open_lines: list[_Place] = []
    for spot in read_spots(root / FILE_NAME):
        match spot.said:
            case None:
                survey.findings.append(Finding("journal.broken_line", "station", f"{spot.offset}"))
            case Entry() as entry:
                place = _Place(entry.tx, True, spot.offset, STATION, spot.size, False)
                if entry.tx == known.tx and entry.parts is not None:
                    _refuse_foreign(entry, known)
                if entry.parts is None:
                    open_lines.append(place)
                    continue
                if entry.tx in survey.named:
                    open_lines = []
                    continue
                survey.named[entry.tx] = dict(entry.parts)
                survey.last = max(survey.last, Mark(entry.tx, entry.digest), key=_tx)
                if entry.is_void:
                    survey.void.add(entry.tx)
                    open_lines = []
                    continue
                survey.places += [
                    each for each in (*open_lines, place) if known.tx < each.tx <= entry.tx
                ]
                open_lines = []
            case Header(of=of) if of != STATION:
                raise ForeignJournal("the journal of the station is one of something else")
            case Header():
                pass
    _forgive_torn_end(root, STATION, survey)


def _tx(mark: Mark) -> int:
    return mark.tx


def _refuse_foreign(entry: Entry, known: Mark) -> None:
    if entry.digest != known.digest and known.digest:
        raise ForeignJournal("the journals are those of another store")


def _survey_dossier(root: Path, home: str, known: Mark, survey: _Survey) -> None:
    path = journal_path(root, home)
    if not path.exists():
        return
    since = survey.since[home] = 0
    whole = True
    for spot in read_spots(path):
        match spot.said:
            case None:
                survey.findings.append(Finding("journal.broken_line", home, f"{spot.offset}"))
            case Header(of=of, since=tx):
                since = survey.since[home] = tx
                if of != home:
                    survey.findings.append(Finding("journal.foreign", home))
                    return
            case Entry() as entry:
                survey.seen.add((entry.tx, home))
                if _belongs(entry, home, since, survey) and known.tx < entry.tx:
                    is_first = whole and entry.tx == since
                    place = _Place(entry.tx, False, spot.offset, home, spot.size, is_first)
                    survey.places.append(place)
                    whole = whole and not is_first
    _forgive_torn_end(root, home, survey)


def _belongs(entry: Entry, home: str, since: int, survey: _Survey) -> bool:
    """Whether a line of a dossier is to be taken; tells what is odd."""
    if entry.tx <= since or not survey.last.tx:
        return True
    if entry.tx > survey.last.tx:
        return False
    if entry.tx in survey.void:
        return False
    parts = survey.named.get(entry.tx)
    if parts is None or parts.get(home) == entry.digest:
        # Its closing line is broken, but later ones were written, so it was whole.
        return True
    survey.findings.append(Finding("journal.foreign_line", home, f"{entry.tx}"))
    return False


def _forgive_torn_end(root: Path, home: str, survey: _Survey) -> None:
    """The last line may be torn by a kill: nobody was told that it is there."""
    last = survey.findings[-1] if survey.findings else None
    if last is None or last.code != "journal.broken_line" or last.object_id != (home or "station"):
        return
    with journal_path(root, home).open("rb") as file:
        file.seek(int(last.detail))
        if not file.read().endswith(b"\n"):
            survey.findings.pop()


def _read(root: Path, places: Sequence[_Place]) -> Iterator[tuple[_Place, Entry]]:
    for place in places:
        with journal_path(root, place.home).open("rb") as file:
            file.seek(place.offset)
            said = understand(file.read(place.size))
        if isinstance(said, Entry):
            yield place, said


def _forget(connection: sqlite3.Connection, shapes: dict[str, TableShape], home: str) -> None:
    """Drop the rows of a dossier whose journal tells all of them anew."""
    for shape in shapes.values():
        # Evidence never goes, so what is there of it is in the journal too.
        if not shape.of_station and shape.name not in {"evidence", "submission"}:
            connection.execute(f"DELETE FROM {shape.name} WHERE {shape.own}", (home,))  # noqa: S608
    connection.execute("DELETE FROM submission WHERE dossier_id = ?", (home,))


def _take(connection: sqlite3.Connection, shapes: dict[str, TableShape], entry: Entry) -> None:
    for table, key in entry.gone:
        shape = _shape(shapes, table)
        if len(key) != len(shape.keys):
            raise StoreDamaged("a journal names a key that the table has not")
        wanted = " AND ".join(f"{name} = ?" for name in shape.keys)
        connection.execute(f"DELETE FROM {table} WHERE {wanted}", key)  # noqa: S608
    for table, row in entry.rows:
        _put(connection, _shape(shapes, table), row)


def _shape(shapes: dict[str, TableShape], table: str) -> TableShape:
    if table not in shapes:
        raise StoreDamaged("a journal names a table that is not there")
    return shapes[table]


def _put(connection: sqlite3.Connection, shape: TableShape, row: Values) -> None:
    if not row.keys() <= set(shape.columns):
        raise StoreDamaged("a journal names a column that is not there")
    names = ", ".join(row)
    marks = ", ".join("?" for _ in row)
    text = f"INSERT OR REPLACE INTO {shape.name}({names}) VALUES ({marks})"  # noqa: S608
    connection.execute(text, tuple(row.values()))
