"""A process that purges and dies at the NUMBER-th CALL (fsync, unlink): ROOT NOW CALL NUMBER."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.services import purge
from app.services.station import Station
from tests.fakes.signed_receipts import receipt_keys
from tests.store.upkeep_samples import Clock, Desk, open_upkeep


def dying(number: int, real: Callable[..., Any]) -> Callable[..., Any]:  # any call of the system
    """`real`, but its `number`-th call kills the process."""
    calls = 0

    def call(*args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **named)

    return call


def main(root: str, now: str, call: str, number: str) -> None:
    clock = Clock(datetime.fromisoformat(now))
    rooms = open_upkeep(Path(root), clock)
    station = cast(Station, Desk(rooms.store, rooms.vault, clock))
    policy = purge.PurgePolicy(
        timedelta(days=30), timedelta(days=1), clock_checked=True, receipt_keys=receipt_keys
    )
    if call == "fsync":
        os.fsync = dying(int(number), os.fsync)
    else:
        Path.unlink = dying(int(number), Path.unlink)  # type: ignore[method-assign]  # it dies
    purge.run(station, rooms.upkeep, policy)
    rooms.store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
