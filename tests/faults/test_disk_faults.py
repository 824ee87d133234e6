"""Kills, refused system calls and power cuts in the work of a station: a part of the full run.

The full runs are `python -m benchmarks.faults.syscalls` and `python -m benchmarks.faults.power`.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from benchmarks.faults.disk import Cut, Kept, RecordedDisk, Write
from benchmarks.faults.long_run import MARK

BOUND_S = 170
FILE = PurePosixPath("tmp/one")
FINAL = PurePosixPath("blobs/one")


def may_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    probe = ["strace", "-o", "/dev/null", "true"]
    return subprocess.run(probe, capture_output=True, timeout=30, check=False).returncode == 0


needs_strace = pytest.mark.skipif(not may_trace(), reason="no right to trace a process")


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"benchmarks.faults.{program}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=BOUND_S, check=False)


def wrong_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    lines = done.stderr.splitlines()
    return [line for line in lines if line.strip() and not line.startswith(MARK)]


@needs_strace
@pytest.mark.may_skip("a right of the kernel's, nothing that set-up could install")
@pytest.mark.parametrize(
    ("work", "every"),
    [("scan", "67"), ("edit", "397"), ("seal", "67"), ("send", "67"), ("purge", "67")],
)
def test_fault_at_a_system_call_loses_nothing_that_was_claimed(work: str, every: str) -> None:
    done = run("syscalls", "--only", work, "--every", every)

    assert wrong_of(done) == []
    assert f"| {work} |" in done.stdout


@needs_strace
@pytest.mark.may_skip("a right of the kernel's, nothing that set-up could install")
@pytest.mark.parametrize("program", ["syscalls", "power"])
def test_station_that_claims_too_early_is_found_out(program: str) -> None:
    done = run(program, "--only", "told too early", "--every", "19")

    assert done.returncode == 1
    assert "page without a row" in done.stderr


@needs_strace
@pytest.mark.may_skip("a right of the kernel's, nothing that set-up could install")
@pytest.mark.parametrize("work", ["scan", "sign"])
def test_power_cut_loses_nothing_that_was_claimed(work: str) -> None:
    done = run("power", "--only", work, "--every", "43")

    assert wrong_of(done) == []
    assert "| **all** |" in done.stdout


@needs_strace
@pytest.mark.may_skip("a right of the kernel's, nothing that set-up could install")
@pytest.mark.parametrize("work", ["scan", "sign"])
def test_disk_that_becomes_read_only_in_the_middle_loses_nothing(work: str) -> None:
    done = run("syscalls", "--only", work, "--kind", "EROFS", "--at-least", "5")

    assert wrong_of(done) == []
    assert f"| {work} | 5 |" in done.stdout


@needs_strace
@pytest.mark.may_skip("a right of the kernel's, nothing that set-up could install")
def test_kill_between_two_journals_leaves_no_finding() -> None:
    done = run("syscalls", "--only", "scan", "--call", "write", "--every", "5")

    assert wrong_of(done) == []
    assert "| scan |" in done.stdout


@pytest.fixture
def disk(tmp_path: Path) -> RecordedDisk:
    """Two folders and a file of which nothing is synced."""
    before = tmp_path / "before"
    for name in ("tmp", "blobs"):
        (before / name).mkdir(parents=True)
    made = RecordedDisk(before)
    made.create(FILE)
    made.change(FILE, Write(0, b"abc"))
    return made


def left(disk: RecordedDisk, target: Path, kept: Kept) -> dict[str, bytes]:
    disk.write_state(target, disk.count + 1, kept, random.Random(1))
    found = {
        str(path.relative_to(target)): path.read_bytes()
        for path in target.rglob("*")
        if path.is_file()
    }
    shutil.rmtree(target)
    return found


def test_disk_without_any_sync_may_keep_nothing(disk: RecordedDisk, tmp_path: Path) -> None:
    assert left(disk, tmp_path / "after", Kept.NOTHING) == {}
    assert left(disk, tmp_path / "after", Kept.NAMES_ONLY) == {"tmp/one": b""}


def test_disk_keeps_bytes_of_a_synced_file_only_under_a_synced_name(
    disk: RecordedDisk, tmp_path: Path
) -> None:
    disk.sync(FILE)

    without_name = left(disk, tmp_path / "after", Kept.NOTHING)
    disk.rename(FILE, FINAL)
    disk.sync(FINAL.parent)

    assert without_name == {}
    assert left(disk, tmp_path / "after", Kept.NOTHING) == {"blobs/one": b"abc"}


def test_disk_never_loses_both_names_of_a_file_that_was_moved(
    disk: RecordedDisk, tmp_path: Path
) -> None:
    disk.sync(FILE)
    disk.sync(FILE.parent)
    disk.rename(FILE, FINAL)

    for seed in range(40):
        target = tmp_path / "after"
        disk.write_state(target, disk.count + 1, Kept.ANY, random.Random(seed))
        assert (target / FILE).exists() or (target / FINAL).exists()
        shutil.rmtree(target)


def test_disk_before_the_cut_knows_nothing_of_later_operations(
    disk: RecordedDisk, tmp_path: Path
) -> None:
    disk.sync(FILE)
    disk.sync(FILE.parent)
    cut = disk.count + 1
    disk.change(FILE, Cut(0))
    disk.sync(FILE)

    disk.write_state(tmp_path / "after", cut, Kept.TORN, random.Random(1))

    assert (tmp_path / "after" / FILE).read_bytes() == b"abc"
