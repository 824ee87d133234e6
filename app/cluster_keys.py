"""Certificates of a cluster: an authority of its own, and one certificate for each machine.

The engine asks of a peer only that this authority vouches for it, and gives everybody who has a
certificate everything. So the authority vouches for machines of the cluster and for nothing else,
and its key is kept where no machine of the cluster can read it.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.cluster_base import ClusterKeysWrong

AUTHORITY, AUTHORITY_KEY = "cum-ca.pem", "cum-ca.key"
YEARS = 5
_DAYS = 365


@dataclass(frozen=True, slots=True)
class MachineKeys:
    """Files of one machine.

    Attributes:
        host: Name or address.
        cert_file: Its certificate, PEM.
        key_file: Its key, PEM, readable by its owner alone.
    """

    host: str
    cert_file: Path
    key_file: Path


@dataclass(frozen=True, slots=True)
class _Authority:
    cert: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def make_keys(folder: Path, hosts: Sequence[str], now: datetime) -> list[MachineKeys]:
    """Make certificates for machines; the authority is made with the first, and used again.

    Raises:
        ClusterKeysWrong: Files cannot be written, or the authority there cannot be read.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        authority = _authority(folder, now)
        return [_machine(folder, authority, host, now) for host in hosts]
    except (OSError, ValueError, TypeError) as error:
        raise ClusterKeysWrong(f"{type(error).__name__}: {error}") from error


def _authority(folder: Path, now: datetime) -> _Authority:
    if (folder / AUTHORITY_KEY).exists():
        key = load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), None)
        cert = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("the authority has a key of another kind")
        return _Authority(cert, key)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cum Tram So Hoa")])
    built = (
        _begun(name, name, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    _write(folder / AUTHORITY_KEY, _pem(key))
    (folder / AUTHORITY).write_bytes(built.public_bytes(Encoding.PEM))
    return _Authority(built, key)


def _machine(folder: Path, authority: _Authority, host: str, now: datetime) -> MachineKeys:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
    purposes = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    issuer = authority.key.public_key()
    cert = (
        _begun(name, authority.cert.subject, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(host)]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer), critical=False)
        .sign(authority.key, SHA256())
    )
    stem = "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in host)
    files = MachineKeys(host, folder / f"{stem}.pem", folder / f"{stem}.key")
    _write(files.key_file, _pem(key))
    files.cert_file.write_bytes(cert.public_bytes(Encoding.PEM))
    return files


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=YEARS * _DAYS))
    )


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(file: Path, data: bytes) -> None:
    """A key is never readable by others, not for a moment."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(data)
