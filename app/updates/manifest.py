"""What an update says of itself, read only after its signatures were proved.

A manifest is one JSON object; every name and value is checked, what is unknown is refused. Times
are ISO 8601 with offset.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.updates.base import UpdateUnreadable
from app.updates.names import checked_path, checked_target, one_name
from app.updates.trusted import TrustedKeys, keys_of

SCHEMA = "sohoa.update/1"
PRODUCT = "tram-so-hoa"
MOST_BYTES = 16 * 2**20
"""Of a manifest: a package has some 2,000 files."""
MOST_FILES = 50_000
MOST_WHOLE_BYTES = 4 * 2**30
"""Of all files together."""

_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAMES = frozenset(
    {
        *("schema", "product", "platform", "version", "sequence", "made_at", "expires_at"),
        *("minimum_version", "start", "files", "links", "keys", "notes"),
    }
)
_MUST = _NAMES - {"links", "keys", "notes"}


@dataclass(frozen=True, slots=True)
class UpdateFile:
    """A file of the new version."""

    path: str
    size: int
    sha256: str
    executable: bool


@dataclass(frozen=True, slots=True)
class UpdateLink:
    """A symbolic link of the new version; `target` as it is written into the link."""

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A proved manifest.

    Attributes:
        sequence: Number of the issue; a machine never accepts a lower one again.
        minimum_version: Oldest version over which it may be laid.
        start: File that starts the program.
        keys: Keys that are trusted from now on, None for no change.
        notes: What the administrator should read.
    """

    platform: str
    version: str
    sequence: int
    made_at: datetime
    expires_at: datetime
    minimum_version: str
    start: str
    files: tuple[UpdateFile, ...]
    links: tuple[UpdateLink, ...] = ()
    keys: TrustedKeys | None = None
    notes: str = ""

    @property
    def name(self) -> str:
        """Name of the folder of this version."""
        return f"{self.sequence}-{self.version}"

    @property
    def whole_bytes(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def version_parts(version: str) -> tuple[int, ...]:
    """To be compared; zeros at the end make no difference."""
    parts = [int(part) for part in version.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def strict_json(data: bytes) -> dict[str, Any]:
    """A JSON object in which no name stands twice.

    Raises:
        UpdateUnreadable: It is none.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise UpdateUnreadable("a name that stands twice")
        return found

    try:
        values = json.loads(data.decode("utf-8"), object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise UpdateUnreadable(type(error).__name__) from error
    if not isinstance(values, dict):
        raise UpdateUnreadable("no object")
    return values


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest whose signatures were proved.

    Raises:
        UpdateUnreadable: Something in it makes no sense.
    """
    values = strict_json(data)
    if not _MUST <= set(values) <= _NAMES:
        raise UpdateUnreadable(f"names: {sorted(set(values) ^ _MUST)[:3]}")
    if values["schema"] != SCHEMA or values["product"] != PRODUCT:
        raise UpdateUnreadable("another schema or product")
    files = _files(values["files"])
    found = Manifest(
        platform=_text(values, "platform"),
        version=_version(values, "version"),
        sequence=_sequence(values["sequence"]),
        made_at=_time(values, "made_at"),
        expires_at=_time(values, "expires_at"),
        minimum_version=_version(values, "minimum_version"),
        start=checked_path(values["start"]),
        files=files,
        links=_links(values.get("links", []), files),
        keys=keys_of(values["keys"]) if "keys" in values else None,
        notes=_text(values, "notes") if "notes" in values else "",
    )
    if found.start not in {file.path for file in files if file.executable}:
        raise UpdateUnreadable("what starts the program is not among its files")
    return found


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values[name]
    if not isinstance(value, str) or len(value) > 4000:
        raise UpdateUnreadable(f"{name} is no text")
    return value


def _version(values: Mapping[str, Any], name: str) -> str:
    value = _text(values, name)
    if not _VERSION.fullmatch(value):
        raise UpdateUnreadable(f"{name} is no version")
    return value


def _sequence(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
        raise UpdateUnreadable("no sequence number")
    return value


def _time(values: Mapping[str, Any], name: str) -> datetime:
    try:
        found = datetime.fromisoformat(_text(values, name))
    except ValueError as error:
        raise UpdateUnreadable(f"{name} is no time") from error
    if found.tzinfo is None:
        raise UpdateUnreadable(f"{name} has no offset")
    return found


def _files(values: object) -> tuple[UpdateFile, ...]:
    if not isinstance(values, list) or not 0 < len(values) <= MOST_FILES:
        raise UpdateUnreadable("no list of files")
    files = tuple(_file(each) for each in values)
    if sum(file.size for file in files) > MOST_WHOLE_BYTES:
        raise UpdateUnreadable("too large altogether")
    _refuse_twice([file.path for file in files])
    return files


def _file(values: object) -> UpdateFile:
    names = {"path", "size", "sha256", "executable"}
    if not isinstance(values, dict) or set(values) != names:
        raise UpdateUnreadable("a file without path, size, sha256, executable")
    size, digest, executable = values["size"], values["sha256"], values["executable"]
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= MOST_WHOLE_BYTES:
        raise UpdateUnreadable("no size")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise UpdateUnreadable("no digest")
    if not isinstance(executable, bool):
        raise UpdateUnreadable("executable is neither true nor false")
    return UpdateFile(checked_path(values["path"]), size, digest, executable)


def _links(values: object, files: tuple[UpdateFile, ...]) -> tuple[UpdateLink, ...]:
    if not isinstance(values, list) or len(values) > MOST_FILES:
        raise UpdateUnreadable("no list of links")
    links = []
    paths = {file.path for file in files}
    for each in values:
        if not isinstance(each, dict) or set(each) != {"path", "target"}:
            raise UpdateUnreadable("a link without path and target")
        path = checked_path(each["path"])
        if checked_target(path, each["target"]) not in paths:
            raise UpdateUnreadable("a link that leads to no file of the update")
        links.append(UpdateLink(path, each["target"]))
    _refuse_twice([*paths, *(link.path for link in links)])
    return tuple(links)


def _refuse_twice(paths: list[str]) -> None:
    """No path stands twice, and none is the folder of another, on any system."""
    names = {one_name(path) for path in paths}
    if len(names) != len(paths):
        raise UpdateUnreadable("a path that stands twice")
    for name in names:
        parts = name.split("/")
        if any("/".join(parts[:end]) in names for end in range(1, len(parts))):
            raise UpdateUnreadable("a file where a folder has to be")
