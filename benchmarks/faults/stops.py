"""SIGSTOP in the middle of each piece of work, a pause, SIGCONT: as a laptop sleeps and wakes.

    python -m benchmarks.faults.stops [--stops 20] [--only WORK]

`strace` stops the process at a call that makes something durable. Once it stands still, another
process looks at its store: while it lives nobody else may open it. Then it goes on and has to end
as if nothing had been; every claim is compared with what is there. Linux only; needs `strace`.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import shutil
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from app.errors import StationError
from app.store.base import StoreInUse
from app.store.opening import open_rooms
from benchmarks.faults.child import run_traced
from benchmarks.faults.office import Office
from benchmarks.faults.scenarios import SCENARIOS, Problems, Scenario, check_place, scenario
from benchmarks.faults.station import now
from benchmarks.faults.syscalls import (
    DURABLE_CALLS,
    Fault,
    durable_calls,
    faults_of,
    spread,
    work_folder,
)

STOPPED_S = 0.3
_LOOK_S = 0.01
_STOPPED = re.compile(r"^(\d+) +--- stopped by SIGSTOP", re.MULTILINE)


def stop_once(scene: Scenario, trial: Path, fault: Fault) -> tuple[bool, Problems]:
    """Whether it stopped there, and what was wrong afterwards."""
    office, found = Office(), list[str]()
    options = ["-e", f"trace={','.join(DURABLE_CALLS)}", "-s", "0"]
    options += ["-e", f"inject={fault.call}:signal=SIGSTOP:when={fault.number}"]
    trial.with_name("log").unlink(missing_ok=True)
    over = threading.Event()
    seen: list[bool] = []
    watch = threading.Thread(target=_wake, args=(trial, over, seen, found))
    watch.start()
    try:
        outcome = run_traced(scene.child_work(trial), office, trial.with_name("log"), options)
    finally:
        over.set()
        watch.join()
    found += [f"exception: {outcome.crash}"] if outcome.crash else []
    found += [f"told {code}" for code in outcome.troubles]
    try:
        found += check_place(trial, scene, office, outcome.said)
    except StationError as error:
        found.append(f"cannot be gone on with: {error.code}")
    return bool(seen), found


def _wake(trial: Path, over: threading.Event, seen: list[bool], found: Problems) -> None:
    """Wait until the tracer tells of the stop, look at the store meanwhile, and let it go on."""
    while not over.wait(_LOOK_S):
        stopped = _STOPPED.search(_text_of(trial.with_name("log")))
        if stopped:
            seen.append(True)
            time.sleep(STOPPED_S)
            if _is_open_to_others(trial):
                found.append("another process could open the store meanwhile")
            os.kill(int(stopped[1]), signal.SIGCONT)
            return


def _text_of(log: Path) -> str:
    return log.read_text("ascii", errors="replace") if log.exists() else ""


def _is_open_to_others(trial: Path) -> bool:
    """Whether the lock of the store can be had; only asked once there is one."""
    if not (trial / "app.lock").exists():
        return False
    try:
        open_rooms(trial, clock=now).store.close()
    except StoreInUse:
        return False
    except StationError:
        return False
    return True


def try_scenario(scene: Scenario, folder: Path, stops: int) -> tuple[int, Problems]:
    """So many stops, spread over the work; gives how many there were and what was wrong."""
    before, trial = folder / "before", folder / "trial"
    folder.mkdir(parents=True)
    scene.lay_out(before)
    _copy(before, trial)
    options = ["-e", f"trace={','.join(DURABLE_CALLS)}", "-s", "0"]
    log = run_traced(scene.child_work(trial), Office(), folder / "log", options).log
    kills = [each for each in faults_of(durable_calls(log)) if each.kind == "kill"]
    stopped, wrong = 0, list[str]()
    for fault in spread(kills):
        if stopped >= stops:
            break
        _copy(before, trial)
        happened, found = stop_once(scene, trial, fault)
        stopped += happened
        wrong += [f"{scene.name}, stopped at {fault.call} {fault.number}: {e}" for e in found]
    return stopped, wrong


def _copy(before: Path, trial: Path) -> None:
    shutil.rmtree(trial, ignore_errors=True)
    if before.exists():
        shutil.copytree(before, trial)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", default=[], help="a scenario, may be repeated")
    parser.add_argument("--stops", type=int, default=20, help="stops in each")
    options = parser.parse_args(arguments)
    logging.disable(logging.ERROR)
    chosen = [scenario(name) for name in options.only] or list(SCENARIOS)
    folder, wrong = work_folder(), list[str]()
    print("| work | stops | wrong |\n|---|---|---|")
    try:
        for number, scene in enumerate(chosen):
            stopped, found = try_scenario(scene, folder / str(number), options.stops)
            print(f"| {scene.name} | {stopped} | {len(found)} |", flush=True)
            wrong += found
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
