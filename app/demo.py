"""The whole trip with a sample dossier: paper in, receipt out, every stage real.

Everything it needs is made on the spot and thrown away afterwards: a certificate authority, an
officer's key, a time-stamp service and a processing system, all on this machine's loopback.
"""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

from app.domain.dossier import Dossier, DossierFile
from app.domain.field import FieldState
from app.domain.page import is_shown_only
from app.domain.submission import Submission, SubmissionState
from app.errors import Advice, StationError
from app.own_program import module_command
from app.scanning.base import ScannerMissing
from app.services import assemble, capture, deliver, erase, process, review, sign
from app.services.signing_desk import verify_files
from app.services.station import Station
from app.settings import Settings
from app.wiring import Wiring

Json = dict[str, Any]  # values of JSON are any of its types

STACK = "khai-sinh"
PROCEDURE = "1.001193"
START_TIMEOUT_S = 30.0


class DemoFailed(StationError):
    """A stage of the demonstration did not give what it must give."""

    code = "demo.failed"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class _Stage:
    title: str
    seconds: float
    facts: str


@dataclass(slots=True)
class _Log:
    """Prints each stage with its time and remembers it."""

    line: Callable[[str], None]
    stages: list[_Stage] = field(default_factory=list)

    @contextmanager
    def stage(self, title: str) -> Iterator[list[str]]:
        facts: list[str] = []
        started = time.monotonic()
        yield facts
        done = _Stage(title, time.monotonic() - started, "; ".join(facts))
        self.stages.append(done)
        self.line(f"  {len(self.stages)}. {title:<34} {done.seconds:6.1f} s   {done.facts}")

    def seconds(self, title: str) -> float:
        return next(stage.seconds for stage in self.stages if stage.title == title)


def run_demo(
    wire: Callable[[Settings], Wiring],
    *,
    keep: str,
    line: Callable[[str], None],
    now: Callable[[], datetime],
) -> Json:
    """Make the trip and give its figures.

    Args:
        wire: Puts a station together from settings.
        keep: Folder that keeps the results, "" for a fresh one.
        line: Where to print.
        now: The clock.

    Raises:
        StationError: The stage that failed; what was made so far stays in the folder.
    """
    folder = Path(keep).resolve() if keep else Path(tempfile.mkdtemp(prefix="sohoa-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    line(f"Trạm Số Hóa – chạy thử. Kết quả nằm trong: {folder}")
    trip = _Trip(folder, _Log(line))
    with trial_services(folder / "trial", now()) as trial, receiver(folder / "receiver") as url:
        settings = _settings(folder, trial, url)
        with wire(settings).station() as station:
            figures = trip.travel(station, trial, wire(settings))
    line(f"Xong. Tệp PDF/A đã ký: {folder / 'signed'}; số liệu: {folder / 'report.json'}")
    line(f"Xem hồ sơ đã tiếp nhận: sohoa receiver --data {folder / 'receiver'}")
    return figures


@dataclass(frozen=True, slots=True)
class Trial:
    """A throw-away authority and its services, running."""

    key: str
    password: str
    timestamp_url: str
    trust_dir: Path


@contextmanager
def trial_services(folder: Path, now: datetime) -> Iterator[Trial]:
    """Make an authority with an officer's key and serve its time-stamps and CRL."""
    from signing.trial.authority import TrialAuthority
    from signing.trial.services import TrialServices

    password = secrets.token_hex(8)
    with TrialServices() as services:
        authority = TrialAuthority.create(folder, now, base_url=services.url, password=password)
        services.publish(authority)
        trust = folder / "trust"
        trust.mkdir(exist_ok=True)
        shutil.copyfile(authority.root_pem, trust / "root.pem")
        yield Trial(f"p12:{authority.officer_p12}", password, authority.timestamp_url, trust)


@contextmanager
def receiver(folder: Path) -> Iterator[str]:
    """Run the reference processing system as its own process; gives its address.

    It ends with this process, also when that is killed.

    Raises:
        DemoFailed: It did not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port_file = folder / "port"
    port_file.unlink(missing_ok=True)
    command = [*module_command("app.receiver"), "--port", "0"]
    command += ["--data", str(folder), "--port-file", str(port_file), "--with-parent"]
    with (folder / "receiver.log").open("wb") as output:
        running = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield f"http://127.0.0.1:{_port(running, port_file)}"
        finally:
            running.terminate()
            running.communicate(timeout=10)


def _port(running: subprocess.Popen[bytes], port_file: Path) -> int:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and running.poll() is None:
        text = port_file.read_text("ascii").strip() if port_file.exists() else ""
        if text:
            return int(text)
        time.sleep(0.05)
    raise DemoFailed("the processing system did not start, see receiver.log")


def samples() -> Path:
    """Folder of the sample dossiers."""
    return Path(str(resources.files("resources") / "samples"))


def _settings(folder: Path, trial: Trial, url: str) -> Settings:
    return Settings(
        data_dir=folder / "store",
        server_url=url,
        station_id="tram-thu",
        officer_id="can-bo-thu",
        agency_code="H56.128",
        organ_name="UBND xã Hoằng Tiến (dữ liệu thử)",
        trust_dir=str(trial.trust_dir),
        timestamp_urls=trial.timestamp_url,
        signature_level="b-lt",
        key=trial.key,
        feeder_dir=str(samples()),
        sane_config_dir=str(folder / "store" / "sane"),
    )


@dataclass(frozen=True, slots=True)
class _Trip:
    folder: Path
    log: _Log

    def travel(self, station: Station, trial: Trial, wiring: Wiring) -> Json:
        dossier = self._scan(station)
        self._read(station, dossier)
        self._erase_shown_only(station, dossier)
        self._review(station, dossier)
        files = self._build(station, dossier)
        self._sign(station, dossier, trial)
        self._verify(station, dossier, wiring)
        submission = self._send(station, dossier)
        return self._report(station, dossier, submission, files)

    def _scan(self, station: Station) -> Dossier:
        with self.log.stage("Quét (SANE, kho mã hóa)") as facts:
            dossier = capture.new_dossier(station, procedure_code=PROCEDURE)
            device = _feeder(station)
            pages = capture.scan(station, dossier.id, capture.ScanOrder(device))
            facts.append(f"{len(pages)} trang đã lưu")
        return dossier

    def _read(self, station: Station, dossier: Dossier) -> None:
        with self.log.stage("Làm sạch, nhận dạng, hiểu") as facts:
            process.read_dossier(station, dossier.id)
            fields = station.store.fields(dossier.id)
            count = {s: sum(f.state is s for f in fields) for s in FieldState}
            facts.append(f"{len(fields)} trường: {count[FieldState.GREEN]} xanh")
            facts.append(f"{count[FieldState.AMBER]} vàng, {count[FieldState.RED]} đỏ")
        code = station.store.dossier(dossier.id).code
        self.log.line(f"     mã hồ sơ đọc từ QR của phiếu: {code or 'không thấy'}")

    def _erase_shown_only(self, station: Station, dossier: Dossier) -> None:
        """Papers that are only shown have told what they hold; no copy of them may be kept."""
        with self.log.stage("Xóa giấy tờ chỉ xuất trình") as facts:
            pages = [page for page in station.store.pages(dossier.id) if is_shown_only(page)]
            for page in pages:
                erase.erase_page(station, page.id)
            process.read_dossier(station, dossier.id)
            facts.append(f"{len(pages)} trang, theo Điều 5 TT 03/2025/TT-VPCP")

    def _review(self, station: Station, dossier: Dossier) -> None:
        """Play the officer: accept what is doubtful, type what is missing from the paper."""
        with self.log.stage("Kiểm tra (đóng vai cán bộ)") as facts:
            truth = _truth(station, dossier)
            doubtful = [f for f in station.store.fields(dossier.id) if f.needs_a_look]
            for item in doubtful:
                key = review.FieldKey(dossier.id, item.page_id, item.name)
                value = truth.get((item.page_id, item.name), item.value)
                review.correct_field(station, key, value)
            review.finish_review(station, dossier.id)
            facts.append(f"{len(doubtful)} trường được xem lại")

    def _build(self, station: Station, dossier: Dossier) -> list[DossierFile]:
        with self.log.stage("Dựng PDF/A-2u hai lớp") as facts:
            files = assemble.build(station, dossier.id)
            facts.append(f"{len(files)} tệp, {sum(f.size for f in files) / 1024:.0f} kB")
        return files

    def _sign(self, station: Station, dossier: Dossier, trial: Trial) -> None:
        with self.log.stage("Ký số PAdES B-LT") as facts:
            key = sign.Key(trial.key, bytearray(trial.password.encode("ascii")))
            signed = sign.sign_dossier(station, dossier.id, key)
            facts.append(f"{len(signed)} tệp đã ký")

    def _verify(self, station: Station, dossier: Dossier, wiring: Wiring) -> None:
        with self.log.stage("Kiểm tra chữ ký") as facts:
            folder = self.folder / "signed"
            folder.mkdir(exist_ok=True)
            paths = [_copy_out(station, file, folder) for file in station.store.files(dossier.id)]
            with wiring.signing_desk() as desk:
                verdicts = verify_files(desk, [str(path) for path in paths], "")
            if any(verdict["verdict"] != "valid" for verdict in verdicts):
                raise DemoFailed("a signature does not verify")
            levels = {s["level"] for verdict in verdicts for s in verdict["signatures"]}
            facts.append(f"{len(verdicts)} hợp lệ, mức {', '.join(sorted(levels))}")

    def _send(self, station: Station, dossier: Dossier) -> Submission:
        with self.log.stage("Xếp hàng, gửi, nhận biên nhận") as facts:
            queued = deliver.enqueue(station, dossier.id)
            deliver.send_due(station)
            submission = station.store.submission(queued.id)
            if submission.state is not SubmissionState.ACKED:
                raise DemoFailed(f"{submission.state.value}: {submission.reason}")
            receipt = station.store.receipt(queued.id)
            (self.folder / "receipt.jws").write_text(receipt.jws, "ascii")
            facts.append(f"biên nhận {receipt.number}")
        return submission

    def _report(
        self,
        station: Station,
        dossier: Dossier,
        submission: Submission,
        files: Sequence[DossierFile],
    ) -> Json:
        findings = station.store.verify()
        if findings:
            raise DemoFailed(f"store: {findings[0].code}")
        pages = len(station.store.pages(dossier.id))
        seconds = self.log.seconds("Làm sạch, nhận dạng, hiểu")
        figures: Json = {
            "folder": str(self.folder),
            "dossier": dossier.id,
            "submission": submission.id,
            "receipt": station.store.receipt(submission.id).number,
            "pages": pages,
            "pages_per_minute": round(60 * pages / seconds, 1),
            "bytes_per_page": sum(file.size for file in files) // pages,
            "stages": [{"title": s.title, "seconds": round(s.seconds, 2)} for s in self.log.stages],
        }
        text = json.dumps(figures, ensure_ascii=False, indent=2)
        (self.folder / "report.json").write_text(text, "utf-8")
        self.log.line(
            f"  Đọc {figures['pages_per_minute']} trang/phút, "
            f"{figures['bytes_per_page'] / 1024:.0f} kB mỗi trang trước khi ký, kho nguyên vẹn."
        )
        return figures


def _feeder(station: Station) -> str:
    wanted = f"sane-feeder:{STACK}"
    if wanted not in {device.id for device in capture.devices(station)}:
        raise ScannerMissing("SANE with its pnm driver is needed: apt-get install libsane1")
    return wanted


def _truth(station: Station, dossier: Dossier) -> dict[tuple[str, str], str]:
    """What stands on the sample papers, by page and field name."""
    record = json.loads((samples() / STACK / "truth.json").read_text("utf-8"))
    pages = station.store.pages(dossier.id)
    return {
        (page.id, item["name"]): item["value"]
        for page, paper in zip(pages, record["pages"], strict=False)
        for item in paper["fields"]
    }


def _copy_out(station: Station, file: DossierFile, folder: Path) -> Path:
    path = folder / file.name
    path.write_bytes(station.vault.get(file.dossier_id, file.blob))
    return path
