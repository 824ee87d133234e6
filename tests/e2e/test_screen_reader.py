"""The window as a screen reader meets it, over AT-SPI, from another process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
PROGRAMS = ("dbus-run-session", "xvfb-run")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        not LAUNCHER.exists() or not all(map(shutil.which, PROGRAMS)),
        reason="needs at-spi2-core, dbus and xvfb",
    ),
]


@pytest.fixture(scope="module")
def spoken() -> list[dict[str, Any]]:
    """Everything on the first screen, in the order in which it is read."""
    done = subprocess.run(
        ["dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1366x768x24",
         sys.executable, "-m", "tests.screens.spoken"],
        cwd=ROOT, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_screen_reader_is_told_the_name_of_whatever_takes_the_keyboard(
    spoken: list[dict[str, Any]],
) -> None:
    silent = [each for each in spoken if "focusable" in each["states"] and not each["name"]]

    assert silent == []


def test_screen_reader_hears_fields_with_their_state(spoken: list[dict[str, Any]]) -> None:
    fields = {each["name"]: each for each in spoken if each["role"] == "text"}

    assert "12 chữ số" in fields["Số định danh cá nhân"]["description"]
    assert "Xem lại" in fields["Ngày sinh"]["description"]
    assert "editable" in fields["Ngày sinh"]["states"]


def test_screen_reader_hears_rows_that_are_painted_by_hand(spoken: list[dict[str, Any]]) -> None:
    rows = " ".join(each["name"] for each in spoken if each["role"] == "list item")

    assert "H26.121-251027-0031" in rows
    assert "Cần bạn xem" in rows
    assert "Trang 1" in rows or "1 ·" in rows


def test_screen_reader_hears_why_an_action_is_closed(spoken: list[dict[str, Any]]) -> None:
    closed = [
        each for each in spoken if each["role"] == "push button" and "enabled" not in each["states"]
    ]

    assert closed
    assert all(each["description"] for each in closed), closed


def test_screen_reader_meets_every_kind_of_part(spoken: list[dict[str, Any]]) -> None:
    assert {each["role"] for each in spoken} >= {"frame", "push button", "text", "page tab", "list"}
