"""What is to be scanned, in which way, and to which page it belongs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from app.domain.ids import DossierId, PageId
from app.errors import WrongUse
from app.services.capture import ScanOrder


class ScanWay(StrEnum):
    """How paper goes through the scanner.

    Fronts and backs are the two halves of scanning both sides by hand. Again takes the place of
    a page, behind follows one, note is the same sheet with what sticks on it.
    """

    FEED = "feed"
    AUTO = "auto"
    FRONTS = "fronts"
    BACKS = "backs"
    AGAIN = "again"
    BEHIND = "behind"
    NOTE = "note"


class Paper(StrEnum):
    """What a device says about the paper in it."""

    LIES_IN = "lies_in"
    NONE = "none"
    UNSENSED = "unsensed"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class ScanPlan:
    """One scan.

    Attributes:
        dossier_id: Where the pages go; None opens a dossier.
        page_id: The page that AGAIN, BEHIND and NOTE are about, "" for the other ways.
    """

    dossier_id: DossierId | None
    order: ScanOrder
    way: ScanWay = ScanWay.FEED
    page_id: PageId | Literal[""] = ""

    @property
    def home(self) -> DossierId:
        """The dossier, which is there already.

        Raises:
            WrongUse: The plan opens one.
        """
        if self.dossier_id is None:
            raise WrongUse("backs without a dossier")
        return self.dossier_id

    def require_page(self) -> PageId:
        """The page the plan is about.

        Raises:
            WrongUse: None was named.
        """
        if not self.page_id:
            raise WrongUse("no page was named")
        return self.page_id

    def with_sheets(self, sheets: tuple[int, ...]) -> ScanPlan:
        """The same for these sheets."""
        return replace(self, order=replace(self.order, sheets=sheets))
