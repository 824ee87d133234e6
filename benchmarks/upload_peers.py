"""The same cuts and kills for our upload and for tuspy: bytes resent, doubles, what is forgotten.

Run: `packaging/fetch-peers.sh`, then `python -m benchmarks.upload_peers`. Prints Markdown.

Ours sends from the encrypted store to the reference receiver, tuspy a plain file to tusd; both in
processes of their own, through the same proxy. tuspy has chunks of 1 MiB and ten retries, as its
manual recommends, unless a row says otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.store.opening import open_store
from tests.fakes.counter_station import CounterStation
from tests.fakes.fault_proxy import Fault, FaultProxy
from tests.fakes.ready_dossiers import queue_bytes
from tests.fakes.tus_peers import PEERS, running_peer
from tests.receiver.receiver_process import ReceiverProcess

MIB = 2**20
CUT_FILE_MIB, LARGE_FILE_MIB = 8, 200
CUTS = 5
TIMEOUT_S = 300.0


@dataclass(frozen=True, slots=True)
class Side:
    """One client with its server, in a folder of its own.

    Attributes:
        name: For the table.
        server_port: Where the server listens.
        prepare: Makes the client's data of so many MiB.
        command: What sends it to an address.
        count: How many uploads or dossiers the server holds.
    """

    name: str
    server_port: int
    prepare: Callable[[int], None]
    command: Callable[[str], list[str]]
    count: Callable[[], int]


@contextmanager
def ours(folder: Path) -> Iterator[Side]:
    """Our outbox and the reference receiver."""
    receiver = ReceiverProcess(folder / "receiver", ["--accept-unsigned"]).start()

    def prepare(mib: int) -> None:
        counter = CounterStation()
        store, vault = open_store(folder / "store", clock=counter.station.stamp)
        station = replace(counter.station, store=store, vault=vault, random_bits=secrets.randbits)
        queue_bytes(station, {"to-khai": os.urandom(mib * MIB)})
        store.close()

    def command(url: str) -> list[str]:
        return [sys.executable, "-m", "benchmarks.upload_child", str(folder / "store"), url]

    try:
        yield Side("ours", receiver.port, prepare, command, lambda: _entries(receiver.data))
    finally:
        receiver.kill()


def _entries(data: Path) -> int:
    return sum(1 for _ in (data / "files").iterdir())


@contextmanager
def tuspy(folder: Path, *, chunk: int = MIB, remembers: bool = True) -> Iterator[Side]:
    """The tuspy client and tusd; `chunk` 0 is its default."""
    file = folder / "to-khai.pdf"
    urls = [str(folder / "urls.json")] if remembers else []
    python = str(PEERS / "python" / "bin" / "python")
    script = str(Path(__file__).with_name("tuspy_child.py"))

    def prepare(mib: int) -> None:
        file.write_bytes(os.urandom(mib * MIB))

    def command(url: str) -> list[str]:
        return [python, script, f"{url}/files/", str(file), str(chunk), *urls]

    with running_peer("tusd", folder / "server") as peer:
        name = "tuspy" if chunk else "tuspy, default chunk"
        shown = name if remembers else f"{name}, no URL store"
        yield Side(
            shown, peer.port, prepare, command, lambda: len(list(peer.folder.glob("*.info")))
        )


def _run(command: list[str]) -> dict[str, object]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    try:
        told: dict[str, object] = json.loads(done.stdout)
    except ValueError:
        return {"trouble": done.stderr.strip().splitlines()[-1:], "mib": 0.0}
    return told


def _sent(proxy: FaultProxy) -> int:
    """Bytes of chunks that went to the server."""
    return sum(
        entry.body_bytes for entry in proxy.log if entry.method == "PATCH" and entry.forwarded
    )


def cut_row(side: Side) -> tuple[object, ...]:
    """Five cuts in the middle of chunks."""
    side.prepare(CUT_FILE_MIB)
    faults = [Fault("PATCH", nth=1 + number, cut_up=MIB // 2) for number in range(CUTS)]
    with FaultProxy(side.server_port, faults) as proxy:
        told = _run(side.command(proxy.url))
    resent = (_sent(proxy) - CUT_FILE_MIB * MIB) / CUTS / MIB
    return (
        f"{CUTS} cuts inside chunks (per cut)",
        side.name,
        f"{resent:.2f}",
        side.count(),
        told["trouble"],
    )


def lost_create_row(side: Side) -> tuple[object, ...]:
    """The reply to the announcement is lost; whoever gives up is started once more."""
    side.prepare(1)
    faults = [Fault("POST", "files/$|v1/dossiers$", nth=1, drop_reply=True)]
    with FaultProxy(side.server_port, faults) as proxy:
        told = _run(side.command(proxy.url))
        if told["trouble"]:
            _run(side.command(proxy.url))
    resent = (_sent(proxy) - MIB) / MIB
    return "reply to create lost", side.name, f"{resent:.2f}", side.count(), told["trouble"]


def kill_row(side: Side) -> tuple[object, ...]:
    """Killed when half of the file has arrived, then started again."""
    side.prepare(CUT_FILE_MIB)
    with FaultProxy(side.server_port, [Fault("PATCH", nth=3, stall=True)]) as proxy:
        first = subprocess.Popen(
            side.command(proxy.url), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while sum(entry.method == "PATCH" for entry in proxy.log) < 3 and first.poll() is None:
            time.sleep(0.05)
        first.kill()
        first.wait()
        told = _run(side.command(proxy.url))
    resent = (_sent(proxy) - CUT_FILE_MIB * MIB) / MIB
    return "killed in the third chunk", side.name, f"{resent:.2f}", side.count(), told["trouble"]


def memory_row(side: Side) -> tuple[object, ...]:
    """A large file."""
    side.prepare(LARGE_FILE_MIB)
    started = os.times()
    told = _run(side.command(f"http://127.0.0.1:{side.server_port}"))
    ended = os.times()
    cpu_s = ended.children_user + ended.children_system
    cpu_s -= started.children_user + started.children_system
    mib = told["mib"]
    assert isinstance(mib, float)
    return f"{LARGE_FILE_MIB} MB", side.name, f"{mib:.0f}", f"{cpu_s:.1f}", told["trouble"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the rows and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("faults", "memory"), help="one of the tables")
    only = parser.parse_args(arguments).only
    if not (PEERS / "complete").exists():
        print("packaging/fetch-peers.sh was not run", file=sys.stderr)
        return 2
    if only != "memory":
        _faults()
    if only != "faults":
        _memory()
    return 0


def _faults() -> None:
    print(
        f"| {CUT_FILE_MIB} MiB, chunks from 1 MiB | client | MiB resent | at the server | error |"
    )
    print("|---|---|---|---|---|")
    forgetful = lambda folder: tuspy(folder, remembers=False)  # noqa: E731  # a name for a call
    for row in (cut_row, lost_create_row, kill_row):
        for side in (ours, tuspy, forgetful):
            _print(row, side)


def _memory() -> None:
    print("\n| memory beyond start | client | MiB | CPU s, with start | error |")
    print("|---|---|---|---|---|")
    whole = lambda folder: tuspy(folder, chunk=0)  # noqa: E731  # as above
    for side in (ours, tuspy, whole):
        _print(memory_row, side)


def _print(
    row: Callable[[Side], tuple[object, ...]], side: Callable[[Path], AbstractContextManager[Side]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, side(Path(folder)) as prepared:
        print("| " + " | ".join(str(cell) for cell in row(prepared)) + " |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
