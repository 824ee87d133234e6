"""Lanes of worker processes: one death or hang costs one job."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from app.errors import Advice, JobCancelled, JobError, JobTimeout, LibraryError, WorkerDied
from app.jobs import WAITING_PER_WORKER, CancelToken, InlineExecutor, ProcessLane
from app.worker_process import NICENESS, Allowance


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


def own_niceness() -> int:
    return os.nice(0)


def wait_for_file(path: Path) -> bool:
    while not path.exists():
        time.sleep(0.02)
    return True


def hang_with_a_child(note: Path) -> None:
    """Start a program, as the engine's command does, and never come back."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    part = note.with_suffix(".part")
    part.write_text(f"{os.getpid()} {child.pid}")
    part.rename(note)
    time.sleep(600)


def give_what_cannot_be_sent() -> object:
    return threading.Lock()


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or a corpse that nobody has buried yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state in {"Z", "X"}


def ends(pid: int) -> bool:
    for _ in range(500):
        if has_ended(pid):
            return True
        time.sleep(0.02)
    return False


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


def hanging(lane: ProcessLane, note: Path) -> tuple[Future[None], list[int]]:
    """A job that hangs, and the processes it consists of."""
    future = lane.submit(hang_with_a_child, note)
    while not note.exists() and not future.done():
        time.sleep(0.02)
    return future, [int(pid) for pid in note.read_text().split()]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_cancel_running_job_ends_its_process_and_what_that_started(
    lane: ProcessLane, tmp_path: Path
) -> None:
    future, pids = hanging(lane, tmp_path / "pids")

    future.cancel()

    with pytest.raises(JobCancelled):
        future.result(timeout=10)
    after = lane.submit(double, 4).result()
    lane.close()
    assert [ends(pid) for pid in pids] == [True, True]
    assert after == 8


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_bound_of_a_job_of_its_own_ends_it_with_what_it_started(tmp_path: Path) -> None:
    lane = ProcessLane(1, bounds={hang_with_a_child: 3.0})

    future, pids = hanging(lane, tmp_path / "pids")

    with pytest.raises(JobTimeout):
        future.result(timeout=60)
    lane.close()
    assert [ends(pid) for pid in pids] == [True, True]


def test_cancel_waiting_job_never_runs_it(lane: ProcessLane, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    first = lane.submit(wait_for_file, gate)
    second = lane.submit(double, 1)

    taken_back = second.cancel()
    gate.touch()

    assert taken_back
    assert first.result()
    lane.close()


def test_cancel_of_a_job_leaves_the_one_beside_it_alone(tmp_path: Path) -> None:
    lane = ProcessLane(2, timeout_s=60.0)
    gate = tmp_path / "gate"
    beside = lane.submit(wait_for_file, gate)
    future, _ = hanging(lane, tmp_path / "pids")

    future.cancel()
    with pytest.raises(JobCancelled):
        future.result(timeout=10)
    gate.touch()

    assert beside.result()
    lane.close()


def test_submit_full_lane_waits_until_there_is_room(lane: ProcessLane, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    running = lane.submit(wait_for_file, gate)
    while not running.running():
        time.sleep(0.01)
    waiting = [lane.submit(double, number) for number in range(WAITING_PER_WORKER)]
    late: list[Future[int]] = []
    thread = threading.Thread(target=lambda: late.append(lane.submit(double, 9)))
    thread.start()
    thread.join(0.3)

    blocked = thread.is_alive() and not late
    gate.touch()
    thread.join()

    assert blocked
    assert [future.result() for future in (*waiting, *late)] == [0, 2, 4, 6, 18]
    lane.close()


def test_close_wakes_whoever_waits_for_room(lane: ProcessLane, tmp_path: Path) -> None:
    lane.submit(wait_for_file, tmp_path / "never")
    told: list[str] = []

    def fill() -> None:
        try:
            while True:
                lane.submit(double, 1)
        except JobError as error:
            told.append(error.detail)

    thread = threading.Thread(target=fill)
    thread.start()
    thread.join(0.3)

    lane.close()
    thread.join(10)

    assert told == ["lane is closed"]


@pytest.mark.skipif(sys.platform == "win32", reason="niceness is a thing of POSIX")
@pytest.mark.parametrize("low", [True, False])
def test_worker_stands_back_only_where_it_is_asked_to(low: bool) -> None:
    lane = ProcessLane(1, allowance=Allowance(low_priority=low))

    niceness = lane.submit(own_niceness).result()

    lane.close()
    assert niceness == min(19, os.nice(0) + (NICENESS if low else 0))


def test_submit_answer_that_cannot_be_sent_fails_and_the_worker_lives(lane: ProcessLane) -> None:
    before = lane.submit(own_pid).result()

    with pytest.raises(JobError, match="cannot be sent"):
        lane.submit(give_what_cannot_be_sent).result()

    assert lane.submit(own_pid).result() == before
    lane.close()
