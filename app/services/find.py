"""Find dossiers by code, or by name or id of a person, although names are sealed."""

from __future__ import annotations

from app.services.station import Station
from app.store.base import DossierRow
from app.store.upkeep_base import Upkeep

MOST_FOUND = 200


def find_dossiers(
    station: Station, upkeep: Upkeep, text: str, limit: int = MOST_FOUND
) -> list[DossierRow]:
    """Dossiers that have all words of `text`, newest first.

    Accents, case and đ do not matter; names and ids have to be whole words, a code may be a part.
    The audit says that somebody searched, not for what.
    """
    found = set(upkeep.find(text, limit))
    rows = [row for row in station.store.dossier_rows() if row.dossier.id in found]
    station.store.record(station.act("dossier.searched", "station", note=f"{len(rows)} found"))
    return rows
