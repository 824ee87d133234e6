"""Typing that is not saved yet, in one small file sealed under the key of its dossier.

It is no row: it is written every second while somebody types, and gone as soon as the value is
saved. With the key of a dossier goes what was typed there.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from app.domain.ids import DossierId
from app.store.base import StoreError
from app.store.durable import as_store_error, remove_quietly, replace_file, write_synced
from app.store.rows import ColumnSealer

log = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024
"""A longer file is not ours."""
_PLACE = "typing"


class TypingFile:
    """The file of one store. Runs on: any lane; one writes at a time."""

    def __init__(self, path: Path, sealer: ColumnSealer) -> None:
        self._path, self._sealer = path, sealer
        self._one = threading.Lock()

    def keep(self, dossier_id: DossierId, text: str) -> None:
        """Hold a text; see `TypingKeeper`."""
        with self._one:
            if not text:
                remove_quietly(self._path)
                return
            sealed = self._sealer.seal(dossier_id, _PLACE, text)
            fresh = self._path.with_suffix(".part")
            remove_quietly(fresh)
            try:
                write_synced(fresh, (f"{dossier_id}\n".encode("ascii"), sealed))
                replace_file(fresh, self._path)
            except OSError as error:
                raise as_store_error(error, "keep typing") from error

    def kept(self, dossier_id: DossierId) -> str:
        """What is held; see `TypingKeeper`."""
        try:
            with self._path.open("rb") as file:
                name, _, sealed = file.read(MAX_BYTES).partition(b"\n")
        except OSError:
            return ""
        if name != dossier_id.encode("ascii", "replace"):
            return ""
        try:
            return self._sealer.open(dossier_id, _PLACE, sealed)
        except (StoreError, UnicodeDecodeError):
            log.warning("typing that was held cannot be read")
            return ""
