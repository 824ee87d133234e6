"""Newer keys of receipts: what follows from a pinned key, and what does not."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import OKPAlgorithm

from app.province.errors import KeysRefused
from app.province.key_sets import KEYS_TYPE, MAX_SETS, follow, newer_keys, version_of
from app.province.receipts import RECEIPT_TYPE

DAY = 86400
T0 = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
KEYS = [Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)) for number in range(6)]


def jwk(number: int, **more: object) -> dict[str, object]:
    public = OKPAlgorithm.to_jwk(KEYS[number].public_key(), as_dict=True)
    return {**public, "kid": f"k{number}", **more}


def key_set(version: int, *keys: dict[str, object], **more: object) -> dict[str, object]:
    return {"version": version, "iat": T0 + version * DAY, "keys": list(keys), **more}


def signed(payload: object, by: int, *, typ: str = KEYS_TYPE, kid: str = "") -> str:
    headers = {"kid": kid or f"k{by}", "typ": typ}
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return jwt.PyJWS().encode(data, KEYS[by], algorithm="EdDSA", headers=headers)


def kids(keys: dict[str, object]) -> list[object]:
    listed = keys["keys"]
    assert isinstance(listed, list)
    return [key["kid"] for key in listed]


def test_newer_keys_signed_by_a_pinned_key_are_taken() -> None:
    offered = key_set(2, jwk(0), jwk(1))

    assert newer_keys(signed(offered, 0), key_set(1, jwk(0))) == offered


def test_follow_a_station_away_for_months_goes_through_every_change() -> None:
    chain = [
        signed(key_set(2, jwk(0), jwk(1)), 0),
        signed(key_set(3, jwk(1), jwk(0, exp=T0 + 33 * DAY)), 1),
        signed(key_set(40, jwk(1), jwk(2), jwk(0, exp=T0 + 33 * DAY)), 1),
        signed(key_set(41, jwk(2), jwk(1, exp=T0 + 71 * DAY)), 2),
        signed(key_set(400, jwk(2), jwk(3)), 2),
    ]

    keys = follow(chain, {"keys": [jwk(0)]})

    assert (version_of(keys), kids(keys)) == (400, ["k2", "k3", "k1", "k0"])


def test_follow_a_chain_with_a_hole_is_refused() -> None:
    chain = [signed(key_set(3, jwk(1)), 1)]

    with pytest.raises(KeysRefused):
        follow(chain, key_set(1, jwk(0)))


def test_follow_keeps_a_key_that_is_left_out_for_its_own_time() -> None:
    keys = follow([signed(key_set(2, jwk(1)), 0)], key_set(1, jwk(0), jwk(1)))

    ended = {key["kid"]: key.get("exp") for key in keys["keys"]}  # type: ignore[attr-defined]
    assert ended == {"k1": None, "k0": T0 + 2 * DAY}


def test_follow_a_key_that_was_left_out_vouches_for_nothing_more() -> None:
    keys = follow([signed(key_set(2, jwk(1)), 0)], key_set(1, jwk(0), jwk(1)))

    with pytest.raises(KeysRefused):
        newer_keys(signed(key_set(3, jwk(2)), 0), keys)


def test_follow_a_withdrawn_key_stays_withdrawn() -> None:
    before = key_set(1, jwk(0), jwk(1, revoked=True))

    keys = follow([signed(key_set(2, jwk(0), jwk(1)), 0)], before)

    assert {key["kid"]: key.get("revoked") for key in keys["keys"]} == {  # type: ignore[attr-defined]
        "k0": None,
        "k1": True,
    }


def test_follow_another_key_under_a_known_name_is_refused() -> None:
    with pytest.raises(KeysRefused):
        follow([signed(key_set(2, {**jwk(1), "kid": "k0"}), 0)], key_set(1, jwk(0)))


def test_follow_more_sets_than_a_reply_holds_are_refused() -> None:
    chain = [signed(key_set(number, jwk(0)), 0) for number in range(2, MAX_SETS + 3)]

    with pytest.raises(KeysRefused):
        follow(chain, key_set(1, jwk(0)))


@pytest.mark.parametrize(
    ("offered", "pinned"),
    [
        (key_set(2, jwk(0)), key_set(2, jwk(0))),
        (key_set(2, jwk(0)), key_set(3, jwk(0))),
        (key_set(2, jwk(0), iat=T0), key_set(1, jwk(0))),
        (key_set(2, jwk(0)), key_set(1, jwk(0, revoked=True))),
        (key_set(2, jwk(0)), key_set(1, jwk(0, exp=T0 + 2 * DAY))),
        (key_set(2, jwk(0)), key_set(1, jwk(0, nbf=T0 + 3 * DAY))),
        (key_set(2, jwk(0)), key_set(1, jwk(0), jwk(0))),
        (key_set(2), key_set(1, jwk(0))),
        (key_set(2, jwk(0), jwk(0)), key_set(1, jwk(0))),
        (key_set(2, {**jwk(0), "kid": ["k0"]}), key_set(1, jwk(0))),
        ({"version": 2, "keys": [jwk(0)]}, key_set(1, jwk(0))),
        ({**key_set(2, jwk(0)), "version": "9"}, key_set(1, jwk(0))),
        ({**key_set(2, jwk(0)), "version": True}, {"keys": [jwk(0)]}),
        ({**key_set(2, jwk(0)), "iat": "now"}, key_set(1, jwk(0))),
        ({**key_set(2, jwk(0)), "iat": 10**15}, key_set(1, jwk(0))),
        ({**key_set(2, jwk(0)), "iat": -1}, {"keys": [jwk(0)]}),
        ([], key_set(1, jwk(0))),
        (b"[" * 9000, key_set(1, jwk(0))),
        (b"{", key_set(1, jwk(0))),
    ],
)
def test_newer_keys_that_do_not_follow_are_refused(
    offered: object, pinned: dict[str, object]
) -> None:
    with pytest.raises(KeysRefused):
        follow([signed(offered, 0)], pinned)


@pytest.mark.parametrize(
    "jws",
    [
        signed(key_set(2, jwk(0)), 0, typ=RECEIPT_TYPE),
        signed(key_set(2, jwk(0)), 0, typ="JWT"),
        signed(key_set(2, jwk(0)), 1),
        signed(key_set(2, jwk(0)), 1, kid="k0"),
        jwt.encode(
            key_set(2, jwk(0)), None, algorithm="none", headers={"typ": KEYS_TYPE, "kid": "k0"}
        ),
        jwt.encode(
            key_set(2, jwk(0)),
            str(jwk(0)["x"]),
            algorithm="HS256",
            headers={"typ": KEYS_TYPE, "kid": "k0"},
        ),
        "",
        "a.b.c",
        "ă.b.c",
        "x" * 20_000,
    ],
)
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_newer_keys_that_nobody_signed_as_such_are_refused(jws: str) -> None:
    with pytest.raises(KeysRefused):
        newer_keys(jws, key_set(1, jwk(0)))


@given(st.binary(max_size=200), st.integers(0, 5))
def test_follow_signed_bytes_of_any_kind_never_raise_another_error(data: bytes, by: int) -> None:
    try:
        keys = follow([signed(data, by)], key_set(1, jwk(0), jwk(1)))
    except KeysRefused:
        return
    assert keys["version"] != 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["version", "iat", "keys", "kid", "kty"]), inner)
        ),
        max_leaves=12,
    )
)
def test_follow_signed_json_of_any_shape_never_raises_another_error(value: object) -> None:
    with pytest.raises(KeysRefused):
        follow([signed(value, 0)], key_set(1, jwk(0)))
