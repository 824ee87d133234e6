"""Recovery keys: wrapped for one holder and one context, sealed under a passphrase, on paper."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.recovery_files import make_key_pair, open_key_file, open_paper_key, public_key
from app.store.base import StoreDamaged
from app.store.tries import PassphraseTries, PassphraseWait
from app.store.wrapping import (
    Hardness,
    PassphraseWeak,
    PassphraseWrong,
    Recipient,
    RecipientKind,
    RecoveryKey,
    RecoveryKeyInvalid,
    open_secret,
    paper_lines,
    read_paper,
    read_public,
    seal_secret,
)

LIGHT = Hardness(64, 1, 1)
SECRET = bytes(range(32))
KEY = RecoveryKey(SECRET)
PASSPHRASE = "cụm mật khẩu thử".encode()


def test_wrap_opens_for_its_holder_and_context_only() -> None:
    wrapped = KEY.recipient.wrap(b"k" * 32, b"dossier a")

    assert KEY.unwrap(wrapped, b"dossier a") == b"k" * 32
    with pytest.raises(StoreDamaged):
        KEY.unwrap(wrapped, b"dossier b")
    with pytest.raises(StoreDamaged):
        RecoveryKey(bytes(32)).unwrap(wrapped, b"dossier a")


def test_unwrap_known_vector_does_not_change() -> None:
    wrapped = bytes.fromhex(
        "3fda5f260b0a5582f66b127b14b2063a536df82b5886fa4ffab210aa5e39b807"
        "98bcf624b0abb8c83fd023aac9b3959714b7df61e06c308370bb43817b6d590b"
        "5bc028db0aa62967b4c107fdab7fbb78"
    )

    assert KEY.unwrap(wrapped, b"dossier 1") == b"\x07" * 32
    assert KEY.recipient.fingerprint == "b6ee06feb7d13f4e17153ac1f1a3c21b"


@pytest.mark.parametrize("place", range(80))
def test_unwrap_with_a_flipped_byte_is_refused(place: int) -> None:
    wrapped = bytearray(KEY.recipient.wrap(b"k" * 32, b"c"))
    wrapped[place] ^= 1

    with pytest.raises(StoreDamaged):
        KEY.unwrap(bytes(wrapped), b"c")


def test_public_key_of_small_order_is_refused() -> None:
    with pytest.raises(RecoveryKeyInvalid):
        Recipient(RecipientKind.PROVINCE, bytes(32)).wrap(b"k" * 32, b"c")


def test_sealed_secret_opens_with_its_passphrase_only() -> None:
    sealed = seal_secret(SECRET, PASSPHRASE, os.urandom, LIGHT)

    assert open_secret(sealed, PASSPHRASE) == SECRET
    with pytest.raises(PassphraseWrong):
        open_secret(sealed, PASSPHRASE + b"x")
    with pytest.raises(PassphraseWrong):
        open_secret({**sealed, "public": sealed["public"][::-1]}, PASSPHRASE)


def test_short_passphrase_is_refused() -> None:
    with pytest.raises(PassphraseWeak):
        seal_secret(SECRET, "ngắn quá".encode(), os.urandom, LIGHT)


@pytest.mark.parametrize(
    "cost",
    [
        {"memory_kib": 1 << 30},
        {"passes": 1 << 20},
        {"passes": 0},
        {"lanes": 0},
        {"lanes": 1000},
        {"memory_kib": "x"},
        {"salt": "AAAA"},
    ],
)
def test_sealed_secret_of_unbearable_cost_is_refused(cost: dict[str, object]) -> None:
    sealed = seal_secret(SECRET, PASSPHRASE, os.urandom, LIGHT)

    with pytest.raises(RecoveryKeyInvalid):
        open_secret({**sealed, "argon2id": {**sealed["argon2id"], **cost}}, PASSPHRASE)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(JSON)
def test_public_key_of_any_json_is_read_or_refused(content: object) -> None:
    with pytest.raises(RecoveryKeyInvalid):
        read_public(json.dumps(content).encode())


@given(st.binary(min_size=32, max_size=32))
def test_paper_key_comes_back(secret: bytes) -> None:
    assert read_paper("\n".join(paper_lines(secret)).lower().replace("-", " ")) == secret


@given(st.integers(0, 3), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_paper_key_with_one_wrong_sign_is_refused(line: int, place: int, sign: str) -> None:
    lines = [each.replace("-", "") for each in paper_lines(SECRET)]
    place = min(place, len(lines[line]) - 1)
    if lines[line][place] == sign:
        return
    lines[line] = lines[line][:place] + sign + lines[line][place + 1 :]

    try:
        secret = read_paper("\n".join(lines))
    except RecoveryKeyInvalid:
        return
    # Two signs of check let one wrong line of a thousand through; the key then opens nothing.
    assert secret != SECRET or line == 3


def test_paper_key_with_swapped_or_missing_lines_is_refused() -> None:
    first, second, *rest = paper_lines(SECRET)

    for lines in ([second, first, *rest], [first, *rest], [first, second, *rest, first], []):
        with pytest.raises(RecoveryKeyInvalid):
            read_paper("\n".join(lines))


def test_pair_of_the_province_opens_from_file_and_paper(tmp_path: Path) -> None:
    pair = make_key_pair(bytearray(PASSPHRASE), os.urandom, LIGHT)
    files = {"key": pair.private, "key.pub": pair.public, "paper.txt": pair.paper}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)

    opened = open_key_file(tmp_path / "key", bytearray(PASSPHRASE), tmp_path / "tries.json")

    assert opened.secret == open_paper_key(tmp_path / "paper.txt").secret
    assert opened.recipient == public_key(tmp_path / "key.pub")
    assert pair.fingerprint == opened.recipient.fingerprint
    assert "secret" not in repr(opened)
    assert opened.secret not in pair.private


def test_changed_fingerprint_of_a_public_key_is_refused(tmp_path: Path) -> None:
    pair = make_key_pair(bytearray(PASSPHRASE), os.urandom, LIGHT)
    content = json.loads(pair.public)
    content["public"] = json.loads(make_key_pair(bytearray(PASSPHRASE), os.urandom, LIGHT).public)[
        "public"
    ]

    with pytest.raises(RecoveryKeyInvalid):
        read_public(json.dumps(content).encode())


def test_wrong_passphrases_are_counted_and_wait(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    for now in (0.0, 1.0, 2.0):
        PassphraseTries(path).guard(now)
        PassphraseTries(path).wrong(now)

    with pytest.raises(PassphraseWait) as waiting:
        PassphraseTries(path).guard(3.0)
    PassphraseTries(path).guard(7.0)
    PassphraseTries(path).wrong(7.0)
    with pytest.raises(PassphraseWait):
        PassphraseTries(path).guard(16.9)
    PassphraseTries(path).right()
    PassphraseTries(path).guard(17.0)

    assert waiting.value.seconds == 4


def test_spoilt_count_is_no_way_around_and_a_clock_set_back_no_trap(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    for _ in range(30):
        PassphraseTries(path).wrong(1e9)
    with pytest.raises(PassphraseWait) as waiting:
        PassphraseTries(path).guard(0.0)

    assert waiting.value.seconds == 3600
    path.write_bytes(b"\xff")
    PassphraseTries(path).wrong(5.0)
    with pytest.raises(PassphraseWait):
        PassphraseTries(path).guard(6.0)
