"""What happens to a store as a whole: the first start, a newer schema, a copy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from app.services import capture
from app.services.station import Station
from app.store.connection import connect
from app.store.migrations import migrate
from app.store.opening import open_store
from app.store.schema import MIGRATIONS
from benchmarks.faults.child import FarOffice, Tell
from benchmarks.faults.office import Office
from benchmarks.faults.road import scan_rest
from benchmarks.faults.station import home_of, now, opened

_OLD_COUNT = 41


def create_dossier(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        if not station.store.dossier_rows():
            tell("dossier", capture.new_dossier(station).id, "")


def has_dossier(station: Station) -> bool:
    return len(station.store.dossier_rows()) == 1


def lay_old(root: Path) -> None:
    """A store of the first schema; its rows are what an old program could have left."""
    for folder in (root, *(root / name for name in ("keys", "dossiers", "blobs", "backups"))):
        folder.mkdir(mode=0o700)
    with closing(connect(root / "store.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        migrate(connection, root / "backups", at=now(), migrations=MIGRATIONS[:1])
        _insert_row(connection, "counter", {"scope": "doc_code", "value": _OLD_COUNT})
    (root / "store.db").chmod(0o600)
    _write_station_key(root)


def _write_station_key(root: Path) -> None:
    """The key of another new store serves as well: it is used for the first time here."""
    spare = root / "spare"
    open_store(spare, clock=now)[0].close()
    for path in (spare / "keys").iterdir():
        path.rename(root / "keys" / path.name)
    for path in sorted(spare.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    spare.rmdir()


def _insert_row(connection: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    places = ", ".join("?" for _ in row)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})",  # noqa: S608  # our own names
        tuple(row.values()),
    )


def migrate_store(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office):
        tell("migrated", "", "")


def counts_on(station: Station) -> bool:
    return station.store.next_number("doc_code") > _OLD_COUNT


def back_up_store(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        scan_rest(station, tell)
        copy = root / "backups" / station.care.back_up()
        tell("copy", str(copy), str(len(station.store.pages(home_of(station)))))
