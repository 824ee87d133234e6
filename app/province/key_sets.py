"""Newer keys of receipts: signed sets, each vouched for by a key of the set before it.

A station that was away for long gets all sets it has missed, in their order, and goes through
them one by one. What counts is what the sets say, never the clock of the station:

- `version` grows, so an old set that is sent again is refused;
- `iat` does not go back, and the key that signed a set has to be in force at that moment, so a
  key whose time is over vouches for nothing at a station that knows of the end;
- a key that was withdrawn stays withdrawn, and no set puts another key under a known name;
- a key that a newer set leaves out still checks the receipts of its own time.

Source: RFC 7515 (JWS), RFC 7517 §5 (JWK set); docs/intake-api.yaml. The chain is that of the
roots of The Update Framework, section 5.3.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from app.province.errors import KeysRefused, ReceiptInvalid
from app.province.receipts import Jwks, require_in_force, signed_payload, usable_keys

KEYS_TYPE = "sohoa-keys+jwt"
MAX_SETS = 64
"""Most sets of one reply."""

_Key = dict[str, Any]  # Any: members of a JWK have no one type
_MATERIAL = ("kty", "crv", "x", "y")
_YEAR_9999 = 253_402_300_799


def follow(sets: Sequence[str], pinned: Jwks) -> dict[str, object]:
    """The keys after the last of `sets`, with those of `pinned` that are still needed.

    Args:
        sets: Compact JWS, oldest first.
        pinned: What is trusted now.

    Raises:
        KeysRefused: One of them does not follow from the one before; nothing of them counts.
    """
    if len(sets) > MAX_SETS:
        raise KeysRefused(f"more than {MAX_SETS} key sets at once")
    trusted: Mapping[str, object] = pinned
    for jws in sets:
        trusted = _joined(newer_keys(jws, trusted), trusted)
    return dict(trusted)


def newer_keys(jws: str, pinned: Jwks) -> dict[str, object]:
    """A newer key set that a pinned key vouches for.

    Args:
        jws: Key set with the members `version` and `iat`, signed as `KEYS_TYPE`.
        pinned: The set in use; without `version` it counts as 0.

    Raises:
        KeysRefused: Not signed by a key that was in force, not newer, or without a usable key.
    """
    try:
        payload, key = signed_payload(jws, pinned, KEYS_TYPE)
        offered = _read(payload)
        require_in_force(key, datetime.fromtimestamp(_issued(offered), UTC))
    except KeysRefused:
        raise
    except ReceiptInvalid as error:
        raise KeysRefused(f"key set: {error.detail}") from error
    if version_of(offered) <= version_of(pinned):
        raise KeysRefused("key set is not newer than the pinned one")
    if _issued(offered) < _issued({"iat": 0, **pinned}):
        raise KeysRefused("key set is older than the pinned one")
    return offered


def version_of(jwks: Jwks) -> int:
    """Number of a key set; 0 where none is stated, -1 where it is no number."""
    version = jwks.get("version", 0)
    return version if type(version) is int else -1


def _read(payload: bytes) -> dict[str, object]:
    try:
        offered = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise KeysRefused("key set is not JSON") from error
    if not isinstance(offered, dict) or not usable_keys(offered):
        raise KeysRefused("key set holds no usable key")
    names = [key["kid"] for key in usable_keys(offered)]
    if not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        raise KeysRefused("key set names two keys the same")
    return offered


def _issued(jwks: Jwks) -> int:
    moment = jwks.get("iat")
    if type(moment) is not int or not 0 <= moment <= _YEAR_9999:
        raise KeysRefused("key set states no readable iat")
    return moment


def _joined(offered: dict[str, object], pinned: Jwks) -> dict[str, object]:
    """The offered set, and what it leaves out for the receipts of the time before it."""
    before = {key["kid"]: key for key in usable_keys(pinned)}
    keys = [_renewed(key, before.get(key["kid"])) for key in usable_keys(offered)]
    named = {key["kid"] for key in keys}
    ended = [_ended(key, _issued(offered)) for kid, key in before.items() if kid not in named]
    return {"version": offered["version"], "iat": offered["iat"], "keys": [*keys, *ended]}


def _renewed(key: _Key, before: _Key | None) -> _Key:
    """A key of the new set; None stands for one that was not known before."""
    if before is None:
        return key
    if any(key.get(name) != before.get(name) for name in _MATERIAL):
        raise KeysRefused("key set puts another key under a known name")
    was_withdrawn = before.get("revoked") not in (None, False)
    return {**key, "revoked": True} if was_withdrawn else key


def _ended(key: _Key, moment: int) -> _Key:
    ends = key.get("exp", moment)
    return {**key, "exp": min(ends, moment) if isinstance(ends, int | float) else moment}
