"""What came of reading a page, as rows: read, failed, or an earlier reading that counts again."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from app.domain.field import Field
from app.domain.ids import DossierId
from app.domain.page import (
    TO_COMPARE,
    Attempt,
    Page,
    PageState,
    after_failure,
    after_success,
    next_attempt,
)
from app.domain.page_checks import asked_anew
from app.errors import IllegalStep, JobCancelled, JobError, LibraryError, NotFound, StationError
from app.services.compare import as_field
from app.services.erase import flag_shown_only, flagged, paper_code
from app.services.kept_readings import KeptReading, Made, drop
from app.services.lookups import ask
from app.services.station import Station
from app.services.workers import NO_ENGINE, PageOutcome
from app.store.base import StoreDamaged
from app.store.edits_base import PageChanged
from ocr.reading import Flag, PageReading
from ocr.record import reading_to_json

log = logging.getLogger(__name__)

_FINDINGS = frozenset(str(flag) for flag in Flag)
"""What a reading says of its picture; another reading says it anew."""


def finish_page(station: Station, page: Page, future: Future[Any]) -> Page:
    """Save what came of a page; an error of the machine or of the caller goes on its way.

    What was made of a page that looks different by now, or lies in another dossier, counts for
    nothing: the page is given as it is, to be read again.
    """
    outcome: PageOutcome | KeptReading | StationError
    try:
        outcome = future.result()
    except JobCancelled:
        raise
    except (LibraryError, JobError, StoreDamaged) as error:
        if error.code in NO_ENGINE:
            raise
        outcome = error
    try:
        now = _unchanged(station, page)
        match outcome:
            case PageOutcome():
                return _succeeded(station, now, outcome)
            case KeptReading():
                return _came_back(station, now, outcome)
            case StationError():
                return _failed(station, now, outcome)
    except (PageChanged, NotFound) as error:
        log.info("page %s: edited while it was read: %s", page.id, error.code)
        return _as_it_is(station, page)


def _unchanged(station: Station, page: Page) -> Page:
    """The page as it is, if what was made of it still fits.

    Raises:
        NotFound, PageChanged: It does not.
    """
    now = station.store.page(page.id)
    same = (now.picture, now.dossier_id, now.raw) == (page.picture, page.dossier_id, page.raw)
    if not same or now.attempts != page.attempts:
        raise PageChanged(f"page {page.id}")
    return now


def _as_it_is(station: Station, page: Page) -> Page:
    """The page now; one that is gone is given as if it lay in the trash: nobody reads it."""
    try:
        return station.store.page(page.id)
    except NotFound:
        return replace(page, trashed_at=station.stamp())


def _failed(station: Station, page: Page, error: StationError) -> Page:
    log.error("page %s: reading failed: %s %s", page.id, error.code, error.detail)
    attempts = page.attempts + 1
    tried = replace(page, attempts=attempts, state=after_failure(attempts), error_code=error.code)
    if tried.state is PageState.DEGRADED:
        tried = _due_if_last(station, tried)
    _save(station, tried, (), act_of="page.reading_failed", note=error.code)
    return tried


def _succeeded(station: Station, page: Page, outcome: PageOutcome) -> Page:
    reading = outcome.reading
    record = json.dumps(reading_to_json(reading), ensure_ascii=False).encode("utf-8")
    attempt = next_attempt(page.attempts)
    made = Made(
        clean=station.vault.put(page.dossier_id, outcome.clean),
        layers=station.vault.put(page.dossier_id, outcome.layers),
        reading=station.vault.put(page.dossier_id, record),
    )
    done = replace(
        page,
        state=after_success(attempt),
        clean=made.clean,
        layers=made.layers,
        reading=made.reading,
        error_code="" if page.attempts == 0 else page.error_code,
    )
    try:
        return _read_now(station, done, reading, _note(attempt))
    except (PageChanged, NotFound):
        drop(station, page.dossier_id, made)
        raise


def _came_back(station: Station, page: Page, kept: KeptReading) -> Page:
    """The page looks as it did at an earlier reading: that one counts again."""
    done = replace(
        page,
        state=kept.page.state,
        clean=kept.page.clean,
        layers=kept.page.layers,
        reading=kept.page.reading,
        attempts=kept.page.attempts,
        error_code=kept.page.error_code,
    )
    return _read_now(station, done, kept.reading, "kept")


def _read_now(station: Station, page: Page, reading: PageReading, note: str) -> Page:
    """Save what was read, with the parameters it was made with."""
    answered = page.flags
    if page.made_with != page.picture:
        was, now = dict(_parts(page.made_with)), dict(_parts(page.picture))
        turned, cropped = was.get("turn") != now.get("turn"), was.get("crop") != now.get("crop")
        answered = asked_anew(answered, turned=turned, cropped=cropped)
    own = (flag for flag in answered if flag not in _FINDINGS)
    flags = dict.fromkeys((*own, *(str(flag) for flag in reading.flags)))
    done = replace(page, flags=tuple(flags), made_with=page.picture)
    done = _due_if_last(station, flagged(station, done, paper_code(reading)))
    _save(station, done, candidates(page, reading), act_of="page.read", note=note)
    _take_codes(station, page.dossier_id, reading)
    return station.store.page(page.id)


def _parts(picture: str) -> list[tuple[str, str]]:
    """The parameters by hand in a `picture_key`."""
    pairs = (part.partition("=") for part in picture.split(";") if part)
    return [(name, value) for name, _, value in pairs]


def _due_if_last(station: Station, page: Page) -> Page:
    """The page, marked where it is the last of its dossier: then all of them are compared."""
    others = (other for other in station.store.pages(page.dossier_id) if other.id != page.id)
    if any(other.state is PageState.CAPTURED for other in others):
        return page
    return replace(page, flags=tuple(dict.fromkeys((*page.flags, TO_COMPARE))))


def _note(attempt: Attempt) -> str:
    return "" if attempt is Attempt.FULL else attempt.value


def _save(
    station: Station, page: Page, fields: Sequence[Field], *, act_of: str, note: str = ""
) -> None:
    station.store.save_reading(page, fields, station.act(act_of, page.id, note=note))


def candidates(page: Page, reading: PageReading) -> list[Field]:
    """Field candidates of a reading, bound to their page."""
    return [as_field(field, page.dossier_id, page.id) for field in reading.fields]


def _take_codes(station: Station, dossier_id: DossierId, reading: PageReading) -> None:
    """A slip's QR tells which dossier this is; believed only while nobody has said otherwise."""
    told = {f.name: f.value for f in reading.fields if f.source.value == "qr" and f.value}
    dossier = station.store.dossier(dossier_id)
    if not told.get("dossier_code") or dossier.code:
        return
    procedure = dossier.procedure_code or told.get("procedure_code", "")
    act = station.act("dossier.code_from_slip", dossier_id)
    try:
        station.store.set_dossier_codes(dossier_id, told["dossier_code"], procedure, act)
    except IllegalStep:
        log.warning("dossier %s: slip read after sealing, code not taken", dossier_id)
        return
    if procedure != dossier.procedure_code:
        flag_shown_only(station, dossier_id)
        ask(station, dossier_id)
