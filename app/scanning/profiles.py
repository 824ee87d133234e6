"""Scan profiles as data: those that come with the program, the administrator's, the officer's.

    {"mode": "lock", "profiles": [{"name": "duplex", "source": "feeder_duplex", "dpi": 300}]}

With the mode "default" the administrator's profiles stand before those of the program, and
officers add their own. With "lock" they are the only ones, and nothing can be added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from enum import StrEnum
from importlib import resources
from pathlib import Path

from app.scanning.base import (
    ColourMode,
    PaperSize,
    PaperSource,
    ProfileMode,
    ProfilesInvalid,
    ProfilesLocked,
    ScanProfile,
)

MOST_BYTES = 256 * 1024
MOST_PROFILES = 200
MOST_NAME = 60
MOST_DPI = 1200
_NAMES = {each.name for each in fields(ScanProfile)}
_NUMBERS = {
    "dpi": (1, MOST_DPI),
    "max_pages": (0, 10_000),
    "brightness": (-100, 100),
    "contrast": (-100, 100),
}
_SWITCHES = ("double_feed", "separators")
_CHOICES: dict[str, type[StrEnum]] = {
    "source": PaperSource,
    "colour": ColourMode,
    "paper": PaperSize,
}


class ProfileFiles:
    """Profiles in files; read anew each time, so a change is seen at once.

    Args:
        own: File of the officers' profiles; made when the first one is saved.
        given: The administrator's file, None where there is none.
    """

    def __init__(self, own: Path, given: Path | None = None) -> None:
        self._own = own
        self._given = given

    @property
    def mode(self) -> ProfileMode:
        """What the administrator's file says; without one officers may add."""
        return self._administrator()[0]

    def profiles(self) -> tuple[ScanProfile, ...]:
        """All that are offered; of two with one name the first counts."""
        mode, given = self._administrator()
        if mode is ProfileMode.LOCK:
            return given
        return _each_once((*given, *shipped(), *self._officers()))

    def save(self, profile: ScanProfile) -> None:
        """Keep one of the officer's own.

        Raises:
            ProfilesLocked: The administrator has locked them, or the name is taken.
            ProfilesInvalid: It is no profile, or the file cannot be written.
        """
        self._require_own(profile.name)
        kept = [each for each in self._officers() if each.name != profile.name]
        self._write([*kept, profile_from(profile_json(profile))])

    def remove(self, name: str) -> None:
        """Forget one of the officer's own; one that is not there counts as forgotten.

        Raises:
            ProfilesLocked: It is not one of the officer's own.
        """
        self._require_own(name)
        self._write([each for each in self._officers() if each.name != name])

    def _require_own(self, name: str) -> None:
        mode, given = self._administrator()
        taken = {each.name for each in (*given, *shipped())}
        if mode is ProfileMode.LOCK or name in taken:
            raise ProfilesLocked(f"profile {name}")

    def _administrator(self) -> tuple[ProfileMode, tuple[ScanProfile, ...]]:
        if self._given is None:
            return ProfileMode.DEFAULT, ()
        told = _read(self._given)
        mode = told.get("mode", ProfileMode.DEFAULT.value)
        if mode not in {each.value for each in ProfileMode}:
            raise ProfilesInvalid("mode: default or lock")
        found = _profiles(told)
        if mode == ProfileMode.LOCK and not found:
            raise ProfilesInvalid("locked, and no profile is left")
        return ProfileMode(mode), found

    def _officers(self) -> tuple[ScanProfile, ...]:
        return _profiles(_read(self._own)) if self._own.exists() else ()

    def _write(self, profiles: list[ScanProfile]) -> None:
        text = json.dumps(
            {"profiles": [profile_json(each) for each in profiles]}, ensure_ascii=False, indent=1
        )
        aside = self._own.with_suffix(".new")
        try:
            self._own.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(text, "utf-8")
            aside.replace(self._own)
        except OSError as error:
            raise ProfilesInvalid(f"not written: {type(error).__name__}") from error


def shipped() -> tuple[ScanProfile, ...]:
    """Profiles that come with the program."""
    text = (resources.files("resources") / "scanning" / "profiles.json").read_text("utf-8")
    return _profiles(json.loads(text))


def profile_json(profile: ScanProfile) -> dict[str, object]:
    """A profile as it stands in a file."""
    return {**asdict(profile), "procedures": list(profile.procedures)}


def profile_from(told: object) -> ScanProfile:
    """A profile out of a file.

    Raises:
        ProfilesInvalid: An unknown name, a wrong type, a value outside its bounds.
    """
    if not isinstance(told, Mapping):
        raise ProfilesInvalid("not an object")
    unknown = set(told) - _NAMES
    if unknown:
        raise ProfilesInvalid(f"unknown: {', '.join(sorted(map(str, unknown)))}")
    name = told.get("name")
    if not isinstance(name, str) or not 0 < len(name) <= MOST_NAME:
        raise ProfilesInvalid("a profile without a name")
    values: dict[str, object] = {"name": name, "title": str(told.get("title", ""))[:200]}
    for key, (low, high) in _NUMBERS.items():
        if key in told:
            values[key] = _whole(key, told[key], low, high)
    for key in _SWITCHES:
        if key in told:
            values[key] = _switch(key, told[key])
    for key, kind in _CHOICES.items():
        if key in told:
            values[key] = _choice(key, told[key], kind)
    codes = told.get("procedures", ())
    if not isinstance(codes, list | tuple) or not all(isinstance(code, str) for code in codes):
        raise ProfilesInvalid("procedures: a list of codes")
    return ScanProfile(**values, procedures=tuple(codes))  # type: ignore[arg-type]  # checked above


def _whole(key: str, value: object, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ProfilesInvalid(f"{key}: {low} to {high}")
    return value


def _switch(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ProfilesInvalid(f"{key}: true or false")
    return value


def _choice(key: str, value: object, kind: type[StrEnum]) -> StrEnum:
    known = [each.value for each in kind]
    if value not in known:
        raise ProfilesInvalid(f"{key}: one of {', '.join(known)}")
    return kind(str(value))


def _profiles(told: Mapping[str, object]) -> tuple[ScanProfile, ...]:
    rows = told.get("profiles", [])
    if not isinstance(rows, list) or len(rows) > MOST_PROFILES:
        raise ProfilesInvalid("profiles: a list")
    return _each_once(profile_from(row) for row in rows)


def _each_once(profiles: Iterable[ScanProfile]) -> tuple[ScanProfile, ...]:
    found: dict[str, ScanProfile] = {}
    for profile in profiles:
        found.setdefault(profile.name, profile)
    return tuple(found.values())


def _read(file: Path) -> Mapping[str, object]:
    try:
        with file.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
        told = json.loads(raw) if len(raw) <= MOST_BYTES else None
    except (OSError, ValueError, RecursionError) as error:
        raise ProfilesInvalid(f"not readable: {type(error).__name__}") from error
    if not isinstance(told, Mapping):
        raise ProfilesInvalid("not an object, or too large")
    return told
