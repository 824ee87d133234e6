"""A token that is logged in.

A token locks itself after a few wrong PINs (three on Vietnamese ones), so:

- one PIN typed means one C_Login; a PIN that was refused is wiped and never sent again;
- the flags of a token are read before anybody is asked for a PIN, and cost no try;
- a token that has lost its login in the middle of a batch is logged in to again only with a PIN
  that it has accepted before, once per signature, and only while none of its flags warns;
- so is one whose key wants a login of its own for every signature (CKA_ALWAYS_AUTHENTICATE);
- tokens that bear one name and no serial number are told apart by the certificate they show.

Real USB tokens were not at hand: the rules are proved on SoftHSM2 behind a library that
misbehaves (tests/shim).

Source: PKCS #11 v2.40, sections 4.4 (CK_TOKEN_INFO), 5.6 (C_Login), 5.11 (C_Sign).
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import UTC, datetime

from asn1crypto import algos

from signing.certificates import certificate_summary, key_mechanisms, parse_certificate
from signing.errors import (
    KeyUnavailable,
    PinCancelled,
    PinExpired,
    PinLocked,
    PinNeeded,
    SignatureFailed,
    TokenBusy,
    TokenMissing,
    WrongPin,
)
from signing.identities import CertificateSummary, Mechanism
from signing.keys.cryptoki import Ckm, Cryptoki, CryptokiError, Rv, TokenFlag, TokenInfo
from signing.keys.held_pin import HeldPin
from signing.keys.pairing import choose, pair_up, read_certificates, read_keys
from signing.keys.tokens import (
    LOGIN_LOST,
    plugged_in,
    shows,
    translate,
    translated,
    tries_left,
)

_OTHER_MECHANISM = frozenset(
    {Rv.MECHANISM_INVALID, Rv.MECHANISM_PARAM_INVALID, Rv.FUNCTION_NOT_SUPPORTED}
)
_WAYS = {
    Mechanism.RSA_PKCS1: (Ckm.SHA256_RSA_PKCS, Ckm.RSA_PKCS),
    Mechanism.RSA_PSS: (Ckm.SHA256_RSA_PKCS_PSS, Ckm.RSA_PKCS_PSS),
    Mechanism.ECDSA: (Ckm.ECDSA_SHA256, Ckm.ECDSA),
}
"""How a token may do each: hashing itself, or signing what was hashed before (old tokens)."""
_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""What stands before a SHA-256 digest in PKCS #1 v1.5. Source: RFC 8017, 9.2, note 1."""
_WARNINGS = TokenFlag.USER_PIN_COUNT_LOW | TokenFlag.USER_PIN_FINAL_TRY | TokenFlag.USER_PIN_LOCKED


class TokenSession:
    """One token, logged in; used from one thread.

    Args:
        library: The loaded library.
        info: The token, as it was just read.
        pin: The PIN; wiped by `close`, by a refusal of the token and when the token goes.
        wanted: SHA-256 of the certificate to use; empty when nobody chose.
        moment: When it is to sign, to leave expired certificates out of the choice.

    Attributes:
        logins: How often C_Login was called.

    Raises:
        KeyUnavailable: One of its subclasses says why; the PIN is wiped.
    """

    def __init__(
        self, library: Cryptoki, info: TokenInfo, pin: HeldPin, wanted: str, moment: datetime
    ) -> None:
        self._library, self._info, self._pin = library, info, pin
        self._working: dict[Mechanism, Ckm] = {}
        self.logins = 0
        try:
            self._session = self._log_in()
            try:
                self._read_objects(wanted, moment)
            except BaseException:
                self._end_session()
                raise
        except BaseException:
            pin.wipe()
            raise

    def _read_objects(self, wanted: str, moment: datetime) -> None:
        with translated():
            self._offered = self._library.mechanisms(self._info.slot)
            certificates = read_certificates(self._library, self._session)
            pairs = pair_up(certificates, read_keys(self._library, self._session))
        self._pair = choose(pairs, wanted, moment)
        ders = dict.fromkeys(each.der for each in certificates)
        self._chain = tuple(der for der in ders if der != self.certificate)
        able = key_mechanisms(parse_certificate(self.certificate))
        self._mechanisms = frozenset(each for each in able if self._offered & set(_WAYS[each]))

    @property
    def serial(self) -> str:
        """Serial number of the token."""
        return self._info.serial

    @property
    def slot(self) -> int:
        """Slot of the token."""
        return self._info.slot

    @property
    def certificate(self) -> bytes:
        """Certificate of the key, DER."""
        return self._pair.certificate

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Other certificates on the token, DER."""
        return self._chain

    @property
    def summary(self) -> CertificateSummary:
        """What the officer is shown."""
        return certificate_summary(self.certificate)

    @property
    def mechanisms(self) -> frozenset[Mechanism]:
        """What the key and its token can do."""
        return self._mechanisms

    def sign(self, data: bytes, mechanism: Mechanism) -> bytes:
        """Sign bytes; see `signing.keystore.SigningKey.sign`.

        Raises:
            PinNeeded: The token wants the PIN again and it is not held any more.
            KeyUnavailable: The token went away or answered with an error.
            SignatureFailed: The token cannot do this.
        """
        if mechanism not in self.mechanisms:
            raise SignatureFailed(f"the token cannot do {mechanism}")
        try:
            return self._sign_once(data, mechanism)
        except CryptokiError as error:
            if error.value not in LOGIN_LOST:
                raise self._trouble(error) from error
        self._log_in_again()
        try:
            return self._sign_once(data, mechanism)
        except CryptokiError as error:
            if error.value in LOGIN_LOST:
                raise PinNeeded("the token forgets its login at once") from error
            raise self._trouble(error) from error

    def close(self) -> None:
        """Wipe the PIN and log out; a token that was pulled out cannot log out."""
        self._pin.wipe()
        self._end_session()

    def _end_session(self) -> None:
        with suppress(CryptokiError):
            self._library.logout(self._session)
        with suppress(CryptokiError):
            self._library.close_session(self._session)

    def _log_in(self, *, again: bool = False) -> int:
        """Open a session with exactly one C_Login.

        Args:
            again: A login that turns out to be still there is as good as a new one.
        """
        keypad = bool(self._info.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH)
        if self._info.flags & TokenFlag.USER_PIN_LOCKED:
            raise PinLocked("token flag USER_PIN_LOCKED")
        if not len(self._pin) and not keypad:
            raise PinNeeded("no PIN was given and the token has no keypad")
        with translated():
            session = self._library.open_session(self._info.slot)
        try:
            self.logins += 1
            self._library.login(session, self._pin)
        except CryptokiError as error:
            if again and error.value == Rv.USER_ALREADY_LOGGED_IN:
                return session
            with suppress(CryptokiError):
                self._library.close_session(session)
            raise self._refused(error) from error
        return session

    def _refused(self, error: CryptokiError) -> KeyUnavailable:
        """Say why C_Login failed. Reading the flags again costs no try."""
        self._pin.wipe()
        match error.value:
            case Rv.PIN_INCORRECT | Rv.PIN_INVALID | Rv.PIN_LEN_RANGE:
                return self._pin_refused()
            case Rv.PIN_LOCKED:
                return PinLocked("the token accepts no PIN any more")
            case Rv.PIN_EXPIRED | Rv.USER_PIN_NOT_INITIALIZED:
                return PinExpired("the token wants another PIN first")
            case Rv.FUNCTION_CANCELED:
                return PinCancelled("cancelled on the reader")
            case Rv.USER_ALREADY_LOGGED_IN | Rv.USER_ANOTHER_ALREADY_LOGGED_IN:
                return TokenBusy("this process is already logged in to the token")
            case _:
                return self._trouble(error)

    def _pin_refused(self) -> KeyUnavailable:
        try:
            flags = self._library.token_info(self._info.slot).flags
        except CryptokiError:
            return WrongPin("the token refused the PIN")
        if flags & TokenFlag.USER_PIN_LOCKED:
            return PinLocked("this wrong PIN locked the token")
        return WrongPin("the token refused the PIN", tries_left(flags))

    def _log_in_again(self) -> None:
        """Get back a login that the token has lost, with a PIN that it has accepted before.

        Raises:
            PinNeeded: The PIN is not held (or sits in the officer's head, for keypads), or
                somebody has typed wrong PINs meanwhile: a try is never risked.
            TokenMissing: The token is not there, or another one is in its place.
        """
        if not len(self._pin):
            raise PinNeeded("the token has lost its login and the PIN is not held")
        self._end_session()
        self._info = self._same_token()
        self._keep_pin_from(self._info.flags)
        self._session = self._log_in(again=True)
        wanted = hashlib.sha256(self.certificate).hexdigest()
        self._read_objects(wanted, datetime.min.replace(tzinfo=UTC))

    def _same_token(self) -> TokenInfo:
        """The very token that was logged in to, wherever it is plugged in now.

        Where the serial number does not tell tokens apart, the certificate has to: a PIN that
        goes to another token costs that one a try.
        """
        with translated():
            found = [info for info in plugged_in(self._library) if self._is_named_alike(info)]
            if len(found) > 1 or not self._info.serial:
                chosen = hashlib.sha256(self.certificate).hexdigest()
                found = [info for info in found if shows(self._library, info, chosen)]
        if len(found) == 1:
            return found[0]
        self._pin.wipe()
        if found:
            raise PinNeeded("two tokens cannot be told apart; none is tried with the held PIN")
        raise TokenMissing("the token is gone")

    def _is_named_alike(self, info: TokenInfo) -> bool:
        return (info.label, info.serial) == (self._info.label, self._info.serial)

    def _sign_once(self, data: bytes, mechanism: Mechanism) -> bytes:
        each_time = self._pair.key.asks_each_time
        if each_time:
            self._check_held_pin()
        way = self._begin(mechanism)
        if each_time:
            self._log_in_for_one()
        value = self._library.sign(self._session, _to_sign(data, way))
        if mechanism is Mechanism.ECDSA:
            return bytes(algos.DSASignature.from_p1363(value).dump())
        return value

    def _check_held_pin(self) -> None:
        """Refuse to spend a try on a PIN that is gone, or that the token may refuse by now.

        Raises:
            PinNeeded: Nothing was sent.
        """
        flags = self._library.token_info(self._info.slot).flags
        if not len(self._pin):
            if flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH:
                return
            raise PinNeeded("the key wants a login of its own and the PIN is not held")
        self._keep_pin_from(flags)

    def _keep_pin_from(self, flags: TokenFlag) -> None:
        """Forget the held PIN when the token warns: it may be another one by now."""
        if flags & _WARNINGS:
            self._pin.wipe()
            raise PinNeeded("the token warns of wrong PINs; it is not tried with the held one")

    def _log_in_for_one(self) -> None:
        """Log in for the signature that was begun; keys with CKA_ALWAYS_AUTHENTICATE want it."""
        self.logins += 1
        try:
            self._library.login(self._session, self._pin, for_one_signature=True)
        except CryptokiError as error:
            raise self._refused(error) from error

    def _begin(self, mechanism: Mechanism) -> Ckm:
        """Begin a signature in the first way that the token really takes."""
        known = self._working.get(mechanism)
        for way in (known,) if known else _WAYS[mechanism]:
            if way not in self._offered:
                continue
            try:
                self._sign_init(way)
            except CryptokiError as error:
                if error.value not in _OTHER_MECHANISM:
                    raise
                continue
            self._working[mechanism] = way
            return way
        raise SignatureFailed(f"the token lists {mechanism} and refuses it")

    def _sign_init(self, way: Ckm) -> None:
        """Begin a signature; a session whose last signature was left open is replaced.

        The login belongs to the token and outlives one session as long as there is another.
        """
        try:
            self._library.sign_init(self._session, way, self._pair.key.handle)
        except CryptokiError as error:
            if error.value != Rv.OPERATION_ACTIVE:
                raise
            stale, self._session = self._session, self._library.open_session(self._info.slot)
            with suppress(CryptokiError):
                self._library.close_session(stale)
            self._library.sign_init(self._session, way, self._pair.key.handle)

    def _trouble(self, error: CryptokiError) -> KeyUnavailable:
        """Say in our words what the token answered; a token that is gone takes the PIN along."""
        found = translate(error)
        if error.value == Rv.DEVICE_ERROR and not self._is_there():
            found = TokenMissing("the token is gone (DEVICE_ERROR)")
        if isinstance(found, TokenMissing):
            self._pin.wipe()
        return found

    def _is_there(self) -> bool:
        with suppress(CryptokiError):
            return self._info.slot in self._library.slots()
        return False


def _to_sign(data: bytes, way: Ckm) -> bytes:
    """What the token gets: the data, or what it cannot make of them itself."""
    match way:
        case Ckm.RSA_PKCS:
            return _DIGEST_INFO + hashlib.sha256(data).digest()
        case Ckm.RSA_PKCS_PSS | Ckm.ECDSA:
            return hashlib.sha256(data).digest()
        case _:
            return data
