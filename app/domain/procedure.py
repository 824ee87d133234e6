"""Administrative procedures (TTHC) and their components (thành phần hồ sơ).

What is asked of a citizen depends on the day: a database takes the place of a paper from one
day on, and some services ask for no paper at all. `needs` says for one day what is still to be
collected and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; None on a side has no bound."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


ALWAYS = Period()
"""Every day there is."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Data that take the place of a paper.

    Attributes:
        since: First day on which the paper may no longer be asked for.
        database: Name of the database, Vietnamese.
        until: Last day of the rule, None while it has no end.
    """

    since: date
    database: str
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the data replace the paper on `day`."""
        return Period(self.since, self.until).holds(day)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A service that asks for no paper at all.

    Attributes:
        since: First day.
        agencies: First levels of the agency codes it binds ("H26"), empty for everybody.
        source: The letter or decision.
    """

    since: date
    agencies: tuple[str, ...] = ()
    source: str = ""

    def holds(self, day: date, agency: str) -> bool:
        """Whether the waiver binds `agency` on `day`."""
        return day >= self.since and (
            not self.agencies or agency.partition(".")[0] in self.agencies
        )


@dataclass(frozen=True, slots=True)
class Component:
    """One paper that a procedure asks for.

    Attributes:
        paper_code: Code of the paper type in the catalogue.
        name: Official name, Vietnamese.
        required: The dossier is incomplete without it.
        shown_only: The citizen only shows it; it is never scanned.
        code: Code of the component in the processing system, "" where it is not known.
        alternatives: Other paper types that do as well.
        classified: A state secret: never scanned, never read.
        internal: An opinion from agency to agency: not copied.
        replacement: Data that take its place, None while it is asked for.
        period: Days on which the component is asked for.

    Source: TT 03/2025/TT-VPCP Art. 5.2 (what is not copied).
    """

    paper_code: str
    name: str
    required: bool
    shown_only: bool = False
    code: str = ""
    alternatives: tuple[str, ...] = ()
    classified: bool = False
    internal: bool = False
    replacement: Replacement | None = None
    period: Period = ALWAYS

    @property
    def paper_codes(self) -> tuple[str, ...]:
        """Every paper type that satisfies the component."""
        return (self.paper_code, *self.alternatives)


@dataclass(frozen=True, slots=True)
class Result:
    """What a procedure ends with.

    Attributes:
        name: Official name, Vietnamese.
        paper_code: Code of the paper type, "" where the result is no paper of the catalogue.
        code: Result code (MaKetQua, "KQ.G15.000031"), "" where it is not known.
    """

    name: str
    paper_code: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """An administrative procedure as the catalogue knows it.

    Attributes:
        code: National code ("1.001193").
        name: Official name, Vietnamese.
        components: Papers in the order of the published decision.
        results: What it ends with.
        domain: Domain of the procedure (lĩnh vực), "" where it is not known.
        waiver: Why no paper is asked for, None while papers are.
        period: Days on which the procedure is in force.
        unconfirmed: The code was seen in copies of a portal's page, not in a published decision.
    """

    code: str
    name: str
    components: tuple[Component, ...] = ()
    results: tuple[Result, ...] = ()
    domain: str = ""
    waiver: Waiver | None = None
    period: Period = ALWAYS
    unconfirmed: bool = False


class Handling(StrEnum):
    """What is done with a component at the counter."""

    COLLECT = "collect"
    SHOW = "show"
    LEAVE = "leave"


class Reason(StrEnum):
    """Why a component is handled the way it is."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    HELD = "held"
    SHOWN_ONLY = "shown_only"
    CLASSIFIED = "classified"
    INTERNAL = "internal"
    REPLACED = "replaced"
    WAIVED = "waived"
    NOT_IN_FORCE = "not_in_force"


@dataclass(frozen=True, slots=True)
class Need:
    """What is done with one component, and why.

    Attributes:
        component: The component.
        handling: Collected and scanned, only shown, or left with the citizen.
        reason: Why.
        since: First day of the rule behind it, None where it has none.
        source: Database or letter behind it, "" where it has none.
    """

    component: Component
    handling: Handling
    reason: Reason
    since: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When and where a dossier is received, and what is there already.

    Attributes:
        day: Day of reception.
        agency: Code of the receiving agency ("H26.14").
        held: Paper types that are in the dossier or reused from the store.
    """

    day: date
    agency: str = ""
    held: frozenset[str] = frozenset()


def needs(procedure: Procedure, now: Circumstances) -> tuple[Need, ...]:
    """What is done with each component of a procedure.

    Source: regulations on papers replaced by data (from 1 January 2026) and TT 03/2025/TT-VPCP
    Art. 5.2.
    """
    return tuple(_need(component, procedure.waiver, now) for component in procedure.components)


def still_to_collect(procedure: Procedure, now: Circumstances) -> tuple[Need, ...]:
    """The required components that are neither there nor replaced."""
    return tuple(
        need
        for need in needs(procedure, now)
        if need.handling is Handling.COLLECT and need.reason is Reason.REQUIRED
    )


def reason_not_to_copy(component: Component) -> Reason | None:
    """Why a component is never scanned nor read, None where it may be.

    Source: TT 03/2025/TT-VPCP Art. 5.2.
    """
    if component.classified:
        return Reason.CLASSIFIED
    if component.shown_only:
        return Reason.SHOWN_ONLY
    return Reason.INTERNAL if component.internal else None


def _need(component: Component, waiver: Waiver | None, now: Circumstances) -> Need:
    if not component.period.holds(now.day):
        return Need(component, Handling.LEAVE, Reason.NOT_IN_FORCE, component.period.first)
    if waiver is not None and waiver.holds(now.day, now.agency):
        return Need(component, Handling.LEAVE, Reason.WAIVED, waiver.since, waiver.source)
    replaced = component.replacement
    if replaced is not None and replaced.holds(now.day):
        return Need(component, Handling.LEAVE, Reason.REPLACED, replaced.since, replaced.database)
    kept_out = reason_not_to_copy(component)
    if kept_out is not None:
        shown = Handling.SHOW if kept_out is Reason.SHOWN_ONLY else Handling.LEAVE
        return Need(component, shown, kept_out)
    if now.held.intersection(component.paper_codes):
        return Need(component, Handling.LEAVE, Reason.HELD)
    wanted = Reason.REQUIRED if component.required else Reason.OPTIONAL
    return Need(component, Handling.COLLECT, wanted)


def good_until(issued_on: date, validity_months: int) -> date | None:
    """Last day on which a paper is good, None for one without a bound.

    A paper of the 31st ends on the last day of a shorter month.

    Source: Bộ luật Dân sự 2015, Điều 147 and 148 (a period in months ends on the same day).
    """
    if validity_months <= 0:
        return None
    months = issued_on.year * 12 + issued_on.month - 1 + validity_months
    year, month = divmod(months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(issued_on.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - date(year, month, 1)).days
