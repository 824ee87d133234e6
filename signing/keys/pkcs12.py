"""Keys in PKCS#12 files (.p12, .pfx): for tests, demonstrations and staff without a token."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12

from signing.certificates import certificate_summary, key_mechanisms, parse_certificate
from signing.errors import KeyFileUnreadable, KeyNotFound, SignatureFailed, WrongPassword
from signing.identities import CertificateSummary, Mechanism, TokenState
from signing.requests import P12Source

_MAX_FILE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileKey:
    """A key read from a PKCS#12 file.

    Attributes:
        certificate: Certificate of the key, DER.
        chain: Other certificates of the file, DER.
        private_key: PKCS#8, DER; never logged, lives as long as this object.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    private_key: bytes

    def __repr__(self) -> str:
        return "FileKey(…)"

    @property
    def summary(self) -> CertificateSummary:
        """What the officer is shown."""
        return certificate_summary(self.certificate)

    @property
    def mechanisms(self) -> frozenset[Mechanism]:
        """What the key can do."""
        return key_mechanisms(parse_certificate(self.certificate))

    def sign(self, data: bytes, mechanism: Mechanism) -> bytes:
        """Sign bytes; see `signing.keystore.SigningKey.sign`."""
        if mechanism not in self.mechanisms:
            raise SignatureFailed(f"the key cannot do {mechanism}")
        # Its primes were checked when the file was opened; doing it again
        # for each signature costs tens of milliseconds.
        key = serialization.load_der_private_key(
            self.private_key, password=None, unsafe_skip_rsa_key_validation=True
        )
        digest = hashes.SHA256()
        if isinstance(key, EllipticCurvePrivateKey):
            return key.sign(data, ECDSA(digest))
        if not isinstance(key, RSAPrivateKey):
            raise SignatureFailed("the key is neither RSA nor EC")
        if mechanism is Mechanism.RSA_PSS:
            return key.sign(data, PSS(MGF1(digest), digest.digest_size), digest)
        return key.sign(data, PKCS1v15(), digest)


def open_file(source: P12Source, password: bytearray) -> FileKey:
    """Open a PKCS#12 file.

    Raises:
        KeyFileUnreadable: Missing, too large, or not PKCS#12.
        WrongPassword: The file is sound and the password is not.
        KeyNotFound: No private key, or its certificate is not in the file.
    """
    content = _read(source.path)
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, bytes(password))
    except ValueError as error:
        raise WrongPassword("PKCS#12 file does not open with this password") from error
    except (UnsupportedAlgorithm, TypeError) as error:
        raise KeyFileUnreadable("PKCS#12 file uses an unknown algorithm") from error
    if key is None or certificate is None:
        raise KeyNotFound("PKCS#12 file holds no private key with its certificate")
    public = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*public) != certificate.public_key().public_bytes(*public):
        raise KeyNotFound("certificate and private key do not belong together")
    return FileKey(
        certificate=certificate.public_bytes(serialization.Encoding.DER),
        chain=tuple(other.public_bytes(serialization.Encoding.DER) for other in others),
        private_key=key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def file_state(source: P12Source) -> TokenState:
    """Say whether the file is there; files count no tries."""
    return TokenState(label=source.path.name, present=source.path.is_file())


def _read(path: Path) -> bytes:
    """Read the file and check that its outer shell is PKCS#12.

    The check makes a damaged file and a wrong password two different errors.
    """
    try:
        if path.stat().st_size > _MAX_FILE_BYTES:
            raise KeyFileUnreadable("PKCS#12 file is too large")
        content = path.read_bytes()
        shell = asn1_pkcs12.Pfx.load(content, strict=True)
        if shell["version"].native != "v3" or not shell["auth_safe"]["content"].contents:
            raise KeyFileUnreadable("not a PKCS#12 file")
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise KeyFileUnreadable("PKCS#12 file cannot be read") from error
    return content
