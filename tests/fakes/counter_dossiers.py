"""Dossiers of a counter that are further than scanned."""

from __future__ import annotations

from app.domain.ids import DossierId
from app.services.assemble import build
from app.services.deliver import enqueue
from app.services.review import FieldKey, confirm_field, finish_review
from app.services.sign import Key, sign_dossier
from tests.fakes.counter_station import BIRTH, KEY, PIN, CounterStation
from tests.ui.conftest import declaration

CODE = "H26.121-251027-0031"


def reviewed(world: CounterStation, code: str = CODE) -> DossierId:
    home = world.add_dossier([declaration()], code, BIRTH)
    for field in world.store.fields(home):
        confirm_field(world.station, FieldKey(home, field.page_id, field.name))
    finish_review(world.station, home)
    return home


def sealed(world: CounterStation, code: str = CODE) -> DossierId:
    home = reviewed(world, code)
    build(world.station, home)
    sign_dossier(world.station, home, Key(KEY, bytearray(PIN.encode())))
    enqueue(world.station, home)
    return home
