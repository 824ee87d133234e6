"""How much memory a worker process may take; the operating system holds the bound.

One mechanism for each system. Both count every process by itself, and both are handed down to
the programs it starts (the `tesseract` command): nothing has to watch. A request above the bound
fails there and then, in the process that made it, so that no other program is ended for it.

- Linux: RLIMIT_DATA. Since Linux 4.7 it counts all private writable memory, that is what NumPy,
  OpenCV, Pillow and Tesseract allocate. RLIMIT_AS would count libraries and files that are merely
  mapped too, 300 MB of them; RLIMIT_RSS does nothing.
- Windows: a job object, see `app.job_object`. It was not run on Windows yet.
- Elsewhere, macOS among them: none. `memory_bound_mb` says so, and the diagnosis shows it.

Source: setrlimit(2), "RLIMIT_DATA".
"""

from __future__ import annotations

import logging
import sys

log = logging.getLogger(__name__)

_MB = 2**20
_NO_MEMORY = -4
"""Code of OpenCV's error when it gets no memory: cv::Error::StsNoMem."""


def bound_memory(megabytes: int) -> None:
    """Bound this process, and each that it starts, for good; 0 asks for no bound.

    A bound that cannot be set costs the bound, not the work: it is logged.
    """
    if megabytes == 0:
        return
    try:
        _set(megabytes * _MB)
    except (OSError, ValueError, OverflowError) as error:
        log.warning("memory cannot be bounded: %s", error)


def memory_bound_mb() -> int:
    """The bound that this process is under, in units of 2**20 bytes; 0 = none."""
    return _held() // _MB


if sys.platform == "linux":
    import resource

    def _set(size_bytes: int) -> None:
        """No higher than what somebody else has set before us."""
        limits = [limit for limit in resource.getrlimit(resource.RLIMIT_DATA) if limit >= 0]
        size_bytes = min(size_bytes, *limits) if limits else size_bytes
        resource.setrlimit(resource.RLIMIT_DATA, (size_bytes, size_bytes))

    def _held() -> int:
        soft, _hard = resource.getrlimit(resource.RLIMIT_DATA)
        return 0 if soft == resource.RLIM_INFINITY else soft

elif sys.platform == "win32":

    def _set(size_bytes: int) -> None:
        from app.job_object import bound_own_process, kernel32

        bound_own_process(kernel32(), size_bytes)

    def _held() -> int:
        from app.job_object import bound_of_own_process, kernel32

        return bound_of_own_process(kernel32())

else:

    def _set(size_bytes: int) -> None:
        log.info("this system holds no bound of %d bytes", size_bytes)

    def _held() -> int:
        return 0


def is_out_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or the one it was raised from, is a request for memory that failed.

    OpenCV is known by name: whoever asks here need not have loaded it.
    """
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        if type(error).__module__ == "cv2" and getattr(error, "code", 0) == _NO_MEMORY:
            return True
        error = error.__cause__
    return False
