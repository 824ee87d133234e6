"""What is kept of a request to a signing service: plain values, for any process and a database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from signing.errors import SigningError, TicketUnreadable
from signing.identities import Mechanism

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class HashItem:
    """One digest to sign.

    Attributes:
        id: Name of the item within its request; says nothing about a person or a file.
        digest: SHA-256 of what is signed.
        mechanism: How it is signed.
    """

    id: str
    digest: bytes
    mechanism: Mechanism

    @classmethod
    def of(cls, name: str, data: bytes, mechanism: Mechanism) -> HashItem:
        """Digest what is to be signed.

        Args:
            name: Name of the item.
            data: For a PDF the signed attributes of a prepared signature.
            mechanism: How it is signed.
        """
        return cls(name, hashlib.sha256(data).digest(), mechanism)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What is kept of a request: enough to ask for its values again, and no secret.

    Attributes:
        service: Kind of service ("csc", "smartca").
        transaction: Our name of the request, made before anything was sent; not guessable.
        certificate_sha256: Certificate that the values are held against, hexadecimal.
        items: What was asked for, in order.
        begun_at: When it was sent, aware.
        expires_at: After this nobody waits any longer, aware.
        service_transaction: The service's own name of the request; empty while it has none.
    """

    service: str
    transaction: str
    certificate_sha256: str
    items: tuple[HashItem, ...]
    begun_at: datetime
    expires_at: datetime
    service_transaction: str = ""

    def to_json(self) -> str:
        """Write it down for a database or another process."""
        return json.dumps(
            {
                "format": _FORMAT,
                "service": self.service,
                "transaction": self.transaction,
                "certificate_sha256": self.certificate_sha256,
                "items": [[one.id, one.digest.hex(), one.mechanism.value] for one in self.items],
                "begun_at": self.begun_at.isoformat(),
                "expires_at": self.expires_at.isoformat(),
                "service_transaction": self.service_transaction,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Ticket:
        """Read what `to_json` wrote.

        Raises:
            TicketUnreadable: The text is anything else.
        """
        try:
            found = json.loads(text)
            if found["format"] != _FORMAT:
                raise TicketUnreadable("written by another version")
            ticket = cls(
                service=_text(found["service"]),
                transaction=_text(found["transaction"]),
                certificate_sha256=_digest(found["certificate_sha256"]).hex(),
                items=tuple(
                    HashItem(_text(name), _digest(digest), Mechanism(mechanism))
                    for name, digest, mechanism in found["items"]
                ),
                begun_at=datetime.fromisoformat(found["begun_at"]),
                expires_at=datetime.fromisoformat(found["expires_at"]),
                service_transaction=_text(found["service_transaction"]),
            )
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            raise TicketUnreadable("the ticket cannot be read") from error
        aware = (
            ticket.begun_at.utcoffset() is not None and ticket.expires_at.utcoffset() is not None
        )
        if not aware or not ticket.items or not ticket.transaction:
            raise TicketUnreadable("the ticket contradicts itself")
        return ticket


@dataclass(frozen=True, slots=True)
class Pending:
    """No value yet: somebody has to confirm, or the service is at work.

    Attributes:
        until: When the waiting ends, aware.
        wait_s: When to ask again, seconds from now.
    """

    until: datetime
    wait_s: float


Outcome: TypeAlias = bytes | Pending | SigningError
"""What became of one item: its proved value, not yet, or why not."""


def _text(value: Any) -> str:  # Any: JSON values are of any type
    """Refuse a JSON value that is no text."""
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _digest(value: object) -> bytes:
    """Read a SHA-256 digest."""
    digest = bytes.fromhex(_text(value))
    if len(digest) != hashlib.sha256().digest_size:
        raise ValueError("no SHA-256 digest")
    return digest
