"""The job object of Windows, on a stand-in for its library: layout and order of the calls."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from app.job_object import (
    EXTENDED_LIMITS,
    PROCESS_MEMORY,
    ExtendedLimits,
    bound_of_own_process,
    bound_own_process,
)

OWN_PROCESS = -1
"""The handle that GetCurrentProcess gives."""


class WindowsLibrary:
    """Keeps jobs as the system does: raw bytes, which must have the size it expects."""

    def __init__(self, refuses: str = "") -> None:
        self.limits: dict[int, bytes] = {}
        self.job_of_process: int | None = None
        self._refuses = refuses

    def CreateJobObjectW(self, attributes: None, name: None) -> int | None:
        if self._refuses == "create":
            return None
        job = 40 + 4 * len(self.limits)
        self.limits[job] = bytes(ctypes.sizeof(ExtendedLimits))
        return job

    def SetInformationJobObject(self, job: int, kind: int, information: Any, size: int) -> int:
        if self._refuses == "set" or kind != EXTENDED_LIMITS or size != len(self.limits[job]):
            return 0
        self.limits[job] = ctypes.string_at(information, size)
        return 1

    def QueryInformationJobObject(
        self, job: int | None, kind: int, information: Any, size: int, written: None
    ) -> int:
        asked = self.job_of_process if job is None else job
        if asked is None or kind != EXTENDED_LIMITS or size != len(self.limits[asked]):
            return 0
        ctypes.memmove(information, self.limits[asked], size)
        return 1

    def AssignProcessToJobObject(self, job: int, process: int) -> int:
        if self._refuses == "assign" or process != OWN_PROCESS:
            return 0
        self.job_of_process = job
        return 1

    def GetCurrentProcess(self) -> int:
        return OWN_PROCESS


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="sizes of 64-bit Windows")
def test_extended_limits_have_the_layout_of_windows() -> None:
    assert ctypes.sizeof(ExtendedLimits) == 144
    assert ExtendedLimits.ProcessMemoryLimit.offset == 112
    assert ExtendedLimits.PeakJobMemoryUsed.offset == 136


def test_bound_own_process_puts_it_into_a_job_with_the_bound() -> None:
    library = WindowsLibrary()

    bound_own_process(library, 2**31)

    assert library.job_of_process is not None
    limits = ExtendedLimits.from_buffer_copy(library.limits[library.job_of_process])
    assert limits.BasicLimitInformation.LimitFlags == PROCESS_MEMORY
    assert limits.ProcessMemoryLimit == 2**31
    assert bound_of_own_process(library) == 2**31


@pytest.mark.parametrize("call", ["create", "set", "assign"])
def test_bound_own_process_refused_raises_and_bounds_nothing(call: str) -> None:
    library = WindowsLibrary(call)

    with pytest.raises(OSError, match="failed"):
        bound_own_process(library, 2**31)

    assert bound_of_own_process(library) == 0


def test_bound_of_own_process_in_a_job_without_that_limit_is_none() -> None:
    library = WindowsLibrary()
    job = library.CreateJobObjectW(None, None)
    assert job is not None
    library.AssignProcessToJobObject(job, OWN_PROCESS)

    assert bound_of_own_process(library) == 0
