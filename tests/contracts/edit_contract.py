"""What every store has to do about edits of pages, whatever it is made of.

A test class inherits `EditContract` and provides the fixtures `store` and `vault`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.dossier import Dossier, DossierState
from app.domain.field import confirm
from app.domain.ids import EditId
from app.domain.page import TO_COMPARE, Page, PageState
from app.domain.page_edits import (
    EditKind,
    EditState,
    Layout,
    PageChange,
    PageEdit,
    layout_of,
)
from app.errors import IllegalStep
from app.store.base import Store, Vault
from app.store.edits_base import MovedPage, PageChanged
from tests.store.store_samples import NOW, act, field, open_dossier


def edit(
    home: Dossier, *changes: PageChange, number: int = 1, state: EditState = EditState.DONE
) -> PageEdit:
    name = EditId(f"{home.id}-e{number}")
    return PageEdit(name, home.id, EditKind.TURN, changes, "canbo01", NOW, state)


def change(page: Page, after: Layout) -> PageChange:
    return PageChange(page.id, layout_of(page), after)


def turned(page: Page, turn: int | None) -> PageChange:
    return change(page, replace(layout_of(page), turn=turn))


def read(store: Store, vault: Vault, page: Page) -> Page:
    """The page becomes read with the parameters it has."""
    done = replace(
        page,
        state=PageState.READ,
        clean=vault.put(page.dossier_id, b"clean"),
        layers=vault.put(page.dossier_id, b"layers"),
        reading=vault.put(page.dossier_id, b"reading"),
        made_with=page.picture,
    )
    store.save_reading(done, [field(done)], act("page.read", page.id))
    return store.page(page.id)


class EditContract:
    """Contract of `PageEditRows`."""

    def test_apply_edit_changes_pages_and_tells_the_history(
        self, store: Store, vault: Vault
    ) -> None:
        home = open_dossier(store, vault)
        first, _ = store.pages(home.id)
        wanted = Layout(90, (1, 2, 3000, 4000), first.place + 5, trashed_at="")
        entry = edit(home, change(first, wanted))

        store.apply_edit(entry, entry.changes, act("pages.turn"))

        assert layout_of(store.page(first.id)) == wanted
        assert store.edits(home.id) == [entry]
        assert store.audit_entries()[-1].act.action == "pages.turn"
        assert TO_COMPARE in store.pages(home.id)[-1].flags

    def test_apply_edit_of_a_page_that_changed_meanwhile_changes_nothing(
        self, store: Store, vault: Vault
    ) -> None:
        home = open_dossier(store, vault)
        first, second = store.pages(home.id)
        store.apply_edit(edit(home, turned(first, 90)), [turned(first, 90)], act())

        late = edit(home, turned(second, 180), turned(first, 180), number=2)
        with pytest.raises(PageChanged):
            store.apply_edit(late, late.changes, act())

        assert [page.turn for page in store.pages(home.id)] == [90, None]
        assert len(store.edits(home.id)) == 1

    def test_apply_edit_in_a_closed_dossier_is_refused(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)
        first, _ = store.pages(home.id)
        store.move_dossier(home.id, DossierState.OPEN, DossierState.REVIEWED, act())

        with pytest.raises(IllegalStep):
            store.apply_edit(edit(home), [turned(first, 90)], act())

        assert store.page(first.id).turn is None

    def test_apply_edit_twice_to_the_same_state_is_refused(
        self, store: Store, vault: Vault
    ) -> None:
        home = open_dossier(store, vault)
        entry = edit(home)
        store.apply_edit(entry, [], act())

        with pytest.raises(PageChanged):
            store.apply_edit(entry, [], act())

    def test_new_entry_cuts_what_was_undone(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)
        store.apply_edit(edit(home, number=1), [], act())
        store.apply_edit(edit(home, number=1, state=EditState.UNDONE), [], act())
        store.apply_edit(edit(home, number=2), [], act())

        states = [each.state for each in store.edits(home.id)]
        assert states == [EditState.CUT, EditState.DONE]

    def test_save_reading_made_with_other_parameters_is_refused(
        self, store: Store, vault: Vault
    ) -> None:
        home = open_dossier(store, vault)
        before, _ = store.pages(home.id)
        store.apply_edit(edit(home), [turned(before, 90)], act())

        with pytest.raises(PageChanged):
            read(store, vault, before)

        assert store.page(before.id).state is PageState.CAPTURED
        assert store.fields(home.id) == []

    def test_what_was_read_is_kept_for_its_parameters(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)
        first = read(store, vault, store.pages(home.id)[0])
        store.apply_edit(edit(home), [turned(first, 90)], act())
        second = read(store, vault, store.page(first.id))
        store.apply_edit(edit(home, number=2), [turned(second, None)], act())

        kept = store.kept_results(first.id)

        assert [(each.made_with, each.reading) for each in kept] == [
            ("", first.reading),
            ("turn=90", second.reading),
        ]
        assert store.verify() == []

    def test_page_in_the_trash_is_not_read_listed_nor_counted(
        self, store: Store, vault: Vault
    ) -> None:
        home = open_dossier(store, vault)
        first = read(store, vault, store.pages(home.id)[0])
        second = store.pages(home.id)[1]
        gone = [change(each, replace(layout_of(each), trashed_at=NOW)) for each in (first, second)]
        store.apply_edit(edit(home), gone, act())

        (row,) = store.dossier_rows()

        assert store.pages(home.id) == []
        assert [page.id for page in store.trashed_pages(home.id)] == [first.id, second.id]
        assert store.pages_to_read(9) == []
        assert (row.page_count, row.pages_to_read, row.doubtful_fields) == (0, 0, 0)
        assert store.fields(home.id) == []
        assert [each.page_id for each in store.fields(home.id, in_trash=True)] == [first.id]
        assert store.next_seq(home.id) == 3

    def test_decided_field_of_another_picture_is_counted_as_doubtful(
        self, store: Store, vault: Vault
    ) -> None:
        home = open_dossier(store, vault)
        first = read(store, vault, store.pages(home.id)[0])
        store.save_field(confirm(field(first), "cb", NOW), act())
        sure = store.dossier_rows()[0].doubtful_fields
        store.apply_edit(edit(home), [turned(first, 90)], act())
        again = store.dossier_rows()[0].doubtful_fields
        (stale,) = store.fields(home.id)
        store.save_field(confirm(stale, "cb", NOW), act())

        assert (sure, again) == (0, 1)
        assert stale.look_again
        assert store.dossier_rows()[0].doubtful_fields == 0

    def test_respace_keeps_the_order_and_the_history_fits(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault, pages=3)
        a, b, c = store.pages(home.id)
        close = change(c, replace(layout_of(c), place=a.place + 1))
        store.apply_edit(edit(home, close), [close], act())

        store.respace(home.id, act())

        (entry,) = store.edits(home.id)
        assert [page.id for page in store.pages(home.id)] == [a.id, c.id, b.id]
        assert entry.changes[0].after.place == store.page(c.id).place
        back = [change(store.page(c.id), entry.changes[0].before)]
        store.apply_edit(replace(entry, state=EditState.UNDONE), back, act())
        assert [page.id for page in store.pages(home.id)] == [a.id, b.id, c.id]

    def test_settle_compare_leaves_a_dossier_due_that_was_edited_since(
        self, store: Store, vault: Vault
    ) -> None:
        home = open_dossier(store, vault)
        seen = [read(store, vault, page) for page in store.pages(home.id)]
        store.apply_edit(edit(home), [], act())
        moved = change(seen[0], replace(layout_of(seen[0]), place=seen[1].place + 9))
        store.apply_edit(edit(home, number=2), [moved], act())

        assert not store.settle_compare(home.id, seen, act())
        assert store.dossiers_to_compare(9) == [home.id]
        assert store.settle_compare(home.id, store.pages(home.id), act())
        assert store.dossiers_to_compare(9) == []

    def test_send_pages_leaves_nothing_but_what_has_to_be_erased(
        self, store: Store, vault: Vault
    ) -> None:
        home, other = open_dossier(store, vault, 1), open_dossier(store, vault, 2, pages=0)
        page = read(store, vault, store.pages(home.id)[0])
        there = replace(
            page,
            dossier_id=other.id,
            seq=1,
            raw=vault.put(other.id, vault.get(home.id, page.raw)),
            clean=None,
            layers=None,
            reading=None,
        )
        fields = tuple(replace(each, dossier_id=other.id) for each in store.fields(home.id))
        entry = replace(edit(home), kind=EditKind.SEND, target=other.id)

        store.send_pages(entry, [MovedPage(page, there, fields)], act())

        assert store.page(page.id).dossier_id == other.id
        assert [each.id for each in store.pages(home.id)] != [page.id]
        assert [each.value for each in store.fields(other.id)] == [field(page).value]
        assert store.fields(home.id) == []
        (left,) = store.leftovers()
        assert set(left.blobs) == {page.raw, page.clean, page.layers, page.reading}
        store.cleared(left.edit_id, act())
        assert store.leftovers() == []

    def test_send_pages_that_changed_meanwhile_is_refused(self, store: Store, vault: Vault) -> None:
        home, other = open_dossier(store, vault, 1), open_dossier(store, vault, 2, pages=0)
        page, _ = store.pages(home.id)
        store.apply_edit(edit(home), [turned(page, 90)], act())

        entry = replace(edit(home, number=2), kind=EditKind.SEND, target=other.id)
        with pytest.raises(PageChanged):
            store.send_pages(
                entry, [MovedPage(page, replace(page, dossier_id=other.id), ())], act()
            )

        assert store.page(page.id).dossier_id == home.id
        assert store.leftovers() == []
