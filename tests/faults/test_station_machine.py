"""A station at random against a model: a part of the full run.

The full run is `python -m benchmarks.faults.machine --steps 100000`.
"""

from __future__ import annotations

import pytest

from app.domain.ids import PageId
from benchmarks.faults import machine
from benchmarks.faults.machine import DONE, run_machine


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("seed", [1, 2])
def test_station_at_random_agrees_with_the_model(seed: int) -> None:
    before = DONE.total()

    run_machine(6, 40, seed=seed)

    assert DONE.total() - before >= 120


@pytest.mark.expects_log_warnings
def test_model_notices_a_page_that_is_gone() -> None:
    station = machine.StationMachine()
    station.pages[PageId("nobody")] = "0" * 64

    with pytest.raises(AssertionError, match="an acknowledged page is gone"):
        station.model_and_rows_agree()

    station.teardown()
