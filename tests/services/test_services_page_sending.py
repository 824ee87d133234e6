"""Pages sent into another dossier and fetched back: with all they had, and by whom it may be."""

from __future__ import annotations

import pytest

from app.domain.field import Field
from app.domain.ids import DossierId, PageId
from app.services import page_edits
from app.services.review import FieldKey, confirm_field
from app.services.session import HeldByOther
from app.store.base import StoreUnwritable
from ocr.reading import FieldReading, FieldSource, FieldState, PageReading
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import Desk

NAME = FieldReading(
    "full_name", "Họ tên", "Nguyễn Thị Mẫu", FieldState.AMBER, 0.5, FieldSource.OCR, (1, 2, 30, 40)
)
READ = PageReading(200, 280, 300, fields=(NAME,))


@pytest.fixture
def made() -> CounterStation:
    return CounterStation()


def two_dossiers(made: CounterStation) -> tuple[DossierId, DossierId, PageId]:
    """Two dossiers, and the first page of the first one."""
    home = made.add_dossier([(b"\x89PNG 1", READ), (b"\x89PNG 2", READ)])
    other = made.add_dossier([(b"\x89PNG 3", READ)])
    return home, other, made.pages(home)[0].id


def fields_of(made: CounterStation, home: DossierId, page_id: PageId) -> list[Field]:
    return [each for each in made.store.fields(home) if each.page_id == page_id]


def test_undo_of_sending_brings_back_from_the_trash_what_was_confirmed(
    made: CounterStation,
) -> None:
    home, other, first = two_dossiers(made)
    confirm_field(made.station, FieldKey(home, first, "full_name"))
    page_edits.send_to_dossier(made.station, [first], other)
    page_edits.trash_pages(made.station, [first])

    page_edits.undo(made.station, home)

    (field,) = fields_of(made, home, first)
    assert (field.value, field.confirmed_by) == ("Nguyễn Thị Mẫu", "canbo01")
    assert not made.store.page(first).trashed_at


@pytest.mark.parametrize("to_redo", [False, True], ids=["undo", "redo"])
def test_step_of_a_sending_leaves_a_dossier_in_other_hands_alone(
    made: CounterStation, to_redo: bool
) -> None:
    home, other, first = two_dossiers(made)
    Desk.with_accounts(made.station).enter("hoa")
    page_edits.send_to_dossier(made.station, [first], other)
    if to_redo:
        page_edits.undo(made.station, home)
    made.store.hold(other, "lan", made.station.act("dossier.taken_over", other))
    lying = made.store.page(first)

    with pytest.raises(HeldByOther):
        (page_edits.redo if to_redo else page_edits.undo)(made.station, home)

    assert made.store.page(first) == lying


@pytest.mark.expects_log_warnings
def test_undo_after_bytes_stayed_leaves_nothing_of_the_page_under_either_key(
    made: CounterStation,
) -> None:
    home, other, first = two_dossiers(made)

    def refuse() -> None:
        raise StoreUnwritable("no")

    made.vault.before_erase = refuse
    page_edits.send_to_dossier(made.station, [first], other)
    made.vault.before_erase = lambda: None
    page_edits.undo(made.station, home)

    used = {blob for each in made.pages(home) for blob in (each.raw, each.clean, each.layers)}
    used |= {each.reading for each in made.pages(home)}
    kept = {blob for blob, (owner, _) in made.vault.blobs.items() if owner == home}
    assert kept == used
