"""Texts that name a key."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.errors import BadKeySource, ModuleMissing
from signing.keys.remote import RemoteRules, RemoteSecrets
from signing.keystore import open_key, open_remote, token_state
from signing.requests import (
    CngSource,
    CscSource,
    KeySource,
    P12Source,
    Pkcs11Source,
    SmartCaSource,
    VgcaSource,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
RULES = RemoteRules(now=lambda: NOW, new_id=lambda: "1")
SHA1 = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("p12:/k/khoa.p12", P12Source(Path("/k/khoa.p12"))),
        ("pkcs11:/lib/a.so#T", Pkcs11Source(Path("/lib/a.so"), "T")),
        ("pkcs11:/lib/a.so#T@" + "a" * 64, Pkcs11Source(Path("/lib/a.so"), "T", "a" * 64)),
        ("csc:https://ky.example/rs#C-1", CscSource("https://ky.example/rs", "C-1")),
        ("csc:https://ky.example#", CscSource("https://ky.example")),
        ("smartca:https://ky.example/sca#012", SmartCaSource("https://ky.example/sca", "012")),
        ("smartca:https://ky.example", SmartCaSource("https://ky.example")),
        ("smartca:https://ky.example#@ab", SmartCaSource("https://ky.example", "", "ab")),
        ("smartca:https://ky.example#012@ab", SmartCaSource("https://ky.example", "012", "ab")),
        ("vgca:", VgcaSource()),
        ("vgca:wss://127.0.0.1:9000", VgcaSource("wss://127.0.0.1:9000")),
        (f"cng:{SHA1}", CngSource(SHA1)),
    ],
)
def test_key_source_is_read_and_written(text: str, source: KeySource) -> None:
    assert KeySource.parse(text) == source
    assert str(source) == text


def test_key_source_takes_thumbprints_as_windows_shows_them() -> None:
    assert KeySource.parse("cng:" + " ".join(SHA1.upper())) == CngSource(SHA1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "p12",
        "p12:",
        "pkcs11:/lib/a.so",
        "pkcs11:#T",
        "csc:ftp://ky.example#C",
        "csc:https://user:pw@ky.example#C",
        "csc:https://ky.example?x=1#C",
        "csc:https://[::1#C",
        "csc:https://ky.example:99999#C",
        "csc:#C",
        "smartca:https://ky.example#",
        "vgca:https://127.0.0.1:8987",
        "cng:",
        "cng:12",
        "cng:" + "g" * 40,
        "usb:1",
        "p12:/a\0b",
        "csc:https://ky.example#C\r\nX: y",
    ],
)
def test_key_source_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadKeySource):
        KeySource.parse(text)


@given(
    st.builds(
        "{}:{}".format,
        st.sampled_from(["p12", "pkcs11", "csc", "smartca", "vgca", "cng", "x"]),
        st.text(max_size=40),
    )
)
def test_key_source_of_any_text_is_read_or_refused(text: str) -> None:
    try:
        source = KeySource.parse(text)
    except BadKeySource:
        return

    assert KeySource.parse(str(source)) == source


@pytest.mark.parametrize(
    "source",
    [CscSource("https://a.example"), SmartCaSource("https://a.example", "1"), VgcaSource()],
)
def test_key_elsewhere_is_not_opened_like_a_token(source: KeySource) -> None:
    pin = bytearray(b"1234")

    with pytest.raises(BadKeySource), open_key(source, pin):
        pytest.fail("opened")

    assert pin == bytes(4)
    assert token_state(source).present


def test_key_here_is_not_opened_like_a_service() -> None:
    secrets = RemoteSecrets(password=bytearray(b"x"))

    with pytest.raises(BadKeySource):
        open_remote(P12Source(Path("/k")), secrets, RULES)

    assert not secrets.password


def test_store_of_windows_is_missing_elsewhere() -> None:
    with pytest.raises(ModuleMissing), open_key(CngSource(SHA1), bytearray(b"1")):
        pytest.fail("opened")
