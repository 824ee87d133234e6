"""What a station does while faults happen: one scenario for each durable piece of work.

The work of `road`, `removal` and `upkeep` can be begun anew at any point; `claims` looks for what
was shown as done. Stores are opened by the public door, work is done by the services; readings,
keys and the processing system are stand-ins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.dossier import DossierState
from app.domain.submission import SubmissionState
from app.services.station import Station
from benchmarks.faults.child import FarOffice, Said, Tell, Work
from benchmarks.faults.claims import copy_kept, dossier_kept, purge_kept, row_kept
from benchmarks.faults.edits import all_edited
from benchmarks.faults.office import Office
from benchmarks.faults.removal import all_erased, erase_shown, is_purged, lay_shown, purge_sent
from benchmarks.faults.road import (
    all_scanned,
    edit_pages,
    in_state,
    is_sent,
    lay_nothing,
    lay_open,
    lay_read,
    lay_reviewed,
    lay_scanned,
    lay_sealed,
    lay_sent,
    lay_signed,
    review_fields,
    scan_pages,
    seal_dossier,
    send_dossiers,
    sign_files,
    tell_too_early,
)
from benchmarks.faults.station import opened, to_nobody
from benchmarks.faults.upkeep import (
    back_up_store,
    counts_on,
    create_dossier,
    has_dossier,
    lay_old,
    migrate_store,
)

Problems = list[str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One piece of work.

    Attributes:
        name: As the tables call it.
        lay_out: Makes the store as it is before, from an empty place.
        work: Does what is left.
        is_kept: What is wrong with one thing that was claimed, "" when it is there.
        is_done: Whether nothing is left to do.
        was_sent: The processing system had accepted it before, and nothing is sent.
    """

    name: str
    lay_out: Callable[[Path], None]
    work: Callable[[Path, FarOffice | Office, Tell], None]
    is_kept: Callable[[Station, Said], str]
    is_done: Callable[[Station], bool]
    was_sent: bool = False

    def child_work(self, root: Path) -> Work:
        """The work, bound to a place."""
        return lambda office, tell: self.work(root, office, tell)


CONTROL = Scenario("told too early", lay_open, tell_too_early, row_kept, all_scanned)
SCENARIOS: Sequence[Scenario] = (
    Scenario("first start", lay_nothing, create_dossier, dossier_kept, has_dossier),
    Scenario("scan", lay_open, scan_pages, row_kept, all_scanned),
    Scenario("review", lay_scanned, review_fields, row_kept, in_state(DossierState.REVIEWED)),
    Scenario("sign", lay_reviewed, sign_files, row_kept, in_state(DossierState.SIGNED)),
    Scenario("seal", lay_signed, seal_dossier, row_kept, in_state(DossierState.SEALED)),
    Scenario("send", lay_sealed, send_dossiers, row_kept, is_sent),
    Scenario("edit", lay_read, edit_pages, row_kept, all_edited),
    Scenario("erase", lay_shown, erase_shown, row_kept, all_erased),
    Scenario("purge", lay_sent, purge_sent, purge_kept, is_purged, was_sent=True),
    Scenario("migrate", lay_old, migrate_store, row_kept, counts_on),
    Scenario("backup", lay_open, back_up_store, copy_kept, all_scanned),
)


def scenario(name: str) -> Scenario:
    """One scenario by its name, the control too."""
    return {each.name: each for each in (*SCENARIOS, CONTROL)}[name]


def check_place(root: Path, scene: Scenario, office: Office, said: Sequence[Said]) -> Problems:
    """Open what a fault left, look for everything that was claimed, and end the work.

    Returns:
        What is wrong; empty when the invariants hold and the work comes to its end.
    """
    found: Problems = []
    with opened(root, office) as station:
        found += [f"{f.code} {f.detail}" for f in station.store.verify()]
        for each in said:
            found += [wrong] if (wrong := scene.is_kept(station, each)) else []
        found += _outbox_problems(station, office, scene)
    found += ["unfinished files stay"] if any((root / "tmp").iterdir()) else []
    scene.work(root, office, to_nobody)
    with opened(root, office) as station:
        found += [] if scene.is_done(station) else ["the work does not come to its end"]
        found += [f"at the end: {f.code} {f.detail}" for f in station.store.verify()]
        found += _outbox_problems(station, office, scene)
    return found


_RECEIVED = {SubmissionState.ACKED, SubmissionState.PURGEABLE, SubmissionState.PURGED}


def _outbox_problems(station: Station, office: Office, scene: Scenario) -> Problems:
    """I4: nothing is accepted twice; I5: a receipt is of our manifest; I8: offsets were told."""
    found = ["accepted twice"] if office.doubled else []
    for each in station.store.submissions():
        for upload in station.store.uploads(each.id):
            told = office.told.get(upload.url, set()) | {0}
            is_told = scene.was_sent or upload.offset_confirmed in told
            found += [] if is_told else ["an offset nobody confirmed"]
        accepted = office.accepted.get((each.dossier_id, each.revision), [])
        is_right = scene.was_sent or accepted == [each.manifest_sha256]
        if each.state in _RECEIVED and not is_right:
            found.append("ACKED without acceptance of what was sealed")
    return found
