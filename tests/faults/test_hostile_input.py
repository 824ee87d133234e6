"""Hostile files and bytes: a part of the full run, `python -m benchmarks.faults.hostile`."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.hostile import take_in_all, try_reader
from benchmarks.faults.hostile_files import hostile_files
from benchmarks.faults.outside_bytes import readers

CHANGES = 100


def test_hostile_files_are_more_than_two_hundred_and_no_two_share_a_name() -> None:
    names = [name for name, _ in hostile_files()]

    assert len(names) == len(set(names)) >= 200


@pytest.mark.expects_log_warnings
def test_hostile_files_never_reach_the_window(tmp_path: Path) -> None:
    few = [each for each in hostile_files() if "bomb" not in each[0]][::15]

    tally = take_in_all(tmp_path, few)

    assert tally.wrong == []
    assert tally.ends["import.not_regular_file"] == 3
    assert tally.ends.total() >= len(few)


@pytest.mark.expects_log_warnings
def test_changed_bytes_are_read_or_refused_by_name(tmp_path: Path) -> None:
    for reader in readers(tmp_path):
        tally = try_reader(reader, seconds=30.0, most=CHANGES)

        assert tally.wrong == []
        assert tally.ends.total() >= 1
