"""Read the JSON files of the catalogue: head, list, and the values of one entry.

Reading is strict: an unknown key or a wrong type stops it, so that a mistake in an update
shows at once and not at the counter.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.catalog.base import CatalogInvalid, CatalogMissing
from app.catalog.folders import CatalogFile

Entry = Mapping[str, Any]
"""One JSON object; its values are checked when they are taken."""

MAX_FILE_BYTES = 5_000_000
_HEAD_KEYS = frozenset({"schema", "source", "valid_from"})


def read_entries(file: CatalogFile, key: str) -> list[Entry]:
    """The objects of one file, after its head was checked.

    Raises:
        CatalogMissing: The file is not there or cannot be read.
        CatalogInvalid: It is no JSON, has another schema or holds something that is no object.
    """
    items = _items(file, key)
    if not all(isinstance(item, dict) for item in items):
        raise CatalogInvalid(f"file {file.name} holds something that is no entry")
    return items


def read_names(file: CatalogFile, key: str) -> tuple[str, ...]:
    """The texts of one file, after its head was checked; raises as `read_entries` does."""
    return strings(_items(file, key), file.name)


def _items(file: CatalogFile, key: str) -> list[Any]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CatalogMissing(f"file {file.name}") from error
    if len(content) > MAX_FILE_BYTES:
        raise CatalogInvalid(f"file {file.name} is too large")
    document = parse_json(content, file.name)
    if not isinstance(document, dict) or set(document) != _HEAD_KEYS | {key}:
        raise CatalogInvalid(f"file {file.name} lacks its head or its list")
    if document["schema"] != f"sohoa.{key}/1":
        raise CatalogInvalid(f"file {file.name} has another schema")
    return listed(document[key], file.name)


def parse_json(content: bytes, where: str) -> Any:  # any: JSON holds values of several types
    """Decode JSON whose texts are composed (NFC).

    Raises:
        CatalogInvalid: It is no JSON, or is nested too deep.
    """
    try:
        return json.loads(unicodedata.normalize("NFC", content.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        raise CatalogInvalid(f"{where} is no JSON") from error


def listed(value: object, where: str) -> list[Any]:
    """A list, whatever it holds."""
    if not isinstance(value, list):
        raise CatalogInvalid(f"{where}: not a list")
    return value


def strings(value: object, where: str) -> tuple[str, ...]:
    """A list of texts that are not empty."""
    items = listed(value, where)
    if not all(isinstance(item, str) and item for item in items):
        raise CatalogInvalid(f"{where}: not a list of texts")
    return tuple(items)


def text(entry: Entry, key: str, default: str | None = None) -> str:
    """Text of an entry; without a default it must be there and not be blank."""
    value = entry.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise CatalogInvalid(f"entry without text {key!r}")
    return value


def flag(entry: Entry, key: str) -> bool:
    """Truth value of an entry, False where it is not there."""
    value = entry.get(key, False)
    if not isinstance(value, bool):
        raise CatalogInvalid(f"{key!r} is neither true nor false")
    return value


def count(entry: Entry, key: str, most: int) -> int:
    """Whole number of an entry from 0 to `most`, 0 where it is not there."""
    value = entry.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise CatalogInvalid(f"{key!r} is no number from 0 to {most}")
    return value


def day(entry: Entry, key: str) -> date | None:
    """Day of an entry (ISO), None where it is not there or empty."""
    value = text(entry, key, "")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise CatalogInvalid(f"{key!r} is no day: {value!r}") from error


def require_keys(entry: object, allowed: str) -> Entry:
    """The entry, after its keys were compared with the allowed ones."""
    if not isinstance(entry, dict):
        raise CatalogInvalid("entry is no object")
    unknown = set(entry) - set(allowed.split())
    if unknown:
        raise CatalogInvalid(f"unknown keys {sorted(map(str, unknown))}")
    return entry


def require_unique(codes: Iterable[str], what: str) -> None:
    """Stop at a code that stands twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise CatalogInvalid(f"{what} {code!r} stands twice")
        seen.add(code)
