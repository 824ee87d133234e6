"""Verifying an id token against the keys of its issuer; neither network nor clock is asked here.

Only signatures with public keys are taken, and only with the algorithm that fits the key: a token
that names `none` or a keyed digest never counts.

Source: OpenID Connect Core 1.0 section 3.1.3.7 (checks), section 10.1.1 (rotation of keys);
RFC 7515, RFC 7517, RFC 7518; RFC 8725 section 3 (best practice).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import jwt

from app.domain.person import Person
from app.province.persons import ClockOff, IdentityInvalid

SLACK_S = 300.0
"""How far the clock of a station may be off."""

MOST_TOKEN_CHARS = 64 * 1024
_LEAST_RSA_BYTES = 256
_LONGEST_SUBJECT = 255
_YEAR_9999 = 253_402_300_799
_LONGEST_NAME = 200
_ALGORITHMS = {
    "RS256": ("RSA", ""),
    "PS256": ("RSA", ""),
    "ES256": ("EC", "P-256"),
    "EdDSA": ("OKP", "Ed25519"),
}
"""Algorithm -> kind and curve of the keys that it goes with."""

_Claims = dict[str, Any]  # JSON has no static shape


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token has to say.

    Attributes:
        nonce: What was given along with the question; a token without one does no harm here,
            since its answer came straight from the service.
        now: This station's clock.
        ahead_s: Seconds that the clock of the service is ahead of it.
    """

    issuer: str
    client_id: str
    nonce: str = field(repr=False)
    now: datetime
    ahead_s: float = 0.0


def verify_id_token(token: str, jwks: Mapping[str, object], expected: Expected) -> Person:
    """Who a token says it is.

    Raises:
        IdentityInvalid: None of these keys signed it, it says something else than expected, or
            it has expired.
        ClockOff: It is in force, but not by this station's clock.
    """
    claims = _signed_claims(token, jwks)
    _require_parties(claims, expected)
    _require_time(claims, expected)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise IdentityInvalid("no subject")
    if not (subject.isascii() and subject.isprintable()):
        raise IdentityInvalid("a subject that cannot be kept")
    return Person(
        issuer=expected.issuer,
        subject=subject,
        name=_shown(claims, "name"),
        username=_shown(claims, "preferred_username"),
        claims=claims,
    )


def _signed_claims(token: str, jwks: Mapping[str, object]) -> _Claims:
    if len(token) > MOST_TOKEN_CHARS or not token.isascii():
        raise IdentityInvalid("not a token")
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in _ALGORITHMS:
            raise IdentityInvalid("an algorithm that is not taken")
        if str(header.get("typ", "JWT")).upper() != "JWT":
            raise IdentityInvalid("another kind of token")
        key = jwt.PyJWK(_key(jwks, algorithm, header.get("kid")), algorithm)
        claims = json.loads(jwt.PyJWS().decode(token, key, algorithms=[algorithm]))
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise IdentityInvalid(f"signature: {type(error).__name__}") from error
    if not isinstance(claims, dict):
        raise IdentityInvalid("claims are not an object")
    return claims


def _key(jwks: Mapping[str, object], algorithm: str, name: object) -> dict[str, Any]:
    """The one key that may have signed; a token without the name of its key needs a set of one."""
    listed = jwks.get("keys")
    keys = [key for key in listed if _fits(key, algorithm)] if isinstance(listed, list) else []
    named = [key for key in keys if name is None or key.get("kid") == name]
    if len(named) != 1:
        raise IdentityInvalid("signed with a key that is not in the set")
    found: dict[str, Any] = named[0]
    return found


def _fits(key: object, algorithm: str) -> bool:
    if not isinstance(key, dict) or key.get("use", "sig") != "sig":
        return False
    kind, curve = _ALGORITHMS[algorithm]
    if key.get("kty") != kind or key.get("alg", algorithm) != algorithm:
        return False
    return key.get("crv") == curve if curve else _is_long(key.get("n"))


def _is_long(modulus: object) -> bool:
    try:
        raw = base64.urlsafe_b64decode(str(modulus) + "==")
    except (ValueError, binascii.Error):
        return False
    return len(raw.lstrip(b"\0")) >= _LEAST_RSA_BYTES


def _require_parties(claims: _Claims, expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise IdentityInvalid("of another issuer")
    audience = claims.get("aud")
    listed = audience if isinstance(audience, list) else [audience]
    if expected.client_id not in listed:
        raise IdentityInvalid("for another station")
    party = claims.get("azp")
    if party != expected.client_id and (party is not None or len(listed) > 1):
        raise IdentityInvalid("given to another station")
    if "nonce" in claims and claims["nonce"] != expected.nonce:
        raise IdentityInvalid("an answer to another question")


def _require_time(claims: _Claims, expected: Expected) -> None:
    here = expected.now.timestamp()
    if _in_force(claims, here):
        return
    if _in_force(claims, here + expected.ahead_s):
        raise ClockOff("in force by the clock of the service only")
    raise IdentityInvalid("expired, or not in force yet")


def _in_force(claims: _Claims, now: float) -> bool:
    begins = max(_moment(claims, "nbf", 0.0), _moment(claims, "iat"))
    return begins - SLACK_S <= now < _moment(claims, "exp") + SLACK_S


def _moment(claims: _Claims, name: str, usual: float | None = None) -> float:
    value = claims.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise IdentityInvalid(f"no readable {name}")
    if not 0 <= value <= _YEAR_9999:
        raise IdentityInvalid(f"no moment in {name}")
    return float(value)


def _shown(claims: _Claims, name: str) -> str:
    """A text to show, "" where there is none that can be shown."""
    value = claims.get(name)
    fits = isinstance(value, str) and len(value) <= _LONGEST_NAME and value.isprintable()
    return value if fits and isinstance(value, str) else ""
