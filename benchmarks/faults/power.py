"""Power cuts: every scenario is recorded, then the power fails after each of its operations.

    python -m benchmarks.faults.power            # every operation, every kind of loss
    python -m benchmarks.faults.power --every 5

What was written, synced, renamed and removed is recorded with its bytes by `strace`; so SQLite's
own files are in it as well as ours. For each point a disk is laid out as a power cut may leave
it (see `benchmarks.faults.disk`), the store in it is opened, verified, compared with what had been
claimed as done until then, and the work is brought to its end. Linux only; needs `strace`.
"""

from __future__ import annotations

import argparse
import copy
import logging
import random
import shutil
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import StationError
from benchmarks.faults.child import Outcome, Said, run_traced
from benchmarks.faults.disk import Kept
from benchmarks.faults.office import Office
from benchmarks.faults.record import TRACE_OPTIONS, Record, read_record
from benchmarks.faults.scenarios import SCENARIOS, Problems, Scenario, check_place, scenario
from benchmarks.faults.syscalls import work_folder


@dataclass(slots=True)
class Tally:
    """What was found in one scenario.

    Attributes:
        operations: Writes, syncs, names … that were recorded.
        cuts: Power cuts by kind of loss.
        claimed: Things that had been claimed as done before the cuts.
        wrong: What was wrong, with the cut.
    """

    operations: int = 0
    cuts: Counter[str] = field(default_factory=Counter)
    claimed: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A run without a fault, as far as the disk saw it."""

    record: Record
    office: Office


def record_scenario(scene: Scenario, folder: Path) -> Recorded:
    """Run a scenario twice, the second time with a recorder: all modules are loaded then."""
    before, trial = folder / "before", folder / "trial"
    folder.mkdir(parents=True, exist_ok=True)
    scene.lay_out(before)
    for _ in range(2):
        if trial.exists():
            shutil.rmtree(trial)
        if before.exists():
            shutil.copytree(before, trial)
        office = Office()
        outcome = run_traced(scene.child_work(trial), office, trial.with_name("log"), TRACE_OPTIONS)
        _require_well(scene, outcome)
    return Recorded(read_record(outcome.log, before, trial), office)


def _require_well(scene: Scenario, outcome: Outcome) -> None:
    if outcome.troubles or outcome.crash:
        raise RuntimeError(f"{scene.name} without a fault: {outcome.troubles} {outcome.crash}")


def try_scenario(scene: Scenario, folder: Path, *, every: int = 1, seed: str = "") -> Tally:
    """Cut the power after each `every`-th operation of a scenario, in each kind of loss."""
    recorded = record_scenario(scene, folder)
    operations = recorded.record.disk.count
    tally = Tally(operations)
    target = folder / "after"
    for number, kept in enumerate(list(Kept) * ((operations + 1) // every + 1)):
        cut = number // len(Kept) * every + 1
        if cut > operations + 1:
            break
        rng = random.Random(f"{seed} {scene.name} {cut} {kept.value}")
        recorded.record.disk.write_state(target, cut, kept, rng)
        said = [each for done, each in recorded.record.said if done < cut]
        tally.cuts[kept.value] += 1
        tally.claimed += len(said)
        wrong = _problems(scene, target, copy.deepcopy(recorded.office), said)
        tally.wrong += [f"{scene.name}, cut before {cut}, {kept.value}: {each}" for each in wrong]
        shutil.rmtree(target)
    return tally


def fail_syncs(scene: Scenario, folder: Path, tally: Tally, *, every: int = 1) -> None:
    """Let each `every`-th sync of a scenario fail, and cut the power once more was claimed.

    The bytes of a sync that failed are lost, as Linux loses them, so whatever is claimed
    afterwards must not lean on it.
    """
    before, trial, target = folder / "before", folder / "trial", folder / "after"
    log = trial.with_name("log").read_text(encoding="ascii")
    for call in ("fsync", "fdatasync"):
        count = sum(f" {call}(" in f" {line}" for line in log.splitlines())
        for number in range(1, count + 1, every):
            shutil.rmtree(trial, ignore_errors=True)
            if before.exists():
                shutil.copytree(before, trial)
            office = Office()
            injection = f"inject={call}:error=EIO:when={number}"
            options = (*TRACE_OPTIONS, "-e", injection)
            file = trial.with_name("failed")
            outcome = run_traced(scene.child_work(trial), office, file, options)
            if "(INJECTED)" not in outcome.log or not outcome.said:
                continue
            record = read_record(outcome.log, before, trial)
            tally.cuts[FAILED_SYNC] += 1
            tally.claimed += len(record.said)
            for cut in sorted({done + 1 for done, _ in record.said}):
                record.disk.write_state(target, cut, Kept.NOTHING, random.Random(0))
                said = [each for done, each in record.said if done < cut]
                wrong = _problems(scene, target, copy.deepcopy(office), said)
                place = f"{scene.name}, {call} {number} failed, cut before {cut}"
                tally.wrong += [f"{place}: {each}" for each in wrong]
                shutil.rmtree(target)


FAILED_SYNC = "a sync failed, then cut"


def _problems(scene: Scenario, target: Path, office: Office, said: Sequence[Said]) -> Problems:
    try:
        return check_place(target, scene, office, said)
    except StationError as error:
        return [f"cannot be opened or gone on with: {error.code} {error.detail}"]
    except Exception as error:  # one bad cut never ends the others
        where = traceback.extract_tb(error.__traceback__)[-1]
        return [f"{type(error).__name__}: {error} at {where.name}:{where.lineno}"]


def table(tallies: dict[str, Tally], seconds: float) -> str:
    """Markdown."""
    kinds = [*(kept.value for kept in Kept), FAILED_SYNC]
    lines = [
        f"| work | operations | {' | '.join(kinds)} | cuts | claimed as done | wrong |",
        f"|---|{'---|' * (len(kinds) + 4)}",
    ]
    for name, tally in tallies.items():
        counts = " | ".join(str(tally.cuts[kind]) for kind in kinds)
        lines.append(
            f"| {name} | {tally.operations} | {counts} | {tally.cuts.total()} |"
            f" {tally.claimed} | {len(tally.wrong)} |"
        )
    cuts = sum(tally.cuts.total() for tally in tallies.values())
    wrong = sum(len(tally.wrong) for tally in tallies.values())
    empty = " | ".join("" for _ in range(len(kinds) + 1))
    lines.append(f"| **all** | {empty} | **{cuts}** | | **{wrong}** |")
    return "\n".join([*lines, "", f"{seconds:.0f} s of processor time."])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", default=[], help="a scenario, may be repeated")
    parser.add_argument("--every", type=int, default=1, help="take each N-th operation")
    parser.add_argument("--seed", default="1", help="decides what chance keeps and loses")
    options = parser.parse_args(arguments)
    logging.disable(logging.ERROR)
    chosen = [scenario(name) for name in options.only] or list(SCENARIOS)
    began, tallies, folder = time.process_time(), {}, work_folder()
    try:
        for scene in chosen:
            place = folder / scene.name.replace(" ", "-")
            tallies[scene.name] = try_scenario(scene, place, every=options.every, seed=options.seed)
            fail_syncs(scene, place, tallies[scene.name], every=options.every)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(table(tallies, time.process_time() - began))
    wrong = [line for tally in tallies.values() for line in tally.wrong]
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
