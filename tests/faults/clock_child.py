"""A station that works by the clock of the machine, which the tests turn under it.

    python clock_child.py ROOT URL

Sends what is queued, erases what is due, and says in JSON what became of it.
"""

from __future__ import annotations

import json
import secrets
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.province.intake import IntakeClient
from app.services import purge
from app.services.dispatch import send_due
from app.services.host_gate import HostGate
from app.services.receipt_check import ReceiptKeys
from app.services.recover import recover
from app.store.opening import open_rooms
from tests.fakes.counter_station import CounterStation

ROUNDS = 3


def main() -> None:
    root, url = sys.argv[1:]
    rooms = open_rooms(Path(root), clock=lambda: datetime.now(UTC).isoformat())
    client = IntakeClient(url)
    station = replace(
        CounterStation().station,
        store=rooms.store,
        vault=rooms.vault,
        system=client,
        random_bits=secrets.randbits,
        now=lambda: datetime.now(UTC),
        care=rooms.store.care,
        upkeep=rooms.upkeep,
    )
    told: list[str] = []
    recover(station)
    gate = HostGate()
    policy = purge.PurgePolicy(
        timedelta(days=30),
        timedelta(days=1),
        receipt_keys=lambda: ReceiptKeys(client.service_keys()),
    )
    for _ in range(ROUNDS):
        send_due(station, gate=gate, tell=lambda error: told.append(error.code))
    purge.run(station, rooms.upkeep, policy)
    purge.run(station, rooms.upkeep, policy)
    states = [each.state.value for each in rooms.store.submissions()]
    findings = [each.code for each in rooms.store.verify()]
    year = datetime.now(UTC).year
    client.close()
    rooms.store.close()
    print(json.dumps({"states": states, "told": told, "findings": findings, "year": year}))


if __name__ == "__main__":
    main()
