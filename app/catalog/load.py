"""Read the catalogue from its JSON files.

Every file names its schema, source and first day. Loading is strict: an unknown key, a wrong
type or a reference to nothing stops it, so that a mistake in an update shows at once and not
at the counter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from app.catalog.base import CatalogInvalid, CatalogMissing, UnknownPaper, UnknownProcedure
from app.domain.procedure import Component, Procedure
from ocr.understanding.forms import FieldDefinition, PaperType, Section, ValueKind
from ocr.understanding.idcard import PROCEDURE_CODE
from ocr.understanding.validate import Province, ReferenceLists

_MAX_FILE_BYTES = 5_000_000
_HEAD_KEYS = frozenset({"schema", "source", "valid_from"})


class FileCatalog:
    """Catalogue held in memory; made by `load_catalog`."""

    def __init__(
        self,
        papers: tuple[PaperType, ...],
        procedures: tuple[Procedure, ...],
        lists: ReferenceLists,
    ) -> None:
        self._papers = {paper.code: paper for paper in papers}
        self._procedures = {procedure.code: procedure for procedure in procedures}
        self._lists = lists

    def paper_types(self) -> tuple[PaperType, ...]:
        """All paper types."""
        return tuple(self._papers.values())

    def paper(self, code: str) -> PaperType:
        """The paper type with this code.

        Raises:
            UnknownPaper: There is none.
        """
        try:
            return self._papers[code]
        except KeyError as error:
            raise UnknownPaper(f"paper {code!r}") from error

    def procedures(self) -> tuple[Procedure, ...]:
        """All procedures."""
        return tuple(self._procedures.values())

    def procedure(self, code: str) -> Procedure:
        """The procedure with this national code; a local tail is ignored.

        Raises:
            UnknownProcedure: There is none.
        """
        national = ".".join(code.split(".")[:2])
        try:
            return self._procedures[national]
        except KeyError as error:
            raise UnknownProcedure(f"procedure {code!r}") from error

    def provinces(self) -> tuple[Province, ...]:
        """The 63 provinces of old ids with the 34 they belong to since 1 July 2025."""
        return self._lists.provinces

    def reference_lists(self) -> ReferenceLists:
        """Closed lists that the rules for values compare with."""
        return self._lists


def load_catalog(folder: Path | None = None) -> FileCatalog:
    """Read the catalogue.

    Args:
        folder: Folder of a catalogue of one's own; the one that ships with the program when
            None.

    Raises:
        CatalogMissing: The folder or a file is not there or cannot be read.
        CatalogInvalid: A file is no JSON, breaks its schema or contradicts another.
    """
    root: Traversable = resources.files("resources") / "catalog" if folder is None else folder
    papers = _load_papers(root)
    procedures = tuple(
        _procedure(entry) for entry in _entries(root / "procedures.json", "procedures")
    )
    lists = ReferenceLists(
        provinces=tuple(
            _province(entry) for entry in _entries(root / "provinces.json", "provinces")
        ),
        ethnic_groups=_names(root / "ethnic_groups.json", "ethnic_groups"),
        nationalities=_names(root / "nationalities.json", "nationalities"),
    )
    _require_consistent(papers, procedures, lists.provinces)
    return FileCatalog(papers, procedures, lists)


def _load_papers(root: Traversable) -> tuple[PaperType, ...]:
    try:
        files = sorted(
            (file for file in root.iterdir() if _is_paper_file(file.name)),
            key=lambda file: file.name,
        )
    except OSError as error:
        raise CatalogMissing("catalogue folder") from error
    if not files:
        raise CatalogMissing("no file papers_*.json")
    return tuple(_paper(entry) for file in files for entry in _entries(file, "papers"))


def _is_paper_file(name: str) -> bool:
    return name.startswith("papers_") and name.endswith(".json")


def _items(file: Traversable, key: str) -> list[Any]:
    """The list of one file, after its head was checked."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CatalogMissing(f"file {file.name}") from error
    if len(content) > _MAX_FILE_BYTES:
        raise CatalogInvalid(f"file {file.name} is too large")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise CatalogInvalid(f"file {file.name} is no JSON") from error
    if not isinstance(document, dict) or set(document) != _HEAD_KEYS | {key}:
        raise CatalogInvalid(f"file {file.name} lacks its head or its list")
    if document["schema"] != f"sohoa.{key}/1":
        raise CatalogInvalid(f"file {file.name} has another schema")
    return _list(document[key], file.name)


def _entries(file: Traversable, key: str) -> list[Mapping[str, Any]]:
    items = _items(file, key)
    if not all(isinstance(item, dict) for item in items):
        raise CatalogInvalid(f"file {file.name} holds something that is no entry")
    return items


def _names(file: Traversable, key: str) -> tuple[str, ...]:
    return _strings(_items(file, key), file.name)


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise CatalogInvalid(f"{where}: not a list")
    return value


def _strings(value: object, where: str) -> tuple[str, ...]:
    items = _list(value, where)
    if not all(isinstance(item, str) and item for item in items):
        raise CatalogInvalid(f"{where}: not a list of texts")
    return tuple(items)


def _text(entry: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = entry.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise CatalogInvalid(f"entry without text {key!r}")
    return value


def _flag(entry: Mapping[str, Any], key: str) -> bool:
    value = entry.get(key, False)
    if not isinstance(value, bool):
        raise CatalogInvalid(f"{key!r} is neither true nor false")
    return value


def _require_keys(entry: object, allowed: str) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise CatalogInvalid("entry is no object")
    unknown = set(entry) - set(allowed.split())
    if unknown:
        raise CatalogInvalid(f"unknown keys {sorted(unknown)}")
    return entry


def _paper(entry: Mapping[str, Any]) -> PaperType:
    _require_keys(
        entry,
        "code title title_lines phrases excludes sections fields source valid_from valid_to",
    )
    code = _text(entry, "code")
    return PaperType(
        code=code,
        title=_text(entry, "title"),
        title_lines=_strings(entry.get("title_lines"), code),
        phrases=_strings(entry.get("phrases", []), code),
        excludes=_strings(entry.get("excludes", []), code),
        sections=tuple(_section(item) for item in _list(entry.get("sections", []), code)),
        fields=tuple(_field(item) for item in _list(entry.get("fields", []), code)),
        source=_text(entry, "source", ""),
        valid_from=_text(entry, "valid_from", ""),
        valid_to=_text(entry, "valid_to", ""),
    )


def _section(entry: object) -> Section:
    known = _require_keys(entry, "name opens_with")
    name = _text(known, "name")
    return Section(name=name, opens_with=_strings(known.get("opens_with"), name))


def _field(entry: object) -> FieldDefinition:
    known = _require_keys(entry, "name label kind required aliases section sources")
    name = _text(known, "name")
    try:
        kind = ValueKind(_text(known, "kind", "text"))
    except ValueError as error:
        raise CatalogInvalid(f"field {name}: unknown kind") from error
    return FieldDefinition(
        name=name,
        label=_text(known, "label"),
        kind=kind,
        required=_flag(known, "required"),
        aliases=_strings(known.get("aliases", []), name),
        section=_text(known, "section", ""),
        sources=_strings(known.get("sources", []), name),
    )


def _procedure(entry: Mapping[str, Any]) -> Procedure:
    _require_keys(entry, "code name components")
    code = _text(entry, "code")
    if not PROCEDURE_CODE.fullmatch(code):
        raise CatalogInvalid(f"procedure code {code!r}")
    components = tuple(_component(item) for item in _list(entry.get("components"), code))
    return Procedure(code=code, name=_text(entry, "name"), components=components)


def _component(entry: object) -> Component:
    known = _require_keys(entry, "paper name required shown_only")
    return Component(
        paper_code=_text(known, "paper"),
        name=_text(known, "name"),
        required=_flag(known, "required"),
        shown_only=_flag(known, "shown_only"),
    )


def _province(entry: Mapping[str, Any]) -> Province:
    _require_keys(entry, "code name merged_into name_since_2025")
    return Province(
        code=_text(entry, "code"),
        name=_text(entry, "name"),
        merged_into=_text(entry, "merged_into"),
        name_since_2025=_text(entry, "name_since_2025"),
    )


def _require_consistent(
    papers: tuple[PaperType, ...],
    procedures: tuple[Procedure, ...],
    provinces: tuple[Province, ...],
) -> None:
    """Codes are unique and everything that is referred to exists."""
    _require_unique((paper.code for paper in papers), "paper")
    _require_unique((procedure.code for procedure in procedures), "procedure")
    _require_unique((province.code for province in provinces), "province")
    known = {paper.code for paper in papers}
    for procedure in procedures:
        for component in procedure.components:
            if component.paper_code not in known:
                raise CatalogInvalid(f"{procedure.code} asks for {component.paper_code!r}")
    for paper in papers:
        _require_unique((field.name for field in paper.fields), f"field of {paper.code}")
        sections = {section.name for section in paper.sections} | {""}
        if any(field.section not in sections for field in paper.fields):
            raise CatalogInvalid(f"{paper.code} has a field in an unknown section")
    codes = {province.code for province in provinces}
    if any(province.merged_into not in codes for province in provinces):
        raise CatalogInvalid("province merged into nothing")


def _require_unique(codes: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise CatalogInvalid(f"{what} {code!r} stands twice")
        seen.add(code)
