"""Two phases: what lies between them survives, and only what is proved is used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from signing.errors import (
    BadRequest,
    CertificateRevoked,
    OutputNotWritten,
    PdfChanged,
    PreparedChanged,
    PreparedUnreadable,
    TimestampUnavailable,
    ValueNotProved,
)
from signing.identities import AGENCY_FIELD, Mechanism
from signing.keystore import SigningKey
from signing.pades.prepared import (
    PreparedSignature,
    check_signer,
    finish_signature,
    prepare_signature,
    sign_pdf,
)
from signing.requests import (
    Level,
    SignRequest,
)
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from signing.validation.verify import verify_pdf
from signing.verdict import Integrity

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
