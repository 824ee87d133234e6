"""A batch that is killed at random points ends with every file signed once by each signer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_batch_killed_five_times_loses_and_doubles_nothing() -> None:
    command = [sys.executable, "-m", "benchmarks.signing_kills", "--count", "5", "--files", "3"]

    outcome = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )

    assert outcome.returncode == 0, outcome.stderr
    table = dict(line.strip("| ").split(" | ") for line in outcome.stdout.splitlines()[2:])
    assert table["kills (SIGKILL)"] == "5"
    assert (table["lost"], table["doubled"], table["half"]) == ("0", "0", "0")
    assert int(table["files checked"]) >= 3
