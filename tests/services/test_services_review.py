"""Review: what the audit chain keeps of an edit, and many confirmations at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.dossier import DossierState
from app.domain.events import Act
from app.domain.field import Field
from app.domain.ids import DossierId
from app.services.review import (
    FieldKey,
    confirm_field,
    confirm_seen,
    correct_field,
    open_doubts,
    restore_field,
    restore_unchanged,
)
from app.store.base import BlobMissing
from ocr.reading import FieldReading, FieldSource, FieldState, PageReading
from tests.fakes.counter_station import CounterStation, reading

ID, OTHER_ID = "038195904374", "038195904375"
PNG = b"\x89PNG "


def read(name: str, value: str, state: FieldState = FieldState.AMBER) -> FieldReading:
    return FieldReading(name, name, value, state, 0.7, FieldSource.OCR, (10, 10, 90, 30))


def paper(value: str = ID) -> PageReading:
    return reading(
        read("requester.personal_id", value),
        read("requester.full_name", "Trần Thị Hoa"),
        read("requester.birth_date", "06/07/1995", FieldState.GREEN),
        read("child.personal_id", "0381", FieldState.RED),
    )


@pytest.fixture
def world() -> CounterStation:
    return CounterStation()


def key(field: Field) -> FieldKey:
    return FieldKey(field.dossier_id, field.page_id, field.name)


def acts(world: CounterStation, action: str) -> list[Act]:
    return [entry.act for entry in world.store.audit_entries() if entry.act.action == action]


def opened(world: CounterStation, *values: str) -> list[DossierId]:
    return [
        world.add_dossier([(PNG + bytes([number]), paper(value))])
        for number, value in enumerate(values)
    ]


def before_and_after(act: Act) -> tuple[str, str]:
    return act.note.partition("from=")[2], act.digest


def test_correction_tells_who_when_field_and_digests_but_no_value(world: CounterStation) -> None:
    [home] = opened(world, ID)
    field = world.field(home, "requester.personal_id")

    correct_field(world.station, key(field), OTHER_ID)

    [act] = acts(world, "field.corrected")
    before, after = before_and_after(act)
    assert (act.actor, act.object_id) == ("canbo01", field.page_id)
    assert act.at.startswith("2025-10-27T")
    assert act.note.startswith("requester.personal_id ")
    assert len(before) == len(after) == 32
    assert before != after
    assert ID not in repr(act)
    assert OTHER_ID not in repr(act)


def test_confirmation_and_undo_carry_matching_digests(world: CounterStation) -> None:
    [home] = opened(world, ID)
    field = world.field(home, "requester.personal_id")

    confirm_field(world.station, key(field))
    correct_field(world.station, key(field), OTHER_ID)
    restore_field(world.station, field)

    confirmed = before_and_after(acts(world, "field.confirmed")[0])
    corrected = before_and_after(acts(world, "field.corrected")[0])
    restored = before_and_after(acts(world, "field.restored")[0])
    assert confirmed[0] == confirmed[1] == corrected[0]
    assert restored == (corrected[1], corrected[0])


def test_digest_of_the_same_value_differs_between_pages_and_fields(
    world: CounterStation,
) -> None:
    homes = opened(world, ID, ID)
    fields = [world.field(home, "requester.personal_id") for home in homes]

    for field in fields:
        confirm_field(world.station, key(field))
    correct_field(world.station, key(world.field(homes[0], "child.personal_id")), ID)

    digests = [act.digest for act in acts(world, "field.confirmed")]
    digests += [act.digest for act in acts(world, "field.corrected")]
    assert len(set(digests)) == 3


def test_edit_of_a_page_whose_bytes_are_lost_is_saved_without_digests(
    world: CounterStation,
) -> None:
    [home] = opened(world, ID)

    def lost() -> None:
        raise BlobMissing("gone")

    world.vault.before_get = lost

    confirm_field(world.station, key(world.field(home, "requester.personal_id")))

    [act] = acts(world, "field.confirmed")
    assert before_and_after(act) == ("", "")
    assert world.field(home, "requester.personal_id").confirmed_by == "canbo01"


def test_confirm_seen_confirms_each_with_its_own_entry(world: CounterStation) -> None:
    homes = opened(world, ID, OTHER_ID)
    seen = [world.field(home, "requester.personal_id") for home in homes]

    confirmed = confirm_seen(world.station, seen)

    assert [field.value for field in confirmed] == [ID, OTHER_ID]
    assert all(world.field(home, "requester.personal_id").confirmed_by for home in homes)
    assert len(acts(world, "field.confirmed")) == 2


def test_confirm_seen_leaves_changed_fields_and_closed_dossiers(world: CounterStation) -> None:
    changed, closed, gone = opened(world, ID, ID, ID)
    seen = [world.field(home, "requester.personal_id") for home in (changed, closed, gone)]
    seen[2] = replace(seen[2], name="no.such_field")
    correct_field(world.station, key(seen[0]), OTHER_ID)
    act = world.station.act("test", closed)
    world.store.move_dossier(closed, DossierState.OPEN, DossierState.REVIEWED, act)

    confirmed = confirm_seen(world.station, seen)

    assert confirmed == ()
    assert world.field(changed, "requester.personal_id").value == OTHER_ID
    assert world.field(closed, "requester.personal_id").confirmed_by == ""


def test_restore_unchanged_puts_back_only_what_nobody_has_changed(world: CounterStation) -> None:
    homes = opened(world, ID, OTHER_ID)
    before = [world.field(home, "requester.personal_id") for home in homes]
    now = confirm_seen(world.station, before)
    correct_field(world.station, key(now[1]), "001088123456")

    restore_unchanged(world.station, tuple(zip(now, before, strict=True)))

    assert world.field(homes[0], "requester.personal_id") == before[0]
    assert world.field(homes[1], "requester.personal_id").value == "001088123456"


def test_open_doubts_are_amber_values_kind_by_kind(world: CounterStation) -> None:
    opened(world, ID, OTHER_ID)

    doubts = open_doubts(world.station)

    told = [(doubt.kind, doubt.field.value) for doubt in doubts]
    assert told == [
        ("personal_id", OTHER_ID),
        ("personal_id", ID),
        ("full_name", "Trần Thị Hoa"),
        ("full_name", "Trần Thị Hoa"),
    ]


def test_open_doubts_leave_out_closed_dossiers_and_values_without_a_place(
    world: CounterStation,
) -> None:
    closed, blank = opened(world, ID, OTHER_ID)
    act = world.station.act("test", closed)
    world.store.move_dossier(closed, DossierState.OPEN, DossierState.REVIEWED, act)
    for field in world.store.fields(blank):
        world.store.save_field(replace(field, box=None), act)

    assert open_doubts(world.station) == ()
