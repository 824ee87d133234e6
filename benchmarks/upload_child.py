"""One round of our outbox over an existing store: `python -m benchmarks.upload_child STORE URL`.

Sends until everything has its receipt; waits take no time. Prints JSON as `tuspy_child` does.
"""

from __future__ import annotations

import json
import secrets
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.domain.submission import FINISHED
from app.province.intake import IntakeClient
from app.services.dispatch import send_due
from app.services.host_gate import HostGate
from app.store.opening import open_store
from tests.fakes.counter_station import CounterStation

ROUNDS = 40


def forget_peak() -> float:
    """Let the peak of memory begin anew; gives the memory in use, in MiB."""
    Path("/proc/self/clear_refs").write_text("5")
    return memory_mib("VmRSS")


def memory_mib(name: str) -> float:
    """A figure of the system about this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def main() -> None:
    """Send what lies in the store."""
    folder, url = sys.argv[1:]
    counter, gate = CounterStation(), HostGate()
    store, vault = open_store(Path(folder), clock=counter.station.stamp)
    client = IntakeClient(url)
    station = replace(
        counter.station,
        store=store,
        vault=vault,
        system=client,
        random_bits=secrets.randbits,
        ticks=lambda: counter.clock.timestamp(),
    )
    before = forget_peak()
    trouble = "not sent"
    for _ in range(ROUNDS):
        send_due(station, gate=gate)
        if all(each.state in FINISHED for each in store.submissions()):
            trouble = ""
            break
        counter.clock += timedelta(minutes=10)
    client.close()
    store.close()
    print(json.dumps({"trouble": trouble, "mib": memory_mib("VmHWM") - before}))


if __name__ == "__main__":
    main()
