"""Review: the officer compares candidates with the paper and decides."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.dossier import Dossier, DossierEvent, DossierFile, DossierState, after
from app.domain.events import Act
from app.domain.field import Field, FieldState, confirm, correct
from app.domain.ids import BlobId, DossierId, PageId
from app.domain.officer import Right
from app.domain.page import (
    LEFT_OUT,
    TO_COMPARE,
    Page,
    PageState,
    is_left_out,
    is_shown_only,
    lacks_picture,
)
from app.errors import Advice, IllegalStep, NotFound, StationError
from app.services.access import holder_of, require
from app.services.owner import require_owner
from app.services.page_checks import require_resolution_kept
from app.services.page_count import require_count
from app.services.paperless import needs_no_pages
from app.services.session import HeldByOther
from app.services.station import Station
from app.store.base import StoreDamaged
from ocr.reading import PageReading
from ocr.record import reading_from_json
from ocr.understanding.forms import ValueKind

DIGEST_CHARACTERS = 32
"""Length of a digest of a value in the audit chain: 128 bits of an HMAC-SHA256."""


class ReviewUnfinished(StationError):
    """Pages still to be read or red fields left; `detail` names how many."""

    code = "review.unfinished"
    advice = Advice.USER_ACTION


class NoPages(ReviewUnfinished):
    """The dossier has no pages."""

    code = "review.no_pages"


class PageWithoutPicture(ReviewUnfinished):
    """A page that cannot be shown or put into a PDF; `detail` names the pages."""

    code = "page.no_picture"


class ShownOnlyLeft(ReviewUnfinished):
    """A page of a paper that is only shown is still here; `detail` names the pages."""

    code = "page.shown_only"


class ShownOnlyInTrash(ReviewUnfinished):
    """Pages of a paper that is only shown lie in the trash; `detail` names how many."""

    code = "page.shown_only_in_trash"


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
    require(station, Right.REVIEW, key.dossier_id)
    before = find_field(station, key)
    field = confirm(before, station.officer_id, station.stamp())
    station.store.save_field(field, _edit(station, "field.confirmed", before, field))
    return field


def correct_field(station: Station, key: FieldKey, value: str) -> Field:
    """The officer gave another value; it is kept in NFC."""
    require(station, Right.REVIEW, key.dossier_id)
    before = find_field(station, key)
    typed = unicodedata.normalize("NFC", value).strip()
    field = correct(before, typed, station.officer_id, station.stamp())
    station.store.save_field(field, _edit(station, "field.corrected", before, field))
    return field


def restore_field(station: Station, field: Field) -> None:
    """Put a field back as it was (undo)."""
    require(station, Right.REVIEW, field.dossier_id)
    before = find_field(station, _key(field))
    station.store.save_field(field, _edit(station, "field.restored", before, field))


def confirm_seen(station: Station, seen: Sequence[Field]) -> tuple[Field, ...]:
    """The officer agrees with many values at once, each with its own audit entry.

    A field that is another one by now, or whose dossier is closed or in other hands, is left as
    it is: the officer has not seen what it says.

    Returns:
        The fields that are confirmed now.
    """
    confirmed = []
    for field in seen:
        try:
            if find_field(station, _key(field)) == field:
                confirmed.append(confirm_field(station, _key(field)))
        except (IllegalStep, NotFound, HeldByOther):
            continue
    return tuple(confirmed)


def restore_unchanged(station: Station, pairs: Sequence[tuple[Field, Field]]) -> int:
    """Put fields back as they were (undo of many), where nobody has changed them since.

    Each pair is what a field must be now, and what it was before.

    Returns:
        How many were put back.
    """
    restored = 0
    for now, before in pairs:
        try:
            if find_field(station, _key(now)) == now:
                restore_field(station, before)
                restored += 1
        except (IllegalStep, NotFound, HeldByOther):
            continue
    return restored


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful value that can be compared with its place on the paper.

    Attributes:
        kind: Values of one kind are compared together: a `ValueKind`, or the name of the field
            without the role where its kind says nothing.
    """

    kind: str
    dossier: Dossier
    page: Page
    field: Field


def open_doubts(station: Station) -> tuple[Doubt, ...]:
    """Amber values with a place on the paper, of the officer's open dossiers, kind by kind.

    Red values are not among them: a rule says that they are wrong, so each wants its own look.
    """
    kinds = {
        field.name: field.kind.value
        for paper in station.catalog.paper_types()
        for field in paper.fields
        if field.kind is not ValueKind.TEXT
    }
    found: dict[str, list[Doubt]] = defaultdict(list)
    for row in station.store.dossier_rows():
        if row.dossier.state is not DossierState.OPEN or not row.doubtful_fields:
            continue
        if holder_of(station, row.dossier.id):
            continue
        pages = {page.id: page for page in station.store.pages(row.dossier.id)}
        for field in station.store.fields(row.dossier.id):
            page = pages.get(field.page_id)
            if page is not None and _is_comparable(field, page):
                kind = kinds.get(field.name) or field.name.rpartition(".")[2]
                found[kind].append(Doubt(kind, row.dossier, page, field))
    return tuple(doubt for doubts in found.values() for doubt in doubts)


def _is_comparable(field: Field, page: Page) -> bool:
    has_picture = field.box is not None and page.clean is not None and not is_left_out(page)
    return (
        field.needs_a_look and field.state is FieldState.AMBER and has_picture and bool(field.value)
    )


def _key(field: Field) -> FieldKey:
    return FieldKey(field.dossier_id, field.page_id, field.name)


def _edit(station: Station, action: str, before: Field, now: Field) -> Act:
    """An audit entry that proves the value before and after without telling either."""
    old, new = _digests(station, before, now)
    note = f"{now.name} from={old}"
    return station.act(action, now.page_id, digest=new, note=note)


def _digests(station: Station, before: Field, now: Field) -> tuple[str, str]:
    """Keyed digests of the two values of a field.

    A bare or openly salted hash of a 12-digit id is guessed within minutes, and the chain is
    exported and outlives the dossier. So the digest is an HMAC under the picture of the page:
    its bytes hold far more chance than any guess can cover, stay encrypted under the key of the
    dossier, never leave the station, and are gone when that key is destroyed. Whoever may open
    the page can check an entry; nobody else learns anything. Equal values have equal digests on
    one page only. Where the bytes themselves are lost, the act is kept without digests.
    """
    page = station.store.page(now.page_id)
    try:
        picture = station.vault.get(now.dossier_id, page.clean or page.raw)
    except StoreDamaged:
        return "", ""
    key = hashlib.sha256(b"sohoa field digest\0" + picture).digest()
    old, new = (
        hmac.new(key, f"{field.name}\0{field.value}".encode(), hashlib.sha256).hexdigest()
        for field in (before, now)
    )
    return old[:DIGEST_CHARACTERS], new[:DIGEST_CHARACTERS]


def finish_review(station: Station, dossier_id: DossierId) -> None:
    """The officer stands for the fields: OPEN -> REVIEWED.

    Raises:
        ReviewUnfinished: Pages unread, red fields left, pages that have no picture, or pages
            of a paper that is only shown.
        PageTooCoarse: Pages below the least resolution that nobody has kept.
        CountDiffers: Other than the number of pages that was counted.
        OwnerUnknown: The province wants the owner of such a dossier, and nobody was named.
        IllegalStep: The dossier is not open.
    """
    require(station, Right.REVIEW, dossier_id)
    all_pages = station.store.pages(dossier_id)
    pages = [page for page in all_pages if not is_left_out(page)]
    unread = sum(page.state is PageState.CAPTURED for page in pages)
    red = sum(
        field.state is FieldState.RED and not field.confirmed_by
        for field in station.store.fields(dossier_id)
    )
    if not pages and not needs_no_pages(station, dossier_id):
        raise NoPages("no pages")
    if unread or red:
        raise ReviewUnfinished(f"unread pages: {unread}, red fields: {red}")
    require_pictures(all_pages)
    require_resolution_kept(all_pages)
    if any(TO_COMPARE in page.flags for page in pages):
        raise ReviewUnfinished("pages are not compared yet")
    _refuse_shown_only(all_pages, station.store.trashed_pages(dossier_id))
    require_count(station.store.dossier(dossier_id).expected_pages, all_pages)
    require_owner(station, dossier_id)
    move(station, dossier_id, DossierEvent.REVIEW)


def _refuse_shown_only(pages: Sequence[Page], trashed: Sequence[Page]) -> None:
    """No dossier goes on with the scan of a paper that may not be copied, in its trash neither.

    Source: TT 03/2025/TT-VPCP Art. 5.2 (papers that are shown, secret or internal).
    """
    shown = [str(number) for number, page in enumerate(pages, 1) if is_shown_only(page)]
    if shown:
        raise ShownOnlyLeft(", ".join(shown))
    hidden = sum(is_shown_only(page) for page in trashed)
    if hidden:
        raise ShownOnlyInTrash(str(hidden))


def require_pictures(pages: Sequence[Page]) -> None:
    """Refuse pages of which nothing can go into a PDF; a page is never lost in silence.

    Args:
        pages: All pages of a dossier as they lie; those that were left out count no more.

    Raises:
        PageWithoutPicture: There is one.
    """
    missing = [
        str(number)
        for number, page in enumerate(pages, 1)
        if lacks_picture(page) and not is_left_out(page)
    ]
    if missing:
        raise PageWithoutPicture(f"pages: {', '.join(missing)}")


def set_left_out(station: Station, page_id: PageId, left_out: bool) -> Page:
    """The officer takes a page that has no picture out of the papers, or puts it back.

    The captured bytes and the audit chain keep it. Other pages may go on with other papers now:
    the pages of the dossier are compared again.

    Raises:
        NotFound: No such page.
        IllegalStep: The page has a picture, or the dossier is not open.
    """
    page = station.store.page(page_id)
    require(station, Right.REVIEW, page.dossier_id)
    if station.store.dossier(page.dossier_id).state is not DossierState.OPEN:
        raise IllegalStep("the dossier is not open")
    if not lacks_picture(page):
        raise IllegalStep("only a page without a picture can be left out")
    others = tuple(flag for flag in page.flags if flag not in (LEFT_OUT, TO_COMPARE))
    flags = (*others, LEFT_OUT, TO_COMPARE) if left_out else (*others, TO_COMPARE)
    changed = replace(page, flags=flags)
    act = station.act("page.left_out" if left_out else "page.put_back", page_id)
    station.store.save_reading(changed, (), act)
    return changed


def reopen(station: Station, dossier_id: DossierId) -> None:
    """Back to OPEN for corrections; built and signed files are thrown away at the next build.

    Raises:
        IllegalStep: The dossier is sealed or already open.
    """
    require(station, Right.REVIEW, dossier_id)
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
