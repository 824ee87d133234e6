"""The envelope opens only what was sealed, whole, in order and for this purpose."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from app.store.base import StoreDamaged
from app.store.envelope import (
    FRAME_BYTES,
    HEADER_BYTES,
    TAG_BYTES,
    derive,
    open_bytes,
    open_frames,
    open_value,
    seal_bytes,
    seal_frames,
    seal_value,
)

KEY = bytes(range(32))
SALT = bytes(range(24))
OTHER_SALT = bytes(24)
SEALED_FRAME = FRAME_BYTES + TAG_BYTES
THREE = b"a" * FRAME_BYTES + b"b" * FRAME_BYTES + b"tail"


def parts(sealed: bytes) -> tuple[bytes, list[bytes]]:
    body = sealed[HEADER_BYTES:]
    frames = [body[at : at + SEALED_FRAME] for at in range(0, len(body), SEALED_FRAME)]
    return sealed[:HEADER_BYTES], frames


@pytest.mark.parametrize(
    ("size", "frames"),
    [
        (0, 1),
        (1, 1),
        (FRAME_BYTES - 1, 1),
        (FRAME_BYTES, 1),
        (FRAME_BYTES + 1, 2),
        (2 * FRAME_BYTES, 2),
        (2 * FRAME_BYTES + 1, 3),
    ],
)
def test_seal_of_each_size_has_the_expected_frames(size: int, frames: int) -> None:
    plain = b"\x5a" * size

    sealed = seal_bytes(KEY, b"c", plain, salt=SALT)

    assert len(sealed) == HEADER_BYTES + size + frames * TAG_BYTES
    assert len(parts(sealed)[1]) == frames
    assert open_bytes(KEY, b"c", sealed) == plain


def test_seal_known_vector_does_not_change() -> None:
    sealed = seal_bytes(KEY, b"context", b"one page", salt=SALT)

    key = derive(KEY, b"sohoa blob frames", SALT)
    nonce = bytes(11) + b"\x01"
    header = b"TSHBLOB\x01" + SALT
    assert sealed == header + AESGCM(key).encrypt(nonce, b"one page", header + b"context")
    assert (
        hashlib.sha256(sealed).hexdigest()
        == "2098806222729830c887efd74687ce2270b4c28230667ecaa5a6857380f1e5e8"
    )


@settings(deadline=None)
@given(
    plain=st.binary(max_size=3000),
    context=st.binary(max_size=40),
    salt=st.binary(min_size=24, max_size=24),
)
def test_open_of_sealed_returns_the_bytes(plain: bytes, context: bytes, salt: bytes) -> None:
    assert open_bytes(KEY, context, seal_bytes(KEY, context, plain, salt=salt)) == plain


@settings(max_examples=25, deadline=None)
@given(
    size=st.integers(0, 2 * FRAME_BYTES + 3),
    cut_in=st.integers(9_000, 2_000_000),
    cut_out=st.integers(9_000, 2_000_000),
)
def test_stream_in_any_pieces_equals_one_go(size: int, cut_in: int, cut_out: int) -> None:
    plain = b"q" * size
    pieces = [plain[at : at + cut_in] for at in range(0, size, cut_in)]

    sealed = b"".join(seal_frames(KEY, b"c", pieces, salt=SALT))
    again = (sealed[at : at + cut_out] for at in range(0, len(sealed), cut_out))

    assert sealed == seal_bytes(KEY, b"c", plain, salt=SALT)
    assert b"".join(open_frames(KEY, b"c", again)) == plain


@settings(deadline=None)
@given(data=st.data())
def test_open_with_one_flipped_bit_is_refused(data: st.DataObject) -> None:
    sealed = bytearray(seal_bytes(KEY, b"c", b"some plain text", salt=SALT))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(StoreDamaged):
        open_bytes(KEY, b"c", bytes(sealed))


@settings(deadline=None)
@given(length=st.integers(0, HEADER_BYTES + 15 + TAG_BYTES - 1))
def test_open_cut_off_anywhere_is_refused(length: int) -> None:
    sealed = seal_bytes(KEY, b"c", b"some plain text", salt=SALT)

    with pytest.raises(StoreDamaged):
        open_bytes(KEY, b"c", sealed[:length])


@settings(deadline=None)
@given(garbage=st.binary(max_size=200))
def test_open_of_garbage_is_refused(garbage: bytes) -> None:
    with pytest.raises(StoreDamaged):
        open_bytes(KEY, b"c", garbage)
    with pytest.raises(StoreDamaged):
        open_bytes(KEY, b"c", b"TSHBLOB\x01" + garbage)


def _without_last(frames: list[bytes]) -> list[bytes]:
    return frames[:-1]


def _without_first(frames: list[bytes]) -> list[bytes]:
    return frames[1:]


def _without_middle(frames: list[bytes]) -> list[bytes]:
    return [frames[0], frames[2]]


def _swapped(frames: list[bytes]) -> list[bytes]:
    return [frames[1], frames[0], frames[2]]


def _repeated(frames: list[bytes]) -> list[bytes]:
    return [frames[0], frames[0], frames[1], frames[2]]


def _last_repeated(frames: list[bytes]) -> list[bytes]:
    return [*frames, frames[2]]


def _none(frames: list[bytes]) -> list[bytes]:
    return []


@pytest.mark.parametrize(
    "tamper",
    [_without_last, _without_first, _without_middle, _swapped, _repeated, _last_repeated, _none],
)
def test_open_with_moved_frames_is_refused(
    tamper: Callable[[list[bytes]], list[bytes]],
) -> None:
    header, frames = parts(seal_bytes(KEY, b"c", THREE, salt=SALT))

    with pytest.raises(StoreDamaged):
        open_bytes(KEY, b"c", header + b"".join(tamper(frames)))


def test_open_with_a_frame_of_another_blob_is_refused() -> None:
    header, mine = parts(seal_bytes(KEY, b"c", THREE, salt=SALT))
    _, other = parts(seal_bytes(KEY, b"c", THREE, salt=OTHER_SALT))

    with pytest.raises(StoreDamaged):
        open_bytes(KEY, b"c", header + mine[0] + other[1] + mine[2])


def test_open_with_an_empty_frame_at_the_end_is_refused() -> None:
    header = b"TSHBLOB\x01" + SALT
    cipher = AESGCM(derive(KEY, b"sohoa blob frames", SALT))
    first = cipher.encrypt(bytes(12), b"a" * FRAME_BYTES, header)
    empty = cipher.encrypt((1).to_bytes(11, "big") + b"\x01", b"", header)

    with pytest.raises(StoreDamaged):
        open_bytes(KEY, b"", header + first + empty)


@pytest.mark.parametrize(("key", "context"), [(bytes(32), b"c"), (KEY, b"d"), (KEY, b"")])
def test_open_with_other_key_or_context_is_refused(key: bytes, context: bytes) -> None:
    sealed = seal_bytes(KEY, b"c", b"x", salt=SALT)
    value = seal_value(KEY, b"c", b"x", nonce=bytes(12))

    with pytest.raises(StoreDamaged):
        open_bytes(key, context, sealed)
    with pytest.raises(StoreDamaged):
        open_value(key, context, value)


@settings(deadline=None)
@given(plain=st.binary(max_size=300), nonce=st.binary(min_size=12, max_size=12))
def test_open_value_of_sealed_returns_the_bytes(plain: bytes, nonce: bytes) -> None:
    assert open_value(KEY, b"c", seal_value(KEY, b"c", plain, nonce=nonce)) == plain


@settings(deadline=None)
@given(data=st.data())
def test_open_value_with_one_flipped_bit_is_refused(data: st.DataObject) -> None:
    sealed = bytearray(seal_value(KEY, b"c", b"value", nonce=bytes(12)))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(StoreDamaged):
        open_value(KEY, b"c", bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(27), b"\x02" + bytes(40)])
def test_open_value_of_garbage_is_refused(sealed: bytes) -> None:
    with pytest.raises(StoreDamaged):
        open_value(KEY, b"c", sealed)
