"""The private key cannot be reached."""

from __future__ import annotations

from signing.errors.base import Advice, SigningError


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
