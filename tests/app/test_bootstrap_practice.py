"""A line is tried before it is kept; practice is put together beside the store and goes whole."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from app.bootstrap.practice import PAGES, StationLineProbe, practice_folder
from app.demo import STACK, receiver, samples
from app.province.errors import LinkDown, NotConfigured
from app.scanning.base import ScanCancelled, ScannerMissing, ScanProfile
from app.scanning.practice import TRAY_ID, PracticeTray
from app.services.line_trial import NoAddress, NoReceiver, whole_address
from app.settings import Settings


@pytest.fixture
def probe(tmp_path: Path) -> StationLineProbe:
    return StationLineProbe(Settings(data_dir=tmp_path))


@contextmanager
def web_site(status: int) -> Iterator[str]:
    """Something that answers, and is no processing system."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"hello")

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_probe_takes_a_processing_system(probe: StationLineProbe, tmp_path: Path) -> None:
    with receiver(tmp_path / "receiver") as url:
        answer = probe.ask(url)

    assert answer.url == url
    assert answer.max_file_bytes > 0


@pytest.mark.parametrize("status", [200, 404, 403])
def test_probe_tells_a_web_site_from_a_processing_system(
    status: int, probe: StationLineProbe
) -> None:
    with web_site(status) as url, pytest.raises(NoReceiver):
        probe.ask(url)


def test_probe_of_a_closed_port_says_that_nobody_answers(probe: StationLineProbe) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(LinkDown):
        probe.ask(f"http://127.0.0.1:{port}")


def test_probe_refuses_an_address_that_would_send_papers_in_clear(
    probe: StationLineProbe,
) -> None:
    with pytest.raises(NotConfigured):
        probe.ask("http://example.invalid")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tiepnhan.thu.vn", "https://tiepnhan.thu.vn"),
        (" https://a.vn/ ", "https://a.vn"),
        ("127.0.0.1:8650", "http://127.0.0.1:8650"),
        ("localhost:1", "http://localhost:1"),
    ],
)
def test_address_is_completed(typed: str, meant: str) -> None:
    assert whole_address(typed) == meant


@pytest.mark.parametrize("typed", ["", "  ", "hai chữ", "a\tb"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(NoAddress):
        whole_address(typed)


def test_pages_of_the_practice_are_among_the_samples() -> None:
    assert all((samples() / STACK / name).is_file() for name in PAGES)


def test_practice_lies_beside_the_store_and_never_in_it(tmp_path: Path) -> None:
    folder = practice_folder(Settings(data_dir=tmp_path / "station"))

    assert folder.parent == tmp_path
    assert folder != tmp_path / "station"


def test_tray_gives_its_stack_again_and_again() -> None:
    tray = PracticeTray([b"\xff\xd8\xff1", b"\xff\xd8\xff2"], "Khay", page_s=0.0)

    rounds = [
        [page.data for page in tray.scan(TRAY_ID, ScanProfile(), lambda: False)] for _ in range(2)
    ]
    (first,) = tray.scan(TRAY_ID, ScanProfile(max_pages=1), lambda: False)

    assert rounds[0] == rounds[1] == [b"\xff\xd8\xff1", b"\xff\xd8\xff2"]
    assert first.seq == 1
    assert tray.has_paper(TRAY_ID)


def test_tray_stops_when_it_is_asked_to_and_knows_no_other_device() -> None:
    tray = PracticeTray([b"\xff\xd8\xff"], "Khay")

    with pytest.raises(ScanCancelled):
        next(tray.scan(TRAY_ID, ScanProfile(), lambda: True))
    with pytest.raises(ScannerMissing):
        next(tray.scan("other", ScanProfile(), lambda: False))
    with pytest.raises(ScannerMissing):
        tray.has_paper("other")


HOLDER = """
import sys, time
from pathlib import Path
from app.demo import receiver
with receiver(Path(sys.argv[1])) as url:
    print(url, flush=True)
    time.sleep(60)
"""


@pytest.mark.may_skip("POSIX signals")
@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_receiver_ends_with_whoever_started_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        port = int(holder.stdout.readline().strip().rpartition(":")[2])
        holder.send_signal(signal.SIGKILL)

    assert _is_closed(port)


def _is_closed(port: int) -> bool:
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                time.sleep(0.1)
        except OSError:
            return True
    return False
