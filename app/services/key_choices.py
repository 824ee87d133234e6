"""Keys that an officer chose instead of those of the window, in a small file beside the store.

Each officer of the station has an own set, so that a change of officer brings the keys along. The
file holds names of actions and keys, nothing of any dossier; one that cannot be read counts as
empty, because then the keys are those printed on every card.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import Advice, StationError

MAX_BYTES = 256 * 1024
"""A longer file is not ours."""
_MOST_KEYS = 8

Chosen = Mapping[str, tuple[str, ...]]
"""Id of an action -> its keys."""


class KeysNotKept(StationError):
    """The choice of keys could not be written; it holds until the window is closed.

    Raised by `KeyChoices.keep`.
    """

    code = "keys.not_kept"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class KeyChoices:
    """The file with the keys of all officers. Runs on: any lane.

    Attributes:
        path: Where it lies.
    """

    path: Path

    def read(self, officer: str) -> dict[str, tuple[str, ...]]:
        """Keys that an officer chose; none when nobody knows."""
        return _keys_in(self._read_all().get(officer))

    def keep(self, officer: str, chosen: Chosen) -> None:
        """Remember the keys of an officer, whole or not at all.

        Raises:
            KeysNotKept: The disk is full, or the folder cannot be written.
        """
        held = self._read_all()
        held.pop(officer, None)
        if chosen:
            held[officer] = {key_id: list(keys) for key_id, keys in sorted(chosen.items())}
        fresh = self.path.with_suffix(".new")
        try:
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(held, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
        except OSError as error:
            raise KeysNotKept(type(error).__name__) from error

    def _read_all(self) -> dict[str, object]:
        with contextlib.suppress(OSError, ValueError, RecursionError):
            with self.path.open("rb") as file:
                text = file.read(MAX_BYTES + 1)
            held = json.loads(text) if len(text) <= MAX_BYTES else {}
            if isinstance(held, dict):
                return held
        return {}


def _keys_in(held: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(held, dict):
        return {}
    return {
        str(key_id): tuple(keys)
        for key_id, keys in held.items()
        if isinstance(keys, list)
        and len(keys) <= _MOST_KEYS
        and all(isinstance(key, str) for key in keys)
    }
