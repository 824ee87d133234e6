"""Lanes of worker processes: one death or hang costs one job."""

from __future__ import annotations

import os
import time
from concurrent.futures import Future
from typing import Any

import pytest

from app.errors import Advice, JobCancelled, JobError, JobTimeout, LibraryError, WorkerDied
from app.jobs import CancelToken, InlineExecutor, ProcessLane


def double(number: int) -> int:
    return 2 * number


def own_pid() -> int:
    return os.getpid()


def engine_threads() -> str:
    return os.environ["OMP_THREAD_LIMIT"]


def die() -> None:
    os._exit(139)


def sleep_long() -> None:
    time.sleep(60)


def fail_with_ours() -> None:
    raise LibraryError("key.locked", Advice.USER_ACTION, "detail", 0)


def fail_with_foreign() -> None:
    raise ZeroDivisionError("by zero")


@pytest.fixture
def lane() -> ProcessLane:
    return ProcessLane(1, timeout_s=20.0)


def test_submit_plain_function_gives_its_result(lane: ProcessLane) -> None:
    results = [lane.submit(double, number).result() for number in range(3)]

    lane.close()
    assert results == [0, 2, 4]


def test_submit_several_jobs_uses_one_process_apart(lane: ProcessLane) -> None:
    pids = {lane.submit(own_pid).result() for _ in range(3)}

    lane.close()
    assert len(pids) == 1
    assert os.getpid() not in pids


def test_worker_process_is_told_to_keep_the_engine_to_one_thread(lane: ProcessLane) -> None:
    limit = lane.submit(engine_threads).result()

    lane.close()
    assert limit == "1"


def test_submit_job_that_kills_its_process_fails_alone(lane: ProcessLane) -> None:
    dying = lane.submit(die)
    after = [lane.submit(double, number) for number in (1, 2)]

    with pytest.raises(WorkerDied):
        dying.result()
    results = [future.result() for future in after]

    lane.close()
    assert results == [2, 4]


def test_submit_job_over_its_time_is_killed_and_the_next_runs() -> None:
    lane = ProcessLane(1, timeout_s=2.0)
    hanging = lane.submit(sleep_long)
    after = lane.submit(double, 4)

    with pytest.raises(JobTimeout):
        hanging.result()
    result = after.result()

    lane.close()
    assert result == 8


def test_submit_failing_job_brings_code_advice_and_tries_over_the_pipe(lane: ProcessLane) -> None:
    with pytest.raises(LibraryError) as caught:
        lane.submit(fail_with_ours).result()

    lane.close()
    assert caught.value.code == "key.locked"
    assert caught.value.advice is Advice.USER_ACTION
    assert caught.value.tries_left == 0


def test_submit_foreign_exception_comes_back_as_job_error(lane: ProcessLane) -> None:
    with pytest.raises(JobError, match="ZeroDivisionError"):
        lane.submit(fail_with_foreign).result()

    lane.close()


def test_close_running_and_waiting_jobs_are_cancelled_at_once(lane: ProcessLane) -> None:
    lane.submit(double, 1).result()
    running: Future[None] = lane.submit(sleep_long)
    waiting: Future[int] = lane.submit(double, 1)

    lane.close()

    futures: tuple[Future[Any], ...] = (running, waiting)
    for future in futures:
        with pytest.raises(JobCancelled):
            future.result(timeout=10)
    with pytest.raises(JobError):
        lane.submit(double, 1)


def test_cancel_token_check_raises_only_after_cancel() -> None:
    token = CancelToken()
    token.check()

    token.cancel()

    with pytest.raises(JobCancelled):
        token.check()


def test_inline_executor_hands_errors_through_the_future() -> None:
    future = InlineExecutor().submit(fail_with_foreign)

    with pytest.raises(ZeroDivisionError):
        future.result()
