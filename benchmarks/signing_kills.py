"""Kill a batch of signatures at random points and look at what is left.

    python -m benchmarks.signing_kills --count 200

The station as it is: store, two workers, the lane of time stamps, and keys of a person and an
agency on two SoftHSM2 tokens behind the watched process of their library. It signs a batch of
small files with time stamps from a service on loopback. At a random moment it is ended with
SIGKILL together with everything it has started, then started again with the PINs typed anew, and
so on until the batch is done; then every file is checked and a new batch begins. Linux only.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf

from app.bootstrap import Wiring
from app.domain.dossier import DossierState
from app.domain.result import ResultOrigin
from app.domain.signing import Signer, SignerRole, SigningPlan
from app.jobs import Progress
from app.services.results import result_rows, start_results, take_in
from app.services.sign_batch import run_batch
from app.services.signing_line import LineRules
from app.services.station import Station
from app.settings import Settings
from app.token_keys import ALLOWED_DIGESTS
from signing.pades.cms import signature_value
from signing.requests import Pkcs11Source
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from signing.trial.token import create_store, create_token, find_module, load_into_token
from signing.validation.verify import VerifyRules, verify_with
from signing.verdict import Integrity

PASSWORD = "mật khẩu thử"  # noqa: S105  # a throw-away key
PIN = "246810"
PERSON, AGENCY = "CAN-BO", "CO-QUAN"
SIGNERS = ("NguoiKy_1", "CoQuan")
WORKERS = 2
KILL_WITHIN = 0.3
"""Part of an undisturbed batch within which a kill comes, so that a batch needs several starts
and is killed at its beginning, its middle and its end."""

EARLY = 1 / 8
"""Share of kills that come while the station still starts."""

_PATIENCE_S = 600.0
_OTHERS_S = 0.2


@dataclass(slots=True)
class Tally:
    """What was found.

    Attributes:
        kills: Stations that were ended with SIGKILL.
        at_work: Kills that came while the batch was being signed.
        batches: Batches that were finished in spite of it.
        files: Files checked.
        lost: Files without both signatures at the end.
        doubled: Files with a signer twice, or values that appear in two places.
        half: Files that do not verify, or rows that do not fit their bytes.
        start_s: How long a station takes to start, keys opened.
        work_s: How long it signs a batch when nobody kills it.
    """

    kills: int = 0
    at_work: int = 0
    batches: int = 0
    files: int = 0
    lost: int = 0
    doubled: int = 0
    half: int = 0
    start_s: float = 0.0
    work_s: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Nothing was lost, doubled or left half done."""
        return not (self.lost or self.doubled or self.half)

    def table(self) -> str:
        """Markdown."""
        rows = [
            ("kills (SIGKILL to all processes)", self.kills),
            ("of them while signing, others while starting", self.at_work),
            ("batches finished", self.batches),
            ("files checked", self.files),
            ("lost", self.lost),
            ("doubled", self.doubled),
            ("half", self.half),
            ("seconds of an undisturbed start", round(self.start_s, 2)),
            ("seconds of an undisturbed batch", round(self.work_s, 2)),
        ]
        lines = [f"| {name} | {value} |" for name, value in rows]
        return "\n".join(["| measure | result |", "|---|---|", *lines])


@dataclass(frozen=True, slots=True)
class Office:
    """Keys and services of the trial.

    Attributes:
        module: Library of both tokens.
        environment: Of the station.
        root: Folder of one batch.
    """

    authority: TrialAuthority
    module: Path
    environment: dict[str, str]
    root: Path

    @property
    def plan(self) -> SigningPlan:
        """A person, then the agency."""
        return SigningPlan(
            (
                Signer(SignerRole.PERSON, f"pkcs11:{self.module}#{PERSON}"),
                Signer(SignerRole.AGENCY, f"pkcs11:{self.module}#{AGENCY}"),
            ),
            level="b-t",
        )

    @contextmanager
    def station(self) -> Iterator[Station]:
        """The station as it is started at a counter, its store open and recovered."""
        settings = Settings(
            data_dir=self.root,
            trust_dir=str(self.root.parent / "trust"),
            timestamp_urls=self.authority.timestamp_url,
            signature_level="b-t",
            service_timeout_s=10.0,
            jobs=WORKERS,
        )
        with Wiring(settings, self.environment).station() as station:
            yield station


def make_batch(office: Office, files: int) -> None:
    """Take results in and start a batch of them."""
    with office.station() as station:
        for number in range(files):
            take_in(station, f"ket-qua-{number}.pdf", small_file(number), ResultOrigin.FOLDER)
        start_results(station, office.plan)


def small_file(number: int) -> bytes:
    """A PDF of one page that differs from all others."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    page.Contents = document.make_stream(f"0.2 g 60 {100 + number} 200 40 re f".encode())
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def work(office: Office, ready: Callable[[], object]) -> None:
    """What the station does: go on with the batch until it is done.

    Args:
        office: Keys and services.
        ready: Called when workers and keys are there and signing begins.
    """

    def tell(progress: Progress) -> None:
        del progress
        ready()

    with office.station() as station:
        lanes = (*[station.cpu] * WORKERS, station.stamps)
        for flight in [lane.submit(warm_up) for lane in lanes]:
            flight.result()
        for batch in station.store.signing_batches():
            pins = [bytearray(PIN, "utf-8") for _ in batch.plan.signers]
            report = run_batch(station, batch.id, pins, rules=LineRules(2 * WORKERS, tell))
            if report.stopped_by is not None:
                raise report.stopped_by


@dataclass(frozen=True, slots=True)
class Run:
    """One life of a station.

    Attributes:
        killed: It did not come to its end.
        start_s: Until it began to sign; all its life when it did not.
        work_s: How long it signed.
    """

    killed: bool
    start_s: float
    work_s: float


def run_killed(office: Office, start_s: float, work_s: float) -> Run:
    """Run the station and kill it; longest times of starting and of signing are given."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.setsid()
        code = 1
        try:
            work(office, lambda: os.write(writing, b"!"))
            code = 0
        except BaseException:  # the end of the process
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    os.set_blocking(reading, False)
    try:
        return _watched(child, reading, start_s, work_s)
    finally:
        os.close(reading)


def _watched(child: int, reading: int, start_s: float, work_s: float) -> Run:
    began, signing_since = time.monotonic(), 0.0
    while True:
        now = time.monotonic()
        if not signing_since and _has_told(reading):
            signing_since = now
        life = now - began if not signing_since else signing_since - began
        signed = now - signing_since if signing_since else 0.0
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended and status:
            raise RuntimeError(f"the station failed: {status}")
        if ended:
            return Run(killed=False, start_s=life, work_s=signed)
        if (signed >= work_s) if signing_since else (life >= start_s):
            kill_all(child)
            return Run(killed=True, start_s=life, work_s=signed)
        time.sleep(0.002)


def _has_told(reading: int) -> bool:
    with suppress(BlockingIOError):
        return bool(os.read(reading, 1))
    return False


def kill_all(child: int) -> None:
    """End a station with everything it has started, as a power cut does."""
    doomed = [child, *descendants(child)]
    for pid in doomed:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    os.waitpid(child, 0)


def descendants(pid: int) -> list[int]:
    """Processes below one, whatever group or session they lead."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError, ValueError):
                parent = (
                    (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1]
                )
                below.setdefault(int(parent), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        children = below.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def check_batch(office: Office, files: int, tally: Tally) -> None:
    """Look at every file of a finished batch."""
    values: Counter[bytes] = Counter()
    with office.station() as station:
        rows = result_rows(station)
        tally.lost += files - len(rows)
        for row in rows:
            tally.files += 1
            if row.dossier.state is not DossierState.SIGNED:
                tally.lost += 1
                continue
            data = station.vault.get(row.dossier.id, row.file.blob)
            fields, intact = signed_fields(office, data)
            values.update(signature_values(data))
            tally.lost += set(fields) < set(SIGNERS)
            tally.doubled += len(fields) > len(SIGNERS)
            tally.half += not intact
        tally.half += sum(f.code != "blob.orphan" for f in station.store.verify())
        tally.lost += len(station.store.owed_times())
        tally.lost += len(station.store.signing_batches())
    tally.doubled += sum(count > 1 for count in values.values())


def signed_fields(office: Office, data: bytes) -> tuple[list[str], bool]:
    """Names of the signature fields of a file, and whether it is intact."""
    path = office.root.parent / "looked-at.pdf"
    path.write_bytes(data)
    verdict = verify_with(path, VerifyRules((office.authority.root_der,), draw_pages=False))
    return [each.field for each in verdict.signatures], verdict.integrity is Integrity.INTACT


def signature_values(data: bytes) -> list[bytes]:
    """Signature values of all signatures of a file."""
    with pikepdf.open(io.BytesIO(data)) as document:
        fields = document.Root.AcroForm.Fields
        contents = [bytes(each.V.Contents) for each in fields if "/V" in each]
    return [signature_value(content) for content in contents]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done.

    Attributes:
        count: Kills.
        files: Files of a batch.
        seed: Of the moments.
        seconds: No kill comes later than this; the batch that runs is still finished and checked.
    """

    count: int
    files: int
    seed: int
    seconds: float


def measure(wanted: Wanted, tell: Callable[[str], None]) -> Tally:
    """Kill again and again."""
    count, files, seed = wanted.count, wanted.files, wanted.seed
    until = time.monotonic() + wanted.seconds
    chance = random.Random(seed)  # moments, not secrets
    folder = Path(tempfile.mkdtemp(prefix="sohoa-kills-"))
    tally = Tally()
    services_child = 0
    try:
        office, services_child = _set_up(folder)
        make_batch_in_child(office, files)
        whole = run_killed(office, _PATIENCE_S, _PATIENCE_S)
        check_batch_in_child(office, files, Tally())
        tally.start_s, tally.work_s = whole.start_s, whole.work_s
        while tally.kills < count and time.monotonic() < until:
            shutil.rmtree(office.root, ignore_errors=True)
            make_batch_in_child(office, files)
            _finish_batch(
                office, tally, chance, lambda: tally.kills < count and time.monotonic() < until
            )
            check_batch_in_child(office, files, tally)
            tell(f"{tally.kills} kills, {tally.batches} batches, clean: {tally.is_clean}")
    finally:
        if services_child:
            os.kill(services_child, signal.SIGKILL)
            os.waitpid(services_child, 0)
        shutil.rmtree(folder, ignore_errors=True)
    return tally


def _finish_batch(
    office: Office, tally: Tally, chance: random.Random, may_kill: Callable[[], bool]
) -> None:
    """Kill again and again until the batch is done."""
    while True:
        start_s, work_s = _PATIENCE_S, chance.uniform(0.0, KILL_WITHIN * tally.work_s)
        if not may_kill():
            work_s = _PATIENCE_S
        elif chance.random() < EARLY:
            start_s = chance.uniform(0.0, tally.start_s)
        run = run_killed(office, start_s, work_s)
        if not run.killed:
            tally.batches += 1
            return
        tally.kills += 1
        tally.at_work += run.work_s > 0


def make_batch_in_child(office: Office, files: int) -> None:
    """Threads of a lane must not live in the process that forks."""
    _in_child(lambda: make_batch(office, files))


def check_batch_in_child(office: Office, files: int, tally: Tally) -> None:
    """Check in a child and take over what it counted."""
    report = office.root.parent / "tally"

    def check() -> None:
        found = Tally()
        check_batch(office, files, found)
        report.write_text(f"{found.files} {found.lost} {found.doubled} {found.half}")

    _in_child(check)
    files_seen, lost, doubled, half = map(int, report.read_text().split())
    tally.files += files_seen
    tally.lost += lost
    tally.doubled += doubled
    tally.half += half


def _in_child(job: Callable[[], None]) -> None:
    child = os.fork()
    if not child:
        code = 1
        try:
            job()
            code = 0
        except BaseException:  # the end of the process
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"a child failed: {status}")


def _set_up(folder: Path) -> tuple[Office, int]:
    """Authority, two tokens, and the services in a process of their own."""
    services = TrialServices()
    authority = TrialAuthority.create(
        folder / "authority", datetime.now(UTC), base_url=services.url, password=PASSWORD
    )
    trust = folder / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(authority.root_pem.read_bytes())
    module, environment = find_module(), dict(os.environ)
    store = create_store(folder / "tokens")
    digest = hashlib.sha256(module.read_bytes()).hexdigest()
    environment |= {**store.environment, ALLOWED_DIGESTS: digest}
    office = Office(authority, module, environment, folder / "station")
    for label in (PERSON, AGENCY):
        create_token(store, label, PIN)
    _in_child(lambda: _fill_tokens(office))
    child = os.fork()
    if not child:
        with services:
            services.publish(authority)
            signal.pause()
        os._exit(0)
    return office, child


def _fill_tokens(office: Office) -> None:
    """In a process that ends: the library must not be loaded in the one that forks."""
    os.environ.update(office.environment)
    agency = replace(OfficerProfile(), common_name="UBND PHƯỜNG THỬ NGHIỆM")
    for label, profile in ((PERSON, OfficerProfile()), (AGENCY, agency)):
        load_into_token(Pkcs11Source(office.module, label), PIN, office.authority.issue(profile))


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=120.0, help="no kills after these")
    parser.add_argument("--seed", type=int, default=20261122)
    arguments = parser.parse_args()
    tally = measure(
        Wanted(arguments.count, arguments.files, arguments.seed, 60 * arguments.minutes),
        lambda text: print(text, file=sys.stderr, flush=True),
    )
    print(tally.table())
    return 0 if tally.is_clean else 1


def warm_up() -> None:
    """Load in a worker what it needs, so that it is killed at work and not while importing."""
    import signing.pades.prepared
    import signing.pades.stamp_lane  # noqa: F401

    time.sleep(_OTHERS_S)  # meanwhile the other workers take their turn


if __name__ == "__main__":
    raise SystemExit(main())
