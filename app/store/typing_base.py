"""What services may ask of the place for typing that is not saved yet."""

from __future__ import annotations

from typing import Protocol

from app.domain.ids import DossierId


class TypingKeeper(Protocol):
    """Holds what is being typed in one dossier: a sudden end loses no more than a moment of it."""

    def keep(self, dossier_id: DossierId, text: str) -> None:
        """Hold `text` in the place of whatever was held; "" holds nothing any more.

        Raises:
            StoreFull, StoreUnwritable: It is not held.
        """
        ...

    def kept(self, dossier_id: DossierId) -> str:
        """What is held of a dossier, "" where nothing is or it cannot be read."""
        ...


class NoTyping:
    """Holds nothing: for stations whose store has no such place."""

    def keep(self, dossier_id: DossierId, text: str) -> None:
        """Hold nothing."""

    def kept(self, dossier_id: DossierId) -> str:
        """Nothing is held."""
        return ""
