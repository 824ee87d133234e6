"""Where the value of a setting comes from: four layers, and locks that nobody below opens.

    built-in default < administrator's file of the machine < station's file < environment

A name that the machine's file locks keeps the machine's value (or the default, where that file
gives none) whatever stands below. A value that makes no sense is left out and told; the value of
the layer before it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.setting_kinds import Flaw, Setting, Unfit
from app.settings import ENVIRONMENT_PREFIX, Settings, declared


class Scope(StrEnum):
    """Who says what a setting is, the weakest first."""

    DEFAULT = "default"
    MACHINE = "machine"
    STATION = "station"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class SettingTrouble:
    """Something in a layer that does not count.

    Attributes:
        name: Setting that is meant, "" for a whole file.
        from_copy: The last good copy of the file is in use instead.
    """

    scope: Scope
    name: str
    flaw: Flaw
    from_copy: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place says.

    Attributes:
        values: As they stand there, unknown names too.
        locked: Names that nobody below changes.
        troubles: What could not be understood.
    """

    scope: Scope
    values: Mapping[str, object] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    troubles: tuple[SettingTrouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How one setting stands.

    Attributes:
        scope: Where its value comes from.
        is_locked: The administrator's file holds it.
        passed_over: Places whose own value does not count, because of the lock.
    """

    setting: Setting
    value: object
    scope: Scope
    is_locked: bool = False
    passed_over: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """All settings, and how each came about."""

    settings: Settings
    standings: Mapping[str, Standing]
    troubles: tuple[SettingTrouble, ...] = ()


def environment_layer(environment: Mapping[str, str]) -> Layer:
    """What the environment says."""
    names = {name: ENVIRONMENT_PREFIX + name.upper() for name in declared()}
    values = {name: environment[key] for name, key in names.items() if key in environment}
    return Layer(Scope.ENVIRONMENT, values)


def resolve(layers: Iterable[Layer], data_dir: Path) -> Resolved:
    """Merge layers, the weakest first.

    Args:
        layers: Machine, station and environment, as far as there are any.
        data_dir: Built-in default of the store's folder.
    """
    given = list(layers)
    locked = frozenset[str]().union(
        *(layer.locked for layer in given if layer.scope is Scope.MACHINE)
    )
    troubles = [trouble for layer in given for trouble in layer.troubles]
    known = declared()
    for layer in given:
        unknown = sorted(set(layer.values) - set(known))
        troubles += [SettingTrouble(layer.scope, name, Flaw.UNKNOWN) for name in unknown]
    standings = {
        name: _standing(each, given, troubles, is_locked=name in locked, data_dir=data_dir)
        for name, each in known.items()
    }
    values: dict[str, Any] = {name: each.value for name, each in standings.items()}
    values["data_dir"] = Path(values["data_dir"])
    return Resolved(Settings(**values), standings, tuple(troubles))


def _standing(
    setting: Setting,
    layers: Sequence[Layer],
    troubles: list[SettingTrouble],
    *,
    is_locked: bool,
    data_dir: Path,
) -> Standing:
    value: object = str(data_dir) if setting.name == "data_dir" else setting.default
    scope, passed_over = Scope.DEFAULT, []
    for layer in layers:
        if setting.name not in layer.values:
            continue
        if is_locked and layer.scope is not Scope.MACHINE:
            passed_over.append(layer.scope)
            continue
        try:
            value, scope = setting.read(layer.values[setting.name]), layer.scope
        except Unfit as error:
            troubles.append(SettingTrouble(layer.scope, setting.name, error.flaw))
    return Standing(setting, value, scope, is_locked, tuple(passed_over))
