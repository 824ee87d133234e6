"""A store whose files rot, are cut off, replaced, lost or locked: each ends as it should.

    python -m benchmarks.faults.damage

One store with an open, a sealed and a sent dossier and a copy of its database is damaged in many
ways, one at a time, and opened. Nothing that was acknowledged may be gone or changed unless that
is told; nothing damaged may be deleted, and nothing damaged may be sent.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.submission import SubmissionState
from app.errors import StationError
from app.services.dispatch import send_due
from app.services.host_gate import HostGate
from benchmarks.faults.office import Office
from benchmarks.faults.scenarios import check_place, scenario
from benchmarks.faults.station import now, opened
from benchmarks.faults.syscalls import work_folder

OFFSETS = 200
_LOCKER = (
    "import sqlite3, sys\n"
    "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
    "c.execute('PRAGMA locking_mode=EXCLUSIVE')\n"
    "c.execute('BEGIN EXCLUSIVE')\n"
    "print('locked', flush=True)\n"
    "sys.stdin.read()\n"
)

Damage = Callable[[Path, random.Random], None]


@dataclass(frozen=True, slots=True)
class Truth:
    """What was acknowledged, from before the damage: rows and digests by name."""

    rows: dict[str, str]


@dataclass(slots=True)
class Tally:
    """How the trials of one kind of damage ended.

    Attributes:
        ends: How many ended how.
        wrong: What must not be.
    """

    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def lay_out(root: Path) -> Truth:
    """The store that is damaged."""
    scene = scenario("seal")
    scene.lay_out(root)
    office = Office()
    scene.work(root, office, lambda *_: None)
    with opened(root, office) as station:
        station.care.back_up()
    scenario("send").work(root, office, lambda *_: None)
    return Truth(rows_of(root, office))


def rows_of(root: Path, office: Office) -> dict[str, str]:
    """Everything that an officer could name, with a digest of its bytes."""
    found = {}
    with opened(root, office) as station:
        for row in station.store.dossier_rows():
            home = row.dossier
            found[f"dossier {home.id}"] = f"{home.state} {home.code} {home.revision}"
            for page in station.store.pages(home.id):
                data = station.vault.get(home.id, page.raw)
                found[f"page {page.id}"] = hashlib.sha256(data).hexdigest()
            for each in station.store.fields(home.id):
                found[f"field {each.page_id} {each.name}"] = each.value
            for file in station.store.files(home.id):
                found[f"file {file.id}"] = f"{file.sha256} {file.size} {file.signed}"
        for sent in station.store.submissions():
            found[f"submission {sent.id}"] = f"{sent.state} {sent.manifest_sha256}"
    return found


def _flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset % len(data)] ^= 0xFF
    path.chmod(0o600)
    path.write_bytes(data)


def _database(root: Path) -> Path:
    return root / "store.db"


def _header(root: Path, _rng: random.Random) -> None:
    data = bytearray(_database(root).read_bytes())
    data[:100] = bytes(100)
    _database(root).write_bytes(data)


def _truncated(root: Path, rng: random.Random) -> None:
    data = _database(root).read_bytes()
    _database(root).write_bytes(data[: rng.randrange(1, len(data))])


def _empty(root: Path, _rng: random.Random) -> None:
    _database(root).write_bytes(b"")


def _gone(root: Path, _rng: random.Random) -> None:
    _database(root).unlink()


def _text(root: Path, _rng: random.Random) -> None:
    _database(root).write_bytes(b"Kinh gui: day khong phai co so du lieu\n" * 400)


def _foreign(root: Path, _rng: random.Random) -> None:
    _database(root).unlink()
    with closing(sqlite3.connect(_database(root))) as other:
        other.execute("PRAGMA application_id=77")
        other.execute("CREATE TABLE notes (text)")
        other.commit()


def _one_byte(root: Path, rng: random.Random) -> None:
    _flip(_database(root), rng.randrange(2**31))


def _without_copies(damage: Damage) -> Damage:
    def both(root: Path, rng: random.Random) -> None:
        for path in (root / "backups").iterdir():
            path.unlink()
        damage(root, rng)

    return both


def _cut_journal(root: Path, rng: random.Random) -> None:
    path = root / "journal.jsonl"
    data = path.read_bytes()
    path.write_bytes(data[: rng.randrange(len(data))])


DAMAGES: dict[str, tuple[int, Damage]] = {
    "one byte of the database": (OFFSETS, _one_byte),
    "header zeroed": (1, _header),
    "database cut off": (20, _truncated),
    "database of zero bytes": (1, _empty),
    "database gone": (1, _gone),
    "text in its place": (1, _text),
    "database of another program": (1, _foreign),
    "header zeroed, no copies": (1, _without_copies(_header)),
    "database gone, no copies": (1, _without_copies(_gone)),
    "database cut off, no copies": (10, _without_copies(_truncated)),
    "journal of the station cut off": (10, _cut_journal),
}


def try_damage(name: str, before: Path, truth: Truth, count: int | None = None) -> Tally:
    """Damage copies of a store in one way and see how each ends."""
    times, damage = DAMAGES[name]
    tally, trial = Tally(), before.with_name("trial")
    for number in range(times if count is None else min(times, count)):
        shutil.rmtree(trial, ignore_errors=True)
        shutil.copytree(before, trial)
        damage(trial, random.Random(f"{name} {number}"))
        end = _end(trial, truth)
        tally.ends[end] += 1
        if end.startswith("!"):
            tally.wrong.append(f"{name} {number}: {end}")
    return tally


def _end(trial: Path, truth: Truth) -> str:
    damaged = _database(trial).read_bytes() if _database(trial).exists() else b""
    try:
        found, told, is_repaired = _after_start(trial)
    except StationError as error:
        kept = _database(trial).exists() and _database(trial).read_bytes() == damaged
        is_safe = kept or not damaged
        return f"refused: {error.code}" if is_safe else f"! refused and changed: {error.code}"
    if (trial / "quarantine").exists():
        is_repaired = True
    if found == truth.rows:
        return "repaired, everything there" if is_repaired else "nothing was hurt"
    if told:
        return f"told: {', '.join(told)}"
    lost = truth.rows.keys() - found.keys()
    return f"! {len(lost)} rows lost in silence" if lost else "! a value changed in silence"


def _after_start(trial: Path) -> tuple[dict[str, str], list[str], bool]:
    """Rows, findings, and whether a repair is told; damage met at work is repaired by a restart."""
    try:
        return _seen(trial)
    except StationError:
        return _seen(trial)


def _seen(trial: Path) -> tuple[dict[str, str], list[str], bool]:
    found = rows_of(trial, Office())
    with opened(trial, Office()) as station:
        told = sorted({finding.code for finding in station.store.verify()})
        acts = {entry.act.action for entry in station.store.audit_entries()}
    return found, told, "store.restored" in acts


def try_rot(before: Path, truth: Truth) -> Tally:
    """One byte of each blob, one blob at a time: found by the check."""
    tally, trial = Tally(), before.with_name("trial")
    for blob in sorted(path.name for path in before.glob("blobs/*/*")):
        shutil.rmtree(trial, ignore_errors=True)
        shutil.copytree(before, trial)
        (path,) = trial.glob(f"blobs/*/{blob}")
        _flip(path, random.Random(blob).randrange(2**20))
        with opened(trial, Office()) as station:
            told = {finding.object_id for finding in station.store.verify()}
        if blob in told:
            tally.ends["found by verify"] += 1
        elif _no_row_names(trial, path):
            tally.ends["no row names it"] += 1
        else:
            tally.wrong.append(f"rot in {blob[:8]} not found")
    return tally


def _no_row_names(trial: Path, path: Path) -> bool:
    path.unlink()
    with opened(trial, Office()) as station:
        return path.name not in {finding.object_id for finding in station.store.verify()}


def try_rot_before_sending(folder: Path) -> Tally:
    """One byte of each blob of a queued dossier: what is to be sent is held, and never sent."""
    before, trial, tally = folder / "queued", folder / "trial", Tally()
    scenario("send").lay_out(before)
    for blob in sorted(path.name for path in before.glob("blobs/*/*")):
        shutil.rmtree(trial, ignore_errors=True)
        shutil.copytree(before, trial)
        (path,) = trial.glob(f"blobs/*/{blob}")
        _flip(path, random.Random(blob).randrange(2**20))
        office = Office()
        with opened(trial, office) as station:
            send_due(station, gate=HostGate())
            (sent,) = station.store.submissions()
        if sent.state is SubmissionState.HELD and not office.accepted:
            tally.ends[f"held: {sent.reason}"] += 1
        elif sent.state is SubmissionState.ACKED:
            tally.ends["not part of what is sent; sent whole"] += 1
        else:
            tally.wrong.append(f"rot in {blob[:8]}: {sent.state}")
    return tally


def try_lock(before: Path) -> Tally:
    """Another program holds the database locked: that is no damage, and ends with its lock."""
    tally, trial = Tally(), before.with_name("trial")
    shutil.rmtree(trial, ignore_errors=True)
    shutil.copytree(before, trial)
    command = [sys.executable, "-c", _LOCKER, str(_database(trial))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as locker:
        assert locker.stdout is not None
        locker.stdout.readline()
        try:
            with opened(trial, Office()):
                tally.wrong.append("opened although it is locked")
        except StationError as error:
            tally.ends[f"refused: {error.code}"] += 1
            if error.code != "store.in_use":
                tally.wrong.append(f"a lock is called {error.code}")
        locker.kill()
    problems = check_place(trial, scenario("send"), _all_known(trial), ())
    tally.wrong += problems
    tally.ends["whole when the lock was gone"] += not problems
    return tally


def _all_known(trial: Path) -> Office:
    """A processing system that has accepted what the store says it has."""
    office = Office()
    with opened(trial, office) as station:
        for each in station.store.submissions():
            office.accepted[(each.dossier_id, each.revision)] = [each.manifest_sha256]
            for upload in station.store.uploads(each.id):
                office.told[upload.url] = {upload.offset_confirmed}
    return office


def all_tallies(folder: Path) -> Iterator[tuple[str, Tally]]:
    """Every kind of damage."""
    before = folder / "before"
    truth = lay_out(before)
    for name in DAMAGES:
        yield name, try_damage(name, before, truth)
    yield "one byte of each blob", try_rot(before, truth)
    yield "the same, before it is sent", try_rot_before_sending(folder)
    yield "database locked by another program", try_lock(before)


def main() -> int:
    """Print the table; 1 when anything was wrong."""
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    logging.disable(logging.CRITICAL)
    began, folder, wrong = time.process_time(), work_folder(), []
    print("| damage | trials | ends | wrong |\n|---|---|---|---|")
    try:
        for name, tally in all_tallies(folder):
            ends = "; ".join(f"{count} × {end}" for end, count in tally.ends.most_common())
            print(f"| {name} | {tally.ends.total()} | {ends} | {len(tally.wrong)} |", flush=True)
            wrong += tally.wrong
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\n{time.process_time() - began:.0f} s of processor time; begun {now()[:10]}.")
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
