"""SIGKILL, EIO and ENOSPC at every durable system call of each piece of work.

    python -m benchmarks.faults.syscalls            # every call, every fault
    python -m benchmarks.faults.syscalls --every 9  # each ninth

Every scenario is traced once without a fault; then it runs once for each call that makes
something durable and each fault at that call, on a fresh copy of its store. `strace` counts calls
of one name, so one name at a time. After each fault the store is opened, verified, compared with
what had been claimed as done, and the work is brought to its end. Linux only; needs `strace`.
"""

from __future__ import annotations

import argparse
import logging
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import StationError
from benchmarks.faults.child import Outcome, run_traced
from benchmarks.faults.office import Office
from benchmarks.faults.scenarios import SCENARIOS, Problems, Scenario, check_place, scenario

DURABLE_CALLS = (
    *("write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "link", "linkat"),
    *("mkdir", "mkdirat", "chmod", "fchmod", "fchmodat", "openat"),
)
_FOLDERS_OF_MEMORY = Path("/dev/shm")  # noqa: S108  # private folders are made in it
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at one call.

    Attributes:
        call: Name of the system call.
        number: Which of them, from 1.
        kind: "kill", "EIO" or "ENOSPC".
        lasting: Every later call of that name fails too.
    """

    call: str
    number: int
    kind: str
    lasting: bool = False

    @property
    def family(self) -> str:
        """Name in the table."""
        return {"kill": "SIGKILL"}.get(self.kind, self.kind) + (" for good" if self.lasting else "")

    def option(self) -> str:
        """As `strace` is told."""
        what = "signal=SIGKILL" if self.kind == "kill" else f"error={self.kind}"
        return f"inject={self.call}:{what}:when={self.number}{'+' if self.lasting else ''}"


@dataclass(slots=True)
class Tally:
    """What was found in one scenario.

    Attributes:
        faults: Faults that happened, by family.
        claimed: Things that had been claimed as done before or after the faults.
        wrong: What was wrong, with the fault.
    """

    faults: Counter[str] = field(default_factory=Counter)
    claimed: int = 0
    wrong: list[str] = field(default_factory=list)


def work_folder() -> Path:
    """Where stores of trials lie: in memory where there is such a place."""
    usable = _FOLDERS_OF_MEMORY.is_dir()
    return Path(tempfile.mkdtemp(dir=_FOLDERS_OF_MEMORY if usable else None))


def durable_calls(log: str) -> list[str]:
    """Names of the durable calls of a trace in their order; reads of `openat` are named too."""
    found = []
    for line in log.splitlines():
        match = _LINE.match(line)
        if match and match[1] in DURABLE_CALLS:
            is_read = match[1] == "openat" and "O_CREAT" not in match[2]
            found.append("openat for reading" if is_read else match[1])
    return found


def faults_of(calls: Sequence[str]) -> Iterator[Fault]:
    """Every fault at every durable call of a run without faults."""
    seen: Counter[str] = Counter()
    for call in calls:
        name = call.removesuffix(" for reading")
        seen[name] += 1
        if name != call:
            continue
        yield Fault(name, seen[name], "kill")
        for kind in ("EIO", "ENOSPC"):
            yield Fault(name, seen[name], kind)
        if name in {"write", "pwrite64", "fsync", "fdatasync"}:
            for kind in ("EIO", "ENOSPC"):
                yield Fault(name, seen[name], kind, lasting=True)


def try_scenario(
    scene: Scenario, folder: Path, *, every: int = 1, offset: int = 0, call: str = ""
) -> Tally:
    """Let each `every`-th fault happen in a scenario, from the `offset`-th on, at one call only."""
    before = folder / "before"
    before.parent.mkdir(parents=True, exist_ok=True)
    scene.lay_out(before)
    tally = Tally()
    trial = folder / "trial"
    calls = _trace_well(scene, before, trial, tally)
    faults = [each for each in faults_of(calls) if call in ("", each.call)]
    for fault in faults[offset % every :: every]:
        _copy(before, trial)
        _try_fault(scene, trial, fault, tally)
    return tally


def _copy(before: Path, trial: Path) -> None:
    if trial.exists():
        shutil.rmtree(trial)
    if before.exists():
        shutil.copytree(before, trial)


def _trace_well(scene: Scenario, before: Path, trial: Path, tally: Tally) -> list[str]:
    """The calls of a run without a fault; the second run counts, when all modules are loaded."""
    for _ in range(2):
        _copy(before, trial)
        office = Office()
        outcome = _run(scene, trial, office, "")
        if outcome.troubles or outcome.crash:
            tally.wrong.append(f"{scene.name} without a fault: {outcome.troubles} {outcome.crash}")
        check_place(trial, scene, office, outcome.said)
    return durable_calls(outcome.log)


def _run(scene: Scenario, trial: Path, office: Office, injection: str) -> Outcome:
    options = ["-e", f"trace={','.join(DURABLE_CALLS)}", "-s", "0"]
    options += ["-e", injection] if injection else []
    return run_traced(scene.child_work(trial), office, trial.with_name("log"), options)


def _try_fault(scene: Scenario, trial: Path, fault: Fault, tally: Tally) -> None:
    office = Office()
    outcome = _run(scene, trial, office, fault.option())
    happened = outcome.was_killed if fault.kind == "kill" else "(INJECTED)" in outcome.log
    if not happened:
        return
    tally.faults[fault.family] += 1
    tally.claimed += len(outcome.said)
    wrong = _problems(scene, trial, office, outcome)
    place = f"{scene.name}, {fault.family} at {fault.call} {fault.number}{_place(outcome.log)}"
    tally.wrong += [f"{place}: {each}" for each in wrong]


def _place(log: str) -> str:
    """Name of the file that the fault met."""
    line = next((each for each in log.splitlines() if "(INJECTED)" in each), "")
    match = re.search(r"[/\"]([^/<>\"]+)[>\"]", line)
    return f" of {match[1]}" if match else ""


def _problems(scene: Scenario, trial: Path, office: Office, outcome: Outcome) -> Problems:
    found = [f"exception: {outcome.crash}"] if outcome.crash else []
    try:
        found += check_place(trial, scene, office, outcome.said)
    except StationError as error:
        found.append(f"cannot be opened or gone on with: {error.code} {error.detail}")
    except Exception as error:  # one bad fault never ends the others
        where = traceback.extract_tb(error.__traceback__)[-1]
        found.append(f"{type(error).__name__}: {error} at {where.name}:{where.lineno}")
    return found


def table(tallies: dict[str, Tally], seconds: float) -> str:
    """Markdown."""
    families = sorted({name for tally in tallies.values() for name in tally.faults})
    lines = [
        f"| work | {' | '.join(families)} | faults | claimed as done | wrong |",
        f"|---|{'---|' * (len(families) + 3)}",
    ]
    for name, tally in tallies.items():
        counts = " | ".join(str(tally.faults[family]) for family in families)
        total = tally.faults.total()
        lines.append(f"| {name} | {counts} | {total} | {tally.claimed} | {len(tally.wrong)} |")
    total = sum(tally.faults.total() for tally in tallies.values())
    wrong = sum(len(tally.wrong) for tally in tallies.values())
    claimed = sum(tally.claimed for tally in tallies.values())
    sums = " | ".join(str(sum(t.faults[f] for t in tallies.values())) for f in families)
    lines.append(f"| **all** | {sums} | **{total}** | {claimed} | **{wrong}** |")
    return "\n".join([*lines, "", f"{seconds:.0f} s of processor time in this process."])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", default=[], help="a scenario, may be repeated")
    parser.add_argument("--every", type=int, default=1, help="take each N-th fault")
    parser.add_argument("--call", default="", help="faults at this system call only")
    options = parser.parse_args(arguments)
    logging.disable(logging.ERROR)
    chosen = [scenario(name) for name in options.only] or list(SCENARIOS)
    began, tallies, folder = time.process_time(), {}, work_folder()
    try:
        for place, scene in enumerate(chosen):
            tallies[scene.name] = try_scenario(
                scene,
                folder / scene.name.replace(" ", "-"),
                every=options.every,
                offset=place,
                call=options.call,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(table(tallies, time.process_time() - began))
    wrong = [line for tally in tallies.values() for line in tally.wrong]
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
