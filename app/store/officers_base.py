"""What services may ask of the store about officers, dossiers in their hands, and signed heads."""

from __future__ import annotations

from typing import Protocol

from app.domain.audit_lines import Head
from app.domain.events import Act
from app.domain.ids import DossierId
from app.domain.officer import Officer


class OfficerRows(Protocol):
    """Accounts of the station. Their rows are sealed: nobody grants roles with an editor."""

    def officers(self) -> list[Officer]:
        """All accounts, closed ones too, oldest first; empty until the first one is set up.

        Raises:
            StoreDamaged: A row was changed by somebody else, or all rows were taken away.
        """
        ...

    def officer(self, officer_id: str) -> Officer:
        """One account.

        Raises:
            NotFound: No such account.
        """
        ...

    def save_officer(self, officer: Officer, act: Act | None) -> None:
        """Add or replace an account; `act` None for a mere try of a password."""
        ...

    def holder(self, dossier_id: DossierId) -> str:
        """Officer in whose hands a dossier is, "" while nobody took it."""
        ...

    def hold(self, dossier_id: DossierId, officer_id: str, act: Act) -> None:
        """Put a dossier into the hands of an officer.

        Raises:
            NotFound: No such dossier.
        """
        ...

    def owner_mark(self, owner_id: str) -> str:
        """Keyed digest that stands for a citizen in the access log."""
        ...

    def sign_head(self, head: Head) -> bytes:
        """Ed25519 signature of the station under a head of its audit chain."""
        ...

    def head_key(self) -> bytes:
        """Public key of `sign_head`, 32 bytes."""
        ...
