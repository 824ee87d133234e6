"""A dossier of reused papers alone goes all the way without a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.procedure import Component, Procedure
from app.domain.submission import SubmissionState
from app.services import assemble, deliver, reuse, review
from app.services.paperless import needs_no_pages
from app.services.sign import Key, sign_dossier
from tests.fakes.reuse_office import HOA, Office, ReuseShelf, page, proof

TWO = "2.000001"


class ShortShelf(ReuseShelf):
    """Beside the others, a procedure with one required and one optional component."""

    def procedures(self) -> tuple[Procedure, ...]:
        parts = (
            Component("single_proof", "Giấy xác nhận", True),
            Component("health", "Giấy khám", False),
        )
        return (*super().procedures(), Procedure(TWO, "Thủ tục ngắn", parts))


@pytest.fixture
def office() -> Office:
    made = Office()
    made.station = replace(made.station, catalog=ShortShelf())
    made.deliver(HOA, page("declaration"), proof())
    return made


def short_dossier(office: Office) -> DossierId:
    home = office.open(HOA)
    act = office.station.act("test", home)
    office.store.set_dossier_codes(home, "H26-2", TWO, act)
    return home


def take(office: Office, home: DossierId) -> None:
    choice = reuse.Choice("single_proof", office.offers(home)[0].paper.id)
    reuse.take(office.station, home, choice)


def test_dossier_of_reused_papers_reaches_its_receipt(office: Office) -> None:
    home = short_dossier(office)
    take(office, home)

    manifest = office.seal(home)
    deliver.send_due(office.station)

    assert manifest.files == ()
    assert [each.paper_code for each in manifest.reused] == ["single_proof"]
    assert office.store.submissions()[-1].state is SubmissionState.ACKED
    assert office.token.logins[1:] == []


def test_dossier_with_nothing_reused_still_wants_pages(office: Office) -> None:
    home = short_dossier(office)

    with pytest.raises(review.NoPages):
        review.finish_review(office.station, home)


def test_dossier_with_a_required_paper_missing_still_wants_pages(office: Office) -> None:
    home = office.open(HOA)
    take(office, home)

    with pytest.raises(review.NoPages):
        review.finish_review(office.station, home)

    assert office.store.dossier(home).state is DossierState.OPEN


def test_paper_given_back_wants_pages_again(office: Office) -> None:
    home = short_dossier(office)
    take(office, home)
    before = needs_no_pages(office.station, home)
    reuse.undo(office.station, home, "single_proof")

    assert before
    assert not needs_no_pages(office.station, home)


def test_paper_given_back_after_the_review_is_not_sent_empty(office: Office) -> None:
    home = short_dossier(office)
    take(office, home)
    review.finish_review(office.station, home)
    assemble.build(office.station, home)
    sign_dossier(office.station, home, Key("", bytearray()))
    reuse.undo(office.station, home, "single_proof")

    with pytest.raises(review.NoPages):
        deliver.enqueue(office.station, home)

    assert office.store.dossier(home).state is DossierState.SIGNED
