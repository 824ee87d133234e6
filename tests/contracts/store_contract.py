"""What every `Store` has to do, whatever it is made of.

A test class inherits `StoreContract` and provides the fixtures `store` and `vault`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.dossier import DossierState
from app.domain.events import GENESIS, first_bad_link
from app.domain.field import FieldState, confirm
from app.domain.ids import BlobId, PageId
from app.domain.page import PageState
from app.domain.submission import Backlog, SubmissionState, advance
from app.errors import IllegalStep, NotFound
from app.store.base import Store, Vault
from tests.contracts.correction_contract import CorrectionContract
from tests.contracts.submission_contract import NOBODY, SubmissionContract
from tests.store.store_samples import (
    act,
    dossier,
    field,
    file,
    open_dossier,
    page,
    receipt,
    sealed_submission,
    signed_dossier,
    upload,
)


class StoreContract(SubmissionContract, CorrectionContract):
    """Contract of `Store`."""

    def test_remove_pages_drops_rows_fields_and_files(self, store: Store, vault: Vault) -> None:
        home = signed_dossier(store, vault)
        store.move_dossier(home.id, DossierState.SIGNED, DossierState.OPEN, act())
        first, second = store.pages(home.id)
        store.save_field(confirm(field(second), "cb", "2026-01-01T00:00:00Z"), act())
        store.save_field(field(first), act())
        kept = replace(first, flags=("original_erased",))

        store.remove_pages([kept], [second], act("page.erased"))

        assert store.pages(home.id) == [kept]
        assert store.fields(home.id) == [field(first)]
        assert store.files(home.id) == []
        assert store.audit_entries()[-1].act.action == "page.erased"

    def test_remove_pages_of_a_closed_dossier_is_refused(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)
        (first, *_) = store.pages(home.id)
        store.move_dossier(home.id, DossierState.OPEN, DossierState.REVIEWED, act())

        with pytest.raises(IllegalStep):
            store.remove_pages([], [first], act())

        assert store.pages(home.id)[0] == first

    def test_dossier_after_add_is_equal(self, store: Store) -> None:
        store.add_dossier(dossier(), act())

        assert store.dossier(dossier().id) == dossier()

    def test_dossier_unknown_is_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.dossier(NOBODY)

    def test_add_dossier_twice_is_refused(self, store: Store) -> None:
        store.add_dossier(dossier(), act())

        with pytest.raises(IllegalStep):
            store.add_dossier(dossier(), act())

        assert len(store.audit_entries()) == 1

    def test_move_dossier_from_expected_state_moves(self, store: Store) -> None:
        store.add_dossier(dossier(), act())

        store.move_dossier(dossier().id, DossierState.OPEN, DossierState.REVIEWED, act())

        assert store.dossier(dossier().id).state is DossierState.REVIEWED

    def test_move_dossier_from_other_state_is_refused(self, store: Store) -> None:
        store.add_dossier(dossier(), act())

        with pytest.raises(IllegalStep):
            store.move_dossier(dossier().id, DossierState.BUILT, DossierState.SIGNING, act())

        assert store.dossier(dossier().id).state is DossierState.OPEN
        assert len(store.audit_entries()) == 1

    def test_move_dossier_unknown_is_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.move_dossier(NOBODY, DossierState.OPEN, DossierState.REVIEWED, act())

    def test_set_dossier_codes_before_sealing_is_kept(self, store: Store) -> None:
        store.add_dossier(dossier(), act())

        store.set_dossier_codes(dossier().id, "H26.1-261008-0001", "2.000635", act())

        found = store.dossier(dossier().id)
        assert (found.code, found.procedure_code) == ("H26.1-261008-0001", "2.000635")

    def test_set_expected_pages_is_kept_while_the_dossier_is_open(self, store: Store) -> None:
        store.add_dossier(dossier(), act())

        store.set_expected_pages(dossier().id, 7, act())

        assert store.dossier(dossier().id).expected_pages == 7
        store.move_dossier(dossier().id, DossierState.OPEN, DossierState.REVIEWED, act())
        with pytest.raises(IllegalStep):
            store.set_expected_pages(dossier().id, 8, act())

    def test_sealed_dossier_refuses_every_change(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)
        home = store.dossier(sent.dossier_id)
        first, second = store.pages(home.id)
        before = store.audit_head()

        with pytest.raises(IllegalStep):
            store.set_dossier_codes(home.id, "other", "other", act())
        with pytest.raises(IllegalStep):
            store.move_dossier(home.id, DossierState.SEALED, DossierState.OPEN, act())
        with pytest.raises(IllegalStep):
            store.save_files(
                home.id, [], expected=DossierState.SEALED, to=DossierState.OPEN, act=act()
            )
        with pytest.raises(IllegalStep):
            store.save_reading(replace(first, state=PageState.READ), [], act())
        with pytest.raises(IllegalStep):
            store.save_field(field(second), act())
        with pytest.raises(IllegalStep):
            store.add_page(page(home, 3, first.raw), act())

        assert store.audit_head() == before

    def test_pages_come_back_equal_and_in_order(self, store: Store, vault: Vault) -> None:
        home = dossier()
        store.add_dossier(home, act())
        raw = vault.put(home.id, b"raw")
        second = replace(page(home, 2, raw), flags=("blurred", "cut_off"), frame=1)
        first = page(home, 1, raw)
        store.add_page(second, act())
        store.add_page(first, act())

        found = store.pages(home.id)

        assert found == [first, second]
        assert store.page(second.id) == second

    def test_page_unknown_is_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.page(PageId("nobody"))

    def test_add_page_same_place_is_refused(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault, pages=1)
        twin = replace(page(home, 1, BlobId("0" * 64)), id=PageId("twin"))

        with pytest.raises(IllegalStep):
            store.add_page(twin, act())

        assert len(store.pages(home.id)) == 1

    def test_add_page_to_reviewed_dossier_is_refused(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)
        store.move_dossier(home.id, DossierState.OPEN, DossierState.REVIEWED, act())

        with pytest.raises(IllegalStep):
            store.add_page(page(home, 3, BlobId("0" * 64)), act())

    def test_add_page_to_unknown_dossier_is_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.add_page(page(dossier(77), 1, BlobId("0" * 64)), act())

    def test_add_pages_all_of_them_or_none(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault, pages=1)
        entries = len(store.audit_entries())
        new = [page(home, number, BlobId("0" * 64)) for number in (2, 3)]
        twin = replace(new[0], id=PageId("twin"))

        with pytest.raises(IllegalStep):
            store.add_pages([*new, twin], [act()] * 3)
        refused = len(store.pages(home.id)), len(store.audit_entries())
        store.add_pages(new, [act()] * 2)

        assert refused == (1, entries)
        assert [each.seq for each in store.pages(home.id)] == [1, 2, 3]
        assert len(store.audit_entries()) == entries + 2

    def test_taken_before_knows_the_newest_page_of_a_digest(
        self, store: Store, vault: Vault
    ) -> None:
        home = open_dossier(store, vault, pages=0)
        for number in (1, 2):
            new = page(home, number, BlobId("0" * 64))
            said = replace(act(), action="page.captured", object_id=new.id, digest="ab" * 32)
            store.add_pages([new], [said])
        store.record(replace(act(), action="page.read", object_id="x", digest="cd" * 32))

        found = store.taken_before("ab" * 32)

        assert found == store.pages(home.id)[1].id
        assert store.taken_before("cd" * 32) is None

    def test_next_seq_counts_from_one(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault, pages=0)
        before = store.next_seq(home.id)
        store.add_page(page(home, before, BlobId("0" * 64)), act())

        after = store.next_seq(home.id)

        assert (before, after) == (1, 2)

    def test_pages_to_read_are_the_oldest_captured(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault, pages=4)
        pages = store.pages(home.id)
        store.save_reading(replace(pages[0], state=PageState.READ), [], act())
        store.save_reading(replace(pages[2], state=PageState.DEGRADED), [], act())

        assert store.pages_to_read(10) == [pages[1], pages[3]]
        assert store.pages_to_read(1) == [pages[1]]
        assert store.pages_to_read(0) == []

    def test_save_reading_keeps_confirmed_fields(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault, pages=1)
        captured = store.pages(home.id)[0]
        kept = confirm(field(captured, "full_name", "Trần Văn Thử"), "canbo01", "2026-10-08")
        store.save_reading(captured, [field(captured), field(captured, "birth_date")], act())
        store.save_field(kept, act())
        clean = vault.put(home.id, b"clean")
        read = replace(captured, state=PageState.READ, clean=clean, flags=("skewed",), attempts=1)

        store.save_reading(read, [field(captured), field(captured, "residence")], act())

        assert store.page(captured.id) == read
        assert store.fields(home.id) == [kept, field(captured, "residence")]

    def test_save_reading_with_other_raw_blob_is_refused(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault, pages=1)
        captured = store.pages(home.id)[0]

        with pytest.raises(IllegalStep):
            store.save_reading(replace(captured, raw=BlobId("0" * 64)), [], act())

        assert store.page(captured.id) == captured

    def test_save_reading_of_unknown_page_is_not_found(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)

        with pytest.raises(NotFound):
            store.save_reading(page(home, 9, BlobId("0" * 64)), [], act())

    def test_fields_come_in_page_order(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)
        first, second = store.pages(home.id)
        wanted = [field(first, "z"), field(first, "a"), field(second, "b")]
        for each in (wanted[2], wanted[0], wanted[1]):
            store.save_field(each, act())

        assert store.fields(home.id) == wanted

    def test_save_field_again_replaces_it_in_place(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault, pages=1)
        first = store.pages(home.id)[0]
        store.save_field(field(first, "a"), act())
        store.save_field(field(first, "b"), act())
        typed = replace(confirm(field(first, "a"), "canbo01", "2026-10-08"), box=None)

        store.save_field(typed, act())

        assert store.fields(home.id) == [typed, field(first, "b")]

    def test_save_field_in_reviewed_dossier_is_refused(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)
        first = store.pages(home.id)[0]
        store.move_dossier(home.id, DossierState.OPEN, DossierState.REVIEWED, act())

        with pytest.raises(IllegalStep):
            store.save_field(field(first), act())

    def test_save_files_replaces_all_and_moves(self, store: Store, vault: Vault) -> None:
        home = signed_dossier(store, vault)
        store.move_dossier(home.id, DossierState.SIGNED, DossierState.OPEN, act())
        blob = vault.put(home.id, b"new")
        files = [file(home, blob, b"new", number) for number in (3, 1, 2)]

        store.save_files(
            home.id, files, expected=DossierState.OPEN, to=DossierState.REVIEWED, act=act()
        )

        assert store.files(home.id) == files
        assert store.dossier(home.id).state is DossierState.REVIEWED

    def test_save_files_from_other_state_keeps_the_old(self, store: Store, vault: Vault) -> None:
        home = signed_dossier(store, vault)
        before = store.files(home.id)

        with pytest.raises(IllegalStep):
            store.save_files(
                home.id, [], expected=DossierState.BUILT, to=DossierState.SIGNING, act=act()
            )

        assert store.files(home.id) == before

    def test_dossiers_in_a_state_are_those_only_newest_first(
        self, store: Store, vault: Vault
    ) -> None:
        sealed_submission(store, vault, 1)
        older, newer = open_dossier(store, vault, 2), open_dossier(store, vault, 3)

        found = store.dossiers_in(DossierState.OPEN)

        assert found == [newer, older]
        assert store.dossiers_in(DossierState.SIGNING) == []

    def test_dossier_rows_count_and_show_newest_first(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault, 1)
        store.acknowledge(advance(sent, SubmissionState.ACKED), receipt(sent), act())
        home = open_dossier(store, vault, 2, pages=3)
        first, second, _ = store.pages(home.id)
        sure = replace(field(first, "sure"), state=FieldState.GREEN)
        decided = confirm(field(first, "decided"), "canbo01", "2026-10-08")
        read = replace(first, state=PageState.READ)
        blank = replace(field(first, "blank", ""), confidence=0.0, box=None, problem="")
        untrusted = replace(field(first, "untrusted"), confidence=0.0, problem="")
        store.save_reading(read, [field(first), sure, decided, blank, untrusted], act())
        store.save_field(field(second), act())

        newest, oldest = store.dossier_rows()

        assert newest.dossier == home
        assert (newest.page_count, newest.pages_to_read, newest.doubtful_fields) == (3, 2, 3)
        assert (newest.submission_state, newest.receipt_number) == (None, "")
        assert (oldest.page_count, oldest.doubtful_fields) == (2, 0)
        assert oldest.submission_state is SubmissionState.ACKED
        assert oldest.receipt_number == receipt(sent).number

    def test_backlog_adds_up_what_is_still_to_be_sent(self, store: Store, vault: Vault) -> None:
        empty = store.backlog()
        gone = sealed_submission(store, vault, 1)
        store.acknowledge(advance(gone, SubmissionState.ACKED), receipt(gone), act())
        kept = sealed_submission(store, vault, 2)
        store.save_submission(replace(kept, state=SubmissionState.HELD), None)
        sent = sealed_submission(store, vault, 3)
        file = store.files(sent.dossier_id)[0]
        store.save_uploads(sent.id, [upload(sent, file.id, offset=0)])
        store.save_offset(upload(sent, file.id, offset=1))

        found = store.backlog()

        assert empty == Backlog()
        assert (found.waiting, found.held) == (1, 1)
        assert found.pages == len(store.pages(sent.dossier_id))
        assert found.size_bytes == sum(f.size for f in store.files(sent.dossier_id)) - 1
        assert found.oldest == min(kept.created_at, sent.created_at)

    def test_audit_chain_holds_every_act(self, store: Store, vault: Vault) -> None:
        empty_head = store.audit_head()
        sent = sealed_submission(store, vault)
        store.record(act("officer.login", "canbo01"))

        entries = store.audit_entries()

        assert empty_head == GENESIS
        assert first_bad_link(entries) is None
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert entries[-1].act == act("officer.login", "canbo01")
        assert entries[-2].act == act("dossier.sealed", sent.dossier_id)
        assert store.audit_head() == entries[-1].hash

    def test_next_number_counts_each_scope_alone(self, store: Store) -> None:
        numbers = [store.next_number(scope) for scope in ("a", "a", "b", "a")]

        assert numbers == [1, 2, 1, 3]

    def test_verify_after_the_whole_trip_finds_nothing(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)
        store.save_uploads(sent.id, [upload(sent, "a", 5, "https://localhost/u/1")])
        store.acknowledge(advance(sent, SubmissionState.ACKED), receipt(sent), act())
        open_dossier(store, vault, 2)

        assert store.verify() == []
