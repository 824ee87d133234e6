"""Renewal: a time stamp whose certificate ends soon is followed by another in good time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from signing.errors import BadRequest, PdfUnreadable
from signing.keystore import SigningKey, open_key
from signing.pades.extending import extend_signature
from signing.pades.prepared import sign_pdf
from signing.pades.renewal import proof_end
from signing.requests import Level, P12Source, SignRequest
from signing.trial.authority import OfficerProfile, TrialAuthority, TrialKey
from signing.trial.services import TrialServices
from signing.validation.verify import VerifyRules, verify_with
from signing.verdict import Verdict

Builder = Callable[[Level], SignRequest]


def ending(authority: TrialAuthority, end: datetime) -> TrialKey:
    """The time-stamp service with a certificate that ends soon."""
    old = authority.tsa.certificate
    builder = (
        x509.CertificateBuilder()
        .subject_name(old.subject)
        .issuer_name(old.issuer)
        .public_key(old.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - timedelta(days=30))
        .not_valid_after(end)
    )
    for extension in old.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    return TrialKey(
        builder.sign(authority.root.private_key, hashes.SHA256()), authority.tsa.private_key
    )


def test_proof_end_is_that_of_the_newest_time_stamp(
    plain: Path, key: SigningKey, request_for: Builder, authority: TrialAuthority
) -> None:
    signer = asn1_x509.Certificate.load(key.certificate)
    sign_pdf(plain, plain, key, request_for(Level.B_B))
    alone = proof_end(plain)

    extend_signature(plain, plain, Level.B_T, request_for(Level.B_B))

    assert alone == signer.not_valid_after
    assert proof_end(plain) == authority.tsa.certificate.not_valid_after_utc


def test_proof_end_of_what_is_not_signed_is_refused(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        proof_end(plain)
    with pytest.raises(PdfUnreadable):
        proof_end(tmp_path / "khong-co.pdf")


def test_renewed_file_is_valid_after_the_first_time_stamp_has_ended(
    plain: Path,
    password: bytearray,
    request_for: Builder,
    authority: TrialAuthority,
    served: TrialServices,
) -> None:
    # The signer's certificate ends too: then nothing but time stamps can prove the signature.
    profile = OfficerProfile(valid_for=timedelta(days=3))
    p12 = P12Source(authority.issue_p12(profile, password.decode("utf-8"), "ngan.p12"))
    end = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    request = request_for(Level.B_LTA)
    old = replace(authority, tsa=ending(authority, end))
    served.publish(authority, old.answer_timestamp)
    with open_key(p12, password) as key:
        sign_pdf(plain, plain, key, request)
    before, ends = plain.read_bytes(), proof_end(plain)
    served.publish(authority)

    extend_signature(plain, plain, Level.B_LTA, request)

    later = VerifyRules(request.trust_roots, at=end + timedelta(days=10))
    verdict = verify_with(plain, later)
    (plain.parent / "truoc.pdf").write_bytes(before)
    unrenewed = verify_with(plain.parent / "truoc.pdf", later)
    assert ends == end
    assert proof_end(plain) == authority.tsa.certificate.not_valid_after_utc
    assert (verdict.verdict, verdict.signatures[0].level) == (Verdict.VALID, "b-lta")
    assert unrenewed.verdict is not Verdict.VALID
    assert plain.read_bytes().startswith(before)
