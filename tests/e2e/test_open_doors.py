"""The open station listens at no port: whoever is on the network finds nobody here."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from app.bootstrap import Wiring
from app.first_window import raised_by_later_starts
from app.settings import Settings

_LISTENING = "0A"
_TABLES = ("tcp", "tcp6", "udp", "udp6")


def open_ports(process: str = "self") -> list[str]:
    """Local addresses at which this process waits for others."""
    own = set()
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            own.add(str(descriptor.readlink()))
    found = []
    for table in _TABLES:
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            waits = words[3] == _LISTENING or table.startswith("udp")
            if waits and f"socket:[{words[9]}]" in own:
                found.append(f"{table} {words[1]}")
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.may_skip("only Linux tells of its sockets in files")
def test_open_station_listens_nowhere(tmp_path: Path) -> None:
    before = set(open_ports())
    data = tmp_path / "station"
    settings = Settings(data_dir=data, jobs=1, station_key_place="file")

    with (
        Wiring(settings, {}).station(),
        raised_by_later_starts(data, os.urandom, lambda: None),
    ):
        during = set(open_ports())

    assert during - before == set()
