"""Certificates in the personal store of Windows: tokens whose makers ship no PKCS#11 library.

Windows finds the key of a certificate by itself, on a card, a token or in its own store. A PIN
that was refused is not offered again: Windows would count every signature as a try.

Written against the documentation of Windows and tested on functions that behave as it says; not
run on Windows yet.

Source: Microsoft, Win32 API reference: wincrypt.h, ncrypt.h, bcrypt.h, winerror.h.
"""

from __future__ import annotations

import ctypes
import hashlib
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from signing.certificates import certificate_summary, key_mechanisms, parse_certificate
from signing.errors import (
    KeyNotFound,
    KeyUnavailable,
    ModuleMissing,
    PinCancelled,
    PinLocked,
    PinNeeded,
    SignatureFailed,
    TokenFailed,
    TokenMissing,
    WrongPin,
)
from signing.identities import CertificateSummary, Mechanism, TokenState
from signing.keys.remote_values import is_proved
from signing.keys.tickets import HashItem
from signing.requests import CngSource

# Widths are written out: the names of Windows mean other widths on other systems.
_DWORD, _BOOL, _STATUS, _HANDLE = ctypes.c_uint32, ctypes.c_int32, ctypes.c_int32, ctypes.c_size_t
_POINTER = ctypes.c_void_p
_STORE_BY_NAME = 10
_STORE_FLAGS = 0x00010000 | 0x00008000 | 0x00004000  # of this user, read only, existing
_CNG_ONLY, _COMPARE_KEY, _NEVER_ASK = 0x00040000, 0x00000004, 0x00000040
_PAD_PKCS1, _PAD_PSS = 0x00000002, 0x00000008
_LONGEST_VALUE_BYTES = 2048
_MOST_CERTIFICATES = 500
_LONGEST_CHAIN = 8
_STATUS_MASK = 0xFFFFFFFF
_ERRORS: Mapping[int, type[KeyUnavailable]] = {
    0x8010006B: WrongPin,
    0x8010006C: PinLocked,
    0x8010006E: PinCancelled,
    0x80090036: PinCancelled,
    0x80090022: PinNeeded,
    0x80100069: TokenMissing,
    0x8010000C: TokenMissing,
    0x80100017: TokenMissing,
    0x8009000D: KeyNotFound,
    0x80090016: KeyNotFound,
    0x8009000B: KeyNotFound,
}


class CertificateContext(ctypes.Structure):
    """CERT_CONTEXT."""

    _fields_ = (
        ("encoding", _DWORD),
        ("content", _POINTER),
        ("length", _DWORD),
        ("info", _POINTER),
        ("store", _POINTER),
    )


class _Pkcs1Padding(ctypes.Structure):
    """BCRYPT_PKCS1_PADDING_INFO."""

    _fields_ = (("algorithm", ctypes.c_wchar_p),)


class _PssPadding(ctypes.Structure):
    """BCRYPT_PSS_PADDING_INFO."""

    _fields_ = (("algorithm", ctypes.c_wchar_p), ("salt_length", _DWORD))


PROTOTYPES: Mapping[str, tuple[str, Any, tuple[Any, ...]]] = {  # Any: types of ctypes
    "CertOpenStore": ("crypt32", _POINTER, (_POINTER, _DWORD, _POINTER, _DWORD, ctypes.c_wchar_p)),
    "CertCloseStore": ("crypt32", _BOOL, (_POINTER, _DWORD)),
    "CertEnumCertificatesInStore": ("crypt32", _POINTER, (_POINTER, _POINTER)),
    "CertFreeCertificateContext": ("crypt32", _BOOL, (_POINTER,)),
    "CryptAcquireCertificatePrivateKey": (
        "crypt32",
        _BOOL,
        (_POINTER, _DWORD, _POINTER, _POINTER, _POINTER, _POINTER),
    ),
    "NCryptSetProperty": ("ncrypt", _STATUS, (_HANDLE, ctypes.c_wchar_p, _POINTER, _DWORD, _DWORD)),
    "NCryptSignHash": (
        "ncrypt",
        _STATUS,
        (_HANDLE, _POINTER, _POINTER, _DWORD, _POINTER, _DWORD, _POINTER, _DWORD),
    ),
    "NCryptFreeObject": ("ncrypt", _STATUS, (_HANDLE,)),
}
"""Functions that are used: library, result, arguments."""


@dataclass(frozen=True, slots=True)
class WindowsFunctions:
    """Functions of Windows, or others that behave like them.

    Attributes:
        calls: By the names in `PROTOTYPES`.
        last_error: Gives the number of what went wrong in the last call that says only "no".
    """

    calls: Mapping[str, Callable[..., Any]]  # Any: results of ctypes
    last_error: Callable[[], int]

    def __getattr__(self, name: str) -> Callable[..., Any]:  # Any: results of ctypes
        """Give a function by its name."""
        try:
            return self.calls[name]
        except KeyError as error:
            raise AttributeError(name) from error


def windows_functions() -> WindowsFunctions:
    """Load the libraries of Windows.

    Raises:
        ModuleMissing: This is another system, or a part of Windows is missing.
    """
    if sys.platform == "win32":
        try:
            libraries = {
                name: ctypes.WinDLL(name, use_last_error=True)
                for name in {library for library, _, _ in PROTOTYPES.values()}
            }
            calls = {}
            for name, (library, result, arguments) in PROTOTYPES.items():
                call = getattr(libraries[library], name)
                call.restype, call.argtypes = result, arguments
                calls[name] = call
        except (OSError, AttributeError) as error:
            raise ModuleMissing("a part of Windows is missing") from error
        return WindowsFunctions(calls, ctypes.get_last_error)
    raise ModuleMissing("this store is a part of Windows")


@dataclass(slots=True, repr=False)
class CngKey:
    """A key that Windows holds; see `signing.keystore.SigningKey`.

    Attributes:
        certificate: Certificate of the key, DER.
        chain: Intermediate certificates that Windows has, DER.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    _windows: WindowsFunctions
    _handle: int
    _flags: int
    _refused: bool = field(default=False)

    def __repr__(self) -> str:
        return "CngKey(…)"

    @property
    def summary(self) -> CertificateSummary:
        """What the officer is shown."""
        return certificate_summary(self.certificate)

    @property
    def mechanisms(self) -> frozenset[Mechanism]:
        """What the key can do by its kind; a token may still not know PSS."""
        return key_mechanisms(parse_certificate(self.certificate))

    def sign(self, data: bytes, mechanism: Mechanism) -> bytes:
        """Sign bytes; see `signing.keystore.SigningKey.sign`."""
        if mechanism not in self.mechanisms:
            raise SignatureFailed(f"the key cannot do {mechanism}")
        if self._refused:
            raise PinNeeded("the PIN was refused and is not offered again")
        item = HashItem.of("1", data, mechanism)
        value = self._value(item)
        if mechanism is Mechanism.ECDSA:
            value = _as_der(value)
        if not is_proved(self.certificate, item, value):
            raise SignatureFailed("the value is not of the certificate's key")
        return value

    def _value(self, item: HashItem) -> bytes:
        """Have Windows sign a digest."""
        padding, flag = _padding(item.mechanism)
        digest = ctypes.create_string_buffer(item.digest, len(item.digest))
        value = ctypes.create_string_buffer(_LONGEST_VALUE_BYTES)
        length = _DWORD(0)
        status = self._windows.NCryptSignHash(
            self._handle,
            None if padding is None else ctypes.addressof(padding),
            ctypes.addressof(digest),
            len(item.digest),
            ctypes.addressof(value),
            len(value),
            ctypes.addressof(length),
            flag | self._flags,
        )
        try:
            _check(status)
        except (WrongPin, PinLocked):
            self._refused = True
            raise
        if not 0 < length.value <= len(value):
            raise TokenFailed("a value of an impossible length")
        return value.raw[: length.value]


@contextmanager
def open_certificate(
    source: CngSource, pin: bytearray, windows: WindowsFunctions
) -> Iterator[CngKey]:
    """Find a certificate and its key.

    Args:
        source: Which certificate.
        pin: PIN, ASCII; empty lets the token's own window ask for it.
        windows: From `windows_functions`.

    Raises:
        KeyNotFound: No such certificate, or Windows has no key for it.
        KeyUnavailable: Another subclass says why.
    """
    with _store(windows, "MY") as store, _found(windows, store, source) as (context, certificate):
        with _store(windows, "CA") as others:
            chain = _chain(certificate, [der for _, der in _certificates(windows, others)])
        with _key(windows, context, asks=not pin) as handle:
            if pin:
                _give_pin(windows, handle, pin)
            flags = _NEVER_ASK if pin else 0
            yield CngKey(certificate, chain, windows, handle, flags)


def store_state(source: CngSource, windows: WindowsFunctions) -> TokenState:
    """Say whether Windows has the certificate; it tells nothing of tries."""
    try:
        with _store(windows, "MY") as store, _found(windows, store, source) as (_, der):
            return TokenState(label=certificate_summary(der).subject, present=True)
    except KeyNotFound:
        return TokenState(label="", present=False)


def store_certificates(windows: WindowsFunctions) -> tuple[CertificateSummary, ...]:
    """List the certificates of the personal store; damaged ones are left out."""
    found = []
    with _store(windows, "MY") as store:
        for _, der in _certificates(windows, store):
            try:
                found.append(certificate_summary(der))
            except KeyNotFound:
                continue
    return tuple(found)


@contextmanager
def _store(windows: WindowsFunctions, name: str) -> Iterator[int]:
    """Open a store of certificates."""
    store = windows.CertOpenStore(_STORE_BY_NAME, 0, None, _STORE_FLAGS, name)
    if not store:
        raise KeyNotFound(f"no store: {windows.last_error() & _STATUS_MASK:08x}")
    try:
        yield store
    finally:
        windows.CertCloseStore(store, 0)


@contextmanager
def _found(windows: WindowsFunctions, store: int, source: CngSource) -> Iterator[tuple[int, bytes]]:
    """Find a certificate by its digest; gives where Windows has it, and its DER."""
    listing = _certificates(windows, store)
    try:
        for context, der in listing:
            names = (hashlib.sha1(der, usedforsecurity=False), hashlib.sha256(der))
            if source.thumbprint in {one.hexdigest() for one in names}:
                parse_certificate(der)
                yield context, der
                return
    finally:
        listing.close()
    raise KeyNotFound("no such certificate in the personal store")


def _certificates(
    windows: WindowsFunctions, store: int
) -> Generator[tuple[int, bytes], None, None]:
    """List the certificates of a store; each is freed when the next one is asked for."""
    context: int | None = None
    try:
        for _ in range(_MOST_CERTIFICATES):
            context = windows.CertEnumCertificatesInStore(store, context)
            if not context:
                return
            held = CertificateContext.from_address(context)
            yield context, ctypes.string_at(held.content, held.length)
    finally:
        if context:
            windows.CertFreeCertificateContext(context)


def _chain(certificate: bytes, pool: list[bytes]) -> tuple[bytes, ...]:
    """Pick the certificates that lead upwards, the root left out."""
    above: list[bytes] = []
    current = parse_certificate(certificate)
    by_subject: dict[bytes, bytes] = {}
    for der in pool:
        try:
            by_subject.setdefault(parse_certificate(der).subject.dump(), der)
        except KeyNotFound:
            continue
    while len(above) < _LONGEST_CHAIN and current.issuer.dump() != current.subject.dump():
        der = by_subject.get(current.issuer.dump(), b"")
        if not der or der in (certificate, *above):
            break
        current = parse_certificate(der)
        if current.issuer.dump() != current.subject.dump():
            above.append(der)
    return tuple(above)


@contextmanager
def _key(windows: WindowsFunctions, context: int, *, asks: bool) -> Iterator[int]:
    """Have Windows find the key of a certificate."""
    handle, kind, to_free = _HANDLE(0), _DWORD(0), _BOOL(0)
    flags = _CNG_ONLY | _COMPARE_KEY | (0 if asks else _NEVER_ASK)
    good = windows.CryptAcquireCertificatePrivateKey(
        context,
        flags,
        None,
        ctypes.addressof(handle),
        ctypes.addressof(kind),
        ctypes.addressof(to_free),
    )
    if not good:
        _check(windows.last_error() or -1)
    try:
        yield handle.value
    finally:
        if to_free.value:
            windows.NCryptFreeObject(handle.value)


def _give_pin(windows: WindowsFunctions, handle: int, pin: bytearray) -> None:
    """Hand the PIN to the key; the copy that Windows reads is wiped here."""
    if not pin.isascii() or 0 in pin:
        raise WrongPin("a PIN of other letters than ASCII")
    text = (ctypes.c_uint16 * (len(pin) + 1))(*pin, 0)
    try:
        size = ctypes.sizeof(text)
        _check(
            windows.NCryptSetProperty(
                handle, "SmartCardPin", ctypes.addressof(text), size, _NEVER_ASK
            )
        )
    finally:
        ctypes.memset(text, 0, ctypes.sizeof(text))


def _padding(mechanism: Mechanism) -> tuple[_Pkcs1Padding | _PssPadding | None, int]:
    """Describe how an RSA key pads."""
    if mechanism is Mechanism.RSA_PKCS1:
        return _Pkcs1Padding("SHA256"), _PAD_PKCS1
    if mechanism is Mechanism.RSA_PSS:
        return _PssPadding("SHA256", hashlib.sha256().digest_size), _PAD_PSS
    return None, 0


def _as_der(value: bytes) -> bytes:
    """Turn r and s, one behind the other, into DER."""
    half = len(value) // 2
    if len(value) % 2:
        raise SignatureFailed("a value of an odd length")
    r, s = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
    return encode_dss_signature(r, s)


def _check(status: int) -> None:
    """Name what Windows says.

    Raises:
        KeyUnavailable: It is not success.
    """
    number = status & _STATUS_MASK
    if number:
        raise _ERRORS.get(number, TokenFailed)(f"status {number:08x}")
