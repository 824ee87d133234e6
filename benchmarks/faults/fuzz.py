"""Readers of bytes from outside under a fuzzer that is guided by what code it reaches.

    python -m benchmarks.faults.fuzz --seconds 600            # every reader
    python -m benchmarks.faults.fuzz --only manifest --corpus FOLDER

Needs atheris, the optional group `fuzz` of dependencies. Each reader of
`benchmarks.faults.outside_bytes` runs in a process of its own for so many seconds of processor
time, from sound bytes on. An error that the reader may not raise is told once for each place it
comes from, with the bytes that raised it; a crash, more than 2 GiB, or ten seconds for one input
ends the process and is told too. Inputs that reached new code lie in the corpus, and are where
the next run begins.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.faults.changes import change
from benchmarks.faults.long_run import MARK

_INSTRUMENTED = ("app.domain", "app.province", "app.services.workers", "app.store", "ocr.intake")
_NO_PACKAGE = 3
_SLOWEST_S, _MOST_MIB, _LONGEST = 10, 2048, 65_536
_REACHED = re.compile(r"cov: (\d+)")
_BESIDE_S = 900.0
"""Wall time on top of the processor time, for a machine that has other work."""


@dataclass(slots=True)
class Round:
    """What one reader did.

    Attributes:
        limit_s: Processor time after which it ends.
        ends: Inputs that were read, and that were refused.
        wrong: Errors that may not be, by place, with the bytes.
    """

    limit_s: float
    ends: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)

    def try_one(self, read: Callable[[bytes], object], allowed: tuple[type, ...]) -> Any:
        """What the fuzzer calls; ends the process when the time is over."""

        def one_input(data: bytes) -> None:
            try:
                read(data)
                self.ends["read"] += 1
            except Exception as error:  # told below unless the reader may raise it
                self._note(error, allowed, data)
            if time.process_time() > self.limit_s:
                self._end()

        return one_input

    def _note(self, error: Exception, allowed: tuple[type, ...], data: bytes) -> None:
        if isinstance(error, allowed):
            self.ends["refused"] += 1
            return
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
        self.wrong.setdefault(place, data[:400].hex())

    def _end(self) -> None:
        told = {"ends": self.ends, "wrong": self.wrong, "cpu_s": time.process_time()}
        print(json.dumps(told), flush=True)
        sys.stderr.flush()
        os._exit(0)


def mutator(
    usual: Callable[[bytes, int], bytes], sound: Sequence[bytes]
) -> Callable[[bytes, int, int], bytes]:
    """Changes as the fuzzer makes them, and as our own readers need them, half of each.

    Every fourth begins with sound bytes: the fuzzer keeps them only where they reach more of our
    code than rubbish does, and much is read by code of C that it does not see.
    """

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        rng = random.Random(seed)
        match rng.randrange(4):
            case 0:
                return change(rng.choice(sound), rng)[:most]
            case 1:
                return change(data, rng)[:most]
            case _:
                return usual(data, most)

    return mutate


def fuzz_here(name: str, corpus: Path, seconds: float) -> int:
    """Fuzz one reader in this process; the fuzzer never comes back."""
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        return _NO_PACKAGE
    logging.disable(logging.CRITICAL)
    with atheris.instrument_imports(include=list(_INSTRUMENTED)):
        outside = importlib.import_module("benchmarks.faults.outside_bytes")
    with tempfile.TemporaryDirectory() as folder:
        reader = next(each for each in outside.readers(Path(folder)) if each.name == name)
    for number, seed in enumerate(reader.seeds):
        (corpus / f"sound-{number}").write_bytes(seed)
    one_input = Round(time.process_time() + seconds).try_one(reader.read, reader.allowed)
    options = [f"-timeout={_SLOWEST_S}", f"-rss_limit_mb={_MOST_MIB}", f"-max_len={_LONGEST}"]
    options += [f"-artifact_prefix={corpus}/wrong-", str(corpus)]

    def usual(data: bytes, most: int) -> bytes:
        return bytes(atheris.Mutate(data, most))  # another function once the fuzzer runs

    atheris.Setup([sys.argv[0], *options], one_input, custom_mutator=mutator(usual, reader.seeds))
    atheris.Fuzz()
    return 0


def fuzz(name: str, corpus: Path, seconds: float) -> dict[str, Any]:
    """Fuzz one reader in a process of its own; gives what it told."""
    corpus.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "benchmarks.faults.fuzz", "--here", name]
    command += ["--corpus", str(corpus), "--seconds", str(seconds)]
    done = subprocess.run(
        command, capture_output=True, timeout=10 * seconds + _BESIDE_S, check=False
    )
    said = done.stderr.decode("utf-8", errors="replace")
    if done.returncode == _NO_PACKAGE:
        raise SystemExit("atheris is not installed: the optional group `fuzz`")
    reached = [int(each) for each in _REACHED.findall(said)]
    told: dict[str, Any] = {"ends": {}, "wrong": {}, "cpu_s": 0.0}
    if done.returncode == 0 and done.stdout:
        told = json.loads(done.stdout.splitlines()[-1])
    else:
        told["wrong"] = {f"ended with {done.returncode}": "\n".join(said.splitlines()[-25:])}
    first, last = (reached[0], reached[-1]) if reached else (0, 0)
    return {**told, "from": first, "to": last, "kept": len(list(corpus.iterdir()))}


def reader_names() -> list[str]:
    """Names of all readers."""
    from benchmarks.faults.outside_bytes import readers

    with tempfile.TemporaryDirectory() as folder:
        return [each.name for each in readers(Path(folder))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="processor time of each")
    parser.add_argument("--only", action="append", default=[], help="a reader, may be repeated")
    parser.add_argument("--corpus", type=Path, help="folder of inputs that reached something new")
    parser.add_argument("--here", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.here:
        return fuzz_here(options.here, options.corpus, options.seconds)
    corpus = options.corpus or Path(tempfile.mkdtemp())
    wrong = []
    print("| reader | inputs | refused | places reached | corpus | CPU s | wrong |")
    print("|---|---|---|---|---|---|---|")
    for name in options.only or reader_names():
        print(f"{MARK}fuzz: {name}", file=sys.stderr, flush=True)
        told = fuzz(name, corpus / re.sub(r"\W+", "-", name), options.seconds)
        count = sum(told["ends"].values())
        print(
            f"| {name} | {count:,} | {told['ends'].get('refused', 0):,} |"
            f" {told['from']} to {told['to']} | {told['kept']} | {told['cpu_s']:.0f} |"
            f" {len(told['wrong'])} |",
            flush=True,
        )
        wrong += [f"{name}: {place}: {data}" for place, data in told["wrong"].items()]
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
