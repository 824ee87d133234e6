"""A store with received dossiers, and a station around it that has a clock to turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.events import Act
from app.domain.ids import DossierId
from app.domain.owner import Owner, OwnerKind
from app.domain.submission import ReceiptRecord, Submission
from app.store.base import Vault
from app.store.database import SqliteStore
from app.store.opening import Places, Rooms, open_rooms
from tests.fakes.signed_receipts import claims_about, signed
from tests.store.store_samples import MANIFEST, act, file, open_dossier, submission

BEGIN = datetime(2026, 10, 8, 3, 4, 5, tzinfo=UTC)
OWNER = Owner(OwnerKind.CITIZEN, "001099000001", "Đỗ Thị Ánh Mẫu")


@dataclass(slots=True)
class Clock:
    """Time that tests turn."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def text(self) -> str:
        return self.now.isoformat()

    def later(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@dataclass(slots=True)
class Desk:
    """As much of a station as the upkeep asks for."""

    store: SqliteStore
    vault: Vault
    now: Callable[[], datetime]
    system: object = field(default_factory=object)

    def stamp(self) -> str:
        return self.now().isoformat(timespec="milliseconds")

    def act(self, action: str, object_id: str, *, digest: str = "", note: str = "") -> Act:
        return Act(self.stamp(), "canbo01", action, object_id, digest, note)


def open_upkeep(root: Path, clock: Clock, places: Places | None = None) -> Rooms:
    return open_rooms(root, clock=clock.text, places=places)


def received(rooms: Rooms, clock: Clock, number: int = 1) -> Submission:
    """A dossier with owner, two pages, one file and a receipt."""
    from app.domain.dossier import DossierState

    store, vault = rooms.store, rooms.vault
    home = open_dossier(store, vault, number)
    store.set_owner(home.id, OWNER, act("owner.set", home.id))
    store.move_dossier(home.id, DossierState.OPEN, DossierState.REVIEWED, act())
    plain = b"%PDF-1.7 synthetic"
    files = [file(home, vault.put(home.id, plain), plain)]
    states = (DossierState.REVIEWED, DossierState.BUILT, DossierState.SIGNING, DossierState.SIGNED)
    store.save_files(home.id, files, expected=states[0], to=states[1], act=act())
    store.move_dossier(home.id, states[1], states[2], act())
    store.save_files(home.id, files, expected=states[2], to=states[3], act=act())
    sent = submission(home, vault.put(home.id, MANIFEST), number)
    store.seal(sent, act("dossier.sealed", home.id))
    given = receipt(sent, clock, number)
    store.acknowledge(sent, given, Act(clock.text(), "canbo01", "submission.acked", sent.id))
    return sent


def receipt(sent: Submission, clock: Clock, number: int = 1) -> ReceiptRecord:
    """The receipt that `received` keeps."""
    jws = signed(claims_about(sent, f"BN-{number}"))
    return ReceiptRecord(sent.id, f"BN-{number}", jws, clock.text())


def blobs_of(root: Path) -> set[str]:
    return {path.name for path in root.glob("blobs/??/*")}


def key_of(root: Path, dossier_id: DossierId) -> Path:
    return root / "dossiers" / dossier_id / "key.json"
