"""SIGKILL, EIO, ENOSPC and EROFS at every durable system call of each piece of work.

    python -m benchmarks.faults.syscalls                    # every call, every fault
    python -m benchmarks.faults.syscalls --every 9          # each ninth
    python -m benchmarks.faults.syscalls --at-least 1000    # so many, the same share of each work
    python -m benchmarks.faults.syscalls --kept FILE --jobs 2

Every scenario is traced once without a fault; then it runs once for each call that makes
something durable and each fault at that call, on a fresh copy of its store. `strace` counts calls
of one name, so one name at a time. After each fault the store is opened, verified, compared with
what had been claimed as done, and the work is brought to its end. Faults that were tried lie in the
kept file and are not tried again. Linux only; needs `strace`.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import re
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.errors import StationError
from benchmarks.faults.child import Outcome, run_traced
from benchmarks.faults.long_run import Kept, Progress
from benchmarks.faults.office import Office
from benchmarks.faults.scenarios import SCENARIOS, Problems, Scenario, check_place, scenario

DURABLE_CALLS = (
    *("write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "link", "linkat"),
    *("mkdir", "mkdirat", "chmod", "fchmod", "fchmodat", "openat"),
)
_READ_ONLY = "EROFS"
"""A disk that is mounted anew for reading only, as systems do after a fault of its medium."""
_NEVER_READ_ONLY = frozenset({"fsync", "fdatasync"})
_FOLDERS_OF_MEMORY = Path("/dev/shm")  # noqa: S108  # private folders are made in it
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at one call.

    Attributes:
        call: Name of the system call.
        number: Which of them, from 1.
        kind: "kill", "EIO", "ENOSPC" or "EROFS".
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

    def add(self, other: Tally) -> None:
        """Count what another one counted too."""
        self.faults.update(other.faults)
        self.claimed += other.claimed
        self.wrong += other.wrong

    def as_entry(self) -> dict[str, object]:
        """For the kept file."""
        return {"families": self.faults, "claimed": self.claimed, "wrong": self.wrong}


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
        if name not in _NEVER_READ_ONLY:
            yield Fault(name, seen[name], _READ_ONLY, lasting=True)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which faults of a scenario are tried.

    Attributes:
        every: Each so-many-th.
        offset: From which on.
        call: At this system call only, "" for all.
        kind: Of this kind only, "" for all.
        at_least: Stop after so many that happened, spread over the whole work; 0 = all of them.
        kept: File of those that were tried.
    """

    every: int = 1
    offset: int = 0
    call: str = ""
    kind: str = ""
    at_least: int = 0
    kept: Path | None = None

    def of(self, calls: Sequence[str]) -> list[Fault]:
        """The faults in the order in which they are tried."""
        faults = [
            each
            for each in faults_of(calls)
            if self.call in ("", each.call) and self.kind in ("", each.kind)
        ]
        if self.at_least:
            return spread(faults)
        return faults[self.offset % self.every :: self.every]


_GOLDEN = 0.6180339887498949


def spread(faults: Sequence[Fault]) -> list[Fault]:
    """An order of which every beginning is spread evenly over all.

    Steps of the golden ratio around a circle leave gaps of at most three sizes.
    """
    order = sorted(range(len(faults)), key=lambda place: (place + 1) * _GOLDEN % 1)
    return [faults[place] for place in order]


def try_scenario(scene: Scenario, folder: Path, choice: Choice) -> Tally:
    """Let the chosen faults happen in a scenario, each on a fresh copy of its store."""
    before = folder / "before"
    before.parent.mkdir(parents=True, exist_ok=True)
    scene.lay_out(before)
    tally, kept, trial = Tally(), Kept(choice.kept), folder / "trial"
    done = _take_up(scene, kept, tally)
    calls = _trace_well(scene, before, trial, tally)
    chosen, progress = choice.of(calls), Progress(scene.name)
    for number, fault in enumerate(chosen):
        if choice.at_least and tally.faults.total() >= choice.at_least:
            break
        if fault.option() in done:
            continue
        _copy(before, trial)
        one = _try_fault(scene, trial, fault)
        tally.add(one)
        kept.add({"work": scene.name, "fault": fault.option(), **one.as_entry()})
        progress.tell(number, len(chosen), f"faults looked at, {tally.faults.total()} happened")
    return tally


def _take_up(scene: Scenario, kept: Kept, tally: Tally) -> set[str]:
    """Count what an earlier run has tried; gives its faults."""
    done = set()
    for entry in kept.entries():
        if entry["work"] == scene.name and entry["fault"] not in done:
            done.add(entry["fault"])
            tally.add(Tally(Counter(entry["families"]), entry["claimed"], entry["wrong"]))
    return done


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


def _try_fault(scene: Scenario, trial: Path, fault: Fault) -> Tally:
    """One fault; nothing is counted when it did not happen."""
    office, tally = Office(), Tally()
    outcome = _run(scene, trial, office, fault.option())
    happened = outcome.was_killed if fault.kind == "kill" else "(INJECTED)" in outcome.log
    if not happened:
        return tally
    tally.faults[fault.family] += 1
    tally.claimed += len(outcome.said)
    wrong = _problems(scene, trial, office, outcome)
    place = f"{scene.name}, {fault.family} at {fault.call} {fault.number}{_place(outcome.log)}"
    tally.wrong += [f"{place}: {each}" for each in wrong]
    return tally


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


def table(tallies: dict[str, Tally], processor_s: float, wall_s: float) -> str:
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
    spent = f"{processor_s:.0f} s of processor time, {wall_s:.0f} s on the clock"
    return "\n".join([*lines, "", f"{spent} for what was not kept from an earlier run."])


def try_all(chosen: Sequence[Scenario], choice: Choice, jobs: int) -> dict[str, Tally]:
    """Every scenario, `jobs` of them side by side in processes of their own.

    A process lets no second one trace its child, and their folders are apart, so they do not meet.
    """
    share = -(-choice.at_least // len(chosen))
    orders = [
        (scene.name, replace(choice, offset=place, at_least=share))
        for place, scene in enumerate(chosen)
    ]
    if jobs == 1:
        return {name: _try_named(name, order) for name, order in orders}
    # Children are forked off the workers, which therefore may not be forks of a busy process.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=fresh) as pool:
        told = [(name, pool.submit(_try_named, name, order)) for name, order in orders]
        return {name: each.result() for name, each in told}


def _try_named(name: str, choice: Choice) -> Tally:
    logging.disable(logging.ERROR)
    folder = work_folder()
    try:
        return try_scenario(scenario(name), folder / name.replace(" ", "-"), choice)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _processor_s() -> float:
    """Processor seconds of this process and of all that it waited for."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in uses)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", default=[], help="a scenario, may be repeated")
    parser.add_argument("--every", type=int, default=1, help="take each N-th fault")
    parser.add_argument("--at-least", type=int, default=0, help="so many faults over all work")
    parser.add_argument("--call", default="", help="faults at this system call only")
    parser.add_argument("--kind", default="", help="kill, EIO, ENOSPC or EROFS only")
    parser.add_argument("--kept", type=Path, help="file of faults that were tried")
    parser.add_argument("--jobs", type=int, default=1, help="pieces of work side by side")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when anything was wrong."""
    options = _parser().parse_args(arguments)
    chosen = [scenario(name) for name in options.only] or list(SCENARIOS)
    choice = Choice(
        every=options.every,
        call=options.call,
        kind=options.kind,
        at_least=options.at_least,
        kept=options.kept,
    )
    began = time.monotonic()
    tallies = try_all(chosen, choice, options.jobs)
    print(table(tallies, _processor_s(), time.monotonic() - began))
    wrong = [line for tally in tallies.values() for line in tally.wrong]
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
