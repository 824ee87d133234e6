"""The machine's part of a bundle: the administrator's settings file and the files beside it.

Values of the bundle replace those of the same name; what else stands in the file stays.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import Advice, StationError
from app.services.provision_source import Bundle, ProvisionInvalid
from app.setting_kinds import Flaw, Kind, SettingsInvalid, Unfit
from app.settings import declared
from app.store.base import StoreError
from app.store.durable import remove_quietly, replace_file, write_synced

LOCKED = "locked"
BESIDE = "provisioned"
"""Folder beside the settings file; what it holds is replaced, never changed by officers."""

_FOR_ALL, _FOLDER_FOR_ALL = 0o644, 0o755
_SECRET_ENDINGS = ("token_file", "password_file", "secret_file", "accounts")


class ProvisionDenied(StationError):
    """The machine's settings cannot be written by whoever runs this."""

    code = "provision.denied"
    advice = Advice.USER_ACTION


class ProvisionSecret(StationError):
    """The bundle holds a secret; it would be readable on the way and on every machine."""

    code = "provision.secret"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to stand in the machine's file and beside it.

    Attributes:
        values: The whole file.
        changed: Names whose value or lock is another one now.
        files: Place and content of each file beside it that is not there yet.
    """

    values: Mapping[str, object]
    changed: tuple[str, ...]
    files: Mapping[Path, bytes]


def wanted(bundle: Bundle, machine_file: Path) -> Wanted:
    """What the machine's file has to say after the bundle.

    Raises:
        ProvisionInvalid: The file that is there cannot be understood.
        ProvisionSecret: A setting is a secret.
        SettingsInvalid: A name or value makes no sense.
    """
    beside = machine_file.parent / BESIDE
    given: dict[str, object] = dict(bundle.settings)
    for name, file in bundle.files.items():
        _of_a_file(name)
        given[name] = str(beside / file)
    for name, value in given.items():
        _checked(name, value)
    for name in bundle.locked:
        if name not in declared():
            raise SettingsInvalid(f"{name}: no such setting", name, Flaw.UNKNOWN)
    before = _now(machine_file)
    locked_before = _locked(before)
    locked = (locked_before - set(given)) | bundle.locked
    values = {**{name: value for name, value in before.items() if name != LOCKED}, **given}
    if locked:
        values[LOCKED] = sorted(locked)
    changed = {name for name in given if name not in before or before[name] != given[name]}
    changed |= locked ^ locked_before
    files = {beside / file: bundle.path(file).read_bytes() for file in set(bundle.files.values())}
    return Wanted(
        values,
        tuple(sorted(changed)),
        {path: data for path, data in sorted(files.items()) if _content(path) != data},
    )


def write_machine(found: Wanted, machine_file: Path) -> None:
    """Lay down the files, then the settings that name them.

    Raises:
        ProvisionDenied: It cannot be written.
    """
    try:
        machine_file.parent.mkdir(mode=_FOLDER_FOR_ALL, parents=True, exist_ok=True)
        for path, data in found.files.items():
            path.parent.mkdir(mode=_FOLDER_FOR_ALL, exist_ok=True)
            _write(path, data)
        if found.changed:
            text = json.dumps(found.values, ensure_ascii=False, indent=2) + "\n"
            _write(machine_file, text.encode("utf-8"))
    except (OSError, StoreError) as error:
        raise ProvisionDenied(type(error).__name__) from error


def _of_a_file(name: str) -> None:
    setting = declared().get(name)
    if setting is None or setting.kind is not Kind.FILE:
        raise SettingsInvalid(f"{name}: no setting that names a file", name, Flaw.UNKNOWN)
    if name.endswith(_SECRET_ENDINGS):
        raise ProvisionSecret(name)


def _checked(name: str, value: object) -> None:
    setting = declared().get(name)
    if setting is None:
        raise SettingsInvalid(f"{name}: no such setting", name, Flaw.UNKNOWN)
    try:
        setting.read_typed(value)
    except Unfit as error:
        raise SettingsInvalid(f"{name}: {error.flaw}", name, error.flaw) from error


def _now(machine_file: Path) -> dict[str, object]:
    if not machine_file.exists():
        return {}
    try:
        values = json.loads(machine_file.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise ProvisionInvalid(f"{machine_file.name}: {type(error).__name__}") from error
    if not isinstance(values, dict):
        raise ProvisionInvalid(f"{machine_file.name} is no object")
    return values


def _locked(values: Mapping[str, object]) -> set[str]:
    names = values.get(LOCKED, [])
    if names is True:
        return set(values) - {LOCKED}
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ProvisionInvalid("locked is no list of names")
    return set(names)


def _content(path: Path) -> bytes | None:
    """Bytes of a file that may not be there, or be hidden from whoever looks."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write(file: Path, data: bytes) -> None:
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    remove_quietly(aside)
    write_synced(aside, [data], _FOR_ALL)
    aside.chmod(_FOR_ALL)
    replace_file(aside, file)
