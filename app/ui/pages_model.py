"""The pages of the chosen dossier as a model; small pictures arrive once they are in sight.

Views ask by painting: a page without a small picture is put on a list of wishes, which is sent
off when all tiles are painted. Only a bounded number of pictures is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from app.domain.page import Page
from app.domain.paper import PageOfPaper, group_papers
from app.ui import labels
from app.ui.picture_flow import picture_key
from app.ui.rows_model import RowsModel
from app.ui.thumbnails import PageFacts, Thumbnail

translate = QCoreApplication.translate

KEPT_PICTURES = 240
KEPT_BYTES = 24_000_000
"""Small pictures that stay in memory, and their pixels: about 180 pages of A4."""


class PagesModel(RowsModel[Page]):
    """One row per page, in the order in which they lie.

    Signals:
        pictures_wanted(list[Page]): These pages are in sight without their picture.
    """

    pictures_wanted = Signal(object)

    def __init__(self, parent: Any = None, *, in_papers: bool = True) -> None:  # any: QObject
        """Pages that make papers, or those in the trash, which make none."""
        super().__init__(parent)
        self._in_papers = in_papers
        self._pictures: OrderedDict[str, Thumbnail] = OrderedDict()
        self._held_bytes = 0
        self._facts: dict[str, PageFacts] = {}
        self._known: dict[str, tuple[Page, PageFacts | None, PageOfPaper]] = {}
        self._starts: dict[str, str] | None = None
        self._wishes: dict[str, Page] = {}
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._ask)

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
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture_of(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.text(row, 0)
        return None

    def set_rows(self, rows: Sequence[Page]) -> None:
        """Show `rows` instead; where papers begin follows from them."""
        self._starts = None
        super().set_rows(rows)

    def title(self, page_id: str) -> str:
        """Type of the paper, "" while unknown."""
        facts = self._facts.get(page_id)
        return facts.title if facts else ""

    def picture(self, page_id: str) -> QImage | None:
        """The small picture, None while there is none."""
        held = self._pictures.get(page_id)
        return held.image if held else None

    @property
    def paper_starts(self) -> Mapping[str, str]:
        """Pages with which a paper begins, with the name of the paper."""
        if not self._in_papers:
            return {}
        if self._starts is None:
            papers = group_papers([self._described(page) for page in self._rows])
            self._starts = {paper.pages[0]: self.title(paper.pages[0]) for paper in papers}
        return self._starts

    def set_picture(self, picture: Thumbnail) -> None:
        """A small picture has arrived."""
        self._drop(self._pictures.pop(picture.page_id, None))
        self._pictures[picture.page_id] = picture
        self._held_bytes += _size(picture)
        while self._is_too_much and len(self._pictures) > 1:
            self._drop(self._pictures.popitem(last=False)[1])
        self._repaint(picture.page_id)

    @property
    def held_bytes(self) -> int:
        """Pixels of all small pictures that are kept, in bytes."""
        return self._held_bytes

    @property
    def _is_too_much(self) -> bool:
        return self._held_bytes > KEPT_BYTES or len(self._pictures) > KEPT_PICTURES

    def _drop(self, picture: Thumbnail | None) -> None:
        self._held_bytes -= 0 if picture is None else _size(picture)

    def set_facts(self, facts: PageFacts) -> None:
        """What the reading of a page says about its paper."""
        self._facts[facts.page_id] = facts
        self._starts = None
        self._repaint(facts.page_id)

    def add_page(self, page: Page) -> None:
        """A page was saved just now; it may have a place between others."""
        if self.row_of(page.id) < 0:
            rows = [*self._rows, page]
            self.set_rows(sorted(rows, key=lambda each: (each.place, each.seq)))

    def forget_pictures(self) -> None:
        """Another dossier is on show."""
        self._pictures.clear()
        self._held_bytes = 0
        self._facts.clear()
        self._known.clear()
        self._wishes.clear()
        self._starts = None

    def _picture_of(self, page: Page) -> QImage | None:
        """The picture that fits, or an earlier one until it comes."""
        held = self._pictures.get(page.id)
        if held is not None:
            self._pictures.move_to_end(page.id)
        if held is None or held.key != picture_key(page):
            self._wishes[page.id] = page
            self._asking.start()
        return held.image if held else None

    def _ask(self) -> None:
        wishes, self._wishes = list(self._wishes.values()), {}
        if wishes:
            self.pictures_wanted.emit(wishes)

    def _described(self, page: Page) -> PageOfPaper:
        """What tells papers apart; kept, since each new fact asks for all pages again."""
        facts = self._facts.get(page.id)
        kept = self._known.get(page.id)
        if kept is None or kept[0] is not page or kept[1] is not facts:
            kept = self._known[page.id] = (page, facts, self._describe(page, facts))
        return kept[2]

    def _describe(self, page: Page, facts: PageFacts | None) -> PageOfPaper:
        known = facts.of_paper if facts else PageOfPaper(page.id, "")
        return replace(known, break_before=page.break_before, note_of=page.note_of)

    def _repaint(self, page_id: str) -> None:
        number = self.row_of(page_id)
        if number >= 0:
            self.dataChanged.emit(self.index(number, 0), self.index(number, 0))


def _size(picture: Thumbnail) -> int:
    return 0 if picture.image is None else picture.image.sizeInBytes()


def caption(page: Page) -> str:
    """Number and state, short enough for a tile."""
    return f"{page.seq} · {labels.page_state(page)}"


def notes(page: Page) -> str:
    """Findings in words, "" when there are none."""
    return ", ".join(labels.page_flags(page))
