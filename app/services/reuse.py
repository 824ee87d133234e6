"""Reuse: papers that were digitized before are offered instead of scanning them again.

Offers come from what this station digitized for the same owner and from the answer of the
national store, if it has come. Nothing here waits for the network; see `app.services.lookups`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone

from app.catalog.base import CatalogError
from app.domain.ids import DossierId
from app.domain.manifest import ReusedComponent
from app.domain.officer import Right
from app.domain.owner import Owner, OwnerGap
from app.domain.procedure import (
    Circumstances,
    Component,
    Handling,
    Need,
    Procedure,
    Reason,
    needs,
)
from app.domain.reuse import (
    ComponentStatus,
    Decision,
    Freshness,
    Keeper,
    KnownPaper,
    Lookup,
    Offer,
    offers_for,
)
from app.errors import Advice, NotFound, StationError
from app.services.access import note_search, require, require_sight
from app.services.owner import OwnerUnknown, owner_gap_of
from app.services.paperless import reused_in
from app.services.review import page_reading
from app.services.station import Station

VIETNAM = timezone(timedelta(hours=7))


class ReuseError(StationError):
    """Root of the errors of reuse."""

    code = "reuse.error"
    advice = Advice.USER_ACTION


class NoProcedure(ReuseError):
    """The procedure of the dossier has to be chosen first."""

    code = "reuse.no_procedure"


class NotAComponent(ReuseError):
    """The procedure has no such component."""

    code = "reuse.not_a_component"


class OfferGone(ReuseError):
    """The paper is not offered for this component, or not any more."""

    code = "reuse.offer_gone"


class OfferExpired(ReuseError):
    """The paper is no longer good."""

    code = "reuse.expired"


class OfferUnproven(ReuseError):
    """Nothing says whether the paper is still good; the officer has to look at it."""

    code = "reuse.unproven"


class NotCollected(ReuseError):
    """The paper is not collected: data replace it, it is only shown, or no paper is asked for."""

    code = "reuse.not_collected"


@dataclass(frozen=True, slots=True)
class ComponentSheet:
    """One component with all that speaks for and against scanning it.

    Attributes:
        component: The component.
        need: What is done with it, and why: R3 and R4 stand here.
        decision: What the officer decided, None before.
        offers: Papers that are known; usable ones first.
    """

    component: Component
    need: Need
    decision: Decision | None
    offers: tuple[Offer, ...]

    @property
    def is_collected(self) -> bool:
        """The paper is collected, or was already: a paper may be taken in its place."""
        return _is_collected(self.need)

    @property
    def is_not_asked(self) -> bool:
        """The officer should not ask for the paper: data replace it or it is waived."""
        return self.need.reason in (Reason.REPLACED, Reason.WAIVED)

    @property
    def keeps_no_scan(self) -> bool:
        """No scan of the paper may be kept: it is only shown, or must not be copied."""
        return self.need.reason in (Reason.SHOWN_ONLY, Reason.CLASSIFIED, Reason.INTERNAL)


@dataclass(frozen=True, slots=True)
class ReuseSheet:
    """A dossier before scanning.

    Attributes:
        owner: Its owner, None while nobody was named.
        gap: What is missing of the owner.
        lookup: The question to the national store, None before it was asked.
        components: Components of the procedure, in its order.
    """

    owner: Owner | None
    gap: OwnerGap
    lookup: Lookup | None
    components: tuple[ComponentSheet, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """Whose papers, for which procedure, and what the national store said.

    Attributes:
        owner: The owner, None while nobody was named.
        procedure: The procedure.
        found: Papers of the national store.
    """

    owner: Owner | None
    procedure: Procedure
    found: tuple[KnownPaper, ...] = ()


def sheet(station: Station, dossier_id: DossierId) -> ReuseSheet:
    """What is asked for, what is known already and what was decided. Asks nobody.

    Raises:
        NotFound: No such dossier.
        NoProcedure: Its procedure is not chosen.
    """
    require_sight(station, dossier_id)
    dossier = station.store.dossier(dossier_id)
    if not dossier.procedure_code:
        raise NoProcedure("no procedure")
    procedure = station.catalog.procedure(dossier.procedure_code)
    owner, lookup = station.store.owner(dossier_id), station.store.lookup(dossier_id)
    if lookup and (owner is None or lookup.owner_id != owner.id):
        lookup = None
    fits = lookup is not None and lookup.procedure_code == dossier.procedure_code
    answered = lookup.found if lookup and fits else ()
    decided = {each.component: each for each in station.store.decisions(dossier_id)}
    held = held_papers(station, dossier_id)
    parts = _components(station, Search(owner, procedure, answered), held)
    components = tuple(
        ComponentSheet(component, need, decided.get(component.paper_code), offers)
        for component, need, offers in parts
    )
    return ReuseSheet(owner, owner_gap_of(station, dossier_id), lookup, components)


def search(station: Station, wanted: Search) -> tuple[ComponentSheet, ...]:
    """Offers for each component of a procedure, without a dossier."""
    if wanted.owner is not None and wanted.owner.id:
        note_search(station, wanted.owner.id)
    parts = _components(station, wanted, frozenset())
    return tuple(ComponentSheet(part, need, None, offers) for part, need, offers in parts)


def _components(
    station: Station, wanted: Search, held: frozenset[str]
) -> list[tuple[Component, Need, tuple[Offer, ...]]]:
    day = station.now().astimezone(VIETNAM).date()
    now = Circumstances(day, station.identity.agency_code, held)
    months = {paper.code: paper.validity_months for paper in station.catalog.paper_types()}
    found: list[tuple[Component, Need, tuple[Offer, ...]]] = []
    for need in needs(wanted.procedure, now):
        known = _known(station, wanted, need.component) if _is_collected(need) else []
        found.append((need.component, need, offers_for(known, months, day)))
    return found


def _known(station: Station, wanted: Search, component: Component) -> list[KnownPaper]:
    """Papers that would do for a component, those of the national store first."""
    owner, codes = wanted.owner, component.paper_codes
    if owner is None or not owner.has_store:
        return []
    here = [each.paper for each in station.store.papers_of(owner.id, codes)]
    return [*(paper for paper in wanted.found if paper.paper_code in codes), *here]


def _is_collected(need: Need) -> bool:
    return need.handling is Handling.COLLECT or need.reason is Reason.HELD


def held_papers(station: Station, dossier_id: DossierId) -> frozenset[str]:
    """Paper types that were scanned into a dossier or are reused in it."""
    pages = [page for page in station.store.pages(dossier_id) if page.reading]
    papers = [page_reading(station, page).paper for page in pages]
    procedure_code = station.store.dossier(dossier_id).procedure_code
    reused = {each.component for each in reused_in(station, dossier_id, procedure_code)}
    return frozenset(paper.code for paper in papers if paper) | reused


@dataclass(frozen=True, slots=True)
class Choice:
    """What the officer takes: a paper for a component.

    Attributes:
        component: Paper code of the component.
        paper_id: Id of the offered paper.
        has_looked: The officer looked at the paper, so one without a known term may be taken.
    """

    component: str
    paper_id: str
    has_looked: bool = False


def take(station: Station, dossier_id: DossierId, choice: Choice) -> Decision:
    """Reuse a paper for a component instead of scanning it; `undo` takes that back.

    Raises:
        OwnerUnknown: Nobody was named as the owner.
        NotAComponent, NotCollected: There is nothing to take it for.
        OfferGone, OfferExpired, OfferUnproven: The paper cannot be taken.
        IllegalStep: The dossier is sealed, or its owner is another one by now.
    """
    require(station, Right.REVIEW, dossier_id)
    now = sheet(station, dossier_id)
    if now.owner is None:
        raise OwnerUnknown("no owner")
    offer = _offer(_component(now, choice.component), choice)
    return _decide(station, dossier_id, choice.component, offer.paper, now.owner.id)


def _component(now: ReuseSheet, paper_code: str) -> ComponentSheet:
    for each in now.components:
        if each.component.paper_code == paper_code:
            return each
    raise NotAComponent(paper_code)


def _offer(part: ComponentSheet, choice: Choice) -> Offer:
    if not part.is_collected:
        raise NotCollected(part.need.reason.value)
    for each in part.offers:
        if each.paper.id == choice.paper_id:
            break
    else:
        raise OfferGone(choice.component)
    match each.freshness:
        case Freshness.VALID:
            return each
        case Freshness.EXPIRED:
            raise OfferExpired(choice.component)
        case Freshness.UNPROVEN:
            if not choice.has_looked:
                raise OfferUnproven(choice.component)
            return each


def scan_anyway(station: Station, dossier_id: DossierId, component: str) -> Decision:
    """The officer scans a component although papers are offered for it.

    Raises:
        NotAComponent, NotCollected: The procedure does not collect it.
        IllegalStep: The dossier is sealed.
    """
    require(station, Right.REVIEW, dossier_id)
    now = sheet(station, dossier_id)
    part = _component(now, component)
    if not part.is_collected:
        raise NotCollected(part.need.reason.value)
    return _decide(station, dossier_id, component, None, now.owner.id if now.owner else "")


def _decide(
    station: Station,
    dossier_id: DossierId,
    component: str,
    paper: KnownPaper | None,
    owner_id: str,
) -> Decision:
    status = ComponentStatus.NOT_DIGITIZED if paper is None else paper.status
    decision = Decision(dossier_id, component, status, paper, station.officer_id, station.stamp())
    action = "reuse.declined" if paper is None else "reuse.taken"
    keeper = "" if paper is None else f" {paper.keeper.value}"
    note = f"{component} status {status.value}{keeper}"
    digest = "" if paper is None else paper.sha256
    act = station.act(action, dossier_id, digest=digest, note=note)
    station.store.save_decision(decision, owner_id, act)
    return decision


def undo(station: Station, dossier_id: DossierId, component: str) -> None:
    """Take the decision about a component back.

    Raises:
        NotFound: Nothing was decided about it.
        IllegalStep: The dossier is sealed.
    """
    require(station, Right.REVIEW, dossier_id)
    act = station.act("reuse.undone", dossier_id, note=component)
    station.store.remove_decision(dossier_id, component, act)


def paper_bytes(station: Station, paper: KnownPaper) -> bytes:
    """The file of an offered paper, for the officer's eye; nothing is kept.

    Raises:
        NotFound: It has no file.
        StoreError, DocumentStoreError: The file cannot be read now.
    """
    if paper.keeper is Keeper.STORE:
        if not paper.address:
            raise NotFound("file of a stored paper")
        return station.documents.fetch(paper.issuer, paper.address)
    home = DossierId(paper.dossier_id)
    for file in station.store.files(home):
        if file.id == paper.file_id:
            return station.vault.get(home, file.blob)
    raise NotFound("file of a digitized paper")


def reused_components(station: Station, dossier_id: DossierId) -> tuple[ReusedComponent, ...]:
    """What is reused in a dossier, as it stands in the manifest."""
    procedure_code = station.store.dossier(dossier_id).procedure_code
    named = _named_components(station, procedure_code)
    return tuple(
        _reused(named.get(each.component), each.paper, each)
        for each in reused_in(station, dossier_id, procedure_code)
        if each.paper is not None
    )


def _named_components(station: Station, procedure_code: str) -> dict[str, Component]:
    try:
        procedure = station.catalog.procedure(procedure_code)
    except CatalogError:
        return {}
    return {component.paper_code: component for component in procedure.components}


def _reused(component: Component | None, paper: KnownPaper, decision: Decision) -> ReusedComponent:
    return ReusedComponent(
        paper_code=decision.component,
        component_code=component.code if component else "",
        name=component.name if component else paper.title,
        status=decision.status.value,
        replaced_result=paper.code,
        from_national_store="1" if paper.keeper is Keeper.STORE else "0",
        number=paper.number,
        issuer=paper.issuer,
        address=paper.address,
        dossier_code=paper.dossier_code,
        sha256=paper.sha256,
    )
