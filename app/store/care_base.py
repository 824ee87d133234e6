"""What services may ask about the store itself: repairs, copies, checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from app.domain.ids import BlobId
from app.store.base import Finding, StoreDamaged


class StoreRestored(StoreDamaged):
    """The database was damaged and has been repaired; what is left to say of it."""

    code = "store.restored"


class StoreRestoredPartly(StoreRestored):
    """The database was damaged and has been repaired, but something is missing."""

    code = "store.restored_partly"


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was repaired when the store was opened.

    Attributes:
        reason: What was wrong with the database, "behind" when it only lacked transactions.
        aside: Folder of the quarantine with the damaged files, "" for none.
        copy: Name of the copy that took the place, "" when journals alone rebuilt it.
        transactions: How many the journals brought back.
        seq: Newest entry of the audit chain that there was afterwards.
        findings: What is still wrong, as `Store.verify` names it; blobs were not looked at.
    """

    reason: str
    aside: str
    copy: str
    transactions: int
    seq: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class BlobStep:
    """How far the check of the blobs has come.

    Attributes:
        blob: The one that was looked at; the check can go on after it.
        done_bytes: Stored bytes that were read.
        total_bytes: Stored bytes of all blobs in use.
    """

    blob: str
    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """A blob in the quarantine.

    Attributes:
        since: Day it was set aside, UTC.
    """

    id: BlobId
    since: date
    path: Path


class OrphanKeeper(Protocol):
    """Blobs that nothing names; see `app.store.orphans`. Safe to call from any thread; long."""

    def is_sound(self) -> bool:
        """Whether journals and rows tell the same, so that what they do not name is not named."""
        ...

    def to_collect(self, now: datetime) -> list[BlobId]:
        """What may be set aside; nothing while the store is not sound.

        Raises:
            StoreDamaged: It cannot be told what is named.
        """
        ...

    def set_aside(self, blob: BlobId, now: datetime) -> None:
        """Move a blob into the quarantine; one that is gone counts as moved.

        Raises:
            StoreFull, StoreUnwritable: It is where it was.
        """
        ...

    def put_back_named(self) -> list[BlobId]:
        """Bring back what something names by now; gives which."""
        ...

    def kept(self) -> list[SetAside]:
        """What lies in the quarantine, oldest first."""
        ...

    def erase(self, gone: SetAside) -> None:
        """Remove a blob from the quarantine for good.

        Raises:
            StoreUnwritable: It is still there.
        """
        ...


class StoreCare(Protocol):
    """Care for the store. Safe to call from any thread; long calls are told."""

    @property
    def recovered(self) -> Recovered | None:
        """What was repaired when the store was opened, None for nothing."""
        ...

    @property
    def orphans(self) -> OrphanKeeper | None:
        """Whoever collects blobs that nothing names, None where there are none."""
        ...

    def last_act_at(self) -> str:
        """Time of the newest audit entry, UTC, ISO 8601; "" for none."""
        ...

    def back_up(self) -> str:
        """Copy the database now; gives the name of the copy. Writers go on meanwhile.

        Raises:
            StoreFull, StoreUnwritable, StoreDamaged: No copy was made.
        """
        ...

    def back_up_if_due(self) -> bool:
        """Copy the database if it changed and the newest copy is a quarter of an hour old.

        Raises:
            StoreFull, StoreUnwritable, StoreDamaged: No copy was made.
        """
        ...

    def newest_backup_at(self) -> datetime | None:
        """When the newest copy was made, None while there is none."""
        ...

    def verify_rows(self) -> list[Finding]:
        """Look at rows, audit chain and evidence; neither a blob nor a journal is opened."""
        ...

    def verify_blobs(self, on_step: Callable[[BlobStep], None], after: str = "") -> list[Finding]:
        """Look at every blob in use, in the order of their names. Long.

        Args:
            on_step: Called after each blob; may wait, or raise to end the check.
            after: Blob after which to begin, "" for all.
        """
        ...


class NoCare:
    """A store that needs none, such as one in memory."""

    @property
    def recovered(self) -> Recovered | None:
        """Nothing was repaired."""
        return None

    @property
    def orphans(self) -> OrphanKeeper | None:
        """There are none."""
        return None

    def last_act_at(self) -> str:
        """Nothing is known."""
        return ""

    def back_up(self) -> str:
        """No copy is made."""
        return ""

    def back_up_if_due(self) -> bool:
        """No copy is made."""
        return False

    def newest_backup_at(self) -> datetime | None:
        """There is no copy."""
        return None

    def verify_rows(self) -> list[Finding]:
        """There is nothing to look at."""
        return []

    def verify_blobs(self, on_step: Callable[[BlobStep], None], after: str = "") -> list[Finding]:
        """There is nothing to look at."""
        del on_step, after
        return []
