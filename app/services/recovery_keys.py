"""Recovery keys: who beside this PC can open the station's dossiers, and how they come to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.jobs import Progress
from app.services.station import Station
from app.store.upkeep_base import Upkeep
from app.store.wrapping import Recipient, RecipientKind


@dataclass(frozen=True, slots=True)
class RecoveryStatus:
    """Recovery keys in use, and how many dossiers do not have all of them yet."""

    recipients: tuple[Recipient, ...]
    lacking: int


def status(upkeep: Upkeep) -> RecoveryStatus:
    """What is in use now."""
    return RecoveryStatus(upkeep.recipients(), len(upkeep.to_rewrap()))


def use(station: Station, upkeep: Upkeep, recipient: Recipient) -> None:
    """Use a recovery key; the one of the same kind before it gives way. See `rewrap_all`."""
    others = [each for each in upkeep.recipients() if each.kind is not recipient.kind]
    act = station.act("recovery.key_set", recipient.kind.value, note=recipient.fingerprint)
    upkeep.set_recipients([*others, recipient], act)


def drop(station: Station, upkeep: Upkeep, kind: RecipientKind) -> None:
    """Use no recovery key of a kind any more. See `rewrap_all`."""
    others = [each for each in upkeep.recipients() if each.kind is not kind]
    upkeep.set_recipients(others, station.act("recovery.key_dropped", kind.value))


def rewrap_all(
    station: Station, upkeep: Upkeep, on_progress: Callable[[Progress], None] = lambda _told: None
) -> int:
    """Wrap the keys of older dossiers for the recovery keys in use; goes on where a kill came.

    Gives how many were wrapped anew.
    """
    waiting = upkeep.to_rewrap()
    for done, dossier_id in enumerate(waiting):
        on_progress(Progress(done, len(waiting), dossier_id))
        upkeep.rewrap(dossier_id)
    if waiting:
        station.store.record(
            station.act("recovery.rewrapped", "station", note=f"{len(waiting)} dossiers")
        )
    return len(waiting)


def kind_of(name: str) -> RecipientKind:
    """The kind of recovery key of this name."""
    return RecipientKind(name)
