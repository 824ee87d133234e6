"""Body of a worker process: takes a job from its pipe, does it, answers, until the pipe closes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from app import job_wire
from app.errors import JobError, OutOfMemory
from app.logs import quiet_libraries
from app.memory_bound import bound_memory, is_out_of_memory

ONE_THREAD = {
    "OMP_THREAD_LIMIT": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""Environment of a worker: pages run side by side, threads inside a page only cost. OpenBLAS sets
memory aside for a thread of every core, which would count against the bound of the worker."""

NICENESS = 10
"""How far a worker steps back behind the window; about a tenth of a busy core is left to it."""

_BELOW_NORMAL = 0x4000
"""BELOW_NORMAL_PRIORITY_CLASS of Windows."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a worker may take of the machine.

    Attributes:
        low_priority: It stands back behind everything else.
        memory_mb: Bound on its memory and on that of each program it starts, in units of
            2**20 bytes; 0 = none.
    """

    low_priority: bool = False
    memory_mb: int = 0


OUT_OF_MEMORY_EXIT = 77
"""How a worker ends that had no memory to take a job in, or to say what came of it."""


def serve(connection: Connection, allowance: Allowance) -> None:
    """Do the jobs that come through `connection`, one at a time.

    Raises:
        SystemExit: There was no memory for what lies around a job.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lead_own_group()
    os.environ.update(ONE_THREAD)
    quiet_libraries()
    if allowance.low_priority:
        lower_priority()
    bound_memory(allowance.memory_mb)
    try:
        _serve(connection)
    except MemoryError:
        raise SystemExit(OUT_OF_MEMORY_EXIT) from None


def _serve(connection: Connection) -> None:
    while True:
        try:
            job, args, kwargs = job_wire.receive(connection)
        except (EOFError, ConnectionError):
            return
        try:
            _tell(connection, _answer(job, args, kwargs))
        except ConnectionError:
            return


def lead_own_group() -> None:
    """Begin a process group, so that what the job starts can be ended together with it."""
    if sys.platform != "win32":
        os.setpgid(0, 0)


def lower_priority() -> None:
    """Let the window and everything else on this machine go first."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.SetPriorityClass.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(NICENESS)


def _tell(connection: Connection, answer: tuple[bool, Any]) -> None:
    """Send an answer; one that cannot be sent is told as an error, and the worker lives on."""
    try:
        job_wire.send(connection, answer, os.getppid())
    except ConnectionError:
        raise
    except Exception as error:  # pickling runs code of the result and raises whatever that does
        kind = OutOfMemory if is_out_of_memory(error) else JobError
        refused = kind(f"answer cannot be sent: {type(error).__name__}")
        job_wire.send(connection, (False, refused), os.getppid())


def _answer(
    job: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[bool, Any]:
    try:
        return (True, job(*args, **kwargs))
    except Exception as error:  # the job runner: one bad page never ends a batch
        return (False, _portable(error))


def _portable(error: Exception) -> Exception:
    """The error itself when its class survives pickling, else its name and text.

    Whatever a library made of a lack of memory, a damaged picture for example, it is told as such.
    """
    if is_out_of_memory(error):
        return OutOfMemory(f"{type(error).__name__} {getattr(error, 'code', '')}".rstrip())
    if hasattr(error, "code") and hasattr(error, "advice"):
        return error
    return JobError(f"{type(error).__name__}: {error}")
