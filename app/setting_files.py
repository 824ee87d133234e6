"""The settings files: read with bounds, written whole or not at all, never lost by a bad edit.

A file is one JSON object, {"name": value, ...}. The administrator's file of the machine may hold
"locked" beside the names: a list of names, or true for all that it gives. Names that nobody knows
are kept. A file that cannot be understood is left as it is, and its last good copy counts.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from app.setting_kinds import Flaw, SettingsInvalid, SettingsLocked, SettingsNotSaved, Unfit
from app.setting_layers import (
    Layer,
    Resolved,
    Scope,
    SettingTrouble,
    environment_layer,
    resolve,
)
from app.settings import declared

LOCKED = "locked"
"""Name in the machine's file that is no setting."""

MOST_BYTES = 2**20
_MOST_NAMES = 1000
_PRIVATE_FILE = 0o600

# The store is loaded by whoever changes a setting: a start reads them before its first picture.


class SettingsBook:
    """Reads all layers, and writes the station's own.

    Args:
        station: The station's file; made when something is set.
        machine: The administrator's file of the machine.
        environment: Variables of this run.
        data_dir: Built-in default of the store's folder.
    """

    def __init__(
        self,
        station: Path,
        machine: Path | None = None,
        *,
        environment: Mapping[str, str],
        data_dir: Path,
    ) -> None:
        self._station, self._machine = station, machine
        self._environment, self._data_dir = environment, data_dir

    @property
    def station_file(self) -> Path:
        """The station's file."""
        return self._station

    @property
    def machine_file(self) -> Path | None:
        """The administrator's file of this machine."""
        return self._machine

    def read(self) -> Resolved:
        """All settings now; files that are broken are told, never raised."""
        layers = []
        if self._machine is not None:
            layers.append(read_layer(self._machine, Scope.MACHINE, self._copy(Scope.MACHINE)))
        layers.append(read_layer(self._station, Scope.STATION, self._copy(Scope.STATION)))
        return resolve([*layers, environment_layer(self._environment)], self._data_dir)

    def keep_copies(self) -> None:
        """Keep the files as they are now as the last good ones, if they are good.

        A folder that takes no file is no trouble: there is no copy then.
        """
        for scope, file in ((Scope.MACHINE, self._machine), (Scope.STATION, self._station)):
            if file is not None and file.is_file() and not read_layer(file, scope).troubles:
                with contextlib.suppress(OSError):
                    _keep(self._copy(scope), _bytes_of(file))

    def own(self, name: str) -> object | None:
        """What the station's file says of a setting, None for nothing."""
        values = read_layer(self._station, Scope.STATION, self._copy(Scope.STATION)).values
        return values.get(name)

    def put(self, name: str, raw: object | None) -> Resolved:
        """Set a setting in the station's file, None takes it out; gives all settings then.

        A file that cannot be understood is put aside under another name first.

        Raises:
            SettingsInvalid: No such setting, or no value for it.
            SettingsLocked: The administrator's file holds it.
            SettingsNotSaved: The file could not be written.
        """
        setting = declared().get(name)
        if setting is None:
            raise SettingsInvalid(f"{name}: no such setting", name, Flaw.UNKNOWN)
        try:
            value = None if raw is None else setting.read_typed(raw)
        except Unfit as error:
            raise SettingsInvalid(f"{name}: {error.flaw}", name, error.flaw) from error
        if self.read().standings[name].is_locked:
            raise SettingsLocked(name)
        self._change(name, value)
        return self.read()

    def _change(self, name: str, value: object | None) -> None:
        from app.store.base import StoreError
        from app.store.lock import closing_lock

        try:
            self._station.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing_lock(self._station.with_name(f"{self._station.stem}.lock")):
                self._change_alone(name, value)
        except (OSError, StoreError) as error:
            raise SettingsNotSaved(f"{name}: {type(error).__name__}") from error

    def _change_alone(self, name: str, value: object | None) -> None:
        layer = read_layer(self._station, Scope.STATION, self._copy(Scope.STATION))
        if layer.troubles:
            self._station.replace(self._station.with_name(f"{self._station.stem}.broken.json"))
        values = {key: each for key, each in layer.values.items() if key != name}
        if value is not None:
            values[name] = value
        text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
        _write(self._station, text.encode("utf-8"))
        with contextlib.suppress(OSError):
            _keep(self._copy(Scope.STATION), text.encode("utf-8"))

    def _copy(self, scope: Scope) -> Path:
        """The last good copy of a file; both lie beside the station's file."""
        return self._station.with_name(f"{self._station.stem}.{scope}-last-good.json")


def read_layer(file: Path, scope: Scope, copy: Path | None = None) -> Layer:
    """What a file says; one that cannot be understood says what its last good copy says."""
    try:
        data = _bytes_of(file)
    except FileNotFoundError:
        return Layer(scope)
    except OSError:
        data = b""
    layer = _understood(data, scope)
    if layer is not None:
        return layer
    kept = None
    if copy is not None:
        with contextlib.suppress(OSError):
            kept = _understood(_bytes_of(copy), scope)
    told = SettingTrouble(scope, "", Flaw.FILE_BROKEN, from_copy=kept is not None)
    return Layer(scope, troubles=(told,)) if kept is None else _told(kept, told)


def _told(layer: Layer, trouble: SettingTrouble) -> Layer:
    return Layer(layer.scope, layer.values, layer.locked, (*layer.troubles, trouble))


def _understood(data: bytes, scope: Scope) -> Layer | None:
    """What stands in a file, None when it is no JSON object of this kind."""
    try:
        values = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or len(values) > _MOST_NAMES or not _is_writable(values):
        return None
    if scope is not Scope.MACHINE:
        return Layer(scope, values)
    names = values.pop(LOCKED, [])
    if names is True:
        return Layer(scope, values, frozenset(values))
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    unknown = sorted(set(names) - set(declared()))
    troubles = tuple(SettingTrouble(scope, name, Flaw.UNKNOWN) for name in unknown)
    return Layer(scope, values, frozenset(names), troubles)


def _is_writable(values: object) -> bool:
    """Whether everything can be written again; JSON has half letters that UTF-8 has not."""
    try:
        json.dumps(values, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return False
    return True


def _bytes_of(file: Path) -> bytes:
    """Bytes of a file of a sensible size.

    Raises:
        OSError: It cannot be read, or is no file of settings by its size.
    """
    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise OSError("too large for settings")
    return data


def _keep(file: Path, data: bytes) -> None:
    """Put a copy aside; a power cut may cost it, the file itself is there all the same."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    aside.touch(_PRIVATE_FILE)
    aside.write_bytes(data)
    aside.replace(file)


def _write(file: Path, data: bytes) -> None:
    """Replace a file by another, durably; the one before stays when that fails."""
    from app.store.durable import remove_quietly, replace_file, write_synced

    aside = file.with_name(f".{file.name}.{os.getpid()}")
    remove_quietly(aside)
    write_synced(aside, [data], _PRIVATE_FILE)
    replace_file(aside, file)
