"""The procedure of a dossier: what another one would mean for its papers, and choosing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone
from enum import StrEnum

from app.domain.dossier import Dossier, DossierState
from app.domain.ids import DossierId
from app.domain.officer import Right
from app.domain.procedure import Circumstances, Handling, Need, Procedure, Reason, needs
from app.errors import IllegalStep
from app.services.access import require
from app.services.erase import flag_shown_only, is_never_copied
from app.services.lookups import ask
from app.services.paperless import reused_in
from app.services.review import page_reading
from app.services.station import Station

VIETNAM = timezone(timedelta(hours=7))


class Fate(StrEnum):
    """What becomes of a paper under a procedure; what wants a hand comes first."""

    MISSING = "missing"
    TO_ERASE = "to_erase"
    EXTRA = "extra"
    UNUSED = "unused"
    SHOW = "show"
    HERE = "here"
    REUSED = "reused"
    OPTIONAL = "optional"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class PaperFate:
    """A paper and what becomes of it.

    Attributes:
        code: Paper type.
        name: As the procedure or the catalogue names it, Vietnamese.
    """

    code: str
    name: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a procedure means for a dossier.

    Attributes:
        procedure_code: The procedure, "" for none.
        papers: Papers it expects, misses or has no use for; what wants a hand comes first.
    """

    dossier_id: DossierId
    procedure_code: str
    papers: tuple[PaperFate, ...]

    def count(self, *fates: Fate) -> int:
        """Papers of these fates."""
        return sum(paper.fate in fates for paper in self.papers)


def consequences(station: Station, dossier_id: DossierId, procedure_code: str) -> Consequences:
    """What a procedure would mean for the papers of a dossier; changes nothing.

    Raises:
        NotFound: No such dossier.
        UnknownProcedure: The catalogue does not know it.
    """
    station.store.dossier(dossier_id)
    if not procedure_code:
        return Consequences(dossier_id, "", ())
    procedure = station.catalog.procedure(procedure_code)
    scanned = _scanned(station, dossier_id)
    reused = {each.component for each in reused_in(station, dossier_id, procedure_code)}
    day = station.now().astimezone(VIETNAM).date()
    held = frozenset(scanned) | reused
    wanted = needs(procedure, Circumstances(day, station.identity.agency_code, held))
    papers = [
        PaperFate(need.component.paper_code, need.component.name, _fate(need, reused))
        for need in wanted
    ]
    papers += _extra(procedure, scanned)
    papers += _unused(station, dossier_id, reused)
    order = list(Fate)
    papers.sort(key=lambda paper: order.index(paper.fate))
    return Consequences(dossier_id, procedure_code, tuple(papers))


def _scanned(station: Station, dossier_id: DossierId) -> dict[str, str]:
    """Types of the scanned papers and their names, in page order."""
    pages = [page for page in station.store.pages(dossier_id) if page.reading]
    guesses = [page_reading(station, page).paper for page in pages]
    return {guess.code: guess.title for guess in guesses if guess and guess.code}


def _fate(need: Need, reused: set[str]) -> Fate:
    if need.reason is Reason.HELD:
        return Fate.REUSED if need.component.paper_code in reused else Fate.HERE
    match need.handling:
        case Handling.COLLECT:
            return Fate.MISSING if need.reason is Reason.REQUIRED else Fate.OPTIONAL
        case Handling.SHOW:
            return Fate.SHOW
        case Handling.LEAVE:
            return Fate.NOT_ASKED


def _extra(procedure: Procedure, scanned: dict[str, str]) -> list[PaperFate]:
    """Scanned papers that the procedure does not name, or names as not to be copied."""
    named = {code for component in procedure.components for code in component.paper_codes}
    return [
        PaperFate(code, title, Fate.TO_ERASE if code in named else Fate.EXTRA)
        for code, title in scanned.items()
        if code not in named or is_never_copied(procedure, code)
    ]


def _unused(station: Station, dossier_id: DossierId, reused: set[str]) -> list[PaperFate]:
    """Reused papers that no component asks for."""
    taken = reused_in(station, dossier_id, "")
    return [
        PaperFate(each.component, each.paper.title, Fate.UNUSED)
        for each in taken
        if each.paper is not None and each.component not in reused
    ]


def choose_procedure(station: Station, dossier_id: DossierId, procedure_code: str) -> Dossier:
    """The officer says which procedure a dossier is of; the one before is chosen back the same.

    Pages are looked at again for papers that are only shown, and the national store is asked
    for the papers of the new procedure. What was decided about reuse stays, and counts where
    the procedure asks for the paper.

    Raises:
        NotFound: No such dossier.
        UnknownProcedure: The catalogue does not know it.
        IllegalStep: The dossier is not open.
    """
    require(station, Right.REVIEW, dossier_id)
    dossier = station.store.dossier(dossier_id)
    if dossier.state is not DossierState.OPEN:
        raise IllegalStep("the procedure of an open dossier only can be changed")
    if procedure_code:
        station.catalog.procedure(procedure_code)
    if procedure_code == dossier.procedure_code:
        return dossier
    note = f"{dossier.procedure_code or '-'} to {procedure_code or '-'}"
    act = station.act("dossier.procedure_chosen", dossier_id, note=note)
    station.store.set_dossier_codes(dossier_id, dossier.code, procedure_code, act)
    flag_shown_only(station, dossier_id)
    ask(station, dossier_id)
    return station.store.dossier(dossier_id)
