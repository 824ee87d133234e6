"""Trust roots: which authorities a chain may end in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from asn1crypto import pem, x509

from signing.errors import BadTrustRoots
from signing.trust.proofs import is_signed_by

_SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der"})
_MAX_FILE_BYTES = 4 * 1024 * 1024


def load_roots(folder: Path) -> tuple[bytes, ...]:
    """Read every certificate of a folder, in the order of the file names.

    Args:
        folder: Holds `.pem`, `.crt`, `.cer` and `.der` files; other names are left alone.

    Returns:
        Certificates, DER, without duplicates.

    Raises:
        BadTrustRoots: The folder is missing, empty of certificates, or one file is damaged.
    """
    try:
        files = sorted(p for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES)
        contents = [_read_bounded(file) for file in files]
    except OSError as error:
        raise BadTrustRoots("folder of trust roots cannot be read") from error
    roots = tuple(dict.fromkeys(der for text in contents for der in certificates_in(text)))
    if not roots:
        raise BadTrustRoots("folder of trust roots holds no certificate")
    return roots


def has_certificates(folder: Path) -> bool:
    """Tell whether a folder holds files that `load_roots` would read."""
    try:
        return any(path.suffix.lower() in _SUFFIXES for path in folder.iterdir())
    except OSError as error:
        raise BadTrustRoots("folder of trust roots cannot be read") from error


@lru_cache(maxsize=256)
def certificates_in(content: bytes) -> tuple[bytes, ...]:
    """Split one PEM text or DER certificate into certificates, DER.

    Remembered, for every file of a batch is checked with the same authorities.

    Raises:
        BadTrustRoots: Something in it is not a certificate.
    """
    try:
        if not pem.detect(content):
            return (_checked(content),)
        blocks = pem.unarmor(content, multiple=True)
        return tuple(_checked(der) for kind, _, der in blocks if kind == "CERTIFICATE")
    except (ValueError, TypeError, KeyError) as error:
        raise BadTrustRoots("not a certificate in PEM or DER") from error


def as_certificates(contents: Iterable[bytes]) -> list[x509.Certificate]:
    """Parse PEM or DER contents into certificate objects.

    Raises:
        BadTrustRoots: Something in it is not a certificate.
    """
    return [x509.Certificate.load(der) for text in contents for der in certificates_in(text)]


def split_anchors(
    certificates: Sequence[x509.Certificate],
) -> tuple[list[x509.Certificate], list[x509.Certificate]]:
    """Tell anchors from what only lies between, in a heap of trusted certificates.

    A certificate whose issuer is in the heap too gains nothing by being an anchor, and would
    lose the check of its own revocation. One whose issuer is not there is what the
    administrator wants chains to end in.

    Returns:
        Anchors and the others, in their order.
    """
    marks = _are_anchors(tuple(one.dump() for one in certificates))
    marked = list(zip(certificates, marks, strict=True))
    return [one for one, mark in marked if mark], [one for one, mark in marked if not mark]


@lru_cache(maxsize=16)
def _are_anchors(heap: tuple[bytes, ...]) -> tuple[bool, ...]:
    """Mark the anchors; remembered, for a batch asks the same thing for every file."""
    certificates = [x509.Certificate.load(der) for der in heap]
    return tuple(
        one.issuer.dump() == one.subject.dump()
        or not any(is_signed_by(one, above) for above in certificates)
        for one in certificates
    )


def _checked(der: bytes) -> bytes:
    """Parse far enough to know that this is a certificate with a key and names."""
    certificate = x509.Certificate.load(der, strict=True)
    _ = (certificate.public_key.algorithm, certificate.subject.native, certificate.issuer.native)
    _ = (certificate.not_valid_before, certificate.not_valid_after, certificate.serial_number)
    return der


def _read_bounded(file: Path) -> bytes:
    """Read a small file whole."""
    if file.stat().st_size > _MAX_FILE_BYTES:
        raise BadTrustRoots("a file of trust roots is too large")
    return file.read_bytes()
