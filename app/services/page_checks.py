"""Page checks: what pages of a dossier tell of each other, and the officer's word on a finding.

Findings are flags of a page; nothing is turned, dropped or refused because of one. The officer
who has looked declares the page right: the finding is kept, its answer beside it and in the
audit log, and it is shown no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.ids import DossierId, PageId
from app.domain.officer import Right
from app.domain.page import Page, Side, is_left_out
from app.domain.page_checks import (
    DOUBLE_PAGE,
    OUTLIER,
    TOO_COARSE,
    UPSIDE_DOWN_IN_BATCH,
    BatchRules,
    Looks,
    declared_right,
    doubles,
    doubted_again,
    kept_coarse,
    outliers,
    turned_by_vote,
    with_batch_findings,
)
from app.errors import Advice, StationError
from app.services.access import require
from app.services.page_count import said_reason
from app.services.station import Station
from ocr.reading import Flag, PageReading

_MM_PER_INCH = 25.4
_SKEW_COUNTS_FROM = 0.35
RULES = BatchRules()
"""The bounds in use."""


class PageTooCoarse(StationError):
    """Pages below the least resolution that nobody has kept; `detail` has their numbers."""

    code = "review.too_coarse"
    advice = Advice.USER_ACTION


def looks_of(page: Page, reading: PageReading) -> Looks | None:
    """What the batch rules need of a page; None for one that was read before it was measured."""
    seen = reading.measures
    if seen is None:
        return None
    mm = _MM_PER_INCH / seen.dpi if seen.dpi else 0.0
    return Looks(
        page_id=page.id,
        width_mm=round(seen.width_px * mm, 1),
        height_mm=round(seen.height_px * mm, 1),
        skew_deg=seen.skew_deg if seen.skew_confidence >= _SKEW_COUNTS_FROM else None,
        ink=seen.ink,
        sharpness=seen.sharpness,
        paper_tone=seen.paper_tone,
        is_blank=Flag.BLANK in reading.flags,
        coarse_print=seen.fingerprint,
        fine_print=seen.fine_print,
        turn_deg=seen.turn_deg,
        # A turn set by hand is the officer's answer, not a witness of how the sheet lay.
        turn_confidence=seen.turn_confidence if page.turn is None else 0.0,
        is_back=page.side is Side.BACK,
    )


def batch_findings(
    looks: Sequence[Looks], rules: BatchRules = RULES
) -> dict[PageId, dict[str, str]]:
    """What each page is told because of the others, with the measure or the page it is about."""
    found: dict[PageId, dict[str, str]] = {}
    for outlier in outliers(looks, rules):
        found.setdefault(outlier.page_id, {})[OUTLIER] = outlier.measure
    for double in doubles(looks, rules):
        found.setdefault(double.again, {})[DOUBLE_PAGE] = double.first
    for page_id in turned_by_vote(looks, rules):
        found.setdefault(page_id, {})[UPSIDE_DOWN_IN_BATCH] = ""
    return found


def check_batch(
    station: Station, dossier_id: DossierId, readings: Mapping[PageId, PageReading]
) -> tuple[Page, ...]:
    """Hold the pages of a dossier against each other and keep what they tell as flags.

    Args:
        station: Ports.
        dossier_id: The dossier.
        readings: Its readings by page.

    Returns:
        The pages whose flags have changed.
    """
    pages = [page for page in station.store.pages(dossier_id) if page.id in readings]
    known = [looks_of(page, readings[page.id]) for page in pages]
    looks = [each for each in known if each is not None]
    by_hand = {page.id for page in pages if page.turn is not None}
    found = batch_findings(looks)
    numbers: dict[str, str] = {page.id: str(page.seq) for page in pages}
    changed = []
    for page in pages:
        own = {
            name: numbers.get(about, about)
            for name, about in found.get(page.id, {}).items()
            if name != UPSIDE_DOWN_IN_BATCH or page.id not in by_hand
        }
        now = replace(page, flags=with_batch_findings(page.flags, own))
        if now != page:
            _save(station, now, "page.checked", ",".join(own))
            changed.append(now)
    return tuple(changed)


def declare_right(station: Station, page_id: PageId) -> Page:
    """The officer has looked: the page is right, whatever the checks say.

    Raises:
        NotFound: No such page.
        IllegalStep: The dossier is sealed.
    """
    page = station.store.page(page_id)
    require(station, Right.CAPTURE, page.dossier_id)
    return _answered(station, page, declared_right(page.flags), "page.declared_right")


def keep_coarse(station: Station, page_id: PageId, reason: str) -> Page:
    """The officer keeps a page below the least resolution; the reason goes into the audit chain.

    Raises:
        ReasonMissing: No reason in words.
        NotFound: No such page.
        IllegalStep: The dossier is sealed.
    """
    page = station.store.page(page_id)
    require(station, Right.CAPTURE, page.dossier_id)
    said = said_reason(reason)
    flags = kept_coarse(page.flags)
    if flags == page.flags:
        return page
    now = replace(page, flags=flags)
    _save(station, now, "page.coarse_kept", said)
    return now


def require_resolution_kept(pages: Sequence[Page]) -> None:
    """Refuse pages below the least resolution that nobody has given a reason to keep.

    Their bytes stay as they came; a picture is never blown up to pass.

    Args:
        pages: All pages of a dossier as they lie; those that were left out count no more.

    Raises:
        PageTooCoarse: There is one. Source: rule R7.
    """
    coarse = [
        str(number)
        for number, page in enumerate(pages, 1)
        if TOO_COARSE in page.findings and not is_left_out(page)
    ]
    if coarse:
        raise PageTooCoarse(", ".join(coarse))


def doubt_again(station: Station, page_id: PageId) -> Page:
    """Take back that a page is right: its findings are shown again.

    Raises:
        NotFound: No such page.
        IllegalStep: The dossier is sealed.
    """
    page = station.store.page(page_id)
    require(station, Right.CAPTURE, page.dossier_id)
    return _answered(station, page, doubted_again(page.flags), "page.doubted_again")


def _answered(station: Station, page: Page, flags: tuple[str, ...], action: str) -> Page:
    """Keep new flags, with what changed in the audit entry; nothing where nothing changes."""
    differing = sorted(set(flags) ^ set(page.flags))
    if not differing:
        return page
    now = replace(page, flags=flags)
    _save(station, now, action, ",".join(flag.removeprefix("right:") for flag in differing))
    return now


def _save(station: Station, page: Page, action: str, note: str) -> None:
    fields = station.store.fields(page.dossier_id)
    own = [field for field in fields if field.page_id == page.id]
    station.store.save_reading(page, own, station.act(action, page.id, note=note))
