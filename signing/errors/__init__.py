"""Errors of the signing library, by topic; they are taken from here.

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

from signing.errors.appearance import AppearanceRefused as AppearanceRefused
from signing.errors.appearance import BadAppearanceRules as BadAppearanceRules
from signing.errors.appearance import FontUnusable as FontUnusable
from signing.errors.appearance import NoPlaceFound as NoPlaceFound
from signing.errors.appearance import PictureEmpty as PictureEmpty
from signing.errors.appearance import PictureOpaque as PictureOpaque
from signing.errors.appearance import PictureTooLarge as PictureTooLarge
from signing.errors.appearance import PictureUnreadable as PictureUnreadable
from signing.errors.appearance import TextNotDrawable as TextNotDrawable
from signing.errors.base import Advice as Advice
from signing.errors.base import SigningError as SigningError
from signing.errors.certificates import AuthorityNotOfTime as AuthorityNotOfTime
from signing.errors.certificates import AuthorityOutOfScope as AuthorityOutOfScope
from signing.errors.certificates import CertificateExpired as CertificateExpired
from signing.errors.certificates import CertificateNotYetValid as CertificateNotYetValid
from signing.errors.certificates import CertificateRefused as CertificateRefused
from signing.errors.certificates import CertificateRevoked as CertificateRevoked
from signing.errors.certificates import CertificateUnsuitable as CertificateUnsuitable
from signing.errors.certificates import CertificateUntrusted as CertificateUntrusted
from signing.errors.certificates import PaddingRefused as PaddingRefused
from signing.errors.certificates import WeakKey as WeakKey
from signing.errors.documents import ActiveContentPdf as ActiveContentPdf
from signing.errors.documents import DamagedPdf as DamagedPdf
from signing.errors.documents import EncryptedPdf as EncryptedPdf
from signing.errors.documents import LockedPdf as LockedPdf
from signing.errors.documents import NotAPdf as NotAPdf
from signing.errors.documents import PdfChanged as PdfChanged
from signing.errors.documents import PdfUnreadable as PdfUnreadable
from signing.errors.documents import SigningOrderBroken as SigningOrderBroken
from signing.errors.documents import UnsignablePdf as UnsignablePdf
from signing.errors.documents import XfaPdf as XfaPdf
from signing.errors.keys import BadKeySource as BadKeySource
from signing.errors.keys import BadModuleCatalogue as BadModuleCatalogue
from signing.errors.keys import ChoiceNeeded as ChoiceNeeded
from signing.errors.keys import KeyFileUnreadable as KeyFileUnreadable
from signing.errors.keys import KeyNotFound as KeyNotFound
from signing.errors.keys import KeyUnavailable as KeyUnavailable
from signing.errors.keys import ModuleChanged as ModuleChanged
from signing.errors.keys import ModuleForeign as ModuleForeign
from signing.errors.keys import ModuleMissing as ModuleMissing
from signing.errors.keys import ModuleRefused as ModuleRefused
from signing.errors.keys import ModuleUnknown as ModuleUnknown
from signing.errors.keys import ModuleUnsafe as ModuleUnsafe
from signing.errors.keys import PinCancelled as PinCancelled
from signing.errors.keys import PinExpired as PinExpired
from signing.errors.keys import PinLocked as PinLocked
from signing.errors.keys import PinNeeded as PinNeeded
from signing.errors.keys import TokenBusy as TokenBusy
from signing.errors.keys import TokenCrashed as TokenCrashed
from signing.errors.keys import TokenFailed as TokenFailed
from signing.errors.keys import TokenHung as TokenHung
from signing.errors.keys import TokenMissing as TokenMissing
from signing.errors.keys import WholeFilesOnly as WholeFilesOnly
from signing.errors.keys import WrongPassword as WrongPassword
from signing.errors.keys import WrongPin as WrongPin
from signing.errors.making import BadRequest as BadRequest
from signing.errors.making import OutputNotWritten as OutputNotWritten
from signing.errors.making import PreparedChanged as PreparedChanged
from signing.errors.making import PreparedUnreadable as PreparedUnreadable
from signing.errors.making import SelfCheckFailed as SelfCheckFailed
from signing.errors.making import SignatureFailed as SignatureFailed
from signing.errors.making import TrialSetupFailed as TrialSetupFailed
from signing.errors.making import ValueNotProved as ValueNotProved
from signing.errors.remote import RemoteAnswerBad as RemoteAnswerBad
from signing.errors.remote import RemoteBusy as RemoteBusy
from signing.errors.remote import RemoteCancelled as RemoteCancelled
from signing.errors.remote import RemoteCredentials as RemoteCredentials
from signing.errors.remote import RemoteExpired as RemoteExpired
from signing.errors.remote import RemoteFailed as RemoteFailed
from signing.errors.remote import RemoteInsecure as RemoteInsecure
from signing.errors.remote import RemoteInterrupted as RemoteInterrupted
from signing.errors.remote import RemoteRefused as RemoteRefused
from signing.errors.remote import RemoteUnknown as RemoteUnknown
from signing.errors.remote import RemoteUnreachable as RemoteUnreachable
from signing.errors.remote import RemoteUnsupported as RemoteUnsupported
from signing.errors.remote import ReturnedFileChanged as ReturnedFileChanged
from signing.errors.remote import TicketUnreadable as TicketUnreadable
from signing.errors.services import RevocationForOther as RevocationForOther
from signing.errors.services import RevocationNotProved as RevocationNotProved
from signing.errors.services import RevocationOutdated as RevocationOutdated
from signing.errors.services import RevocationUnavailable as RevocationUnavailable
from signing.errors.services import RevocationUnreadable as RevocationUnreadable
from signing.errors.services import ServiceUnavailable as ServiceUnavailable
from signing.errors.services import TimestampClockDiffers as TimestampClockDiffers
from signing.errors.services import TimestampUnavailable as TimestampUnavailable
from signing.errors.trust import BadTrustList as BadTrustList
from signing.errors.trust import BadTrustRoots as BadTrustRoots
from signing.errors.trust import ClockAhead as ClockAhead
from signing.errors.trust import ClockBehind as ClockBehind
from signing.errors.trust import ClockDoubtful as ClockDoubtful
from signing.errors.trust import ClockSourcesDisagree as ClockSourcesDisagree
from signing.errors.trust import ClockZoneWrong as ClockZoneWrong
from signing.errors.trust import EvidenceTampered as EvidenceTampered
from signing.errors.trust import TrustListNotProved as TrustListNotProved
from signing.errors.trust import TrustListOutdated as TrustListOutdated
from signing.errors.trust import TrustListRollback as TrustListRollback
from signing.errors.trust import TrustPublisherUnknown as TrustPublisherUnknown
