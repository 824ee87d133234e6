"""Authenticated encryption of blobs and of single column values. Pure functions on bytes.

A sealed blob:

    header 32 bytes = magic "TSHBLOB" | version 1 | salt 24 bytes
    frame 0, frame 1, … = AES-256-GCM of up to 1 MiB each, 16 bytes longer than its plain text

Each blob has its own key, HKDF-SHA256(key of the dossier, salt), so frames of two blobs never
fit each other and the number of blobs under one dossier key needs no limit. The nonce of a
frame is its number (11 bytes, big-endian) and one byte that is 1 for the last frame only: a
frame that is missing, repeated, moved or cut off does not open. Header and context are
authenticated with every frame.

Source: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance" (2015), STREAM construction; NIST SP 800-38D (2007) GCM;
RFC 5869 (2010) HKDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.store.base import StoreDamaged

Buffer = bytes | bytearray | memoryview

KEY_BYTES = 32
FRAME_BYTES = 1 << 20
TAG_BYTES = 16
SALT_BYTES = 24
NONCE_BYTES = 12
HEADER_BYTES = 32
_MAGIC = b"TSHBLOB\x01"
_VALUE_VERSION = b"\x01"


def derive(key: bytes, purpose: bytes, salt: bytes = b"") -> bytes:
    """Derive a 32-byte key for one purpose from another key."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt or None, info=purpose).derive(key)


def seal_frames(
    key: bytes, context: bytes, chunks: Iterable[bytes], *, salt: bytes
) -> Iterator[bytes]:
    """Encrypt a stream.

    Args:
        key: 32 bytes.
        context: What the blob belongs to; the same bytes are needed to open it.
        chunks: Plain bytes in pieces of any size.
        salt: 24 random bytes, never used twice with the same key.

    Yields:
        The header, then one sealed frame at a time.
    """
    header = _MAGIC + salt
    cipher = AESGCM(derive(key, b"sohoa blob frames", salt))
    yield header
    for number, (frame, last) in enumerate(_reframe(chunks, FRAME_BYTES)):
        yield cipher.encrypt(_nonce(number, last), frame, header + context)


def open_frames(key: bytes, context: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Decrypt a stream; what was yielded is genuine, but complete only after the last frame.

    Raises:
        StoreDamaged: Not a sealed blob, another key or context, or bytes were changed, cut
            off, repeated or moved.
    """
    header, rest = _take_header(iter(chunks))
    cipher = AESGCM(derive(key, b"sohoa blob frames", header[len(_MAGIC) :]))
    for number, (frame, last) in enumerate(_reframe(rest, FRAME_BYTES + TAG_BYTES)):
        try:
            plain = cipher.decrypt(_nonce(number, last), frame, header + context)
        except InvalidTag as error:
            raise StoreDamaged(f"frame {number} of a blob does not open") from error
        if number and not plain:
            raise StoreDamaged("a blob ends in an empty frame")
        yield plain


def frame_count(sealed_bytes: int) -> int:
    """Frames of a sealed blob of so many bytes; an empty plain text has one.

    Raises:
        StoreDamaged: No sealed blob has this size.
    """
    full, rest = divmod(sealed_bytes - HEADER_BYTES, FRAME_BYTES + TAG_BYTES)
    if sealed_bytes < HEADER_BYTES + TAG_BYTES or 0 < rest < TAG_BYTES:
        raise StoreDamaged("a blob of a size that none has")
    return full + (rest > 0)


class FrameReader:
    """Opens frames of one sealed blob out of their order.

    Each frame proves itself: its key, its place, and whether it is the last one. So what comes
    out is genuine although the rest of the blob was not looked at.

    Args:
        key: 32 bytes.
        context: What the blob belongs to.
        header: First `HEADER_BYTES` of the blob.
        frames: Number of frames, see `frame_count`.

    Raises:
        StoreDamaged: Not the header of a sealed blob.
    """

    def __init__(self, key: bytes, context: bytes, header: bytes, frames: int) -> None:
        if len(header) != HEADER_BYTES or not header.startswith(_MAGIC):
            raise StoreDamaged("not a sealed blob, or of an unknown version")
        self._cipher = AESGCM(derive(key, b"sohoa blob frames", header[len(_MAGIC) :]))
        self._known = header + context
        self._frames = frames

    def open(self, number: int, sealed: bytes) -> bytes:
        """Plain bytes of the frame `number`, from 0.

        Raises:
            StoreDamaged: Changed, cut off, or the frame of another place.
        """
        try:
            nonce = _nonce(number, number == self._frames - 1)
            return self._cipher.decrypt(nonce, sealed, self._known)
        except InvalidTag as error:
            raise StoreDamaged(f"frame {number} of a blob does not open") from error

    def open_into(self, number: int, sealed: Buffer, plain: memoryview) -> memoryview:
        """The same into a buffer that is used again and again; gives the part that was filled.

        Raises:
            StoreDamaged: See `open`; or more or less than one frame came.
        """
        count = len(sealed) - TAG_BYTES
        if not 0 <= count <= FRAME_BYTES or (number and not count):
            raise StoreDamaged("a frame of a size that none has")
        filled = plain[:count]
        try:
            nonce = _nonce(number, number == self._frames - 1)
            self._cipher.decrypt_into(nonce, sealed, self._known, filled)
        except InvalidTag as error:
            raise StoreDamaged(f"frame {number} of a blob does not open") from error
        return filled


def seal_bytes(key: bytes, context: bytes, plain: bytes, *, salt: bytes) -> bytes:
    """Encrypt bytes in one go; see `seal_frames`."""
    return b"".join(seal_frames(key, context, (plain,), salt=salt))


def open_bytes(key: bytes, context: bytes, sealed: bytes) -> bytes:
    """Decrypt bytes in one go.

    Raises:
        StoreDamaged: See `open_frames`.
    """
    return b"".join(open_frames(key, context, (sealed,)))


def seal_value(key: bytes, context: bytes, plain: bytes, *, nonce: bytes) -> bytes:
    """Encrypt one short value: version byte, nonce (12 random bytes), AES-256-GCM."""
    return _VALUE_VERSION + nonce + AESGCM(key).encrypt(nonce, plain, context)


def open_value(key: bytes, context: bytes, sealed: bytes) -> bytes:
    """Decrypt one short value.

    Raises:
        StoreDamaged: Another key or context, or the bytes were changed.
    """
    start = len(_VALUE_VERSION) + NONCE_BYTES
    if sealed[:1] != _VALUE_VERSION or len(sealed) < start + TAG_BYTES:
        raise StoreDamaged("not a sealed value")
    try:
        return AESGCM(key).decrypt(sealed[1:start], sealed[start:], context)
    except InvalidTag as error:
        raise StoreDamaged("a sealed value does not open") from error


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1, "big") + bytes([last])


def _reframe(chunks: Iterable[Buffer], size: int) -> Iterator[tuple[Buffer, bool]]:
    """Cut into pieces of `size` bytes and tell which is the last; no bytes make one piece.

    Pieces of a large chunk are views, so a whole page is not copied once more.
    """
    held = bytearray()
    for chunk in chunks:
        rest = memoryview(chunk)
        if held:
            missing = size - len(held)
            held += rest[:missing]
            rest = rest[missing:]
            if rest:
                yield held, False
                held = bytearray()
        while len(rest) > size:
            yield rest[:size], False
            rest = rest[size:]
        held += rest
    yield held, True


def _take_header(chunks: Iterator[bytes]) -> tuple[bytes, Iterable[Buffer]]:
    header = bytearray()
    for chunk in chunks:
        missing = HEADER_BYTES - len(header)
        header += chunk[:missing]
        if len(header) == HEADER_BYTES:
            break
    else:
        raise StoreDamaged("a blob is shorter than its header")
    if not header.startswith(_MAGIC):
        raise StoreDamaged("not a sealed blob, or of an unknown version")
    return bytes(header), chain((memoryview(chunk)[missing:],), chunks)
