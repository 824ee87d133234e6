"""Paper types in the form of the files papers_*.json."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.catalog.layouts import layout_entry
from ocr.understanding.forms import (
    Column,
    FieldDefinition,
    PaperType,
    RowTable,
    Section,
    TableColumn,
    ValueKind,
)

PAPERS_SCHEMA = "sohoa.papers/1"

Json = dict[str, Any]  # values of JSON are any of its types


def papers_document(papers: Iterable[Json], *, source: str, valid_from: str) -> Json:
    """A whole file of papers."""
    return {
        "schema": PAPERS_SCHEMA,
        "source": source,
        "valid_from": valid_from,
        "papers": list(papers),
    }


def paper_entry(paper: PaperType) -> Json:
    """A paper type; keys with nothing to say are left out."""
    return _filled(
        {
            "code": paper.code,
            "title": paper.title,
            "title_lines": list(paper.title_lines),
            "phrases": list(paper.phrases),
            "excludes": list(paper.excludes),
            "sections": [_section(section) for section in paper.sections],
            "columns": [_column(column) for column in paper.columns],
            "fields": [_field(field) for field in paper.fields],
            "tables": [_table(table) for table in paper.tables],
            "layouts": [layout_entry(layout) for layout in paper.layouts],
            "validity_months": paper.validity_months,
            "source": paper.source,
            "valid_from": paper.valid_from,
            "valid_to": paper.valid_to,
        }
    )


def _field(field: FieldDefinition) -> Json:
    return _filled(
        {
            "name": field.name,
            "label": field.label,
            "kind": "" if field.kind is ValueKind.TEXT else field.kind.value,
            "required": field.required,
            "critical": field.critical,
            "aliases": list(field.aliases),
            "section": field.section,
            "column": field.column,
            "choices": list(field.choices),
            "part": field.part.value,
            "sources": list(field.sources),
        }
    )


def _section(section: Section) -> Json:
    return {"name": section.name, "opens_with": list(section.opens_with)}


def _column(column: Column) -> Json:
    return {"name": column.name, "heads": list(column.heads)}


def _table(table: RowTable) -> Json:
    return {"name": table.name, "columns": [_table_column(column) for column in table.columns]}


def _table_column(column: TableColumn) -> Json:
    return _filled(
        {
            "name": column.name,
            "heads": list(column.heads),
            "kind": "" if column.kind is ValueKind.TEXT else column.kind.value,
        }
    )


def _filled(entry: Json) -> Json:
    return {key: value for key, value in entry.items() if value}
