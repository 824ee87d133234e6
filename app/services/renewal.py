"""Renewal of one signed file from the window: what `sohoa extend` does for many.

The file that is looked at stays as it is; the renewed one lies beside it.
"""

from __future__ import annotations

from pathlib import Path

from app.domain.officer import Right
from app.errors import StationError
from app.services.access import require
from app.services.extend_desk import ExtendedFile, ExtendRequest, extend_files
from app.services.folder_desk import SigningDesk
from app.services.station import Station

RENEWED_LEVEL = "b-lta"


def renew(station: Station, path: Path) -> ExtendedFile:
    """Bring the evidence of a file up to date; no key is used.

    Raises:
        NotAllowed: Whoever acts does not sign.
        LibraryError: What the level needs is not set up on this station.
        StationError: The file cannot be renewed; it is untouched.
    """
    require(station, Right.SIGN)
    desk = SigningDesk(
        keys=station.keys,
        cpu=station.cpu,
        stamps=station.stamps,
        check=station.check,
        now=station.now,
        options=station.signing,
    )
    (found,) = extend_files(desk, ExtendRequest([path], RENEWED_LEVEL))
    if isinstance(found.outcome, StationError):
        raise found.outcome
    station.store.record(station.act("file.renewed", "", digest=found.to_json()["sha256"]))
    return found
