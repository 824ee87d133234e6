"""Whether a dossier may leave although a time stamp is still owed to one of its files."""

from __future__ import annotations

from dataclasses import replace

from app.domain.ids import DossierId
from app.domain.signing import may_leave
from app.errors import Advice, StationError
from app.services.station import Station


class TimeOwed(StationError):
    """A time stamp is still owed; the dossier goes out by itself as soon as it may."""

    code = "signing.time_owed"
    advice = Advice.RETRY_LATER


def require_time(station: Station, dossier_id: DossierId) -> None:
    """Let a dossier leave, or remember that it wants to.

    Raises:
        TimeOwed: It waits for its time, at most until the deadline of the unit.
    """
    owed = station.store.owed_times(dossier_id)
    if not owed:
        return
    now = station.now().timestamp()
    if may_leave(owed, now=now, without_time=station.signing.send_without_time):
        note = f"{len(owed)} files"
        act = station.act("dossier.leaves_without_time", dossier_id, note=note)
        station.store.drop_owed(dossier_id, act)
        return
    for each in owed:
        if not each.to_send:
            act = station.act("dossier.waits_for_time", dossier_id, note=each.reason)
            station.store.save_owed(replace(each, to_send=True), act)
    raise TimeOwed(f"{len(owed)} files")
