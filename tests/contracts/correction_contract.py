"""What every store has to do about corrections of sealed dossiers.

A test class inherits `CorrectionContract` and provides the fixtures `store` and `vault`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.correction import Correction
from app.domain.dossier import DossierState
from app.domain.field import confirm
from app.domain.ids import DossierId, PageId
from app.domain.owner import Owner, OwnerKind
from app.domain.page import PageState
from app.domain.reuse import ComponentStatus, Decision, DigitizedPaper, Keeper, KnownPaper
from app.domain.submission import Submission, SubmissionState, advance, hold
from app.errors import IllegalStep
from app.store.base import Store, Vault
from app.store.corrections_base import CopiedPage, NewRevision
from tests.store.store_samples import (
    MANIFEST,
    NOW,
    act,
    dossier,
    field,
    file,
    new_id,
    open_dossier,
    page,
    receipt,
    sealed_submission,
    submission,
)

OWNER = Owner(OwnerKind.CITIZEN, "001099000001", "Đỗ Thị Ánh Mẫu")


def revision_of(base: DossierId, number: int = 50) -> NewRevision:
    home = replace(dossier(number), revision=2)
    return NewRevision(home, Correction(home.id, base, base, ""))


def filled(made: NewRevision, vault: Vault) -> NewRevision:
    """With a read page, a confirmed field, an owner and a decision."""
    home = made.dossier
    sheet = replace(
        page(home, 1, vault.put(home.id, b"raw"), PageState.READ),
        id=PageId(new_id(777)),
        clean=vault.put(home.id, b"clean"),
        layers=vault.put(home.id, b"layers"),
        reading=vault.put(home.id, b"reading"),
    )
    own = confirm(field(sheet), "canbo01", NOW)
    decision = Decision(home.id, "CCCD", ComponentStatus.NOT_DIGITIZED, None, "canbo01", NOW)
    pages = (CopiedPage(sheet, (own,)),)
    return replace(made, pages=pages, owner=OWNER, decisions=(decision,))


def held(store: Store, sent: Submission, reason: str = "delivery.rejected") -> Submission:
    store.save_submission(hold(sent, reason, "sai mã thủ tục"), act())
    return store.submission(sent.id)


def paper_of(home: DossierId) -> DigitizedPaper:
    known = KnownPaper(
        f"{home}-p", Keeper.STATION, "CCCD", "", "Căn cước", dossier_id=home, file_id=f"{home}-f"
    )
    return DigitizedPaper(OWNER.id, known, NOW)


def seal_open(store: Store, vault: Vault, made: NewRevision) -> Submission:
    """Bring the open correction to the outbox."""
    home, states = made.dossier, DossierState
    store.move_dossier(home.id, states.OPEN, states.REVIEWED, act())
    plain = b"%PDF-1.7 corrected"
    files = [file(home, vault.put(home.id, plain), plain, 9)]
    for expected, to in ((states.REVIEWED, states.BUILT), (states.SIGNING, states.SIGNED)):
        store.save_files(home.id, files, expected=expected, to=to, act=act())
        if to is states.BUILT:
            store.move_dossier(home.id, states.BUILT, states.SIGNING, act())
    sent = replace(submission(home, vault.put(home.id, MANIFEST), 60), revision=2)
    store.seal(sent, act())
    return sent


class CorrectionContract:
    """Contract of `CorrectionRows`."""

    def test_correction_begins_with_everything(self, store: Store, vault: Vault) -> None:
        base = sealed_submission(store, vault).dossier_id
        made = filled(revision_of(base), vault)
        home = made.dossier.id

        store.begin_correction(made, [act("dossier.created", home), act("dossier.corrected", base)])

        assert store.dossier(home) == made.dossier
        assert store.correction(home) == made.correction
        assert store.corrected_by(base) == home
        assert store.pages(home) == [made.pages[0].page]
        assert store.fields(home) == list(made.pages[0].fields)
        assert store.owner(home) == OWNER
        assert store.decisions(home) == list(made.decisions)
        told = [entry.act.action for entry in store.audit_entries()]
        assert told[-2:] == ["dossier.created", "dossier.corrected"]
        assert store.verify() == []

    def test_sealed_dossier_stays_what_it_was(self, store: Store, vault: Vault) -> None:
        sent = sealed_submission(store, vault)
        before = (store.dossier(sent.dossier_id), store.pages(sent.dossier_id))

        store.begin_correction(revision_of(sent.dossier_id), [act()])

        assert (store.dossier(sent.dossier_id), store.pages(sent.dossier_id)) == before
        assert store.submission(sent.id) == sent

    def test_dossier_of_its_own_corrects_nothing(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)

        assert store.correction(home.id) is None
        assert store.corrected_by(home.id) is None

    def test_dossier_is_corrected_once(self, store: Store, vault: Vault) -> None:
        base = sealed_submission(store, vault).dossier_id
        store.begin_correction(revision_of(base), [act()])

        with pytest.raises(IllegalStep):
            store.begin_correction(revision_of(base, 51), [act()])

        assert store.corrected_by(base) == revision_of(base).dossier.id

    def test_open_dossier_is_not_corrected(self, store: Store, vault: Vault) -> None:
        home = open_dossier(store, vault)

        with pytest.raises(IllegalStep):
            store.begin_correction(revision_of(home.id), [act()])

        assert store.corrected_by(home.id) is None

    def test_refused_submission_is_withdrawn_with_it(self, store: Store, vault: Vault) -> None:
        sent = held(store, sealed_submission(store, vault))
        gone = replace(sent, state=SubmissionState.CANCELLED)
        made = replace(revision_of(sent.dossier_id), withdrawn=gone)

        store.begin_correction(made, [act()])

        assert store.submission(sent.id) == gone
        assert store.unfinished() == []

    @pytest.mark.parametrize("reason", ["", "delivery.conflict"])
    def test_submission_that_changed_meanwhile_keeps_the_correction_away(
        self, store: Store, vault: Vault, reason: str
    ) -> None:
        sent = held(store, sealed_submission(store, vault))
        now = replace(sent, state=SubmissionState.QUEUED, reason="") if not reason else sent
        store.save_submission(replace(now, reason=reason), act())
        gone = replace(sent, state=SubmissionState.CANCELLED)
        made = replace(revision_of(sent.dossier_id), withdrawn=gone)

        with pytest.raises(IllegalStep):
            store.begin_correction(made, [act()])

        assert store.corrected_by(sent.dossier_id) is None
        assert [each.id for each in store.dossiers_in(DossierState.OPEN)] == []

    def test_papers_of_a_dossier_are_out_of_date_once_its_correction_is_received(
        self, store: Store, vault: Vault
    ) -> None:
        sent = sealed_submission(store, vault)
        store.acknowledge(advance(sent, SubmissionState.ACKED), receipt(sent), act())
        store.remember_papers(sent.dossier_id, [paper_of(sent.dossier_id)], act())
        made = revision_of(sent.dossier_id)
        store.begin_correction(made, [act()])
        before = store.papers_of(OWNER.id, ["CCCD"])

        again = seal_open(store, vault, made)
        waiting = store.papers_of(OWNER.id, ["CCCD"])
        store.acknowledge(advance(again, SubmissionState.ACKED), receipt(again), act())
        store.remember_papers(again.dossier_id, [paper_of(again.dossier_id)], act())
        after = store.papers_of(OWNER.id, ["CCCD"])

        assert [each.paper.dossier_id for each in before] == [sent.dossier_id]
        assert waiting == before
        assert [each.paper.dossier_id for each in after] == [again.dossier_id]
