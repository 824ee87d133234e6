"""What earlier readings of a page gave, for a page that looks as it did then."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from app.domain.ids import BlobId, DossierId
from app.domain.page import Page
from app.services.review import load_reading
from app.services.station import Station
from app.store.base import StoreDamaged, StoreError
from ocr.reading import PageReading

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptReading:
    """An earlier reading with the parameters that the page has now.

    Attributes:
        page: The page as that reading left it.
    """

    page: Page
    reading: PageReading


@dataclass(frozen=True, slots=True)
class Made:
    """Blobs that were made of a page."""

    clean: BlobId
    layers: BlobId
    reading: BlobId


def kept_reading(station: Station, page: Page) -> KeptReading | None:
    """The reading that was made with the present parameters of a page; None when there is none."""
    if page.reading is None:
        return None
    for kept in station.store.kept_results(page.id):
        if kept.made_with == page.picture and kept.reading is not None:
            try:
                reading = load_reading(station, page.dossier_id, kept.reading)
                return KeptReading(kept, reading)
            except (StoreDamaged, ValueError, KeyError) as error:
                log.warning("page %s: an earlier reading is damaged: %s", page.id, error)
    return None


def drop(station: Station, dossier_id: DossierId, made: Made) -> None:
    """Take away what was made of a page that was edited meanwhile; no row has named it."""
    for blob in (made.clean, made.layers, made.reading):
        try:
            station.vault.erase(dossier_id, blob)
        except StoreError as error:
            log.warning("a blob that nothing names stays: %s", error.code)
