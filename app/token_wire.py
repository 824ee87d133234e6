"""How the station and the process of a token talk: framed JSON over the child's own pipes.

A frame is its length (4 bytes, big-endian) and that much JSON. Right behind the frame of an
`unlock` come the bytes of the PIN, and nothing but the buffer that it is kept in ever holds them:
no JSON, no pickle, no text, no buffered stream.

To the child: states, certificates, unlock, sign, lock, each with an id.
From the child: an answer or an error with that id; events: beat, devices, ended.
"""

from __future__ import annotations

import json
import struct
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from io import FileIO
from typing import Any

from signing.errors import SigningError, TokenFailed
from signing.identities import CertificateSummary, Mechanism, TokenCertificate, TokenState

Frame = dict[str, Any]  # values of JSON are any of its types

_LENGTH = struct.Struct(">I")
_MOST_BYTES = 8 * 1024 * 1024


class WireBroken(Exception):
    """The other side is gone or sent what is no frame; stays between the two modules."""


def send(stream: FileIO, frame: Frame) -> None:
    """Write a frame; waits while the other side is not reading.

    Raises:
        WireBroken: The other side is gone.
    """
    body = json.dumps(frame, ensure_ascii=False).encode("utf-8")
    write_all(stream, memoryview(_LENGTH.pack(len(body)) + body))


def write_all(stream: FileIO, content: memoryview) -> None:
    """Write bytes straight from where they lie.

    Raises:
        WireBroken: The other side is gone.
    """
    try:
        while content:
            content = content[stream.write(content) or 0 :]
    except (OSError, ValueError) as error:
        raise WireBroken("the other side is gone") from error


def receive(stream: FileIO) -> Frame:
    """Read a frame; waits for it.

    Raises:
        WireBroken: End of the stream, or not a frame.
    """
    (size,) = _LENGTH.unpack(_read(stream, _LENGTH.size))
    if size > _MOST_BYTES:
        raise WireBroken("a frame out of bounds")
    try:
        frame = json.loads(_read(stream, size))
    except (ValueError, RecursionError) as error:
        raise WireBroken("not JSON") from error
    if not isinstance(frame, dict):
        raise WireBroken("not a frame")
    return frame


def _read(stream: FileIO, size: int) -> bytes:
    """Read so many bytes and never more: what follows may be a PIN."""
    content = bytearray(size)
    room = memoryview(content)
    while room:
        try:
            got = stream.readinto(room)
        except (OSError, ValueError) as error:
            raise WireBroken("cannot be read") from error
        if not got:
            raise WireBroken("end of stream")
        room = room[got:]
    return bytes(content)


def packed(content: bytes) -> str:
    """Bytes as JSON takes them."""
    return b64encode(content).decode("ascii")


def unpacked(text: object) -> bytes:
    """Bytes again.

    Raises:
        WireBroken: The text holds none.
    """
    if not isinstance(text, str):
        raise WireBroken("no text")
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise WireBroken("not base64") from error


def unlocked_frame(
    certificate: bytes, chain: Iterable[bytes], mechanisms: Iterable[Mechanism]
) -> Frame:
    """What a process answers when it holds a key: certificates, DER, and what the key can do."""
    return {
        "certificate": packed(certificate),
        "chain": [packed(each) for each in chain],
        "mechanisms": [each.value for each in mechanisms],
    }


def error_frame(error: SigningError) -> Frame:
    """An error, for the other side to raise."""
    return {
        "code": error.code,
        "detail": error.detail,
        "tries_left": getattr(error, "tries_left", None),
    }


def raised(frame: Mapping[str, Any]) -> SigningError:
    """The error again, of the class that bears its code."""
    kind = _by_code().get(str(frame.get("code")), TokenFailed)
    error = kind(str(frame.get("detail", "")))
    if hasattr(error, "tries_left") and isinstance(frame.get("tries_left"), int):
        error.tries_left = frame["tries_left"]
    return error


def _by_code() -> dict[str, type[SigningError]]:
    found: dict[str, type[SigningError]] = {}
    waiting: list[type[SigningError]] = [SigningError]
    while waiting:
        kind = waiting.pop()
        found[kind.code] = kind
        waiting += kind.__subclasses__()
    return found


@contextmanager
def understood() -> Iterator[None]:
    """Turn an answer that is none into an error of the token.

    Drivers live in the process that answers and may have spoilt its memory.

    Raises:
        TokenFailed: Something is missing or of another kind.
    """
    try:
        yield
    except (WireBroken, KeyError, TypeError, ValueError, AttributeError) as error:
        raise TokenFailed(f"an answer that is none ({type(error).__name__})") from error


def state_frame(state: TokenState) -> Frame:
    """A token's state as JSON takes it."""
    return asdict(state)


def state_of(frame: Frame) -> TokenState:
    """A token's state again."""
    return TokenState(**frame)


def certificate_frame(shown: TokenCertificate) -> Frame:
    """A certificate as JSON takes it."""
    summary = asdict(shown.summary)
    for name in ("not_before", "not_after"):
        summary[name] = summary[name].isoformat()
    return {"summary": summary, "token": shown.token, "refusal": shown.refusal}


def certificate_of(frame: Frame) -> TokenCertificate:
    """A certificate again."""
    summary = dict(frame["summary"])
    for name in ("not_before", "not_after"):
        summary[name] = datetime.fromisoformat(summary[name])
    return TokenCertificate(CertificateSummary(**summary), frame["token"], frame["refusal"])
