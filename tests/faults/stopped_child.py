"""A program that the tests stop and let go on: one job in a lane, its result on standard output.

Says "at work PID" when the job runs, then what came of it.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.errors import StationError
from app.jobs import ProcessLane

STEP_S = 0.05


def count_slowly(steps: int, at_work: str) -> str:
    """A job that needs its time in small pieces, as real work does."""
    Path(at_work).write_text(str(os.getpid()), encoding="ascii")
    for _ in range(steps):
        time.sleep(STEP_S)
    return "done"


def main() -> None:
    at_work, timeout_s, steps = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    lane = ProcessLane(1, timeout_s=timeout_s)
    try:
        future = lane.submit(count_slowly, steps, str(at_work))
        print(future.result(), flush=True)
    except StationError as error:
        print(error.code, flush=True)
    finally:
        lane.close()


if __name__ == "__main__":
    main()
