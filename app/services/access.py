"""The one check of what an officer may do, and whose hands an open dossier is in.

Every use case that an officer begins asks here first; what the station does by itself does not.
Refusals are audited. Looking at a dossier, taking something out of it and searching for a citizen
are acts too; no personal data is in them.
"""

from __future__ import annotations

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.officer import Right
from app.services.session import HeldByOther, NotAllowed, NotLoggedIn
from app.services.station import Station

VIEWED, TAKEN_OUT, SEARCHED = "dossier.viewed", "dossier.taken_out", "owner.searched"
"""Acts of the access log."""


def require(station: Station, right: Right, dossier_id: DossierId | None = None) -> None:
    """Go on only if whoever acts may do this.

    Args:
        station: Whose session is asked.
        right: What is to be done.
        dossier_id: The dossier it is done to; while it is OPEN it has to be in this officer's
            hands, and comes into them when nobody has it.

    Raises:
        NotLoggedIn: Nobody is logged in, or the screen is locked.
        NotAllowed: None of the officer's roles grants it.
        HeldByOther: The dossier is in other hands.
    """
    session = station.session
    if not session.is_managed:
        return
    officer = session.acting
    if officer is None:
        station.store.record(station.act("access.refused", right.value, note="login"))
        raise NotLoggedIn(right.value)
    if not officer.may(right):
        station.store.record(station.act("access.refused", right.value, note="role"))
        raise NotAllowed(right.value)
    if dossier_id is not None:
        _require_hands(station, dossier_id, officer.id)


def _require_hands(station: Station, dossier_id: DossierId, officer_id: str) -> None:
    if station.store.dossier(dossier_id).state is not DossierState.OPEN:
        return
    holder = station.store.holder(dossier_id)
    if not holder:
        station.store.hold(dossier_id, officer_id, station.act("dossier.held", dossier_id))
    elif holder != officer_id:
        raise HeldByOther(f"dossier {dossier_id}", holder)


def may(station: Station, right: Right) -> bool:
    """Whether whoever acts may do this; nothing is audited."""
    officer = station.session.acting
    return not station.session.is_managed or (officer is not None and officer.may(right))


def holder_of(station: Station, dossier_id: DossierId) -> str:
    """Other officer in whose hands an open dossier is, "" when this one may work on it."""
    session = station.session
    officer = session.acting
    if not session.is_managed or officer is None:
        return ""
    if station.store.dossier(dossier_id).state is not DossierState.OPEN:
        return ""
    holder = station.store.holder(dossier_id)
    return "" if holder == officer.id else holder


def require_sight(station: Station, dossier_id: DossierId) -> None:
    """Go on only if whoever acts may see this dossier.

    Raises:
        NotLoggedIn, NotAllowed: This officer sees no dossiers.
        HeldByOther: It is open in other hands.
    """
    require(station, Right.VIEW)
    holder = holder_of(station, dossier_id)
    if holder:
        raise HeldByOther(f"dossier {dossier_id}", holder)


def note_view(station: Station, dossier_id: DossierId) -> None:
    """A dossier comes on show.

    Raises:
        AccessError: This officer may not see it.
    """
    require_sight(station, dossier_id)
    station.store.record(station.act(VIEWED, dossier_id))


def note_taking_out(station: Station, dossier_id: DossierId, how: str) -> None:
    """Something of a dossier leaves the station: printed, or written to a file.

    Raises:
        AccessError: This officer may not take it out.
    """
    require(station, Right.TAKE_OUT, dossier_id)
    station.store.record(station.act(TAKEN_OUT, dossier_id, note=how))


def note_search(station: Station, owner_id: str) -> None:
    """Papers of a citizen are looked for; the audit holds a mark in the place of the id.

    Raises:
        AccessError: This officer may not search.
    """
    require(station, Right.SEARCH_OWNER)
    station.store.record(station.act(SEARCHED, station.store.owner_mark(owner_id)))


def take_over(station: Station, dossier_id: DossierId) -> str:
    """Take the open dossier of another officer; gives who had it.

    Raises:
        NotLoggedIn, NotAllowed: This officer may not work on dossiers.
    """
    require(station, Right.VIEW)
    officer = station.session.acting
    if officer is None:
        return ""
    before = station.store.holder(dossier_id)
    if before != officer.id:
        act = station.act("dossier.taken_over", dossier_id, note=f"from {before}")
        station.store.hold(dossier_id, officer.id, act)
    return before
