"""Errors of the signing library.

SigningError
├── KeyUnavailable               the private key cannot be reached
│   ├── BadKeySource             the text that names the key cannot be read
│   ├── ModuleMissing            the PKCS#11 library cannot be loaded
│   ├── TokenMissing             no such token is plugged in, or it was pulled out
│   ├── TokenBusy                this process has already logged in to the token
│   ├── TokenFailed              the token answered with an error of its own
│   ├── KeyNotFound              no certificate with a matching private key
│   ├── KeyFileUnreadable        the PKCS#12 file is missing or damaged
│   ├── WrongPassword            the PKCS#12 file does not open with this password
│   ├── WrongPin                 the token refused the PIN (carries tries_left)
│   └── PinLocked                the token accepts no PIN any more
├── CertificateRefused           the certificate may not sign; the key was not used
│   ├── CertificateExpired
│   ├── CertificateNotYetValid
│   ├── CertificateUnsuitable    key usage does not allow signatures
│   ├── CertificateRevoked
│   ├── CertificateUntrusted     no chain to a configured root
│   └── WeakKey                  RSA < 2048, EC < 256, other key types, weak hash
├── ServiceUnavailable           a service of the authority cannot be reached
│   ├── TimestampUnavailable     no time-stamp service answered properly
│   └── RevocationUnavailable    neither CRL nor OCSP could be had
├── UnsignablePdf                the file cannot take a signature
│   ├── PdfUnreadable            missing, or no permission to read it
│   ├── NotAPdf
│   ├── DamagedPdf
│   ├── EncryptedPdf
│   ├── XfaPdf                   forms whose content a signature does not protect
│   └── LockedPdf                an earlier signature forbids further ones
├── BadRequest                   the request contradicts itself
├── BadTrustRoots                the folder of trust roots cannot be used
├── SignatureFailed              the signature could not be made
├── SelfCheckFailed              it was made, did not verify and was thrown away
├── OutputNotWritten             disk full, no permission, folder missing
└── TrialSetupFailed             the throw-away authority could not be set up
"""

from __future__ import annotations

from enum import StrEnum


class Advice(StrEnum):
    """What the caller may do about an error."""

    RETRY_NOW = "retry_now"
    RETRY_LATER = "retry_later"
    USER_ACTION = "user_action"
    NEVER = "never"


class SigningError(Exception):
    """Root of every error that leaves this package.

    Attributes:
        code: Stable name for programs and for the catalogue of messages.
        advice: What can be done about it.
        detail: Technical sentence for the log; holds no PIN, name or path.
    """

    code = "signing.error"
    advice = Advice.NEVER

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail

    def __reduce__(self) -> tuple[type[SigningError], tuple[object, ...]]:
        """Survive the way from a worker process to its parent."""
        return (type(self), (self.detail,))


class KeyUnavailable(SigningError):
    """The private key cannot be reached."""

    code = "key.unavailable"
    advice = Advice.USER_ACTION


class BadKeySource(KeyUnavailable):
    """The text that names the key is neither `p12:…` nor `pkcs11:…#…`."""

    code = "key.bad_source"


class ModuleMissing(KeyUnavailable):
    """The PKCS#11 library is not there or cannot be loaded."""

    code = "key.module_missing"


class TokenMissing(KeyUnavailable):
    """No token of that label is plugged in, or it was pulled out."""

    code = "key.token_missing"


class TokenBusy(KeyUnavailable):
    """Another part of this process is logged in to the token."""

    code = "key.token_busy"
    advice = Advice.RETRY_LATER


class TokenFailed(KeyUnavailable):
    """The token answered with an error of its own."""

    code = "key.token_failed"
    advice = Advice.RETRY_LATER


class KeyNotFound(KeyUnavailable):
    """The token or file holds no certificate with a matching private key."""

    code = "key.not_found"


class KeyFileUnreadable(KeyUnavailable):
    """The PKCS#12 file is missing, too large or damaged."""

    code = "key.file_unreadable"


class WrongPassword(KeyUnavailable):
    """The PKCS#12 file does not open with this password."""

    code = "key.wrong_password"


class WrongPin(KeyUnavailable):
    """The token refused the PIN; nobody but the officer may try again.

    Attributes:
        tries_left: How many tries the token still grants; None when it does not say.
    """

    code = "key.wrong_pin"

    def __init__(self, detail: str = "", tries_left: int | None = None) -> None:
        super().__init__(detail)
        self.tries_left = tries_left

    def __reduce__(self) -> tuple[type[SigningError], tuple[object, ...]]:
        """Keep the count on the way between processes."""
        return (type(self), (self.detail, self.tries_left))


class PinLocked(KeyUnavailable):
    """The token accepts no PIN any more; its issuer must unlock it."""

    code = "key.pin_locked"


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


class WeakKey(CertificateRefused):
    """RSA below 2048 bits, EC below 256 bits, another key type, or a weak hash."""

    code = "certificate.weak_key"


class ServiceUnavailable(SigningError):
    """A service of the authority cannot be reached."""

    code = "service.unavailable"
    advice = Advice.RETRY_LATER


class TimestampUnavailable(ServiceUnavailable):
    """No time-stamp service gave a proper answer."""

    code = "service.timestamp_unavailable"


class RevocationUnavailable(ServiceUnavailable):
    """The state of the certificate could not be learnt."""

    code = "service.revocation_unavailable"


class UnsignablePdf(SigningError):
    """The file cannot take a signature."""

    code = "pdf.unsignable"
    advice = Advice.USER_ACTION


class PdfUnreadable(UnsignablePdf):
    """The file is missing or may not be read."""

    code = "pdf.unreadable"


class NotAPdf(UnsignablePdf):
    """The file does not start like a PDF."""

    code = "pdf.not_a_pdf"


class DamagedPdf(UnsignablePdf):
    """The file starts like a PDF and breaks off or contradicts itself."""

    code = "pdf.damaged"


class EncryptedPdf(UnsignablePdf):
    """The file is encrypted."""

    code = "pdf.encrypted"


class XfaPdf(UnsignablePdf):
    """The file holds an XFA form, whose shown content a signature does not protect."""

    code = "pdf.xfa"


class LockedPdf(UnsignablePdf):
    """An earlier certification signature forbids further signatures."""

    code = "pdf.locked"


class BadRequest(SigningError):
    """The request contradicts itself, e.g. B-T without a time-stamp service."""

    code = "request.bad"


class BadTrustRoots(SigningError):
    """The folder of trust roots is missing or holds something else."""

    code = "trust.bad_roots"
    advice = Advice.USER_ACTION


class SignatureFailed(SigningError):
    """The signature could not be made."""

    code = "signing.failed"


class SelfCheckFailed(SigningError):
    """The signature was made, did not verify and was thrown away."""

    code = "signing.self_check_failed"


class OutputNotWritten(SigningError):
    """The signed file could not be written; nothing is left at the target."""

    code = "output.not_written"
    advice = Advice.USER_ACTION


class TrialSetupFailed(SigningError):
    """The throw-away authority or token could not be set up."""

    code = "trial.setup_failed"
