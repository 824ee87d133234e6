"""The trust list: authorities a province has checked, signed, numbered and dated.

A list is one JSON file. What is signed is a fixed prefix and the canonical form of everything
but the signature, so that a file may be indented and still be proved, and nothing can be added
beside what was signed. Every entry carries the pin its publisher has confirmed; an intermediate
is listed only together with the authority above it.

Source: RFC 8032 (Ed25519); RFC 5280, 4.2.1.9 (authorities); TT 15/2025/TT-BKHCN, Art. 6 (the
chain ends in a root that the checking software keeps up to date).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, assert_never

from asn1crypto import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from signing.errors import (
    BadTrustList,
    BadTrustRoots,
    TrustListNotProved,
    TrustPublisherUnknown,
)
from signing.limits import Allowance, TrustLimit, TrustUse
from signing.trust.proofs import BROKEN, is_signed_by
from signing.trust.roots import certificates_in

SCHEMA = "sohoa.trust-list/1"
_PREFIX = b"sohoa trust list 1\n"
_MAX_FILE_BYTES = 8 * 1024 * 1024
_MAX_ENTRIES = 2000
_BODY = frozenset({"schema", "publisher", "sequence", "this_update", "next_update", "entries"})
_ENTRY = frozenset({"certificate", "sha256", "role", "scope", "source", "valid_from", "valid_to"})

Json = Mapping[str, Any]  # values of JSON are any of its types


class Role(StrEnum):
    """What an authority is for a chain."""

    ROOT = "root"
    INTERMEDIATE = "intermediate"


class Scope(StrEnum):
    """Whose signatures an authority stands for; what its list does not name it is not for."""

    OFFICIAL = "official"
    PUBLIC = "public"
    TIME_STAMP = "time-stamp"

    @property
    def use(self) -> TrustUse:
        """What chains to it may be built for."""
        match self:
            case Scope.OFFICIAL | Scope.PUBLIC:
                return TrustUse.SIGNATURES
            case Scope.TIME_STAMP:
                return TrustUse.TIME_STAMPS
            case _ as never:
                assert_never(never)


@dataclass(frozen=True, slots=True)
class TrustEntry:
    """One authority in one scope; who stands for several has an entry for each.

    Attributes:
        certificate: DER.
        role: Whether a chain may end in it.
        scope: Whose signatures it stands for.
        source: Where the publisher got and confirmed it.
        valid_from: From when on it is trusted, aware.
        valid_to: Until when it is trusted, aware; what was proved to exist before that, by a
            time stamp, stays trusted. An earlier end than that of the certificate withdraws it.
    """

    certificate: bytes
    role: Role
    scope: Scope
    source: str
    valid_from: datetime
    valid_to: datetime

    @property
    def sha256(self) -> str:
        """Pin, lower-case hexadecimal."""
        return hashlib.sha256(self.certificate).hexdigest()

    def holds_at(self, moment: datetime) -> bool:
        """Tell whether it is trusted at a moment."""
        return self.limit.at(moment) is Allowance.YES

    @property
    def limit(self) -> TrustLimit:
        """What it is trusted for, and when."""
        return TrustLimit(self.sha256, self.scope.use, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class TrustList:
    """All authorities of one issue.

    Attributes:
        publisher: Who has confirmed them.
        sequence: Number of the issue, counted up; at least 1.
        this_update: When it was issued, aware.
        next_update: When the next issue is due at the latest, aware.
        entries: The authorities; every intermediate has the one above it in here, in its own
            scope or in another.
    """

    publisher: str
    sequence: int
    this_update: datetime
    next_update: datetime
    entries: tuple[TrustEntry, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be a list.

        Raises:
            BadTrustList: Numbers or dates contradict each other, or an intermediate stands alone.
        """
        if self.sequence < 1 or not self.publisher.strip():
            raise BadTrustList("no sequence number or publisher")
        moments = [self.this_update, self.next_update]
        moments += [moment for one in self.entries for moment in (one.valid_from, one.valid_to)]
        if any(moment.utcoffset() is None for moment in moments):
            raise BadTrustList("a time has no zone")
        if self.this_update >= self.next_update:
            raise BadTrustList("the next issue is not after this one")
        named = {(one.sha256, one.scope) for one in self.entries}
        if not self.entries or len(named) < len(self.entries):
            raise BadTrustList("no authorities, or one is listed twice in a scope")
        for one in self.entries:
            _check_entry(one)
        if len(_anchored(self.entries)) < len(self.entries):
            raise BadTrustList("an intermediate without the authority above it")

    def at(self, moment: datetime) -> tuple[TrustEntry, ...]:
        """Give the authorities that are trusted at a moment, roots first.

        An intermediate goes with the authority above it: alone it could be taken for a root.
        """
        holding = [one for one in self.entries if one.holds_at(moment)]
        kept = _anchored(holding)
        return tuple(sorted(kept, key=lambda one: one.role is not Role.ROOT))


def sign_list(content: TrustList, key: Ed25519PrivateKey) -> bytes:
    """Write a list as its publisher issues it, UTF-8 JSON."""
    body = _as_json(content)
    value = key.sign(_PREFIX + canonical(body))
    body["signature"] = {
        "algorithm": "Ed25519",
        "key": key_fingerprint(key.public_key()),
        "value": base64.b64encode(value).decode("ascii"),
    }
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def read_list(content: bytes, publisher: Ed25519PublicKey) -> TrustList:
    """Prove a list and read it; nothing of it is looked at before its signature.

    Args:
        content: The file.
        publisher: Key of the publisher this station trusts.

    Raises:
        TrustPublisherUnknown: It names another key.
        TrustListNotProved: Its signature does not hold.
        BadTrustList: It is no list, or it contradicts itself.
    """
    body = _load(content)
    signature = body.pop("signature", None)
    if not isinstance(signature, dict) or set(signature) != {"algorithm", "key", "value"}:
        raise TrustListNotProved("the list is not signed")
    if signature["algorithm"] != "Ed25519":
        raise TrustListNotProved("the list is signed in another way")
    if signature["key"] != key_fingerprint(publisher):
        raise TrustPublisherUnknown("the list is signed with another key")
    try:
        value = base64.b64decode(signature["value"], validate=True)
        publisher.verify(value, _PREFIX + canonical(body))
    except (InvalidSignature, binascii.Error, TypeError, ValueError) as error:
        raise TrustListNotProved("the signature of the list does not hold") from error
    return _from_json(body)


def canonical(body: Json) -> bytes:
    """Give the one form of a JSON object that is signed: sorted, without spaces, UTF-8."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def load_publisher(content: bytes) -> Ed25519PublicKey:
    """Read the public key of a publisher, PEM.

    Raises:
        TrustPublisherUnknown: It is no Ed25519 key.
    """
    try:
        key = serialization.load_pem_public_key(content)
    except (ValueError, TypeError) as error:
        raise TrustPublisherUnknown("not a public key in PEM") from error
    if not isinstance(key, Ed25519PublicKey):
        raise TrustPublisherUnknown("not an Ed25519 key")
    return key


def key_fingerprint(key: Ed25519PublicKey) -> str:
    """Name a key by the SHA-256 of its raw bytes, lower-case hexadecimal."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()


def _check_entry(one: TrustEntry) -> None:
    """Refuse an entry that is no authority, or a root that has not signed itself."""
    if one.valid_from >= one.valid_to:
        raise BadTrustList("an authority's time ends before it begins")
    certificate = x509.Certificate.load(one.certificate)
    try:
        is_authority = bool(certificate.ca)
        signed_itself = is_signed_by(certificate, certificate)
    except BROKEN as error:
        raise BadTrustList("an authority's certificate is damaged") from error
    if not is_authority:
        raise BadTrustList("a listed certificate is none of an authority")
    if signed_itself is not (one.role is Role.ROOT):
        raise BadTrustList("a root that is not self-signed, or an intermediate that is")


def _anchored(entries: Sequence[TrustEntry]) -> list[TrustEntry]:
    """Keep roots, and intermediates whose chain of entries reaches one."""
    kept = [one for one in entries if one.role is Role.ROOT]
    waiting = [one for one in entries if one.role is not Role.ROOT]
    above = [x509.Certificate.load(one.certificate) for one in kept]
    while True:
        found = [one for one in waiting if _is_below(one, above)]
        if not found:
            return kept
        kept += found
        above += [x509.Certificate.load(one.certificate) for one in found]
        waiting = [one for one in waiting if one not in found]


def _is_below(one: TrustEntry, above: Iterable[x509.Certificate]) -> bool:
    """Tell whether one of these authorities has issued an entry."""
    certificate = x509.Certificate.load(one.certificate)
    return any(is_signed_by(certificate, issuer) for issuer in above)


def _as_json(content: TrustList) -> dict[str, Any]:  # Any: values of JSON
    """Give the shape of the file without its signature."""
    return {
        "schema": SCHEMA,
        "publisher": content.publisher,
        "sequence": content.sequence,
        "this_update": content.this_update.isoformat(),
        "next_update": content.next_update.isoformat(),
        "entries": [
            {
                "certificate": base64.b64encode(one.certificate).decode("ascii"),
                "sha256": one.sha256,
                "role": one.role.value,
                "scope": one.scope.value,
                "source": one.source,
                "valid_from": one.valid_from.isoformat(),
                "valid_to": one.valid_to.isoformat(),
            }
            for one in content.entries
        ],
    }


def _load(content: bytes) -> dict[str, Any]:  # Any: values of JSON
    """Parse a file into an object whose names are all known and stand once."""
    if len(content) > _MAX_FILE_BYTES:
        raise BadTrustList("the list is too large")
    try:
        body = json.loads(content.decode("utf-8"), object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise BadTrustList("the list is no JSON") from error
    if not isinstance(body, dict) or set(body) - {"signature"} != _BODY:
        raise BadTrustList("the list has other parts than a trust list")
    if body["schema"] != SCHEMA:
        raise BadTrustList("another kind of file, or a newer one")
    return body


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:  # Any: values of JSON
    """Refuse a name that stands twice: two readers could see two lists."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _from_json(body: Json) -> TrustList:
    """Read what is proved."""
    entries = body["entries"]
    if not isinstance(entries, list) or len(entries) > _MAX_ENTRIES:
        raise BadTrustList("no authorities, or too many")
    if not isinstance(body["sequence"], int) or isinstance(body["sequence"], bool):
        raise BadTrustList("the sequence number is no number")
    return TrustList(
        publisher=_text(body["publisher"]),
        sequence=body["sequence"],
        this_update=_moment(body["this_update"]),
        next_update=_moment(body["next_update"]),
        entries=tuple(_entry(one) for one in entries),
    )


def _entry(one: object) -> TrustEntry:
    """Read one authority and hold it against its pin."""
    if not isinstance(one, dict) or set(one) != _ENTRY:
        raise BadTrustList("an authority has other parts than it should")
    try:
        der = base64.b64decode(_text(one["certificate"]), validate=True)
        (certificate,) = certificates_in(der)
        found = TrustEntry(
            certificate=certificate,
            role=Role(one["role"]),
            scope=Scope(one["scope"]),
            source=_text(one["source"]),
            valid_from=_moment(one["valid_from"]),
            valid_to=_moment(one["valid_to"]),
        )
    except (ValueError, BadTrustRoots) as error:
        raise BadTrustList("an authority cannot be read") from error
    if found.certificate != der or found.sha256 != one["sha256"]:
        raise BadTrustList("an authority's certificate is not the pinned one")
    return found


def _text(value: object) -> str:
    """Take a text."""
    if not isinstance(value, str):
        raise BadTrustList("something that is no text")
    return value


def _moment(value: object) -> datetime:
    """Take a time; its zone is checked with the rest."""
    try:
        found = datetime.fromisoformat(_text(value))
    except ValueError as error:
        raise BadTrustList("something that is no time") from error
    return found.astimezone(UTC) if found.utcoffset() is not None else found
