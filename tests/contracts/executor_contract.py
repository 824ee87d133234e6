"""What every `Executor` has to do, wherever its jobs run.

A test class inherits this and provides the fixture `lane`.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.errors import Advice, JobCancelled, JobError, LibraryError, WorkerDied
from app.jobs import Executor
from app.shared_bytes import SharedBytes
from tests.fakes.cluster_jobs import (
    break_off,
    die,
    double,
    note_and_wait,
    refuse,
    turned_round,
)

LARGE = bytes(range(256)) * 2000


def appears(file: Path) -> bool:
    """Whether a file comes to be; generous, for machines that are busy."""
    for _ in range(3000):
        if file.exists():
            return True
        time.sleep(0.02)
    return False


class ExecutorContract:
    """Contract of `Executor`."""

    def test_submit_gives_what_the_job_gives(self, lane: Executor) -> None:
        assert lane.submit(double, 21).result() == 42

    def test_submit_many_gives_each_its_own_result(self, lane: Executor) -> None:
        futures = [lane.submit(double, number) for number in range(30)]

        assert [future.result() for future in futures] == [2 * n for n in range(30)]

    def test_submit_large_bytes_arrive_whole(self, lane: Executor) -> None:
        assert lane.submit(turned_round, LARGE).result() == LARGE[::-1]

    def test_submit_shared_bytes_arrive_whole_for_every_job(self, lane: Executor) -> None:
        shared = SharedBytes.of((LARGE,))

        futures = [lane.submit(turned_round, shared) for _ in range(4)]

        assert {future.result() for future in futures} == {LARGE[::-1]}

    def test_submit_error_of_a_library_keeps_code_and_advice(self, lane: Executor) -> None:
        with pytest.raises(LibraryError) as caught:
            lane.submit(refuse).result()

        assert (caught.value.code, caught.value.advice) == ("input.broken", Advice.USER_ACTION)

    def test_submit_unknown_error_becomes_a_job_error(self, lane: Executor) -> None:
        with pytest.raises(JobError):
            lane.submit(break_off).result()

    def test_submit_death_of_a_process_costs_its_job_alone(self, lane: Executor) -> None:
        dying = lane.submit(die)
        others = [lane.submit(double, number) for number in range(4)]

        with pytest.raises(WorkerDied):
            dying.result()
        assert [future.result() for future in others] == [0, 2, 4, 6]

    def test_cancel_of_a_running_job_ends_it_and_the_lane_goes_on(
        self, lane: Executor, tmp_path: Path
    ) -> None:
        note = tmp_path / "note"
        future = lane.submit(note_and_wait, str(note), str(tmp_path / "never"))
        assert appears(note)

        assert not future.cancel()

        with pytest.raises(JobCancelled):
            future.result()
        assert lane.submit(double, 1).result() == 2
