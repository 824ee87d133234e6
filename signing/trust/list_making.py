"""Making a trust list: what its publisher does, once the certificates are confirmed.

Which certificates go in is the publisher's decision: whoever runs this has got each of them from
its official source and compared the fingerprint by another way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from signing.errors import BadTrustList, TrustPublisherUnknown
from signing.trust.proofs import is_signed_by
from signing.trust.roots import certificates_in
from signing.trust.trust_list import Role, Scope, TrustEntry, TrustList, sign_list


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A certificate that the publisher has confirmed.

    Attributes:
        content: DER, or PEM with one or more certificates.
        scope: Whose signatures it stands for.
        source: Where it came from and how it was confirmed.
    """

    content: bytes
    scope: Scope
    source: str


@dataclass(frozen=True, slots=True)
class Issue:
    """What is said about a list.

    Attributes:
        publisher: Who issues it.
        sequence: Its number, above that of the last one.
        this_update: When it is issued, aware.
        next_update: When the next one is due, aware.
        withdrawn: Authorities that are trusted no longer, by the SHA-256 of their certificates
            in lower-case hexadecimal, each with the last moment of trust, aware.
    """

    publisher: str
    sequence: int
    this_update: datetime
    next_update: datetime
    withdrawn: tuple[tuple[str, datetime], ...] = ()


def make_list(issue: Issue, confirmed: Sequence[Confirmed], key: Ed25519PrivateKey) -> bytes:
    """Make and sign a list; authorities are trusted as long as their certificates last.

    A withdrawn authority stays in the list: what was proved to exist before is judged by it.

    Raises:
        BadTrustList: A certificate is none of an authority, or lacks the one above it; or who
            is withdrawn is not in the list.
        BadTrustRoots: Something is not a certificate.
    """
    entries = [_entry(der, one) for one in confirmed for der in certificates_in(one.content)]
    ends = dict(issue.withdrawn)
    if set(ends) - {one.sha256 for one in entries}:
        raise BadTrustList("who is withdrawn is not in the list")
    entries = [
        replace(one, valid_to=min(one.valid_to, ends.get(one.sha256, one.valid_to)))
        for one in entries
    ]
    content = TrustList(
        publisher=issue.publisher,
        sequence=issue.sequence,
        this_update=issue.this_update,
        next_update=issue.next_update,
        entries=tuple(entries),
    )
    return sign_list(content, key)


def load_signing_key(content: bytes, password: bytearray | None) -> Ed25519PrivateKey:
    """Read the publisher's private key, PEM; the password is wiped.

    Raises:
        TrustPublisherUnknown: It is no Ed25519 key, or the password does not open it.
    """
    try:
        key = serialization.load_pem_private_key(content, bytes(password) if password else None)
    except (ValueError, TypeError) as error:
        raise TrustPublisherUnknown("the private key cannot be opened") from error
    finally:
        if password is not None:
            password[:] = bytes(len(password))
    if not isinstance(key, Ed25519PrivateKey):
        raise TrustPublisherUnknown("not an Ed25519 key")
    return key


def _entry(der: bytes, one: Confirmed) -> TrustEntry:
    """List one certificate; what has signed itself is a root."""
    certificate = x509.Certificate.load(der)
    if not one.source.strip():
        raise BadTrustList("a certificate without a source")
    return TrustEntry(
        certificate=der,
        role=Role.ROOT if is_signed_by(certificate, certificate) else Role.INTERMEDIATE,
        scope=one.scope,
        source=one.source,
        valid_from=certificate.not_valid_before,
        valid_to=certificate.not_valid_after,
    )
