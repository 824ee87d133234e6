"""The province's own part of the catalogue: procedures and agencies laid over the shipped ones.

It is one JSON file in the station's folder. Its entries have the form of the shipped files, so
that both are read by the same rules.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.catalog.base import CatalogInvalid, CatalogUnwritable
from app.catalog.entries import (
    MAX_FILE_BYTES,
    Entry,
    day,
    listed,
    parse_json,
    require_keys,
    require_unique,
    text,
)
from app.catalog.load import CatalogContent, with_procedures
from app.catalog.procedures import read_agency, read_procedure
from app.domain.procedure import Component, Period, Procedure

LOCAL_SCHEMA = "sohoa.province_catalog/1"
LOCAL_FILE = "province.json"

Json = dict[str, Any]  # values of JSON are any of its types


@dataclass(frozen=True, slots=True)
class LocalCatalog:
    """What a province adds: entries in the form of the shipped files.

    Attributes:
        source: Where it comes from: decision, or names of the imported files.
        valid_from: First day.
        procedures: Entries of procedures.
        agencies: Entries of agencies.
    """

    source: str
    valid_from: date
    procedures: tuple[Entry, ...] = ()
    agencies: tuple[Entry, ...] = ()

    def laid_over(self, base: CatalogContent) -> CatalogContent:
        """The catalogue with these entries in it.

        Raises:
            CatalogInvalid: An entry is wrong, stands twice or refers to nothing.
        """
        procedures = [_procedure(entry) for entry in self.procedures]
        agencies = [read_agency(entry) for entry in self.agencies]
        require_unique((procedure.code for procedure in procedures), "procedure")
        require_unique((agency.code for agency in agencies), "agency")
        return with_procedures(base, procedures, agencies)

    def to_json(self) -> Json:
        """The content of its file."""
        return {
            "schema": LOCAL_SCHEMA,
            "source": self.source,
            "valid_from": self.valid_from.isoformat(),
            "procedures": [dict(entry) for entry in self.procedures],
            "agencies": [dict(entry) for entry in self.agencies],
        }


def _procedure(entry: Entry) -> Procedure:
    """One procedure; an error in it names it."""
    try:
        return read_procedure(entry)
    except CatalogInvalid as error:
        raise CatalogInvalid(f"procedure {entry.get('code')!r}: {error.detail}") from error


def parse_local(content: bytes, where: str) -> LocalCatalog:
    """Read the content of a file of a province's catalogue.

    Raises:
        CatalogInvalid: Too large, no JSON, or another schema.
    """
    if len(content) > MAX_FILE_BYTES:
        raise CatalogInvalid(f"{where} is too large")
    return local_from_json(parse_json(content, where), where)


def local_from_json(document: object, where: str) -> LocalCatalog:
    """The province's catalogue out of decoded JSON; raises `CatalogInvalid`."""
    known = require_keys(document, "schema source valid_from procedures agencies")
    if known.get("schema") != LOCAL_SCHEMA:
        raise CatalogInvalid(f"{where} has another schema")
    first = day(known, "valid_from")
    if first is None:
        raise CatalogInvalid(f"{where} has no first day")
    return LocalCatalog(
        source=text(known, "source"),
        valid_from=first,
        procedures=_entries(known, "procedures"),
        agencies=_entries(known, "agencies"),
    )


def _entries(document: Entry, key: str) -> tuple[Entry, ...]:
    items = listed(document.get(key, []), key)
    if not all(isinstance(item, dict) for item in items):
        raise CatalogInvalid(f"{key} holds something that is no entry")
    return tuple(items)


def load_local(folder: Path) -> LocalCatalog | None:
    """The province's catalogue in a folder, None where nothing was imported yet.

    Raises:
        CatalogInvalid: The file cannot be read or is wrong.
    """
    file = folder / LOCAL_FILE
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CatalogInvalid(f"{LOCAL_FILE} cannot be read: {error.strerror}") from error
    return parse_local(content, LOCAL_FILE)


def save_local(folder: Path, local: LocalCatalog) -> None:
    """Write the province's catalogue so that a power cut leaves the old or the new one.

    Raises:
        CatalogUnwritable: The folder or the file cannot be written.
    """
    text_of_file = json.dumps(local.to_json(), ensure_ascii=False, indent=2) + "\n"
    write_atomically(folder / LOCAL_FILE, text_of_file.encode("utf-8"))


def write_atomically(file: Path, content: bytes) -> None:
    """Write a file beside its place, sync it, and move it there.

    Raises:
        CatalogUnwritable: It cannot be written.
    """
    temporary = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as output:
            output.write(content)
            output.flush()
            os.fsync(output.fileno())
        temporary.replace(file)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise CatalogUnwritable(f"{file.name}: {error.strerror}") from error


def procedure_entry(procedure: Procedure) -> Json:
    """A procedure in the form of the files; keys with nothing to say are left out."""
    waiver = procedure.waiver
    entry: Json = {
        "code": procedure.code,
        "name": procedure.name,
        "domain": procedure.domain,
        "unconfirmed": procedure.unconfirmed,
        "components": [component_entry(component) for component in procedure.components],
        "results": [
            _filled({"name": result.name, "paper": result.paper_code, "code": result.code})
            for result in procedure.results
        ],
        **_period(procedure.period),
    }
    if waiver is not None:
        entry["waiver"] = _filled(
            {
                "since": waiver.since.isoformat(),
                "agencies": list(waiver.agencies),
                "source": waiver.source,
            }
        )
    return _filled(entry) | {"components": entry["components"]}


def component_entry(component: Component) -> Json:
    """A component in the form of the files."""
    replaced = component.replacement
    replacement = replaced and _filled(
        {
            "since": replaced.since.isoformat(),
            "until": replaced.until.isoformat() if replaced.until else "",
            "database": replaced.database,
        }
    )
    return _filled(
        {
            "code": component.code,
            "paper": component.paper_code,
            "alternatives": list(component.alternatives),
            "name": component.name,
            "required": component.required,
            "shown_only": component.shown_only,
            "classified": component.classified,
            "internal": component.internal,
            "replacement": replacement,
            **_period(component.period),
        }
    )


def _period(period: Period) -> Json:
    return {
        "valid_from": period.first.isoformat() if period.first else "",
        "valid_to": period.last.isoformat() if period.last else "",
    }


def _filled(entry: Json) -> Json:
    return {key: value for key, value in entry.items() if value}
