"""A batch that is killed with all its processes is finished afterwards, whole and once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.signing_kills import Tally

pytestmark = [
    pytest.mark.softhsm,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]


def test_killed_batch_loses_doubles_and_halves_nothing() -> None:
    command = [sys.executable, "-m", "benchmarks.signing_kills", "--count", "3", "--files", "2"]

    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stderr
    for row in ("lost", "doubled", "half"):
        assert f"| {row} | 0 |" in done.stdout


@pytest.mark.parametrize("name", ["lost", "doubled", "half"])
def test_tally_with_anything_wrong_is_not_clean(name: str) -> None:
    tally = Tally(kills=1, batches=1, files=1)
    setattr(tally, name, 1)

    assert not tally.is_clean
    assert Tally(kills=1, batches=1, files=1).is_clean
