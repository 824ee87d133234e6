"""Bring in a province's procedures, components, agencies and forms from the files it has.

A file is CSV, XLSX or JSON. Which table it holds is told by its heads, in Vietnamese or by the
names of the JSON form. Nothing is applied here: the outcome is a new `LocalCatalog`, to be
compared with the old one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.catalog.base import CatalogInvalid, ImportUnreadable
from app.catalog.entries import Entry, parse_json, require_unique
from app.catalog.heads import AGENCIES, COMPONENTS, PROCEDURES, TableKind, kind_of
from app.catalog.load import CatalogContent
from app.catalog.local import Json, LocalCatalog, local_from_json, procedure_entry
from app.catalog.own_papers import papers_from_json
from app.catalog.paper_entries import PAPERS_SCHEMA
from app.catalog.sheets import MAX_TABLE_BYTES, Sheet, read_csv
from app.catalog.xlsx import read_xlsx
from ocr.understanding.forms import PaperType


@dataclass(frozen=True, slots=True)
class Brought:
    """Tables of one import; None for a table that no file held."""

    procedures: tuple[Entry, ...] | None = None
    components: Mapping[str, tuple[Entry, ...]] | None = None
    agencies: tuple[Entry, ...] | None = None
    papers: tuple[PaperType, ...] = ()


def read_import(path: Path) -> Brought:
    """Read one file by the ending of its name.

    Raises:
        ImportUnreadable: It cannot be read, is no such file, or is too large or damaged.
        CatalogInvalid: Its columns or values are wrong; the row is named.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_TABLE_BYTES + 1)
    except OSError as error:
        raise ImportUnreadable(f"{path.name}: {error.strerror}") from error
    if len(content) > MAX_TABLE_BYTES:
        raise ImportUnreadable(f"{path.name}: more than {MAX_TABLE_BYTES} bytes")
    ending = path.suffix.lower()
    if ending == ".json":
        return _from_json(parse_json(content, path.name), path.name)
    if ending == ".csv":
        return _from_sheets([read_csv(content, path.name)])
    if ending == ".xlsx":
        return _from_sheets(read_xlsx(content, path.name))
    raise ImportUnreadable(f"{path.name}: not a .csv, .xlsx or .json file")


def _from_json(document: object, where: str) -> Brought:
    """Forms where the file says so, else a province's catalogue."""
    if isinstance(document, dict) and document.get("schema") == PAPERS_SCHEMA:
        return Brought(papers=papers_from_json(document, where).papers)
    local = local_from_json(document, where)
    return Brought(procedures=local.procedures, agencies=local.agencies)


def _from_sheets(sheets: Sequence[Sheet]) -> Brought:
    """The tables of the sheets; a sheet with other heads is refused, not skipped."""
    read: dict[TableKind, list[Json]] = {}
    for sheet in sheets:
        kind, columns = kind_of(sheet)
        read.setdefault(kind, []).extend(columns.entries(sheet))
    components = read.get(COMPONENTS)
    return Brought(
        procedures=_table(read, PROCEDURES),
        components=None if components is None else _by_procedure(components),
        agencies=_table(read, AGENCIES),
    )


def _table(read: Mapping[TableKind, list[Json]], kind: TableKind) -> tuple[Entry, ...] | None:
    return tuple(read[kind]) if kind in read else None


def _by_procedure(rows: Sequence[Json]) -> dict[str, tuple[Entry, ...]]:
    grouped: dict[str, list[Entry]] = {}
    for row in rows:
        component = {key: value for key, value in row.items() if key != "procedure"}
        grouped.setdefault(row["procedure"], []).append(component)
    for code, components in grouped.items():
        require_unique(
            (f"{entry['paper']} {entry['name']}" for entry in components), f"component of {code}"
        )
    return {code: tuple(components) for code, components in grouped.items()}


def joined(brought: Sequence[Brought]) -> Brought:
    """The tables of several files as one import.

    Raises:
        CatalogInvalid: Components of one procedure, or one form, stand in two files.
    """
    procedures: list[Entry] | None = None
    components: dict[str, tuple[Entry, ...]] | None = None
    agencies: list[Entry] | None = None
    papers: list[PaperType] = []
    for one in brought:
        papers += one.papers
        if one.procedures is not None:
            procedures = [*(procedures or []), *one.procedures]
        if one.agencies is not None:
            agencies = [*(agencies or []), *one.agencies]
        if one.components is not None:
            require_unique([*(components or {}), *one.components], "components of procedure")
            components = {**(components or {}), **one.components}
    require_unique((paper.code for paper in papers), "paper")
    return Brought(
        None if procedures is None else tuple(procedures),
        components,
        None if agencies is None else tuple(agencies),
        tuple(papers),
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an import comes from, and the day it is made."""

    source: str
    day: date


def apply_import(
    brought: Brought, base: CatalogContent, current: LocalCatalog | None, origin: Origin
) -> LocalCatalog:
    """The province's catalogue after an import.

    A table takes the place of the table imported before; a table that no file holds stays as
    it is. Components take the place of those of the procedures they name.

    Raises:
        CatalogInvalid: An entry is wrong, stands twice, or refers to nothing.
    """
    old = current or LocalCatalog(origin.source, origin.day)
    procedures = old.procedures if brought.procedures is None else brought.procedures
    require_unique((str(entry.get("code")) for entry in procedures), "procedure")
    merged = _with_components(procedures, brought, base, old)
    local = LocalCatalog(
        source=origin.source,
        valid_from=origin.day,
        procedures=merged,
        agencies=old.agencies if brought.agencies is None else brought.agencies,
    )
    local.laid_over(base)
    return local


def _with_components(
    procedures: Sequence[Entry], brought: Brought, base: CatalogContent, old: LocalCatalog
) -> tuple[Entry, ...]:
    shipped = {procedure.code: procedure_entry(procedure) for procedure in base.procedures}
    before = {**shipped, **{str(entry.get("code")): entry for entry in old.procedures}}
    wanted = {str(entry.get("code")): entry for entry in procedures}
    for code in brought.components or {}:
        if code not in wanted and code not in before:
            raise CatalogInvalid(f"components of the unknown procedure {code!r}")
        wanted.setdefault(code, before.get(code, {}))
    return tuple(
        _merged(entry, before.get(code, {}), (brought.components or {}).get(code))
        for code, entry in wanted.items()
    )


def _merged(entry: Entry, before: Entry, components: Sequence[Entry] | None) -> Entry:
    """An entry with the components it was given, else its own, else those it had before.

    A table of procedures has no columns for waivers and results of several papers: what it
    does not say is kept, too.
    """
    kept = {key: before[key] for key in ("components", "results", "waiver") if key in before}
    full = {"components": [], **kept, **entry}
    return full if components is None else {**full, "components": list(components)}
