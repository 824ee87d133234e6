"""Forty named faults of signing: does each end in the right error, and does the batch go on?

Run: `python -m benchmarks.signing_faults [--only FAMILY …]`. Prints one Markdown table.

- PIN and token (8 + 8): a batch through the process of a token, SoftHSM2 behind a library that
  misbehaves (`benchmarks.token_faults`);
- time stamp (8): the station's batch at B-T; no signature may be lost (`benchmarks.time_faults`);
- OCSP/CRL (8): the check before the key is used, the verdict on a file signed with it
  (`benchmarks.revocation_faults`), and the station's batch, which stops and goes on when the
  service is well;
- disk (4): the station's batch and loose files (`benchmarks.disk_faults`);
- clock (4): the finding (`benchmarks.revocation_faults`), and the station's batch with a clock
  that was set right.

A fault with several variants counts when all of them come out right. Real tokens and services of
authorities were not at hand.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from app.domain.signing import DONE
from app.errors import StationError
from app.services.sign_batch import run_batch, start_batch
from benchmarks import revocation_faults, token_faults
from benchmarks.disk_faults import disk_faults, try_disk_fault
from benchmarks.fault_station import Row, Trial, fault_station, plan_of
from benchmarks.revocation_faults import Misbehaviour, Outcome, Stage
from benchmarks.time_faults import time_faults, time_stage, try_time_fault
from signing.trial.services import TrialServices
from tests.shim.faulty_tokens import make_tokens

FAULTS = {"PIN": 8, "token": 8, "time stamp": 8, "OCSP/CRL": 8, "disk": 4, "clock": 4}
FILES = 2


def token_rows(folder: Path) -> Iterator[Row]:
    """PINs and tokens."""
    shim = make_tokens(folder, datetime.now(UTC))
    families = (("PIN", token_faults.PIN_FAULTS), ("token", token_faults.TOKEN_FAULTS))
    for family, faults in families:
        for fault in faults:
            outcome = token_faults.run_fault(shim, fault)
            logins = f"{outcome.logins} logins, {outcome.typed} PINs typed"
            ended = f"signed to the end, {logins}" if outcome.is_right else ""
            yield Row(family, fault.name, "", fault.error.code, outcome.error, ended)


def time_and_disk_rows(folder: Path) -> Iterator[Row]:
    """Time-stamp services, disks and files."""
    with time_stage(folder) as on:
        for time_fault in time_faults(on):
            yield try_time_fault(on, time_fault)
        for disk_fault in disk_faults():
            yield try_disk_fault(on.trial, disk_fault)


def revocation_rows(folder: Path) -> Iterator[Row]:
    """Revocation services and clocks."""
    with revocation_faults.stage() as on, fault_station(folder, on.authority) as trial:
        for name, cases in revocation_faults.families(on).items():
            for case in cases:
                yield try_revocation(on, trial, name, case)
        for outcome in revocation_faults.try_clocks(on):
            ended = _signed(trial, on, trial.authority.officer_p12)
            name = outcome.fault.removeprefix("clock: ")
            yield Row("clock", name, "", outcome.expected, _told(outcome), ended)


def try_revocation(on: Stage, trial: Trial, name: str, case: Misbehaviour) -> Row:
    """Check a certificate and a file, then let the station's batch meet the same fault."""
    outcome = revocation_faults.try_fault(on, name, case)
    station = trial.station(service_timeout_s=case.timeout_s)
    if station.signing.reach.kept is not None:  # a good answer of the fault before still holds
        shutil.rmtree(station.signing.reach.kept, ignore_errors=True)
    homes = trial.papers(FILES)
    batch = start_batch(station, homes, plan_of(on.authority.folder / "thu.p12", "b-b"))
    found = _code_of(lambda: run_batch(station, batch.id, [_pin()]))
    ended = ""
    if found != "good":
        with _well(on, case):
            done = run_batch(trial.station(), batch.id, [_pin()]).count(*DONE)
        if done == FILES and trial.levels(homes) == {"b-b"}:
            ended = f"{done} of {FILES} signed when the service was well"
    expected = f"{outcome.expected}; batch: {case.code}"
    return Row("OCSP/CRL", name, case.name, expected, f"{_told(outcome)}; batch: {found}", ended)


def _well(on: Stage, case: Misbehaviour) -> TrialServices:
    """The service as it should be, also where nobody listened before."""
    port = 0 if case.reachable else urlsplit(on.dead_url).port or 0
    services = TrialServices(port)
    for each in (on.services, services):
        each.publish(on.authority, ocsp=on.answering())
    return services


def _signed(trial: Trial, on: Stage, key: Path) -> str:
    """Sign a batch with everything in order; gives how it ended."""
    on.services.publish(on.authority, ocsp=on.answering())
    homes = trial.papers(FILES)
    batch = start_batch(trial.station(), homes, plan_of(key, "b-b"))
    done = run_batch(trial.station(), batch.id, [_pin()]).count(*DONE)
    return f"{done} of {FILES} signed with the right time" if done == FILES else ""


def _told(outcome: Outcome) -> str:
    """What came; an error without words for the officer is none."""
    return outcome.found if outcome.sentence else f"{outcome.found}, without a sentence"


def _code_of(work: Callable[[], object]) -> str:
    try:
        work()
    except StationError as error:
        return error.code
    return "good"


def _pin() -> bytearray:
    return bytearray(revocation_faults.PASSWORD, "utf-8")


def count(rows: Sequence[Row], family: str) -> int:
    """Faults of a family all of whose variants came out right."""
    mine = [row for row in rows if row.family == family]
    names = {row.fault for row in mine}
    return sum(all(row.is_right for row in mine if row.fault == name) for name in names)


def table(rows: Sequence[Row]) -> str:
    """Markdown."""
    lines = [
        "| | fault | variant | had to end in | ended in | the batch | |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.family} | {row.fault} | {row.variant} | {row.expected} | {row.found} "
        f"| {row.ended or 'DID NOT GO ON'} | {'right' if row.is_right else 'WRONG'} |"
        for row in rows
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the faults and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.signing_faults")
    parser.add_argument("--only", nargs="*", choices=("token", "service", "revocation"), default=())
    wanted = parser.parse_args(arguments).only
    sources = {"token": token_rows, "service": time_and_disk_rows, "revocation": revocation_rows}
    rows: list[Row] = []
    for name, source in sources.items():
        if not wanted or name in wanted:
            with tempfile.TemporaryDirectory(prefix="signing-faults-") as folder:
                rows += source(Path(folder))
    rows.sort(key=lambda row: list(FAULTS).index(row.family))
    print(table(rows))
    asked = {family: FAULTS[family] for family in FAULTS if any(r.family == family for r in rows)}
    right = {family: count(rows, family) for family in asked}
    parts = ", ".join(f"{family} {right[family]}/{asked[family]}" for family in asked)
    print(f"\n**{sum(right.values())}/{sum(asked.values())}** right: {parts}")
    return 0 if right == asked else 1


if __name__ == "__main__":
    sys.exit(main())
