"""Submissions through a bad network: how many are lost, how many doubled, how much is resent?

Run: `python -m benchmarks.network_faults --submissions 10000 [--store real] [--kept FILE]`.
Prints Markdown. Batches that were run lie in the kept file and are not run again, so that a long
run may be interrupted; another first seed gives other faults.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.faults.long_run import Kept, Progress
from benchmarks.network_storm import SPOILED, Outcome, run_batch
from tests.receiver.receiver_process import ReceiverProcess

BATCH = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is missing, print the whole; 0 when all musts are met."""
    options = _parser().parse_args(arguments)
    kept, progress = Kept(options.kept), Progress("network")
    outcomes = {entry["seed"]: Outcome(**entry["outcome"]) for entry in kept.entries()}
    started = time.process_time()
    batches = -(-options.submissions // BATCH)
    for number in range(batches):
        seed = f"{options.seed}-{options.store}-{number}"
        if seed in outcomes:
            continue
        # A receiver of its own for each batch keeps what is to be looked through small.
        with tempfile.TemporaryDirectory() as folder:
            receiver = ReceiverProcess(Path(folder) / "data", ["--accept-unsigned"]).start()
            try:
                outcome = run_batch(receiver, seed, BATCH, real_store=options.store == "real")
            finally:
                receiver.kill()
        outcomes[seed] = outcome
        kept.add({"seed": seed, "outcome": asdict(outcome)})
        progress.tell((number + 1) * BATCH, batches * BATCH, "submissions")
    print(_table(list(outcomes.values()), time.process_time() - started))
    wrong = ("lost", "doubled", "too_much", "wrong_offsets")
    return int(any(getattr(each, name) for each in outcomes.values() for name in wrong))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--seed", default="1", help="another gives other faults")
    parser.add_argument("--store", choices=("memory", "real"), default="memory")
    parser.add_argument("--kept", type=Path, help="file of batches that were run")
    return parser


def _table(outcomes: list[Outcome], cpu_s: float) -> str:
    def total(name: str) -> int:
        return sum(getattr(each, name) for each in outcomes)

    faults: Counter[str] = Counter()
    for each in outcomes:
        faults.update(each.faults)
    worst = max((each.worst_resent for each in outcomes), default=0)
    rows = [
        ("submissions", total("submissions"), ""),
        ("requests", total("requests"), ""),
        (f"requests that met a fault (chance {SPOILED:.0%})", total("spoiled"), ""),
        ("kinds of faults met", len(faults), ""),
        ("lost", total("lost"), "0"),
        ("doubled", total("doubled"), "0"),
        ("chunks from an offset that was never confirmed", total("wrong_offsets"), "0"),
        ("times that more than one chunk was sent again", total("too_much"), "0"),
        ("most bytes sent again after one fault", worst, "one chunk"),
        ("times that a person had to press retry (401, 413 …)", total("held"), ""),
    ]
    lines = ["| | here | must |", "|---|---|---|"]
    lines += [f"| {name} | {value:,} | {must} |" for name, value, must in rows]
    met = ", ".join(f"{name} {count:,}" for name, count in sorted(faults.items()))
    return "\n".join([*lines, "", f"Faults: {met}.", f"CPU of this run: {cpu_s:.1f} s."])


if __name__ == "__main__":
    sys.exit(main())
