"""The pages of the chosen dossier as a model; small pictures arrive later."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage

from app.domain.page import Page
from app.ui import labels
from app.ui.picture_flow import PageCard
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate


class PagesModel(RowsModel[Page]):
    """One row per page, in the order of capture."""

    def __init__(self, parent: Any = None) -> None:  # any: QObject or None
        super().__init__(parent)
        self._cards: dict[str, PageCard] = {}

    def key(self, row: Page) -> Hashable:
        """The page's id."""
        return row.id

    def text(self, row: Page, _column: int) -> str:
        """Number, paper, state and findings in one line, for screen readers."""
        number = translate("pages", "Page %1").replace("%1", str(row.seq))
        parts = (number, labels.page_state(row), self.title(row.id), notes(row))
        return " · ".join(part for part in parts if part)

    def decoration(self, row: Page, _column: int, role: int) -> Any:  # Qt variant
        """The small picture, and the full text as a tool tip."""
        card = self._cards.get(row.id)
        if role == Qt.ItemDataRole.DecorationRole:
            return card.image if card else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.text(row, 0)
        return None

    def title(self, page_id: str) -> str:
        """Type of the paper, "" while unknown."""
        card = self._cards.get(page_id)
        return card.title if card else ""

    def picture(self, page_id: str) -> QImage | None:
        """The small picture, None while there is none."""
        card = self._cards.get(page_id)
        return card.image if card else None

    def set_card(self, card: PageCard) -> None:
        """A small picture has arrived."""
        self._cards[card.page_id] = card
        number = self.row_of(card.page_id)
        if number >= 0:
            self.dataChanged.emit(self.index(number, 0), self.index(number, 0))

    def add_page(self, page: Page) -> None:
        """A page was saved just now."""
        if self.row_of(page.id) < 0:
            self.set_rows((*self.rows, page))

    def forget_cards(self) -> None:
        """Another dossier is on show."""
        self._cards.clear()


def caption(page: Page) -> str:
    """Number and state, short enough for a tile."""
    return f"{page.seq} · {labels.page_state(page)}"


def notes(page: Page) -> str:
    """Findings in words, "" when there are none."""
    return ", ".join(labels.page_flags(page))
