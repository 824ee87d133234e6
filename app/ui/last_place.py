"""Where the officer was: dossier, page, part of the window and field, found again after a kill."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

MAX_BYTES = 2048
"""A longer file is not ours."""


@dataclass(frozen=True, slots=True)
class Place:
    """Ids of what was on show, "" for none.

    Attributes:
        dossier_id: Dossier.
        page_id: Page of it.
        part: Part of the window in front, as the table of keys names it.
        field: Field that had the keyboard: id of its page, a slash, its name.
    """

    dossier_id: str = ""
    page_id: str = ""
    part: str = ""
    field: str = ""


class LastPlace:
    """A small file beside the store; it holds ids and nothing of what is in them.

    Losing it costs one look into the list, so nothing is told where it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Place:
        """Where the officer was last; nowhere when nobody knows."""
        try:
            with self._path.open("rb") as file:
                held = json.loads(file.read(MAX_BYTES))
            names = (str(held.get(name, "")) for name in asdict(Place()))
            return Place(*names)
        except (OSError, ValueError, AttributeError, RecursionError):
            return Place()

    def keep(self, place: Place) -> None:
        """Remember a place, whole or not at all."""
        fresh = self._path.with_suffix(".new")
        with contextlib.suppress(OSError):
            fresh.write_text(json.dumps(asdict(place)), "utf-8")
            fresh.replace(self._path)
