"""What services may ask of the store to make figures: counts and moments, nothing of a citizen.

Moments are UTC, ISO 8601, as texts that sort like time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.events import Act
from app.domain.figures import Confidence, Device


@dataclass(frozen=True, slots=True)
class Between:
    """From `since` on, before `until`."""

    since: str
    until: str


@dataclass(frozen=True, slots=True)
class HourCount:
    """How often something happened within an hour; `hour` is "YYYY-MM-DDTHH" in UTC."""

    hour: str
    count: int


@dataclass(frozen=True, slots=True)
class DossierTrace:
    """What is known of a dossier without opening anything of it.

    Attributes:
        withdrawn: Its newest submission was withdrawn.
        has_files: It has a digitized file, or had one that was received and is erased by now.
        received_at: When its first receipt was verified, "" while there is none.
    """

    id: str
    created_at: str
    withdrawn: bool
    has_files: bool
    received_at: str


@dataclass(frozen=True, slots=True)
class OutboxStay:
    """When a submission was sealed, and when its receipt came or it was withdrawn ("" = waits)."""

    entered: str
    left: str


class FigureRows(Protocol):
    """Rows added up for figures. Cheap enough for a store of 10,000 dossiers."""

    def hour_counts(self, action: str, when: Between, *, actor: str = "") -> list[HourCount]:
        """How often an act was done in each hour; `actor` "" = by anybody."""
        ...

    def acts(self, actions: Sequence[str], when: Between) -> list[Act]:
        """Acts of these kinds in the order of the chain."""
        ...

    def newest_act(self, actions: Sequence[str], before: str) -> Act | None:
        """The last act of these kinds before a moment, None where there is none."""
        ...

    def dossier_traces(self, when: Between) -> list[DossierTrace]:
        """Dossiers created then, without those that carry results."""
        ...

    def result_counts(self, when: Between) -> tuple[int, int]:
        """Results that came then, and how many of these have a signed file."""
        ...

    def outbox_stays(self, when: Between) -> list[OutboxStay]:
        """Submissions that were in the outbox at some moment then."""
        ...

    def confidences(self, when: Between) -> list[Confidence]:
        """Fields of dossiers created then, for each procedure; blank ones are left out."""
        ...

    def devices(self, when: Between) -> list[Device]:
        """Pages captured then, for each device."""
        ...

    def fields_decided(self, actor: str, when: Between) -> int:
        """Fields that this officer has decided then."""
        ...
