"""Changes of settings: who may, what is written into the audit, and how the last one goes back.

The audit names the settings that were changed and never tells their values.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.domain.officer import Right
from app.errors import Advice, StationError
from app.services.access import may, require
from app.services.station import Station
from app.setting_kinds import Flaw, Kind, Setting, SettingsInvalid, SettingsLocked
from app.setting_layers import Resolved, Scope
from app.settings import declared

CHANGED, RESET, UNDONE = "settings.changed", "settings.reset", "settings.undone"
"""Acts of the audit."""

MOST_UNDONE = 50


class NothingToUndo(StationError):
    """No setting was changed since the station was opened."""

    code = "settings.nothing_to_undo"
    advice = Advice.NEVER


class SettingsFiles(Protocol):
    """Whoever reads all layers and writes the station's own; see `app.setting_files`."""

    @property
    def station_file(self) -> Path:
        """The station's file."""
        ...

    @property
    def machine_file(self) -> Path | None:
        """The administrator's file of this machine."""
        ...

    def read(self) -> Resolved:
        """All settings now."""
        ...

    def own(self, name: str) -> object | None:
        """What the station's file says of a setting, None for nothing."""
        ...

    def put(self, name: str, raw: object | None) -> Resolved:
        """Set a setting in the station's file, None takes it out.

        Raises:
            SettingsInvalid, SettingsLocked, SettingsNotSaved: Nothing was changed.
        """
        ...


@dataclass(frozen=True, slots=True)
class SettingsView:
    """All settings as they stand, and whether whoever looks may change those of administrators.

    Attributes:
        waiting: Names of settings that were changed and count from the next start.
        undoable: Name of the setting whose change would be taken back, "" for none.
        changed: The setting that was changed just now, "" when none was.
        is_missing: The file or folder that was given just now is not there.
    """

    resolved: Resolved
    is_administrator: bool
    waiting: frozenset[str] = frozenset()
    undoable: str = ""
    changed: str = ""
    is_missing: bool = False


@dataclass(slots=True)
class _Before:
    name: str
    raw: object | None


@dataclass(slots=True)
class SettingsDesk:
    """Changes settings while the station is open. Runs on: any thread, one at a time.

    Attributes:
        started: What counted when the station was opened.
    """

    files: SettingsFiles
    started: Resolved
    _history: list[_Before] = field(default_factory=list)
    _one: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def look(self, station: Station) -> SettingsView:
        """All settings as they stand; asks for no right."""
        with self._one:
            return self._view(station, self.files.read())

    def change(self, station: Station, name: str, raw: object) -> SettingsView:
        """Set a setting.

        Raises:
            SettingsInvalid: No such setting, or no value for it.
            SettingsLocked: The administrator's file or the environment holds it.
            SettingsNotSaved: The file could not be written.
            AccessError: It needs an administrator.
        """
        return self._put(station, name, raw, CHANGED)

    def reset(self, station: Station, name: str) -> SettingsView:
        """Take a setting out of the station's file.

        Raises:
            SettingsInvalid, SettingsLocked, SettingsNotSaved, AccessError: As `change`.
        """
        return self._put(station, name, None, RESET)

    def undo(self, station: Station) -> SettingsView:
        """Take the last change back.

        Raises:
            NothingToUndo: There is none.
            SettingsLocked, SettingsNotSaved, AccessError: As `change`.
        """
        with self._one:
            if not self._history:
                raise NothingToUndo("no change")
            last = self._history[-1]
            _require(station, declared()[last.name])
            resolved = self.files.put(last.name, last.raw)
            self._history.pop()
            station.store.record(station.act(UNDONE, last.name))
            return self._view(station, resolved, last.name)

    def _put(self, station: Station, name: str, raw: object | None, act: str) -> SettingsView:
        setting = declared().get(name)
        if setting is None:
            raise SettingsInvalid(f"{name}: no such setting", name, Flaw.UNKNOWN)
        with self._one:
            _require(station, setting)
            standing = self.files.read().standings[name]
            if standing.is_locked or standing.scope is Scope.ENVIRONMENT:
                raise SettingsLocked(name)
            before = self.files.own(name)
            if raw is None and before is None:
                return self._view(station, self.files.read())
            resolved = self.files.put(name, raw)
            if self.files.own(name) == before:
                return self._view(station, resolved)
            self._history = [*self._history[1 - MOST_UNDONE :], _Before(name, before)]
            station.store.record(station.act(act, name))
            return self._view(station, resolved, name)

    def _view(self, station: Station, resolved: Resolved, changed: str = "") -> SettingsView:
        started, now = self.started.standings, resolved.standings
        waiting = {
            name
            for name, each in now.items()
            if each.setting.needs_start and each.value != started[name].value
        }
        return SettingsView(
            resolved,
            is_administrator=may(station, Right.SET_UP),
            waiting=frozenset(waiting),
            undoable=self._history[-1].name if self._history else "",
            changed=changed,
            is_missing=bool(changed) and _is_missing(now[changed].setting, now[changed].value),
        )


def _require(station: Station, setting: Setting) -> None:
    """An administrator for what is an administrator's, else anybody who is logged in."""
    if setting.is_admins:
        require(station, Right.SET_UP)


def _is_missing(setting: Setting, value: object) -> bool:
    """Whether a file or folder that was given is not there; it may come later."""
    if setting.kind not in (Kind.FILE, Kind.FOLDER) or not value:
        return False
    path = Path(str(value))
    try:
        return not (path.is_file() if setting.kind is Kind.FILE else path.is_dir())
    except OSError:
        return True
