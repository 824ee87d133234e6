"""Fixtures: one shared receiver process, and fresh ones for what must not be shared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

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
