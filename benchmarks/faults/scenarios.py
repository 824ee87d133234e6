"""What a station does while faults happen: one scenario for each durable piece of work.

Each can be begun anew at any point: it looks at the rows, does what is left, and says after each
step what an officer was shown as done. Stores are opened by the public door, work is done by the
services; readings, keys and the processing system are stand-ins.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, PageId, SubmissionId
from app.domain.page import SHOWN_ONLY, PageState
from app.domain.submission import SubmissionState
from app.errors import NotFound
from app.province.base import ProcessingSystem
from app.services import assemble, capture, erase, purge, review
from app.services.deliver import enqueue
from app.services.dispatch import send_due
from app.services.host_gate import HostGate
from app.services.process import read_dossier
from app.services.recover import recover
from app.services.review import FieldKey, correct_field
from app.services.sign import Key, sign_dossier
from app.services.station import Station
from app.store.base import StoreDamaged
from app.store.connection import connect
from app.store.migrations import migrate
from app.store.opening import open_rooms, open_store
from app.store.schema import MIGRATIONS
from benchmarks.faults.child import FarOffice, Said, Tell, Work
from benchmarks.faults.office import Office
from ocr.reading import FieldReading, FieldSource, FieldState, PageReading
from tests.fakes.counter_station import KEY, PIN, CounterStation

PAGES = 3
SHEET_BYTES = 9_000
FIELDS = ("full_name", "id_number")
_RIGHT = "Nguyễn Thị Mẫu"

Problems = list[str]


def now() -> str:
    """Present time as the store takes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def sheet(number: int) -> bytes:
    """A scanned sheet; no two are alike."""
    return b"\x89PNG" + number.to_bytes(4, "big") * (SHEET_BYTES // 4)


@contextmanager
def opened(root: Path, system: ProcessingSystem | FarOffice | Office) -> Iterator[Station]:
    """The station over the store in `root`, recovered, as at each start."""
    rooms = open_rooms(root, clock=now)
    store, vault = rooms.store, rooms.vault
    try:
        counter = CounterStation()
        for number in range(PAGES):
            counter.reader.readings[sheet(number)] = _reading()
        station = replace(
            counter.station,
            store=store,
            vault=vault,
            system=system,  # type: ignore[arg-type]  # a part of the protocol is enough here
            random_bits=secrets.randbits,
            now=lambda: datetime.now(UTC),
            care=store.care,
            upkeep=rooms.upkeep,
        )
        recover(station)
        purge.finish(station, rooms.upkeep)
        yield station
    finally:
        store.close()


def _reading() -> PageReading:
    fields = [
        FieldReading(name, name, "Nguyễn", FieldState.AMBER, 0.5, FieldSource.OCR, (1, 2, 30, 40))
        for name in FIELDS
    ]
    return replace(PageReading(200, 280, 300), fields=tuple(fields))


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


def _home(station: Station) -> DossierId:
    return station.store.dossier_rows()[-1].dossier.id


def _nothing(_root: Path) -> None:
    """The place stays empty."""


def _lay_open(root: Path) -> None:
    with opened(root, Office()) as station:
        capture.new_dossier(station)


def _scan(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        _scan_rest(station, tell)


def _scan_rest(station: Station, tell: Tell) -> None:
    home = _home(station)
    left = [sheet(n) for n in range(len(station.store.pages(home)), PAGES)]
    if not left:
        return
    station.scanner.load(left)  # type: ignore[attr-defined]  # the scanner is the fake one

    def say(page: capture.Page) -> None:
        tell("page", page.id, hashlib.sha256(sheet(page.seq - 1)).hexdigest())

    capture.scan(station, home, capture.ScanOrder("fake:feeder"), on_saved=say)


def _page_kept(station: Station, said: Said) -> str:
    try:
        page = station.store.page(PageId(said.name))
    except NotFound:
        return "page without a row"
    data = station.vault.get(page.dossier_id, page.raw)
    return "" if hashlib.sha256(data).hexdigest() == said.value else "page with other bytes"


def _all_scanned(station: Station) -> bool:
    return len(station.store.pages(_home(station))) == PAGES


def _lay_scanned(root: Path) -> None:
    _lay_open(root)
    with opened(root, Office()) as station:
        _scan_rest(station, _to_nobody)


def _to_nobody(_kind: str, _name: str, _value: str) -> None:
    return None


def _review(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        _review_rest(station, tell)


def _review_rest(station: Station, tell: Tell) -> None:
    home = _home(station)
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


_ORDER = list(DossierState)


def _row_kept(station: Station, said: Said) -> str:
    match said.kind:
        case "page":
            return _page_kept(station, said)
        case "field":
            page_id, name = said.name.split()
            fields = station.store.fields(_home(station))
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
        case _:
            return ""


def _in_state(state: DossierState) -> Callable[[Station], bool]:
    return lambda station: station.store.dossier(_home(station)).state is state


def _lay_reviewed(root: Path) -> None:
    _lay_scanned(root)
    _review(root, Office(), _to_nobody)


def _sign(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        _sign_rest(station, tell)


def _sign_rest(station: Station, tell: Tell) -> None:
    home = _home(station)
    if station.store.dossier(home).state is DossierState.REVIEWED:
        assemble.build(station, home)
        tell("state", home, DossierState.BUILT.value)
    if station.store.dossier(home).state in {DossierState.BUILT, DossierState.SIGNING}:
        sign_dossier(station, home, Key(KEY, bytearray(PIN, "utf-8")))
        tell("state", home, DossierState.SIGNED.value)


def _lay_signed(root: Path) -> None:
    _lay_reviewed(root)
    _sign(root, Office(), _to_nobody)


def _seal(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        _seal_rest(station, tell)


def _seal_rest(station: Station, tell: Tell) -> None:
    home = _home(station)
    if station.store.dossier(home).state is DossierState.SIGNED:
        sent = enqueue(station, home)
        tell("sealed", sent.id, sent.manifest_sha256)


def _lay_sealed(root: Path) -> None:
    _lay_signed(root)
    _seal(root, Office(), _to_nobody)


def _send(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        send_due(station, gate=HostGate())
        for each in station.store.submissions():
            if each.state is SubmissionState.ACKED:
                tell("acked", each.id, "")


def _is_sent(station: Station) -> bool:
    return {each.state for each in station.store.submissions()} == {SubmissionState.ACKED}


def _lay_shown(root: Path) -> None:
    """The second page is one of a paper that may not be kept."""
    _lay_scanned(root)
    with opened(root, Office()) as station:
        home = _home(station)
        read_dossier(station, home)
        page = station.store.pages(home)[1]
        own = [each for each in station.store.fields(home) if each.page_id == page.id]
        shown = replace(page, flags=(*page.flags, SHOWN_ONLY))
        station.store.save_reading(shown, own, station.act("page.flagged", page.id))


def _erase(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        for page in station.store.pages(_home(station)):
            if SHOWN_ONLY in page.flags:
                blobs = (page.raw, page.clean, page.layers, page.reading)
                erase.erase_page(station, page.id)
                tell("erased", page.id, " ".join(str(blob) for blob in blobs if blob))


def _erased(station: Station, said: Said) -> str:
    rows = {page.id for page in station.store.pages(_home(station))}
    return "page is still there" if PageId(said.name) in rows else ""


def _all_erased(station: Station) -> bool:
    pages = station.store.pages(_home(station))
    return len(pages) == PAGES - 1 and all(p.state is not PageState.CAPTURED for p in pages)


def _create(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        if not station.store.dossier_rows():
            tell("dossier", capture.new_dossier(station).id, "")


def _dossier_kept(station: Station, said: Said) -> str:
    station.store.dossier(DossierId(said.name))
    return ""


def _has_dossier(station: Station) -> bool:
    return len(station.store.dossier_rows()) == 1


def _lay_old(root: Path) -> None:
    """A store of the first schema; its rows are what an old program could have left."""
    for folder in (root, *(root / name for name in ("keys", "dossiers", "blobs", "backups"))):
        folder.mkdir(mode=0o700)
    with closing(connect(root / "store.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        migrate(connection, root / "backups", at=now(), migrations=MIGRATIONS[:1])
        _insert_row(connection, "counter", {"scope": "doc_code", "value": _OLD_COUNT})
    (root / "store.db").chmod(0o600)
    _write_station_key(root)


_OLD_COUNT = 41


def _write_station_key(root: Path) -> None:
    """The key of another new store serves as well: it is used for the first time here."""
    spare = root / "spare"
    open_store(spare, clock=now)[0].close()
    for path in (spare / "keys").iterdir():
        path.rename(root / "keys" / path.name)
    for path in sorted(spare.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    spare.rmdir()


def _insert_row(connection: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    places = ", ".join("?" for _ in row)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})",  # noqa: S608  # our own names
        tuple(row.values()),
    )


def _migrate(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office):
        tell("migrated", "", "")


def _counts_on(station: Station) -> bool:
    return station.store.next_number("doc_code") > _OLD_COUNT


def _back_up(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        _scan_rest(station, tell)
        copy = root / "backups" / station.care.back_up()
        tell("copy", str(copy), str(len(station.store.pages(_home(station)))))


def _copy_kept(station: Station, said: Said) -> str:
    if said.kind == "page":
        return _page_kept(station, said)
    if not Path(said.name).exists():
        return "the copy is gone"
    with closing(sqlite3.connect(said.name)) as copy:
        (sound,) = copy.execute("PRAGMA integrity_check").fetchone()
        (count,) = copy.execute("SELECT count(*) FROM page").fetchone()
    return "" if (sound, str(count)) == ("ok", said.value) else "copy is damaged or not whole"


_AT_ONCE = purge.PurgePolicy(timedelta(microseconds=1), timedelta(0), clock_checked=True)


def _lay_sent(root: Path) -> None:
    _lay_sealed(root)
    _send(root, Office(), _to_nobody)


def _purge(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    with opened(root, office) as station:
        assert station.upkeep is not None
        for _ in range(2):
            for proof in purge.run(station, station.upkeep, _AT_ONCE).purged:
                tell("purged", proof.dossier_id, "")


def _purged(station: Station, said: Said) -> str:
    if not _is_purged(station):
        return "purge shown, row not PURGED"
    home = DossierId(said.name)
    for each in station.store.submissions():
        try:
            station.vault.get(home, each.manifest)
        except StoreDamaged:
            continue
        return "purge shown, bytes can be read"
    return ""


def _is_purged(station: Station) -> bool:
    return {each.state for each in station.store.submissions()} == {SubmissionState.PURGED}


def _told_too_early(root: Path, office: FarOffice | Office, tell: Tell) -> None:
    """The control: what a station must never do, so that the checks show that they see it."""
    with opened(root, office) as station:
        for number in range(len(station.store.pages(_home(station))), PAGES):
            tell("page", station.new_id(), hashlib.sha256(sheet(number)).hexdigest())
        _scan_rest(station, _to_nobody)


CONTROL = Scenario("told too early", _lay_open, _told_too_early, _row_kept, _all_scanned)

SCENARIOS: Sequence[Scenario] = (
    Scenario("first start", _nothing, _create, _dossier_kept, _has_dossier),
    Scenario("scan", _lay_open, _scan, _row_kept, _all_scanned),
    Scenario("review", _lay_scanned, _review, _row_kept, _in_state(DossierState.REVIEWED)),
    Scenario("sign", _lay_reviewed, _sign, _row_kept, _in_state(DossierState.SIGNED)),
    Scenario("seal", _lay_signed, _seal, _row_kept, _in_state(DossierState.SEALED)),
    Scenario("send", _lay_sealed, _send, _row_kept, _is_sent),
    Scenario("erase", _lay_shown, _erase, _row_kept, _all_erased),
    Scenario("purge", _lay_sent, _purge, _purged, _is_purged, was_sent=True),
    Scenario("migrate", _lay_old, _migrate, _row_kept, _counts_on),
    Scenario("backup", _lay_open, _back_up, _copy_kept, _all_scanned),
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
    scene.work(root, office, _to_nobody)
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
