"""Blobs that nothing names: set aside after a week, erased after a season.

    quarantine/blobs-2026-11-22/<digest>     what was set aside on that day

A kill between "blob durable" and "row committed" leaves such a blob (C2, C5), and so does reading
a page again. None is touched before a week is over, and only while the store is sound: a row, a
sealed step of a signature that goes on, a job of a purge or of the second copy that names it keeps
it, and journals that do not tell what the rows are keep all of them. What a row names again (an
older database was restored) is put back.

The audit chain has each step before it is done. Setting aside is a rename, so whenever the process
dies a blob is at one place or the other.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from app.domain.ids import BlobId, DossierId
from app.store.base import StoreDamaged
from app.store.care_base import SetAside
from app.store.connection import Database
from app.store.durable import as_store_error, make_private_folder, sync_folder
from app.store.quarantine import FOLDER
from app.store.rows import ColumnSealer
from app.store.signing_rows import work_place
from app.store.vault import FileVault
from app.store.verification import BLOBS_IN_USE

log = logging.getLogger(__name__)

SET_ASIDE_AFTER = timedelta(days=7)

_FOLDER_NAME = re.compile(r"blobs-(\d{4}-\d{2}-\d{2})")
_BLOB_NAME = re.compile(r"[0-9a-f]{64}")
_TABLES = """SELECT name FROM main.sqlite_schema
    WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'audit'"""
"""The audit chain tells what was; it keeps nothing."""

_OPEN_WORK = """SELECT signing_item.id, dossier_id, work FROM signing_item
    JOIN signing_batch ON signing_batch.id = batch_id
    WHERE work IS NOT NULL AND signing_batch.state IN ('open', 'stopped')"""


class Orphans:
    """Finds, sets aside, puts back and erases blobs that nothing names."""

    def __init__(
        self,
        root: Path,
        database: Database,
        sealer: ColumnSealer,
        vault: FileVault,
        *,
        is_sound: Callable[[], bool],
    ) -> None:
        """Use the parts of an open store.

        Args:
            root: The data folder.
            database: Rows that may name blobs.
            sealer: Opens steps of signatures.
            vault: The blobs.
            is_sound: Whether journals and rows tell the same; may be long.
        """
        self._root, self._database, self._sealer, self._vault = root, database, sealer, vault
        self._is_sound = is_sound

    def unnamed(self, now: datetime, older_than: timedelta) -> list[BlobId]:
        """Blobs of at least that age which nothing names.

        Raises:
            StoreDamaged: A step of a signature does not open, so nothing is known of any.
        """
        latest = (now - older_than).timestamp()
        old = {each.id for each in self._vault.stored() if each.written_at < latest}
        with self._database.reading() as connection:
            left: set[str] = set(old)
            left -= {row["blob"] for row in connection.execute(BLOBS_IN_USE)}
            if left:
                left -= self._named(connection, left)
        return sorted(map(BlobId, left))

    def is_sound(self) -> bool:
        """Whether journals and rows tell the same; may be long."""
        return self._is_sound()

    def to_collect(self, now: datetime) -> list[BlobId]:
        """What may be set aside; nothing while the store is not sound."""
        found = self.unnamed(now, SET_ASIDE_AFTER)
        if found and not self._is_sound():
            log.warning("%d blobs without a row stay: the store is not sound", len(found))
            return []
        return found

    def set_aside(self, blob: BlobId, now: datetime) -> None:
        """Move a blob into the quarantine; one that is gone counts as moved.

        Raises:
            StoreFull, StoreUnwritable: It is where it was.
        """
        target = self._quarantine / f"blobs-{now.date().isoformat()}"
        source = self._vault.path_of(blob)
        try:
            make_private_folder(self._quarantine)
            make_private_folder(target)
            with suppress(FileNotFoundError):
                source.replace(target / blob)
            sync_folder(target)
            sync_folder(source.parent)
        except OSError as error:
            raise as_store_error(error, "setting a blob aside") from error

    def put_back_named(self) -> list[BlobId]:
        """Bring back what something names by now; gives which."""
        kept = {each.id: each for each in self.kept()}
        if not kept:
            return []
        with self._database.reading() as connection:
            named = self._named(connection, set(kept))
        for blob in sorted(named):
            self._put_back(kept[BlobId(blob)])
        return sorted(map(BlobId, named))

    def kept(self) -> list[SetAside]:
        """What lies in the quarantine, oldest first.

        Raises:
            StoreUnwritable: It cannot be read.
        """
        try:
            return sorted(self._kept(), key=lambda each: (each.since, each.id))
        except OSError as error:
            raise as_store_error(error, "looking at the quarantine") from error

    def erase(self, gone: SetAside) -> None:
        """Remove a blob from the quarantine for good.

        Raises:
            StoreUnwritable: It is still there.
        """
        try:
            gone.path.unlink(missing_ok=True)
            with suppress(OSError):  # Others are in it.
                gone.path.parent.rmdir()
            sync_folder(self._quarantine)
        except OSError as error:
            raise as_store_error(error, "erasing a blob in quarantine") from error

    @property
    def _quarantine(self) -> Path:
        return self._root / FOLDER

    def _kept(self) -> Iterator[SetAside]:
        for folder in self._quarantine.glob("blobs-*"):
            matched = _FOLDER_NAME.fullmatch(folder.name)
            if matched:
                since = date.fromisoformat(matched[1])
                for path in folder.iterdir():
                    if _BLOB_NAME.fullmatch(path.name):
                        yield SetAside(BlobId(path.name), since, path)

    def _put_back(self, kept: SetAside) -> None:
        home = self._vault.path_of(kept.id)
        try:
            make_private_folder(home.parent)
            kept.path.replace(home)
            sync_folder(home.parent)
        except OSError as error:
            raise as_store_error(error, "putting a blob back") from error

    def _named(self, connection: sqlite3.Connection, wanted: set[str]) -> set[str]:
        """Those whose names stand in any text of any row, also of tables this module never met."""
        found: set[str] = set()
        tables = [row[0] for row in connection.execute(_TABLES)]
        for table in tables:
            for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608  # own names
                for value in row:
                    if isinstance(value, str) and len(value) >= 64:
                        found.update(_BLOB_NAME.findall(value))
        for row in connection.execute(_OPEN_WORK).fetchall():
            found.update(_BLOB_NAME.findall(self._work(row)))
        return found & wanted

    def _work(self, row: sqlite3.Row) -> str:
        try:
            home = DossierId(row["dossier_id"])
            return self._sealer.open(home, work_place(row["id"]), row["work"])
        except StoreDamaged as error:
            raise StoreDamaged("a step of a signature does not open") from error
