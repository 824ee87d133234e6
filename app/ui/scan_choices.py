"""The ways of scanning that the counter offers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.scanning.base import ColourMode, PaperSource, ScanProfile

translate = QCoreApplication.translate


def profiles(offered: Sequence[ScanProfile] = ()) -> tuple[ScanProfile, ...]:
    """Ways of scanning, the usual one first: what the station offers, else the known ones."""
    return tuple(offered) or (
        ScanProfile("auto", PaperSource.AUTO),
        ScanProfile("feeder", PaperSource.FEEDER),
        ScanProfile("duplex", PaperSource.FEEDER_DUPLEX),
        ScanProfile("flatbed", PaperSource.FLATBED, max_pages=1),
        ScanProfile("grey", PaperSource.AUTO, ColourMode.GREY),
    )


def profile_label(profile: ScanProfile) -> str:
    """Words for a way of scanning."""
    known = {
        "default": translate("profiles", "Usual"),
        "auto": translate("profiles", "Automatic, colour"),
        "feeder": translate("profiles", "Feeder, one side"),
        "duplex": translate("profiles", "Feeder, both sides"),
        "flatbed": translate("profiles", "Glass, one page"),
        "grey": translate("profiles", "Automatic, grey"),
    }
    return known.get(profile.name) or profile.title or profile.name
