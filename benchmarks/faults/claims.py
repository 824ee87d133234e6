"""What was shown to an officer, looked for in a store: "" where it is there."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, PageId, SubmissionId
from app.domain.submission import SubmissionState
from app.errors import NotFound
from app.services.station import Station
from app.store.base import StoreDamaged
from benchmarks.faults.child import Said
from benchmarks.faults.edits import edit_kept
from benchmarks.faults.removal import is_purged
from benchmarks.faults.station import PAGES, home_of, sheet

_ORDER = list(DossierState)
_SHEETS = frozenset(hashlib.sha256(sheet(number)).hexdigest() for number in range(PAGES))


def row_kept(station: Station, said: Said) -> str:
    match said.kind:
        case "page":
            return page_kept(station, said)
        case "field":
            page_id, name = said.name.split()
            fields = station.store.fields(home_of(station))
            values = {f.value for f in fields if (f.page_id, f.name) == (page_id, name)}
            return "" if values == {said.value} else "field with another value"
        case "state":
            state = station.store.dossier(DossierId(said.name)).state
            reached = _ORDER.index(state) >= _ORDER.index(DossierState(said.value))
            return "" if reached else f"dossier is {state.value}, not {said.value}"
        case "sealed":
            sent = station.store.submission(SubmissionId(said.name))
            data = station.vault.get(sent.dossier_id, sent.manifest)
            right = hashlib.sha256(data).hexdigest() == said.value == sent.manifest_sha256
            return "" if right else "another manifest than was sealed"
        case "acked":
            station.store.receipt(SubmissionId(said.name))
            state_now = station.store.submission(SubmissionId(said.name)).state
            return "" if state_now is SubmissionState.ACKED else "receipt shown, row not ACKED"
        case "erased":
            return _erased(station, said)
        case "edit":
            return edit_kept(station, said, _SHEETS)
        case _:
            return ""


def page_kept(station: Station, said: Said) -> str:
    try:
        page = station.store.page(PageId(said.name))
    except NotFound:
        return "page without a row"
    data = station.vault.get(page.dossier_id, page.raw)
    return "" if hashlib.sha256(data).hexdigest() == said.value else "page with other bytes"


def _erased(station: Station, said: Said) -> str:
    rows = {page.id for page in station.store.pages(home_of(station))}
    return "page is still there" if PageId(said.name) in rows else ""


def dossier_kept(station: Station, said: Said) -> str:
    station.store.dossier(DossierId(said.name))
    return ""


def copy_kept(station: Station, said: Said) -> str:
    if said.kind == "page":
        return page_kept(station, said)
    if not Path(said.name).exists():
        return "the copy is gone"
    with closing(sqlite3.connect(said.name)) as copy:
        (sound,) = copy.execute("PRAGMA integrity_check").fetchone()
        (count,) = copy.execute("SELECT count(*) FROM page").fetchone()
    return "" if (sound, str(count)) == ("ok", said.value) else "copy is damaged or not whole"


def purge_kept(station: Station, said: Said) -> str:
    if not is_purged(station):
        return "purge shown, row not PURGED"
    home = DossierId(said.name)
    for each in station.store.submissions():
        try:
            station.vault.get(home, each.manifest)
        except StoreDamaged:
            continue
        return "purge shown, bytes can be read"
    return ""
