"""Trash of pages: what counts no longer, what comes back, and what may not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.page import SIGNED_ORIGINAL
from app.domain.page_edits import EditState
from app.services import page_edits, review
from app.services.process import read_dossier, read_due
from tests.services.read_pages import NAME, counter, ids, shown


def test_trashed_page_counts_nowhere_and_comes_back_to_its_place() -> None:
    made, home = counter(3, NAME)
    first, second, third = ids(made, home)

    page_edits.trash_pages(made.station, [second])
    left = ids(made, home)
    fields = {field.page_id for field in made.store.fields(home)}
    row = made.store.dossier_rows()[0]
    page_edits.restore_pages(made.station, [second])

    assert left == [first, third]
    assert fields == {first, third}
    assert (row.page_count, row.doubtful_fields) == (2, 2)
    assert ids(made, home) == [first, second, third]


def test_trash_of_a_page_of_a_signed_file_takes_the_whole_file() -> None:
    made, home = counter(3)
    first, second, third = made.pages(home)
    for page in (first, second):
        signed = replace(page, flags=(SIGNED_ORIGINAL,), raw=first.raw)
        made.store._pages[page.id] = signed

    page_edits.trash_pages(made.station, [second.id])

    assert ids(made, home) == [third.id]
    page_edits.undo(made.station, home)
    assert ids(made, home) == [first.id, second.id, third.id]


def test_trash_of_a_page_that_may_not_be_kept_erases_it_and_undo_goes_past_it() -> None:
    made, home = counter(3)
    first, second, _ = made.pages(home)
    page_edits.turn_pages(made.station, [first.id], 90)
    page_edits.turn_pages(made.station, [second.id], 90)
    read_due(made.station)
    shown(made, made.store.page(second.id))
    blobs = {
        blob
        for page in (made.store.page(second.id), *made.store.kept_results(second.id))
        for blob in (page.raw, page.clean, page.layers, page.reading)
    }

    done = page_edits.trash_pages(made.station, [second.id])
    back = page_edits.undo(made.station, home)

    assert done.erased == (second.id,)
    assert len(blobs) == 7
    assert not blobs & set(made.vault.blobs)
    assert page_edits.trash(made.station, home) == []
    assert [edit.changes[0].page_id for edit in back.skipped] == [second.id]
    assert [page.id for page in back.pages] == [first.id]
    states = [edit.state for edit in page_edits.history(made.station, home)]
    assert states == [EditState.UNDONE, EditState.VOID]


def test_review_is_not_finished_with_a_page_in_the_trash_that_may_not_be_kept() -> None:
    made, home = counter(2)
    first, _ = made.pages(home)
    page_edits.trash_pages(made.station, [first.id])
    read_dossier(made.station, home)
    shown(made, made.store.page(first.id))

    with pytest.raises(review.ShownOnlyInTrash):
        review.finish_review(made.station, home)

    assert page_edits.trash_pages(made.station, [first.id]).erased == (first.id,)
    read_due(made.station)
    review.finish_review(made.station, home)
