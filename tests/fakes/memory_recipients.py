"""Recovery keys in use, in memory: as much of the upkeep as the setting up of a station asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from app.domain.events import Act
from app.domain.ids import DossierId
from app.store.upkeep_base import Upkeep
from app.store.wrapping import Recipient


class MemoryRecipients:
    """Holds the list; no dossier waits for anything."""

    def __init__(self, record: Callable[[Act], None]) -> None:
        self._record = record
        self._recipients: tuple[Recipient, ...] = ()

    def recipients(self) -> tuple[Recipient, ...]:
        return self._recipients

    def set_recipients(self, recipients: Sequence[Recipient], act: Act) -> None:
        self._recipients = tuple(recipients)
        self._record(act)

    def to_rewrap(self) -> list[DossierId]:
        return []

    def rewrap(self, dossier_id: DossierId) -> None:
        """Nothing waits."""


def recipients_alone(record: Callable[[Act], None]) -> Upkeep:
    """An upkeep that knows recovery keys alone."""
    return cast("Upkeep", MemoryRecipients(record))
