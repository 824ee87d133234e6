"""A station over a store, with stand-ins for readings, keys and the processing system."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.ids import DossierId
from app.province.base import ProcessingSystem
from app.services import purge
from app.services.recover import recover
from app.services.station import Station
from app.store.opening import open_rooms
from benchmarks.faults.child import FarOffice
from benchmarks.faults.office import Office
from ocr.reading import FieldReading, FieldSource, FieldState, PageReading
from tests.fakes.counter_station import CounterStation

PAGES = 3
SHEET_BYTES = 9_000
FIELDS = ("full_name", "id_number")


def now() -> str:
    """Present time as the store takes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def sheet(number: int) -> bytes:
    """A scanned sheet; no two are alike."""
    return b"\x89PNG" + number.to_bytes(4, "big") * (SHEET_BYTES // 4)


@contextmanager
def opened(root: Path, system: ProcessingSystem | FarOffice | Office) -> Iterator[Station]:
    """The station over the store in `root`, recovered, as at each start."""
    rooms = open_rooms(root, clock=now)
    store, vault = rooms.store, rooms.vault
    try:
        counter = CounterStation()
        for number in range(PAGES):
            counter.reader.readings[sheet(number)] = _reading()
        station = replace(
            counter.station,
            store=store,
            vault=vault,
            system=system,  # type: ignore[arg-type]  # a part of the protocol is enough here
            random_bits=secrets.randbits,
            now=lambda: datetime.now(UTC),
            care=store.care,
            upkeep=rooms.upkeep,
        )
        recover(station)
        purge.finish(station, rooms.upkeep)
        yield station
    finally:
        store.close()


def _reading() -> PageReading:
    fields = [
        FieldReading(name, name, "Nguyễn", FieldState.AMBER, 0.5, FieldSource.OCR, (1, 2, 30, 40))
        for name in FIELDS
    ]
    return replace(PageReading(200, 280, 300), fields=tuple(fields))


def home_of(station: Station) -> DossierId:
    return station.store.dossier_rows()[-1].dossier.id


def to_nobody(_kind: str, _name: str, _value: str) -> None:
    return None
