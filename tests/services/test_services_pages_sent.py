"""Pages that go to another dossier with all they have, and come back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.page_edits import EditKind
from app.errors import WrongUse
from app.services import page_edits, review
from app.services.page_sending import clear_leftovers
from app.services.process import read_dossier
from app.services.review import FieldKey, confirm_field
from app.store.base import StoreUnwritable
from tests.services.read_pages import fields_of, ids, sheet, two_dossiers


def test_send_to_dossier_takes_page_fields_and_bytes_along() -> None:
    made, home, other = two_dossiers()
    _, second, _ = ids(made, home)
    confirm_field(made.station, FieldKey(home, second, "full_name"))
    before = made.store.page(second)

    page_edits.send_to_dossier(made.station, [second], other)

    page = made.store.page(second)
    assert [each.id for each in made.pages(other)][-1] == second
    assert second not in ids(made, home)
    assert made.vault.get(other, page.raw) == sheet(1)
    (field,) = fields_of(made, other, second)
    assert (field.confirmed_by, field.look_again) == ("canbo01", False)
    left = {before.raw, before.clean, before.layers, before.reading}
    assert not left & set(made.vault.blobs)


def test_undo_of_sending_brings_the_page_to_its_place_with_all_it_had() -> None:
    made, home, other = two_dossiers()
    order = ids(made, home)
    page_edits.send_to_dossier(made.station, [order[1]], other)

    page_edits.undo(made.station, home)

    assert ids(made, home) == order
    assert order[1] not in ids(made, other)
    assert [field.value for field in fields_of(made, home, order[1])] == ["Nguyễn Thị Mẫu"]
    page_edits.redo(made.station, home)
    assert order[1] in ids(made, other)


def test_undo_of_sending_into_a_dossier_that_is_closed_by_now_is_passed_over() -> None:
    made, home, other = two_dossiers()
    first, second, _ = ids(made, home)
    page_edits.turn_pages(made.station, [first], 90)
    page_edits.send_to_dossier(made.station, [second], other)
    read_dossier(made.station, other)
    review.finish_review(made.station, other)

    done = page_edits.undo(made.station, home)

    assert [edit.kind for edit in done.skipped] == [EditKind.SEND]
    assert [page.id for page in done.pages] == [first]
    assert made.store.page(second).dossier_id == other


def test_send_keeps_the_file_that_other_pages_are_in() -> None:
    made, home, other = two_dossiers()
    first, second, _ = made.pages(home)
    made.store._pages[second.id] = replace(second, raw=first.raw, frame=1)

    page_edits.send_to_dossier(made.station, [second.id], other)

    assert made.vault.get(home, first.raw) == sheet(0)
    assert made.vault.get(other, made.store.page(second.id).raw) == sheet(0)


@pytest.mark.expects_log_warnings
def test_bytes_that_the_disk_would_not_let_go_go_at_the_next_start() -> None:
    made, home, other = two_dossiers()
    (first, *_) = made.pages(home)

    def refuse() -> None:
        raise StoreUnwritable("no")

    made.vault.before_erase = refuse
    page_edits.send_to_dossier(made.station, [first.id], other)
    held = first.raw in made.vault.blobs
    made.vault.before_erase = lambda: None

    assert held
    assert clear_leftovers(made.station) == 4
    assert first.raw not in made.vault.blobs
    assert clear_leftovers(made.station) == 0


def test_send_to_its_own_dossier_is_refused() -> None:
    made, home, _ = two_dossiers()

    with pytest.raises(WrongUse):
        page_edits.send_to_dossier(made.station, ids(made, home)[:1], home)


def test_edits_of_pages_of_two_dossiers_at_once_are_refused() -> None:
    made, home, other = two_dossiers()

    with pytest.raises(WrongUse):
        page_edits.trash_pages(made.station, [*ids(made, home), *ids(made, other)])
