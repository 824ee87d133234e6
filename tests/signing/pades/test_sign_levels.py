"""Every level, from a key file and from a token, verified by us and by poppler."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from signing.keystore import open_key
from signing.pades.sign import sign_files, sign_pdf
from signing.requests import Level, P12Source, Pkcs11Source, RsaPadding, SignRequest
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority
from signing.trial.token import create_store, create_token, load_into_token
from signing.validation.verify import VerifyRules, verify_pdf, verify_with
from signing.verdict import Integrity, TimeSource, Trust, Verdict

PIN = "246810"
LEVELS = pytest.mark.parametrize("level", list(Level))


@LEVELS
def test_sign_pdf_with_key_file_is_valid(
    level: Level,
    plain: Path,
    officer: P12Source,
    password: bytearray,
    request_for: Callable[[Level], SignRequest],
) -> None:
    request, target = request_for(level), plain.with_name("signed.pdf")

    with open_key(officer, password) as key:
        signed = sign_pdf(plain, target, key, request)

    verdict = verify_with(target, VerifyRules(trust_roots=request.trust_roots, fetch=True))
    assert verdict.verdict is Verdict.VALID
    assert verdict.integrity is Integrity.INTACT
    assert verdict.signatures[0].level == level == signed.level
    assert verdict.signatures[0].signer == "Nguyễn Thị Thử Nghiệm"
    assert target.read_bytes().startswith(plain.read_bytes())


@pytest.mark.parametrize("level", [Level.B_B, Level.B_T, Level.B_LT])
def test_verify_pdf_offline_is_valid_only_with_evidence(
    level: Level,
    plain: Path,
    officer: P12Source,
    password: bytearray,
    request_for: Callable[[Level], SignRequest],
) -> None:
    request, target = request_for(level), plain.with_name("signed.pdf")
    with open_key(officer, password) as key:
        sign_pdf(plain, target, key, request)

    verdict = verify_pdf(target, request.trust_roots)

    has_evidence = level.needs_revocation
    assert verdict.verdict is (Verdict.VALID if has_evidence else Verdict.UNKNOWN)
    assert verdict.integrity is Integrity.INTACT
    wanted = TimeSource.TIMESTAMP if has_evidence else TimeSource.CLAIMED
    assert verdict.signatures[0].time_source is wanted


@pytest.mark.softhsm
@LEVELS
def test_sign_pdf_with_token_is_valid(
    level: Level,
    plain: Path,
    token: Pkcs11Source,
    request_for: Callable[[Level], SignRequest],
) -> None:
    request, target, pin = request_for(level), plain.with_name("t.pdf"), bytearray(b"246810")

    with open_key(token, pin) as key:
        sign_pdf(plain, target, key, request)

    verdict = verify_with(target, VerifyRules(trust_roots=request.trust_roots, fetch=True))
    assert (verdict.verdict, verdict.signatures[0].level) == (Verdict.VALID, level)
    assert pin == bytearray(6)


@pytest.mark.softhsm
def test_sign_pdf_with_elliptic_token_key_is_valid(
    plain: Path,
    token: Pkcs11Source,
    authority: TrialAuthority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request_for: Callable[[Level], SignRequest],
) -> None:
    from signing.keys.pkcs11 import reload_module

    store = create_store(tmp_path / "ec")
    create_token(store, "EC", PIN)
    monkeypatch.setenv("SOFTHSM2_CONF", str(store.config))
    reload_module(token.module)
    source = Pkcs11Source(token.module, "EC")
    load_into_token(source, PIN, authority.issue(OfficerProfile(kind=KeyKind.EC_256)))

    with open_key(source, bytearray(PIN, "ascii")) as key:
        sign_pdf(plain, plain.with_name("ec.pdf"), key, request_for(Level.B_B))

    verdict = verify_pdf(plain.with_name("ec.pdf"), (authority.root_der,))
    assert verdict.integrity is Integrity.INTACT


@LEVELS
def test_sign_pdf_result_is_accepted_by_pdfsig(
    level: Level,
    plain: Path,
    officer: P12Source,
    password: bytearray,
    pdfsig: str,
    request_for: Callable[[Level], SignRequest],
) -> None:
    target = plain.with_name("signed.pdf")
    with open_key(officer, password) as key:
        sign_pdf(plain, target, key, request_for(level))

    said = subprocess.run(
        [pdfsig, "-nocert", str(target)], capture_output=True, text=True, timeout=60, check=False
    ).stdout

    assert "Signature Validation: Signature is Valid." in said
    assert "ETSI.CAdES.detached" in said


def test_sign_pdf_with_pss_is_valid(
    plain: Path,
    officer: P12Source,
    password: bytearray,
    request_for: Callable[[Level], SignRequest],
) -> None:
    request = replace(request_for(Level.B_B), rsa_padding=RsaPadding.PSS)

    with open_key(officer, password) as key:
        sign_pdf(plain, plain.with_name("pss.pdf"), key, request)

    verdict = verify_with(
        plain.with_name("pss.pdf"), VerifyRules(trust_roots=request.trust_roots, fetch=True)
    )
    assert verdict.verdict is Verdict.VALID


def test_sign_pdf_writes_requested_time_with_vietnamese_offset(
    plain: Path,
    officer: P12Source,
    password: bytearray,
    now: datetime,
    request_for: Callable[[Level], SignRequest],
) -> None:
    moment = now.replace(microsecond=0) - timedelta(hours=2)
    target = plain.with_name("signed.pdf")

    with open_key(officer, password) as key:
        signed = sign_pdf(plain, target, key, replace(request_for(Level.B_B), signed_at=moment))

    assert signed.signed_at == moment
    assert signed.signed_at.utcoffset() == timedelta(hours=7)
    with pikepdf.open(target) as document:
        written = str(document.Root.AcroForm.Fields[0].V.M)
    assert written == signed.signed_at.strftime("D:%Y%m%d%H%M%S+07'00'")
    assert verify_pdf(target).signatures[0].signed_at == moment


def test_sign_pdf_twice_keeps_both_valid_and_counts_field_names(
    plain: Path,
    authority: TrialAuthority,
    officer: P12Source,
    password: bytearray,
    request_for: Callable[[Level], SignRequest],
) -> None:
    request = request_for(Level.B_LT)
    first, second = plain.with_name("1.pdf"), plain.with_name("2.pdf")

    with open_key(officer, password) as key:
        one = sign_pdf(plain, first, key, request)
        two = sign_pdf(first, second, key, request)

    verdict = verify_pdf(second, (authority.root_der,))
    assert (one.field_name, two.field_name) == ("NguoiKy_1", "NguoiKy_2")
    assert verdict.verdict is Verdict.VALID
    assert [found.field for found in verdict.signatures] == ["NguoiKy_1", "NguoiKy_2"]
    assert all(found.trust is Trust.TRUSTED for found in verdict.signatures)
    assert second.read_bytes().startswith(first.read_bytes())


@pytest.mark.parametrize("level", [Level.B_B, Level.B_LTA])
def test_sign_pdf_keeps_pdfa_2b_clean(
    level: Level,
    tmp_path: Path,
    plain_bytes: bytes,
    officer: P12Source,
    password: bytearray,
    request_for: Callable[[Level], SignRequest],
) -> None:
    source, target = tmp_path / "a.pdf", tmp_path / "s.pdf"
    plain = tmp_path / "p.pdf"
    plain.write_bytes(plain_bytes)
    with pikepdf.open(plain) as document:
        with document.open_metadata() as metadata:
            metadata["dc:title"] = "Đơn đề nghị"
        pdfa.save(document, source, "2b")

    with open_key(officer, password) as key:
        sign_pdf(source, target, key, request_for(level))

    with pikepdf.open(target) as document:
        report = pdfa.check(document, "2b")
    assert [found for found in report.findings if found.kind == "violation"] == []


def test_sign_files_reports_each_file_and_progress(
    plain: Path,
    officer: P12Source,
    password: bytearray,
    request_for: Callable[[Level], SignRequest],
) -> None:
    bad = plain.with_name("bad.pdf")
    bad.write_bytes(b"khong phai PDF")
    files = [(plain, plain.with_name("a.pdf")), (bad, plain.with_name("b.pdf"))]
    files.append((plain, plain.with_name("c.pdf")))
    seen: list[tuple[int, int]] = []

    with open_key(officer, password) as key:
        outcomes = sign_files(
            files,
            key,
            request_for(Level.B_B),
            on_progress=lambda done, total: seen.append((done, total)),
        )

    codes = [getattr(found.outcome, "code", "signed") for found in outcomes]
    assert codes == ["signed", "pdf.not_a_pdf", "signed"]
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert not plain.with_name("b.pdf").exists()
