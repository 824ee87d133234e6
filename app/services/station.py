"""The station: everything a use case may need, put together once by `app.bootstrap`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from app.catalog.base import Catalog, FormKeeper, NoForms
from app.domain.events import Act
from app.domain.ids import uuid7
from app.domain.owner import OwnerPolicy
from app.errors import StationError
from app.jobs import Executor, InlineExecutor
from app.province.base import ProcessingSystem
from app.province.documents import DocumentStore, NoDocuments
from app.scanning.base import FixedProfiles, ProfileShelf, Scanner
from app.services.disk_room import DiskRoom
from app.services.key_host import KeyHost, NoKeys
from app.services.session import MachineSession, Session
from app.store.base import Store, Vault
from app.store.care_base import NoCare, StoreCare
from app.store.typing_base import NoTyping, TypingKeeper
from app.store.upkeep_base import Upkeep
from ocr.understanding.knowledge import Knowledge
from signing.endpoints import Reach


@dataclass(frozen=True, slots=True)
class Identity:
    """Who and where: goes into audit entries, manifests and document metadata."""

    station_id: str
    officer_id: str
    agency_code: str
    organ_name: str = ""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How pages are read.

    Attributes:
        page_timeout_s: Seconds after which a page is given up.
        tessdata_dir: Folder with models, "" for the system's.
        languages: Models joined by "+"; Vietnamese is always in.
        pdf_profile: How pages are kept in the PDF, a `Profile` of `page_layers`.
        pages_at_once: Pages in work at the same time; their bytes are in memory.
        max_file_bytes: Largest file that receivers take, 0 = no bound.
    """

    page_timeout_s: float = 180.0
    tessdata_dir: str = ""
    languages: str = "vie"
    pdf_profile: str = "standard"
    pages_at_once: int = 4
    max_file_bytes: int = 30 * 2**20


@dataclass(frozen=True, slots=True)
class SigningOptions:
    """How results are signed; folders and addresses, no secrets.

    Attributes:
        kind: "pades", or "pkcs7" for receivers that know nothing else.
        padding: How RSA keys sign: "pss" or "pkcs1".
        owe_time: Publish without a time stamp that cannot be had, and bring it later.
        send_without_time: A dossier goes out although time is owed to it.
        time_deadline_s: Longest that sending waits for an owed time.
        service_timeout_s: Longest wait for one answer of a service.
        inbox_dir: Folder with electronic results to sign, "" for none.
        results_every_s: Pause between looks for results at the processing system, 0 = never.
        agency_key: Key of the agency, "" when only persons sign.
        further_keys: Keys of further persons who may sign the same papers.
        seal_dossiers: Offer the agency's signature first where digitized papers are signed.
        person_picture: File with the picture of the officer's signature, PNG.
        seal_picture: File with the picture of the agency's seal, PNG.
        organ_name: Name of the agency in the stamps of copies.
        sign_offline: Let a key sign although nobody could say whether its certificate is
            revoked; it is said so wherever the signature is shown.
        reach: How services of authorities are reached, and where their answers are kept.
    """

    level: str = "b-b"
    timestamp_urls: tuple[str, ...] = ()
    trust_dir: str = ""
    kind: str = "pades"
    padding: str = "pss"
    owe_time: bool = True
    send_without_time: bool = False
    time_deadline_s: float = 8 * 3600.0
    service_timeout_s: float = 30.0
    inbox_dir: str = ""
    results_every_s: float = 0.0
    agency_key: str = ""
    further_keys: tuple[str, ...] = ()
    seal_dossiers: bool = False
    person_picture: str = ""
    seal_picture: str = ""
    organ_name: str = ""
    sign_offline: bool = True
    reach: Reach = field(default_factory=Reach)


@dataclass(slots=True)
class ResultsRound:
    """Whoever asks the processing system for results: one at a time, so that none comes twice.

    Attributes:
        asked_at: When the system was last asked and answered, None since the station opened.
    """

    asked_at: datetime | None = None
    _one: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Wait for a round that goes on, then begin another."""
        with self._one:
            yield


@dataclass(frozen=True, slots=True)
class Station:
    """Ports and options that the services work with.

    Attributes:
        cpu: Lane of heavy work.
        token: Lane of keys that are no host of their own.
        stamps: Lane that waits for time-stamp services.
        check: Lane of files from elsewhere; each gets little memory and time.
        session: Who is logged in.
        upkeep: Purge, search, second copy and recovery keys; None where the store has none.
        care: Copies of the store, and what was repaired when it was opened.
        refusal: Why the store is open for looking only, None when it can be written.
        profiles: Ways of scanning that are offered.
        room: The disk of the store.
        typing: Typing that no field has taken yet.
    """

    store: Store
    vault: Vault
    scanner: Scanner
    catalog: Catalog
    system: ProcessingSystem
    cpu: Executor
    token: Executor
    identity: Identity
    now: Callable[[], datetime]
    random_bits: Callable[[int], int]
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    signing: SigningOptions = field(default_factory=SigningOptions)
    ticks: Callable[[], float] = time.monotonic
    documents: DocumentStore = field(default_factory=NoDocuments)
    owners: OwnerPolicy = field(default_factory=OwnerPolicy)
    forms: FormKeeper = field(default_factory=NoForms)
    keys: KeyHost = field(default_factory=NoKeys)
    stamps: Executor = field(default_factory=InlineExecutor)
    check: Executor = field(default_factory=InlineExecutor)
    results_round: ResultsRound = field(default_factory=ResultsRound)
    session: Session = field(default_factory=Session)
    upkeep: Upkeep | None = None
    care: StoreCare = field(default_factory=NoCare)
    refusal: StationError | None = None
    profiles: ProfileShelf = field(default_factory=FixedProfiles)
    room: DiskRoom = field(default_factory=DiskRoom)
    typing: TypingKeeper = field(default_factory=NoTyping)

    @property
    def officer_id(self) -> str:
        """Who acts: the officer who is logged in, else the one of the settings."""
        return self.session.actor(self.identity.officer_id)

    def unattended(self) -> Station:
        """The same station for what it does by itself, in nobody's name."""
        return replace(self, session=MachineSession(self.session))

    def new_id(self) -> str:
        """A fresh UUIDv7."""
        return uuid7(int(self.now().timestamp() * 1000), self.random_bits(74))

    def stamp(self) -> str:
        """Present time, UTC, ISO 8601 with milliseconds."""
        return self.now().astimezone(UTC).isoformat(timespec="milliseconds")

    def act(self, action: str, object_id: str, *, digest: str = "", note: str = "") -> Act:
        """An audit entry of the officer at this station, now."""
        return Act(self.stamp(), self.officer_id, action, object_id, digest, note)

    def jitter(self) -> float:
        """Random number in [0, 1) that spreads retries."""
        return self.random_bits(32) / 2**32


def knowledge(catalog: Catalog) -> Knowledge:
    """What the reading library has to know of the catalogue."""
    return Knowledge(catalog.paper_types(), catalog.reference_lists())
