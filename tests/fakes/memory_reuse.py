"""Owners, papers, decisions and questions in memory; the half of `MemoryStore` for reuse."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.domain.dossier import Dossier, DossierState
from app.domain.events import Act
from app.domain.ids import DossierId
from app.domain.owner import Owner
from app.domain.reuse import Decision, DigitizedPaper, Lookup, LookupState
from app.domain.submission import Submission, SubmissionState
from app.errors import IllegalStep, NotFound, WrongUse


class MemoryReuse(ABC):
    """Rows in dictionaries; dossiers, submissions and audit are those of the whole store."""

    def __init__(self) -> None:
        self._owners: dict[DossierId, Owner] = {}
        self._remembered: set[DossierId] = set()
        self._papers: dict[tuple[str, str], DigitizedPaper] = {}
        self._decisions: dict[tuple[DossierId, str], Decision] = {}
        self._lookups: dict[DossierId, Lookup] = {}

    @abstractmethod
    def dossier(self, dossier_id: DossierId) -> Dossier:
        """The dossier the rows belong to."""

    @abstractmethod
    def submissions(self) -> list[Submission]:
        """All submissions, oldest first."""

    @abstractmethod
    def record(self, act: Act) -> None:
        """Write the act down."""

    @abstractmethod
    def is_replaced(self, dossier_id: DossierId) -> bool:
        """Whether a correction of the dossier was received."""

    def _refuse_sealed(self, dossier_id: DossierId) -> None:
        if self.dossier(dossier_id).state is DossierState.SEALED:
            raise IllegalStep("sealed")

    def owner(self, dossier_id: DossierId) -> Owner | None:
        return self._owners.get(dossier_id)

    def set_owner(self, dossier_id: DossierId, owner: Owner, act: Act) -> None:
        self._refuse_sealed(dossier_id)
        before = self._owners.get(dossier_id)
        if before is not None and (before.kind, before.id) != (owner.kind, owner.id):
            self._lookups.pop(dossier_id, None)
            for key in [key for key in self._decisions if key[0] == dossier_id]:
                del self._decisions[key]
        self._owners[dossier_id] = owner
        self.record(act)

    def dossiers_to_remember(self, limit: int) -> list[DossierId]:
        acked = [s.dossier_id for s in self.submissions() if s.state is SubmissionState.ACKED]
        return [
            home
            for home in acked
            if home not in self._remembered
            and home in self._owners
            and self._owners[home].is_identified
        ][: max(limit, 0)]

    def remember_papers(
        self, dossier_id: DossierId, papers: Sequence[DigitizedPaper], act: Act
    ) -> None:
        if any(each.paper.dossier_id != dossier_id for each in papers):
            raise WrongUse("a paper of another dossier")
        for each in papers:
            self._papers.setdefault((dossier_id, each.paper.file_id), each)
        self._remembered.add(dossier_id)
        self.record(act)

    def papers_of(self, owner_id: str, paper_codes: Collection[str]) -> list[DigitizedPaper]:
        return [
            each
            for each in reversed(list(self._papers.values()))
            if each.owner_id == owner_id
            and each.paper.paper_code in paper_codes
            and not self.is_replaced(each.paper.dossier_id)
        ]

    def decisions(self, dossier_id: DossierId) -> list[Decision]:
        return [each for each in list(self._decisions.values()) if each.dossier_id == dossier_id]

    def save_decision(self, decision: Decision, owner_id: str, act: Act) -> None:
        self._refuse_sealed(decision.dossier_id)
        owner = self._owners.get(decision.dossier_id)
        if (owner.id if owner else "") != owner_id:
            raise IllegalStep("another owner")
        self._decisions[decision.dossier_id, decision.component] = decision
        self.record(act)

    def remove_decision(self, dossier_id: DossierId, component: str, act: Act) -> None:
        self._refuse_sealed(dossier_id)
        if (dossier_id, component) not in self._decisions:
            raise NotFound("decision")
        del self._decisions[dossier_id, component]
        self.record(act)

    def lookup(self, dossier_id: DossierId) -> Lookup | None:
        return self._lookups.get(dossier_id)

    def lookups_due(self, now: float, limit: int) -> list[Lookup]:
        due = [
            each
            for each in list(self._lookups.values())
            if each.state is LookupState.DUE and each.next_try <= now
        ]
        return sorted(due, key=lambda each: (each.asked_at, each.id))[: max(limit, 0)]

    def put_lookup(self, lookup: Lookup, act: Act | None) -> None:
        self.dossier(lookup.dossier_id)
        self._lookups[lookup.dossier_id] = lookup
        if act is not None:
            self.record(act)

    def save_lookup(self, lookup: Lookup, act: Act | None) -> bool:
        before = self._lookups.get(lookup.dossier_id)
        if before is None or before.id != lookup.id:
            return False
        self._lookups[lookup.dossier_id] = replace(lookup)
        if act is not None:
            self.record(act)
        return True
