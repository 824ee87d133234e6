"""Paperless: a dossier whose papers are all there already needs no page of its own."""

from __future__ import annotations

from datetime import timedelta, timezone

from app.catalog.base import CatalogError
from app.domain.ids import DossierId
from app.domain.procedure import Circumstances, still_to_collect
from app.domain.reuse import REUSE, Decision
from app.services.station import Station

VIETNAM = timezone(timedelta(hours=7))


def reused_in(station: Station, dossier_id: DossierId, procedure_code: str) -> tuple[Decision, ...]:
    """Decisions to reuse a paper that count under a procedure.

    Those about components of another procedure are kept, for the case that it is chosen again,
    and count for nothing; where the catalogue does not know the procedure, all of them count.
    """
    taken = [each for each in station.store.decisions(dossier_id) if each.status in REUSE]
    try:
        procedure = station.catalog.procedure(procedure_code)
    except CatalogError:
        return tuple(taken)
    asked = {component.paper_code for component in procedure.components}
    return tuple(each for each in taken if each.component in asked)


def needs_no_pages(station: Station, dossier_id: DossierId) -> bool:
    """Whether papers are reused in a dossier and no required one is left to collect."""
    procedure_code = station.store.dossier(dossier_id).procedure_code
    counted = reused_in(station, dossier_id, procedure_code)
    reused = frozenset(each.component for each in counted if each.paper is not None)
    if not reused:
        return False
    try:
        procedure = station.catalog.procedure(procedure_code)
    except CatalogError:
        return False
    day = station.now().astimezone(VIETNAM).date()
    now = Circumstances(day, station.identity.agency_code, reused)
    return not still_to_collect(procedure, now)
