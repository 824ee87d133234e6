"""The road of a dossier: what an officer does, step by step, and the stores before each step.

Each step can be begun anew at any point: it looks at the rows, does what is left, and says what an
officer was shown as done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from app.domain.dossier import DossierState
from app.domain.submission import SubmissionState
from app.services import assemble, capture, review
from app.services.deliver import enqueue
from app.services.dispatch import send_due
from app.services.host_gate import HostGate
from app.services.process import read_dossier
from app.services.review import FieldKey, correct_field
from app.services.sign import Key, sign_dossier
from app.services.station import Station
from benchmarks.faults.child import FarOffice, Tell
from benchmarks.faults.edits import edit_rest
from benchmarks.faults.office import Office
from benchmarks.faults.station import PAGES, home_of, opened, sheet, to_nobody
from tests.fakes.counter_station import KEY, PIN

_RIGHT = "Nguyễn Thị Mẫu"


def lay_nothing(_root: Path) -> None:
    """The place stays empty."""


def lay_open(root: Path) -> None:
    with opened(root, Office()) as station:
        capture.new_dossier(station)


def scan_pages(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        scan_rest(station, tell)


def scan_rest(station: Station, tell: Tell) -> None:
    home = home_of(station)
    left = [sheet(n) for n in range(len(station.store.pages(home)), PAGES)]
    if not left:
        return
    station.scanner.load(left)  # type: ignore[attr-defined]  # the scanner is the fake one

    def say(page: capture.Page) -> None:
        tell("page", page.id, hashlib.sha256(sheet(page.seq - 1)).hexdigest())

    capture.scan(station, home, capture.ScanOrder("fake:feeder"), on_saved=say)


def all_scanned(station: Station) -> bool:
    return len(station.store.pages(home_of(station))) == PAGES


def lay_scanned(root: Path) -> None:
    lay_open(root)
    with opened(root, Office()) as station:
        scan_rest(station, to_nobody)


def review_fields(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        _review_rest(station, tell)


def _review_rest(station: Station, tell: Tell) -> None:
    home = home_of(station)
    if station.store.dossier(home).state is not DossierState.OPEN:
        return
    read_dossier(station, home)
    for field in station.store.fields(home):
        if not field.confirmed_by:
            key = FieldKey(home, field.page_id, field.name)
            value = correct_field(station, key, f"{_RIGHT} {field.name}").value
            tell("field", f"{field.page_id} {field.name}", value)
    review.finish_review(station, home)
    tell("state", home, DossierState.REVIEWED.value)


def in_state(state: DossierState) -> Callable[[Station], bool]:
    return lambda station: station.store.dossier(home_of(station)).state is state


def lay_reviewed(root: Path) -> None:
    lay_scanned(root)
    review_fields(root, Office(), to_nobody)


def sign_files(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        _sign_rest(station, tell)


def _sign_rest(station: Station, tell: Tell) -> None:
    home = home_of(station)
    if station.store.dossier(home).state is DossierState.REVIEWED:
        assemble.build(station, home)
        tell("state", home, DossierState.BUILT.value)
    if station.store.dossier(home).state in {DossierState.BUILT, DossierState.SIGNING}:
        sign_dossier(station, home, Key(KEY, bytearray(PIN, "utf-8")))
        tell("state", home, DossierState.SIGNED.value)


def lay_signed(root: Path) -> None:
    lay_reviewed(root)
    sign_files(root, Office(), to_nobody)


def seal_dossier(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        _seal_rest(station, tell)


def _seal_rest(station: Station, tell: Tell) -> None:
    home = home_of(station)
    if station.store.dossier(home).state is DossierState.SIGNED:
        sent = enqueue(station, home)
        tell("sealed", sent.id, sent.manifest_sha256)


def lay_sealed(root: Path) -> None:
    lay_signed(root)
    seal_dossier(root, Office(), to_nobody)


def send_dossiers(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        send_due(station, gate=HostGate())
        for each in station.store.submissions():
            if each.state is SubmissionState.ACKED:
                tell("acked", each.id, "")


def is_sent(station: Station) -> bool:
    return {each.state for each in station.store.submissions()} == {SubmissionState.ACKED}


def lay_sent(root: Path) -> None:
    lay_sealed(root)
    send_dossiers(root, Office(), to_nobody)


def lay_read(root: Path) -> None:
    """All pages read, and another open dossier beside theirs."""
    lay_scanned(root)
    with opened(root, Office()) as station:
        read_dossier(station, home_of(station))
        capture.new_dossier(station)


def edit_pages(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        edit_rest(station, tell)


def tell_too_early(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    """The control: what a station must never do, so that the checks show that they see it."""
    with opened(root, office) as station:
        for number in range(len(station.store.pages(home_of(station))), PAGES):
            tell("page", station.new_id(), hashlib.sha256(sheet(number)).hexdigest())
        scan_rest(station, to_nobody)
