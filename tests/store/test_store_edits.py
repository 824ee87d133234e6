"""Edits of pages in SQLite: the contract, and what journals and older schemas make of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.page import PLACE_STEP, PaperBreak, Side
from app.domain.page_edits import layout_of
from app.store.database import SqliteStore
from app.store.edits_base import MovedPage
from app.store.opening import open_store
from app.store.vault import FileVault
from tests.contracts.edit_contract import EditContract, change, edit, read, turned
from tests.store.journal_samples import clock, journals, remove_database
from tests.store.store_samples import act, dossier, open_dossier
from tests.store.test_store_schemas import back_to


class TestEditsInSqlite(EditContract):
    """The contract over real files."""


def edited(store: SqliteStore, vault: FileVault) -> list[object]:
    """A dossier with all kinds of edits; gives what has to be there after whatever comes."""
    home = open_dossier(store, vault, 1, pages=4)
    first, second, third, _ = store.pages(home.id)
    first = read(store, vault, first)
    one = edit(home, turned(first, 90), turned(second, 180), number=1)
    store.apply_edit(one, one.changes, act())
    layout = replace(
        layout_of(third), break_before=PaperBreak.BEGINS, place=5, crop=(1, 2, 300, 400)
    )
    two = edit(home, change(third, layout), number=2)
    store.apply_edit(two, two.changes, act())
    store.respace(home.id, act())
    return told(store)


def told(store: SqliteStore) -> list[object]:
    home = dossier(1).id
    return [
        store.pages(home),
        store.trashed_pages(home),
        store.edits(home),
        [store.kept_results(page.id) for page in store.pages(home)],
        store.fields(home),
    ]


@pytest.mark.expects_log_warnings
def test_edits_come_back_from_the_journals_alone(root: Path) -> None:
    store, vault = open_store(root, clock=clock)
    before = edited(store, vault)
    store.close()
    remove_database(root)

    again, _ = open_store(root, clock=clock)

    assert told(again) == before
    assert again.verify() == []
    again.close()


def test_pages_of_an_older_schema_lie_where_they_were_captured(root: Path) -> None:
    store, vault = open_store(root, clock=clock)
    open_dossier(store, vault, 1, pages=3)
    store.close()
    back_to(root, 8)

    again, _ = open_store(root, clock=clock)

    pages = again.pages(dossier(1).id)
    assert [page.place for page in pages] == [PLACE_STEP, 2 * PLACE_STEP, 3 * PLACE_STEP]
    assert {(page.turn, page.crop, page.trashed_at, page.side) for page in pages} == {
        (None, None, "", Side.NONE)
    }
    last = change(pages[0], replace(layout_of(pages[0]), place=again.next_place(dossier(1).id)))
    entry = edit(dossier(1), last)
    again.apply_edit(entry, entry.changes, act())
    assert [page.id for page in again.pages(dossier(1).id)] == [pages[n].id for n in (1, 2, 0)]
    again.close()


@pytest.mark.expects_log_warnings
def test_journal_of_a_dossier_that_sent_a_page_tells_it_no_more(root: Path) -> None:
    store, vault = open_store(root, clock=clock)
    home, other = open_dossier(store, vault, 1), open_dossier(store, vault, 2, pages=0)
    page, _ = store.pages(home.id)
    there = replace(
        page, dossier_id=other.id, seq=1, raw=vault.put(other.id, vault.get(home.id, page.raw))
    )
    entry = replace(edit(home), target=other.id)
    store.send_pages(entry, [MovedPage(page, there, ())], act())
    store.close()

    lines = {path.parent.name: path.read_text("utf-8") for path in journals(root)}
    assert page.raw not in "".join(line for line in lines[home.id].splitlines() if '"page"' in line)
    assert there.raw in lines[other.id]
    remove_database(root)
    again, _ = open_store(root, clock=clock)
    assert again.page(page.id).dossier_id == other.id
    again.close()
