"""Receipt keys: kinds, the next key, retired keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from app.province.key_sets import follow
from app.receiver.issuing import Acceptance, Issuer
from app.receiver.keyring import (
    RETIRED_DAYS,
    KeyKind,
    load_keyring,
    prepare_next,
    rotate,
)
from app.receiver.problems import ReceiverUnusable
from tests.receiver.dossier_samples import manifest_of

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def kids(folder, now=NOW) -> list[str]:
    return [str(jwk["kid"]) for jwk in load_keyring(folder, now).published]


@pytest.mark.parametrize("kind", list(KeyKind))
def test_receipt_verifies_with_the_published_key_of_its_kind(tmp_path, kind):
    issuer = Issuer(load_keyring(tmp_path, NOW, kind), "thu")
    manifest = manifest_of({"f1": b"x"})

    jws = issuer.receipt(manifest, Acceptance("BN-1", "d", "HS-1", "a", "b", "0" * 64))

    (jwk,) = issuer.jwks()["keys"]
    assert jwt.get_unverified_header(jws)["alg"] == kind.value == jwk["alg"]
    assert jwt.PyJWS().decode(jws, jwt.PyJWK(jwk), algorithms=[kind.value])
    assert "d" not in jwk


def test_key_stays_over_starts(tmp_path):
    assert kids(tmp_path) == kids(tmp_path)


def test_next_key_is_published_and_does_not_sign(tmp_path):
    before = load_keyring(tmp_path, NOW)

    following = prepare_next(tmp_path, NOW)

    after = load_keyring(tmp_path, NOW)
    assert after.kid == before.kid
    assert kids(tmp_path) == [before.kid, following]
    assert prepare_next(tmp_path, NOW) == following


def test_rotation_uses_the_next_key_and_keeps_the_old_one_published(tmp_path):
    old = load_keyring(tmp_path, NOW).kid
    following = prepare_next(tmp_path, NOW, KeyKind.ES256)

    used = rotate(tmp_path, NOW)

    assert used == following == load_keyring(tmp_path, NOW).kid
    assert kids(tmp_path) == [following, old]


def test_rotation_cut_after_the_first_step_can_be_done_again(tmp_path, monkeypatch):
    old = load_keyring(tmp_path, NOW).kid
    following = prepare_next(tmp_path, NOW)
    retired = (tmp_path / "retired-keys.json", (tmp_path / "receipt-key.pem").read_bytes())
    rotate(tmp_path, NOW)
    kept = retired[0].read_bytes()
    # As a cut leaves it: the old key retired and still in use, the next one still waiting.
    (tmp_path / "receipt-key.pem").rename(tmp_path / "receipt-key-next.pem")
    (tmp_path / "receipt-key.pem").write_bytes(retired[1])

    assert kids(tmp_path) == [old, following]
    assert rotate(tmp_path, NOW) == following
    assert retired[0].read_bytes() == kept


def test_retired_key_is_published_for_its_time_and_no_longer(tmp_path):
    old = load_keyring(tmp_path, NOW).kid
    prepare_next(tmp_path, NOW)
    rotate(tmp_path, NOW)

    assert old in kids(tmp_path, NOW + timedelta(days=RETIRED_DAYS - 1))
    assert old not in kids(tmp_path, NOW + timedelta(days=RETIRED_DAYS + 1))


def test_rotation_without_a_next_key_is_refused(tmp_path):
    load_keyring(tmp_path, NOW)

    with pytest.raises(ReceiverUnusable):
        rotate(tmp_path, NOW)


@pytest.mark.parametrize("content", [b"x", b"[]x", b'[{"kid": 1}]', b'{"a": 1}'])
def test_damaged_list_of_retired_keys_is_told(tmp_path, content):
    load_keyring(tmp_path, NOW)
    (tmp_path / "retired-keys.json").write_bytes(content)

    with pytest.raises(ReceiverUnusable):
        load_keyring(tmp_path, NOW)


def test_manifest_of_another_client_changes_the_receipt(tmp_path):
    issuer = Issuer(load_keyring(tmp_path, NOW), "thu")
    manifest = manifest_of({"f1": b"x"})
    acceptance = Acceptance("BN-1", "d", "HS-1", "a", "b", "0" * 64)

    assert issuer.receipt(manifest, acceptance) != issuer.receipt(
        replace(manifest, client_ref="khac"), acceptance
    )


def versions(folder, now=NOW) -> list[int]:
    return [each.version for each in load_keyring(folder, now).sets]


def test_each_change_of_the_keys_is_one_more_set_and_starts_are_none(tmp_path):
    seen = [versions(tmp_path), versions(tmp_path)]
    prepare_next(tmp_path, NOW)
    seen.append(versions(tmp_path))
    rotate(tmp_path, NOW)
    seen.append(versions(tmp_path))

    assert seen == [[1], [1], [1, 2], [1, 2, 3]]


def test_sets_of_years_follow_from_the_first_key(tmp_path):
    first = load_keyring(tmp_path, NOW)
    for year in range(5):
        prepare_next(tmp_path, NOW + timedelta(days=365 * year))
        rotate(tmp_path, NOW + timedelta(days=365 * year + 30))

    keyring = load_keyring(tmp_path, NOW + timedelta(days=2000))
    kept = follow([each.jws for each in keyring.sets[1:]], {"keys": [first.published[0]]})

    assert kept["version"] == keyring.sets[-1].version
    assert {key["kid"] for key in keyring.published} <= {key["kid"] for key in kept["keys"]}


def test_clock_that_went_back_makes_no_set_older_than_the_one_before(tmp_path):
    load_keyring(tmp_path, NOW)

    prepare_next(tmp_path, NOW - timedelta(days=3650))

    moments = [each.iat for each in load_keyring(tmp_path, NOW).sets]
    assert moments == [int(NOW.timestamp())] * 2


@pytest.mark.parametrize("content", [b"x", b"{}", b'{"sets": ["a"]}', b'{"sets": ["a.b.c"]}'])
def test_damaged_list_of_key_sets_is_told(tmp_path, content):
    load_keyring(tmp_path, NOW)
    (tmp_path / "key-sets.json").write_bytes(content)

    with pytest.raises(ReceiverUnusable):
        load_keyring(tmp_path, NOW)
