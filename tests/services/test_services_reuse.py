"""Owner first, then reuse before scanning: offers, decisions, questions, one person's only."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.dossier import DossierState
from app.domain.owner import Owner, OwnerGap, OwnerKind, OwnerPolicy
from app.domain.procedure import Reason
from app.domain.reuse import ComponentStatus, Freshness, Keeper, LookupState, Term
from app.errors import IllegalStep, NotFound
from app.province.documents import (
    DocumentsMalformed,
    DocumentsOffline,
    DocumentsRefused,
)
from app.services import deliver, lookups, owner, reuse, review
from ocr.reading import FieldState
from tests.fakes.documents import PDF
from tests.fakes.reuse_office import (
    CARD_QR,
    HOA,
    MARRIAGE,
    NAM,
    Office,
    page,
    proof,
    stored,
    value,
)


@pytest.mark.parametrize("text", [HOA, " 001 195 004 321 ", CARD_QR])
def test_owner_of_text_reads_digits_and_the_keyboard_scanner(text: str) -> None:
    named = owner.owner_of_text(Office().station, text)

    assert (named.kind, named.id) == (OwnerKind.CITIZEN, HOA)


def test_owner_of_text_card_brings_the_name() -> None:
    assert owner.owner_of_text(Office().station, CARD_QR).name == "Trần Thị Hoa"


@pytest.mark.parametrize(
    "text", ["", "123456789", "00119500432", "0011950043210", "001995004321", "a|b|c", "x" * 5000]
)
def test_owner_of_text_anything_else_is_refused(text: str) -> None:
    with pytest.raises(owner.OwnerInvalid):
        owner.owner_of_text(Office().station, text)


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_owner_of_text_any_text_gives_twelve_digits_or_a_refusal(text: str) -> None:
    try:
        named = owner.owner_of_text(_READER, text)
    except owner.OwnerInvalid:
        return

    assert named.is_identified


_READER = Office().station


def test_finish_review_without_owner_is_blocked_where_the_province_insists() -> None:
    office = Office(OwnerPolicy(everywhere=True))
    home = office.open(papers=[page("declaration")])

    with pytest.raises(owner.OwnerUnknown):
        review.finish_review(office.station, home)

    assert office.store.dossier(home).state is DossierState.OPEN


def test_finish_review_without_owner_only_asks_elsewhere() -> None:
    office = Office()
    home = office.open(papers=[page("declaration")])

    review.finish_review(office.station, home)

    assert owner.owner_gap_of(office.station, home) is OwnerGap.ASK


def test_finish_review_for_an_agency_is_not_blocked() -> None:
    office = Office(OwnerPolicy(everywhere=True))
    home = office.open(papers=[page("declaration")])
    owner.set_owner(office.station, home, Owner(OwnerKind.AGENCY, "H26.14", "Sở Mẫu"))

    review.finish_review(office.station, home)

    assert office.store.dossier(home).state is DossierState.REVIEWED


def test_guess_owners_names_every_person_and_chooses_nobody() -> None:
    office = Office()
    cards = [
        page("card", value("id_number", NAM), value("full_name", "Lê Văn Nam")),
        page("receipt", value("owner_id", HOA), value("owner.full_name", "Trần Thị Hoa")),
    ]
    home = office.open(papers=cards)

    guesses = owner.guess_owners(office.station, home)

    assert [each.owner.id for each in guesses] == [HOA, NAM]
    assert guesses[0].owner.name == "Trần Thị Hoa"
    assert office.store.owner(home) is None


def test_sheet_tells_what_is_replaced_and_what_is_only_shown() -> None:
    office = Office()
    home = office.open(HOA)

    parts = {
        each.component.paper_code: each for each in reuse.sheet(office.station, home).components
    }

    assert parts["household"].is_not_asked
    assert parts["household"].need.since == date(2025, 7, 1)
    assert parts["card"].keeps_no_scan
    assert parts["card"].need.reason is Reason.SHOWN_ONLY


@pytest.mark.parametrize("component", ["household", "card"])
def test_take_paper_that_is_not_collected_is_refused(component: str) -> None:
    office = Office()
    home = office.open(HOA)

    with pytest.raises(reuse.NotCollected):
        reuse.take(office.station, home, reuse.Choice(component, "x"))


def test_delivered_paper_is_offered_to_its_owner_with_number_and_term() -> None:
    office = Office()
    office.deliver(HOA, page("declaration"), proof())

    (offer,) = office.offers(office.open(HOA))

    assert (offer.paper.number, offer.paper.keeper) == ("15/UBND", Keeper.STATION)
    assert (offer.freshness, offer.good_until) == (Freshness.VALID, date(2026, 4, 1))
    assert offer.paper.code == f"{HOA}.{MARRIAGE}.single_proof"


def test_delivered_twice_the_second_code_has_a_suffix() -> None:
    office = Office()
    office.deliver(HOA, proof())
    office.deliver(HOA, proof(issued="02/10/2025"))

    codes = {each.paper.code for each in office.store.papers_of(HOA, ["single_proof"])}

    assert codes == {f"{HOA}.{MARRIAGE}.single_proof", f"{HOA}.{MARRIAGE}.single_proof.02"}


def test_delivered_paper_of_another_person_is_not_remembered() -> None:
    office = Office()
    office.deliver(HOA, page("declaration"), proof(NAM))

    assert office.store.papers_of(HOA, ["single_proof"]) == []
    assert len(office.store.papers_of(HOA, ["declaration"])) == 1


def test_delivered_without_owner_is_remembered_for_nobody() -> None:
    office = Office()
    home = office.open(papers=[proof()])
    office.seal(home)

    deliver.send_due(office.station)

    assert office.store.papers_of(HOA, ["single_proof"]) == []


def test_expired_paper_is_shown_but_cannot_be_taken() -> None:
    office = Office()
    office.deliver(HOA, proof(issued="01/01/2025"))
    home = office.open(HOA)
    (offer,) = office.offers(home)

    with pytest.raises(reuse.OfferExpired):
        reuse.take(office.station, home, reuse.Choice("single_proof", offer.paper.id))

    assert offer.freshness is Freshness.EXPIRED


def test_paper_without_day_of_issue_is_taken_only_after_a_look() -> None:
    office = Office()
    office.deliver(HOA, page("single_proof", value("number", "15/UBND")))
    home = office.open(HOA)
    (offer,) = office.offers(home)
    choice = reuse.Choice("single_proof", offer.paper.id)

    with pytest.raises(reuse.OfferUnproven):
        reuse.take(office.station, home, choice)
    data = reuse.paper_bytes(office.station, offer.paper)
    decision = reuse.take(office.station, home, replace(choice, has_looked=True))

    assert data.endswith(b"signed")
    assert decision.status is ComponentStatus.REUSED


def test_doubtful_day_of_issue_proves_no_term() -> None:
    office = Office()
    doubtful = value("issued_on", "01/10/2025", FieldState.AMBER)
    office.deliver(HOA, page("single_proof", value("number", "15"), doubtful))

    (offer,) = office.offers(office.open(HOA))

    assert offer.freshness is Freshness.UNPROVEN


def test_take_goes_into_the_manifest_and_the_audit_without_the_owners_id() -> None:
    office = Office()
    office.documents.papers[HOA] = (stored(),)
    home = office.open(HOA, papers=[page("declaration")])
    lookups.ask(office.station, home)
    lookups.look_up_due(office.station)
    (offer,) = office.offers(home)

    reuse.take(office.station, home, reuse.Choice("single_proof", offer.paper.id))
    manifest = office.seal(home)

    (reused,) = manifest.reused
    assert (reused.status, reused.replaced_result) == ("3", "KQ.1")
    assert (reused.component_code, reused.from_national_store) == ("TP.2", "1")
    assert (manifest.owner_kind, manifest.owner_id) == ("1", HOA)
    acts = [entry.act for entry in office.store.audit_entries()]
    assert {"owner.set", "reuse.asked", "reuse.answered", "reuse.taken"} <= {a.action for a in acts}
    assert not any(HOA in f"{a.note}{a.digest}" for a in acts)


def test_undo_takes_the_decision_back_until_sealed() -> None:
    office = Office()
    office.deliver(HOA, proof())
    home = office.open(HOA, papers=[page("declaration")])
    choice = reuse.Choice("single_proof", office.offers(home)[0].paper.id)
    reuse.take(office.station, home, choice)
    reuse.undo(office.station, home, "single_proof")
    gone = office.store.decisions(home)
    reuse.take(office.station, home, choice)
    office.seal(home)

    with pytest.raises(IllegalStep):
        reuse.undo(office.station, home, "single_proof")

    assert gone == []
    assert len(office.store.decisions(home)) == 1


def test_undo_of_nothing_is_not_found() -> None:
    office = Office()

    with pytest.raises(NotFound):
        reuse.undo(office.station, office.open(HOA), "single_proof")


def test_scan_anyway_is_audited_and_reuses_nothing() -> None:
    office = Office()
    home = office.open(HOA, papers=[page("declaration")])

    reuse.scan_anyway(office.station, home, "single_proof")

    assert reuse.reused_components(office.station, home) == ()
    assert office.store.audit_entries()[-1].act.action == "reuse.declined"


def test_other_owner_forgets_offers_decisions_and_the_late_answer() -> None:
    office = Office()
    office.documents.papers[HOA] = (stored(),)
    home = office.open(HOA)
    late = lookups.ask(office.station, home)
    lookups.look_up_due(office.station)
    reuse.take(office.station, home, reuse.Choice("single_proof", office.offers(home)[0].paper.id))

    owner.set_owner(office.station, home, Owner(OwnerKind.CITIZEN, NAM))
    assert late is not None
    lookups.look_up(office.station, late)

    assert office.offers(home) == ()
    assert office.store.decisions(home) == []
    assert office.store.lookup(home) is None


def test_lookup_offline_waits_and_is_answered_when_the_line_is_back() -> None:
    office = Office()
    office.documents.papers[HOA] = (stored(),)
    office.documents.trouble = DocumentsOffline("no route")
    home, other = office.open(HOA), office.open(NAM)
    lookups.ask(office.station, home)
    lookups.ask(office.station, other)

    lookups.look_up_due(office.station)
    waiting, tried = office.store.lookup(home), len(office.documents.asked)
    office.documents.trouble = None
    office.clock += timedelta(minutes=2)
    lookups.look_up_due(office.station)

    assert waiting is not None
    assert (waiting.state, waiting.reason) == (LookupState.DUE, "documents.offline")
    assert tried == 1
    assert office.offers(home)[0].paper.number == "77/UBND"
    assert office.offers(other) == ()


def test_lookup_answered_after_sealing_is_only_noted() -> None:
    office = Office()
    office.documents.papers[HOA] = (stored(),)
    home = office.open(HOA, papers=[page("declaration")])
    lookups.ask(office.station, home)
    manifest = office.seal(home)

    lookups.look_up_due(office.station)

    lookup = office.store.lookup(home)
    assert lookup is not None
    assert lookup.state is LookupState.NOTED
    assert manifest.reused == ()


def test_lookup_refused_is_given_up_until_somebody_asks_again() -> None:
    office = Office()
    office.documents.trouble = DocumentsRefused("login")
    home = office.open(HOA)
    lookups.ask(office.station, home)
    lookups.look_up_due(office.station)
    failed = office.store.lookup(home)
    office.documents.trouble = None

    again = lookups.ask(office.station, home)

    assert failed is not None
    assert failed.state is LookupState.FAILED
    assert again is not None
    assert again.id != failed.id


def test_lookup_malformed_again_and_again_is_given_up() -> None:
    office = Office()
    office.documents.trouble = DocumentsMalformed("not JSON")
    home = office.open(HOA)
    lookups.ask(office.station, home)

    for _ in range(lookups.MAX_MALFORMED):
        lookups.look_up_due(office.station)
        office.clock += timedelta(minutes=10)

    lookup = office.store.lookup(home)
    assert lookup is not None
    assert lookup.state is LookupState.FAILED


def test_lookup_asks_only_for_what_is_collected() -> None:
    office = Office()
    home = office.open(HOA)
    lookups.ask(office.station, home)

    lookups.look_up_due(office.station)

    owner_id, procedure, wanted, requester = office.documents.asked[0]
    assert (owner_id, procedure, requester.id) == (HOA, MARRIAGE, HOA)
    assert {each.code for each in wanted} == {"declaration", "KQ.1", "health"}


def test_lookup_asked_twice_is_one_question() -> None:
    office = Office()
    home = office.open(HOA)

    first, second = (lookups.ask(office.station, home) for _ in range(2))

    assert first == second


def test_ask_without_a_store_asks_nobody() -> None:
    office = Office(configured=False)

    assert lookups.ask(office.station, office.open(HOA)) is None


def test_file_of_a_stored_paper_is_fetched() -> None:
    office = Office()
    office.documents.papers[HOA] = (stored(),)
    home = office.open(HOA)
    lookups.ask(office.station, home)
    lookups.look_up_due(office.station)

    assert reuse.paper_bytes(office.station, office.offers(home)[0].paper) == PDF


def test_sheet_without_procedure_is_refused() -> None:
    office = Office()
    home = office.add_dossier([])

    with pytest.raises(reuse.NoProcedure):
        reuse.sheet(office.station, home)


PERSONS = [f"00119500432{digit}" for digit in range(4)]


@given(
    delivered=st.lists(st.tuples(st.sampled_from(PERSONS), st.booleans()), max_size=4),
    asked=st.lists(st.sampled_from(PERSONS), min_size=1, max_size=3),
)
@settings(max_examples=25)
def test_offers_are_never_another_persons(
    delivered: list[tuple[str, bool]], asked: list[str]
) -> None:
    office = Office()
    for number, (person, by_store) in enumerate(delivered):
        if by_store:
            mine = office.documents.papers.get(person, ())
            office.documents.papers[person] = (*mine, stored(term=Term(date(2025, 9, 1 + number))))
        else:
            office.deliver(person, page("declaration", value("number", person), mark=str(number)))

    home = office.open()
    for person in asked:
        owner.set_owner(office.station, home, Owner(OwnerKind.CITIZEN, person))
        lookups.ask(office.station, home)
        lookups.look_up_due(office.station)
        here = office.offers(home, "declaration")

        assert all(offer.paper.code.startswith(person) for offer in here)
        assert bool(here) == ((person, False) in delivered)
        assert bool(office.offers(home)) == ((person, True) in delivered)


@pytest.mark.parametrize("trouble", [None, DocumentsOffline("no route")])
def test_log_of_everything_has_no_personal_id(
    caplog: pytest.LogCaptureFixture, trouble: Exception | None
) -> None:
    office = Office()
    office.documents.trouble = trouble
    with caplog.at_level(logging.DEBUG):
        office.deliver(HOA, proof(NAM), proof())
        home = office.open(HOA)
        lookups.ask(office.station, home)
        lookups.look_up_due(office.station)

    assert HOA not in caplog.text
    assert NAM not in caplog.text
