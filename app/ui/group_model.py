"""Doubtful values of one kind as a model: picture, value, where it stands, what becomes of it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QImage

from app.domain.field import Field
from app.services.review import Doubt
from app.ui import labels
from app.ui.fields_model import Key, field_key
from app.ui.rows_model import RowsModel

PICTURE, VALUE, PLACE, FATE = range(4)

translate = QCoreApplication.translate


class GroupModel(RowsModel[Doubt]):
    """One row per doubt; a marked one is left for the review of its dossier."""

    columns = 4

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._strips: dict[Key, QImage] = {}
        self._marked: set[Key] = set()

    def key(self, row: Doubt) -> Hashable:
        """Page and name of the field."""
        return field_key(row.field)

    def text(self, row: Doubt, column: int) -> str:
        """What a cell shows."""
        place = self.tr("%1, page %2")
        place = place.replace("%1", labels.dossier_name(row.dossier))
        place = place.replace("%2", str(row.page.seq))
        cells = ("", row.field.value, f"{row.field.label}\n{place}", self._fate(row))
        return cells[column]

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (
            self.tr("On the paper"),
            self.tr("Value"),
            self.tr("Field"),
            self.tr("With Enter"),
        )

    def strip(self, row: Doubt) -> QImage | None:
        """The place of the value on the paper; None while it is coming, null without one."""
        return self._strips.get(field_key(row.field))

    def is_marked(self, row: Doubt) -> bool:
        """The row is left for the review of its dossier."""
        return field_key(row.field) in self._marked

    @property
    def to_confirm(self) -> tuple[Field, ...]:
        """Fields that are not marked and whose picture is in sight."""
        return tuple(row.field for row in self.rows if self._is_shown(row) and not self._left(row))

    @property
    def left_out(self) -> tuple[Field, ...]:
        """Fields that are left for the review of their dossiers."""
        return tuple(row.field for row in self.rows if self._left(row))

    def toggle(self, number: int) -> None:
        """Mark a row, or take the mark off."""
        if 0 <= number < len(self.rows):
            self._marked ^= {field_key(self.rows[number].field)}
            self._tell(number)

    def set_strip(self, key: Key, strip: QImage) -> None:
        """The picture of a row has come; a null one where there is none."""
        number = self.row_of(key)
        if number >= 0:
            self._strips[key] = strip
            self._tell(number)

    def forget(self) -> None:
        """Other rows are coming."""
        self._strips.clear()
        self._marked.clear()

    def _tell(self, number: int) -> None:
        self.dataChanged.emit(self.index(number, 0), self.index(number, self.columns - 1))

    def _is_shown(self, row: Doubt) -> bool:
        return field_key(row.field) in self._strips

    def _left(self, row: Doubt) -> bool:
        strip = self._strips.get(field_key(row.field))
        return self.is_marked(row) or (strip is not None and strip.isNull())

    def _fate(self, row: Doubt) -> str:
        if self.is_marked(row):
            return self.tr("? left for review")
        if not self._is_shown(row):
            return self.tr("◷ picture is coming")
        return self.tr("! no picture") if self._left(row) else self.tr("✓ confirmed")


def value_kind(kind: str) -> str:
    """Word for values of one kind, "" for kinds that their fields name better."""
    known = {
        "personal_id": translate("GroupModel", "Personal ids"),
        "date": translate("GroupModel", "Dates"),
        "name": translate("GroupModel", "Names"),
        "address": translate("GroupModel", "Addresses"),
        "phone": translate("GroupModel", "Telephone numbers"),
        "doc_number": translate("GroupModel", "Document numbers"),
        "number": translate("GroupModel", "Numbers"),
        "money": translate("GroupModel", "Amounts"),
    }
    return known.get(kind, "")
