"""What replies and broken connections mean; no network."""

from __future__ import annotations

import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.province.errors import (
    Conflict,
    DeliveryError,
    DigestMismatch,
    LinkDown,
    Rejected,
    RemoteGone,
    ServerBusy,
    TlsRefused,
)
from app.province.tus import (
    Reply,
    failure_of,
    json_of,
    offset_of,
    patch_headers,
    retry_after_s,
    service_of,
    tls_failure,
)

OK = frozenset({200})
PROBLEM = {"content-type": "application/problem+json"}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (422, b'{"type": "urn:sohoa:problem:digest-mismatch"}', DigestMismatch),
        (422, b'{"type": "urn:sohoa:problem:files-incomplete"}', RemoteGone),
        (422, b'{"type": "urn:sohoa:problem:signature-missing"}', Rejected),
        (409, b'{"retry": "later"}', ServerBusy),
        (409, b'{"retry": "never"}', Conflict),
        (412, b"{}", Conflict),
        (408, b"not json", ServerBusy),
        (507, b"[]", ServerBusy),
        (511, b"{}", LinkDown),
    ],
)
def test_failure_of_problem_gives_its_class(status, body, expected):
    assert type(failure_of(Reply(status, PROBLEM, body))) is expected


def test_failure_of_problem_shows_title_without_control_characters():
    body = '{"title": "Thiếu\\u0000 chữ\\u202e ký\\n", "files": ["f1"]}'.encode()

    assert failure_of(Reply(422, PROBLEM, body)).detail == "Thiếu chữ ký (f1)"


@given(
    st.integers(100, 599),
    st.dictionaries(
        st.sampled_from(["content-type", "retry-after", "date", "upload-offset", "tus-resumable"]),
        st.sampled_from(["application/json", "application/problem+json", "1.0.0", "9" * 40])
        | st.text(max_size=20),
    ),
    st.binary(max_size=40) | st.sampled_from([b"{}", b"[" * 100_000, b'{"title": 7}']),
)
def test_any_reply_raises_only_delivery_errors(status, headers, body):
    reply = Reply(status, headers, body)

    assert isinstance(failure_of(reply), DeliveryError)
    for read in (json_of, offset_of):
        try:
            read(reply, OK)
        except DeliveryError:
            continue


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 0.0),
        ({"retry-after": "30"}, 30.0),
        ({"retry-after": "-1"}, 0.0),
        ({"retry-after": "soon"}, 0.0),
        (
            {
                "retry-after": "Sun, 22 Nov 2026 02:01:00 GMT",
                "date": "Sun, 22 Nov 2026 02:00:00 GMT",
            },
            60.0,
        ),
        ({"retry-after": "Sun, 22 Nov 2026 02:01:00 GMT"}, 0.0),
    ],
)
def test_retry_after_reads_seconds_and_dates(headers, expected):
    assert retry_after_s(headers) == expected


def test_patch_headers_carry_the_checksum_only_when_offered():
    offered = patch_headers(5, b"abc", ("sha1", "sha256"))
    plain = patch_headers(5, b"abc", ())

    assert offered["Upload-Checksum"] == ("sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    assert offered["Upload-Offset"] == "5"
    assert "Upload-Checksum" not in plain


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({}, Rejected),
        ({"versions": ["2"]}, Rejected),
        ({"versions": ["1"]}, ServerBusy),
        ({"versions": ["1"], "tus": {}, "chunk": {}, "jwks": {"keys": []}}, ServerBusy),
        (
            {
                "versions": ["1"],
                "tus": {},
                "chunk": {"max_bytes": 0},
                "max_file_bytes": 1,
                "jwks": {"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k"}]},
            },
            ServerBusy,
        ),
    ],
)
def test_service_document_that_is_unusable_is_refused(document, expected):
    with pytest.raises(expected):
        service_of(document)


def test_service_document_without_checksum_extension_offers_none():
    document = {
        "versions": ["1"],
        "tus": {"extensions": ["expiration"], "checksums": ["sha256"]},
        "chunk": {"max_bytes": 10},
        "max_file_bytes": 100,
        "jwks": {"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k"}]},
    }

    assert service_of(document).checksums == ()


@pytest.mark.parametrize("odd", [None, 5, 1.5, True, "sha256"])
@pytest.mark.parametrize("member", ["extensions", "checksums"])
def test_service_of_with_something_else_than_a_list_offers_no_checksums(
    member: str, odd: object
) -> None:
    tus = {"extensions": ["checksum"], "checksums": ["sha256"], member: odd}
    document = {
        "versions": ["1"],
        "tus": tus,
        "chunk": {"max_bytes": 1024},
        "max_file_bytes": 2048,
        "jwks": {"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "a", "x": "AA"}]},
    }

    assert service_of(document).checksums == ()


@pytest.mark.parametrize(
    ("cause", "refused"),
    [
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), True),
        (ssl.SSLError(1, "[SSL: TLSV1_ALERT_PROTOCOL_VERSION] alert"), True),
        (ssl.SSLEOFError(8, "EOF occurred"), False),
        (OSError("refused"), False),
    ],
)
def test_tls_failure_tells_trust_from_a_broken_line(cause, refused):
    error = RuntimeError("connection")
    error.__cause__ = cause

    assert isinstance(tls_failure(error), TlsRefused) is refused


@pytest.mark.parametrize("body", [b'{"next": "\\ud800"}', b'{"next": "\xed\xa0\x80"}'])
def test_json_with_half_a_surrogate_is_no_json(body: bytes) -> None:
    reply = Reply(200, {"content-type": "application/json"}, body)

    with pytest.raises(ServerBusy):
        json_of(reply, frozenset({200}))
