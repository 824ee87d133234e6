"""Faults and kills of capture, a few of each; the programs play all of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.station import Station
from benchmarks import capture_faults, capture_kills, capture_speed
from benchmarks.capture_faults import CASES, Case, Ground

pytestmark = [pytest.mark.sane, pytest.mark.expects_log_warnings]

FEW = {
    "status JAMMED",
    "feeder runs empty after 10",
    "picture that ends early",
    "jam at sheet 3",
    "double_feed at sheet 3",
    "killed (SIGKILL)",
    "segmentation fault",
    "stopped (SIGSTOP)",
    "rubbish on standard output",
    "an endless line",
    "half a page, then gone",
    "a page with another digest",
    "ENOSPC at page 3",
    "EIO at page 3",
    "stops after two sheets",
    "stops while a sheet is read",
}


def need_sane() -> None:
    try:
        ctypes.CDLL("libsane.so.1")
    except OSError:
        pytest.skip("libsane.so.1 is not installed")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Station, Ground]]:
    need_sane()
    with capture_faults.ground(tmp_path_factory.mktemp("faults")) as both:
        yield both


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name in FEW], ids=lambda case: case.name
)
def test_fault_is_told_and_loses_nothing(made: tuple[Station, Ground], case: Case) -> None:
    station, ground = made

    found = capture_faults.play(case, station, ground)

    assert found.is_right(case), found


def test_cases_are_as_many_as_promised_and_have_names_of_their_own() -> None:
    names = [(case.family, case.name) for case in CASES]

    assert len(names) == len(set(names))
    assert sum(case.error is not None for case in CASES) >= 40
    assert {name for _, name in names} >= FEW


def test_kills_lose_no_page_that_was_told_saved(tmp_path: Path) -> None:
    need_sane()

    tally = capture_kills.run(3, seed=4, folder=tmp_path, within_s=1.0)

    assert tally.kills == 3
    assert tally.lost == tally.unfinished == 0
    assert tally.checked >= tally.told or tally.told == 0


def test_speed_times_every_page(tmp_path: Path) -> None:
    need_sane()

    lines = capture_speed.measure(1, tmp_path)

    assert lines[2].startswith("| `pnm`, A4 300 dpi colour, full speed | 1 |")
    assert "| 10 |" in lines[3]
