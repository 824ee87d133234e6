"""Components of a dossier and the papers that can be reused for them, as rows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from app.domain.procedure import Handling, Reason
from app.domain.reuse import REUSE, Freshness, Keeper, Offer
from app.services.reuse import ComponentSheet, ReuseSheet
from app.ui.look import tones
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ReuseRow:
    """One line: a component, or one paper that is known for it.

    Attributes:
        part: The component with everything known.
        offer: The paper, None for the line of the component itself.
    """

    part: ComponentSheet
    offer: Offer | None = None

    @property
    def is_taken(self) -> bool:
        """This paper is reused."""
        decided = self.part.decision
        if decided is None or decided.paper is None or self.offer is None:
            return False
        return decided.status in REUSE and decided.paper.id == self.offer.paper.id

    @property
    def can_be_taken(self) -> bool:
        """The paper may be reused, maybe after a look at it."""
        usable = self.offer is not None and self.offer.freshness is not Freshness.EXPIRED
        return usable and not self.is_taken


def reuse_rows(sheet: ReuseSheet) -> list[ReuseRow]:
    """Each component, and below it the papers that are known for it."""
    rows: list[ReuseRow] = []
    for part in sheet.components:
        rows.append(ReuseRow(part))
        rows += [ReuseRow(part, offer) for offer in part.offers]
    return rows


class ReuseModel(RowsModel[ReuseRow]):
    """Name, number, days and state; a component heads its papers."""

    columns = 5

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (
            self.tr("Paper"),
            self.tr("Number"),
            self.tr("Issued"),
            self.tr("Good until"),
            self.tr("State"),
        )

    def key(self, row: ReuseRow) -> Hashable:
        """Component and paper."""
        return (row.part.component.paper_code, row.offer.paper.id if row.offer else "")

    def text(self, row: ReuseRow, column: int) -> str:
        """What a cell shows."""
        if row.offer is None:
            return (row.part.component.name, part_state(row.part), "", "", "")[column]
        paper = row.offer.paper
        issued = _day(paper.term.issued_on)
        cells = (
            f"    {paper.title}",
            paper.number,
            issued,
            _day(row.offer.good_until),
            offer_state(row),
        )
        return cells[column]

    def decoration(self, row: ReuseRow, column: int, role: int) -> Any:  # Qt variant
        """The whole text as a tool tip; a colour beside the sign in the state."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.text(row, column).strip()
        at = STATE_COLUMN if row.offer else PART_STATE_COLUMN
        if role != Qt.ItemDataRole.ForegroundRole or column != at:
            return None
        if row.offer is None:
            return tones().look if row.part.is_not_asked or row.part.keeps_no_scan else None
        match row.offer.freshness:
            case Freshness.VALID:
                return tones().good
            case Freshness.UNPROVEN:
                return tones().look
            case Freshness.EXPIRED:
                return tones().wrong


STATE_COLUMN = 4
"""Column of the state of a paper."""

PART_STATE_COLUMN = 1
"""Column of the state of a component, which takes all that are left of the line."""


def part_state(part: ComponentSheet) -> str:
    """What is done with a component."""
    need = part.need
    if part.decision is not None:
        if part.decision.status in REUSE:
            return translate("ReuseModel", "✓ Reused, not scanned")
        return translate("ReuseModel", "Scan anyway")
    if part.is_not_asked:
        return _not_asked(part)
    if need.reason is Reason.SHOWN_ONLY:
        return translate("ReuseModel", "! Only shown: do not scan, keep no copy")
    if part.keeps_no_scan:
        return translate("ReuseModel", "! Must not be copied")
    if need.handling is Handling.COLLECT and need.reason is Reason.OPTIONAL:
        return translate("ReuseModel", "Scan it if there is one")
    if need.handling is Handling.COLLECT:
        return translate("ReuseModel", "To be scanned")
    if need.reason is Reason.HELD:
        return translate("ReuseModel", "✓ Scanned")
    return translate("ReuseModel", "Not asked for")


def _not_asked(part: ComponentSheet) -> str:
    since, source = part.need.since, part.need.source
    if since is None:
        return translate("ReuseModel", "! This paper is not asked for")
    text = translate("ReuseModel", "! Not asked for since {day} ({source})")
    return text.format(day=_day(since), source=source)


def offer_state(row: ReuseRow) -> str:
    """Whether a paper can be taken, and who keeps it."""
    if row.offer is None:
        return ""
    if row.is_taken:
        return translate("ReuseModel", "✓ Taken")
    texts = {
        Freshness.VALID: translate("ReuseModel", "Valid"),
        Freshness.UNPROVEN: translate("ReuseModel", "? Look at it first"),
        Freshness.EXPIRED: translate("ReuseModel", "! Expired"),
    }
    keepers = {
        Keeper.STATION: translate("ReuseModel", "this station"),
        Keeper.STORE: translate("ReuseModel", "national store"),
    }
    return f"{texts[row.offer.freshness]}, {keepers[row.offer.paper.keeper]}"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
