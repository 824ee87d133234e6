"""Paperless: a dossier whose papers are all there already needs no page of its own."""

from __future__ import annotations

from datetime import timedelta, timezone

from app.catalog.base import CatalogError
from app.domain.ids import DossierId
from app.domain.procedure import Circumstances, still_to_collect
from app.domain.reuse import REUSE
from app.services.station import Station

VIETNAM = timezone(timedelta(hours=7))


def needs_no_pages(station: Station, dossier_id: DossierId) -> bool:
    """Whether papers are reused in a dossier and no required one is left to collect."""
    reused = frozenset(
        each.component
        for each in station.store.decisions(dossier_id)
        if each.status in REUSE and each.paper is not None
    )
    if not reused:
        return False
    try:
        procedure = station.catalog.procedure(station.store.dossier(dossier_id).procedure_code)
    except CatalogError:
        return False
    day = station.now().astimezone(VIETNAM).date()
    now = Circumstances(day, station.identity.agency_code, reused)
    return not still_to_collect(procedure, now)
