"""Lists of the form editor as models: fields, results of a trial, proposals."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from app.services.form_draft import DraftField
from app.services.form_jobs import TrialRow
from app.ui.form_editor_words import finder_word, kind_word
from app.ui.rows_model import RowsModel
from ocr.understanding.lessons import Proposal


@dataclass(frozen=True, slots=True)
class FormRow:
    """A field with its place in the form: the place stays while the field changes."""

    number: int
    field: DraftField


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What a trial gave for one field."""

    number: int
    result: TrialRow


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in words."""

    proposal: Proposal
    words: str


class FormFieldsModel(RowsModel[FormRow]):
    """Fields of the form in printed order."""

    columns = 3

    def key(self, row: FormRow) -> Hashable:
        """Place in the form."""
        return row.number

    def text(self, row: FormRow, column: int) -> str:
        """Label, kind, and whether its place is known."""
        definition = row.field.definition
        place = self.tr("✓ framed") if row.field.value else self.tr("– none")
        label = f"{definition.label} *" if definition.required else definition.label
        return (label, kind_word(definition.kind), place)[column]

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (self.tr("Field"), self.tr("Kind"), self.tr("Place"))


class TrialModel(RowsModel[ResultRow]):
    """Values that a trial gave."""

    columns = 3

    def key(self, row: ResultRow) -> Hashable:
        """Place in the form."""
        return row.number

    def text(self, row: ResultRow, column: int) -> str:
        """Label, value, and how it was found."""
        result = row.result
        return (result.label, result.value, finder_word(result.found_by))[column]

    def decoration(self, row: ResultRow, column: int, role: int) -> Any:  # Qt variant
        """Long values whole, under the mouse."""
        return self.text(row, column) if role == Qt.ItemDataRole.ToolTipRole else None

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (self.tr("Field"), self.tr("Value"), self.tr("Found by"))


class ProposalsModel(RowsModel[ProposalRow]):
    """What confirmed values speak for."""

    columns = 2

    def key(self, row: ProposalRow) -> Hashable:
        """The proposal itself."""
        return row.proposal

    def text(self, row: ProposalRow, column: int) -> str:
        """The proposal, and how many corrections agree."""
        return (row.words, str(row.proposal.count))[column]

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (self.tr("Proposal"), self.tr("Times seen"))
