"""Review: the officer compares candidates with the paper and decides."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass

from app.domain.dossier import DossierEvent, DossierFile, DossierState, after
from app.domain.field import Field, FieldState, confirm, correct
from app.domain.ids import BlobId, DossierId, PageId
from app.domain.page import Page, PageState
from app.errors import Advice, IllegalStep, NotFound, StationError
from app.services.station import Station
from app.store.base import StoreDamaged
from ocr.reading import PageReading
from ocr.record import reading_from_json


class ReviewUnfinished(StationError):
    """Pages still to be read or red fields left; `detail` names how many."""

    code = "review.unfinished"
    advice = Advice.USER_ACTION


class NoPages(ReviewUnfinished):
    """The dossier has no pages."""

    code = "review.no_pages"


@dataclass(frozen=True, slots=True)
class FieldKey:
    """Which field of which page."""

    dossier_id: DossierId
    page_id: PageId
    name: str


def find_field(station: Station, key: FieldKey) -> Field:
    """One field as it is now.

    Raises:
        NotFound: No such field.
    """
    for field in station.store.fields(key.dossier_id):
        if field.page_id == key.page_id and field.name == key.name:
            return field
    raise NotFound("field")


def confirm_field(station: Station, key: FieldKey) -> Field:
    """The officer agrees with the value."""
    field = confirm(find_field(station, key), station.identity.officer_id, station.stamp())
    station.store.save_field(field, station.act("field.confirmed", key.page_id, note=key.name))
    return field


def correct_field(station: Station, key: FieldKey, value: str) -> Field:
    """The officer typed another value; it is kept in NFC."""
    before = find_field(station, key)
    typed = unicodedata.normalize("NFC", value).strip()
    field = correct(before, typed, station.identity.officer_id, station.stamp())
    station.store.save_field(field, station.act("field.corrected", key.page_id, note=key.name))
    return field


def restore_field(station: Station, field: Field) -> None:
    """Put a field back as it was (undo)."""
    act = station.act("field.restored", field.page_id, note=field.name)
    station.store.save_field(field, act)


def finish_review(station: Station, dossier_id: DossierId) -> None:
    """The officer stands for the fields: OPEN -> REVIEWED.

    Raises:
        ReviewUnfinished: Pages unread or red fields left.
        IllegalStep: The dossier is not open.
    """
    pages = station.store.pages(dossier_id)
    unread = sum(page.state is PageState.CAPTURED for page in pages)
    red = sum(
        field.state is FieldState.RED and not field.confirmed_by
        for field in station.store.fields(dossier_id)
    )
    if not pages:
        raise NoPages("no pages")
    if unread or red:
        raise ReviewUnfinished(f"unread pages: {unread}, red fields: {red}")
    move(station, dossier_id, DossierEvent.REVIEW)


def reopen(station: Station, dossier_id: DossierId) -> None:
    """Back to OPEN for corrections; built and signed files are thrown away at the next build.

    Raises:
        IllegalStep: The dossier is sealed or already open.
    """
    move(station, dossier_id, DossierEvent.REOPEN)


def move(station: Station, dossier_id: DossierId, event: DossierEvent) -> DossierState:
    """Apply an event to the dossier's state.

    Raises:
        IllegalStep: Not allowed in the present state.
    """
    state = station.store.dossier(dossier_id).state
    to = after(state, event)
    if to is None:
        raise IllegalStep(f"{event.value} in state {state.value}")
    act = station.act(f"dossier.{event.value}", dossier_id)
    station.store.move_dossier(dossier_id, state, to, act)
    return to


def page_picture(station: Station, page: Page) -> bytes:
    """Picture of a page for the eye: the cleaned one, or the original while it is unread.

    Raises:
        NotFound: Unread page of a file that is not a plain picture.
    """
    if page.clean is not None:
        return station.vault.get(page.dossier_id, page.clean)
    if page.media in {"image/png", "image/jpeg"}:
        return station.vault.get(page.dossier_id, page.raw)
    raise NotFound("picture")


def file_bytes(station: Station, file: DossierFile) -> bytes:
    """A finished file as it will be signed, or as it was signed.

    Raises:
        BlobMissing, StoreDamaged: It is gone, or not what its row says.
    """
    data = station.vault.get(file.dossier_id, file.blob)
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise StoreDamaged("a finished file differs from its row")
    return data


def page_reading(station: Station, page: Page) -> PageReading:
    """The stored reading of a page.

    Raises:
        NotFound: The page is not read.
        StoreDamaged: The record is not readable.
    """
    if page.reading is None:
        raise NotFound("reading")
    return load_reading(station, page.dossier_id, page.reading)


def load_reading(station: Station, dossier_id: DossierId, blob: BlobId) -> PageReading:
    """Decrypt and parse a reading."""
    return reading_from_json(json.loads(station.vault.get(dossier_id, blob)))
