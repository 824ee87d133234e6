"""Typing that no field has taken yet: held every moment, and there again after a sudden end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from app.domain.ids import DossierId
from app.services.access import require_sight
from app.services.station import Station

MOST = 200
"""Fields of one dossier in which typing waits at the same time."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a field that is not saved.

    Attributes:
        page_id: Page of the field.
        name: Name of the field on it.
        text: What was typed.
        before: Value of the field then; typing over another value is not put back.
    """

    page_id: str
    name: str
    text: str
    before: str


def keep_typing(station: Station, dossier_id: DossierId, typed: Sequence[Typed]) -> None:
    """Hold what is being typed in a dossier; nothing, where all is saved.

    Raises:
        StoreFull, StoreUnwritable: It is not held.
    """
    rows = [asdict(each) for each in typed[:MOST]]
    station.typing.keep(dossier_id, json.dumps(rows, ensure_ascii=False) if rows else "")


def kept_typing(station: Station, dossier_id: DossierId) -> tuple[Typed, ...]:
    """What was typed in a dossier and never saved; none where nothing is held.

    Raises:
        NotLoggedIn, NotAllowed, HeldByOther: The officer may not see this dossier.
    """
    require_sight(station, dossier_id)
    try:
        rows = json.loads(station.typing.kept(dossier_id) or "[]")
        return tuple(
            Typed(str(row["page_id"]), str(row["name"]), str(row["text"]), str(row["before"]))
            for row in rows[:MOST]
        )
    except (ValueError, TypeError, KeyError):
        return ()
