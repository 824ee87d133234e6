"""One file signed in one go: who may, in which order, and what other programs read in it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms

from signing.errors import (
    ActiveContentPdf,
    PaddingRefused,
    PdfChanged,
    SigningOrderBroken,
)
from signing.identities import AGENCY_FIELD, Mechanism
from signing.keystore import SigningKey, open_key
from signing.pades.prepared import (
    sign_pdf,
)
from signing.requests import (
    Level,
    P12Source,
    RsaPadding,
    SignatureKind,
    SignRequest,
)
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority
from signing.validation.verify import verify_pdf
from signing.verdict import Integrity, Verdict

Builder = Callable[[Level], SignRequest]
Leftovers = Callable[[], list[str]]


def test_sign_pdf_of_file_that_changes_meanwhile_leaves_key_unused(
    plain: Path, key: SigningKey, request_for: Builder
) -> None:
    class Meddling:
        certificate, chain, summary = key.certificate, key.chain, key.summary

        @property
        def mechanisms(self) -> frozenset[Mechanism]:
            plain.write_bytes(plain.read_bytes() + b"%")
            return key.mechanisms

        def sign(self, data: bytes, mechanism: Mechanism) -> bytes:
            raise AssertionError("the private key was used")

    with pytest.raises(PdfChanged):
        sign_pdf(plain, plain.with_name("x.pdf"), Meddling(), request_for(Level.B_B))

    assert not plain.with_name("x.pdf").exists()


def test_sign_pdf_with_key_without_pss_needs_permission(
    plain: Path, key: SigningKey, request_for: Builder
) -> None:
    class Older:
        certificate, chain, summary = key.certificate, key.chain, key.summary
        mechanisms = frozenset({Mechanism.RSA_PKCS1})

        def sign(self, data: bytes, mechanism: Mechanism) -> bytes:
            return key.sign(data, mechanism)

    request, target = request_for(Level.B_B), plain.with_name("x.pdf")

    with pytest.raises(PaddingRefused):
        sign_pdf(plain, target, Older(), request)
    older = replace(request, rsa_padding=RsaPadding.PKCS1)
    signed = sign_pdf(plain, target, Older(), older)

    assert signed.mechanism is Mechanism.RSA_PKCS1
    assert verify_pdf(target).integrity is Integrity.INTACT


def test_sign_pdf_with_elliptic_key_asks_for_no_padding(
    plain: Path, authority: TrialAuthority, request_for: Builder, password_text: str
) -> None:
    path = authority.issue_p12(OfficerProfile(kind=KeyKind.EC_256), password_text, "ec-two.p12")

    with open_key(P12Source(path), bytearray(password_text, "utf-8")) as key:
        signed = sign_pdf(plain, plain, key, request_for(Level.B_B))

    assert signed.mechanism is Mechanism.ECDSA


def content_of(path: Path, name: str = "NguoiKy_1") -> cms.ContentInfo:
    with pikepdf.open(path) as document:
        (field,) = [one for one in document.Root.AcroForm.Fields if str(one.T) == name]
        return cms.ContentInfo.load(bytes(field.V.Contents))


@pytest.mark.parametrize("kind", list(SignatureKind))
def test_sign_pdf_writes_signing_time_into_pkcs7_alone(
    kind: SignatureKind, plain: Path, key: SigningKey, request_for: Builder
) -> None:
    sign_pdf(plain, plain, key, replace(request_for(Level.B_B), kind=kind))

    (signer,) = content_of(plain)["content"]["signer_infos"]
    names = {attribute["type"].native for attribute in signer["signed_attrs"]}
    wanted = {"content_type", "message_digest", "signing_certificate_v2"}
    assert wanted <= names
    assert ("signing_time" in names) == (kind is SignatureKind.PKCS7)


@pytest.mark.parametrize("level", list(Level))
def test_sign_pdf_as_pkcs7_reaches_every_level(
    level: Level, plain: Path, key: SigningKey, request_for: Builder
) -> None:
    request = replace(request_for(level), kind=SignatureKind.PKCS7)

    signed = sign_pdf(plain, plain, key, request)

    verdict = verify_pdf(plain, request.trust_roots)
    assert signed.level is level
    assert verdict.integrity is Integrity.INTACT
    assert verdict.signatures[0].level == f"pkcs7-{level.value[2:]}"


@pytest.mark.parametrize("padding", list(RsaPadding))
def test_sign_pdf_value_is_accepted_by_openssl(
    padding: RsaPadding,
    plain: Path,
    key: SigningKey,
    authority: TrialAuthority,
    request_for: Builder,
    tmp_path: Path,
) -> None:
    sign_pdf(plain, plain, key, replace(request_for(Level.B_B), rsa_padding=padding))
    signed, text = tmp_path / "cms.der", tmp_path / "signed-bytes"
    signed.write_bytes(content_of(plain).dump())
    with pikepdf.open(plain) as document:
        first, length, second, rest = map(int, document.Root.AcroForm.Fields[0].V.ByteRange)
    data = plain.read_bytes()
    text.write_bytes(data[first : first + length] + data[second : second + rest])

    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(signed)]
    command += ["-content", str(text), "-CAfile", str(authority.root_pem)]
    command += ["-out", "/dev/null", "-purpose", "any"]

    said = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert said.returncode == 0, said.stderr


def test_sign_pdf_locks_its_own_field_and_nothing_else(
    plain: Path, key: SigningKey, request_for: Builder
) -> None:
    sign_pdf(plain, plain, key, request_for(Level.B_B))

    with pikepdf.open(plain) as document:
        field = document.Root.AcroForm.Fields[0]
        (reference,) = field.V.Reference
        assert "/Perms" not in document.Root
        assert str(reference.TransformMethod) == "/FieldMDP"
        for lock in (field.Lock, reference.TransformParams):
            assert str(lock.Action) == "/Include"
            assert [str(name) for name in lock.Fields] == ["NguoiKy_1"]


def test_sign_pdf_persons_then_agency_is_valid_and_the_way_back_is_refused(
    plain: Path, key: SigningKey, authority: TrialAuthority, request_for: Builder
) -> None:
    request = request_for(Level.B_LT)
    sign_pdf(plain, plain, key, request)
    sign_pdf(plain, plain, key, request)
    sign_pdf(plain, plain, key, replace(request, field_name=AGENCY_FIELD))
    before = plain.read_bytes()

    with pytest.raises(SigningOrderBroken):
        sign_pdf(plain, plain, key, request)

    verdict = verify_pdf(plain, (authority.root_der,))
    assert plain.read_bytes() == before
    assert verdict.verdict is Verdict.VALID
    names = [found.field for found in verdict.signatures]
    assert names == ["NguoiKy_1", "NguoiKy_2", AGENCY_FIELD]


def test_sign_pdf_with_script_is_refused(
    plain: Path, key: SigningKey, request_for: Builder
) -> None:
    with pikepdf.open(plain, allow_overwriting_input=True) as document:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.Root.OpenAction = script
        document.save(plain)

    with pytest.raises(ActiveContentPdf):
        sign_pdf(plain, plain.with_name("x.pdf"), key, request_for(Level.B_B))

    assert not plain.with_name("x.pdf").exists()


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("level", [Level.B_T, Level.B_LTA])
def test_sign_pdf_without_network_owes_what_services_would_give(
    level: Level,
    plain: Path,
    tmp_path: Path,
    now: datetime,
    request_for: Builder,
    password_text: str,
) -> None:
    offline = TrialAuthority.create(
        tmp_path / "ca", now, base_url="http://127.0.0.1:9", password=password_text
    )
    request = replace(
        request_for(level),
        trust_roots=(offline.root_der,),
        timestamp_urls=(offline.timestamp_url,),
        owe_time=True,
    )

    with open_key(P12Source(offline.officer_p12), bytearray(password_text, "utf-8")) as key:
        signed = sign_pdf(plain, plain, key, request)

    assert (signed.level, signed.owed) == (Level.B_B, level)
