"""The scanner families of this machine."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from app.bootstrap.windows_scanners import WINDOWS, windows_families
from app.scanning.base import Scanner
from app.scanning.camera import CameraScanner
from app.scanning.escl import EsclOptions, EsclScanner
from app.scanning.escl_book import EsclBook
from app.scanning.profiles import ProfileFiles
from app.scanning.sane import ESCL_BACKENDS, SaneScanner
from app.settings import Settings

_BROWSE_S = 2.5
"""Devices answer within a second; some sleep a little longer."""


def scanner_families(
    settings: Settings,
    environment: Mapping[str, str],
    *,
    keep_spare: bool = False,
    platform: str = sys.platform,
) -> dict[str, Scanner]:
    """SANE as it is set up, network scanners, and the practice feeder where there is one.

    On Windows WIA and TWAIN stand in the place of SANE.

    A SANE that is set up for the practice feeder only has no device of its own to offer.

    With `keep_spare` a driver process is kept ready for the next scan.
    """
    families: dict[str, Scanner] = {}
    config_dir, practice = settings.sane_config_dir, settings.data_dir / "sane"
    if not settings.feeder_dir or config_dir != str(practice):
        own = {"SANE_CONFIG_DIR": config_dir} if config_dir else {}
        twice = ESCL_BACKENDS if settings.scanner_discovery else ()
        if platform != WINDOWS:
            families["sane"] = SaneScanner(
                {**environment, **own}, leave_out=twice, keep_spare=keep_spare
            )
        families.update(windows_families(settings, environment, platform))
        families["escl"] = network_scanners(settings, environment)
        families["camera"] = CameraScanner(environment)
    if settings.feeder_dir:
        from app.scanning.pnm_feeder import write_sane_config  # loads what reads pictures

        config = write_sane_config(practice, ["pnm"])
        sane = SaneScanner({**environment, **config}, keep_spare=keep_spare)
        families["sane-feeder"] = _practice_feeder(Path(settings.feeder_dir), sane)
    return families


def profile_files(settings: Settings) -> ProfileFiles:
    """Ways of scanning: shipped, the administrator's, and those kept at this station."""
    given = Path(settings.scan_profiles) if settings.scan_profiles else None
    return ProfileFiles(settings.data_dir / "scanners" / "profiles.json", given)


def network_scanners(settings: Settings, environment: Mapping[str, str]) -> EsclScanner:
    """Scanners on the network, with what this station remembers of them."""
    options = EsclOptions(
        addresses=tuple(settings.scanner_addresses.split()),
        policy=settings.scanner_http,
        browse_s=_BROWSE_S if settings.scanner_discovery else 0.0,
    )
    return EsclScanner(environment, EsclBook(settings.data_dir / "scanners"), options)


def _practice_feeder(folder: Path, sane: SaneScanner) -> Scanner:
    """Sample papers that go through the real SANE path; for demonstrations."""
    from app.scanning.pnm_feeder import PnmFeeder

    stacks = {
        stack.name: sorted(path for path in stack.iterdir() if path.suffix == ".jpg")
        for stack in sorted(folder.iterdir())
        if stack.is_dir()
    }
    return PnmFeeder(sane, stacks)
