"""Every setting of the station, declared once.

A declaration gives type, default, words in both languages, bounds or choices, who may change it
and whether it counts at once; `app.setting_kinds` says what these mean. Where values come from is
in `app.setting_layers`: default, the administrator's file, the station's file, the environment.
A new setting is one field in the table of its group, and nothing else:

    workplace   window, station, keeping
    scanning    reading    login
    sending     sending, reuse
    signing     signing, trust and time
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

from app.setting_kinds import SETTING, Flaw, Group, Setting, SettingsInvalid
from app.settings.login import LoginSettings
from app.settings.reading import PDF_PROFILES, ReadingSettings
from app.settings.scanning import ScanningSettings
from app.settings.sending import ReuseSettings, SendingSettings
from app.settings.signing import SigningSettings, TrustSettings
from app.settings.workplace import KeepingSettings, StationSettings, WindowSettings

__all__ = [
    "ENVIRONMENT_PREFIX",
    "PDF_PROFILES",
    "Settings",
    "SettingsInvalid",
    "declared",
    "describe_settings",
    "load_settings",
]

ENVIRONMENT_PREFIX = "SOHOA_"


@dataclass(frozen=True, slots=True)
class Settings(
    WindowSettings,
    StationSettings,
    ScanningSettings,
    ReadingSettings,
    SendingSettings,
    ReuseSettings,
    SigningSettings,
    TrustSettings,
    LoginSettings,
    KeepingSettings,
):
    """All settings of the station."""


@cache
def declared() -> Mapping[str, Setting]:
    """Every declaration by its name, in the order of the groups."""
    found = {
        each.name: replace(each.metadata[SETTING], name=each.name) for each in fields(Settings)
    }
    return {name: each for group in Group for name, each in found.items() if each.group is group}


def describe_settings() -> list[tuple[str, str, str]]:
    """Name, default and description of every setting, for help texts."""
    return [(each.name, str(each.default), each.does.en) for each in declared().values()]


def load_settings(environment: Mapping[str, str], file: Path | None, data_dir: Path) -> Settings:
    """Merge defaults, one settings file and the environment, and refuse what is wrong.

    Args:
        environment: Usually `os.environ`.
        file: JSON object of settings; may be absent.
        data_dir: Default of the store's folder.

    Raises:
        SettingsInvalid: Not JSON, wrong type, value outside its bounds.
    """
    from app.setting_files import read_layer
    from app.setting_layers import Scope, environment_layer, resolve

    layers = [environment_layer(environment)]
    if file is not None:
        layers.insert(0, read_layer(file, Scope.STATION))
    found = resolve(layers, data_dir)
    for trouble in found.troubles:
        if trouble.flaw is not Flaw.UNKNOWN:
            raise SettingsInvalid(f"{trouble.name}: {trouble.flaw}", trouble.name, trouble.flaw)
    return found.settings
