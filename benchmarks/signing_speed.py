"""How fast whole batches are signed, and how much memory a very large file takes.

Run: `python -m benchmarks.signing_speed [--files N] [--stamped N] [--peer N] [--large-mb N]`.

- batch: files of 0.9 MB, visible stamp, B-B, each verified again and renamed, SoftHSM2 token, two
  worker processes; beside it pyHanko the way its command line works, one process per file, no
  check afterwards;
- the same through the station: results in the encrypted store, certificate checked, stamp drawn
  from a picture, value from the watched process of the token, every step kept and published;
- time stamps: the same at B-T with a service that takes two seconds; beside it pyHanko again, a
  process per file;
- large file: one of 500 MB, in a process of its own whose peak memory is read; and one of 120 MB
  that poppler checks as well when it is installed.

Everything is made in a temporary folder; figures are printed as a Markdown table. Linux only.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pikepdf

from benchmarks.station_speed import StationOffice, sign_results
from signing.appearance.stamps import Stamp
from signing.keystore import SigningKey, open_key
from signing.pades.prepared import (
    PreparedSignature,
    finish_signature,
    prepare_signature,
    sign_pdf,
)
from signing.pades.stamp_lane import StampLane
from signing.pades.timestamps import TimestampRules
from signing.requests import Level, P12Source, Pkcs11Source, SignRequest
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from signing.trial.token import create_store, create_token, find_module, load_into_token

_PASSWORD = "mật khẩu thử"  # noqa: S105  # of a throw-away authority
_PIN = "246810"
_LABEL = "THU"
_WORKERS = 2
_FILE_BYTES = 900_000
_SERVICE_S = 2.0
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Bench:
    """A throw-away authority, its token, and what every file is signed with."""

    folder: Path
    authority: TrialAuthority
    token: Pkcs11Source
    request: SignRequest
    stamp: Stamp
    service_cpu_s: list[float]


@dataclass(frozen=True, slots=True)
class Pace:
    """How a batch went."""

    per_minute: float
    cpu_s_per_file: float


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    if options.one_large:
        _sign_one_large(Path(options.one_large))
        return
    if options.one_peer:
        _sign_as_peer(json.loads(options.one_peer))
        return
    with tempfile.TemporaryDirectory(prefix="signing-speed-") as name, _bench(Path(name)) as bench:
        print("| measure | ours | goal | beside it |")
        print("|---|---|---|---|")
        _batch_row(bench, options.files, options.peer)
        _station_row(bench, options.station)
        if options.batches_only:
            return
        _stamped_row(bench, options.stamped)
        for megabytes in (120, options.large_mb):
            _large_row(bench, megabytes)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.signing_speed")
    parser.add_argument("--files", type=int, default=200, help="files of the B-B batch")
    parser.add_argument("--station", type=int, default=120, help="files through the station")
    parser.add_argument("--batches-only", action="store_true", help="only the B-B rows")
    parser.add_argument("--stamped", type=int, default=64, help="files of the B-T batch")
    parser.add_argument("--peer", type=int, default=12, help="files of the peer")
    parser.add_argument("--large-mb", type=int, default=500, help="size of the large file, MB")
    parser.add_argument("--one-large", default="", help=argparse.SUPPRESS)
    parser.add_argument("--one-peer", default="", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


@contextmanager
def _bench(folder: Path) -> Iterator[Bench]:
    """Set up authority, services and token."""
    now = datetime.now(UTC)
    with TrialServices() as services:
        spent: list[float] = []
        authority = TrialAuthority.create(
            folder / "ca", now, base_url=services.url, password=_PASSWORD
        )

        def slowly(request: bytes) -> bytes:
            time.sleep(_SERVICE_S)
            started = time.thread_time()
            try:
                return authority.answer_timestamp(request)
            finally:
                spent.append(time.thread_time() - started)

        services.publish(authority, slowly)
        module, store = find_module(), create_store(folder / "token")
        os.environ.update(store.environment)
        create_token(store, _LABEL, _PIN)
        token = Pkcs11Source(module, _LABEL)
        load_into_token(token, _PIN, authority.issue(OfficerProfile()))
        request = SignRequest(
            signed_at=now,
            timestamp_urls=(authority.timestamp_url,),
            trust_roots=(authority.root_der,),
            crls=(authority.crl,),
        )
        yield Bench(folder, authority, token, request, _stamp(), spent)


def _stamp() -> Stamp:
    """A picture of 300 x 140 points of grain with an alpha channel, as large as a real one."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(130, 60))
    entries = {"/Width": 390, "/Height": 180, "/BitsPerComponent": 8}
    alpha = document.make_stream(os.urandom(390 * 180 // 4) * 4, **_image("/DeviceGray", entries))
    colour = _image("/DeviceRGB", entries) | {"SMask": alpha}
    picture = document.make_stream(bytes((30, 60, 200)) * 390 * 180, **colour)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
    page.Contents = document.make_stream(b"q 130 0 0 60 0 0 cm /Im Do Q")
    drawn = io.BytesIO()
    document.save(drawn)
    return Stamp(0, (330.0, 120.0, 460.0, 180.0), drawn.getvalue())


def _image(space: str, entries: dict[str, int]) -> dict[str, object]:
    names = {"Type": "/XObject", "Subtype": "/Image", "ColorSpace": space}
    return {key.strip("/"): value for key, value in entries.items()} | {
        key: pikepdf.Name(value) for key, value in names.items()
    }


def _files(folder: Path, count: int) -> list[Path]:
    """Pages with a picture of grain, no two of the same bytes."""
    folder.mkdir()
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    grain = document.make_stream(os.urandom(_FILE_BYTES))
    entries = _image("/DeviceGray", {"/Width": 900, "/Height": 1000, "/BitsPerComponent": 8})
    for key, value in entries.items():
        grain[f"/{key}"] = value
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=grain))
    page.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
    made = []
    for number in range(count):
        grain.write(number.to_bytes(8, "big") + os.urandom(_FILE_BYTES - 8))
        made.append(folder / f"{number:04}.pdf")
        document.save(made[-1], compress_streams=False, deterministic_id=True)
    return made


def _prepare(
    source: Path, key: tuple[bytes, tuple[bytes, ...]], request: SignRequest, stamp: Stamp
) -> tuple[str, float]:
    """What is to be signed, and the CPU seconds it took; runs in a worker."""
    started, prepared = time.process_time(), source.with_suffix(".prepared")
    text = prepare_signature(source, prepared, *key, request, stamp).to_json()
    return text, time.process_time() - started


def _finish(source: Path, prepared: str, value: bytes, request: SignRequest, token: bytes) -> float:
    """CPU seconds it took; runs in a worker."""
    started = time.process_time()
    begun, between = PreparedSignature.from_json(prepared), source.with_suffix(".prepared")
    target = source.with_suffix(".signed")
    finish_signature(between, target, begun, value, request, token=token)
    between.unlink()
    return time.process_time() - started


def _sign_batch(
    bench: Bench,
    files: Sequence[Path],
    request: SignRequest,
    key: SigningKey,
    pool: ProcessPoolExecutor,
) -> float:
    """Prepare and finish in the workers, sign here, fetch time stamps in between; CPU seconds."""
    given, finishing = (key.certificate, key.chain), []
    spent = -time.process_time() + sum(bench.service_cpu_s)
    with StampLane(TimestampRules.of(request)) as lane:
        preparing = [pool.submit(_prepare, one, given, request, bench.stamp) for one in files]
        waiting: list[tuple[Path, str, bytes, Future[bytes] | None]] = []
        for source, future in zip(files, preparing, strict=True):
            text, cpu = future.result()
            spent += cpu
            begun = PreparedSignature.from_json(text)
            value = key.sign(begun.signed_attributes, begun.mechanism)
            stamped = lane.submit(value) if request.level.needs_timestamp else None
            if stamped is None:
                finishing.append(pool.submit(_finish, source, text, value, request, b""))
            else:
                waiting.append((source, text, value, stamped))
        for source, text, value, stamped in waiting:
            token = stamped.result() if stamped is not None else b""
            finishing.append(pool.submit(_finish, source, text, value, request, token))
        spent += sum(done.result() for done in finishing)
    # The service runs in this process; what it costs is not ours.
    return spent + time.process_time() - sum(bench.service_cpu_s)


def _pace(bench: Bench, request: SignRequest, count: int) -> Pace:
    """Median of some rounds over fresh files."""
    paces = []
    with open_key(bench.token, bytearray(_PIN, "ascii")) as key:
        for _ in range(_ROUNDS):
            with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as pool:
                warm = _files(bench.folder / "warm", 2 * _WORKERS)
                _sign_batch(bench, warm, bench.request, key, pool)
                files = _files(bench.folder / "batch", count)
                started = time.monotonic()
                cpu = _sign_batch(bench, files, request, key, pool)
                took = time.monotonic() - started
            paces.append(Pace(60 * count / took, cpu / count))
            shutil.rmtree(bench.folder / "warm")
            shutil.rmtree(bench.folder / "batch")
    return sorted(paces, key=lambda one: one.per_minute)[len(paces) // 2]


def _batch_row(bench: Bench, count: int, peer_count: int) -> None:
    ours = _pace(bench, bench.request, count)
    took = _peer_seconds(bench, peer_count, Level.B_B)
    print(
        f"| B-B, visible stamp, verified, 0.9 MB, 2 cores | {ours.per_minute:.0f}/min, "
        f"{1000 * ours.cpu_s_per_file:.0f} ms CPU per file | >= 600/min | pyHanko, a process per "
        f"file, not verified: {60 / took:.0f}/min |",
        flush=True,
    )


def _station_row(bench: Bench, count: int) -> None:
    """The same files as results in the store, from the PIN to published."""
    module, label = bench.token.module, bench.token.token
    office = StationOffice(bench.folder, bench.authority.root_pem, module, label, _PIN)
    with office.station(_WORKERS) as station:
        for amount in (2 * _WORKERS, count):
            papers = _files(bench.folder / "results", amount)
            took_s, cpu_s = sign_results(station, office, papers, bench.stamp.box)
            shutil.rmtree(bench.folder / "results")
    print(
        f"| through the station's batch: SoftHSM2, visible stamp, 0.9 MB, re-validated | "
        f"{60 * count / took_s:.0f}/min, {1000 * cpu_s / count:.0f} ms CPU per file | "
        f">= 600/min | - |",
        flush=True,
    )


def _stamped_row(bench: Bench, count: int) -> None:
    ours = _pace(bench, replace(bench.request, level=Level.B_T), count)
    took = _peer_seconds(bench, 3, Level.B_T)
    print(
        f"| B-T, service of 2 s | {ours.per_minute:.0f}/min, "
        f"{1000 * ours.cpu_s_per_file:.0f} ms CPU per file | >= 170/min | pyHanko, a process per "
        f"file: {60 / took:.0f}/min |",
        flush=True,
    )


def _peer_seconds(bench: Bench, count: int, level: Level) -> float:
    """Median seconds of pyHanko for one file, the way its command line does it."""
    folder = bench.folder / f"peer-{level}"
    files, look = _files(folder, count), bench.folder / "look.pdf"
    look.write_bytes(bench.stamp.content)
    took = []
    for source in files:
        what = {
            "source": str(source),
            "look": str(look),
            "module": str(bench.token.module),
            "root": str(bench.authority.root_pem),
            "url": bench.request.timestamp_urls[0] if level is Level.B_T else "",
        }
        started = time.monotonic()
        _again("--one-peer", json.dumps(what))
        took.append(time.monotonic() - started)
    shutil.rmtree(folder)
    return statistics.median(took)


def _again(*arguments: str) -> str:
    """Run this program once more in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.signing_speed", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return done.stdout


def _sign_as_peer(what: dict[str, str]) -> None:
    """Sign one file with pyHanko alone: open the token, stamp, sign, write."""
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.timestamps import HTTPTimeStamper
    from pyhanko.stamp import StaticStampStyle

    session = open_pkcs11_session(
        what["module"], token_criteria=TokenCriteria(label=_LABEL), user_pin=_PIN
    )
    with session, Path(what["source"]).open("rb") as source:
        signer = PKCS11Signer(session, cert_id=b"\x01", key_id=b"\x01")
        stamper = HTTPTimeStamper(what["url"], timeout=30) if what["url"] else None
        pdf = PdfSigner(
            PdfSignatureMetadata(
                field_name="NguoiKy_1", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
            ),
            signer,
            timestamper=stamper,
            stamp_style=StaticStampStyle.from_pdf_file(what["look"]),
            new_field_spec=SigFieldSpec("NguoiKy_1", on_page=0, box=(330, 120, 460, 180)),
        )
        with Path(what["source"]).with_suffix(".peer").open("w+b") as output:
            pdf.sign_pdf(IncrementalPdfFileWriter(source, strict=False), output=output)


def _large_row(bench: Bench, megabytes: int) -> None:
    source = bench.folder / "large.pdf"
    _write_large(source, megabytes * 1_000_000)
    (bench.folder / "look.pdf").write_bytes(bench.stamp.content)
    said = json.loads(_again("--one-large", str(bench.folder)))
    checked = _asked_poppler(bench.folder / "large.signed") if megabytes < 200 else ""
    print(
        f"| one file of {megabytes} MB, B-B, visible stamp, verified | "
        f"{said['peak_kb'] / 1024:.0f} MiB ({said['before_kb'] / 1024:.0f} before the file was "
        f"opened), {said['seconds']:.1f} s, {said['cpu_s']:.1f} s CPU{checked} | <= 150 MiB | - |",
        flush=True,
    )
    for name in ("large.pdf", "large.signed"):
        (bench.folder / name).unlink()


def _sign_one_large(folder: Path) -> None:
    """Sign one file and tell the peak memory of this process."""
    authority = TrialAuthority.load(folder / "ca")
    request = SignRequest(
        datetime.now(UTC), trust_roots=(authority.root_der,), crls=(authority.crl,)
    )
    stamp = Stamp(0, (330.0, 120.0, 460.0, 180.0), (folder / "look.pdf").read_bytes())
    source, target = folder / "large.pdf", folder / "large.signed"
    with open_key(P12Source(authority.officer_p12), bytearray(_PASSWORD, "utf-8")) as key:
        before, started, cpu = _peak_kb(), time.monotonic(), time.process_time()
        sign_pdf(source, target, key, request, stamp)
        took = {"seconds": time.monotonic() - started, "cpu_s": time.process_time() - cpu}
    print(json.dumps({"peak_kb": _peak_kb(), "before_kb": before, **took}))


def _peak_kb() -> int:
    """Most memory this process ever had, kB."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0


def _write_large(path: Path, size: int) -> None:
    """A page with ten pictures that are holes in the file: large to read, small on disk."""
    pictures = 10
    each = size // pictures
    offsets: list[int] = []
    with path.open("wb") as stream:
        stream.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

        def begin(content: bytes) -> None:
            offsets.append(stream.tell())
            stream.write(b"%d 0 obj\n" % len(offsets) + content)

        begin(b"<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
        begin(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n")
        names = b" ".join(b"/I%d %d 0 R" % (one, 4 + one) for one in range(pictures))
        begin(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << "
            + names
            + b" >> >> >>\nendobj\n"
        )
        for _ in range(pictures):
            begin(
                b"<< /Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 "
                b"/Width 1000 /Height %d /Length %d >>\nstream\n" % (each // 1000, each)
            )
            stream.seek(each, os.SEEK_CUR)
            stream.write(b"\nendstream\nendobj\n")
        start = stream.tell()
        stream.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
        stream.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
        stream.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(offsets) + 1))
        stream.write(b"startxref\n%d\n%%%%EOF\n" % start)


def _asked_poppler(path: Path) -> str:
    """Let another program check the signature."""
    found = shutil.which("pdfsig")
    if found is None:
        return ", pdfsig not installed"
    said = subprocess.run(
        [found, "-nocert", str(path)], capture_output=True, text=True, timeout=300, check=False
    ).stdout
    return ", pdfsig: valid" if "Signature is Valid" in said else ", pdfsig: NOT valid"


if __name__ == "__main__":
    main()
