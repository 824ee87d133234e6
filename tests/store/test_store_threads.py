"""Many threads: writers take turns, readers see whole transactions and wait for nobody."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.domain.dossier import DossierState
from app.domain.events import first_bad_link
from app.errors import IllegalStep
from app.store.base import StoreError
from app.store.database import SqliteStore
from app.store.opening import open_store
from app.store.vault import FileVault
from tests.store.store_samples import NOW, act, dossier, open_dossier, page

PAGES = 15


def test_four_threads_add_pages_while_others_read(store: SqliteStore, vault: FileVault) -> None:
    stop = threading.Event()

    def read() -> bool:
        whole = True
        while not stop.is_set():
            for row in store.dossier_rows():
                whole = whole and row.page_count <= len(store.pages(row.dossier.id))
            whole = whole and first_bad_link(store.audit_entries()) is None
        return whole

    def write(number: int) -> None:
        open_dossier(store, vault, number, pages=PAGES)

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        writers = [pool.submit(write, number) for number in range(4)]
        try:
            for writer in writers:
                writer.result(timeout=60)
        finally:
            stop.set()
        seen_whole = [reader.result(timeout=60) for reader in readers]

    assert seen_whole == [True, True]
    assert [row.page_count for row in store.dossier_rows()] == [PAGES] * 4
    assert len(store.audit_entries()) == 4 * (PAGES + 1)
    assert store.verify() == []


def test_four_threads_move_one_dossier_and_one_wins(store: SqliteStore) -> None:
    store.add_dossier(dossier(), act())
    start = threading.Barrier(4)

    def move() -> bool:
        start.wait(timeout=30)
        try:
            store.move_dossier(dossier().id, DossierState.OPEN, DossierState.REVIEWED, act())
        except IllegalStep:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        won = [future.result(timeout=60) for future in [pool.submit(move) for _ in range(4)]]

    assert sorted(won) == [False, False, False, True]
    assert len(store.audit_entries()) == 2


def test_four_threads_draw_numbers_and_none_twice(store: SqliteStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: store.next_number("batch"), range(40)))

    assert sorted(drawn) == list(range(1, 41))


def test_reader_does_not_wait_for_a_write_in_progress(store: SqliteStore, vault: FileVault) -> None:
    home = open_dossier(store, vault, pages=1)
    raw = store.pages(home.id)[0].raw

    with ThreadPoolExecutor(1) as pool, store._database.writing() as connection:
        connection.execute("UPDATE dossier SET code = 'not yet'")
        seen = pool.submit(store.dossier, home.id).result(timeout=30)

    assert seen.code == home.code
    store.add_page(page(home, 2, raw), act())


def test_close_while_others_work_ends_with_a_clear_error(root: Path) -> None:
    store, _ = open_store(root, clock=lambda: NOW)
    store.add_dossier(dossier(), act())
    started = threading.Barrier(4)

    def work() -> str:
        started.wait(timeout=30)
        try:
            while True:
                store.dossier_rows()
                store.record(act())
        except StoreError as error:
            return error.detail

    with ThreadPoolExecutor(3) as pool:
        workers = [pool.submit(work) for _ in range(3)]
        started.wait(timeout=30)
        store.close()
        ended = [worker.result(timeout=60) for worker in workers]

    assert set(ended) == {"the store is closed"}
    again, _ = open_store(root, clock=lambda: NOW)
    assert again.verify() == []
    again.close()
