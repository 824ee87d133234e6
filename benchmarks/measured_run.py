"""Run one command and tell what it cost, its children included.

Run: `python -I benchmarks/measured_run.py SECONDS COMMAND …`; prints one JSON object. A process of
its own because Linux counts the memory of the process that starts a program as that program's: this
one is small. The standard library only, for the same reason.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from types import FrameType

_TAIL_LETTERS = 400


def measured_run(command: list[str], timeout_s: int) -> dict[str, float | int | str]:
    """Wall and CPU seconds, peak memory of the largest process in kB, exit code and last words."""
    with tempfile.TemporaryFile() as said:
        started = time.monotonic()
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

        def stop(_signal: int, _frame: FrameType | None) -> None:
            os.killpg(child.pid, signal.SIGKILL)

        signal.signal(signal.SIGALRM, stop)
        signal.alarm(timeout_s)
        _, status, usage = os.wait4(child.pid, 0)
        signal.alarm(0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall_s = time.monotonic() - started
        said.seek(0)
        words = said.read().decode("utf-8", "replace").strip()
    return {
        "exit_code": child.returncode,
        "wall_s": wall_s,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "rss_kb": usage.ru_maxrss,
        "said": words[-_TAIL_LETTERS:],
    }


if __name__ == "__main__":
    print(json.dumps(measured_run(sys.argv[2:], int(sys.argv[1]))))
