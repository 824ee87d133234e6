"""Which ways of scanning are offered, and which of them fits a procedure."""

from __future__ import annotations

from dataclasses import replace

from app.domain.officer import Right
from app.errors import WrongUse
from app.scanning.base import LEAST_DPI, ProfileMode, ScanProfile
from app.services.access import require
from app.services.capture import require_resolution
from app.services.station import Station


class ProfileUnknown(WrongUse):
    """No profile of that name."""

    code = "profile.unknown"


def offered(station: Station, procedure_code: str = "") -> tuple[ScanProfile, ...]:
    """Profiles for a procedure, those made for it first; all without a procedure.

    One below the least resolution is left out: it could not be used.
    """
    usable = [each for each in station.profiles.profiles() if each.dpi >= LEAST_DPI]
    if not procedure_code:
        return tuple(usable)
    own = [each for each in usable if procedure_code in each.procedures]
    return (*own, *(each for each in usable if not each.procedures))


def named(station: Station, name: str) -> ScanProfile:
    """The profile of a name.

    Raises:
        ProfileUnknown: There is none.
        ScanTooCoarse: It is below the least resolution.
    """
    for profile in station.profiles.profiles():
        if profile.name == name:
            require_resolution(profile)
            return profile
    raise ProfileUnknown(f"profile {name}")


def is_locked(station: Station) -> bool:
    """Whether the administrator alone decides on profiles."""
    return station.profiles.mode is ProfileMode.LOCK


def keep(station: Station, profile: ScanProfile) -> None:
    """Keep a profile of the officer's own.

    Raises:
        ScanTooCoarse: Below the least resolution.
        ProfilesLocked, ProfilesInvalid: Nothing was changed.
    """
    require(station, Right.CAPTURE)
    require_resolution(profile)
    station.profiles.save(replace(profile, name=profile.name.strip()))


def forget(station: Station, name: str) -> None:
    """Forget a profile of the officer's own.

    Raises:
        ProfilesLocked, ProfilesInvalid: Nothing was changed.
    """
    require(station, Right.CAPTURE)
    station.profiles.remove(name)
