"""Fixtures: one shared receiver process, and fresh ones for what must not be shared."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.receiver.__main__ import main
from tests.receiver.receiver_process import ReceiverProcess


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReceiverProcess]:
    running = ReceiverProcess(tmp_path_factory.mktemp("receiver") / "data").start()
    yield running
    running.kill()


@pytest.fixture
def own_receiver(tmp_path: Path) -> Iterator[ReceiverProcess]:
    """Not started: the test sets the arguments."""
    process = ReceiverProcess(tmp_path / "data")
    yield process
    process.kill()


@pytest.fixture
def http(receiver: ReceiverProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=receiver.url, trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture
def start_here():
    """Runs the command in this process, for starts that are refused before anything listens."""
    before = signal.getsignal(signal.SIGTERM)
    yield lambda *arguments: main(["--port", "0", *arguments])
    signal.signal(signal.SIGTERM, before)
