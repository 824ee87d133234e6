"""A store with a long backlog: start, check, copy, and a database that has to be rebuilt.

    python -m benchmarks.store_scale [DOSSIERS] [FOLDER]

Each dossier has ten pages with five fields. Blobs are checked in a dossier of their own, 200 MB.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from app.store.care_base import BlobStep
from app.store.database import SqliteStore
from app.store.opening import open_store
from app.store.vault import FileVault
from benchmarks.journal_cost import NOW, act, new_dossier, new_fields, new_page

PAGES, FIELDS_EACH = 10, 5
BLOBS, BLOB_BYTES = 100, 2_000_000


@dataclass(slots=True)
class Table:
    """Rows to print: what, seconds, CPU seconds, more."""

    rows: list[tuple[str, float, float, str]] = field(default_factory=list)

    @contextmanager
    def timed(self, name: str, more: Callable[[float], str] = lambda _s: "") -> Iterator[None]:
        """Measure what happens inside."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        took = time.perf_counter() - wall
        self.rows.append((name, took, time.process_time() - cpu, more(took)))

    def show(self) -> None:
        """Print all rows."""
        print("| step | s | CPU s | |")
        print("|---|---|---|---|")
        for name, wall, cpu, more in self.rows:
            print(f"| {name} | {wall:.2f} | {cpu:.2f} | {more} |")


def main() -> None:
    """Fill a store, then measure and print."""
    dossiers = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    table = Table()
    with ExitStack() as stack:
        folder = sys.argv[2] if len(sys.argv) > 2 else stack.enter_context(TemporaryDirectory())
        root = Path(stack.enter_context(TemporaryDirectory(dir=folder))) / "station"
        with table.timed(f"{dossiers} dossiers, {dossiers * PAGES} pages captured and read"):
            store, vault = open_store(root, clock=lambda: NOW)
            _fill(store, vault, dossiers)
            store.close()
        sizes = (root / "store.db").stat().st_size, _size_of_journals(root)
        with table.timed("start", lambda _: f"database {sizes[0] >> 20} MiB"):
            store, vault = open_store(root, clock=lambda: NOW)
        with table.timed("copy, checked", lambda _: f"journals {sizes[1] >> 20} MiB"):
            store.care.back_up()
        _blobs(store, vault, table)
        with table.timed("check of everything"):
            findings = store.verify()
        store.close()
        _repairs(root, table)
        table.show()
        print(f"\n{len(findings)} findings")


def _fill(store: SqliteStore, vault: FileVault, dossiers: int) -> None:
    for number in range(1, dossiers + 1):
        home = new_dossier(number)
        store.add_dossier(home, act("dossier.created"))
        raw = vault.put(home.id, b"page")
        for seq in range(1, PAGES + 1):
            page = new_page(home, seq, raw)
            store.add_page(page, act("page.captured"))
            store.save_reading(page, new_fields(page)[:FIELDS_EACH], act("page.read"))


def _blobs(store: SqliteStore, vault: FileVault, table: Table) -> None:
    home = new_dossier(9_000_000)
    store.add_dossier(home, act("dossier.created"))
    for seq in range(1, BLOBS + 1):
        raw = vault.put(home.id, seq.to_bytes(4, "big") * (BLOB_BYTES // 4))
        store.add_page(new_page(home, seq, raw), act("page.captured"))
    seen: list[BlobStep] = []
    with table.timed("check of blobs", lambda s: f"{seen[-1].done_bytes / s / 1e6:.0f} MB/s"):
        store.care.verify_blobs(seen.append)


def _repairs(root: Path, table: Table) -> None:
    path = root / "store.db"
    for name, folder in (("copy and journals", ""), ("journals alone", "backups")):
        if folder:
            for copy in (root / folder).iterdir():
                copy.unlink()
        path.write_bytes(b"damaged" * 10_000)
        with table.timed(f"start with a damaged database, from {name}"):
            store, _ = open_store(root, clock=lambda: NOW)
        recovered = store.care.recovered
        store.close()
        found = recovered.findings if recovered else ("not repaired",)
        took = recovered.transactions if recovered else 0
        name, wall, cpu, _ = table.rows.pop()
        table.rows.append((name, wall, cpu, f"{took} transactions, {len(found)} findings"))


def _size_of_journals(root: Path) -> int:
    return sum(path.stat().st_size for path in root.rglob("journal.jsonl"))


if __name__ == "__main__":
    main()
