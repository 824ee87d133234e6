"""The bound on a worker's memory: the system holds it, one job pays, its lane goes on."""

from __future__ import annotations

import os
import subprocess
import sys

import cv2
import numpy as np
import pytest

from app.errors import Advice, OutOfMemory
from app.jobs import ProcessLane
from app.memory_bound import is_out_of_memory, memory_bound_mb
from app.services.workers import library_errors
from app.worker_process import Allowance
from ocr.errors import DamagedInput

MB = 2**20
BOUND_MB = 400
BELOW_MB, ABOVE_MB = 150, 900

linux = pytest.mark.skipif(sys.platform != "linux", reason="the bound is the one of Linux")


def fill(megabytes: int) -> int:
    return len(bytearray(megabytes * MB))


def fill_many_times(megabytes: int, times: int) -> int:
    return sum(fill(megabytes) for _ in range(times))


def fill_array(megabytes: int) -> int:
    return int(np.full(megabytes * MB, 7, np.uint8)[-1])


def fill_picture(megabytes: int) -> int:
    """OpenCV takes the memory itself; the picture it begins with is small."""
    return int(cv2.resize(np.zeros((1, 1), np.uint8), (1024, megabytes * 1024)).shape[0])


def break_on_a_picture(megabytes: int) -> None:
    """A library that takes a lack of memory for a damaged file."""
    with library_errors():
        try:
            fill(megabytes)
        except MemoryError as error:
            raise DamagedInput("cannot be decoded") from error


def fill_in_a_child(megabytes: int) -> tuple[int, str]:
    """What the engine's command is to a worker: a program of its own."""
    program = f"print(len(bytearray({megabytes * MB})))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, timeout=60, check=False
    )
    return done.returncode, done.stderr.decode().strip().rpartition("\n")[2]


def answer_too_much(megabytes: int) -> bytes:
    """Within the bound by itself, not so twice; the answer is made once more to be sent."""
    return b"x" * (megabytes * MB)


def take(data: bytes) -> int:
    return len(data)


def lift_the_bound() -> int:
    """What code under the bound would do to get rid of it."""
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return memory_bound_mb()


def bounded(megabytes: int = BOUND_MB) -> ProcessLane:
    return ProcessLane(1, timeout_s=120.0, allowance=Allowance(memory_mb=megabytes))


@linux
@pytest.mark.parametrize(
    "job", [fill, fill_array, fill_picture, break_on_a_picture], ids=lambda job: job.__name__
)
def test_submit_job_over_its_memory_is_told_so_and_a_fresh_worker_takes_the_next(
    job: object,
) -> None:
    lane = bounded()
    before = lane.submit(os.getpid).result()

    error = lane.submit(job, ABOVE_MB).exception()  # type: ignore[arg-type]  # jobs of any kind
    after = lane.submit(fill, BELOW_MB).result()
    successor = lane.submit(os.getpid).result()

    lane.close()
    assert isinstance(error, OutOfMemory)
    assert (error.code, error.advice) == ("job.out_of_memory", Advice.USER_ACTION)
    assert after == BELOW_MB * MB
    assert successor != before


@linux
def test_submit_jobs_within_their_memory_share_one_untouched_worker() -> None:
    lane = bounded()
    before = lane.submit(os.getpid).result()

    filled = lane.submit(fill_many_times, BELOW_MB, 10).result()

    assert filled == 10 * BELOW_MB * MB
    assert lane.submit(os.getpid).result() == before
    assert lane.submit(memory_bound_mb).result() == BOUND_MB
    lane.close()


@linux
def test_submit_without_a_bound_lets_the_same_job_pass() -> None:
    lane = ProcessLane(1)

    filled = lane.submit(fill, ABOVE_MB).result()

    assert filled == ABOVE_MB * MB
    assert lane.submit(memory_bound_mb).result() == memory_bound_mb()
    lane.close()


@linux
def test_submit_job_that_starts_a_program_bounds_that_too() -> None:
    lane = bounded()

    failed = lane.submit(fill_in_a_child, ABOVE_MB).result()
    passed = lane.submit(fill_in_a_child, BELOW_MB).result()

    lane.close()
    assert failed == (1, "MemoryError")
    assert passed == (0, "")


@linux
@pytest.mark.parametrize("megabytes", [BOUND_MB - 100])
def test_submit_answer_without_memory_to_send_it_is_told_so(megabytes: int) -> None:
    lane = bounded()

    error = lane.submit(answer_too_much, megabytes).exception()
    after = lane.submit(fill, BELOW_MB).result()

    lane.close()
    assert isinstance(error, OutOfMemory)
    assert after == BELOW_MB * MB


@linux
def test_submit_job_without_memory_to_take_it_in_is_told_so() -> None:
    lane = bounded(250)

    error = lane.submit(take, b"x" * (300 * MB)).exception()
    after = lane.submit(take, b"small").result()

    lane.close()
    assert isinstance(error, OutOfMemory)
    assert after == 5


@linux
@pytest.mark.may_skip("the superuser may lift any bound")
def test_bound_cannot_be_lifted_from_inside() -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may lift any bound")
    lane = bounded()

    error = lane.submit(lift_the_bound).exception()

    lane.close()
    assert error is not None


def foreign(kind: type[Exception], cause: Exception) -> Exception:
    error = kind("told")
    error.__cause__ = cause
    return error


def opencv_error(code: int) -> Exception:
    error = cv2.error("told")
    error.code = code
    return error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), True),
        (foreign(ValueError, MemoryError()), True),
        (foreign(DamagedInput, foreign(ValueError, MemoryError())), True),
        (opencv_error(-4), True),
        (opencv_error(-215), False),
        (ValueError("memory"), False),
        (foreign(ValueError, KeyError("x")), False),
    ],
)
def test_is_out_of_memory_looks_through_what_it_was_wrapped_in(
    error: Exception, told: bool
) -> None:
    assert is_out_of_memory(error) is told
