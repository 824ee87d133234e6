"""Errors of the signing library.

SigningError
├── KeyUnavailable               the private key cannot be reached
│   ├── BadKeySource             the text that names the key cannot be read
│   ├── WholeFilesOnly           a program that signs files and gives no values
│   ├── ModuleMissing            the PKCS#11 library cannot be loaded
│   ├── ModuleRefused            the PKCS#11 library is there and may not be loaded
│   │   ├── ModuleUnsafe         somebody without rights could have replaced it
│   │   ├── ModuleForeign        it is made for another kind of processor
│   │   ├── ModuleUnknown        nobody has allowed it yet
│   │   └── ModuleChanged        it is not what was allowed
│   ├── BadModuleCatalogue       the list of known or allowed modules cannot be read
│   ├── TokenMissing             no such token is plugged in, or it was pulled out
│   ├── TokenBusy                this process has already logged in to the token
│   ├── TokenFailed              the token answered with an error of its own
│   ├── TokenCrashed             the process with the token's library ended
│   ├── TokenHung                the token's library did not come back and was ended
│   ├── KeyNotFound              no certificate with a matching private key
│   ├── ChoiceNeeded             several certificates could sign; the officer chooses
│   ├── KeyFileUnreadable        the PKCS#12 file is missing or damaged
│   ├── WrongPassword            the PKCS#12 file does not open with this password
│   ├── WrongPin                 the token refused the PIN (carries tries_left)
│   ├── PinNeeded                the PIN is not held any more; the officer types it again
│   ├── PinCancelled             the officer cancelled on the reader's keypad
│   ├── PinExpired               the token wants a new PIN before it signs
│   └── PinLocked                the token accepts no PIN any more
├── CertificateRefused           the certificate may not sign; the key was not used
│   ├── CertificateExpired
│   ├── CertificateNotYetValid
│   ├── CertificateUnsuitable    key usage does not allow signatures
│   ├── CertificateRevoked
│   ├── CertificateUntrusted     no chain to a configured root
│   │   ├── AuthorityOutOfScope  the trust list trusts its authority for something else
│   │   └── AuthorityNotOfTime   the trust list does not trust its authority at this time
│   ├── PaddingRefused           the key signs only in a way that the request does not allow
│   └── WeakKey                  RSA < 2048, EC < 256, other key types, weak hash
├── ServiceUnavailable           a service of the authority cannot be reached
│   ├── TimestampUnavailable     no time-stamp service answered properly
│   │   └── TimestampClockDiffers  its clock and that of this machine are too far apart
│   └── RevocationUnavailable    neither CRL nor OCSP could be had
│       ├── RevocationNotProved  the answer is not signed by who may answer
│       ├── RevocationForOther   the answer is about something else, or an old one shown again
│       ├── RevocationOutdated   the answer is not for this time
│       └── RevocationUnreadable the answer is too large, damaged or of a kind not understood
├── RemoteFailed                 a signing service did not give a value
│   ├── RemoteUnreachable        no answer, or not in time
│   ├── RemoteInsecure           the address would carry secrets unprotected
│   ├── RemoteBusy               the service asks to come back later
│   ├── RemoteCredentials        account, PIN or one-time code are not accepted
│   ├── RemoteRefused            the signer, or the service, said no
│   ├── RemoteExpired            nobody confirmed in time
│   ├── RemoteCancelled          taken back from this side
│   ├── RemoteUnknown            the service does not know what was begun
│   ├── RemoteInterrupted        the process that speaks with the service ended
│   ├── RemoteUnsupported        the service cannot sign in this way or so many at once
│   └── RemoteAnswerBad          the answer cannot be read, or its value is not the signer's
├── ReturnedFileChanged          another program signed a file and changed more than that
├── TicketUnreadable             what was kept of a remote signature cannot be read
├── UnsignablePdf                the file cannot take a signature
│   ├── PdfUnreadable            missing, or no permission to read it
│   ├── NotAPdf
│   ├── DamagedPdf
│   ├── EncryptedPdf
│   ├── XfaPdf                   forms whose content a signature does not protect
│   ├── LockedPdf                an earlier signature forbids further ones
│   ├── ActiveContentPdf         scripts, launch actions or files that run by themselves
│   ├── SigningOrderBroken       the agency has signed; a person may sign only before it
│   └── PdfChanged               the file is not the one that was shown or prepared
├── AppearanceRefused            a visible signature cannot be drawn or placed
│   ├── PictureUnreadable        the picture is not a PNG file, or damaged
│   ├── PictureTooLarge          the picture has more bytes or pixels than a stamp needs
│   ├── PictureOpaque            the picture has no transparent ground
│   ├── PictureEmpty             nothing is drawn on the picture
│   ├── TextNotDrawable          empty or endless text, or a letter that the font lacks
│   ├── FontUnusable             the font of stamps cannot be read
│   ├── BadAppearanceRules       the rules of visible signatures cannot be read
│   └── NoPlaceFound             nothing says where the signature belongs
├── BadRequest                   the request contradicts itself
├── BadTrustRoots                the folder of trust roots cannot be used
├── BadTrustList                 the trust list contradicts itself or cannot be read
│   ├── TrustListNotProved       not signed by the publisher this station trusts
│   ├── TrustListRollback        older than the list that is in use
│   ├── TrustListOutdated        its time is over
│   └── TrustPublisherUnknown    no publisher is trusted yet, or another one is
├── ClockDoubtful                the clock of this machine and other clocks do not agree
│   ├── ClockBehind
│   ├── ClockAhead
│   ├── ClockZoneWrong           local time is taken for UTC or the other way round
│   └── ClockSourcesDisagree     the other clocks do not agree among themselves
├── EvidenceTampered             kept evidence was changed, removed or reordered
├── PreparedUnreadable           what was kept of a begun signature cannot be read
├── PreparedChanged              the prepared file is missing or was changed
├── ValueNotProved               the signature value does not belong to the certificate
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
    """The text that names the key is of no known kind; see `signing.requests.KeySource`."""

    code = "key.bad_source"


class WholeFilesOnly(KeyUnavailable):
    """The key is behind a program that signs whole files; it gives no values for a batch."""

    code = "key.whole_files_only"
    advice = Advice.USER_ACTION


class ModuleMissing(KeyUnavailable):
    """The PKCS#11 library is not there or cannot be loaded."""

    code = "key.module_missing"


class ModuleRefused(KeyUnavailable):
    """The PKCS#11 library is there and may not be loaded."""

    code = "key.module_refused"


class ModuleUnsafe(ModuleRefused):
    """Its place, owner or permissions let somebody without rights replace it."""

    code = "key.module_unsafe"


class ModuleForeign(ModuleRefused):
    """It is made for another kind of processor, most often a 32-bit driver."""

    code = "key.module_foreign"


class ModuleUnknown(ModuleRefused):
    """Nobody has allowed it on this machine yet."""

    code = "key.module_unknown"


class ModuleChanged(ModuleRefused):
    """It is another file than the one that was allowed."""

    code = "key.module_changed"


class BadModuleCatalogue(KeyUnavailable):
    """The list of known or of allowed PKCS#11 libraries cannot be read."""

    code = "key.bad_module_list"


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


class TokenCrashed(KeyUnavailable):
    """The process that held the token's library ended; a new one takes its place."""

    code = "key.token_crashed"


class TokenHung(KeyUnavailable):
    """The token's library did not come back and its process was ended."""

    code = "key.token_hung"


class KeyNotFound(KeyUnavailable):
    """The token or file holds no certificate with a matching private key."""

    code = "key.not_found"


class ChoiceNeeded(KeyUnavailable):
    """Several certificates on the token could sign; the officer says which by fingerprint."""

    code = "key.choice_needed"


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


class PinNeeded(KeyUnavailable):
    """The token asks for a PIN that is not held any more; nothing was tried with it."""

    code = "key.pin_needed"


class PinCancelled(KeyUnavailable):
    """The officer cancelled on the reader's keypad, or let its time run out."""

    code = "key.pin_cancelled"


class PinExpired(KeyUnavailable):
    """The token wants its PIN set or changed before it signs."""

    code = "key.pin_expired"


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


class ServiceUnavailable(SigningError):
    """A service of the authority cannot be reached."""

    code = "service.unavailable"
    advice = Advice.RETRY_LATER


class TimestampUnavailable(ServiceUnavailable):
    """No time-stamp service gave a proper answer."""

    code = "service.timestamp_unavailable"


class TimestampClockDiffers(TimestampUnavailable):
    """The clocks of the time-stamp services and of this machine are too far apart."""

    code = "service.timestamp_clock"


class RevocationUnavailable(ServiceUnavailable):
    """The state of the certificate could not be learnt."""

    code = "service.revocation_unavailable"


class RevocationNotProved(RevocationUnavailable):
    """The answer's signature does not hold, or its signer may not answer for this authority."""

    code = "service.revocation_not_proved"


class RevocationForOther(RevocationUnavailable):
    """The answer is about another certificate or for another question."""

    code = "service.revocation_for_other"


class RevocationOutdated(RevocationUnavailable):
    """The answer's time is over or has not begun; the clock of this machine may be the cause."""

    code = "service.revocation_outdated"


class RevocationUnreadable(RevocationUnavailable):
    """The answer is too large, damaged, or of a kind that is not understood."""

    code = "service.revocation_unreadable"


class RemoteFailed(SigningError):
    """A signing service did not give a signature value."""

    code = "remote.failed"
    advice = Advice.USER_ACTION


class RemoteUnreachable(RemoteFailed):
    """The service gave no answer, or not in time; what was begun may still be confirmed."""

    code = "remote.unreachable"
    advice = Advice.RETRY_LATER

    def __init__(self, detail: str = "", *, sent: bool = True) -> None:
        """Say whether the service may have heard the question.

        Args:
            detail: Technical sentence for the log.
            sent: False when no connection was made at all.
        """
        super().__init__(detail)
        self.sent = sent


class RemoteInsecure(RemoteFailed):
    """The connection would not be protected, or who is there does not prove to be the service."""

    code = "remote.insecure"


class RemoteBusy(RemoteFailed):
    """The service asks to come back later."""

    code = "remote.busy"
    advice = Advice.RETRY_LATER


class RemoteCredentials(RemoteFailed):
    """The service accepts neither account nor PIN nor one-time code; nobody tries them twice."""

    code = "remote.credentials"


class RemoteRefused(RemoteFailed):
    """The signer refused on the telephone, or the service refused the request."""

    code = "remote.refused"


class RemoteExpired(RemoteFailed):
    """Nobody confirmed within the time of the transaction."""

    code = "remote.expired"


class RemoteCancelled(RemoteFailed):
    """The transaction was taken back from this side; a value that still comes is not used."""

    code = "remote.cancelled"


class RemoteUnknown(RemoteFailed):
    """The service does not know the transaction, or no certificate of this signer."""

    code = "remote.unknown"


class RemoteInterrupted(RemoteFailed):
    """The process that speaks with the service ended; what was begun may still be confirmed."""

    code = "remote.interrupted"
    advice = Advice.RETRY_NOW


class RemoteUnsupported(RemoteFailed):
    """The service cannot sign in the wanted way, or not so many at once."""

    code = "remote.unsupported"
    advice = Advice.NEVER


class RemoteAnswerBad(RemoteFailed):
    """The answer is too large, damaged, or holds a value that the certificate does not prove."""

    code = "remote.answer_bad"


class ReturnedFileChanged(SigningError):
    """A file came back from another program with more changes than one signature."""

    code = "remote.file_changed"
    advice = Advice.USER_ACTION


class TicketUnreadable(SigningError):
    """What was kept of a begun remote signature is damaged or of another version."""

    code = "remote.ticket_unreadable"


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


class ActiveContentPdf(UnsignablePdf):
    """The file holds scripts, launch actions or attachments that run by themselves."""

    code = "pdf.active_content"


class SigningOrderBroken(UnsignablePdf):
    """The agency has signed already; persons sign before the agency."""

    code = "pdf.signing_order"


class PdfChanged(UnsignablePdf):
    """The file is not the one that the officer was shown, or that was prepared."""

    code = "pdf.changed_since_seen"


class AppearanceRefused(SigningError):
    """A visible signature cannot be drawn or placed."""

    code = "appearance.refused"
    advice = Advice.USER_ACTION


class PictureUnreadable(AppearanceRefused):
    """The picture of a signature or seal is not a PNG file, or a damaged one."""

    code = "appearance.picture_unreadable"


class PictureTooLarge(AppearanceRefused):
    """The picture has more bytes or pixels than a stamp needs."""

    code = "appearance.picture_too_large"


class PictureOpaque(AppearanceRefused):
    """The picture has no transparent ground and would hide what it lies on."""

    code = "appearance.picture_opaque"


class PictureEmpty(AppearanceRefused):
    """Nothing is drawn on the picture."""

    code = "appearance.picture_empty"


class TextNotDrawable(AppearanceRefused):
    """The text of a stamp is empty, endless, or has a letter that the font lacks."""

    code = "appearance.text_not_drawable"


class FontUnusable(AppearanceRefused):
    """The font of stamps is not a TrueType font."""

    code = "appearance.font_unusable"


class BadAppearanceRules(AppearanceRefused):
    """The rules of visible signatures cannot be read, or none is in force."""

    code = "appearance.bad_rules"


class NoPlaceFound(AppearanceRefused):
    """Nothing in the file says where the signature belongs; the officer puts it there."""

    code = "appearance.no_place"


class BadRequest(SigningError):
    """The request contradicts itself, e.g. B-T without a time-stamp service."""

    code = "request.bad"


class BadTrustRoots(SigningError):
    """The folder of trust roots is missing or holds something else."""

    code = "trust.bad_roots"
    advice = Advice.USER_ACTION


class BadTrustList(SigningError):
    """The trust list cannot be read or contradicts itself; the one in use stays."""

    code = "trust.bad_list"
    advice = Advice.USER_ACTION


class TrustListNotProved(BadTrustList):
    """Its signature does not hold with the key of the trusted publisher."""

    code = "trust.list_not_proved"


class TrustListRollback(BadTrustList):
    """Its sequence number is not above that of the list in use."""

    code = "trust.list_rollback"


class TrustListOutdated(BadTrustList):
    """Its next issue is overdue, or its time has not begun."""

    code = "trust.list_outdated"


class TrustPublisherUnknown(BadTrustList):
    """No publisher of trust lists is trusted here, or another one is."""

    code = "trust.publisher_unknown"


class ClockDoubtful(SigningError):
    """The clock of this machine cannot be right; a signing time from it would be wrong."""

    code = "clock.doubtful"
    advice = Advice.USER_ACTION


class ClockBehind(ClockDoubtful):
    """It is slow."""

    code = "clock.behind"


class ClockAhead(ClockDoubtful):
    """It is fast."""

    code = "clock.ahead"


class ClockZoneWrong(ClockDoubtful):
    """It is off by the seven hours between Vietnamese time and UTC."""

    code = "clock.zone"


class ClockSourcesDisagree(ClockDoubtful):
    """Other clocks contradict each other, so that nothing is known about this one."""

    code = "clock.sources_disagree"


class EvidenceTampered(SigningError):
    """Kept evidence of signatures was changed, removed or put into another order."""

    code = "evidence.tampered"


class PreparedUnreadable(SigningError):
    """What was kept of a begun signature cannot be read; the signature is begun again."""

    code = "prepared.unreadable"
    advice = Advice.USER_ACTION


class PreparedChanged(SigningError):
    """The prepared file is missing or was changed; the signature is begun again."""

    code = "prepared.changed"
    advice = Advice.USER_ACTION


class ValueNotProved(SigningError):
    """The signature value does not belong to these attributes and this certificate."""

    code = "signing.value_not_proved"


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
