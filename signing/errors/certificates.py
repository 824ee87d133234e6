"""The certificate may not sign."""

from __future__ import annotations

from signing.errors.base import Advice, SigningError


class CertificateRefused(SigningError):
    """The certificate may not sign; the private key was not used."""

    code = "certificate.refused"
    advice = Advice.USER_ACTION


class CertificateExpired(CertificateRefused):
    """The certificate was no longer valid at the signing time."""

    code = "certificate.expired"


class CertificateNotYetValid(CertificateRefused):
    """The certificate becomes valid only after the signing time."""

    code = "certificate.not_yet_valid"


class CertificateUnsuitable(CertificateRefused):
    """Its key usage does not allow signing documents."""

    code = "certificate.unsuitable"


class CertificateRevoked(CertificateRefused):
    """The authority has revoked the certificate."""

    code = "certificate.revoked"


class CertificateUntrusted(CertificateRefused):
    """No chain leads from the certificate to a configured root."""

    code = "certificate.untrusted"


class AuthorityOutOfScope(CertificateUntrusted):
    """The trust list trusts an authority of the chain for something else."""

    code = "certificate.authority_scope"


class AuthorityNotOfTime(CertificateUntrusted):
    """The trust list does not trust an authority of the chain at the time that counts."""

    code = "certificate.authority_time"


class PaddingRefused(CertificateRefused):
    """The key cannot do RSASSA-PSS and the request does not allow PKCS #1 v1.5."""

    code = "certificate.padding_refused"


class WeakKey(CertificateRefused):
    """RSA below 2048 bits, EC below 256 bits, another key type, or a weak hash."""

    code = "certificate.weak_key"
