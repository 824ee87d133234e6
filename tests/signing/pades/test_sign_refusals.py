"""What must not be signed is not signed, the key stays unused, and nothing is left behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from signing.errors import (
    BadRequest,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRefused,
    CertificateRevoked,
    CertificateUnsuitable,
    CertificateUntrusted,
    DamagedPdf,
    EncryptedPdf,
    NotAPdf,
    OutputNotWritten,
    PdfUnreadable,
    RevocationUnavailable,
    SigningError,
    TimestampUnavailable,
    UnsignablePdf,
    WeakKey,
    XfaPdf,
)
from signing.keystore import SigningKey, open_key
from signing.pades.sign import sign_files, sign_pdf
from signing.requests import Level, P12Source, SignRequest
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices

Builder = Callable[[Level], SignRequest]
Issuer = Callable[[TrialAuthority, OfficerProfile], SigningKey]


def leftovers(folder: Path) -> list[str]:
    return [found.name for found in folder.iterdir() if found.name.endswith(".part")]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (
            OfficerProfile(valid_from=timedelta(days=-30), valid_for=timedelta(days=20)),
            CertificateExpired,
        ),
        (OfficerProfile(valid_from=timedelta(days=2)), CertificateNotYetValid),
        (OfficerProfile(may_sign=False), CertificateUnsuitable),
        (OfficerProfile(kind=KeyKind.RSA_1024), WeakKey),
    ],
    ids=["expired", "not-yet-valid", "encipherment-only", "rsa-1024"],
)
def test_sign_pdf_with_bad_certificate_leaves_key_unused(
    profile: OfficerProfile,
    expected: type[CertificateRefused],
    authority: TrialAuthority,
    plain: Path,
    request_for: Builder,
    untouchable: Issuer,
) -> None:
    key, target = untouchable(authority, profile), plain.with_name("signed.pdf")

    with pytest.raises(expected):
        sign_pdf(plain, target, key, request_for(Level.B_B))

    assert not target.exists()
    assert leftovers(plain.parent) == []


def test_sign_pdf_with_foreign_root_leaves_key_unused(
    authority: TrialAuthority,
    plain: Path,
    tmp_path: Path,
    now: datetime,
    request_for: Builder,
    untouchable: Issuer,
    password_text: str,
) -> None:
    other = TrialAuthority.create(
        tmp_path / "other", now, base_url=authority.base_url, password=password_text
    )
    request = replace(request_for(Level.B_B), trust_roots=(other.root_der,))

    with pytest.raises(CertificateUntrusted):
        sign_pdf(plain, plain.with_name("x.pdf"), untouchable(authority, OfficerProfile()), request)


def test_sign_pdf_without_roots_needs_the_permission(
    officer: P12Source, password: bytearray, plain: Path, now: datetime
) -> None:
    request, target = SignRequest(signed_at=now), plain.with_name("signed.pdf")

    with open_key(officer, password) as key:
        with pytest.raises(CertificateUntrusted):
            sign_pdf(plain, target, key, request)
        sign_pdf(plain, target, key, replace(request, allow_unknown_issuer=True))

    assert target.exists()


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT])
def test_sign_pdf_with_revoked_certificate_leaves_key_unused(
    level: Level,
    tmp_path: Path,
    plain: Path,
    now: datetime,
    request_for: Builder,
    untouchable: Issuer,
    password_text: str,
) -> None:
    with TrialServices() as services:
        authority = TrialAuthority.create(
            tmp_path / "ca", now, base_url=services.url, password=password_text
        )
        services.publish(authority)
        key = untouchable(authority, OfficerProfile())
        authority.publish_crl(now, [int(key.summary.serial, 16)])
        request = replace(
            request_for(level),
            trust_roots=(authority.root_der,),
            timestamp_urls=(authority.timestamp_url,),
        )

        with pytest.raises(CertificateRevoked):
            sign_pdf(plain, plain.with_name("x.pdf"), key, request)


def test_sign_pdf_offline_with_known_crl_refuses_revoked_certificate(
    tmp_path: Path,
    plain: Path,
    now: datetime,
    request_for: Builder,
    untouchable: Issuer,
    password_text: str,
) -> None:
    authority = TrialAuthority.create(
        tmp_path / "ca", now, base_url="http://127.0.0.1:9", password=password_text
    )
    key = untouchable(authority, OfficerProfile())
    authority.publish_crl(now, [int(key.summary.serial, 16)])
    request = replace(
        request_for(Level.B_B), trust_roots=(authority.root_der,), crls=(authority.crl,)
    )

    with pytest.raises(CertificateRevoked):
        sign_pdf(plain, plain.with_name("x.pdf"), key, request)


def test_sign_pdf_long_term_without_revocation_service_leaves_key_unused(
    tmp_path: Path,
    plain: Path,
    now: datetime,
    request_for: Builder,
    untouchable: Issuer,
    password_text: str,
) -> None:
    authority = TrialAuthority.create(
        tmp_path / "ca", now, base_url="http://127.0.0.1:9", password=password_text
    )
    request = replace(request_for(Level.B_LT), trust_roots=(authority.root_der,))

    with pytest.raises(RevocationUnavailable) as raised:
        sign_pdf(plain, plain.with_name("x.pdf"), untouchable(authority, OfficerProfile()), request)

    assert raised.value.advice == "retry_later"


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_sign_pdf_with_dead_timestamp_service_leaves_nothing(
    level: Level, plain: Path, officer: P12Source, password: bytearray, request_for: Builder
) -> None:
    request = replace(request_for(level), timestamp_urls=("http://127.0.0.1:9/tsa",))
    target = plain.with_name("signed.pdf")

    with open_key(officer, password) as key, pytest.raises(TimestampUnavailable) as raised:
        sign_pdf(plain, target, key, request)

    assert raised.value.advice == "retry_later"
    assert not target.exists()
    assert leftovers(plain.parent) == []


def encrypted(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="chu", user=""))


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def with_xfa(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        form = {"/XFA": document.make_stream(b"<xdp/>"), "/Fields": pikepdf.Array()}
        document.Root.AcroForm = document.make_indirect(pikepdf.Dictionary(form))
        document.save(path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def picture(path: Path) -> None:
    path.write_bytes(b"\xff\xd8\xff\xe0 khong phai PDF")


def missing(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (encrypted, EncryptedPdf),
        (truncated, DamagedPdf),
        (with_xfa, XfaPdf),
        (empty, NotAPdf),
        (picture, NotAPdf),
        (missing, PdfUnreadable),
    ],
)
def test_sign_pdf_with_bad_file_is_refused(
    spoil: Callable[[Path], None],
    expected: type[UnsignablePdf],
    plain: Path,
    officer: P12Source,
    password: bytearray,
    request_for: Builder,
) -> None:
    spoil(plain)

    with open_key(officer, password) as key, pytest.raises(expected):
        sign_pdf(plain, plain.with_name("signed.pdf"), key, request_for(Level.B_B))

    assert not plain.with_name("signed.pdf").exists()
    assert leftovers(plain.parent) == []


def test_sign_pdf_keeps_existing_target_when_it_fails(
    plain: Path, officer: P12Source, password: bytearray, request_for: Builder
) -> None:
    target = plain.with_name("signed.pdf")
    target.write_bytes(b"ban cu")
    truncated(plain)

    with open_key(officer, password) as key, pytest.raises(DamagedPdf):
        sign_pdf(plain, target, key, request_for(Level.B_B))

    assert target.read_bytes() == b"ban cu"


def test_sign_pdf_into_missing_folder_is_not_written(
    plain: Path, officer: P12Source, password: bytearray, request_for: Builder
) -> None:
    with open_key(officer, password) as key, pytest.raises(OutputNotWritten):
        sign_pdf(plain, plain.parent / "khong-co" / "x.pdf", key, request_for(Level.B_B))


_FULL_DISK = """
import resource, sys
from datetime import datetime, timezone
from pathlib import Path
from signing.errors import SigningError
from signing.keystore import SigningKey, open_key
from signing.requests import P12Source, SignRequest
from signing.pades.sign import sign_pdf
p12, source, target, password = sys.argv[1:]
request = SignRequest(datetime.now(timezone.utc), allow_unknown_issuer=True)
with open_key(P12Source(Path(p12)), bytearray(password, "utf-8")) as key:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    try:
        sign_pdf(Path(source), Path(target), key, request)
    except SigningError as error:
        print(error.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits on Windows")
def test_sign_pdf_on_full_disk_leaves_nothing(
    plain: Path, officer: P12Source, password_text: str
) -> None:
    folder = plain.parent / "day"
    folder.mkdir()
    arguments = [str(officer.path), str(plain), str(folder / "signed.pdf"), password_text]

    said = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=Path(__file__).parents[3],
    )

    assert said.stdout.strip() == "output.not_written"
    assert list(folder.iterdir()) == []


def test_sign_files_stops_using_a_refused_key(
    authority: TrialAuthority, plain: Path, request_for: Builder, untouchable: Issuer
) -> None:
    expired = OfficerProfile(valid_from=timedelta(days=-30), valid_for=timedelta(days=20))
    key = untouchable(authority, expired)
    files = [(plain, plain.with_name(f"{number}.pdf")) for number in range(3)]

    outcomes = sign_files(files, key, request_for(Level.B_B))

    assert all(isinstance(found.outcome, CertificateExpired) for found in outcomes)
    assert len({id(found.outcome) for found in outcomes}) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"level": Level.B_T, "timestamp_urls": ()},
        {"level": Level.B_LT, "trust_roots": ()},
        {"field_name": ""},
        {"field_name": "a.b"},
        {"signed_at": datetime(2026, 1, 1)},
    ],
)
def test_sign_request_that_contradicts_itself_is_refused(
    change: dict[str, object], request_for: Builder
) -> None:
    request = request_for(Level.B_B)

    with pytest.raises(BadRequest):
        replace(request, **change)  # type: ignore[arg-type]  # deliberately loose


def test_sign_pdf_source_may_be_the_target(
    plain: Path, officer: P12Source, password: bytearray, request_for: Builder
) -> None:
    before = plain.read_bytes()

    with open_key(officer, password) as key:
        sign_pdf(plain, plain, key, request_for(Level.B_B))

    assert plain.read_bytes().startswith(before)
    assert len(plain.read_bytes()) > len(before)


def test_errors_of_signing_never_name_files(
    plain: Path, officer: P12Source, password: bytearray, request_for: Builder
) -> None:
    secret = plain.with_name("Nguyen Van A.pdf")
    shutil.copy(plain, secret)
    truncated(secret)

    with open_key(officer, password) as key, pytest.raises(SigningError) as raised:
        sign_pdf(secret, plain.with_name("x.pdf"), key, request_for(Level.B_B))

    assert "Nguyen" not in str(raised.value)
