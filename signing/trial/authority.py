"""A throw-away authority for demonstrations and tests; its signatures have no legal value.

Everything it issues says so in the subject. It is never a default and never a trust root
unless someone configures it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
)
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from signing.errors import TrialSetupFailed

NO_VALUE = "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
OFFICER_NAME = "Nguyễn Thị Thử Nghiệm"
CRL_PATH = "/trial.crl"
ISSUER_PATH = "/root.crt"
TSA_PATH = "/tsa"
OCSP_PATH = "/ocsp"

_ROOT, _ROOT_KEY = "root.pem", "root.key.pem"
_TSA, _TSA_KEY = "tsa.pem", "tsa.key.pem"
_CRL, _SETTINGS, _OFFICER = "trial.crl", "authority.json", "officer.p12"
_PRIVATE_MODE = 0o600

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class KeyKind(StrEnum):
    """Keys an officer's certificate can be made for; the short one is for tests of refusal."""

    RSA_2048 = "rsa-2048"
    RSA_1024 = "rsa-1024"
    EC_256 = "ec-256"


class Revocation(StrEnum):
    """Where a certificate says that its revocation is published."""

    CRL = "crl"
    OCSP = "ocsp"
    BOTH = "both"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class OfficerProfile:
    """What an officer's certificate is made of.

    Attributes:
        common_name: Synthetic name.
        valid_from: Start, relative to the `now` of the authority.
        valid_for: Length of validity.
        kind: Key type.
        may_sign: False makes a certificate for key encipherment only.
        revocation: Services named in the certificate.
    """

    common_name: str = OFFICER_NAME
    valid_from: timedelta = timedelta(days=-1)
    valid_for: timedelta = timedelta(days=365)
    kind: KeyKind = KeyKind.RSA_2048
    may_sign: bool = True
    revocation: Revocation = Revocation.CRL


@dataclass(frozen=True, slots=True)
class TrialKey:
    """A certificate with its private key.

    Attributes:
        certificate: The certificate.
        private_key: Its key; throw-away like all of this.
    """

    certificate: x509.Certificate
    private_key: PrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class TrialAuthority:
    """The authority, kept in a folder.

    Attributes:
        folder: Holds all files; private keys are readable by their owner only.
        base_url: Address of its services, e.g. `http://127.0.0.1:8018`.
        now: Time it was made; validity periods start from here.
        root: Root certificate and key.
        tsa: Certificate and key of the time-stamp service.
    """

    folder: Path
    base_url: str
    now: datetime
    root: TrialKey
    tsa: TrialKey

    @staticmethod
    def create(folder: Path, now: datetime, *, base_url: str, password: str) -> TrialAuthority:
        """Make root, time-stamp service, empty CRL and `officer.p12`.

        Args:
            folder: Made when missing; files of the same names are replaced.
            now: Aware time from which validity is counted.
            base_url: Where its services will answer, written into certificates.
            password: Password of `officer.p12`.

        Raises:
            TrialSetupFailed: The folder cannot be written.
        """
        root = _issue_root(now)
        tsa = _issue_tsa(root, now, base_url)
        authority = TrialAuthority(folder, base_url.rstrip("/"), now, root, tsa)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            authority._save()
        except OSError as error:
            raise TrialSetupFailed("the folder of the trial authority is not writable") from error
        authority.publish_crl(now)
        authority.issue_p12(OfficerProfile(), password, _OFFICER)
        return authority

    @staticmethod
    def load(folder: Path) -> TrialAuthority:
        """Read an authority that was made before.

        Raises:
            TrialSetupFailed: The folder does not hold one.
        """
        try:
            settings = json.loads((folder / _SETTINGS).read_text("utf-8"))
            return TrialAuthority(
                folder=folder,
                base_url=str(settings["base_url"]),
                now=datetime.fromisoformat(settings["now"]),
                root=_load_key(folder / _ROOT, folder / _ROOT_KEY),
                tsa=_load_key(folder / _TSA, folder / _TSA_KEY),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TrialSetupFailed("no trial authority in this folder") from error

    @property
    def officer_p12(self) -> Path:
        """Key file of the officer."""
        return self.folder / _OFFICER

    @property
    def root_pem(self) -> Path:
        """Root certificate, to be configured as the only trust root of a demonstration."""
        return self.folder / _ROOT

    @property
    def root_der(self) -> bytes:
        """Root certificate, DER."""
        return self.root.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def timestamp_url(self) -> str:
        """Address of the time-stamp service."""
        return self.base_url + TSA_PATH

    @property
    def crl(self) -> bytes:
        """Current revocation list, DER."""
        return (self.folder / _CRL).read_bytes()

    def issue(self, profile: OfficerProfile, issuer: TrialKey | None = None) -> TrialKey:
        """Issue an officer's certificate.

        Args:
            profile: What it is made of.
            issuer: An authority below the root; None is the root itself.
        """
        issuer = issuer or self.root
        key = _new_key(profile.kind)
        start = self.now + profile.valid_from
        usage = _usage(digital_signature=True, content_commitment=True)
        if not profile.may_sign:
            usage = _usage(key_encipherment=True)
        builder = (
            _builder(
                _name(profile.common_name),
                issuer,
                key,
                self.base_url,
                revocation=profile.revocation,
            )
            .not_valid_before(start)
            .not_valid_after(start + profile.valid_for)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage, critical=True)
        )
        return TrialKey(builder.sign(issuer.private_key, hashes.SHA256()), key)

    def issue_authority(self, common_name: str = "CA trung gian thử nghiệm") -> TrialKey:
        """Issue an authority below the root, which signs officers' certificates."""
        key = _new_key(KeyKind.RSA_2048)
        builder = (
            _builder(_name(common_name), self.root, key, self.base_url)
            .not_valid_before(self.now - timedelta(days=1))
            .not_valid_after(self.now + timedelta(days=365 * 2))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        )
        return TrialKey(builder.sign(self.root.private_key, hashes.SHA256()), key)

    def issue_responder(
        self, issuer: TrialKey | None = None, *, may_answer: bool = True
    ) -> TrialKey:
        """Issue the certificate of an OCSP service.

        Args:
            issuer: The authority it answers for; None is the root.
            may_answer: False leaves out the purpose that allows it to answer.
        """
        issuer, key = issuer or self.root, _new_key(KeyKind.RSA_2048)
        purpose = (
            ExtendedKeyUsageOID.OCSP_SIGNING if may_answer else ExtendedKeyUsageOID.EMAIL_PROTECTION
        )
        builder = (
            _builder(
                _name("OCSP thử nghiệm"),
                issuer,
                key,
                self.base_url,
                revocation=Revocation.NOWHERE,
            )
            .not_valid_before(self.now - timedelta(days=1))
            .not_valid_after(self.now + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(x509.OCSPNoCheck(), critical=False)
        )
        return TrialKey(builder.sign(issuer.private_key, hashes.SHA256()), key)

    def issue_p12(self, profile: OfficerProfile, password: str, file_name: str) -> Path:
        """Issue an officer's certificate as a PKCS#12 file and return its path.

        Raises:
            TrialSetupFailed: The folder cannot be written.
        """
        officer = self.issue(profile)
        content = pkcs12.serialize_key_and_certificates(
            profile.common_name.encode("utf-8"),
            officer.private_key,
            officer.certificate,
            [self.root.certificate],
            serialization.BestAvailableEncryption(password.encode("utf-8")),
        )
        path = self.folder / file_name
        try:
            _write_private(path, content)
        except OSError as error:
            raise TrialSetupFailed("the key file is not writable") from error
        return path

    def publish_crl(self, now: datetime, revoked: Iterable[int] = ()) -> None:
        """Write a new revocation list, valid for 30 days.

        Args:
            now: Aware time of issue.
            revoked: Serial numbers of revoked certificates.
        """
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.certificate.subject)
            .last_update(now - timedelta(hours=1))
            .next_update(now + timedelta(days=30))
        )
        for serial in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(serial)
            builder = builder.add_revoked_certificate(
                entry.revocation_date(now - timedelta(hours=1)).build()
            )
        content = builder.sign(self.root.private_key, hashes.SHA256())
        (self.folder / _CRL).write_bytes(content.public_bytes(serialization.Encoding.DER))

    def answer_timestamp(self, request: bytes, now: datetime | None = None) -> bytes:
        """Answer a time-stamp request.

        Args:
            request: TimeStampReq, DER.
            now: Time to vouch for; None is the clock of this machine.

        Raises:
            TrialSetupFailed: The request cannot be read.
        """
        der = self.tsa.private_key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        certificate = self.tsa.certificate.public_bytes(serialization.Encoding.DER)
        stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(certificate),
            asn1_keys.PrivateKeyInfo.load(der),
            fixed_dt=now,
        )
        try:
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(request, strict=True))
            return bytes(answer.dump())
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise TrialSetupFailed("not a time-stamp request") from error

    def _save(self) -> None:
        """Write certificates, keys and settings."""
        settings = {"base_url": self.base_url, "now": self.now.isoformat(), "note": NO_VALUE}
        text = json.dumps(settings, ensure_ascii=False, indent=2)
        (self.folder / _SETTINGS).write_text(text, "utf-8")
        for pair, certificate, key in (
            (self.root, _ROOT, _ROOT_KEY),
            (self.tsa, _TSA, _TSA_KEY),
        ):
            pem = pair.certificate.public_bytes(serialization.Encoding.PEM)
            (self.folder / certificate).write_bytes(pem)
            _write_private(
                self.folder / key,
                pair.private_key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                ),
            )


def _issue_root(now: datetime) -> TrialKey:
    """Make a self-signed root."""
    key = _new_key(KeyKind.RSA_2048)
    name = _name("CA thử nghiệm Trạm Số Hóa")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=365 * 5))
        .not_valid_after(now + timedelta(days=365 * 5))
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return TrialKey(certificate, key)


def _issue_tsa(root: TrialKey, now: datetime, base_url: str) -> TrialKey:
    """Make the time-stamp service's certificate."""
    key = _new_key(KeyKind.RSA_2048)
    builder = (
        _builder(_name("Dấu thời gian thử nghiệm"), root, key, base_url.rstrip("/"))
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * 2))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    )
    return TrialKey(builder.sign(root.private_key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name,
    issuer: TrialKey,
    key: PrivateKey,
    base_url: str,
    *,
    revocation: Revocation = Revocation.CRL,
) -> x509.CertificateBuilder:
    """Start a certificate below an authority, with the addresses of its services."""
    issuer_key = issuer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    authority_key = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer_key.value)
    name = issuer.certificate.serial_number
    is_root = issuer.certificate.issuer == issuer.certificate.subject
    crl_url = base_url + (CRL_PATH if is_root else f"/{name:x}.crl")
    services = [(AuthorityInformationAccessOID.CA_ISSUERS, f"{base_url}/{name:x}.crt")]
    if is_root:
        services = [(AuthorityInformationAccessOID.CA_ISSUERS, base_url + ISSUER_PATH)]
    if revocation in (Revocation.OCSP, Revocation.BOTH):
        services.append((AuthorityInformationAccessOID.OCSP, base_url + OCSP_PATH))
    access = [
        x509.AccessDescription(method, x509.UniformResourceIdentifier(url))
        for method, url in services
    ]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(authority_key, critical=False)
        .add_extension(x509.AuthorityInformationAccess(access), critical=False)
    )
    if revocation in (Revocation.CRL, Revocation.BOTH):
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(crl_url)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return builder


def _name(common_name: str) -> x509.Name:
    """Make a subject that says what it is worth."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, NO_VALUE),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(**allowed: bool) -> x509.KeyUsage:
    """Make a key usage extension that allows only what is named."""
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


def _new_key(kind: KeyKind) -> PrivateKey:
    """Generate a key."""
    match kind:
        case KeyKind.RSA_2048:
            return rsa.generate_private_key(public_exponent=65537, key_size=2048)
        case KeyKind.RSA_1024:
            return rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - proves that short keys are refused
        case KeyKind.EC_256:
            return ec.generate_private_key(ec.SECP256R1())


def _load_key(certificate: Path, key: Path) -> TrialKey:
    """Read a certificate with its key."""
    private = serialization.load_pem_private_key(key.read_bytes(), None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise ValueError("not an RSA key")
    return TrialKey(x509.load_pem_x509_certificate(certificate.read_bytes()), private)


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read."""
    path.unlink(missing_ok=True)
    path.touch(_PRIVATE_MODE)
    path.write_bytes(content)
