"""Fixtures of the delivery client: a receiver process, and clients that are closed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.province.intake import IntakeClient
from app.province.wire import Timeouts
from tests.receiver.receiver_process import ReceiverProcess

QUICK = Timeouts(connect_s=5.0, stall_s=20.0, reply_s=20.0)

MakeClient = Callable[..., IntakeClient]


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReceiverProcess]:
    running = ReceiverProcess(tmp_path_factory.mktemp("receiver") / "data").start()
    yield running
    running.kill()


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    made: list[IntakeClient] = []

    def make(url: str, **options: object) -> IntakeClient:
        options.setdefault("timeouts", QUICK)
        client = IntakeClient(url, **options)  # type: ignore[arg-type]  # passed through
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def own_receiver(tmp_path: Path) -> Iterator[ReceiverProcess]:
    """Not started: the test sets the arguments."""
    process = ReceiverProcess(tmp_path / "data")
    yield process
    process.kill()
