"""Time that was owed comes later; what was signed before stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from signing.errors import (
    BadRequest,
    OutputNotWritten,
    PdfUnreadable,
    RevocationUnavailable,
    SelfCheckFailed,
    TimestampUnavailable,
)
from signing.identities import AGENCY_FIELD
from signing.keystore import SigningKey
from signing.pades.extending import extend_signature
from signing.pades.prepared import sign_pdf
from signing.requests import Level, SignRequest
from signing.trial.authority import TrialAuthority
from signing.trial.services import TrialServices
from signing.validation.verify import verify_pdf
from signing.verdict import Verdict

Builder = Callable[[Level], SignRequest]


@pytest.fixture
def signed(plain: Path, key: SigningKey, request_for: Builder) -> Path:
    sign_pdf(plain, plain, key, request_for(Level.B_B))
    return plain


def stamps_in(path: Path) -> list[str]:
    with pikepdf.open(path) as document:
        fields = list(document.Root.AcroForm.Fields)
        return [str(field.T) for field in fields if field.V.Type == "/DocTimeStamp"]


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_extend_signature_reaches_the_level(
    level: Level, signed: Path, request_for: Builder, authority: TrialAuthority
) -> None:
    extended = extend_signature(signed, signed, level, request_for(Level.B_B))

    (found,) = verify_pdf(signed, (authority.root_der,)).signatures
    assert (extended.level, found.level) == (level, level.value)


def test_extend_signature_to_b_t_changes_only_the_room(signed: Path, request_for: Builder) -> None:
    before = signed.read_bytes()

    extend_signature(signed, signed, Level.B_T, request_for(Level.B_B))

    after = signed.read_bytes()
    with pikepdf.open(signed) as document:
        first, length, second, rest = map(int, document.Root.AcroForm.Fields[0].V.ByteRange)
    assert len(after) == len(before) == second + rest
    assert after[first:length] == before[first:length]
    assert after[second:] == before[second:]
    assert stamps_in(signed) == []


def test_extend_signature_under_a_later_one_adds_a_document_time_stamp(
    signed: Path, key: SigningKey, request_for: Builder, authority: TrialAuthority
) -> None:
    request = request_for(Level.B_B)
    sign_pdf(signed, signed, key, replace(request, field_name=AGENCY_FIELD))
    before = signed.read_bytes()

    extend_signature(signed, signed, Level.B_LT, request)

    assert signed.read_bytes().startswith(before)
    assert stamps_in(signed) == ["DauThoiGian_1"]
    verdict = verify_pdf(signed, (authority.root_der,))
    assert verdict.verdict is Verdict.VALID
    assert {found.level for found in verdict.signatures} == {"b-lt"}


def test_extend_signature_at_b_lta_renews(
    signed: Path, request_for: Builder, authority: TrialAuthority
) -> None:
    request = request_for(Level.B_B)
    extend_signature(signed, signed, Level.B_LTA, request)
    before = signed.read_bytes()

    extend_signature(signed, signed, Level.B_LTA, request)

    assert signed.read_bytes().startswith(before)
    assert stamps_in(signed) == ["DauThoiGian_1", "DauThoiGian_2"]
    assert verify_pdf(signed, (authority.root_der,)).verdict is Verdict.VALID


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT])
def test_extend_signature_that_has_the_level_changes_nothing(
    level: Level, signed: Path, request_for: Builder
) -> None:
    extend_signature(signed, signed, level, request_for(Level.B_B))
    before = signed.read_bytes()

    extended = extend_signature(signed, signed, level, request_for(Level.B_B))

    assert signed.read_bytes() == before
    assert extended.sha256 == extended.source_sha256


@pytest.mark.expects_log_warnings
def test_extend_signature_with_dead_service_leaves_nothing(
    signed: Path, request_for: Builder, leftovers: Callable[[], list[str]]
) -> None:
    request = replace(request_for(Level.B_T), timestamp_urls=("http://127.0.0.1:9/tsa",))
    target = signed.with_name("extended.pdf")

    with pytest.raises(TimestampUnavailable):
        extend_signature(signed, target, Level.B_LT, request)

    assert not target.exists()
    assert leftovers() == []


def test_extend_signature_without_revocation_state_leaves_nothing(
    plain: Path,
    key: SigningKey,
    request_for: Builder,
    authority: TrialAuthority,
    served: TrialServices,
) -> None:
    request, target = request_for(Level.B_B), plain.with_name("extended.pdf")
    sign_pdf(plain, plain, key, request)
    foreign = replace(request, crls=())
    served.publish(authority)
    hidden = authority.folder / "away"
    (crl,) = authority.folder.glob("*.crl")
    crl.rename(hidden)

    try:
        with pytest.raises(RevocationUnavailable):
            extend_signature(plain, target, Level.B_LT, foreign)
    finally:
        hidden.rename(crl)

    assert not target.exists()


def test_extend_signature_of_broken_file_is_refused(signed: Path, request_for: Builder) -> None:
    content = bytearray(signed.read_bytes())
    content[content.index(b"0.2 g")] = ord("1")
    signed.write_bytes(content)

    with pytest.raises(SelfCheckFailed):
        extend_signature(signed, signed, Level.B_T, request_for(Level.B_B))


def test_extend_signature_of_unsigned_file_is_refused(plain: Path, request_for: Builder) -> None:
    with pytest.raises(BadRequest):
        extend_signature(plain, plain, Level.B_T, request_for(Level.B_B))


def test_extend_signature_to_b_b_is_refused(signed: Path, request_for: Builder) -> None:
    with pytest.raises(BadRequest):
        extend_signature(signed, signed, Level.B_B, request_for(Level.B_B))


def test_extend_signature_of_missing_file_is_refused(tmp_path: Path, request_for: Builder) -> None:
    with pytest.raises(PdfUnreadable):
        extend_signature(tmp_path / "a", tmp_path / "b", Level.B_T, request_for(Level.B_B))


def test_extend_signature_into_missing_folder_is_not_written(
    signed: Path, request_for: Builder
) -> None:
    with pytest.raises(OutputNotWritten):
        extend_signature(signed, signed.parent / "x" / "y", Level.B_T, request_for(Level.B_B))
