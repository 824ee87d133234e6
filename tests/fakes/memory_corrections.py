"""Corrections in memory; the part of `MemoryStore` for dossiers that take the place of others."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from app.domain.correction import Correction
from app.domain.dossier import Dossier, DossierState
from app.domain.events import Act
from app.domain.field import Field
from app.domain.ids import DossierId, PageId, SubmissionId
from app.domain.owner import Owner
from app.domain.page import Page
from app.domain.reuse import Decision
from app.domain.submission import Submission, SubmissionState
from app.errors import IllegalStep
from app.store.corrections_base import NewRevision


class MemoryCorrections(ABC):
    """Rows in dictionaries; everything else is that of the whole store."""

    _dossiers: dict[DossierId, Dossier]
    _pages: dict[PageId, Page]
    _fields: dict[PageId, list[Field]]
    _owners: dict[DossierId, Owner]
    _decisions: dict[tuple[DossierId, str], Decision]
    _submissions: dict[SubmissionId, Submission]

    def __init__(self) -> None:
        self._corrections: dict[DossierId, Correction] = {}

    @abstractmethod
    def dossier(self, dossier_id: DossierId) -> Dossier:
        """The dossier the rows belong to."""

    @abstractmethod
    def record(self, act: Act) -> None:
        """Write the act down."""

    def correction(self, dossier_id: DossierId) -> Correction | None:
        return self._corrections.get(dossier_id)

    def corrected_by(self, base_id: DossierId) -> DossierId | None:
        found = (each for each in self._corrections.values() if each.base_id == base_id)
        return next((each.dossier_id for each in found), None)

    def is_replaced(self, dossier_id: DossierId) -> bool:
        own = self._corrections.get(dossier_id)
        name, revision = own.client_ref if own else dossier_id, self.dossier(dossier_id).revision
        newer = {
            each.dossier_id
            for each in self._corrections.values()
            if each.client_ref == name and self.dossier(each.dossier_id).revision > revision
        }
        sent = (each for each in self._submissions.values() if each.dossier_id in newer)
        return any(each.state is SubmissionState.ACKED for each in sent)

    def begin_correction(self, made: NewRevision, acts: Sequence[Act]) -> None:
        base = made.correction.base_id
        if self.dossier(base).state is not DossierState.SEALED or self.corrected_by(base):
            raise IllegalStep("not sealed, or corrected already")
        gone = made.withdrawn
        if gone is not None:
            kept = self._submissions[gone.id]
            if (kept.state, kept.reason) != (SubmissionState.HELD, gone.reason):
                raise IllegalStep("the submission is not what it was")
            self._submissions[gone.id] = gone
        self._dossiers[made.dossier.id] = made.dossier
        self._corrections[made.dossier.id] = made.correction
        if made.owner is not None:
            self._owners[made.dossier.id] = made.owner
        for decision in made.decisions:
            self._decisions[decision.dossier_id, decision.component] = decision
        for each in made.pages:
            self._pages[each.page.id] = each.page
            self._fields[each.page.id] = list(each.fields)
        for act in acts:
            self.record(act)
