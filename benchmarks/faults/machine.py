"""A station at random: scan, edit, seal, send, correct, kill, cut, clock, purge in any order.

    python -m benchmarks.faults.machine --steps 100000 [--kept FILE]

The real store and services on a real disk, a scripted processing system, and beside them a model:
the pages that were shown as saved, the manifests that were sealed, what the system accepted.
After each step the model and the rows must agree; after each start and at the end the whole store
is verified. A kill ends the work at any call of the store, the vault or the system, before or
after it took effect; what was open is left as it is and opened anew from a copy of the folder.
"""

from __future__ import annotations

import argparse
import atexit
import functools
import hashlib
import logging
import secrets
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, PageId, SubmissionId
from app.domain.submission import SubmissionState
from app.errors import IllegalStep, StationError
from app.services import assemble, capture, purge, review
from app.services.correct import correct
from app.services.deliver import enqueue, try_again
from app.services.dispatch import send_due
from app.services.host_gate import HostGate
from app.services.process import read_dossier
from app.services.recover import recover
from app.services.review import FieldKey, correct_field
from app.services.sign import Key, sign_dossier
from app.services.station import Station
from app.store.opening import open_rooms
from benchmarks.faults.long_run import Kept, Progress
from benchmarks.faults.office import Office, Weather
from ocr.reading import FieldReading, FieldSource, FieldState, PageReading
from tests.fakes.counter_station import KEY, PIN, CounterStation, Reader
from tests.fakes.signed_receipts import receipt_keys

START = datetime(2026, 10, 8, 3, 4, tzinfo=UTC)
DONE: Counter[str] = Counter()
"""Steps by their kind, over all machines of this process."""

_MEMORY = Path("/dev/shm")  # noqa: S108  # private folders are made in it
_PURGED = {SubmissionState.PURGING, SubmissionState.PURGED}
_POLICY = purge.PurgePolicy(
    timedelta(days=30), timedelta(days=1), clock_checked=True, receipt_keys=receipt_keys
)


class Killed(BaseException):
    """The process is gone from here on."""


class Mortal:
    """Calls another object; at one call, before or after it, the process dies."""

    def __init__(self, inner: object, clock: DeathClock) -> None:
        self._inner, self._clock = inner, clock

    def __getattr__(self, name: str) -> Any:  # whatever the object has
        found = getattr(self._inner, name)
        if not callable(found):
            return found

        def call(*arguments: object, **named: object) -> object:
            self._clock.tick()
            result = found(*arguments, **named)
            self._clock.tick()
            return result

        return call


class DeathClock:
    """Counts down to the death of the process; 0 = it lives."""

    def __init__(self) -> None:
        self.left = 0

    def tick(self) -> None:
        """One call less.

        Raises:
            Killed: It was the last one.
        """
        if self.left:
            self.left -= 1
            if not self.left:
                raise Killed


class StationMachine(RuleBasedStateMachine):
    """See the module."""

    def __init__(self) -> None:
        super().__init__()
        base = _MEMORY if _MEMORY.is_dir() else None
        self.folder = Path(tempfile.mkdtemp(dir=base))
        self.root = self.folder / "0"
        shutil.copytree(_new_store(), self.root)
        self.clock, self.death = START, DeathClock()
        self.weather: list[Weather] = []
        self.office = Office(weather=self._next_weather)
        self.pages: dict[PageId, str] = {}
        self.sealed: dict[SubmissionId, str] = {}
        self.purged: set[DossierId] = set()
        self.number = 0
        self._open()

    def _next_weather(self, _call: str) -> Weather:
        return self.weather.pop() if self.weather else Weather.FINE

    def _now(self) -> datetime:
        self.clock += timedelta(milliseconds=7)
        return self.clock

    def _open(self) -> None:
        rooms = open_rooms(self.root, clock=lambda: self._now().isoformat())
        self.rooms = rooms
        counter = CounterStation()
        counter.reader = _ReadsAll()
        self.scanner = counter.scanner
        self.station: Station = replace(
            counter.station,
            store=Mortal(rooms.store, self.death),  # type: ignore[arg-type]  # passes all on
            vault=Mortal(rooms.vault, self.death),  # type: ignore[arg-type]
            system=Mortal(self.office, self.death),  # type: ignore[arg-type]
            cpu=counter.reader,
            check=counter.reader,
            random_bits=secrets.randbits,
            now=self._now,
            ticks=lambda: self.clock.timestamp(),
            care=rooms.store.care,
            upkeep=Mortal(rooms.upkeep, self.death),  # type: ignore[arg-type]
        )
        recover(self.station)
        purge.finish(self.station, rooms.upkeep)
        self._verify()

    def _verify(self) -> None:
        """All is well, but for blobs without a row: garbage that a death may leave (I2)."""
        findings = [f for f in self.rooms.store.verify() if f.code != "blob.orphan"]
        assert not findings, findings

    def _die(self) -> None:
        """What is open stays as it is; a copy of the folder is what the next process finds."""
        DONE["died in a step"] += 1
        self._start_from_copy()

    def _start_from_copy(self) -> None:
        self.death.left = 0
        self.number += 1
        after = self.folder / str(self.number)
        shutil.copytree(self.root, after)
        self.rooms.store.close()
        shutil.rmtree(self.root)
        self.root = after
        self._open()

    def _step(self, name: str, work: Callable[[], None], deadly: int) -> None:
        """Do something that may be refused, or be the last thing this process does."""
        DONE[name] += 1
        self.death.left = deadly
        try:
            work()
        except IllegalStep:
            DONE["refused"] += 1
        except StationError:
            DONE["told an error"] += 1
        except Killed:
            self._die()
        self.death.left = 0

    def _some(self, choice: int, *states: DossierState) -> DossierId | None:
        homes = [
            row.dossier.id for row in self.rooms.store.dossier_rows() if row.dossier.state in states
        ]
        return homes[choice % len(homes)] if homes else None

    deadly = st.sampled_from([0] * 12 + [1, 2, 3, 4, 5, 7, 9, 12, 17, 25, 40])
    choice = st.integers(0, 7)

    @rule(choice=choice, count=st.integers(1, 3), deadly=deadly)
    def scan(self, choice: int, count: int, deadly: int) -> None:
        """Sheets into a new dossier or one that is open."""
        home = self._some(choice, DossierState.OPEN) if choice % 3 else None
        sheets = [b"\x89PNG" + secrets.token_bytes(60) for _ in range(count)]

        def saved(page: capture.Page) -> None:
            data = self.rooms.vault.get(page.dossier_id, page.raw)
            self.pages[page.id] = hashlib.sha256(data).hexdigest()
            assert data in sheets

        def work() -> None:
            target = home or capture.new_dossier(self.station).id
            self.scanner.load(sheets)
            capture.scan(self.station, target, capture.ScanOrder("fake:feeder"), on_saved=saved)

        self._step("scan", work, deadly)

    @rule(choice=choice, deadly=deadly)
    def edit(self, choice: int, deadly: int) -> None:
        """Read a dossier and correct one of its fields."""
        home = self._some(choice, DossierState.OPEN)

        def work() -> None:
            if home is None:
                return
            read_dossier(self.station, home)
            fields = self.station.store.fields(home)
            if fields:
                field = fields[choice % len(fields)]
                key = FieldKey(home, field.page_id, field.name)
                correct_field(self.station, key, f"Nguyễn Thị {choice}")

        self._step("edit", work, deadly)

    @rule(choice=choice, deadly=deadly)
    def finish(self, choice: int, deadly: int) -> None:
        """Review, build, sign and seal, as far as it goes."""
        home = self._some(choice, *DossierState)

        def work() -> None:
            if home is not None:
                self._bring_on(home)

        self._step("finish", work, deadly)

    def _bring_on(self, home: DossierId) -> None:
        station = self.station
        if station.store.dossier(home).state is DossierState.OPEN:
            read_dossier(station, home)
            review.finish_review(station, home)
        if station.store.dossier(home).state is DossierState.REVIEWED:
            assemble.build(station, home)
        if station.store.dossier(home).state is DossierState.BUILT:
            sign_dossier(station, home, Key(KEY, bytearray(PIN, "utf-8")))
        if station.store.dossier(home).state is DossierState.SIGNED:
            sent = enqueue(station, home)
            self.sealed[sent.id] = sent.manifest_sha256

    @rule(choice=choice, deadly=deadly)
    def reopen(self, choice: int, deadly: int) -> None:
        """Back for corrections; refused once sealed."""
        home = self._some(choice, *DossierState)

        def work() -> None:
            if home is not None:
                review.reopen(self.station, home)

        self._step("reopen", work, deadly)

    @rule(choice=choice, deadly=deadly)
    def correct(self, choice: int, deadly: int) -> None:
        """Open what takes the place of a sealed dossier; its pages count as shown from then on."""
        home = self._some(choice, DossierState.SEALED)

        def work() -> None:
            if home is None:
                return
            made = correct(self.station, home)
            DONE["correction open"] += 1
            for page in self.rooms.store.pages(made.id):
                data = self.rooms.vault.get(made.id, page.raw)
                self.pages.setdefault(page.id, hashlib.sha256(data).hexdigest())

        self._step("correct", work, deadly)

    @rule(weather=st.lists(st.sampled_from(Weather), max_size=6), deadly=deadly)
    def send(self, weather: list[Weather], deadly: int) -> None:
        """One round of sending, in any weather."""
        self.weather = list(weather)
        self._step("send", lambda: self._send(), deadly)
        self.weather = []

    def _send(self) -> None:
        for each in self.station.store.submissions():
            if each.state is SubmissionState.HELD:
                try_again(self.station, each.id)
        due = [e for e in self.station.store.submissions() if e.state not in _PURGED]
        if due:
            send_due(self.station, gate=HostGate())

    @rule(seconds=st.sampled_from([61, 4000, 86_400 * 32, 86_400 * 3650, -86_400 * 3650, -86_400]))
    def clock_jumps(self, seconds: int) -> None:
        """The clock is set, by up to ten years in either direction."""
        DONE["clock"] += 1
        later = self.clock + timedelta(seconds=seconds)
        self.clock = later if 2000 < later.year < 2100 else START

    @rule(deadly=deadly)
    def purge(self, deadly: int) -> None:
        """A round of purging; what has its receipt for long enough goes."""
        before = {row.dossier_id for row in self.rooms.upkeep.purge_rows()}

        def work() -> None:
            assert self.station.upkeep is not None
            purge.run(self.station, self.station.upkeep, _POLICY)

        self._step("purge", work, deadly)
        for each in self.rooms.store.submissions():
            if each.state in _PURGED:
                assert each.dossier_id in before | self.purged, "purged without a receipt"
                self.purged.add(each.dossier_id)

    @rule(what=st.sampled_from(["nothing", "nothing", "nothing", "restart", "kill"]))
    def interrupt(self, what: str) -> None:
        """Close well and open again, or die between two steps; mostly neither."""
        match what:
            case "restart":
                DONE["restart"] += 1
                self.rooms.store.close()
                self._open()
            case "kill":
                DONE["kill"] += 1
                self._start_from_copy()

    @invariant()
    def model_and_rows_agree(self) -> None:
        """I1, I3, I4, I5: pages, sealed manifests, acceptance, receipts."""
        store = self.rooms.store
        rows = store.dossier_rows()
        there = {page.id: page for row in rows for page in store.pages(row.dossier.id)}
        for page_id, _ in list(self.pages.items()):
            if page_id not in there:
                homes = {each.dossier_id for each in store.submissions()} & self.purged
                assert homes, "an acknowledged page is gone"
        assert not self.office.doubled, "accepted twice"
        for each in store.submissions():
            wanted = self.sealed.setdefault(each.id, each.manifest_sha256)
            assert each.manifest_sha256 == wanted, "a sealed manifest changed"
            correction = store.correction(each.dossier_id)
            name = correction.client_ref if correction else each.dossier_id
            accepted = self.office.accepted.get((name, each.revision), [])
            if each.state is SubmissionState.ACKED:
                assert accepted == [wanted], "ACKED without acceptance"
                store.receipt(each.id)
            for upload in store.uploads(each.id):
                told = self.office.told.get(upload.url, set()) | {0}
                assert upload.offset_confirmed in told, "an offset nobody confirmed"

    def teardown(self) -> None:
        """Every page that was shown as saved has its bytes, the store verifies."""
        try:
            store, vault = self.rooms.store, self.rooms.vault
            for row in store.dossier_rows():
                for page in store.pages(row.dossier.id):
                    if page.id in self.pages and row.dossier.id not in self.purged:
                        data = vault.get(page.dossier_id, page.raw)
                        assert hashlib.sha256(data).hexdigest() == self.pages[page.id]
            self._verify()
        finally:
            self.rooms.store.close()
            shutil.rmtree(self.folder, ignore_errors=True)


@functools.cache
def _new_store() -> Path:
    """A store in which nothing is yet; making one takes longer than many steps."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_rooms(folder / "new", clock=START.isoformat).store.close()
    return folder / "new"


class _ReadsAll(Reader):
    """Every page has one doubtful field."""

    def read_page(self, order: Any) -> Any:
        if order.data not in self.readings:
            field = FieldReading(
                "full_name", "Họ tên", "Nguyễn", FieldState.AMBER, 0.5, FieldSource.OCR,
                (1, 2, 30, 40),
            )  # fmt: skip
            self.readings[order.data] = replace(PageReading(200, 280, 300), fields=(field,))
        return super().read_page(order)


def run_machine(examples: int, steps: int, *, seed: int | None = None) -> None:
    """Run so many machines of so many steps each; raises at the first violation."""
    rules = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=(hypothesis.Phase.generate,),
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    machine = StationMachine
    if seed is not None:
        machine = hypothesis.seed(seed)(StationMachine)
    run_state_machine_as_test(machine, settings=rules)


_STEPS_EACH = 50
_NOT_STEPS = ("died in a step", "refused", "told an error")


def run_until(steps: int, seed: int, last: float, kept: Kept) -> None:
    """Run batches that no earlier run has done, until there are so many steps or it is too late.

    Args:
        steps: How many, those of earlier runs counted.
        seed: Another one gives other batches.
        last: When no further batch is begun, as `time.monotonic`.
        kept: Batches that were run without a violation.
    """
    ran = set()
    for entry in kept.entries():
        if entry["seed"] not in ran:
            ran.add(entry["seed"])
            DONE.update(entry["done"])
    progress = Progress("state machine")
    batch = 0
    while steps_done() < steps and time.monotonic() < last:
        batch += 1
        number = seed * 100_000 + batch
        if number in ran:
            continue
        before = Counter(DONE)
        examples = max(1, min(20, (steps - steps_done()) // _STEPS_EACH))
        run_machine(examples, _STEPS_EACH, seed=number)
        kept.add({"seed": number, "done": DONE - before})
        progress.tell(steps_done(), steps, "steps, 0 violations")


def steps_done() -> int:
    """Steps of all batches."""
    return sum(count for name, count in DONE.items() if name not in _NOT_STEPS)


def main() -> int:
    """Print steps and speed; fails loudly at a violation."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600.0, help="stop after so long")
    parser.add_argument("--kept", type=Path, help="file of batches that were run")
    options = parser.parse_args()
    logging.disable(logging.ERROR)
    began, last = time.process_time(), time.monotonic() + 60 * options.minutes
    run_until(options.steps, options.seed, last, Kept(options.kept))
    seconds = time.process_time() - began
    print("| step | count |\n|---|---|")
    for name, count in DONE.most_common():
        print(f"| {name} | {count} |")
    print(f"\n{steps_done()} steps, 0 violations; {seconds:.0f} s of processor time in this run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
