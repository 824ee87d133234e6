"""Signed key sets: what the receiver publishes, each set signed with a key of the one before.

All sets are kept, so that a station that was away for months can go through every change.

Source: RFC 7515 (JWS), RFC 7517 §5 (JWK set), RFC 7519 §4.1 (nbf, exp, iat).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

KEYS_TYPE = "sohoa-keys+jwt"
SETS_AT_ONCE = 32
"""Most sets of one reply; whoever wants more asks again."""

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
Jwk = dict[str, Any]  # Any: members of a JWK have no one type


@dataclass(frozen=True, slots=True)
class KeySet:
    """One signed set.

    Attributes:
        jws: Compact JWS.
        version: Grows by one with each set.
        iat: When it was made, seconds since 1970; never before the set before it.
        keys: Its keys; the first one signs receipts.
    """

    jws: str
    version: int
    iat: int
    keys: tuple[Jwk, ...]


def read_sets(data: bytes) -> tuple[KeySet, ...]:
    """Sets as `sets_to_bytes` wrote them.

    Raises:
        ValueError, KeyError, TypeError, IndexError: It is something else.
    """
    return tuple(_set_of(str(jws)) for jws in json.loads(data)["sets"])


def sets_to_bytes(sets: Sequence[KeySet]) -> bytes:
    """For the disk of the receiver."""
    return json.dumps({"sets": [each.jws for each in sets]}).encode("ascii")


def dated(jwks: Sequence[Jwk], sets: Sequence[KeySet], now: datetime) -> list[Jwk]:
    """Keys with the time from which they count; those of before the first set have none."""
    if not sets:
        return [dict(jwk) for jwk in jwks]
    begun = {key["kid"]: {"nbf": key["nbf"]} if "nbf" in key else {} for key in sets[-1].keys}
    first = {"nbf": int(now.timestamp())}
    return [{**jwk, **begun.get(jwk["kid"], first)} for jwk in jwks]


def next_set(sets: Sequence[KeySet], keys: Sequence[Jwk], key: PrivateKey, now: datetime) -> KeySet:
    """The set after the last one, signed with the key in use.

    Args:
        sets: All before it.
        keys: What it publishes; the first one is the public half of `key`.
        key: Signs it. Stations follow when it stands in the set before.
        now: The clock; where it went back, the time of the set before counts.
    """
    last = sets[-1] if sets else None
    moment = max(int(now.timestamp()), last.iat if last else 0)
    claims = {"version": last.version + 1 if last else 1, "iat": moment, "keys": list(keys)}
    headers = {"typ": KEYS_TYPE, "kid": str(keys[0]["kid"])}
    payload = json.dumps(claims).encode("ascii")
    return _set_of(jwt.PyJWS().encode(payload, key, str(keys[0]["alg"]), headers))


def _set_of(jws: str) -> KeySet:
    part = jws.split(".")[1]
    told = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return KeySet(jws, int(told["version"]), int(told["iat"]), tuple(map(dict, told["keys"])))
