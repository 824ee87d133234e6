"""The station: everything a use case may need, put together once by `app.bootstrap`."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.catalog.base import Catalog, FormKeeper, NoForms
from app.domain.events import Act
from app.domain.ids import uuid7
from app.domain.owner import OwnerPolicy
from app.jobs import Executor
from app.province.base import ProcessingSystem
from app.province.documents import DocumentStore, NoDocuments
from app.scanning.base import Scanner
from app.store.base import Store, Vault
from ocr.understanding.knowledge import Knowledge


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
    """

    page_timeout_s: float = 180.0
    tessdata_dir: str = ""
    languages: str = "vie"
    pdf_profile: str = "standard"
    pages_at_once: int = 4


@dataclass(frozen=True, slots=True)
class SigningOptions:
    """How results are signed; folders and addresses, no secrets."""

    level: str = "b-b"
    timestamp_urls: tuple[str, ...] = ()
    trust_dir: str = ""


@dataclass(frozen=True, slots=True)
class Station:
    """Ports and options that the services work with."""

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

    def new_id(self) -> str:
        """A fresh UUIDv7."""
        return uuid7(int(self.now().timestamp() * 1000), self.random_bits(74))

    def stamp(self) -> str:
        """Present time, UTC, ISO 8601 with milliseconds."""
        return self.now().astimezone(UTC).isoformat(timespec="milliseconds")

    def act(self, action: str, object_id: str, *, digest: str = "", note: str = "") -> Act:
        """An audit entry of the officer at this station, now."""
        return Act(self.stamp(), self.identity.officer_id, action, object_id, digest, note)

    def jitter(self) -> float:
        """Random number in [0, 1) that spreads retries."""
        return self.random_bits(32) / 2**32


def knowledge(catalog: Catalog) -> Knowledge:
    """What the reading library has to know of the catalogue."""
    return Knowledge(catalog.paper_types(), catalog.reference_lists())
