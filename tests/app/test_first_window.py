"""A second start raises the first window; strangers and dead windows do not."""

from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from app.first_window import FirstWindow, raise_first_window


def test_later_starts_raise_the_first_window(tmp_path: Path) -> None:
    raised = threading.Semaphore(0)
    window = FirstWindow(tmp_path, os.urandom, raised.release)

    answers = [raise_first_window(tmp_path) for _ in range(3)]

    assert answers == [True] * 3
    assert all(raised.acquire(timeout=10) for _ in range(3))
    window.close()


def test_closed_window_does_not_answer(tmp_path: Path) -> None:
    window = FirstWindow(tmp_path, os.urandom, lambda: None)
    window.close()

    assert not raise_first_window(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_address_is_for_the_owner_only(tmp_path: Path) -> None:
    window = FirstWindow(tmp_path, os.urandom, lambda: None)

    (file,) = tmp_path.iterdir()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    window.close()


def test_wrong_token_raises_nothing(tmp_path: Path) -> None:
    raised: list[int] = []
    window = FirstWindow(tmp_path, os.urandom, lambda: raised.append(1))
    file = tmp_path / "window.json"
    told = json.loads(file.read_text())
    file.write_text(json.dumps({**told, "token": "0" * len(told["token"])}))

    assert not raise_first_window(tmp_path)
    file.write_text(json.dumps({**told, "token": ""}))
    window.close()
    assert raised == []


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"address": 5, "token": "x"}', '{"address": ["127.0.0.1", "x"], "token": 1}'],
)
def test_file_of_a_killed_or_strange_window_is_no_answer(tmp_path: Path, content: str) -> None:
    (tmp_path / "window.json").write_text(content)

    assert not raise_first_window(tmp_path)


def test_file_that_a_killed_window_left_gives_way(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text('{"address": "\\u0000gone", "token": "x"}')
    assert not raise_first_window(tmp_path)

    window = FirstWindow(tmp_path, os.urandom, lambda: None)

    assert raise_first_window(tmp_path)
    window.close()
