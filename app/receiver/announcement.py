"""Reading the JSON with which a station announces a dossier. The input is hostile until checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields as dataclass_fields
from typing import Any

from app.domain.manifest import Manifest, ManifestFile, PresentAddress, ReusedComponent
from app.receiver.problems import Problem, ProblemKind

MAX_BODY_BYTES = 1024 * 1024
MAX_FILES = 200
MAX_FIELDS = 500
_MAX_TEXT = 4000
_MAX_INT = 2**53 - 1
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_MANIFEST_NAMES = frozenset(f.name for f in dataclass_fields(Manifest))
_FILE_NAMES = frozenset(f.name for f in dataclass_fields(ManifestFile))
_REUSED_NAMES = frozenset(f.name for f in dataclass_fields(ReusedComponent))
_ADDRESS_NAMES = frozenset(f.name for f in dataclass_fields(PresentAddress))
_LATER = frozenset({"owner_kind", "owner_id", "reused", "addresses", "result_id"})
_REQUIRED = ("client_ref", "procedure_code", "officer_id", "station_id")


def read_object(body: bytes) -> dict[str, Any]:  # Any: JSON has no static shape
    """Parse a JSON object.

    Raises:
        Problem: Not JSON, or not an object.
    """
    try:
        value = json.loads(body, object_pairs_hook=_members, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Problem(ProblemKind.BAD_REQUEST, "body is not JSON") from error
    if not isinstance(value, dict):
        raise Problem(ProblemKind.BAD_REQUEST, "body is not a JSON object")
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:  # Any: JSON has no static shape
    """Members of an object; a name that stands twice has no one meaning.

    Source: RFC 8785 §3.1 and RFC 7493 §2.3 (no duplicate names).
    """
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice")
    return members


def _no_number(text: str) -> Any:  # Any: as the parser wants it
    raise ValueError("NaN and Infinity are no JSON")


def read_manifest(body: bytes, max_file_bytes: int) -> Manifest:
    """Read and check an announcement; its digest must be the one the station states.

    Raises:
        Problem: With the names of the bad members in `fields`.
    """
    raw = read_object(body)
    stated = raw.pop("manifest_sha256", None)
    bad = sorted(set(_complaints(raw)))
    if bad:
        raise Problem(ProblemKind.BAD_MANIFEST, lists={"fields": bad})
    files = tuple(ManifestFile(**item) for item in raw.pop("files"))
    reused = tuple(ReusedComponent(**item) for item in raw.pop("reused", ()))
    addresses = tuple(PresentAddress(**item) for item in raw.pop("addresses", ()))
    manifest = Manifest(files=files, reused=reused, addresses=addresses, **raw)
    too_large = [item.id for item in files if item.size > max_file_bytes]
    if too_large:
        raise Problem(ProblemKind.TOO_LARGE, f"limit {max_file_bytes}", lists={"files": too_large})
    if stated != manifest.digest():
        raise Problem(ProblemKind.DIGEST, "manifest_sha256 does not fit the manifest")
    return manifest


def _complaints(raw: dict[str, Any]) -> Iterator[str]:
    yield from raw.keys() - _MANIFEST_NAMES
    yield from (
        (_MANIFEST_NAMES - raw.keys())
        - _LATER
        - {
            "fields",
            "supersedes",
            "client_audit_head",
        }
    )
    for name in _MANIFEST_NAMES - {"files", "fields", "revision", "reused", "addresses"}:
        if not _is_text(raw.get(name, "")):
            yield name
    yield from (name for name in _REQUIRED if not raw.get(name))
    if not _is_count(raw.get("revision")) or raw["revision"] < 1:
        yield "revision"
    if not _is_field_map(raw.get("fields", {})):
        yield "fields"
    if not _is_reused_list(raw.get("reused", [])):
        yield "reused"
    if not _is_address_list(raw.get("addresses", []), raw.get("fields", {})):
        yield "addresses"
    yield from _file_complaints(raw.get("files"), least=0 if raw.get("reused") else 1)


def _file_complaints(files: object, *, least: int) -> Iterator[str]:
    """What is wrong with the files; a dossier of reused papers alone has none."""
    if not isinstance(files, list) or not least <= len(files) <= MAX_FILES:
        yield "files"
        return
    seen: set[str] = set()
    for number, item in enumerate(files):
        if not isinstance(item, dict) or not _is_file(item) or item["id"] in seen:
            yield f"files[{number}]"
        else:
            seen.add(item["id"])


def _is_file(item: dict[str, Any]) -> bool:
    names = item.keys()
    if names - _FILE_NAMES or (_FILE_NAMES - names) - {"paper_code"}:
        return False
    texts = all(_is_text(item[name]) for name in names - {"size"})
    return (
        texts
        and bool(item["id"])
        and _is_count(item["size"])
        and _SHA256.match(item["sha256"]) is not None
    )


def _is_address_list(value: object, fields: object) -> bool:
    """A list of addresses, each of a field that is there."""
    return (
        isinstance(value, list)
        and isinstance(fields, dict)
        and all(
            isinstance(item, dict)
            and item.keys() == _ADDRESS_NAMES
            and all(_is_text(text) for text in item.values())
            and item["field"] in fields
            for item in value
        )
    )


def _is_reused_list(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= MAX_FILES
        and all(
            isinstance(item, dict)
            and item.keys() == _REUSED_NAMES
            and all(_is_text(text) for text in item.values())
            and item["status"] in ("2", "3")
            and item["from_national_store"] in ("0", "1")
            for item in value
        )
    )


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        return False
    # A lone surrogate survives JSON but cannot be stored or shown.
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_INT


def _is_field_map(value: object) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= MAX_FIELDS
        and all(_is_text(item) for pair in value.items() for item in pair)
    )
