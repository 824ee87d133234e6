"""Recover: what a kill left half done is put back to the last durable step at start.

Times of the next try are wall-clock times. When the clock was set back, they lie too far ahead;
none is left further ahead than the longest pause there is.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from app.domain.dossier import DossierEvent, DossierState
from app.domain.submission import MAX_RETRY_AFTER_S, SubmissionState
from app.services.erase import finish_erasing
from app.services.page_sending import clear_leftovers
from app.services.review import move
from app.services.station import Station
from app.services.store_care import note_clock

log = logging.getLogger(__name__)

_FOR_EVER, _ALL = 2.0**53, 1_000_000


def recover(station: Station) -> int:
    """Take dossiers that were being signed back to BUILT, and end what was being erased.

    Gives how many dossiers were being signed.

    Unread pages and unsent submissions are rows that the runner picks up by itself. Signatures
    that were begun are rows too: the next signing goes on where the kill came.
    """
    interrupted = station.store.dossiers_in(DossierState.SIGNING)
    note_clock(station)
    clamp_waits(station)
    for dossier in interrupted:
        log.warning("dossier %s: signing was interrupted", dossier.id)
        move(station, dossier.id, DossierEvent.SIGNING_FAILED)
    finish_erasing(station)
    clear_leftovers(station)
    return len(interrupted)


def clamp_waits(station: Station) -> int:
    """Bring waits that a set-back clock made endless down to the longest pause; gives how many."""
    latest = station.now().timestamp() + MAX_RETRY_AFTER_S
    submissions = [
        station.store.submission(each.id)
        for each in station.store.unfinished()
        if each.state is SubmissionState.WAITING and each.next_try > latest
    ]
    for submission in submissions:
        station.store.save_submission(replace(submission, next_try=latest), None)
    owed = [each for each in station.store.owed_times() if each.next_try > latest]
    for debt in owed:
        station.store.save_owed(replace(debt, next_try=latest), None)
    lookups = [
        each for each in station.store.lookups_due(_FOR_EVER, _ALL) if each.next_try > latest
    ]
    for lookup in lookups:
        station.store.save_lookup(replace(lookup, next_try=latest), None)
    return len(submissions) + len(owed) + len(lookups)
