"""Dossiers that are signed already, straight into the outbox."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from app.domain.dossier import Dossier, DossierFile, DossierState, FileRole
from app.domain.ids import DossierId, FileId
from app.domain.submission import Submission
from app.services.deliver import enqueue
from app.services.station import Station


def queue_bytes(station: Station, files: Mapping[str, bytes]) -> Submission:
    """Seal a dossier of these files, by title; what they hold is no matter."""
    home = DossierId(station.new_id())
    dossier = Dossier(home, "", "1.001193", DossierState.OPEN, 1, station.stamp())
    station.store.add_dossier(dossier, station.act("test", home))
    made = [_file(station, home, title, data) for title, data in files.items()]
    station.store.save_files(
        home,
        made,
        expected=DossierState.OPEN,
        to=DossierState.SIGNED,
        act=station.act("test", home),
    )
    return enqueue(station, home)


def _file(station: Station, home: DossierId, title: str, data: bytes) -> DossierFile:
    return DossierFile(
        id=FileId(station.new_id()),
        dossier_id=home,
        role=FileRole.SCAN,
        name=f"{title}.pdf",
        media="application/pdf",
        blob=station.vault.put(home, data),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        paper_code="to-khai",
        signed=True,
    )
