"""Another procedure for a dossier: what it means is told first, and nothing is lost by it."""

from __future__ import annotations

import pytest

from app.catalog.base import UnknownProcedure
from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.owner import Owner, OwnerKind
from app.domain.page import SHOWN_ONLY
from app.errors import IllegalStep
from app.services import reuse, review
from app.services.owner import set_owner
from app.services.paperless import needs_no_pages
from app.services.procedure_choice import Consequences, Fate, choose_procedure, consequences
from tests.fakes.reuse_office import HOA, MARRIAGE, Office, page, proof, value

OTHER = "1.004873"
CARD = page("card", value("id_number", HOA))


def fates(found: Consequences) -> dict[str, Fate]:
    return {paper.code: paper.fate for paper in found.papers}


def with_reuse(office: Office) -> DossierId:
    """A dossier in which one paper is reused."""
    office.deliver(HOA, page("declaration"), proof())
    home = office.open(HOA)
    paper = office.offers(home)[0].paper
    reuse.take(office.station, home, reuse.Choice("single_proof", paper.id, has_looked=True))
    return home


def test_consequences_tell_papers_here_missing_extra_and_not_to_be_copied() -> None:
    office = Office()
    home = office.add_dossier([page("declaration"), page("birth"), CARD])
    entries = len(office.store.audit_entries())

    found = consequences(office.station, home, MARRIAGE)

    assert [(paper.code, paper.fate) for paper in found.papers] == [
        ("single_proof", Fate.MISSING),
        ("card", Fate.TO_ERASE),
        ("birth", Fate.EXTRA),
        ("card", Fate.SHOW),
        ("declaration", Fate.HERE),
        ("health", Fate.OPTIONAL),
        ("household", Fate.NOT_ASKED),
    ]
    assert found.count(Fate.MISSING) == 1
    assert len(office.store.audit_entries()) == entries
    assert office.store.dossier(home).procedure_code == ""


def test_consequences_without_procedure_name_no_paper() -> None:
    office = Office()
    home = office.open()

    assert consequences(office.station, home, "").papers == ()
    with pytest.raises(UnknownProcedure):
        consequences(office.station, home, "9.999999")


def test_choice_is_audited_flags_pages_and_asks_the_store() -> None:
    office = Office()
    home = office.add_dossier([CARD], code="H26-5")
    set_owner(office.station, home, Owner(OwnerKind.CITIZEN, HOA))

    dossier = choose_procedure(office.station, home, MARRIAGE)

    assert (dossier.code, dossier.procedure_code) == ("H26-5", MARRIAGE)
    assert [SHOWN_ONLY in each.flags for each in office.pages(home)] == [True]
    lookup = office.store.lookup(home)
    assert lookup is not None
    assert lookup.procedure_code == MARRIAGE
    notes = [e.act.note for e in office.store.audit_entries() if e.act.object_id == home]
    assert f"- to {MARRIAGE}" in notes


def test_choice_of_the_one_before_takes_everything_back() -> None:
    office = Office()
    home = with_reuse(office)
    before = reuse.reused_components(office.station, home)

    choose_procedure(office.station, home, OTHER)
    told = fates(consequences(office.station, home, OTHER))
    meanwhile = reuse.reused_components(office.station, home)
    choose_procedure(office.station, home, MARRIAGE)

    assert len(before) == 1
    assert told == {"single_proof": Fate.UNUSED}
    assert meanwhile == ()
    assert reuse.reused_components(office.station, home) == before


def test_paper_reused_for_another_procedure_spares_no_page() -> None:
    office = Office()
    home = with_reuse(office)

    choose_procedure(office.station, home, OTHER)

    assert not needs_no_pages(office.station, home)
    assert "single_proof" not in reuse.held_papers(office.station, home)


def test_same_choice_again_leaves_no_entry() -> None:
    office = Office()
    home = office.open()
    entries = len(office.store.audit_entries())

    choose_procedure(office.station, home, MARRIAGE)

    assert len(office.store.audit_entries()) == entries


def test_choice_for_a_dossier_that_is_not_open_is_refused() -> None:
    office = Office()
    home = office.open(papers=[page("declaration")])
    review.finish_review(office.station, home)

    with pytest.raises(IllegalStep):
        choose_procedure(office.station, home, OTHER)

    assert office.store.dossier(home).state is DossierState.REVIEWED
    assert office.store.dossier(home).procedure_code == MARRIAGE
