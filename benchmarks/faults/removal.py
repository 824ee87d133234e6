"""What is erased and purged: the second page of a dossier, and dossiers that were sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.domain.page import SHOWN_ONLY, PageState
from app.domain.submission import SubmissionState
from app.services import erase, purge
from app.services.process import read_dossier
from app.services.station import Station
from benchmarks.faults.child import FarOffice, Tell
from benchmarks.faults.office import Office
from benchmarks.faults.road import lay_scanned
from benchmarks.faults.station import PAGES, home_of, opened
from tests.fakes.signed_receipts import receipt_keys

_AT_ONCE = purge.PurgePolicy(
    timedelta(microseconds=1), timedelta(0), clock_checked=True, receipt_keys=receipt_keys
)


def lay_shown(root: Path) -> None:
    """The second page is one of a paper that may not be kept."""
    lay_scanned(root)
    with opened(root, Office()) as station:
        home = home_of(station)
        read_dossier(station, home)
        page = station.store.pages(home)[1]
        own = [each for each in station.store.fields(home) if each.page_id == page.id]
        shown = replace(page, flags=(*page.flags, SHOWN_ONLY))
        station.store.save_reading(shown, own, station.act("page.flagged", page.id))


def erase_shown(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        for page in station.store.pages(home_of(station)):
            if SHOWN_ONLY in page.flags:
                blobs = (page.raw, page.clean, page.layers, page.reading)
                erase.erase_page(station, page.id)
                tell("erased", page.id, " ".join(str(blob) for blob in blobs if blob))


def all_erased(station: Station) -> bool:
    pages = station.store.pages(home_of(station))
    return len(pages) == PAGES - 1 and all(p.state is not PageState.CAPTURED for p in pages)


def purge_sent(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        assert station.upkeep is not None
        for _ in range(2):
            for proof in purge.run(station, station.upkeep, _AT_ONCE).purged:
                tell("purged", proof.dossier_id, "")


def is_purged(station: Station) -> bool:
    return {each.state for each in station.store.submissions()} == {SubmissionState.PURGED}
