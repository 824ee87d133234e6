from __future__ import annotations

import pytest

from benchmarks.memory import resident_kb
from benchmarks.steps import Clock


def test_clock_table_has_every_step_and_their_sum() -> None:
    clock = Clock()
    clock.seconds["decode"] += [0.1, 0.3]
    clock.seconds["clean"] += [0.5, 0.5]

    lines = clock.table().splitlines()

    assert lines[2:] == [
        "| decode | 0.200 | 0.200 |",
        "| clean | 0.500 | 0.500 |",
        "| **all** | 0.70 | 0.70 |",
    ]


def test_resident_kb_is_what_this_process_holds() -> None:
    if resident_kb() == 0:
        pytest.skip("no /proc here")

    assert resident_kb() > 1000
