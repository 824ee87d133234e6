"""Two phases: what lies between them survives, and only what is proved is used."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from signing.errors import (
    ActiveContentPdf,
    BadRequest,
    CertificateRevoked,
    OutputNotWritten,
    PaddingRefused,
    PdfChanged,
    PreparedChanged,
    PreparedUnreadable,
    SigningOrderBroken,
    TimestampUnavailable,
    ValueNotProved,
)
from signing.identities import AGENCY_FIELD, Mechanism
from signing.keystore import SigningKey, open_key
from signing.pades.prepared import (
    PreparedSignature,
    check_signer,
    finish_signature,
    prepare_signature,
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
from signing.trial.services import TrialServices
from signing.validation.verify import verify_pdf
from signing.verdict import Integrity, Verdict

Builder = Callable[[Level], SignRequest]
Leftovers = Callable[[], list[str]]


@pytest.fixture
def begun(plain: Path, key: SigningKey, request_for: Builder) -> PreparedSignature:
    return prepare_signature(
        plain, prepared_at(plain), key.certificate, key.chain, request_for(Level.B_B)
    )


def prepared_at(plain: Path) -> Path:
    return plain.with_name("prepared.pdf")


def finish(
    plain: Path, begun: PreparedSignature, value: bytes, request: SignRequest, **more: Any
) -> Any:
    target = plain.with_name("signed.pdf")
    return finish_signature(prepared_at(plain), target, begun, value, request, **more)


def test_prepare_signature_leaves_source_and_names_its_digest(
    plain: Path, plain_bytes: bytes, begun: PreparedSignature
) -> None:
    written = prepared_at(plain).read_bytes()

    assert plain.read_bytes() == plain_bytes
    assert written.startswith(plain_bytes)
    assert begun.source_sha256 == hashlib.sha256(plain_bytes).hexdigest()
    outside = written[: begun.contents_start] + written[begun.contents_end :]
    assert begun.document_digest == hashlib.sha256(outside).hexdigest()
    assert set(written[begun.contents_start + 1 : begun.contents_end - 1]) == {ord("0")}


def test_prepared_signature_survives_being_written_down(begun: PreparedSignature) -> None:
    assert PreparedSignature.from_json(begun.to_json()) == begun


@given(st.text() | st.binary().map(repr) | st.recursive(st.none() | st.text(), st.lists).map(str))
def test_from_json_of_anything_is_refused(text: str) -> None:
    with pytest.raises(PreparedUnreadable):
        PreparedSignature.from_json(text)


@given(name=st.integers(0, 11), value=st.none() | st.booleans() | st.integers() | st.text())
def test_from_json_with_one_wrong_entry_is_refused_or_sound(
    name: int, value: object, sound_record: dict[str, object]
) -> None:
    record = dict(sound_record)
    record[sorted(record)[name]] = value

    try:
        read = PreparedSignature.from_json(json.dumps(record))
    except PreparedUnreadable:
        return

    assert PreparedSignature.from_json(read.to_json()) == read


@pytest.fixture(scope="module")
def sound_record(authority: TrialAuthority) -> dict[str, object]:
    certificate = authority.root_der
    sound = PreparedSignature(
        field_name="NguoiKy_1",
        signed_attributes=b"1",
        mechanism=Mechanism.ECDSA,
        certificate=certificate,
        chain=(certificate,),
        document_digest="0" * 64,
        source_sha256="1" * 64,
        contents_start=10,
        contents_end=20,
        level=Level.B_B,
        signed_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    loaded: dict[str, object] = json.loads(sound.to_json())
    return loaded


def test_finish_signature_after_restart_gives_valid_file(
    plain: Path, key: SigningKey, begun: PreparedSignature, request_for: Builder
) -> None:
    value = key.sign(begun.signed_attributes, begun.mechanism)
    again = PreparedSignature.from_json(begun.to_json())

    signed = finish(plain, again, value, request_for(Level.B_B))

    target = plain.with_name("signed.pdf")
    assert verify_pdf(target).integrity is Integrity.INTACT
    assert signed.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert (signed.level, signed.owed) == (Level.B_B, None)
    assert signed.mechanism is Mechanism.RSA_PSS


def test_finish_signature_twice_is_the_same(
    plain: Path, key: SigningKey, begun: PreparedSignature, request_for: Builder
) -> None:
    value, request = key.sign(begun.signed_attributes, begun.mechanism), request_for(Level.B_B)
    target = plain.with_name("signed.pdf")

    first = finish(plain, begun, value, request)
    inode = target.stat().st_ino
    second = finish(plain, begun, value, request)

    assert first == second
    assert target.stat().st_ino == inode


def test_finish_signature_again_keeps_what_was_signed_after_it(
    plain: Path, key: SigningKey, begun: PreparedSignature, request_for: Builder
) -> None:
    value, request = key.sign(begun.signed_attributes, begun.mechanism), request_for(Level.B_B)
    target = plain.with_name("signed.pdf")
    finish(plain, begun, value, request)
    sign_pdf(target, target, key, replace(request, field_name=AGENCY_FIELD))
    before = target.read_bytes()

    finish(plain, begun, value, request)

    assert target.read_bytes() == before


def test_finish_signature_replaces_a_damaged_target(
    plain: Path, key: SigningKey, begun: PreparedSignature, request_for: Builder
) -> None:
    value, request = key.sign(begun.signed_attributes, begun.mechanism), request_for(Level.B_B)
    target = plain.with_name("signed.pdf")
    finish(plain, begun, value, request)
    sound = target.read_bytes()
    target.write_bytes(sound[:-50])

    finish(plain, begun, value, request)

    assert target.read_bytes() == sound


@pytest.mark.parametrize("spoil", ["flip", "empty", "other-bytes", "other-scheme"])
def test_finish_signature_with_unproved_value_writes_nothing(
    spoil: str,
    plain: Path,
    key: SigningKey,
    begun: PreparedSignature,
    request_for: Builder,
    leftovers: Leftovers,
) -> None:
    sound = key.sign(begun.signed_attributes, begun.mechanism)
    value = {
        "flip": bytes([sound[0] ^ 1]) + sound[1:],
        "empty": b"",
        "other-bytes": key.sign(b"khac", begun.mechanism),
        "other-scheme": key.sign(begun.signed_attributes, Mechanism.RSA_PKCS1),
    }[spoil]

    with pytest.raises(ValueNotProved):
        finish(plain, begun, value, request_for(Level.B_B))

    assert not plain.with_name("signed.pdf").exists()
    assert leftovers() == []


@pytest.mark.parametrize("spoil", ["byte", "cut", "gone", "longer"])
def test_finish_signature_with_changed_prepared_file_writes_nothing(
    spoil: str,
    plain: Path,
    key: SigningKey,
    begun: PreparedSignature,
    request_for: Builder,
    leftovers: Leftovers,
) -> None:
    value, path = key.sign(begun.signed_attributes, begun.mechanism), prepared_at(plain)
    content = path.read_bytes()
    changed = {
        "byte": b"%PDX" + content[4:],
        "cut": content[:-10],
        "gone": b"",
        "longer": content + b"\n",
    }
    path.write_bytes(changed[spoil])
    if spoil == "gone":
        path.unlink()

    with pytest.raises(PreparedChanged):
        finish(plain, begun, value, request_for(Level.B_B))

    assert not plain.with_name("signed.pdf").exists()
    assert leftovers() == []


def test_finish_signature_with_other_level_is_refused(
    plain: Path, key: SigningKey, begun: PreparedSignature, request_for: Builder
) -> None:
    value = key.sign(begun.signed_attributes, begun.mechanism)

    with pytest.raises(BadRequest):
        finish(plain, begun, value, request_for(Level.B_T))


def test_finish_signature_into_missing_folder_is_not_written(
    plain: Path, key: SigningKey, begun: PreparedSignature, request_for: Builder
) -> None:
    value, nowhere = key.sign(begun.signed_attributes, begun.mechanism), plain.parent / "x" / "y"

    with pytest.raises(OutputNotWritten):
        finish_signature(prepared_at(plain), nowhere, begun, value, request_for(Level.B_B))


def test_prepare_signature_of_other_bytes_than_seen_is_refused(
    plain: Path, key: SigningKey, request_for: Builder, leftovers: Leftovers
) -> None:
    seen = hashlib.sha256(plain.read_bytes()).hexdigest()
    request = replace(request_for(Level.B_B), seen_sha256=seen)
    prepare_signature(plain, prepared_at(plain), key.certificate, key.chain, request)
    prepared_at(plain).unlink()
    plain.write_bytes(plain.read_bytes() + b"\n")

    with pytest.raises(PdfChanged):
        prepare_signature(plain, prepared_at(plain), key.certificate, key.chain, request)

    assert not prepared_at(plain).exists()
    assert leftovers() == []


def test_finish_signature_of_other_bytes_than_seen_is_refused(
    plain: Path, key: SigningKey, begun: PreparedSignature, request_for: Builder
) -> None:
    request = replace(request_for(Level.B_B), seen_sha256="a" * 64)
    value = key.sign(begun.signed_attributes, begun.mechanism)

    with pytest.raises(PdfChanged):
        finish(plain, begun, value, request)


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
@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_finish_signature_with_dead_service_owes_the_time(
    level: Level, plain: Path, key: SigningKey, request_for: Builder
) -> None:
    request = replace(request_for(level), timestamp_urls=("http://127.0.0.1:9/tsa",))
    begun = prepare_signature(plain, prepared_at(plain), key.certificate, key.chain, request)
    value = key.sign(begun.signed_attributes, begun.mechanism)
    with pytest.raises(TimestampUnavailable):
        finish(plain, begun, value, request)

    signed = finish(plain, begun, value, request, owe_time=True)

    assert (signed.level, signed.owed) == (Level.B_B, level)
    assert verify_pdf(plain.with_name("signed.pdf")).signatures[0].level == "b-b"


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


def test_check_signer_asks_the_authority_even_for_b_b(
    tmp_path: Path, now: datetime, request_for: Builder, password_text: str
) -> None:
    with TrialServices() as services:
        authority = TrialAuthority.create(
            tmp_path / "ca", now, base_url=services.url, password=password_text
        )
        services.publish(authority)
        certificate = authority.issue(OfficerProfile()).certificate
        der = certificate.public_bytes(Encoding.DER)
        request = replace(request_for(Level.B_B), trust_roots=(authority.root_der,))
        check_signer(der, (), request)
        authority.publish_crl(now, [certificate.serial_number])

        with pytest.raises(CertificateRevoked):
            check_signer(der, (), request)
