"""What is kept of a begun signature, from one phase to the other and over a restart."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from signing.certificates import parse_certificate
from signing.errors import KeyNotFound, PreparedUnreadable
from signing.identities import Mechanism
from signing.requests import Level

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class PreparedSignature:
    """A signature that lacks nothing but its value.

    Attributes:
        field_name: Name of the signature field.
        signed_attributes: What the key signs, DER.
        mechanism: How it signs them.
        certificate: Certificate of the signer, DER.
        chain: Certificates that go into the signature beside it, DER.
        document_digest: SHA-256 of the signed byte ranges, lower-case hexadecimal.
        source_sha256: SHA-256 of the file as it was before, lower-case hexadecimal.
        contents_start: Offset of the room for the CMS object.
        contents_end: Offset after it.
        level: Level that is to be reached.
        signed_at: Claimed signing time, aware.
    """

    field_name: str
    signed_attributes: bytes
    mechanism: Mechanism
    certificate: bytes
    chain: tuple[bytes, ...]
    document_digest: str
    source_sha256: str
    contents_start: int
    contents_end: int
    level: Level
    signed_at: datetime

    def to_json(self) -> str:
        """Write it down for a database or another process; holds no secret."""
        return json.dumps(
            {
                "format": _FORMAT,
                "field_name": self.field_name,
                "signed_attributes": _to_text(self.signed_attributes),
                "mechanism": self.mechanism.value,
                "certificate": _to_text(self.certificate),
                "chain": [_to_text(one) for one in self.chain],
                "document_digest": self.document_digest,
                "source_sha256": self.source_sha256,
                "contents_start": self.contents_start,
                "contents_end": self.contents_end,
                "level": self.level.value,
                "signed_at": self.signed_at.isoformat(),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> PreparedSignature:
        """Read what `to_json` wrote.

        Raises:
            PreparedUnreadable: The text is anything else.
        """
        try:
            found = json.loads(text)
            if found["format"] != _FORMAT:
                raise PreparedUnreadable("written by another version")
            read = cls(
                field_name=_typed(found["field_name"], str),
                signed_attributes=_from_text(found["signed_attributes"]),
                mechanism=Mechanism(found["mechanism"]),
                certificate=_from_text(found["certificate"]),
                chain=tuple(_from_text(one) for one in _typed(found["chain"], list)),
                document_digest=_digest(found["document_digest"]),
                source_sha256=_digest(found["source_sha256"]),
                contents_start=_typed(found["contents_start"], int),
                contents_end=_typed(found["contents_end"], int),
                level=Level(found["level"]),
                signed_at=datetime.fromisoformat(found["signed_at"]),
            )
            parse_certificate(read.certificate)
        except (ValueError, TypeError, LookupError, RecursionError, KeyNotFound) as error:
            raise PreparedUnreadable("the begun signature cannot be read") from error
        sound = 0 < read.contents_start < read.contents_end and read.field_name
        if not sound or read.signed_at.utcoffset() is None:
            raise PreparedUnreadable("the begun signature contradicts itself")
        return read


def _to_text(content: bytes) -> str:
    """Write bytes as text."""
    return base64.b64encode(content).decode("ascii")


def _from_text(text: object) -> bytes:
    """Read bytes that were written as text."""
    return base64.b64decode(_typed(text, str), validate=True)


def _digest(text: object) -> str:
    """Read a SHA-256 digest."""
    digest: str = _typed(text, str)
    if len(bytes.fromhex(digest)) != hashlib.sha256().digest_size or digest != digest.lower():
        raise ValueError("no SHA-256 digest")
    return digest


def _typed(value: Any, kind: type) -> Any:  # Any: JSON values are of any type
    """Refuse a JSON value of another type; true and false are no numbers."""
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected")
    return value
