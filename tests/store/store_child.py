"""Processes that the tests kill or starve.

hold ROOT                 open the store, say "open", wait for the end
work ROOT NUMBER          add pages for ever; say each page's id once it is acknowledged
step ROOT CALL NUMBER     add pages; die at the NUMBER-th CALL (fsync, replace, …)
limited ROOT BYTES        add pages until no file may grow beyond BYTES
open ROOT                 open and verify the store, say what came of it
lock FILE                 hold an SQLite file for itself, say "locked", wait for the end
migrate ROOT NUMBER       take the store to a made-up next schema; die at its NUMBER-th statement
damage ROOT               meet a corrupt page at work; say what came of the read and of a write
small ROOT                add pages until a 3 MiB file system mounted at ROOT is full
"""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.domain.dossier import DossierState
from app.domain.ids import PageId
from app.errors import StationError
from app.store.base import Store, StoreFull, Vault
from app.store.connection import connect
from app.store.migrations import migrate
from app.store.opening import open_store
from app.store.schema import MIGRATIONS, Migration
from tests.store.store_samples import NOW, act, dossier, field, page

PAGE_BYTES = 40_000


def say(text: str) -> None:
    print(text, flush=True)


def add_page(store: Store, vault: Vault, seq: int) -> PageId:
    """Capture and read one page; what it returns was acknowledged."""
    home = dossier()
    raw = vault.put(home.id, seq.to_bytes(4, "big") * (PAGE_BYTES // 4))
    captured = page(home, seq, raw)
    store.add_page(captured, act("page.captured", captured.id))
    return captured.id


def open_with_dossier(root: Path) -> tuple[Store, Vault]:
    store, vault = open_store(root, clock=lambda: NOW)
    if not store.dossier_rows():
        store.add_dossier(dossier(), act("dossier.created", dossier().id))
    return store, vault


def hold(root: Path) -> None:
    open_store(root, clock=lambda: NOW)
    say("open")
    signal.pause()


def work(root: Path) -> None:
    store, vault = open_with_dossier(root)
    while True:
        seq = store.next_seq(dossier().id)
        name = add_page(store, vault, seq)
        say(name)
        if seq % 3 == 0:
            store.save_reading(
                replace(store.page(name), clean=vault.put(dossier().id, b"clean")),
                [field(store.page(name))],
                act("page.read", name),
            )


def step(root: Path, call: str, number: int) -> None:
    store, vault = open_with_dossier(root)
    real: Callable[..., object] = getattr(os, call)
    calls = 0

    def die_sometimes(*args: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **named)

    setattr(os, call, die_sometimes)
    while True:
        say(add_page(store, vault, store.next_seq(dossier().id)))


def fill(root: Path) -> None:
    """Add pages until there is no room, then show that the store still answers."""
    store, vault = open_with_dossier(root)
    limit(root)
    try:
        for _ in range(10_000):
            say(add_page(store, vault, store.next_seq(dossier().id)))
    except StoreFull as error:
        say(f"full {error.code}")
    except StationError as error:
        say(f"other {error.code} {error.detail}")
    left = [path.name for path in (root / "tmp").iterdir()]
    say(f"tmp {left} state {store.dossier(dossier().id).state is DossierState.OPEN}")


def limit(root: Path) -> None:
    if sys.argv[1] == "limited":
        import resource

        bound = int(sys.argv[3])
        resource.setrlimit(resource.RLIMIT_FSIZE, (bound, bound))


def small(root: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(root)]
    subprocess.run(mount, check=True, timeout=30)
    fill(root)
    store_rows(root)


def open_only(root: Path) -> None:
    try:
        store, _ = open_store(root, clock=lambda: NOW)
    except StationError as error:
        say(error.code)
        return
    say("repaired" if store.care.recovered else "opened")
    say(" ".join(sorted({finding.code for finding in store.verify()})))
    store.close()


def lock(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    say("locked")
    signal.pause()


def die_in_migration(root: Path, number: int) -> None:
    newest = MIGRATIONS[-1].version
    step = Migration(newest + 1, ("ALTER TABLE dossier ADD COLUMN remark TEXT",))
    connection = connect(root / "store.db")
    seen = 0

    def die_sometimes(_statement: str) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    connection.set_trace_callback(die_sometimes)
    migrate(connection, root / "backups", at=NOW, migrations=(*MIGRATIONS, step))
    say("done")


def damage(root: Path) -> None:
    """Corrupt the table of pages under an open store, as a failing disk does."""
    store, _ = open_store(root, clock=lambda: NOW)
    with contextlib.closing(sqlite3.connect(root / "store.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (place,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'page'"
        ).fetchone()
    with (root / "store.db").open("r+b") as file:
        file.seek(4096 * (place - 1))
        file.write(b"\xee" * 200)
    for attempt in (lambda: store.pages(dossier().id), lambda: store.record(act())):
        try:
            attempt()
            say("done")
        except StationError as error:
            say(f"{error.code} {error.detail}")
    store.close()


def store_rows(root: Path) -> None:
    say(f"blobs {sum(1 for path in (root / 'blobs').rglob('*') if path.is_file())}")


def main() -> None:
    root = Path(sys.argv[2])
    match sys.argv[1]:
        case "hold":
            hold(root)
        case "work":
            work(root)
        case "step":
            step(root, sys.argv[3], int(sys.argv[4]))
        case "limited":
            fill(root)
        case "small":
            small(root)
        case "open":
            open_only(root)
        case "lock":
            lock(root)
        case "migrate":
            die_in_migration(root, int(sys.argv[3]))
        case "damage":
            damage(root)


main()
