"""What the journals cost: one commit with them and without, and the time that a caller waits.

    python -m benchmarks.journal_cost [FOLDER]

Without them means the same program with a journal that writes nothing. FOLDER is on the disk to be
measured; without it a temporary folder is taken.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app.domain.dossier import Dossier, DossierState
from app.domain.events import Act
from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import BlobId, DossierId, FileId, PageId, SubmissionId, uuid7
from app.domain.page import Page, PageState
from app.domain.signing import (
    BatchState,
    ItemState,
    Signer,
    SignerRole,
    SigningBatch,
    SigningItem,
    SigningPlan,
    prepared,
)
from app.domain.submission import Submission, SubmissionState, Upload
from app.store.database import SqliteStore
from app.store.journal import Journal
from app.store.opening import open_store
from app.store.vault import FileVault

NOW = "2026-10-08T03:04:05Z"
ROUNDS = 400
FIELDS = 12
PAGE_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one kind of step.

    Attributes:
        cpu: CPU milliseconds of the process for one step, mean.
    """

    p50: float
    p99: float
    longest: float
    cpu: float


@contextmanager
def no_journal() -> Iterator[None]:
    """The same store, with journals that are never written."""
    real = Journal.append

    def nothing(_self: Journal, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM journal_touched")

    # The comparison needs the store as it would be without journals; no setting turns them off.
    setattr(Journal, "append", nothing)  # noqa: B010  # only here, and put back
    try:
        yield
    finally:
        setattr(Journal, "append", real)  # noqa: B010  # see above


def main() -> None:
    """Measure both and print a table."""
    with ExitStack() as stack:
        folder = sys.argv[1] if len(sys.argv) > 1 else stack.enter_context(TemporaryDirectory())
        place = Path(stack.enter_context(TemporaryDirectory(dir=folder)))
        with no_journal():
            without = _measure(place / "without")
        journalled = _measure(place / "with")
    print("| step | without: p50 / p99 ms | with: p50 / p99 ms | longest | CPU ms more |")
    print("|---|---|---|---|---|")
    for name, old in without.items():
        new = journalled[name]
        print(
            f"| {name} | {old.p50:.2f} / {old.p99:.2f} | {new.p50:.2f} / {new.p99:.2f}"
            f" | {new.longest:.1f} | {new.cpu - old.cpu:+.2f} |"
        )


def _measure(root: Path) -> dict[str, Times]:
    store, vault = open_store(root, clock=lambda: NOW)
    home = new_dossier(1)
    store.add_dossier(home, act("dossier.created"))
    raw = vault.put(home.id, b"x" * 1000)
    pages = [new_page(home, number, raw) for number in range(1, ROUNDS + 1)]
    times = {
        "audit entry": _time(lambda _: store.record(act("viewed"))),
        "page row": _time(lambda n: store.add_page(pages[n], act("page.captured"))),
        "page, blob and row, 500 kB": _time(_whole_page(store, vault), ROUNDS // 4),
        f"reading with {FIELDS} fields": _time(
            lambda n: store.save_reading(pages[n], new_fields(pages[n]), act("page.read"))
        ),
        "signing: one step of one item": _time(_signing(store, vault)),
        "upload offset (in no journal)": _time(_offset(store, vault)),
        "list of dossiers while pages are written": _wait_of_a_reader(store, vault),
    }
    store.close()
    return times


def _time(step: Callable[[int], None], rounds: int = ROUNDS) -> Times:
    taken = []
    cpu = time.process_time()
    for number in range(rounds):
        start = time.perf_counter()
        step(number)
        taken.append(1000 * (time.perf_counter() - start))
    return _times(taken, 1000 * (time.process_time() - cpu) / rounds)


def _times(taken: list[float], cpu: float) -> Times:
    ordered = sorted(taken)
    return Times(statistics.median(ordered), ordered[int(len(ordered) * 0.99)], ordered[-1], cpu)


def _whole_page(store: SqliteStore, vault: FileVault) -> Callable[[int], None]:
    home = new_dossier(2)
    store.add_dossier(home, act("dossier.created"))
    content = bytes(PAGE_BYTES)

    def step(number: int) -> None:
        raw = vault.put(home.id, content)
        store.add_page(new_page(home, number + 1, raw), act("page.captured"))

    return step


def _signing(store: SqliteStore, vault: FileVault) -> Callable[[int], None]:
    """One step of each of many signatures: its document is prepared."""
    home = new_dossier(5, DossierState.BUILT)
    store.add_dossier(home, act("dossier.created"))
    del vault
    items = [
        SigningItem(
            f"item-{number}", "batch", home.id, FileId(f"f{number}"), 0, ItemState.QUEUED, "0" * 64
        )
        for number in range(ROUNDS)
    ]
    plan = SigningPlan((Signer(SignerRole.PERSON, "p12:key"),))
    batch = SigningBatch("batch", plan, BatchState.OPEN, NOW)
    store.add_signing(batch, items, act("signing.begun"))

    def step(number: int) -> None:
        ready = prepared(items[number], "{}", bytes(2000))
        store.save_item(items[number], ready, act("signing.prepared"))

    return step


def _offset(store: SqliteStore, vault: FileVault) -> Callable[[int], None]:
    home = new_dossier(3, DossierState.SIGNED)
    store.add_dossier(home, act("dossier.created"))
    manifest = vault.put(home.id, b"{}")
    waiting = SubmissionState.QUEUED
    sent = Submission(SubmissionId(_id(77)), home.id, 1, waiting, waiting, manifest, "0" * 64, NOW)
    store.seal(sent, act("dossier.sealed"))
    upload = Upload(sent.id, FileId("f"), "https://example.vn/u/1", 0, 10**9)
    store.save_uploads(sent.id, [upload])
    return lambda n: store.save_offset(replace(upload, offset_confirmed=n))


def _wait_of_a_reader(store: SqliteStore, vault: FileVault) -> Times:
    """How long the list takes whoever paints it, while another thread captures."""
    stop = threading.Event()
    step = _whole_page_of(store, vault, 4)

    def write() -> None:
        number = 0
        while not stop.is_set():
            step(number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        return _time(lambda _: _list_once(store), ROUNDS // 2)
    finally:
        stop.set()
        writer.join()


def _list_once(store: SqliteStore) -> None:
    """Read what the list of dossiers shows."""
    store.dossier_rows()


def _whole_page_of(store: SqliteStore, vault: FileVault, number: int) -> Callable[[int], None]:
    home = new_dossier(number)
    store.add_dossier(home, act("dossier.created"))
    raw = vault.put(home.id, bytes(1000))
    return lambda n: store.add_page(new_page(home, n + 1, raw), act("page.captured"))


def _id(number: int) -> str:
    return uuid7(1_790_000_000_000 + number, number)


def act(action: str) -> Act:
    """An audit entry."""
    return Act(NOW, "canbo01", action, "x")


def new_dossier(number: int, state: DossierState = DossierState.OPEN) -> Dossier:
    """An empty dossier."""
    return Dossier(DossierId(_id(number)), f"H-{number}", "1.004873", state, 1, NOW, 0)


def new_page(home: Dossier, seq: int, raw: BlobId) -> Page:
    """A captured page."""
    name = PageId(f"{home.id}-p{seq}")
    return Page(name, home.id, seq, PageState.CAPTURED, raw, "image/jpeg", 0, "trang.jpg", 300)


def new_fields(page: Page) -> list[Field]:
    """Values that were read on a page."""
    return [
        Field(
            page.dossier_id,
            page.id,
            f"field_{number}",
            "Họ và tên",
            "Nguyễn Thị Mẫu",
            FieldState.AMBER,
            0.5,
            FieldSource.OCR,
            (1, 2, 3, 4),
            "name.unsure",
        )
        for number in range(FIELDS)
    ]


if __name__ == "__main__":
    main()
