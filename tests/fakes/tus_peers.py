"""tus servers that nobody here wrote, as processes on loopback, always ended by their pid.

`packaging/fetch-peers.sh` brings them.
"""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PEERS = Path(__file__).parents[2] / ".peers"
NAMES = ("tusd", "node")
_START_S = 20.0
_PROBE = {"Tus-Resumable": "1.0.0"}


def is_fetched(name: str) -> bool:
    """Whether a server of this name can be started."""
    wanted = PEERS / ("tusd" if name == "tusd" else "node_modules")
    return wanted.exists()


@dataclass(frozen=True, slots=True)
class TusPeer:
    """A running server; its uploads lie in `folder`."""

    port: int
    folder: Path
    path: str = "/files/"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stored(self, upload_url: str) -> bytes:
        """What the server holds of an upload."""
        return (self.folder / upload_url.rsplit("/", 1)[-1]).read_bytes()


@contextmanager
def running_peer(name: str, folder: Path) -> Iterator[TusPeer]:
    """Start a server over `folder` and end it again."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    if name == "tusd":
        command = [str(PEERS / "tusd"), "-host", "127.0.0.1", "-port", str(port)]
        command += ["-upload-dir", str(folder), "-disable-download"]
    else:
        command = ["node", str(PEERS / "tus-peer.mjs"), str(folder)]
    # tusd writes a line for each request, which nobody would read; the other only its port.
    output = subprocess.DEVNULL if name == "tusd" else subprocess.PIPE
    process = subprocess.Popen(
        command, stdout=output, stderr=subprocess.DEVNULL, cwd=PEERS, text=True
    )
    try:
        if process.stdout is not None:
            port = int(process.stdout.readline())
        peer = TusPeer(port, folder)
        _wait_for(peer, process)
        yield peer
    finally:
        process.kill()
        process.communicate(timeout=10)


def create_upload(url: str, path: str, size: int) -> str:
    """Create an upload of so many bytes; gives its address."""
    headers = {**_PROBE, "Upload-Length": str(size)}
    reply = httpx.post(f"{url}{path}", headers=headers, trust_env=False)
    assert reply.status_code == 201
    return str(httpx.URL(url).join(reply.headers["location"]))


def _wait_for(peer: TusPeer, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.options(f"{peer.url}{peer.path}", headers=_PROBE, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("tus server did not start")
