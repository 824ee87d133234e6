"""The finished files of the chosen dossier as a model; titles and page counts arrive later."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale, Qt

from app.domain.dossier import DossierFile
from app.ui.files_flow import FileCard, content_key
from app.ui.look import tones
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate


class FilesModel(RowsModel[DossierFile]):
    """One row per file: title, pages, size, signature."""

    columns = 4
    on_the_right = frozenset({1, 2})

    def __init__(self, parent: Any = None) -> None:  # any: QObject or None
        super().__init__(parent)
        self._cards: dict[Hashable, FileCard] = {}

    def key(self, row: DossierFile) -> Hashable:
        """The file's id."""
        return row.id

    def text(self, row: DossierFile, column: int) -> str:
        """What a cell shows."""
        return (
            self.title(row),
            self._pages_text(row),
            translate("files", "%1 kB").replace("%1", _kilobytes(row.size)),
            signature_words(row),
        )[column]

    def decoration(self, row: DossierFile, column: int, role: int) -> Any:  # Qt variant
        """The file name as a tool tip, a colour beside the sign."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.name
        if role == Qt.ItemDataRole.ForegroundRole and column == 3:
            return tones().good if row.signed else tones().look
        return None

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (
            translate("files", "Paper"),
            translate("files", "Pages"),
            translate("files", "Size"),
            translate("files", "Signature"),
        )

    def title(self, file: DossierFile) -> str:
        """Type of the paper; the file's name while it is not known."""
        card = self._cards.get(content_key(file))
        return card.title if card else file.name

    def page_count(self, file: DossierFile) -> int | None:
        """Pages of a file, 0 when it cannot be shown, None while nobody has counted."""
        card = self._cards.get(content_key(file))
        return card.page_count if card else None

    def set_card(self, card: FileCard) -> None:
        """Title and page count of a file have arrived."""
        self._cards[card.key] = card
        self.dataChanged.emit(
            self.index(0, 0), self.index(max(0, len(self._rows) - 1), self.columns - 1)
        )

    def forget_cards(self) -> None:
        """Another dossier is on show."""
        self._cards.clear()

    def _pages_text(self, row: DossierFile) -> str:
        pages = self.page_count(row)
        if pages is None:
            return "…"
        return QLocale().toString(pages) if pages else translate("files", "! unreadable")


def signature_words(file: DossierFile) -> str:
    """Sign and word for whether a file is signed."""
    if file.signed:
        return translate("files", "✓ Signed")
    return translate("files", "○ Not signed")


def _kilobytes(size_bytes: int) -> str:
    return QLocale().toString(max(1, round(size_bytes / 1024)))
