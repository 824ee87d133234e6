"""Names of things; fixed when the thing is created, never at save."""

from __future__ import annotations

import hashlib
from typing import NewType

DossierId = NewType("DossierId", str)
"""UUIDv7 in its usual text form; UUIDv8 where a name tells which dossier it is."""

PageId = NewType("PageId", str)
FileId = NewType("FileId", str)

EditId = NewType("EditId", str)
"""One entry of the history of a dossier's pages."""

SubmissionId = NewType("SubmissionId", str)
"""Also the Idempotency-Key towards the processing system."""

BlobId = NewType("BlobId", str)
"""SHA-256 (64 hex digits) of the stored, that is encrypted, bytes."""


def uuid8_of(name: str) -> str:
    """Build a UUID version 8 from a name: always the same one.

    Source: RFC 9562 §5.8 (2024-05), over SHA-256.
    """
    value = int.from_bytes(hashlib.sha256(name.encode()).digest()[:16], "big")
    value = value & ~(0xF << 76) | (0x8 << 76)
    value = value & ~(0b11 << 62) | (0b10 << 62)
    return _uuid_text(value)


def uuid7(unix_ms: int, random_bits: int) -> str:
    """Build a UUID version 7: sortable by time of creation.

    Args:
        unix_ms: Milliseconds since 1970-01-01 UTC, 48 bits.
        random_bits: At least 74 random bits; higher ones are ignored.

    Source: RFC 9562 §5.7 (2024-05).
    """
    value = (unix_ms & (2**48 - 1)) << 80
    value |= 0x7 << 76
    value |= ((random_bits >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random_bits & (2**62 - 1)
    return _uuid_text(value)


def _uuid_text(value: int) -> str:
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
