"""Login of persons: who is believed, what is refused, keys that change, clocks that are off."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from app.province.device_flow import Client
from app.province.endpoint import trust
from app.province.errors import LoginRefused, NotConfigured, Rejected, StillWaiting, TlsRefused
from app.province.id_token import Expected, verify_id_token
from app.province.person_login import NoPersonLogin, OidcLogin, Sources
from app.province.persons import ClockOff, IdentityInvalid
from tests.fakes.oidc_issuer import CLIENT, SUBJECT, OidcIssuer, running_issuer
from tests.fakes.server_identity import certificate_of, server_identity

PENDING: tuple[int, dict[str, object]] = (400, {"error": "authorization_pending"})


def utc_now() -> datetime:
    return datetime.now(UTC)


SOURCES = Sources(utc_now, lambda: "câu-hỏi-1".encode().hex())


@pytest.fixture
def issuer() -> Iterator[OidcIssuer]:
    with running_issuer() as running:
        yield running


@pytest.fixture
def login(issuer: OidcIssuer) -> Iterator[OidcLogin]:
    made = OidcLogin(Client(issuer.url, CLIENT, "profile"), SOURCES)
    yield made
    made.close()


def test_finish_names_the_person_who_confirmed(issuer: OidcIssuer, login: OidcLogin) -> None:
    person = login.finish(login.begin())

    assert (person.issuer, person.subject, person.name) == (issuer.url, SUBJECT, "Lê Thị Hoa")
    assert issuer.service.asked[0]["scope"] == "openid profile"
    assert SUBJECT not in repr(person)


def test_finish_before_anybody_confirmed_waits(issuer: OidcIssuer, login: OidcLogin) -> None:
    issuer.service.answers = [PENDING]

    with pytest.raises(StillWaiting):
        login.finish(login.begin())


@pytest.mark.parametrize("error", ["access_denied", "expired_token"])
def test_finish_that_was_denied_names_nobody(
    issuer: OidcIssuer, login: OidcLogin, error: str
) -> None:
    issuer.service.answers = [(400, {"error": error})]

    with pytest.raises(LoginRefused):
        login.finish(login.begin())


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://noi-khac.example"},
        {"aud": "tram-khac"},
        {"aud": ["tram-khac"]},
        {"aud": [CLIENT, "tram-khac"]},
        {"azp": "tram-khac"},
        {"nonce": "câu hỏi khác"},
        {"exp": int(time.time()) - 4000, "iat": int(time.time()) - 5000},
        {"exp": None},
        {"exp": "mai"},
        {"exp": 10**400},
        {"exp": float("inf")},
        {"iat": None},
        {"iat": int(time.time()) + 4000},
        {"nbf": int(time.time()) + 4000},
        {"sub": ""},
        {"sub": None},
        {"sub": 7},
        {"sub": "x" * 256},
        {"sub": "a\nb"},
    ],
)
def test_finish_with_claims_that_do_not_fit_is_refused(
    issuer: OidcIssuer, login: OidcLogin, claims: dict[str, object]
) -> None:
    issuer.claims = claims

    with pytest.raises(IdentityInvalid):
        login.finish(login.begin())


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_finish_without_a_public_signature_is_refused(
    issuer: OidcIssuer, login: OidcLogin, algorithm: str
) -> None:
    issuer.algorithm = algorithm

    with pytest.raises(IdentityInvalid):
        login.finish(login.begin())


@pytest.mark.parametrize("header", [{"typ": "at+jwt"}, {"crit": ["x"], "x": 1}])
def test_finish_with_another_kind_of_token_is_refused(
    issuer: OidcIssuer, login: OidcLogin, header: dict[str, Any]
) -> None:
    issuer.header = header

    with pytest.raises(IdentityInvalid):
        login.finish(login.begin())


def test_finish_signed_by_a_foreign_key_of_the_same_name_is_refused(
    issuer: OidcIssuer, login: OidcLogin
) -> None:
    published = issuer.service.jwks
    issuer.rotate()
    issuer.service.jwks = published
    issuer.header = {"kid": "khoa-1"}

    with pytest.raises(IdentityInvalid):
        login.finish(login.begin())


def test_finish_after_the_keys_were_changed_knows_the_new_ones(
    issuer: OidcIssuer, login: OidcLogin
) -> None:
    login.finish(login.begin())

    issuer.rotate()

    assert login.finish(login.begin()).subject == SUBJECT


def test_finish_with_a_key_that_was_taken_away_is_refused(
    issuer: OidcIssuer, login: OidcLogin
) -> None:
    login.finish(login.begin())
    withdrawn = issuer.key
    issuer.rotate()
    issuer.key, issuer.header = withdrawn, {"kid": "khoa-1"}

    with pytest.raises(IdentityInvalid):
        login.finish(login.begin())


def test_finish_without_name_of_the_key_needs_a_set_of_one(
    issuer: OidcIssuer, login: OidcLogin
) -> None:
    issuer.header = {"kid": None}

    assert login.finish(login.begin()).subject == SUBJECT


@pytest.mark.parametrize("minutes", [-4, 4])
def test_finish_with_a_clock_a_few_minutes_off_does_no_harm(
    issuer: OidcIssuer, minutes: int
) -> None:
    sources = Sources(lambda: utc_now() + timedelta(minutes=minutes), lambda: "n")
    login = OidcLogin(Client(issuer.url, CLIENT), sources)

    person = login.finish(login.begin())

    assert person.subject == SUBJECT
    login.close()


def test_finish_with_a_clock_hours_off_names_the_clock(issuer: OidcIssuer) -> None:
    issuer.service.ahead_s = 7200.0
    issuer.now = utc_now() + timedelta(hours=2)
    login = OidcLogin(Client(issuer.url, CLIENT), SOURCES)

    with pytest.raises(ClockOff):
        login.finish(login.begin())

    login.close()


def test_finish_without_an_identity_is_refused(issuer: OidcIssuer, login: OidcLogin) -> None:
    issuer.service.identify = None

    with pytest.raises(IdentityInvalid):
        login.finish(login.begin())


def test_begin_at_a_service_that_calls_itself_otherwise_is_refused(
    issuer: OidcIssuer, login: OidcLogin
) -> None:
    issuer.service.metadata["issuer"] = "https://noi-khac.example"

    with pytest.raises(IdentityInvalid):
        login.begin()

    assert not login.is_reachable()


def test_keys_on_another_host_are_never_asked(issuer: OidcIssuer, login: OidcLogin) -> None:
    issuer.service.metadata["jwks_uri"] = "https://noi-khac.example/keys"

    with pytest.raises(Rejected):
        login.finish(login.begin())


def test_is_reachable_tells_a_dead_service_from_a_living_one(
    issuer: OidcIssuer, login: OidcLogin
) -> None:
    before = login.is_reachable()
    issuer.service.is_away = True

    assert before
    assert not login.is_reachable()


@pytest.mark.parametrize("ways", [None, ["client_secret_post"]])
def test_client_with_a_secret_proves_itself_as_the_service_wants(
    issuer: OidcIssuer, ways: list[str] | None
) -> None:
    if ways is not None:
        issuer.service.metadata["token_endpoint_auth_methods_supported"] = ways
    login = OidcLogin(Client(issuer.url, CLIENT, secret="kín:đáo"), SOURCES)

    login.finish(login.begin())
    login.close()

    in_form = [form.get("client_secret") for form in issuer.service.asked]
    basic = base64.b64encode(b"tram-1:k%C3%ADn%3A%C4%91%C3%A1o").decode()
    assert in_form == ([None, None] if ways is None else ["kín:đáo"] * 2)
    assert issuer.service.logins == ([f"Basic {basic}"] * 2 if ways is None else ["", ""])


def test_service_over_tls_has_to_prove_itself(tmp_path: Path) -> None:
    identity = server_identity(tmp_path)
    authority = tmp_path / "ca.pem"
    authority.write_text(certificate_of(identity))

    with running_issuer(identity) as issuer:
        trusting = OidcLogin(Client(issuer.url, CLIENT), SOURCES, tls=trust(str(authority)))
        doubting = OidcLogin(Client(issuer.url, CLIENT), SOURCES)
        person = trusting.finish(trusting.begin())
        with pytest.raises(TlsRefused):
            doubting.begin()
        trusting.close()
        doubting.close()

    assert person.subject == SUBJECT


def test_no_service_answers_nothing() -> None:
    nobody = NoPersonLogin()

    with pytest.raises(NotConfigured):
        nobody.begin()

    assert not nobody.is_reachable()


def rsa_token(bits: int, algorithm: str) -> tuple[str, dict[str, object]]:
    key = rsa.generate_private_key(65537, bits)
    made = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    now = int(time.time())
    claims = {"iss": "i", "aud": CLIENT, "sub": "s", "iat": now, "exp": now + 60}
    return jwt.encode(claims, key, algorithm), {"keys": [made]}


def expected() -> Expected:
    return Expected("i", CLIENT, "n", utc_now())


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_verify_takes_rsa_of_a_fair_length(algorithm: str) -> None:
    token, keys = rsa_token(2048, algorithm)

    assert verify_id_token(token, keys, expected()).subject == "s"


@pytest.mark.filterwarnings("ignore::jwt.InsecureKeyLengthWarning")
def test_verify_refuses_a_short_key_and_one_for_encryption() -> None:
    token, keys = rsa_token(1024, "RS256")
    long_token, long_keys = rsa_token(2048, "RS256")
    for_encryption = {"keys": [{**long_keys["keys"][0], "use": "enc"}]}  # type: ignore[index]

    for one, other in ((token, keys), (long_token, for_encryption)):
        with pytest.raises(IdentityInvalid):
            verify_id_token(one, other, expected())


@given(st.text(max_size=80) | st.from_regex(r"[A-Za-z0-9_-]{0,40}(\.[A-Za-z0-9_-]{0,40}){2}"))
def test_verify_of_anything_else_is_refused(token: str) -> None:
    with pytest.raises(IdentityInvalid):
        verify_id_token(token, {"keys": [{"kty": "EC", "crv": "P-256"}, 7]}, expected())
