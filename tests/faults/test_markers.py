"""The whole trip with marked persons and secrets: nothing of them lies anywhere in the clear."""

from __future__ import annotations

import base64
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import Wiring
from app.demo import receiver
from app.domain.ids import DossierId
from app.domain.officer import Role
from app.domain.owner import Owner, OwnerKind
from app.domain.submission import SubmissionState
from app.errors import LibraryError
from app.logs import set_up_logging
from app.services import (
    access,
    assemble,
    audit_log,
    capture,
    deliver,
    lookups,
    process,
    review,
    sign,
)
from app.services.doorkeeper import Doorkeeper, NewOfficer
from app.services.import_files import import_files
from app.services.owner import set_owner
from app.services.session import WrongPassword
from app.services.station import Station
from app.settings import Settings
from signing.trial.authority import TrialAuthority
from tests.fakes.officers import CHEAP
from tests.faults.marker_search import ProcessWatch, Search, forms

NAME = "Đặng Thị Vết Mực Xanh"
OWNER_ID = "038195907316"
ADDRESS = "Thôn Dấu Sơn Hồng, xã Hoằng Vết"
PIN = "pin-dau-vet-91757"
WRONG_PIN = "pin-sai-vet-40862"
PASSWORD = "mật khẩu dấu vết 58"
WRONG_PASSWORD = "sai hẳn dấu vết 77"
FILE = "Đơn của Vết Mực Xanh"
MARKERS = {
    "name": NAME,
    "owner id": OWNER_ID,
    "address": ADDRESS,
    "pin": PIN,
    "wrong pin": WRONG_PIN,
    "password": PASSWORD,
    "wrong password": WRONG_PASSWORD,
    "file name": FILE,
}

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
SLIP = SAMPLES / "ho-kinh-doanh" / "01-phieu-tiep-nhan.jpg"


@contextmanager
def logged_into(folder: Path) -> Iterator[None]:
    """Everything that is logged goes into a folder too, debug records as well."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    set_up_logging(folder, verbose=True)
    try:
        yield
    finally:
        for handler in [each for each in root.handlers if each not in before]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)


def travel(station: Station, key: str, papers: Path) -> DossierId:
    """Accounts, capture, review, refusals, signature, delivery, export."""
    keeper = Doorkeeper(CHEAP)
    roles = frozenset(Role)
    keeper.add(station, NewOfficer("canbo", roles), bytearray(PASSWORD.encode()))
    with pytest.raises(WrongPassword):
        keeper.log_in(station, "canbo", bytearray(WRONG_PASSWORD.encode()))
    keeper.log_in(station, "canbo", bytearray(PASSWORD.encode()))
    home = capture.new_dossier(station).id
    brought = import_files(station, home, sorted(papers.iterdir()))
    assert (len(brought.pages), len(brought.failures)) == (1, 1)
    process.read_dossier(station, home)
    set_owner(station, home, Owner(OwnerKind.CITIZEN, OWNER_ID, NAME))
    lookups.ask(station, home)
    access.note_search(station, OWNER_ID)
    for field, value in zip(station.store.fields(home), (NAME, ADDRESS), strict=False):
        review.correct_field(station, review.FieldKey(home, field.page_id, field.name), value)
    for field in station.store.fields(home):
        review.confirm_field(station, review.FieldKey(home, field.page_id, field.name))
    review.finish_review(station, home)
    assemble.build(station, home)
    with pytest.raises(LibraryError):
        sign.sign_dossier(station, home, sign.Key(key, bytearray(WRONG_PIN.encode())))
    sign.sign_dossier(station, home, sign.Key(key, bytearray(PIN.encode())))
    submission = deliver.enqueue(station, home)
    deliver.send_due(station)
    assert station.store.submission(submission.id).state is SubmissionState.ACKED
    station.session.lock()
    return home


@pytest.mark.tesseract
@pytest.mark.expects_log_warnings
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_whole_trip_leaves_no_marker_in_files_logs_temp_or_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from ocr.recognition.recognise import engine_report

    if engine_report().problem:
        pytest.skip(engine_report().problem)
    logs, temp, papers = tmp_path / "logs", tmp_path / "temp", tmp_path / "papers"
    for folder in (temp, papers):
        folder.mkdir()
    (papers / f"{FILE}.jpg").write_bytes(SLIP.read_bytes())
    (papers / f"{FILE} hỏng.pdf").write_bytes(b"%PDF-1.7 " + NAME.encode())
    authority = TrialAuthority.create(
        tmp_path / "ca", datetime.now(UTC), base_url="http://127.0.0.1:9", password=PIN
    )
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "root.pem").write_bytes(authority.root_pem.read_bytes())
    monkeypatch.setenv("TMPDIR", str(temp))
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    search = Search.of(MARKERS)

    with logged_into(logs), ProcessWatch(search) as watch, receiver(tmp_path / "receiver") as url:
        settings = Settings(
            data_dir=tmp_path / "station",
            server_url=url,
            jobs=1,
            trust_dir=str(tmp_path / "trust"),
        )
        with Wiring(settings, dict(os.environ)).station() as station:
            travel(station, f"p12:{authority.officer_p12}", papers)
            while_open = search.in_folders([tmp_path / "station", temp])
            station.session.begin(station.store.officer("canbo"))
            audit_log.export_audit(station, logs / "audit.jsonl")
    printed = capfd.readouterr()

    assert while_open == []
    assert search.in_folders([tmp_path / "station", logs, temp]) == []
    assert search.in_bytes((tmp_path / "receiver" / "receiver.log").read_bytes()) == []
    assert search.in_bytes((printed.out + printed.err).encode()) == []
    assert watch.seen
    assert watch.hits == set()


@pytest.mark.parametrize(
    "wrapped",
    [
        f"x{NAME}y".encode(),
        NAME.encode("utf-16-le"),
        base64.b64encode(b"?" + NAME.encode() + b"!!"),
        base64.urlsafe_b64encode(b"??" + NAME.encode()),
        base64.b32encode(b"???" + NAME.encode() + b"!"),
        NAME.encode().hex().encode(),
        b"dang thi vet muc xanh",
    ],
)
def test_search_finds_a_marker_in_every_form(wrapped: bytes) -> None:
    assert Search({"name": forms(NAME)}).in_bytes(b"before" + wrapped + b"after") == ["name"]


def test_search_finds_a_marker_in_the_command_line_of_a_child(tmp_path: Path) -> None:
    search = Search.of({"pin": PIN})
    program = [sys.executable, "-c", "import sys; sys.stdin.read()", PIN]

    with ProcessWatch(search) as watch:
        child = subprocess.Popen(program, stdin=subprocess.PIPE)
        while not watch.hits and child.poll() is None:
            watch._stop.wait(0.05)  # until the watch has looked
        child.communicate(b"", timeout=20)

    assert watch.hits == {"cmdline: pin"}
