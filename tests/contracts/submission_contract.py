"""What every `Store` has to do with what is sent: submissions, uploads, receipts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from app.domain.dossier import DossierState
from app.domain.ids import BlobId, DossierId, SubmissionId
from app.domain.submission import SubmissionState, advance, hold
from app.errors import IllegalStep, NotFound
from app.store.base import Store, StoreDamaged, Vault
from tests.store.store_samples import (
    MANIFEST,
    act,
    new_id,
    open_dossier,
    receipt,
    sealed_submission,
    signed_dossier,
    submission,
    upload,
)

NOBODY = DossierId(new_id(999_999))


class SubmissionContract:
    """The half of the contract of `Store` that begins with sealing."""

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

    def test_submissions_of_a_dossier_are_its_own(self, store: Store, vault: Vault) -> None:
        first, second = (sealed_submission(store, vault, number) for number in (1, 2))

        assert store.submissions_of(second.dossier_id) == [second]
        assert store.submissions_of(first.dossier_id) == [first]
        assert store.submissions_of(NOBODY) == []

    def test_unfinished_leaves_out_what_is_done_oldest_first(
        self, store: Store, vault: Vault
    ) -> None:
        third, first, second = (sealed_submission(store, vault, number) for number in (3, 1, 2))
        store.acknowledge(advance(first, SubmissionState.ACKED), receipt(first), act())
        held = hold(second, "delivery.rejected", "sai mã thủ tục")
        store.save_submission(held, act())

        found = store.unfinished()

        assert [(row.id, row.dossier_id, row.state, row.reason) for row in found] == [
            (third.id, third.dossier_id, third.state, ""),
            (held.id, held.dossier_id, held.state, held.reason),
        ]
        assert [row.next_try for row in found] == [third.next_try, held.next_try]

    def test_unfinished_sealed_by_a_moment_knows_offsets(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)
        moment = datetime.fromisoformat(sent.created_at)
        there = timezone(timedelta(hours=7))

        before = store.unfinished((moment - timedelta(seconds=1)).astimezone(there).isoformat())
        after = store.unfinished((moment + timedelta(seconds=1)).astimezone(there).isoformat())

        assert (before, [row.id for row in after]) == ([], [sent.id])

    def test_submission_unknown_is_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound):
            store.submission(SubmissionId("nobody"))

    def test_save_submission_keeps_progress(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)
        held = hold(
            replace(sent, remote_id="r-1", attempts=2, next_try=1.5, restarts=2), "tls", "Hết hạn"
        )
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
