"""Key files and tokens: one login per call, PIN wiped, every refusal has its name."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from hypothesis import given
from hypothesis import strategies as st

import signing.keys.pkcs11
from signing.errors import (
    BadKeySource,
    KeyFileUnreadable,
    KeyNotFound,
    ModuleMissing,
    TokenBusy,
    TokenMissing,
    WrongPassword,
    WrongPin,
)
from signing.keystore import open_key, token_state
from signing.requests import KeySource, P12Source, Pkcs11Source
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.trial.token import create_store, create_token, load_into_token

FINGERPRINT = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p12:/a/b c.p12", P12Source(Path("/a/b c.p12"))),
        ("p12:C:\\khoa.p12", P12Source(Path("C:\\khoa.p12"))),
        ("pkcs11:/usr/lib/x.so#Văn thư", Pkcs11Source(Path("/usr/lib/x.so"), "Văn thư")),
        ("pkcs11:/usr/lib/x.so#a#b", Pkcs11Source(Path("/usr/lib/x.so"), "a#b")),
        ("pkcs11:/x.so#a@b", Pkcs11Source(Path("/x.so"), "a@b")),
        (f"pkcs11:/x.so#a@{FINGERPRINT}", Pkcs11Source(Path("/x.so"), "a", FINGERPRINT)),
        (f"pkcs11:/x.so#@{FINGERPRINT}", Pkcs11Source(Path("/x.so"), "", FINGERPRINT)),
    ],
)
def test_key_source_parse_reads_both_kinds(text: str, expected: KeySource) -> None:
    parsed = KeySource.parse(text)

    assert parsed == expected
    assert str(parsed) == text


@pytest.mark.parametrize(
    "text", ["", "p12", "p12:", "pkcs11:", "pkcs11:/x.so", "pkcs11:/x.so#", "pkcs11:#t", "x:y"]
)
def test_key_source_parse_refuses_anything_else(text: str) -> None:
    with pytest.raises(BadKeySource):
        KeySource.parse(text)


@given(st.sampled_from(["", "p12:", "pkcs11:"]), st.text(max_size=30))
def test_key_source_parse_reads_back_what_it_writes(kind: str, rest: str) -> None:
    with suppress(BadKeySource):
        parsed = KeySource.parse(kind + rest)

        assert KeySource.parse(str(parsed)) == parsed


def test_open_key_with_wrong_password_says_so_and_wipes_it(officer: P12Source) -> None:
    password = bytearray(b"sai")

    with pytest.raises(WrongPassword), open_key(officer, password):
        pass

    assert password == bytearray(3)


@pytest.mark.parametrize("content", [b"", b"khong phai", b"\x30\x03\x02\x01\x03"])
def test_open_key_with_damaged_file_says_so(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "hong.p12"
    path.write_bytes(content)

    with pytest.raises(KeyFileUnreadable), open_key(P12Source(path), bytearray(b"x")):
        pass


def test_open_key_with_missing_file_says_so(tmp_path: Path) -> None:
    source = P12Source(tmp_path / "khong-co.p12")

    with pytest.raises(KeyFileUnreadable), open_key(source, bytearray(b"x")):
        pass

    assert not token_state(source).present


def test_open_key_without_private_key_says_so(authority: TrialAuthority, tmp_path: Path) -> None:
    path = tmp_path / "chi-chung-thu.p12"
    content = pkcs12.serialize_key_and_certificates(
        b"x", None, None, [authority.root.certificate], BestAvailableEncryption(b"x")
    )
    path.write_bytes(content)

    with pytest.raises(KeyNotFound), open_key(P12Source(path), bytearray(b"x")):
        pass


def test_open_key_never_shows_the_private_key(officer: P12Source, password: bytearray) -> None:
    with open_key(officer, password) as key:
        shown = repr(key)

    assert shown == "FileKey(…)"


def test_certificate_summary_reads_vietnamese_names(
    officer: P12Source, password: bytearray
) -> None:
    with open_key(officer, password) as key:
        summary = key.summary

    assert summary.subject == "Nguyễn Thị Thử Nghiệm"
    assert summary.issuer == "CA thử nghiệm Trạm Số Hóa"
    assert summary.not_before < summary.not_after


def test_open_key_without_module_says_so(tmp_path: Path) -> None:
    source = Pkcs11Source(tmp_path / "khong-co.so", "x")

    with pytest.raises(ModuleMissing), open_key(source, bytearray(b"1")):
        pass


def test_open_key_with_module_that_is_no_library_says_so(tmp_path: Path) -> None:
    module = tmp_path / "van-ban.so"
    module.write_text("khong phai thu vien", "utf-8")

    with pytest.raises(ModuleMissing), open_key(Pkcs11Source(module, "x"), bytearray(b"1")):
        pass


# ---- SoftHSM2 ----


@pytest.mark.softhsm
def test_softhsm_wrong_pin_then_right_pin(token: Pkcs11Source) -> None:
    with pytest.raises(WrongPin), open_key(token, bytearray(b"000000")):
        pass

    with open_key(token, bytearray(b"246810")) as key:
        subject = key.summary.subject
    assert subject == "Nguyễn Thị Thử Nghiệm"


@pytest.mark.softhsm
def test_softhsm_second_login_while_open_is_busy(token: Pkcs11Source) -> None:
    with (
        open_key(token, bytearray(b"246810")),
        pytest.raises(TokenBusy),
        open_key(token, bytearray(b"246810")),
    ):
        pass


@pytest.mark.softhsm
def test_softhsm_unknown_label_is_missing(token: Pkcs11Source) -> None:
    source = Pkcs11Source(token.module, "KHONG-CO")

    with pytest.raises(TokenMissing), open_key(source, bytearray(b"246810")):
        pass

    assert not token_state(source).present
    assert token_state(token).present


@pytest.mark.softhsm
def test_softhsm_certificate_of_another_key_is_not_taken(
    token: Pkcs11Source,
    authority: TrialAuthority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = create_store(tmp_path / "lech")
    create_token(store, "LECH", "246810")
    monkeypatch.setenv("SOFTHSM2_CONF", str(store.config))
    signing.keys.pkcs11.reload_module(token.module)
    source = Pkcs11Source(token.module, "LECH")
    mine, other = authority.issue(OfficerProfile()), authority.issue(OfficerProfile())
    mixed = type(mine)(other.certificate, mine.private_key)
    load_into_token(source, "246810", mixed)

    with pytest.raises(KeyNotFound), open_key(source, bytearray(b"246810")):
        pass
