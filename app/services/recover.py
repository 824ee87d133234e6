"""Recover: what a kill left half done is put back to the last durable step at start."""

from __future__ import annotations

import logging

from app.domain.dossier import DossierEvent, DossierState
from app.services.erase import finish_erasing
from app.services.review import move
from app.services.station import Station

log = logging.getLogger(__name__)


def recover(station: Station) -> int:
    """Take dossiers that were being signed back to BUILT, and end what was being erased.

    Gives how many dossiers were being signed.

    Unread pages and unsent submissions are rows that the runner picks up by itself. Signatures
    that were begun are rows too: the next signing goes on where the kill came.
    """
    carriers = [station.store.dossier(each.dossier_id) for each in station.store.results()]
    interrupted = [
        dossier
        for dossier in (*(row.dossier for row in station.store.dossier_rows()), *carriers)
        if dossier.state is DossierState.SIGNING
    ]
    for dossier in interrupted:
        log.warning("dossier %s: signing was interrupted", dossier.id)
        move(station, dossier.id, DossierEvent.SIGNING_FAILED)
    finish_erasing(station)
    return len(interrupted)
