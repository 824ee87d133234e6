"""What services may ask of the store about corrections of sealed dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.correction import Correction
from app.domain.dossier import Dossier
from app.domain.events import Act
from app.domain.field import Field
from app.domain.ids import DossierId
from app.domain.owner import Owner
from app.domain.page import Page
from app.domain.reuse import Decision
from app.domain.submission import Submission


@dataclass(frozen=True, slots=True)
class CopiedPage:
    """A page of the new dossier, its bytes durable under that one's key, with its fields."""

    page: Page
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class NewRevision:
    """Everything that a correction begins with.

    Attributes:
        dossier: OPEN, with the next revision.
        pages: In their order.
        owner: None while nobody was named.
        withdrawn: The submission of the sealed dossier, CANCELLED; None when it stays.
    """

    dossier: Dossier
    correction: Correction
    pages: tuple[CopiedPage, ...] = ()
    owner: Owner | None = None
    decisions: tuple[Decision, ...] = ()
    withdrawn: Submission | None = None


class CorrectionRows(Protocol):
    """Which dossier corrects which."""

    def correction(self, dossier_id: DossierId) -> Correction | None:
        """What a dossier corrects, None for a dossier of its own."""
        ...

    def corrected_by(self, base_id: DossierId) -> DossierId | None:
        """The dossier that corrects a sealed one; there is one at most."""
        ...

    def begin_correction(self, made: NewRevision, acts: Sequence[Act]) -> None:
        """Write the new dossier with all that it begins with, in one transaction.

        Raises:
            IllegalStep: The base is not SEALED, is corrected already, or its submission is not
                what it was.
        """
        ...
