"""Shares of digitization as processing systems report them under Decision 766/QD-TTg."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


def share(part: int, whole: int) -> float | None:
    """Part of a whole, 0.0 to 1.0; None where there is nothing to have a part of."""
    return None if whole <= 0 else min(max(part / whole, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What the shares need to know of one dossier of the citizens.

    Attributes:
        withdrawn: Its submission was withdrawn, so it was never handed in.
        has_component: At least one paper of it is digitized or reused.
        reused: At least one paper was taken from an earlier digitization instead of scanned.
        from_store: One of these came from the national store.
    """

    withdrawn: bool
    has_component: bool
    reused: bool
    from_store: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """Counters of digitization and their shares.

    Attributes:
        received: Dossiers taken in, without those that were withdrawn.
        digitized: Of these, with at least one digitized component.
        reused: Of these, with at least one component in status 2 or 3 (reused).
        from_store: Of these, with a reused component of the national store.
        results: Results of procedures that came to this station.
        results_digitized: Of these, with a signed electronic file.

    Source: indicators of Decision 766/QD-TTg of 23/6/2022 as processing systems count them: share
    of digitized dossiers = digitized / received; share of reuse = reused / received, of the
    national store = from_store / received; share of digitized results =
    results_digitized / results. A station knows no result that never came to it, so the last one
    is of its own results only.
    """

    received: int = 0
    digitized: int = 0
    reused: int = 0
    from_store: int = 0
    results: int = 0
    results_digitized: int = 0

    @property
    def digitized_share(self) -> float | None:
        """Digitized by received."""
        return share(self.digitized, self.received)

    @property
    def reused_share(self) -> float | None:
        """Reused by received."""
        return share(self.reused, self.received)

    @property
    def store_share(self) -> float | None:
        """Reused from the national store by received."""
        return share(self.from_store, self.received)

    @property
    def results_share(self) -> float | None:
        """Results with a signed file by results."""
        return share(self.results_digitized, self.results)


def shares(
    facts: Iterable[DossierFacts], *, results: int = 0, results_digitized: int = 0
) -> Shares:
    """Count dossiers; see `Shares` for the formulas."""
    counted = [each for each in facts if not each.withdrawn]
    reused = [each for each in counted if each.reused]
    return Shares(
        received=len(counted),
        digitized=sum(each.has_component for each in counted),
        reused=len(reused),
        from_store=sum(each.from_store for each in reused),
        results=results,
        results_digitized=min(results_digitized, results),
    )


class ReuseLedger:
    """Which components of dossiers are reused, replayed from the acts about them.

    The rows of decisions go with a purge; the acts stay.
    """

    def __init__(self) -> None:
        self._taken: dict[str, dict[str, bool]] = {}

    def tell(self, action: str, dossier_id: str, note: str) -> None:
        """One act, in the order of time; `note` is "COMPONENT status N KEEPER"."""
        component, _, rest = note.partition(" ")
        of_dossier = self._taken.setdefault(dossier_id, {})
        if action == "reuse.taken":
            of_dossier[component] = rest.endswith(" store")
        else:
            of_dossier.pop(component, None)

    def reused(self, dossier_id: str) -> bool:
        """Whether one of its components is reused."""
        return bool(self._taken.get(dossier_id))

    def from_store(self, dossier_id: str) -> bool:
        """Whether one of them came from the national store."""
        return any(self._taken.get(dossier_id, {}).values())
