"""Search and figures of a store with a long past: CPU and wall time of each answer.

    python -m benchmarks.figures_scale [--dossiers N] [--keep FOLDER]

Dossiers were opened over the last 90 days; each has ten pages and thirty fields, an owner, and most
were received. With `--keep` the store is made once and stays. Synthetic persons only.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from app.domain.dossier import Dossier, DossierFile, DossierState, FileRole
from app.domain.events import Act
from app.domain.field import Field, FieldSource, FieldState, confirm, correct
from app.domain.figures import Range, span_of
from app.domain.ids import BlobId, DossierId, FileId, PageId, SubmissionId, uuid7
from app.domain.owner import Owner, OwnerKind
from app.domain.page import Page, PageState
from app.domain.search import Stage, Wanted
from app.domain.submission import ReceiptRecord, Submission, SubmissionState
from app.services.figures import figures_of
from app.store.database import SqliteStore
from app.store.opening import Rooms, open_rooms
from app.store.upkeep_base import Upkeep

DOSSIERS, PAGES, READ, FIELDS = 10_000, 10, 3, 10
DAYS, ROUNDS, PAGE_OF_ANSWERS = 90, 5, 50
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ZONE = timezone(timedelta(hours=7))
OFFICERS = ("canbo01", "canbo02", "canbo03")
PROCEDURES = ("1.001193", "1.004222", "1.003583", "2.000889")
_LAST = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Vũ", "Đặng", "Bùi")
_MIDDLE = ("Thị", "Văn", "Minh", "Ngọc")
_FIRST = ("Ánh", "Bình", "Châu", "Dũng", "Đức", "Giang", "Hà", "Khánh", "Lan", "Mẫu")


def main() -> None:
    """Make the store where there is none, measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dossiers", type=int, default=DOSSIERS)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(TemporaryDirectory()))
        rooms = open_rooms(folder / "station", clock=lambda: NOW.isoformat())
        stack.callback(rooms.store.close)
        there = len(rooms.store.dossier_rows())
        began = time.process_time()
        for number in range(there, asked.dossiers):
            _add(rooms, number)
        print(f"{asked.dossiers} dossiers; made in {time.process_time() - began:.0f} CPU s\n")
        began = time.process_time()
        rooms.upkeep.refresh_words(-1)
        print(f"words of all of them: {time.process_time() - began:.1f} CPU s\n")
        _print(_search_steps(rooms.upkeep) + _figure_steps(rooms))


Step = tuple[str, Callable[[], object]]


def _search_steps(upkeep: Upkeep) -> list[Step]:
    def first_page(wanted: Wanted) -> Callable[[], object]:
        return lambda: upkeep.search(
            wanted, below=None, limit=PAGE_OF_ANSWERS, is_cancelled=lambda: False
        )

    def count(wanted: Wanted) -> Callable[[], object]:
        return lambda: upkeep.count(wanted, is_cancelled=lambda: False)

    common, rare = Wanted("nguyen"), Wanted("do thi anh")
    dated = Wanted(since="2026-11-01T", until="2026-11-08T", officer_id=OFFICERS[0])
    return [
        ("search: everything, first page", first_page(Wanted())),
        ("search: a family name of every eighth", first_page(common)),
        ("search: the same, how many", count(common)),
        ("search: three words", first_page(rare)),
        ("search: part of a code", first_page(Wanted("261101"))),
        ("search: a word that nobody has", first_page(Wanted("khongcoai"))),
        ("search: a week, an officer", first_page(dated)),
        ("search: what needs a person", first_page(Wanted(stage=Stage.HELD))),
        ("search: page 100 of everything", lambda: upkeep.search(
            Wanted(), below=5000, limit=PAGE_OF_ANSWERS, is_cancelled=lambda: False
        )),
        ("search: officers to choose from", upkeep.openers),
    ]  # fmt: skip


def _figure_steps(rooms: Rooms) -> list[Step]:

    def figures(wanted: Range) -> Callable[[], object]:
        span = span_of(wanted, NOW.astimezone(ZONE).date())
        return lambda: figures_of(rooms.upkeep, span, now=NOW.astimezone(ZONE))

    return [(f"figures: {each.value}", figures(each)) for each in Range]


def _print(steps: list[Step]) -> None:
    print("| answer | CPU ms, median | longest | wall ms, median |")
    print("|---|---|---|---|")
    for name, step in steps:
        cpu, wall = [], []
        for _ in range(ROUNDS):
            before = time.process_time(), time.perf_counter()
            step()
            cpu.append(1000 * (time.process_time() - before[0]))
            wall.append(1000 * (time.perf_counter() - before[1]))
        print(
            f"| {name} | {statistics.median(cpu):.1f} | {max(cpu):.1f}"
            f" | {statistics.median(wall):.1f} |"
        )


class _Time:
    """The clock of one dossier."""

    def __init__(self, begin: datetime) -> None:
        self.now = begin

    def act(self, action: str, object_id: str, actor: str, note: str = "") -> Act:
        self.now += timedelta(seconds=7)
        return Act(self.text(), actor, action, object_id, "", note)

    def text(self) -> str:
        return self.now.isoformat(timespec="milliseconds")


def _add(rooms: Rooms, number: int) -> None:
    chance = random.Random(number)  # made-up dossiers, no secret
    day = NOW - timedelta(days=DAYS * (1 - number / DOSSIERS))
    clock = _Time(day.replace(hour=chance.randint(0, 9), minute=chance.randint(0, 59)))
    officer = OFFICERS[number % len(OFFICERS)]
    home = DossierId(uuid7(int(clock.now.timestamp() * 1000), number))
    code = f"H56.128-{clock.now:%y%m%d}-{number:05}"
    procedure = PROCEDURES[chance.randrange(len(PROCEDURES))]
    store = rooms.store
    store.add_dossier(
        Dossier(home, code, procedure, DossierState.OPEN, 1, clock.text(), PAGES),
        clock.act("dossier.created", home, officer),
    )
    name = " ".join(chance.choice(part) for part in (_LAST, _MIDDLE, _FIRST))
    owner = Owner(OwnerKind.CITIZEN, f"0010990{number:05}", name)
    store.set_owner(home, owner, clock.act("owner.set", home, officer))
    raw = rooms.vault.put(home, b"page")
    pages = [_page(home, seq, raw, chance) for seq in range(1, PAGES + 1)]
    device = chance.choice(("sane:fujitsu:01", "escl:phong-1"))
    store.add_pages(pages, [clock.act("page.captured", p.id, officer, device) for p in pages])
    for page in pages[:READ]:
        read = replace(page, state=PageState.READ)
        fields = [_field(page, n, chance) for n in range(FIELDS)]
        store.save_reading(read, fields, clock.act("page.read", page.id, "system"))
        doubt = next((field for field in fields if field.state is FieldState.AMBER), None)
        if doubt is not None:
            at = clock.text()
            right = chance.random() < 0.6
            done = confirm(doubt, officer, at) if right else correct(doubt, "Khác", officer, at)
            store.save_field(done, clock.act("field.confirmed", page.id, officer))
    if number % 10 and number < DOSSIERS - 60:
        _send(store, rooms, home, clock, chance)


def _page(home: DossierId, seq: int, raw: BlobId, chance: random.Random) -> Page:
    flags = ("blank",) if chance.random() < 0.04 else ()
    return Page(
        PageId(f"{home}-p{seq}"), home, seq, PageState.CAPTURED, raw, "image/jpeg", 0, "feeder",
        300, flags=flags,
    )  # fmt: skip


def _field(page: Page, number: int, chance: random.Random) -> Field:
    sure = min(1.0, chance.betavariate(8, 1.4))
    state = FieldState.GREEN if sure > 0.8 else FieldState.AMBER
    box = (10, 10 * number, 90, 10 * number + 8)
    return Field(
        page.dossier_id, page.id, f"f{number}", "Trường", "giá trị", state, sure, FieldSource.OCR,
        box, "" if state is FieldState.GREEN else "name.unsure",
    )  # fmt: skip


def _send(
    store: SqliteStore, rooms: Rooms, home: DossierId, clock: _Time, chance: random.Random
) -> None:
    officer, data = OFFICERS[0], b"%PDF"
    blob = rooms.vault.put(home, data)
    clock.now += timedelta(minutes=chance.randint(1, 20))
    store.move_dossier(
        home, DossierState.OPEN, DossierState.REVIEWED, clock.act("dossier.review", home, officer)
    )
    file = DossierFile(
        FileId(f"{home}-f"), home, FileRole.SCAN, "a.pdf", "application/pdf", blob, "0" * 64,
        400_000, "birth_declaration", signed=True,
    )  # fmt: skip
    store.save_files(
        home, [file], expected=DossierState.REVIEWED, to=DossierState.SIGNED,
        act=clock.act("dossier.sign", home, officer),
    )  # fmt: skip
    sent = Submission(
        SubmissionId(f"{home}-s"), home, 1, SubmissionState.QUEUED, SubmissionState.QUEUED, blob,
        "0" * 64, clock.text(),
    )  # fmt: skip
    store.seal(sent, clock.act("dossier.seal", home, officer))
    if chance.random() < 0.1:
        store.record(clock.act("submission.failed", sent.id, "system", "delivery.link_down"))
    clock.now += timedelta(minutes=chance.randint(1, 90))
    acked = replace(sent, state=SubmissionState.ACKED, resume_state=SubmissionState.ACKED)
    receipt = ReceiptRecord(sent.id, f"BN-{home[-5:]}", "e30.e30.c2ln", clock.text())
    act = clock.act("submission.acked", sent.id, "system", "400000 bytes in 900 ms")
    store.acknowledge(acked, receipt, act)


if __name__ == "__main__":
    main()
