"""Paper types from the files papers_*.json."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from app.catalog.base import CatalogInvalid, CatalogMissing
from app.catalog.entries import (
    Entry,
    count,
    day,
    flag,
    listed,
    read_entries,
    require_keys,
    require_unique,
    strings,
    text,
)
from app.catalog.folders import CatalogFolder
from app.catalog.layouts import read_layouts, require_known_fields
from ocr.understanding.forms import (
    Column,
    FieldDefinition,
    PaperType,
    Part,
    RowTable,
    Section,
    TableColumn,
    ValueKind,
)

_MAX_VALIDITY_MONTHS = 1200
_PAPER_KEYS = (
    "code title title_lines phrases excludes sections columns fields tables layouts validity_months"
    " source valid_from valid_to"
)
_FIELD_KEYS = "name label kind required critical aliases section column choices part sources"
_Value = TypeVar("_Value")


def load_papers(root: CatalogFolder) -> tuple[PaperType, ...]:
    """Read every file papers_*.json of a folder, by name.

    Raises:
        CatalogMissing: The folder cannot be read or has no such file.
        CatalogInvalid: A file breaks its schema or a paper contradicts itself.
    """
    try:
        files = sorted(
            (file for file in root.iterdir() if _is_paper_file(file.name)),
            key=lambda file: file.name,
        )
    except OSError as error:
        raise CatalogMissing("catalogue folder") from error
    if not files:
        raise CatalogMissing("no file papers_*.json")
    papers = tuple(read_paper(entry) for file in files for entry in read_entries(file, "papers"))
    require_unique((paper.code for paper in papers), "paper")
    return papers


def _is_paper_file(name: str) -> bool:
    return name.startswith("papers_") and name.endswith(".json")


def read_paper(entry: Entry) -> PaperType:
    """One paper type.

    Raises:
        CatalogInvalid: A key or a value is wrong, or the paper contradicts itself.
    """
    require_keys(entry, _PAPER_KEYS)
    code = text(entry, "code")
    paper = PaperType(
        code=code,
        title=text(entry, "title"),
        title_lines=strings(entry.get("title_lines"), code),
        phrases=strings(entry.get("phrases", []), code),
        excludes=strings(entry.get("excludes", []), code),
        sections=_each(entry, "sections", _section),
        columns=_each(entry, "columns", _column),
        fields=_each(entry, "fields", _field),
        tables=_each(entry, "tables", _table),
        layouts=read_layouts(entry, code),
        validity_months=count(entry, "validity_months", _MAX_VALIDITY_MONTHS),
        source=text(entry, "source", ""),
        valid_from=text(entry, "valid_from", ""),
        valid_to=text(entry, "valid_to", ""),
    )
    first, last = day(entry, "valid_from"), day(entry, "valid_to")
    if first and last and last < first:
        raise CatalogInvalid(f"{code} ends before it begins")
    _require_consistent(paper)
    return paper


def _each(entry: Entry, key: str, read: Callable[[object], _Value]) -> tuple[_Value, ...]:
    return tuple(read(item) for item in listed(entry.get(key, []), key))


def _section(entry: object) -> Section:
    known = require_keys(entry, "name opens_with")
    name = text(known, "name")
    return Section(name=name, opens_with=strings(known.get("opens_with"), name))


def _column(entry: object) -> Column:
    known = require_keys(entry, "name heads")
    name = text(known, "name")
    return Column(name=name, heads=_heads(known, name))


def _table(entry: object) -> RowTable:
    known = require_keys(entry, "name columns")
    name = text(known, "name")
    columns = _each(known, "columns", _table_column)
    if not columns:
        raise CatalogInvalid(f"table {name} has no column")
    require_unique((column.name for column in columns), f"column of table {name}")
    return RowTable(name=name, columns=columns)


def _table_column(entry: object) -> TableColumn:
    known = require_keys(entry, "name heads kind")
    name = text(known, "name")
    return TableColumn(name=name, heads=_heads(known, name), kind=_kind(known, name))


def _heads(entry: Entry, name: str) -> tuple[str, ...]:
    heads = strings(entry.get("heads"), name)
    if not heads:
        raise CatalogInvalid(f"column {name} has no head")
    return heads


def _kind(entry: Entry, name: str) -> ValueKind:
    try:
        return ValueKind(text(entry, "kind", ValueKind.TEXT.value))
    except ValueError as error:
        raise CatalogInvalid(f"{name}: unknown kind") from error


def _part(entry: Entry, name: str) -> Part:
    try:
        return Part(text(entry, "part", ""))
    except ValueError as error:
        raise CatalogInvalid(f"{name}: unknown part") from error


def _field(entry: object) -> FieldDefinition:
    known = require_keys(entry, _FIELD_KEYS)
    name = text(known, "name")
    kind = _kind(known, name)
    choices = strings(known.get("choices", []), name)
    if (kind is ValueKind.CHOICE) != (len(choices) >= 2):
        raise CatalogInvalid(f"{name}: a choice, and only a choice, has two choices or more")
    require_unique(choices, f"choice of {name}")
    return FieldDefinition(
        name=name,
        label=text(known, "label"),
        kind=kind,
        required=flag(known, "required"),
        aliases=strings(known.get("aliases", []), name),
        section=text(known, "section", ""),
        sources=strings(known.get("sources", []), name),
        critical=flag(known, "critical"),
        column=text(known, "column", ""),
        choices=choices,
        part=_part(known, name),
    )


def _require_consistent(paper: PaperType) -> None:
    """Names are unique, and every section and column that a field names exists."""
    if not paper.title_lines:
        raise CatalogInvalid(f"{paper.code} has no title line")
    require_unique((field.name for field in paper.fields), f"field of {paper.code}")
    require_unique((section.name for section in paper.sections), f"section of {paper.code}")
    require_unique((column.name for column in paper.columns), f"column of {paper.code}")
    require_unique((table.name for table in paper.tables), f"table of {paper.code}")
    sections = {section.name for section in paper.sections} | {""}
    if any(field.section not in sections for field in paper.fields):
        raise CatalogInvalid(f"{paper.code} has a field in an unknown section")
    columns = {column.name for column in paper.columns} | {""}
    if any(field.column not in columns for field in paper.fields):
        raise CatalogInvalid(f"{paper.code} has a field in an unknown column")
    names = {field.name for field in paper.fields}
    require_known_fields(paper.layouts, names, paper.code)
    tables = {table.name for table in paper.tables}
    if any(field.name.split(".")[0] in tables for field in paper.fields):
        raise CatalogInvalid(f"{paper.code} has a field named like the rows of a table")
