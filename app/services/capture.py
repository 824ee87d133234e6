"""Capture: new dossiers and scanned pages.

A page counts as saved only after its bytes are encrypted and durable and its row is committed;
`on_saved` is called after that, never before.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Literal

from app.domain.dossier import Dossier, DossierState
from app.domain.ids import BlobId, DossierId, PageId
from app.domain.officer import Right
from app.domain.page import Page, PageState, Side
from app.errors import Advice, IllegalStep, StationError, WrongUse
from app.jobs import CancelToken
from app.scanning.base import (
    LEAST_DPI,
    Device,
    PaperSource,
    ScanError,
    ScannedPage,
    ScanProfile,
)
from app.services.access import require
from app.services.erase import is_never_copied
from app.services.page_places import free_place, with_next_seq
from app.services.station import Station

OnSaved = Callable[[Page], None]
OnPreview = Callable[[Page, bytes], None]


class ScanTooCoarse(StationError):
    """The profile asks for fewer dots per inch than a page needs to be read and kept."""

    code = "scan.too_coarse"
    advice = Advice.USER_ACTION


class NotToBeScanned(StationError):
    """The paper may only be shown, or is secret: it never goes through the scanner."""

    code = "scan.not_to_be_scanned"
    advice = Advice.NEVER


def _ignore(_page: Page) -> None:
    return None


def new_dossier(
    station: Station,
    *,
    code: str = "",
    procedure_code: str = "",
    expected_pages: int = 0,
    dossier_id: DossierId | Literal[""] = "",
) -> Dossier:
    """Open a dossier.

    Args:
        station: Ports.
        code: Its code, "" = not known yet.
        procedure_code: Its procedure, "" = not chosen yet.
        expected_pages: Pages that were counted, 0 = not counted.
        dossier_id: Its id, "" = a new one.

    Raises:
        UnknownProcedure: The catalogue does not know `procedure_code`.
    """
    require(station, Right.CAPTURE)
    if procedure_code:
        station.catalog.procedure(procedure_code)
    dossier = Dossier(
        id=DossierId(dossier_id or station.new_id()),
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


def _no_preview(_page: Page, _jpeg: bytes) -> None:
    return None


_DEVICE_NOTE = 80
"""Letters of a device's id that the act of a page keeps; figures tell devices apart by it."""


@dataclass(frozen=True, slots=True)
class ScanOrder:
    """What to scan with, how, and where the pages go.

    Attributes:
        behind: Page that the new ones follow, "" = they go to the end of the dossier.
        sheets: Sheets of the pages in their order, where that is known; others are counted on.
        side: Side of all pages; NONE = as the profile says.
        note_of: Page that shows the same sheet without the note that sticks on it now.
        component: Type of paper in the feeder, where the officer has said it.
        stack: Pages of the same stack that came before it was stopped, see `feeding.Feed`.
        on_preview: Told a saved page and a small JPEG of it, where the driver makes one.
    """

    device_id: str
    profile: ScanProfile = field(default_factory=ScanProfile)
    behind: PageId | Literal[""] = ""
    sheets: tuple[int, ...] = ()
    side: Side = Side.NONE
    note_of: PageId | Literal[""] = ""
    component: str = ""
    stack: tuple[PageId, ...] = ()
    on_preview: OnPreview = field(default=_no_preview, compare=False)


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
        ScanError: The kind of trouble, with the sheet that was in flight; pages already saved
            stay saved.
        ScanTooCoarse: The profile is below the least resolution; nothing was scanned.
        NotToBeScanned: The paper may only be shown, or is secret; nothing was scanned.
        StoreError: A page could not be kept; the scan stops.
    """
    require(station, Right.CAPTURE, dossier_id)
    token = cancel or CancelToken()
    _require_open(station, dossier_id)
    require_resolution(order.profile)
    _require_copyable(station, dossier_id, order.component)
    saved: list[Page] = []
    lying = _Lying(station, dossier_id, order)
    scanned = station.scanner.scan(order.device_id, order.profile, lambda: token.cancelled)
    try:
        with closing(scanned):
            for sheet in scanned:
                origin = _put(station, dossier_id, order, sheet)
                page = _save(station, dossier_id, origin, on_saved, lying.next(saved))
                saved.append(page)
                if sheet.preview:
                    order.on_preview(page, sheet.preview)
    except ScanError as error:
        error.sheet = lying.next_sheet(saved)
        raise
    return saved


class _Lying:
    """Where the pages of a scan lie: sheet, side and place of each."""

    def __init__(self, station: Station, dossier_id: DossierId, order: ScanOrder) -> None:
        self._station = station
        self._order = order
        self._duplex = order.profile.source is PaperSource.FEEDER_DUPLEX
        store = station.store
        before = (*store.pages(dossier_id), *store.trashed_pages(dossier_id))
        self._first = max((page.sheet for page in before), default=0) + 1
        if order.behind and store.page(order.behind).dossier_id != dossier_id:
            raise WrongUse("a page of another dossier")

    def next_sheet(self, saved: Sequence[Page]) -> int:
        """Sheet of the page that comes after those that are saved."""
        count = len(saved)
        if self._order.sheets:
            return self._order.sheets[count] if count < len(self._order.sheets) else 0
        return self._first + (count // 2 if self._duplex else count)

    def next(self, saved: Sequence[Page]) -> _Place:
        """Where the next page lies."""
        side = self._order.side
        if side is Side.NONE and self._duplex:
            side = Side.BACK if len(saved) % 2 else Side.FRONT
        behind = PageId(saved[-1].id if saved else self._order.behind)
        place = free_place(self._station, behind, behind=True) if self._order.behind else 0
        return _Place(place, self.next_sheet(saved), side, self._order.note_of)


@dataclass(frozen=True, slots=True)
class _Place:
    """Place in the dossier (0 = the end), sheet and side of a page, and its twin."""

    place: int = 0
    sheet: int = 0
    side: Side = Side.NONE
    note_of: PageId | Literal[""] = ""


def require_resolution(profile: ScanProfile) -> None:
    """Refuse what is too coarse to be read and kept.

    Raises:
        ScanTooCoarse: Below the least resolution.
    """
    if profile.dpi < LEAST_DPI:
        raise ScanTooCoarse(f"{profile.dpi} dpi, at least {LEAST_DPI}")


def _require_copyable(station: Station, dossier_id: DossierId, component: str) -> None:
    """Papers that are shown, secret or internal never go through the scanner.

    Source: TT 03/2025/TT-VPCP Art. 5.2.
    """
    code = station.store.dossier(dossier_id).procedure_code
    if component and code and is_never_copied(station.catalog.procedure(code), component):
        raise NotToBeScanned(f"paper {component}")


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a page comes from; its bytes are durable already."""

    raw: BlobId
    media: str
    source: str
    sha256: str
    dpi: int = 0


def _put(station: Station, dossier_id: DossierId, order: ScanOrder, sheet: ScannedPage) -> _Origin:
    """Make the bytes of a sheet durable."""
    raw = station.vault.put(dossier_id, sheet.data)
    digest = sheet.sha256 or hashlib.sha256(sheet.data).hexdigest()
    return _Origin(raw, sheet.media, order.device_id, digest, dpi=sheet.dpi)


def _require_open(station: Station, dossier_id: DossierId) -> None:
    if station.store.dossier(dossier_id).state is not DossierState.OPEN:
        raise IllegalStep("pages can be added to an open dossier only")


def _save(
    station: Station,
    dossier_id: DossierId,
    origin: _Origin,
    on_saved: OnSaved,
    lies: _Place,
) -> Page:
    page = Page(
        id=PageId(station.new_id()),
        dossier_id=dossier_id,
        seq=0,
        state=PageState.CAPTURED,
        raw=origin.raw,
        media=origin.media,
        frame=0,
        source=origin.source,
        dpi=origin.dpi,
        place=lies.place or station.store.next_place(dossier_id),
        sheet=lies.sheet,
        side=lies.side,
        note_of=lies.note_of,
    )
    act = station.act(
        "page.captured", page.id, digest=origin.sha256, note=origin.source[:_DEVICE_NOTE]
    )

    def add(seq: int) -> Page:
        numbered = replace(page, seq=seq)
        station.store.add_page(numbered, act)
        return numbered

    saved = with_next_seq(station, dossier_id, add)
    on_saved(saved)
    return saved
