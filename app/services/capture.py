"""Capture: new dossiers, scanned pages, imported files.

A page counts as saved only after its bytes are encrypted and durable and its row is committed;
`on_saved` is called after that, never before.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.dossier import Dossier, DossierState
from app.domain.ids import BlobId, DossierId, PageId
from app.domain.officer import Right
from app.domain.page import Page, PageState
from app.errors import IllegalStep, StationError
from app.jobs import CancelToken
from app.scanning.base import Device, ScanProfile
from app.scanning.folder import list_sources, read_source, safe_name
from app.services.access import require
from app.services.station import Station
from app.services.workers import inspect_source

OnSaved = Callable[[Page], None]


def _ignore(_page: Page) -> None:
    return None


@dataclass(frozen=True, slots=True)
class ImportFailure:
    """A file that could not be taken in; the others were."""

    source: str
    error: StationError


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import brought."""

    pages: tuple[Page, ...]
    failures: tuple[ImportFailure, ...]


def new_dossier(
    station: Station, *, code: str = "", procedure_code: str = "", expected_pages: int = 0
) -> Dossier:
    """Open a dossier.

    Raises:
        UnknownProcedure: The catalogue does not know `procedure_code`.
    """
    require(station, Right.CAPTURE)
    if procedure_code:
        station.catalog.procedure(procedure_code)
    dossier = Dossier(
        id=DossierId(station.new_id()),
        code=unicodedata.normalize("NFC", code).strip(),
        procedure_code=procedure_code,
        state=DossierState.OPEN,
        revision=1,
        created_at=station.stamp(),
        expected_pages=expected_pages,
    )
    station.store.add_dossier(dossier, station.act("dossier.created", dossier.id))
    require(station, Right.CAPTURE, dossier.id)
    return dossier


def devices(station: Station) -> list[Device]:
    """Scanners that can be reached now."""
    return station.scanner.devices()


@dataclass(frozen=True, slots=True)
class ScanOrder:
    """What to scan with, and how."""

    device_id: str
    profile: ScanProfile = field(default_factory=ScanProfile)


def scan(
    station: Station,
    dossier_id: DossierId,
    order: ScanOrder,
    *,
    on_saved: OnSaved = _ignore,
    cancel: CancelToken | None = None,
) -> list[Page]:
    """Scan into a dossier until the feeder is empty.

    Raises:
        ScanError: The kind of trouble; pages already saved stay saved.
        StoreError: A page could not be kept; the scan stops.
    """
    require(station, Right.CAPTURE, dossier_id)
    token = cancel or CancelToken()
    _require_open(station, dossier_id)
    saved: list[Page] = []
    scanned = station.scanner.scan(order.device_id, order.profile, lambda: token.cancelled)
    with closing(scanned):
        for sheet in scanned:
            raw = station.vault.put(dossier_id, sheet.data)
            origin = _Origin(raw, sheet.media, order.device_id, _sha256(sheet.data), dpi=sheet.dpi)
            saved.append(_save(station, dossier_id, origin, on_saved))
    return saved


def import_files(
    station: Station,
    dossier_id: DossierId,
    paths: Sequence[Path],
    *,
    on_saved: OnSaved = _ignore,
    cancel: CancelToken | None = None,
) -> ImportResult:
    """Take files into a dossier; one bad file never stops the others.

    Raises:
        StoreError: Nothing more can be kept.
        JobCancelled: Stopped between two files.
    """
    require(station, Right.CAPTURE, dossier_id)
    token = cancel or CancelToken()
    _require_open(station, dossier_id)
    pages: list[Page] = []
    failures: list[ImportFailure] = []
    for path in list_sources(paths):
        token.check()
        try:
            data = read_source(path)
            info = station.cpu.submit(inspect_source, data).result()
        except StationError as error:
            failures.append(ImportFailure(safe_name(path.name), error))
            continue
        raw = station.vault.put(dossier_id, data)
        origin = _Origin(raw, info.media, safe_name(path.name), info.sha256, signed=info.signed)
        for frame in range(info.page_count):
            pages.append(_save(station, dossier_id, replace(origin, frame=frame), on_saved))
    return ImportResult(tuple(pages), tuple(failures))


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a page comes from; its bytes are durable already."""

    raw: BlobId
    media: str
    source: str
    sha256: str
    frame: int = 0
    dpi: int = 0
    signed: bool = False


def _require_open(station: Station, dossier_id: DossierId) -> None:
    if station.store.dossier(dossier_id).state is not DossierState.OPEN:
        raise IllegalStep("pages can be added to an open dossier only")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _save(station: Station, dossier_id: DossierId, origin: _Origin, on_saved: OnSaved) -> Page:
    page = Page(
        id=PageId(station.new_id()),
        dossier_id=dossier_id,
        seq=station.store.next_seq(dossier_id),
        state=PageState.CAPTURED,
        raw=origin.raw,
        media=origin.media,
        frame=origin.frame,
        source=origin.source,
        dpi=origin.dpi,
        flags=("signed_original",) if origin.signed else (),
    )
    station.store.add_page(page, station.act("page.captured", page.id, digest=origin.sha256))
    on_saved(page)
    return page
