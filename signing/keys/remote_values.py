"""What services give back: certificates and values, read with care and held against each other."""

from __future__ import annotations

import base64

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from signing.certificates import parse_certificate
from signing.errors import KeyNotFound, RemoteAnswerBad
from signing.identities import Mechanism
from signing.keys.tickets import HashItem, Outcome, Ticket

_MOST_CERTIFICATES = 10


def is_proved(certificate: bytes, item: HashItem, value: bytes) -> bool:
    """Tell whether a value was made by the certificate's key over an item's digest."""
    digest = SHA256()
    hashed = Prehashed(digest)
    try:
        key = load_der_public_key(parse_certificate(certificate).public_key.dump())
        if item.mechanism is Mechanism.ECDSA and isinstance(key, EllipticCurvePublicKey):
            key.verify(value, item.digest, ECDSA(hashed))
        elif item.mechanism is Mechanism.RSA_PSS and isinstance(key, RSAPublicKey):
            key.verify(value, item.digest, PSS(MGF1(digest), digest.digest_size), hashed)
        elif item.mechanism is Mechanism.RSA_PKCS1 and isinstance(key, RSAPublicKey):
            key.verify(value, item.digest, PKCS1v15(), hashed)
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def read_certificates(texts: object) -> tuple[bytes, ...]:
    """Read certificates as services write them: base64 of DER, or PEM.

    Args:
        texts: A JSON value; a list of texts is wanted.

    Returns:
        DER, in order, each once.

    Raises:
        RemoteAnswerBad: It is anything else, or too many.
    """
    if not isinstance(texts, list) or len(texts) > _MOST_CERTIFICATES:
        raise RemoteAnswerBad("no list of certificates")
    found: dict[bytes, None] = {}
    for text in texts:
        lines = text.splitlines() if isinstance(text, str) else []
        body = "".join(line.strip() for line in lines if not line.startswith("-----"))
        try:
            der = base64.b64decode(body, validate=True)
            parse_certificate(der)
        except (ValueError, KeyNotFound) as error:
            raise RemoteAnswerBad("a damaged certificate") from error
        found[der] = None
    return tuple(found)


def all_items(ticket: Ticket, outcome: Outcome) -> tuple[Outcome, ...]:
    """Say the same of every item."""
    return tuple(outcome for _ in ticket.items)


def read_value(text: object) -> bytes:
    """Read a signature value as services write it: base64.

    Raises:
        RemoteAnswerBad: It is anything else.
    """
    if not isinstance(text, str):
        raise RemoteAnswerBad("a signature value that is no text")
    try:
        value = base64.b64decode("".join(text.split()), validate=True)
    except ValueError as error:
        raise RemoteAnswerBad("a signature value that is no base64") from error
    if not value:
        raise RemoteAnswerBad("an empty signature value")
    return value
