"""Kill a batch of signatures at random points and look at what is left.

    python -m benchmarks.signing_kills --count 200

A child process signs a batch of small files by a person and an agency, with time stamps from a
service on loopback. It is ended with SIGKILL at a random moment, started again with the PIN
typed anew, and so on until the batch is done; then every file is checked and a new batch begins.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

import pikepdf

from app.domain.dossier import DossierState
from app.domain.result import ResultOrigin
from app.domain.signing import Signer, SignerRole, SigningPlan
from app.province.offline import OfflineOnly
from app.services.key_host import LaneKeys
from app.services.recover import recover
from app.services.results import result_rows, start_results, take_in
from app.services.sign_batch import run_batch
from app.services.signing_line import LineRules
from app.services.station import Identity, SigningOptions, Station
from app.store.opening import open_store
from signing.pades.cms import signature_value
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from signing.validation.verify import VerifyRules, verify_with
from signing.verdict import Integrity

if TYPE_CHECKING:
    from app.catalog.base import Catalog
    from app.scanning.base import Scanner

P = ParamSpec("P")
T = TypeVar("T")

PASSWORD = "mật khẩu thử"  # noqa: S105  # a throw-away key
SIGNERS = ("NguoiKy_1", "CoQuan")
KILL_WITHIN = 0.5
"""Part of an undisturbed run within which a kill comes, so that a batch needs several starts and
is killed at its beginning, its middle and its end."""


class ThreadLane:
    """A lane of threads: everything dies together with the process that is killed."""

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers)

    def submit(self, job: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a job."""
        return self._pool.submit(job, *args, **kwargs)

    def close(self) -> None:
        """Wait for what runs."""
        self._pool.shutdown(cancel_futures=True)


@dataclass(slots=True)
class Tally:
    """What was found.

    Attributes:
        kills: Processes that were ended with SIGKILL.
        batches: Batches that were finished in spite of it.
        files: Files checked.
        lost: Files without both signatures at the end.
        doubled: Files with a signer twice, or values that appear in two places.
        half: Files that do not verify, or rows that do not fit their bytes.
        whole_run_s: How long a batch takes that nobody kills.
    """

    kills: int = 0
    batches: int = 0
    files: int = 0
    lost: int = 0
    doubled: int = 0
    half: int = 0
    whole_run_s: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Nothing was lost, doubled or left half done."""
        return not (self.lost or self.doubled or self.half)

    def table(self) -> str:
        """Markdown."""
        rows = [
            ("kills (SIGKILL)", self.kills),
            ("batches finished", self.batches),
            ("files checked", self.files),
            ("lost", self.lost),
            ("doubled", self.doubled),
            ("half", self.half),
            ("seconds of an undisturbed batch", round(self.whole_run_s, 2)),
        ]
        lines = [f"| {name} | {value} |" for name, value in rows]
        return "\n".join(["| measure | result |", "|---|---|", *lines])


@dataclass(frozen=True, slots=True)
class Office:
    """Keys and services of the trial.

    Attributes:
        root: Folder of one batch.
    """

    authority: TrialAuthority
    agency_p12: Path
    root: Path

    @property
    def plan(self) -> SigningPlan:
        """A person, then the agency."""
        return SigningPlan(
            (
                Signer(SignerRole.PERSON, f"p12:{self.authority.officer_p12}"),
                Signer(SignerRole.AGENCY, f"p12:{self.agency_p12}"),
            ),
            level="b-t",
        )

    @contextmanager
    def station(self) -> Iterator[Station]:
        """The station with its store open and recovered."""
        store, vault = open_store(self.root, clock=lambda: datetime.now(UTC).isoformat())
        cpu, keys, stamps = ThreadLane(2), ThreadLane(1), ThreadLane(1)
        with closing(store), closing(cpu), closing(keys), closing(stamps):
            station = Station(
                store=store,
                vault=vault,
                scanner=cast("Scanner", None),  # signing never scans
                catalog=cast("Catalog", None),  # nor looks papers up
                system=OfflineOnly(),
                cpu=cpu,
                token=keys,
                identity=Identity("tram-thu", "can-bo-thu", "H26"),
                now=lambda: datetime.now(UTC),
                random_bits=secrets.randbits,
                signing=SigningOptions(
                    level="b-t",
                    timestamp_urls=(self.authority.timestamp_url,),
                    trust_dir=str(self.root.parent / "trust"),
                    service_timeout_s=10.0,
                ),
                keys=LaneKeys(keys),
                stamps=stamps,
            )
            recover(station)
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


def work(office: Office) -> None:
    """What the child does: go on with the batch until it is done."""
    with office.station() as station:
        for batch in station.store.signing_batches():
            pins = [bytearray(PASSWORD, "utf-8") for _ in batch.plan.signers]
            run_batch(station, batch.id, pins, rules=LineRules(4))


def run_killed(office: Office, after_s: float) -> bool:
    """Run the child and kill it after a while; tells whether it was ended by the signal."""
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        code = 1
        try:
            work(office)
            code = 0
        finally:
            os._exit(code)
    until = time.monotonic() + after_s
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            if status:
                raise RuntimeError(f"the child failed: {status}")
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def check_batch(office: Office, files: int, tally: Tally) -> None:
    """Look at every file of a finished batch."""
    values: Counter[bytes] = Counter()
    with office.station() as station:
        rows = result_rows(station)
        tally.lost += files - len(rows)
        for row in rows:
            tally.files += 1
            data = station.vault.get(row.dossier.id, row.file.blob)
            fields, intact = signed_fields(office, data)
            values.update(signature_values(data))
            missing = row.dossier.state is not DossierState.SIGNED or set(fields) < set(SIGNERS)
            tally.lost += missing
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


def measure(count: int, files: int, seed: int, tell: Callable[[str], None]) -> Tally:
    """Kill `count` times."""
    chance = random.Random(seed)  # moments, not secrets
    folder = Path(tempfile.mkdtemp(prefix="sohoa-kills-"))
    tally = Tally()
    services_child = 0
    try:
        office, services_child = _set_up(folder)
        make_batch_in_child(office, files)
        tally.whole_run_s = _undisturbed(office)
        while tally.kills < count:
            shutil.rmtree(office.root, ignore_errors=True)
            make_batch_in_child(office, files)
            _finish_batch(office, tally, count, chance)
            check_batch_in_child(office, files, tally)
            tell(f"{tally.kills} kills, {tally.batches} batches")
    finally:
        if services_child:
            os.kill(services_child, signal.SIGKILL)
            os.waitpid(services_child, 0)
        shutil.rmtree(folder, ignore_errors=True)
    return tally


def _undisturbed(office: Office) -> float:
    """Seconds of a whole batch that nobody kills; kills come within this time."""
    started = time.monotonic()
    run_killed(office, 600.0)
    return time.monotonic() - started


def _finish_batch(office: Office, tally: Tally, count: int, chance: random.Random) -> None:
    """Kill again and again until the batch is done."""
    while True:
        is_last = tally.kills >= count
        limit = 600.0 if is_last else chance.uniform(0.0, KILL_WITHIN * tally.whole_run_s)
        if not run_killed(office, limit):
            tally.batches += 1
            return
        tally.kills += 1


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
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"a child failed: {status}")


def _set_up(folder: Path) -> tuple[Office, int]:
    """Authority, two key files, and its services in a process of their own."""
    services = TrialServices()
    authority = TrialAuthority.create(
        folder / "authority", datetime.now(UTC), base_url=services.url, password=PASSWORD
    )
    profile = OfficerProfile(common_name="UBND PHƯỜNG THỬ NGHIỆM")
    agency = authority.issue_p12(profile, PASSWORD, "agency.p12")
    trust = folder / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(authority.root_pem.read_bytes())
    child = os.fork()
    if not child:
        with services:
            services.publish(authority)
            signal.pause()
        os._exit(0)
    return Office(authority, agency, folder / "station"), child


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--seed", type=int, default=20261122)
    arguments = parser.parse_args()
    warm_up()
    tally = measure(
        arguments.count,
        arguments.files,
        arguments.seed,
        lambda text: print(text, file=sys.stderr, flush=True),
    )
    print(tally.table())
    return 0 if tally.is_clean else 1


def warm_up() -> None:
    """Load what children need, so that they are killed at work and not while importing."""
    import signing.keystore
    import signing.pades.prepared
    import signing.pades.stamp_lane  # noqa: F401


if __name__ == "__main__":
    raise SystemExit(main())
