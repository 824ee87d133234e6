"""Where the settings of this machine and of this station are kept."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from app.setting_files import SettingsBook

APP_NAME = "tram-so-hoa"

_OF_LINUX = Path("/etc/sohoa/settings.json")


def machine_file(platform: str = sys.platform) -> Path:
    """The administrator's file; no variable of an officer's session leads elsewhere.

    On Windows the system says where programs keep what is common to all users (ProgramData).
    """
    if platform == "win32":
        return Path(platformdirs.site_data_dir("sohoa", appauthor=False)) / "settings.json"
    return _OF_LINUX


def station_file(environment: Mapping[str, str]) -> Path:
    """The station's own file, or the one that `SOHOA_SETTINGS` names."""
    usual = Path(platformdirs.user_config_dir(APP_NAME)) / "settings.json"
    return Path(environment.get("SOHOA_SETTINGS") or usual)


def settings_book(environment: Mapping[str, str]) -> SettingsBook:
    """All places of settings for this run."""
    return SettingsBook(
        station_file(environment),
        machine_file(),
        environment=environment,
        data_dir=Path(platformdirs.user_data_dir(APP_NAME)),
    )
