"""Keys on PKCS#11 tokens: USB sticks, cards, SoftHSM2.

One call means one login. A token locks itself after a few wrong PINs, so nothing in this
module ever repeats C_Login, and its flags are read before a PIN is asked for.

Source: PKCS #11 v2.40, sections 4.4 (CK_TOKEN_INFO) and 5.6 (C_Login).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pkcs11
from asn1crypto import algos, core, x509
from pkcs11 import Attribute, KeyType, ObjectClass, TokenFlag
from pkcs11 import Mechanism as P11Mechanism
from pkcs11 import exceptions as p11
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import Signer

from signing.certificates import (
    algorithm_of,
    certificate_summary,
    key_mechanisms,
    parse_certificate,
)
from signing.errors import (
    KeyNotFound,
    KeyUnavailable,
    ModuleMissing,
    PinLocked,
    SignatureFailed,
    TokenBusy,
    TokenFailed,
    TokenMissing,
    WrongPin,
)
from signing.identities import CertificateSummary, Mechanism, TokenState
from signing.loops import run_to_end
from signing.requests import Pkcs11Source

_GONE = (
    p11.DeviceError,
    p11.DeviceRemoved,
    p11.TokenNotPresent,
    p11.TokenNotRecognised,
    p11.SessionHandleInvalid,
    p11.SessionClosed,
    p11.SlotIDInvalid,
    p11.NoSuchToken,
)


class TokenKey:
    """A private key on a token, logged in; valid inside `open_token` only."""

    def __init__(self, session: pkcs11.Session, found: _Found) -> None:
        self._session = session
        self._found = found

    @property
    def certificate(self) -> bytes:
        """Certificate of the key, DER."""
        return self._found.certificate

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Other certificates on the token, DER."""
        return self._found.others

    @property
    def summary(self) -> CertificateSummary:
        """What the officer is shown."""
        return certificate_summary(self.certificate)

    @property
    def mechanisms(self) -> frozenset[Mechanism]:
        """What the key and its token can do."""
        able = key_mechanisms(parse_certificate(self.certificate))
        offered = self._session.token.slot.get_mechanisms()
        if P11Mechanism.SHA256_RSA_PKCS_PSS not in offered:
            able -= {Mechanism.RSA_PSS}
        return able

    def sign(self, data: bytes, mechanism: Mechanism) -> bytes:
        """Sign bytes; see `signing.keystore.SigningKey.sign`."""
        if mechanism not in self.mechanisms:
            raise SignatureFailed(f"the token cannot do {mechanism}")
        signer = self._signer(algorithm_of(mechanism), mechanism is Mechanism.RSA_PSS)
        with _translated():
            return run_to_end(signer.async_sign_raw(data, "sha256"))

    def signer(self, *, prefer_pss: bool) -> Signer:
        """Give the key to pyHanko, which finds it by CKA_ID."""
        return self._signer(None, prefer_pss)

    def _signer(
        self, algorithm: algos.SignedDigestAlgorithm | None, prefer_pss: bool
    ) -> PKCS11Signer:
        certificate = parse_certificate(self.certificate)
        return PKCS11Signer(
            self._session,
            signing_cert=certificate,
            key_id=self._found.key_id,
            ca_chain=[parse_certificate(der) for der in self.chain],
            prefer_pss=prefer_pss,
            signature_mechanism=algorithm,
            use_raw_mechanism=self._needs_raw(certificate, prefer_pss),
        )

    def _needs_raw(self, certificate: x509.Certificate, prefer_pss: bool) -> bool:
        """Tell whether the token signs only digests made by the program (old tokens, SoftHSM)."""
        offered = self._session.token.slot.get_mechanisms()
        if certificate.public_key.algorithm == "ec":
            return P11Mechanism.ECDSA_SHA256 not in offered
        return not prefer_pss and P11Mechanism.SHA256_RSA_PKCS not in offered


class _Found:
    """A certificate that matches a private key by CKA_ID and by public key."""

    __slots__ = ("certificate", "key_id", "others")

    def __init__(self, certificate: bytes, key_id: bytes, others: tuple[bytes, ...]) -> None:
        self.certificate = certificate
        self.key_id = key_id
        self.others = others


@contextmanager
def open_token(source: Pkcs11Source, pin: bytearray) -> Iterator[TokenKey]:
    """Log in once and find the key.

    Args:
        source: Library and token.
        pin: Wiped as soon as the login has returned. Empty for readers with a keypad.

    Raises:
        KeyUnavailable: One of its subclasses says why.
    """
    token = _find_token(source)
    if token.flags & TokenFlag.USER_PIN_LOCKED:
        raise PinLocked("token flag USER_PIN_LOCKED")
    session = _login(source, token, pin)
    try:
        with _translated():
            found = _find_key(session)
        yield TokenKey(session, found)
    finally:
        # A token that was pulled out cannot log out; the first error is the one that counts.
        with suppress(p11.PKCS11Error):
            session.close()


def token_state(source: Pkcs11Source) -> TokenState:
    """Read the token's flags; no session is opened and no PIN is needed.

    Raises:
        ModuleMissing: The library cannot be loaded.
        TokenFailed: The library answers with an error.
    """
    try:
        flags = _find_token(source).flags
    except TokenMissing:
        return TokenState(label=source.token, present=False)
    locked = bool(flags & TokenFlag.USER_PIN_LOCKED)
    final = bool(flags & TokenFlag.USER_PIN_FINAL_TRY)
    return TokenState(
        label=source.token,
        present=True,
        pin_count_low=bool(flags & TokenFlag.USER_PIN_COUNT_LOW),
        final_try=final,
        locked=locked,
        tries_left=_tries_left(flags),
        protected_path=bool(flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH),
    )


def public_certificates(source: Pkcs11Source) -> tuple[CertificateSummary, ...]:
    """List the certificates that the token shows without a PIN.

    Raises:
        KeyUnavailable: One of its subclasses says why.
    """
    token = _find_token(source)
    with _translated():
        session = token.open()
        try:
            ders = [der for _, der in _certificates(session)]
        finally:
            session.close()
    return tuple(certificate_summary(der) for der in ders)


def reload_module(module: Path) -> None:
    """Let a library look for tokens anew; no key of it may be open.

    Some libraries, SoftHSM2 among them, list their slots only once.

    Raises:
        ModuleMissing: The library cannot be loaded.
        TokenFailed: The library answers with an error.
    """
    library = _load(module)
    with _translated():
        library.reinitialize()


def _load(module: Path) -> Any:  # Any: the compiled class of python-pkcs11 carries no useful type
    """Load and initialise the library."""
    if not module.is_file():
        raise ModuleMissing("no PKCS#11 library at the configured path")
    try:
        return pkcs11.lib(str(module))
    except (p11.PKCS11Error, OSError) as error:
        raise ModuleMissing("the PKCS#11 library cannot be loaded") from error


def _find_token(source: Pkcs11Source) -> pkcs11.Token:
    """Find the token by its label."""
    library = _load(source.module)
    with _translated():
        for slot in library.get_slots(token_present=True):
            with suppress(*_GONE):  # pulled out between the two calls
                token: pkcs11.Token = slot.get_token()
                if token.label == source.token:
                    return token
    raise TokenMissing("no token of that label is plugged in")


def _login(source: Pkcs11Source, token: pkcs11.Token, pin: bytearray) -> pkcs11.Session:
    """Open a session with exactly one C_Login."""
    keypad = bool(token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH) and not pin
    try:
        secret = pkcs11.PROTECTED_AUTH if keypad else pin.decode("utf-8")
        return token.open(user_pin=secret)
    except UnicodeDecodeError as error:
        raise WrongPin("the PIN is not UTF-8; the token was not asked") from error
    except (p11.PinIncorrect, p11.PinInvalid, p11.PinLenRange) as error:
        raise _pin_refused(source) from error
    except p11.PinLocked as error:
        raise PinLocked("the token accepts no PIN any more") from error
    except p11.UserAlreadyLoggedIn as error:
        raise TokenBusy("this process is already logged in to the token") from error
    except p11.PKCS11Error as error:
        raise _translate(error) from error
    finally:
        pin[:] = bytes(len(pin))


def _pin_refused(source: Pkcs11Source) -> KeyUnavailable:
    """Read the flags again, which costs no try, and say how many are left."""
    try:
        flags = _find_token(source).flags
    except KeyUnavailable:
        return WrongPin("the token refused the PIN")
    if flags & TokenFlag.USER_PIN_LOCKED:
        return PinLocked("this wrong PIN locked the token")
    return WrongPin("the token refused the PIN", _tries_left(flags))


def _tries_left(flags: TokenFlag) -> int | None:
    """Translate flags into a number where they allow it."""
    if flags & TokenFlag.USER_PIN_LOCKED:
        return 0
    return 1 if flags & TokenFlag.USER_PIN_FINAL_TRY else None


def _find_key(session: pkcs11.Session) -> _Found:
    """Pair certificates with private keys; of several the one valid longest is taken."""
    keys = {
        bytes(key[Attribute.ID]): key
        for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        if _readable(key, Attribute.ID)
    }
    certificates = _certificates(session)
    pairs = [
        (parse_certificate(der), key_id)
        for key_id, der in certificates
        if key_id in keys and _same_key(session, keys[key_id], parse_certificate(der))
    ]
    if not pairs:
        raise KeyNotFound("no certificate on the token matches a private key")
    best, key_id = max(pairs, key=lambda pair: pair[0].not_valid_after)
    others = tuple(der for _, der in certificates if der != best.dump())
    return _Found(best.dump(), key_id, others)


def _certificates(session: pkcs11.Session) -> list[tuple[bytes, bytes]]:
    """List (CKA_ID, DER) of all sound certificates on the token."""
    found = []
    for item in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        with suppress(p11.AttributeTypeInvalid, p11.AttributeSensitive, KeyNotFound):
            der = bytes(item[Attribute.VALUE])
            parse_certificate(der)
            found.append((bytes(item[Attribute.ID]), der))
    return found


def _readable(item: Any, attribute: Attribute) -> bool:  # Any: see _load
    """Tell whether the token lets an attribute be read."""
    try:
        item[attribute]
    except (p11.AttributeTypeInvalid, p11.AttributeSensitive):
        return False
    return True


def _same_key(session: pkcs11.Session, key: Any, certificate: x509.Certificate) -> bool:
    """Compare the private key's public half with the certificate's."""
    public = certificate.public_key
    if public.algorithm in ("rsa", "rsassa_pss") and key.key_type == KeyType.RSA:
        modulus = int(public["public_key"].parsed["modulus"].native)
        return int.from_bytes(key[Attribute.MODULUS], "big") == modulus
    if public.algorithm == "ec" and key.key_type == KeyType.EC:
        return _same_point(session, bytes(key[Attribute.ID]), public["public_key"].native)
    return False


def _same_point(session: pkcs11.Session, key_id: bytes, point: bytes) -> bool:
    """Compare EC points through the public key object, which private EC keys do not hold."""
    wanted = {Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.ID: key_id}
    points = [bytes(item[Attribute.EC_POINT]) for item in session.get_objects(wanted)]
    return any(point in (raw, core.OctetString.load(raw).native) for raw in points)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn errors of the PKCS#11 wrapper into ours."""
    try:
        yield
    except p11.PKCS11Error as error:
        raise _translate(error) from error


def _translate(error: p11.PKCS11Error) -> KeyUnavailable:
    """Say in our words what the token answered."""
    if isinstance(error, _GONE):
        return TokenMissing(f"the token is gone ({type(error).__name__})")
    if isinstance(error, p11.PinLocked):
        return PinLocked("the token accepts no PIN any more")
    return TokenFailed(type(error).__name__)


def raise_token_error(error: BaseException) -> None:
    """Raise what the token answered if it is anywhere in this chain of exceptions.

    Raises:
        KeyUnavailable: The first answer of a token found among the causes.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, p11.PKCS11Error):
            raise _translate(seen) from error
        seen = seen.__cause__ or seen.__context__
