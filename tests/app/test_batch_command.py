"""`sohoa batch`: what is refused before it begins, what it tells, and a kill in the middle."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import cli
from app.batch_commands import BATCH_COMMANDS, _sensible, progress_line
from app.bootstrap.starting import _for_command
from app.bootstrap.wiring import Wiring
from app.errors import WrongUse
from app.jobs import Progress
from app.services.batch_sources import NothingToTake
from app.settings import Settings
from app.ui.messages import MESSAGES
from app.wiring import Output

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "resources" / "samples" / "khai-sinh"


@pytest.mark.parametrize(
    ("progress", "each", "line"),
    [
        (Progress(0, 0), None, "[........................] 0/1 trang"),
        (
            Progress(6, 24, seconds_left=3600.0),
            20.0,
            "[######..................] 6/24 trang · 3,0 trang/phút · còn khoảng 1 giờ",
        ),
        (Progress(24, 24, seconds_left=0.0), 0.5, f"[{'#' * 24}] 24/24 trang · 2,0 trang/giây"),
    ],
)
def test_progress_line_shows_count_rate_and_rest(
    progress: Progress, each: float | None, line: str
) -> None:
    assert progress_line(progress, each) == line


@pytest.mark.parametrize(
    "arguments",
    [
        ["--sign"],
        ["--sample", "5"],
        ["--sample", "-1", "--out", "ra"],
        ["--out", "vao"],
        ["--out", "vao/ra"],
        ["--report", "vao/bang.csv"],
    ],
)
def test_batch_senseless_arguments_are_refused_before_anything_is_read(
    arguments: list[str],
) -> None:
    with pytest.raises(WrongUse):
        _sensible(cli.parse(["batch", "vao", *arguments]), "")


def test_batch_sensible_arguments_let_the_folder_be_looked_at(tmp_path: Path) -> None:
    folder, out = tmp_path / "vao", tmp_path / "ra"
    folder.mkdir()
    given = ["--sample", "5", "--out", str(out), "--report", str(tmp_path / "bang.csv"), "--sign"]
    arguments = cli.parse(["batch", str(folder), *given])
    wiring = Wiring(Settings(key="p12:khoa.p12", data_dir=tmp_path / "data"), {})
    said: list[str] = []
    output = Output(said.append, lambda _json: None, lambda _error: None, lambda *_: bytearray())

    with pytest.raises(NothingToTake):
        BATCH_COMMANDS["batch"](arguments, wiring, output)

    assert said == []
    assert list(tmp_path.iterdir()) == [folder]


def test_only_a_batch_has_its_pages_read_elsewhere() -> None:
    settings = Settings(cluster="tls://may:8786")

    def used(*arguments: str) -> str:
        return _for_command(settings, cli.parse(arguments)).cluster

    assert used("batch", "vao") == "tls://may:8786"
    assert used("batch", "vao", "--cluster", "tls://khac:1") == "tls://khac:1"
    assert used("dossier", "list") == ""
    assert used() == ""


def test_every_code_of_a_cluster_and_a_batch_has_words() -> None:
    codes = {"address", "differs", "empty", "error", "keys", "not_installed", "not_ours"}

    assert {f"cluster.{code}" for code in codes} <= set(MESSAGES)
    assert {"cluster.unreachable", "batch.empty", "batch.ledger"} <= set(MESSAGES)


def started(folder: Path) -> subprocess.Popen[str]:
    command = ["--data", str(folder / "data"), "batch", str(folder / "vao")]
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *command, "--json"],
        cwd=ROOT,
        env={**os.environ, "SOHOA_SETTINGS": str(folder / "none.json"), "SOHOA_JOBS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.tesseract
def test_batch_killed_in_the_middle_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "vao" / "hộp 1"
    folder.mkdir(parents=True)
    for name in ("02-to-khai-khai-sinh.jpg", "03-giay-chung-sinh.jpg"):
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    ledger = tmp_path / "data" / "batches.jsonl"

    first = started(tmp_path)
    while first.poll() is None and not (ledger.exists() and b'"file"' in ledger.read_bytes()):
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    second = started(tmp_path)
    told, _ = second.communicate(timeout=150)

    report = json.loads(told)
    assert second.returncode == int(bool(report["held"]))
    assert report["known"] >= 1
    assert report["new"] + report["known"] == 2
    assert report["read"] == 2
    assert len(report["dossiers"]) == 1
    assert report["failures"] == []


def test_batch_report_is_a_table_for_spreadsheets() -> None:
    from app.services.batch_report import REPORT_HEAD, csv_bytes

    rows = list(csv.reader(csv_bytes(REPORT_HEAD, []).decode("utf-8-sig").splitlines()))

    assert rows == [list(REPORT_HEAD)]
