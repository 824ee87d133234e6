"""Starting the window where it cannot open: a sentence, not a crash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.store.opening import open_store
from app.ui.refusal import refusal_box
from app.ui.singletons import keep_singletons_alive

MAIN = Path(__file__).resolve().parents[2] / "main.py"


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`sohoa` without a command, with nothing of this session's display."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, str(MAIN)],
        env={
            **kept,
            "SOHOA_DATA_DIR": str(tmp_path / "station"),
            "SOHOA_SETTINGS": str(tmp_path / "none.json"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="screens are told apart on Linux")
def test_window_without_a_screen_says_so_and_exits_one(tmp_path: Path) -> None:
    done = start(tmp_path)

    assert done.returncode == 1
    assert "window.no_screen" in done.stderr
    assert "Traceback" not in done.stderr


def test_second_start_on_the_same_store_shows_why(tmp_path: Path) -> None:
    store, _ = open_store(tmp_path / "station", clock=lambda: "2026-01-01T00:00:00+00:00")

    try:
        done = subprocess.Popen(
            [sys.executable, str(MAIN)],
            env={
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "SOHOA_DATA_DIR": str(tmp_path / "station"),
                "SOHOA_SETTINGS": str(tmp_path / "none.json"),
                "XDG_STATE_HOME": str(tmp_path / "state"),
            },
            stderr=subprocess.PIPE,
            text=True,
        )
        assert done.stderr is not None
        lines = iter(done.stderr.readline, "")
        said = next(line for line in lines if "[" in line and "store." in line)
    finally:
        done.kill()
        done.communicate(timeout=30)
        store.close()

    assert "[store.in_use]" in said


def test_refusal_box_says_what_why_and_what_to_do(qtbot: QtBot) -> None:
    keep_singletons_alive()

    box = refusal_box("store.in_use")
    qtbot.addWidget(box)

    assert box.text()
    assert box.informativeText()
