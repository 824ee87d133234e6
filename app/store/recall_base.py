"""What services may ask of the search over dossiers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.domain.ids import DossierId
from app.domain.search import FoundRow, Wanted

IsCancelled = Callable[[], bool]
"""Whether nobody waits for the answer any more; asked now and then. Runs on: any thread."""


class RecallRows(Protocol):
    """Search over dossiers; those that carry results are left out of `search`."""

    def find(self, text: str, limit: int) -> list[DossierId]:
        """Dossiers whose code, owner or persons have all words of `text`, newest first."""
        ...

    def refresh_words(self, limit: int) -> int:
        """Make the words of up to `limit` changed dossiers anew; gives how many are left.

        Dossiers that are left are found by what was known of them before.
        """
        ...

    def search(
        self, wanted: Wanted, *, below: int | None, limit: int, is_cancelled: IsCancelled
    ) -> list[FoundRow]:
        """Dossiers that fit, newest first.

        Args:
            wanted: What is looked for.
            below: Only dossiers with a smaller `ord`, None for all.
            limit: At most so many.
            is_cancelled: Whether to stop.

        Raises:
            JobCancelled: It was stopped.
        """
        ...

    def count(self, wanted: Wanted, *, is_cancelled: IsCancelled) -> int:
        """How many dossiers fit.

        Raises:
            JobCancelled: It was stopped.
        """
        ...

    def openers(self) -> list[str]:
        """Officers who have opened dossiers, in the order of their names."""
        ...
