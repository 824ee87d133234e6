"""Papers that were digitized before: offered instead of scanning again.

Source: TT 01/2023/TT-VPCP (look into the citizen's store before scanning); status codes of a
component and fields of a stored paper as the processing systems of the provinces use them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.ids import DossierId
from app.domain.procedure import good_until


class ComponentStatus(StrEnum):
    """How a component came into the dossier (TrangThaiSoHoa)."""

    NOT_DIGITIZED = "0"
    DIGITIZED = "1"
    REUSED = "2"
    REUSED_RESULT = "3"


REUSE = frozenset({ComponentStatus.REUSED, ComponentStatus.REUSED_RESULT})
"""States of a component that was not scanned again."""


class Keeper(StrEnum):
    """Who keeps a paper: this station from an earlier dossier, or the national store."""

    STATION = "station"
    STORE = "store"


class Freshness(StrEnum):
    """Whether a paper is still good; unproven where it has a bound but no known day of issue."""

    VALID = "valid"
    EXPIRED = "expired"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Term:
    """How long a paper says it is good; None where that is not known."""

    issued_on: date | None = None
    expires_on: date | None = None
    is_permanent: bool = False


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """A digitized paper that is kept somewhere.

    Attributes:
        id: Names it among the papers offered for one dossier.
        keeper: Who keeps it.
        paper_code: Paper type of the catalogue.
        code: Result code or code of the digitized paper, as the keeper names it.
        title: Its name, Vietnamese.
        number: Number and notation, "" where not known.
        issuer: Agency it came from.
        term: How long it is good.
        is_result: It is what another procedure ended with.
        address: Where its file can be fetched, "" for papers of this station.
        file_name: Name of that file.
        dossier_id: Dossier of this station it was digitized in, "" for papers of the store.
        file_id: Its file in that dossier.
        dossier_code: Code of that dossier in the processing system.
        sha256: SHA-256 of the file, "" where not known.
    """

    id: str
    keeper: Keeper
    paper_code: str
    code: str
    title: str
    number: str = ""
    issuer: str = ""
    term: Term = Term()
    is_result: bool = False
    address: str = ""
    file_name: str = ""
    dossier_id: str = ""
    file_id: str = ""
    dossier_code: str = ""
    sha256: str = ""

    @property
    def status(self) -> ComponentStatus:
        """Status of a component that this paper is taken for."""
        return ComponentStatus.REUSED_RESULT if self.is_result else ComponentStatus.REUSED


@dataclass(frozen=True, slots=True)
class DigitizedPaper:
    """A paper this station digitized, in the name of its owner."""

    owner_id: str
    paper: KnownPaper
    digitized_at: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the officer decided about one component.

    Attributes:
        component: Paper code of the component.
        status: Reused, or not digitized: the officer wants to scan it anyway.
        paper: The paper that is reused, None for scanning.
        decided_by: Officer.
        decided_at: UTC time, ISO 8601.
    """

    dossier_id: DossierId
    component: str
    status: ComponentStatus
    paper: KnownPaper | None
    decided_by: str
    decided_at: str


class LookupState(StrEnum):
    """A question to the store: to be asked, answered, given up, or answered after sealing."""

    DUE = "due"
    ANSWERED = "answered"
    FAILED = "failed"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Lookup:
    """One question to the store of digitized papers, and its answer.

    Attributes:
        id: Another one for each question, so that a late answer is known for what it is.
        owner_id: Whose papers.
        owner_name: Full name, "" where not known.
        procedure_code: For which procedure.
        state: How far it is.
        asked_at: UTC time, ISO 8601.
        attempts: Failures in a row.
        next_try: UTC time of the next try, seconds since 1970; 0 = now.
        reason: Code of the last failure, "" if none.
        found: The answer.
    """

    id: str
    dossier_id: DossierId
    owner_id: str
    owner_name: str
    procedure_code: str
    state: LookupState
    asked_at: str
    attempts: int = 0
    next_try: float = 0.0
    reason: str = ""
    found: tuple[KnownPaper, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that can be taken for a component, or is shown with the reason why it cannot."""

    paper: KnownPaper
    freshness: Freshness
    good_until: date | None


def offer(paper: KnownPaper, validity_months: int, day: date) -> Offer:
    """Judge a paper on `day`.

    Args:
        paper: The paper.
        validity_months: How long papers of its type are good after their issue, 0 = no bound.
        day: Day of reception.
    """
    term = paper.term
    if term.is_permanent:
        return Offer(paper, Freshness.VALID, None)
    bounds = [day for day in (term.expires_on, _bound(term, validity_months)) if day is not None]
    if not bounds:
        unproven = validity_months > 0 and term.issued_on is None
        return Offer(paper, Freshness.UNPROVEN if unproven else Freshness.VALID, None)
    last = min(bounds)
    return Offer(paper, Freshness.VALID if day <= last else Freshness.EXPIRED, last)


def _bound(term: Term, validity_months: int) -> date | None:
    return None if term.issued_on is None else good_until(term.issued_on, validity_months)


def offers_for(
    papers: Iterable[KnownPaper], months: dict[str, int], day: date
) -> tuple[Offer, ...]:
    """Judge papers: usable ones first, the newest first; one paper known twice is shown once.

    Args:
        papers: All that are known, those of the national store before those of the station.
        months: Paper code -> validity in months, 0 or missing = no bound.
        day: Day of reception.
    """
    once: dict[tuple[str, str], KnownPaper] = {}
    for paper in papers:
        once.setdefault((paper.paper_code, paper.number or paper.id), paper)
    judged = [offer(paper, months.get(paper.paper_code, 0), day) for paper in once.values()]
    return tuple(sorted(judged, key=_place))


_ORDER = (Freshness.VALID, Freshness.UNPROVEN, Freshness.EXPIRED)


def _place(each: Offer) -> tuple[int, int, str]:
    issued = each.paper.term.issued_on or date.min
    return _ORDER.index(each.freshness), -issued.toordinal(), each.paper.id


def digitized_code(owner_id: str, subject_code: str, last: str, taken: int) -> str:
    """Code of a digitized paper in the citizen's store.

    Args:
        owner_id: Twelve digits.
        subject_code: Procedure code of a component, result code of a result.
        last: Paper code of a component, number and notation of a result.
        taken: How many papers have the same code so far; the next one gets `.NN`.

    Source: TT 01/2023/TT-VPCP (owner, kind and order); suffix as the processing systems give it.
    """
    code = f"{owner_id}.{subject_code}.{last}"
    return f"{code}.{taken + 1:02d}" if taken else code
