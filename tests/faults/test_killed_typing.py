"""The window is killed while an officer types: the next one is in the same field, with the text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.domain.ids import DossierId
from app.store.opening import open_rooms
from tests.fakes.counter_station import CounterStation
from tests.ui.conftest import doubtful_papers

ROOT = Path(__file__).parents[2]
MOST_LOST_S = 1.0
KEYS = 55
CODES = tuple(f"H26.121-251027-{number:04}" for number in range(1, 5))

pytestmark = pytest.mark.timeout(120)


def prepare(folder: Path) -> list[DossierId]:
    """Four dossiers of two pages each in a store on disk."""
    rooms = open_rooms(folder, clock=lambda: "2026-01-01T00:00:00+00:00")
    world = CounterStation(store=rooms.store, vault=rooms.vault)  # type: ignore[arg-type]  # real
    homes = [world.add_dossier([doubtful_papers()], code, "1.001193") for code in CODES]
    rooms.store.close()
    return homes


@contextmanager
def window(folder: Path, mode: str) -> Iterator[Iterator[dict[str, Any]]]:
    """The steps of a window, which is killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.typing_window", str(folder), mode],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield map(json.loads, iter(process.stdout.readline, ""))
    finally:
        process.kill()
        process.communicate(timeout=30)


def test_window_killed_while_typing_comes_back_to_the_field_with_all_but_a_second(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "station"
    homes = prepare(folder)
    place = {"dossier": homes[2]}
    (folder / "last-place.json").write_text(json.dumps({"dossier_id": homes[2]}), "utf-8")

    with window(folder, "type") as steps:
        typed = [next(steps) for _ in range(KEYS)]
    with window(folder, "look") as steps:
        seen = next(steps)

    left = [each for each in typed if seen["text"].startswith(each["typed"])]
    lost_s = typed[-1]["at"] - left[-1]["at"]
    print(f"typed {len(typed)} characters, {len(typed) - len(left)} lost ({lost_s:.2f} s)")
    sure = [each["typed"] for each in typed if each["at"] <= typed[-1]["at"] - MOST_LOST_S]
    assert {"dossier": seen["dossier"]} == place
    assert seen["field"] == "address"
    assert seen["part"] == "queue"
    assert sure
    assert seen["text"].startswith(sure[-1])
    assert seen["stored"] == "Xã Hoằng Lộc"
    assert "Nơi cư trú" in seen["message"]
    assert "Thon Dong" not in (folder / "typing.sealed").read_bytes().decode("latin-1")
