"""A second start of the program: it raises the window there is, or says why it cannot."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app import first_window
from app.bootstrap import Wiring
from app.bootstrap.starting import open_window
from app.first_window import FirstWindow, raise_first_window, raised_by_later_starts
from app.settings import Settings
from app.store.lock import closing_lock


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Codes of the messages that were shown in the place of a window."""
    shown: list[str] = []
    monkeypatch.setattr("app.ui.refusal.show_refusal", shown.append)
    monkeypatch.setattr(first_window, "ASK_AGAIN_S", 0.001)
    return shown


def wiring(root: Path) -> Wiring:
    settings = replace(Settings(data_dir=root), station_key_place="file")
    return Wiring(settings, {"QT_QPA_PLATFORM": "offscreen"})


def test_second_start_raises_the_window_there_is(tmp_path: Path, refusals: list[str]) -> None:
    raised = threading.Semaphore(0)

    with (
        closing_lock(tmp_path / "app.lock"),
        raised_by_later_starts(tmp_path, os.urandom, raised.release),
    ):
        code = open_window(wiring(tmp_path))

    assert code == 0
    assert raised.acquire(timeout=10)
    assert refusals == []


def test_second_start_waits_for_a_window_that_is_being_opened(
    tmp_path: Path, refusals: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raised = threading.Semaphore(0)
    late: list[FirstWindow] = []

    def listen_now(_pause: float) -> None:
        if not late:
            late.append(FirstWindow(tmp_path, os.urandom, raised.release))

    monkeypatch.setattr("app.first_window.time.sleep", listen_now)
    with closing_lock(tmp_path / "app.lock"):
        code = open_window(wiring(tmp_path))
    late[0].close()

    assert code == 0
    assert raised.acquire(timeout=10)
    assert refusals == []


@pytest.mark.expects_log_warnings
def test_second_start_without_a_window_to_raise_says_so(
    tmp_path: Path, refusals: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with closing_lock(tmp_path / "app.lock"):
        code = open_window(wiring(tmp_path))

    assert code == 1
    assert refusals == ["store.in_use"]
    assert "[store.in_use]" in capsys.readouterr().err


def test_window_listens_for_later_starts_until_it_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    raised = threading.Semaphore(0)

    def window(_station: object, desk: object) -> int:
        later: Callable[..., object] = desk.later_starts  # type: ignore[attr-defined]
        with later(raised.release):  # type: ignore[attr-defined]
            seen.append(raise_first_window(tmp_path))
        return 0

    monkeypatch.setattr("app.ui.application.run_window", window)

    code = wiring(tmp_path).run_window()

    assert (code, seen) == (0, [True])
    assert not raise_first_window(tmp_path)


@pytest.mark.expects_log_warnings
def test_machine_without_a_socket_still_opens_its_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_socket(_name: str) -> None:
        raise OSError("none")

    monkeypatch.setattr(first_window, "_listening", no_socket)

    with raised_by_later_starts(tmp_path, os.urandom, lambda: None):
        opened = True

    assert opened
    assert list(tmp_path.iterdir()) == []
