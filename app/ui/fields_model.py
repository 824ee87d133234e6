"""The fields of the chosen dossier as a model."""

from __future__ import annotations

from collections.abc import Hashable

from app.domain.field import Field
from app.ui import labels
from app.ui.rows_model import RowsModel

Key = tuple[str, str]
"""Page and name: what names a field within its dossier."""


class FieldsModel(RowsModel[Field]):
    """One row per field: label, value, source, state."""

    columns = 4

    def key(self, row: Field) -> Hashable:
        """Page and name."""
        return field_key(row)

    def text(self, row: Field, column: int) -> str:
        """What a cell shows."""
        cells = (
            row.label,
            row.value,
            "" if row.is_blank else labels.field_source(row.source),
            f"{labels.field_sign(row)} {labels.field_state(row)}",
        )
        return cells[column]

    @property
    def doubtful(self) -> int:
        """Fields that still want a look."""
        return sum(field.needs_a_look for field in self.rows)


def field_key(field: Field) -> Key:
    """What names a field within its dossier."""
    return (field.page_id, field.name)
