"""Images = pages: what was counted on the table is held against what was scanned.

Source: TT 03/2025/TT-VPCP (a copy has as many pages as its original, in the same order).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.ids import DossierId
from app.domain.officer import Right
from app.domain.page import Page, is_left_out
from app.errors import Advice, StationError, WrongUse
from app.services.access import require, require_sight
from app.services.station import Station

MOST_PAGES = 10_000
LEAST_REASON = 5
MOST_REASON = 200


class CountDiffers(StationError):
    """Other than the number that was counted; `detail` has both: counted, found."""

    code = "review.count_differs"
    advice = Advice.USER_ACTION


class ReasonMissing(StationError):
    """A count is accepted only with a reason in words."""

    code = "review.reason_missing"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class PageCount:
    """What was counted and what is there.

    Attributes:
        expected: Pages counted on the table, 0 = nobody has counted.
        found: Pages that count; a second picture of a sheet with its note does not.
        notes: Such second pictures.
    """

    expected: int
    found: int
    notes: int

    @property
    def agrees(self) -> bool:
        """Whether nothing contradicts the count."""
        return self.expected in (0, self.found)


def count_pages(expected: int, pages: Sequence[Page]) -> PageCount:
    """Hold a count against the pages of a dossier."""
    there = [page for page in pages if not is_left_out(page)]
    ids = {page.id for page in there}
    # A picture with its note whose bare twin is gone is the only one of its sheet: it counts.
    notes = sum(page.note_of in ids for page in there)
    return PageCount(expected, len(there) - notes, notes)


def page_count(station: Station, dossier_id: DossierId) -> PageCount:
    """The count of a dossier now."""
    require_sight(station, dossier_id)
    expected = station.store.dossier(dossier_id).expected_pages
    return count_pages(expected, station.store.pages(dossier_id))


def require_count(expected: int, pages: Sequence[Page]) -> None:
    """Refuse to go on while the count does not agree.

    Raises:
        CountDiffers: It does not.
    """
    now = count_pages(expected, pages)
    if not now.agrees:
        raise CountDiffers(f"{now.expected} {now.found}")


def expect_pages(station: Station, dossier_id: DossierId, count: int) -> PageCount:
    """Note how many pages were counted; 0 takes the count back.

    Raises:
        WrongUse: No such number of pages.
        IllegalStep: The dossier is not open.
    """
    require(station, Right.CAPTURE, dossier_id)
    if not 0 <= count <= MOST_PAGES:
        raise WrongUse(f"{count} pages")
    before = station.store.dossier(dossier_id).expected_pages
    note = f"{before} -> {count}"
    station.store.set_expected_pages(
        dossier_id, count, station.act("dossier.pages_counted", dossier_id, note=note)
    )
    return page_count(station, dossier_id)


def accept_count(station: Station, dossier_id: DossierId, reason: str) -> PageCount:
    """The officer stands for the pages that are there; the reason goes into the audit chain.

    A page that comes or goes afterwards makes the count differ again.

    Raises:
        ReasonMissing: No reason in words.
        IllegalStep: The dossier is not open.
    """
    require(station, Right.REVIEW, dossier_id)
    said = said_reason(reason)
    now = page_count(station, dossier_id)
    if now.agrees:
        return now
    note = f"{now.expected} -> {now.found}: {said}"
    station.store.set_expected_pages(
        dossier_id, now.found, station.act("dossier.count_accepted", dossier_id, note=note)
    )
    return page_count(station, dossier_id)


def said_reason(reason: str) -> str:
    """A reason as it goes into the audit chain.

    Raises:
        ReasonMissing: No reason in words.
    """
    said = unicodedata.normalize("NFC", " ".join(reason.split()))[:MOST_REASON]
    if len(said) < LEAST_REASON:
        raise ReasonMissing("accepted with a reason only")
    return said
