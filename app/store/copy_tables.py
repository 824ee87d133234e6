"""The second copy as rows: what lies there, what is still to go there, what must go away."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence

from app.domain.events import Act
from app.domain.ids import BlobId, DossierId
from app.store.base import BlobMissing, Finding, StoreDamaged, StoreError
from app.store.keys import DossierKeys
from app.store.second_copy import KEY_ROW, SecondCopy, key_name
from app.store.tables import Tables
from app.store.upkeep_base import CopyAway, CopyForeign, CopyJob, CopyState, CopyTask
from app.store.vault import FileVault
from app.store.verification import BLOBS_IN_USE

log = logging.getLogger(__name__)

_DUE = f"""SELECT dossier_id, blob FROM ({BLOBS_IN_USE}) AS used
    WHERE blob NOT IN (SELECT name FROM second_copy) GROUP BY blob ORDER BY dossier_id"""  # noqa: S608


class CopyTables(Tables):
    """The second copy; see `Upkeep` for the contract."""

    _keys: DossierKeys
    _vault: FileVault
    _second: SecondCopy | None
    _clock: Callable[[], str]
    _notes: deque[Act]

    @property
    def has_copy(self) -> bool:
        """Whether a second copy is set up."""
        return self._second is not None

    def start_copy(self, act: Act) -> None:
        """Make the folder of the second copy this station's; what an old one had counts no more."""
        self._copy.start()
        with self._writing(act) as connection:
            connection.execute("DELETE FROM second_copy WHERE state = 'done'")

    def copy_jobs(self) -> list[CopyJob]:
        """What is to be done at the second copy next: erase, then keys, then blobs."""
        self.tell_repairs()
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT dossier_id, name FROM second_copy WHERE state = 'erase' ORDER BY name"
            ).fetchall()
            erase = [
                CopyJob(CopyTask.ERASE, DossierId(row["dossier_id"]), row["name"]) for row in rows
            ]
            keys = self._keys_due(connection)
            due = connection.execute(_DUE).fetchall()
        blobs = [CopyJob(CopyTask.BLOB, DossierId(row["dossier_id"]), row["blob"]) for row in due]
        return [*erase, *keys, *blobs]

    def do_copy(self, job: CopyJob) -> None:
        """Do one of them, durably."""
        match job.task:
            case CopyTask.KEY:
                text = self._keys.key_file(job.dossier_id)
                self._copy.put_key(job.dossier_id, text)
                self._done(job, hashlib.sha256(text).hexdigest())
            case CopyTask.BLOB:
                blob = BlobId(job.name)
                self._copy.put_blob(blob, self._vault.stored_bytes(blob))
                self._done(job, job.name)
            case CopyTask.ERASE:
                if job.name.startswith(KEY_ROW):
                    self._copy.remove_key(job.dossier_id)
                else:
                    self._copy.remove_blob(BlobId(job.name))
                with self._database.writing() as connection:
                    connection.execute("DELETE FROM second_copy WHERE name = ?", (job.name,))

    def copy_state(self) -> CopyState:
        """How far the second copy is."""
        jobs = self.copy_jobs()
        erase = sum(job.task is CopyTask.ERASE for job in jobs)
        if self._second is None:
            return CopyState(False, False, 0, erase)
        return CopyState(True, self._second.is_present, len(jobs) - erase, erase)

    def check_copy(self) -> list[Finding]:
        """What is wrong with the second copy; a disk that is away, or goes, says no more."""
        if self._second is None or not self._second.is_present:
            return []
        text = "SELECT name, dossier_id, sha256 FROM second_copy WHERE state = 'done'"
        with self._database.reading() as connection:
            rows = connection.execute(text).fetchall()
        findings = []
        for row in rows:
            try:
                self._check_one(self._second, row)
            except BlobMissing:
                findings.append(Finding("copy.missing", row["name"], row["dossier_id"]))
            except StoreDamaged as error:
                findings.append(Finding("copy.damaged", row["name"], error.detail))
            except (CopyAway, CopyForeign):
                break
        return findings

    def mend_copy(self, names: Sequence[str], act: Act) -> None:
        """Let what lies damaged at the second copy be copied again; erasing goes on as it was."""
        with self._writing(act) as connection:
            text = "DELETE FROM second_copy WHERE name = ? AND state = 'done'"
            connection.executemany(text, [(name,) for name in names])

    # What the vault and the keys ask, see `SpareBlobs` and `SpareKeys`.

    def blob(self, blob: BlobId) -> bytes:
        """The stored bytes from the second copy."""
        return self._copy.blob(blob)

    def blob_repaired(self, dossier_id: DossierId, blob: BlobId) -> None:
        """A blob was taken from the second copy: tell it in the audit chain."""
        self._note("blob.repaired", dossier_id, blob)
        self.tell_repairs()

    def key_text(self, dossier_id: DossierId) -> bytes:
        """The file of a dossier's key from the second copy.

        Raises:
            StoreDamaged: It cannot be had.
        """
        try:
            return self._copy.key_text(dossier_id)
        except StoreDamaged:
            raise
        except StoreError as error:
            raise StoreDamaged("the key is damaged, and its second copy is away") from error

    def key_repaired(self, dossier_id: DossierId) -> None:
        """A key was taken from the second copy; it is told a little later.

        Keys are asked for inside transactions too, where no other one can begin.
        """
        self._note("key.repaired", dossier_id, "")

    def tell_repairs(self) -> None:
        """Write into the audit chain what was taken from the second copy."""
        while self._notes:
            with self._writing(self._notes[0]):
                pass
            self._notes.popleft()

    def _note(self, action: str, dossier_id: DossierId, digest: str) -> None:
        log.warning("%s from the second copy: dossier %s", action, dossier_id)
        act = Act(self._clock(), "system", action, dossier_id, digest, "second copy")
        self._notes.append(act)

    @property
    def _copy(self) -> SecondCopy:
        if self._second is None:
            raise CopyAway("no second copy is set up")
        return self._second

    def _keys_due(self, connection: sqlite3.Connection) -> list[CopyJob]:
        rows = connection.execute("SELECT name, sha256 FROM second_copy WHERE state = 'done'")
        known = {row["name"]: row["sha256"] for row in rows}
        jobs = []
        for dossier_id in self._keys.dossiers():
            name = key_name(dossier_id)
            try:
                now = hashlib.sha256(self._keys.key_file(dossier_id)).hexdigest()
            except StoreDamaged:
                continue
            if known.get(name) != now:
                jobs.append(CopyJob(CopyTask.KEY, dossier_id, name))
        return jobs

    def _done(self, job: CopyJob, sha256: str) -> None:
        # A purge may have come between reading and writing: then it goes again.
        state = "erase" if self._keys.is_purged(job.dossier_id) else "done"
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO second_copy VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256 WHERE state = 'done'",
                (job.name, job.dossier_id, state, sha256),
            )

    def _check_one(self, second: SecondCopy, row: sqlite3.Row) -> None:
        if not row["name"].startswith(KEY_ROW):
            second.blob(BlobId(row["name"]))
            return
        text = second.key_text(DossierId(row["dossier_id"]))
        if hashlib.sha256(text).hexdigest() != row["sha256"]:
            raise StoreDamaged("the second copy of a key was changed")
