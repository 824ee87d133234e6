"""What services may ask of the store about owners, digitized papers and their reuse."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from app.domain.events import Act
from app.domain.ids import DossierId
from app.domain.owner import Owner
from app.domain.reuse import Decision, DigitizedPaper, Lookup


class ReuseRows(Protocol):
    """Owners of dossiers, papers of owners, decisions and questions."""

    def owner(self, dossier_id: DossierId) -> Owner | None:
        """The owner of a dossier, None while nobody was named."""
        ...

    def set_owner(self, dossier_id: DossierId, owner: Owner, act: Act) -> None:
        """Name the owner; another id takes decisions and questions of the old one away.

        Raises:
            IllegalStep: The dossier is SEALED.
        """
        ...

    def dossiers_to_remember(self, limit: int) -> list[DossierId]:
        """Acknowledged dossiers whose owner is known and whose papers are not remembered yet."""
        ...

    def remember_papers(
        self, dossier_id: DossierId, papers: Sequence[DigitizedPaper], act: Act
    ) -> None:
        """Remember the papers of an acknowledged dossier, maybe none; a repeat adds nothing."""
        ...

    def papers_of(self, owner_id: str, paper_codes: Collection[str]) -> list[DigitizedPaper]:
        """What this station digitized in the owner's name, newest first.

        Papers of a dossier whose correction was received are left out.
        """
        ...

    def decisions(self, dossier_id: DossierId) -> list[Decision]:
        """Decisions about the components of a dossier, in the order they were taken."""
        ...

    def save_decision(self, decision: Decision, owner_id: str, act: Act) -> None:
        """Decide about a component; an earlier decision about it gives way.

        Raises:
            IllegalStep: The dossier is SEALED, or its owner is another one by now.
        """
        ...

    def remove_decision(self, dossier_id: DossierId, component: str, act: Act) -> None:
        """Take a decision back.

        Raises:
            IllegalStep: The dossier is SEALED.
            NotFound: Nothing was decided about the component.
        """
        ...

    def lookup(self, dossier_id: DossierId) -> Lookup | None:
        """The question that was asked for a dossier, None before."""
        ...

    def lookups_due(self, now: float, limit: int) -> list[Lookup]:
        """Questions to ask at `now` (seconds since 1970), oldest first."""
        ...

    def put_lookup(self, lookup: Lookup, act: Act | None) -> None:
        """Put a new question in the place of the old one."""
        ...

    def save_lookup(self, lookup: Lookup, act: Act | None) -> bool:
        """Change a question; False, and nothing happens, if another one was asked since."""
        ...
