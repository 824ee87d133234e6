"""The job object of Windows that bounds the memory of a process and of each that it starts.

Not run on Windows yet: the layout of the structure and the order of the calls are tested on a
stand-in for the system's library.

Source: Microsoft, Win32 API, "Job Objects", JOBOBJECT_EXTENDED_LIMIT_INFORMATION.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any, Protocol

EXTENDED_LIMITS = 9
"""JobObjectExtendedLimitInformation."""
PROCESS_MEMORY = 0x100
"""JOB_OBJECT_LIMIT_PROCESS_MEMORY: what one process of the job may commit."""


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; `IoInfo` stands for the six counters of IO_COUNTERS."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class Kernel32(Protocol):
    """What is used of the system's library; handles are opaque, 0 or None = the call failed."""

    def CreateJobObjectW(self, attributes: None, name: None) -> int | None:
        """A new job without a name."""
        ...

    def SetInformationJobObject(
        self, job: int, kind: int, information: Any, size: int
    ) -> int:  # Any: pointer
        """Give a job its limits."""
        ...

    def QueryInformationJobObject(
        self, job: int | None, kind: int, information: Any, size: int, written: None
    ) -> int:  # Any: pointer
        """Limits of a job; without one, of the job this process is in."""
        ...

    def AssignProcessToJobObject(self, job: int, process: int) -> int:
        """Put a process into a job, for good."""
        ...

    def GetCurrentProcess(self) -> int:
        """This process."""
        ...


def bound_own_process(library: Kernel32, size_bytes: int) -> None:
    """Put this process into a new job whose processes may commit `size_bytes` each.

    The handle is never closed: the job lives as long as the processes in it.

    Raises:
        OSError: The system refuses.
    """
    job = library.CreateJobObjectW(None, None)
    if not job:
        raise OSError("CreateJobObjectW failed")
    limits = ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = PROCESS_MEMORY
    limits.ProcessMemoryLimit = size_bytes
    size = ctypes.sizeof(limits)
    if not library.SetInformationJobObject(job, EXTENDED_LIMITS, ctypes.byref(limits), size):
        raise OSError("SetInformationJobObject failed")
    if not library.AssignProcessToJobObject(job, library.GetCurrentProcess()):
        raise OSError("AssignProcessToJobObject failed")


def bound_of_own_process(library: Kernel32) -> int:
    """Bytes that this process may commit by the job it is in, 0 = no bound."""
    limits = ExtendedLimits()
    size = ctypes.sizeof(limits)
    if not library.QueryInformationJobObject(
        None, EXTENDED_LIMITS, ctypes.byref(limits), size, None
    ):
        return 0
    if not limits.BasicLimitInformation.LimitFlags & PROCESS_MEMORY:
        return 0
    return int(limits.ProcessMemoryLimit)


if sys.platform == "win32":

    def kernel32() -> Kernel32:
        """The system's library, told the types of what is used: handles are as wide as pointers."""
        library = ctypes.WinDLL("kernel32", use_last_error=True)
        handle, number = ctypes.c_void_p, ctypes.c_uint32
        library.CreateJobObjectW.restype = library.GetCurrentProcess.restype = handle
        library.CreateJobObjectW.argtypes = (handle, ctypes.c_wchar_p)
        library.SetInformationJobObject.argtypes = (handle, ctypes.c_int, handle, number)
        library.QueryInformationJobObject.argtypes = (
            handle,
            ctypes.c_int,
            handle,
            number,
            handle,
        )
        library.AssignProcessToJobObject.argtypes = (handle, handle)
        return library
