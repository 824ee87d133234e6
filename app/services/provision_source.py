"""What an administrator prepares for many machines: a folder or one ZIP file with provision.json.

All names are flat: nothing in a bundle can lead out of its folder. Everything is bounded before it
is read, and nothing is changed here.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.errors import Advice, StationError

SPEC = "provision.json"
SCHEMA = "sohoa.provision/1"
MOST_FILES = 64
MOST_BYTES = 64 * 2**20
"""Largest file of a bundle; catalogues are the largest ones."""
MOST_SPEC_BYTES = 2**20

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_PARTS: Mapping[str, frozenset[str]] = {
    "trust": frozenset({"publisher", "list", "replace"}),
    "catalog": frozenset({"signer", "snapshot", "replace"}),
    "recovery_key": frozenset({"file", "fingerprint"}),
}
_TOP = frozenset({"schema", "source", "settings", "locked", "files", *_PARTS})


class ProvisionInvalid(StationError):
    """The bundle cannot be understood; nothing was changed."""

    code = "provision.invalid"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class TrustPart:
    """Publisher's key and the list that it signed; file names, "" for none."""

    publisher: str
    list: str = ""
    replace: bool = False


@dataclass(frozen=True, slots=True)
class CatalogPart:
    """Signer's key and the snapshot that it signed; file names, "" for none."""

    signer: str
    snapshot: str = ""
    replace: bool = False


@dataclass(frozen=True, slots=True)
class RecoveryPart:
    """The province's public recovery key, with its fingerprint as told by another way."""

    file: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was read.

    Attributes:
        folder: Where its files lie.
        source: Who prepared it.
        settings: Values for the machine's file.
        locked: Names that nobody below changes.
        files: Setting and the file that is laid down for it.
        digest: Over everything that the bundle names; the same bundle gives the same.
    """

    folder: Path
    source: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)
    trust: TrustPart | None = None
    catalog: CatalogPart | None = None
    recovery: RecoveryPart | None = None
    digest: str = ""

    def path(self, name: str) -> Path:
        """Place of one of its files."""
        return self.folder / name


def open_bundle(path: Path, work: Path) -> Bundle:
    """Read a bundle.

    Args:
        path: A folder, or a ZIP file.
        work: Empty folder into which a ZIP file is unpacked.

    Raises:
        ProvisionInvalid: It is none, or something in it makes no sense.
    """
    try:
        folder = path if path.is_dir() else _unpacked(path, work)
        spec = _small(folder / SPEC, MOST_SPEC_BYTES)
        return _understood(folder, spec)
    except (OSError, zipfile.BadZipFile, ValueError, RecursionError, NotImplementedError) as error:
        raise ProvisionInvalid(f"{SPEC}: {type(error).__name__}") from error


def _unpacked(path: Path, work: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MOST_FILES:
            raise ProvisionInvalid("too many files")
        for member in members:
            if not _NAME.fullmatch(member.filename):
                raise ProvisionInvalid("a name that is not allowed")
            with archive.open(member) as stream:
                data = stream.read(MOST_BYTES + 1)
            if len(data) > MOST_BYTES:
                raise ProvisionInvalid(f"{member.filename} is too large")
            with (work / member.filename).open("xb") as out:
                out.write(data)
    return work


def _small(path: Path, most: int) -> bytes:
    """Bytes of a plain file within bounds.

    Raises:
        ProvisionInvalid: It is missing, no plain file, or too large.
    """
    if path.is_symlink() or not path.is_file():
        raise ProvisionInvalid(f"{path.name} is not there")
    with path.open("rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ProvisionInvalid(f"{path.name} is too large")
    return data


def _understood(folder: Path, data: bytes) -> Bundle:
    values = json.loads(data.decode("utf-8-sig"))
    _keys(values, _TOP, SPEC)
    if values.get("schema") != SCHEMA:
        raise ProvisionInvalid(f"schema is not {SCHEMA}")
    settings = _mapping(values, "settings")
    bundle = Bundle(
        folder,
        _text(values, "source"),
        settings,
        _locked(values, settings),
        {name: _file_name(name, each) for name, each in _mapping(values, "files").items()},
        _trust(_part(values, "trust")),
        _catalog(_part(values, "catalog")),
        _recovery(_part(values, "recovery_key")),
    )
    return _with_digest(bundle, data)


def _trust(part: Mapping[str, Any] | None) -> TrustPart | None:
    if part is None:
        return None
    return TrustPart(_of(part, "publisher"), _of(part, "list", ""), _switch(part, "replace"))


def _catalog(part: Mapping[str, Any] | None) -> CatalogPart | None:
    if part is None:
        return None
    return CatalogPart(_of(part, "signer"), _of(part, "snapshot", ""), _switch(part, "replace"))


def _recovery(part: Mapping[str, Any] | None) -> RecoveryPart | None:
    return None if part is None else RecoveryPart(_of(part, "file"), _text(part, "fingerprint"))


def _keys(values: object, allowed: frozenset[str], where: str) -> None:
    if not isinstance(values, dict):
        raise ProvisionInvalid(f"{where} is no object")
    unknown = sorted(set(values) - allowed)
    if unknown:
        raise ProvisionInvalid(f"{where}: unknown {unknown[0]!r}")


def _part(values: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    if name not in values:
        return None
    _keys(values[name], _PARTS[name], name)
    found: dict[str, Any] = values[name]
    return found


def _mapping(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = values.get(name, {})
    if not isinstance(found, dict):
        raise ProvisionInvalid(f"{name} is no object")
    return found


def _locked(values: Mapping[str, Any], settings: Mapping[str, object]) -> frozenset[str]:
    names = values.get("locked", [])
    if names is True:
        return frozenset(settings) | frozenset(_mapping(values, "files"))
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ProvisionInvalid("locked is no list of names")
    return frozenset(names)


def _text(values: Mapping[str, Any], name: str) -> str:
    found = values.get(name, "")
    if not isinstance(found, str):
        raise ProvisionInvalid(f"{name} is no text")
    return found


def _switch(values: Mapping[str, Any], name: str) -> bool:
    found = values.get(name, False)
    if not isinstance(found, bool):
        raise ProvisionInvalid(f"{name} is neither true nor false")
    return found


def _of(values: Mapping[str, Any], name: str, default: str | None = None) -> str:
    if name not in values and default is not None:
        return default
    return _file_name(name, values.get(name))


def _file_name(where: str, value: object) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value) or value == SPEC:
        raise ProvisionInvalid(f"{where}: no name of a file")
    return value


def _with_digest(bundle: Bundle, spec: bytes) -> Bundle:
    """Digest of the description and of every file that it names; all must be there."""
    names = set(bundle.files.values())
    if bundle.trust is not None:
        names |= {bundle.trust.publisher, bundle.trust.list}
    if bundle.catalog is not None:
        names |= {bundle.catalog.signer, bundle.catalog.snapshot}
        names |= {f"{bundle.catalog.snapshot}.sig"} if bundle.catalog.snapshot else set()
    if bundle.recovery is not None:
        names.add(bundle.recovery.file)
    whole = hashlib.sha256(hashlib.sha256(spec).digest())
    for name in sorted(names - {""}):
        content = _small(bundle.folder / name, MOST_BYTES)
        whole.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return replace(bundle, digest=whole.hexdigest())
