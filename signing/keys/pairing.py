"""Which certificate on a token belongs to which private key, and which of them signs.

Labels are never looked at: tokens in use have none, or odd ones. The public key decides; CKA_ID
only where a token does not show it. A wrong guess could not go unnoticed: every signature value
is proved against its certificate before it is used.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import core, x509

from signing.certificates import check_may_sign, parse_certificate
from signing.errors import CertificateRefused, ChoiceNeeded, KeyNotFound
from signing.keys.cryptoki import Attribute, Cryptoki, ObjectClass

_RSA, _EC = 0, 3


@dataclass(frozen=True, slots=True)
class CertificateObject:
    """A certificate on a token.

    Attributes:
        der: The certificate.
        key_id: CKA_ID; empty when the token does not show it.
    """

    der: bytes
    key_id: bytes


@dataclass(frozen=True, slots=True)
class KeyObject:
    """A private key on a token, with what the token shows of it.

    Attributes:
        handle: Good until the session ends.
        key_id: CKA_ID; empty when the token does not show it.
        kind: "rsa", "ec", or empty when the token does not say.
        public_parts: Modulus (big-endian, no leading zeros) or EC points that are known to belong
            to it; empty when the token shows none.
        asks_each_time: The token wants the PIN for every signature.
    """

    handle: int
    key_id: bytes
    kind: str
    public_parts: tuple[bytes, ...]
    asks_each_time: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its private key."""

    certificate: bytes
    key: KeyObject


def read_certificates(library: Cryptoki, session: int) -> tuple[CertificateObject, ...]:
    """All sound certificates that the session may see; damaged ones are passed over."""
    found = []
    for handle in library.find(session, ObjectClass.CERTIFICATE):
        der = library.attribute(session, handle, Attribute.VALUE)
        if _is_certificate(der):
            found.append(CertificateObject(der, library.attribute(session, handle, Attribute.ID)))
    return tuple(found)


def read_keys(library: Cryptoki, session: int) -> tuple[KeyObject, ...]:
    """All private keys that the session may see."""
    points = [
        (library.attribute(session, handle, Attribute.ID), part)
        for handle in library.find(session, ObjectClass.PUBLIC_KEY)
        for part in _public_parts(library, session, handle)
    ]
    return tuple(
        _read_key(library, session, handle, points)
        for handle in library.find(session, ObjectClass.PRIVATE_KEY)
    )


def pair_up(
    certificates: Sequence[CertificateObject], keys: Sequence[KeyObject]
) -> tuple[Pair, ...]:
    """Pair each certificate with its private key.

    Raises:
        KeyNotFound: No certificate has a private key.
    """
    pairs = [Pair(each.der, key) for each in certificates for key in keys if _belong(each, key)]
    if not pairs and len(certificates) == len(keys) == 1 and not keys[0].public_parts:
        # A token that shows nothing at all; there is nothing to mistake it for.
        pairs = [Pair(certificates[0].der, keys[0])]
    if not pairs:
        raise KeyNotFound("no certificate on the token matches a private key")
    return tuple(pairs)


def choose(pairs: Iterable[Pair], fingerprint: str, moment: datetime) -> Pair:
    """Take the pair that signs.

    Args:
        pairs: Not empty.
        fingerprint: SHA-256 of the certificate that was chosen; empty when nobody chose.
        moment: When it is to sign.

    Returns:
        The chosen one; else the only one that may sign; else, when none may, the one that ended
        last, so that signing says why it is refused.

    Raises:
        KeyNotFound: The chosen certificate has no key on this token.
        ChoiceNeeded: Several may sign and nobody chose.
    """
    known = {hashlib.sha256(pair.certificate).hexdigest(): pair for pair in pairs}
    if fingerprint:
        if fingerprint not in known:
            raise KeyNotFound("the chosen certificate has no private key on this token")
        return known[fingerprint]
    usable = [pair for pair in known.values() if not refusal_of(pair.certificate, moment)]
    if len(usable) > 1:
        raise ChoiceNeeded(f"{len(usable)} certificates may sign")
    if usable:
        return usable[0]
    return max(known.values(), key=lambda pair: parse_certificate(pair.certificate).not_valid_after)


def refusal_of(certificate: bytes, moment: datetime) -> str:
    """Code of the error that keeps a certificate from signing; empty when none does."""
    try:
        check_may_sign(parse_certificate(certificate), moment)
    except CertificateRefused as error:
        return error.code
    return ""


def _is_certificate(der: bytes) -> bool:
    try:
        parse_certificate(der)
    except KeyNotFound:
        return False
    return True


def _read_key(
    library: Cryptoki, session: int, handle: int, shown: Sequence[tuple[bytes, bytes]]
) -> KeyObject:
    key_id = library.attribute(session, handle, Attribute.ID)
    parts = _public_parts(library, session, handle)
    if not parts and key_id:
        parts = tuple(part for owner, part in shown if owner == key_id)
    each_time = library.attribute(session, handle, Attribute.ALWAYS_AUTHENTICATE)
    kind = _kind(library.attribute(session, handle, Attribute.KEY_TYPE))
    return KeyObject(handle, key_id, kind, parts, any(each_time))


def _kind(attribute: bytes) -> str:
    """Read CKA_KEY_TYPE, a number of the machine's own size and order."""
    if not attribute:
        return ""
    return {_RSA: "rsa", _EC: "ec"}.get(int.from_bytes(attribute, sys.byteorder), "other")


def _public_parts(library: Cryptoki, session: int, handle: int) -> tuple[bytes, ...]:
    """Modulus or point of a key object, in every form that libraries give them."""
    modulus = library.attribute(session, handle, Attribute.MODULUS).lstrip(b"\0")
    if modulus:
        return (modulus,)
    point = library.attribute(session, handle, Attribute.EC_POINT)
    if not point:
        return ()
    try:
        return (point, core.OctetString.load(point, strict=True).native)
    except (ValueError, TypeError):
        return (point,)


def _belong(certificate: CertificateObject, key: KeyObject) -> bool:
    kind, part = _public_key(certificate.der)
    if key.public_parts:
        return part in key.public_parts
    return key.kind in ("", kind) and bool(key.key_id) and key.key_id == certificate.key_id


def _public_key(der: bytes) -> tuple[str, bytes]:
    """Kind of a certificate's key, with its modulus or point."""
    key: x509.PublicKeyInfo = parse_certificate(der).public_key
    if key.algorithm == "ec":
        return "ec", bytes(key["public_key"].native)
    if key.algorithm in ("rsa", "rsassa_pss"):
        modulus = int(key["public_key"].parsed["modulus"].native)
        return "rsa", modulus.to_bytes((modulus.bit_length() + 7) // 8, "big")
    return "other", b""
