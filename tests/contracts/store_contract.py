"""What every `Store` and `Vault` has to do, whatever they are made of.

A test class inherits one of these and provides the fixtures `store` and `vault`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.dossier import DossierState
from app.domain.events import GENESIS, first_bad_link
from app.domain.field import FieldState, confirm
from app.domain.ids import BlobId, DossierId, PageId, SubmissionId
from app.domain.page import PageState
from app.domain.submission import SubmissionState, advance, hold
from app.errors import IllegalStep, NotFound
from app.store.base import BlobMissing, Store, StoreDamaged, Vault
from tests.store.store_samples import (
    MANIFEST,
    act,
    dossier,
    field,
    file,
    new_id,
    open_dossier,
    page,
    receipt,
    sealed_submission,
    signed_dossier,
    submission,
    upload,
)

NOBODY = DossierId(new_id(999_999))


class VaultContract:
    """Contract of `Vault`."""

    @pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
    def test_get_after_put_returns_the_bytes(self, vault: Vault, size: int) -> None:
        plain = bytes(range(256)) * (size // 256) + bytes(size % 256)

        blob = vault.put(dossier().id, plain)

        assert vault.get(dossier().id, blob) == plain

    def test_put_same_bytes_twice_gives_two_names(self, vault: Vault) -> None:
        first = vault.put(dossier().id, b"same")
        second = vault.put(dossier().id, b"same")

        assert first != second

    def test_get_unknown_blob_is_missing(self, vault: Vault) -> None:
        vault.put(dossier().id, b"x")

        with pytest.raises(BlobMissing):
            vault.get(dossier().id, BlobId("0" * 64))

    def test_get_under_another_dossier_is_refused(self, vault: Vault) -> None:
        blob = vault.put(dossier(1).id, b"x")
        vault.put(dossier(2).id, b"y")

        with pytest.raises(StoreDamaged):
            vault.get(dossier(2).id, blob)

    def test_erase_removes_the_blob_and_no_other(self, vault: Vault) -> None:
        blob, other = vault.put(dossier().id, b"x"), vault.put(dossier().id, b"x")

        vault.erase(dossier().id, blob)

        with pytest.raises(BlobMissing):
            vault.get(dossier().id, blob)
        assert vault.get(dossier().id, other) == b"x"

    def test_erase_twice_or_unknown_does_nothing(self, vault: Vault) -> None:
        blob = vault.put(dossier().id, b"x")
        vault.erase(dossier().id, blob)

        vault.erase(dossier().id, blob)
        vault.erase(dossier().id, BlobId("0" * 64))

        with pytest.raises(BlobMissing):
            vault.get(dossier().id, blob)

    def test_erase_under_another_dossier_is_refused_and_keeps_it(self, vault: Vault) -> None:
        blob = vault.put(dossier(1).id, b"x")
        vault.put(dossier(2).id, b"y")

        with pytest.raises(StoreDamaged):
            vault.erase(dossier(2).id, blob)

        assert vault.get(dossier(1).id, blob) == b"x"

    def test_put_after_erase_gives_a_new_name(self, vault: Vault) -> None:
        vault.put(dossier().id, b"first")
        gone = vault.put(dossier().id, b"x")
        vault.erase(dossier().id, gone)

        blob = vault.put(dossier().id, b"x")

        assert blob != gone
        assert vault.get(dossier().id, blob) == b"x"


class StoreContract:
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

    def test_seal_moves_the_dossier_and_queues(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)

        assert store.dossier(sent.dossier_id).state is DossierState.SEALED
        assert store.submission(sent.id) == sent
        assert store.submissions() == [sent]

    def test_seal_unsigned_dossier_changes_nothing(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)
        before = store.audit_head()

        with pytest.raises(IllegalStep):
            store.seal(submission(home, vault.put(home.id, MANIFEST)), act())

        assert store.submissions() == []
        assert store.dossier(home.id).state is DossierState.OPEN
        assert store.audit_head() == before

    def test_seal_other_revision_is_refused(self, store: Store, vault: Vault) -> None:
        home = signed_dossier(store, vault)
        sent = replace(submission(home, vault.put(home.id, MANIFEST)), revision=2)

        with pytest.raises(IllegalStep):
            store.seal(sent, act())

        assert store.dossier(home.id).state is DossierState.SIGNED

    def test_submissions_are_oldest_first(self, store: Store, vault: Vault) -> None:
        sent = [sealed_submission(store, vault, number) for number in (3, 1, 2)]

        assert store.submissions() == sent

    def test_submission_unknown_is_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.submission(SubmissionId("nobody"))

    def test_save_submission_keeps_progress(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)
        held = hold(replace(sent, remote_id="r-1", attempts=2, next_try=1.5), "tls", "Hết hạn")
        entries = len(store.audit_entries())

        store.save_submission(held, None)

        assert store.submission(sent.id) == held
        assert len(store.audit_entries()) == entries

    def test_save_submission_with_act_is_recorded(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)

        store.save_submission(hold(sent, "auth", ""), act("submission.held", sent.id))

        assert store.audit_entries()[-1].act == act("submission.held", sent.id)

    @pytest.mark.parametrize(
        "change",
        [
            {"manifest": BlobId("0" * 64)},
            {"manifest_sha256": "0" * 64},
            {"revision": 2},
            {"dossier_id": NOBODY},
        ],
    )
    def test_save_submission_with_changed_manifest_is_refused(
        self, store: Store, vault: Vault, change: dict[str, object]
    ) -> None:
        sent = sealed_submission(store, vault)

        with pytest.raises((IllegalStep, NotFound, StoreDamaged)):
            store.save_submission(replace(sent, **change), None)  # type: ignore[arg-type]  # rows

        assert store.submission(sent.id) == sent

    def test_save_submission_unknown_is_not_found(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)

        with pytest.raises(NotFound):
            store.save_submission(submission(home, BlobId("0" * 64)), None)

    def test_save_submission_acked_without_receipt_is_refused(
        self, store: Store, vault: Vault
    ) -> None:
        sent = sealed_submission(store, vault)

        with pytest.raises(IllegalStep):
            store.save_submission(advance(sent, SubmissionState.ACKED), act())

        assert store.submission(sent.id) == sent

    def test_uploads_come_back_equal_and_in_order(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)
        store.save_uploads(sent.id, [upload(sent, "old")])
        wanted = [upload(sent, "z", 5, "https://localhost/u/1"), upload(sent, "a")]

        store.save_uploads(sent.id, wanted)

        assert store.uploads(sent.id) == wanted

    def test_save_offset_changes_one_upload(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)
        store.save_uploads(sent.id, [upload(sent, "a"), upload(sent, "b")])

        store.save_offset(upload(sent, "b", 64))

        assert store.uploads(sent.id) == [upload(sent, "a"), upload(sent, "b", 64)]

    def test_save_offset_of_unknown_file_is_not_found(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)

        with pytest.raises(NotFound):
            store.save_offset(upload(sent, "nobody"))

    def test_acknowledge_stores_receipt_and_state(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)
        acked = advance(sent, SubmissionState.ACKED, remote_id="r-1")

        store.acknowledge(acked, receipt(sent), act())

        assert store.submission(sent.id) == acked
        assert store.receipt(sent.id) == receipt(sent)

    def test_acknowledge_twice_keeps_the_first_receipt(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)
        acked = advance(sent, SubmissionState.ACKED)
        store.acknowledge(acked, receipt(sent), act())

        with pytest.raises(IllegalStep):
            store.acknowledge(acked, replace(receipt(sent), number="other"), act())

        assert store.receipt(sent.id) == receipt(sent)

    def test_receipt_before_acknowledgement_is_not_found(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)

        with pytest.raises(NotFound):
            store.receipt(sent.id)

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
