"""A store that was damaged from outside: each damage ends as it should; a part of the full run.

The full run is `python -m benchmarks.faults.damage`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.damage import (
    DAMAGES,
    Truth,
    lay_out,
    try_damage,
    try_lock,
    try_rot_before_sending,
)


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    before = tmp_path_factory.mktemp("damage") / "before"
    return before, lay_out(before)


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_repaired_or_told(name: str, laid_out: tuple[Path, Truth]) -> None:
    tally = try_damage(name, *laid_out, count=4)

    assert tally.wrong == []
    assert tally.ends.total() >= 1


@pytest.mark.expects_log_warnings
def test_lock_of_another_program_is_no_damage(laid_out: tuple[Path, Truth]) -> None:
    tally = try_lock(laid_out[0])

    assert tally.wrong == []
    assert set(tally.ends) == {"refused: store.in_use", "whole when the lock was gone"}


@pytest.mark.expects_log_warnings
def test_rot_is_held_and_never_sent(tmp_path: Path) -> None:
    tally = try_rot_before_sending(tmp_path)

    assert tally.wrong == []
    assert tally.ends["held: delivery.local_corrupt"] >= 2
