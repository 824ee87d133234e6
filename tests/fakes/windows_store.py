"""Functions of Windows as its documentation describes them, callable through ctypes anywhere.

Each one is reached over a C call with the types of the real one, so that the way arguments are
handed over is tested too.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from signing.keys.cng import PROTOTYPES, CertificateContext, WindowsFunctions
from signing.trial.authority import TrialKey

NOT_FOUND = 0x80092004
NO_KEY = 0x8009000D
WRONG_PIN = 0x8010006B
LOCKED = 0x8010006C
SILENT = 0x80090022
NOT_SUPPORTED = 0x80090029


@dataclass
class WindowsStore:
    """A personal store with keys behind a PIN.

    Attributes:
        keys: Certificates of the personal store with their keys.
        above: Certificates of the store of authorities.
        pin: What the token wants; empty wants none.
        tries: Wrong PINs left.
        keyless: The certificates are there, their keys are not.
        knows_pss: The token can do RSASSA-PSS.
        forge: Values are of nobody's key.
        raw: Answered instead of a value.
        exists: The stores are there.
        next_status: What the next signature answers instead of signing.
        open_things: Stores, contexts and keys that nobody has closed.
    """

    keys: list[TrialKey]
    above: list[bytes] = field(default_factory=list)
    pin: str = ""
    tries: int = 3
    keyless: bool = False
    knows_pss: bool = True
    forge: bool = False
    raw: bytes | None = None
    exists: bool = True
    next_status: int = 0
    asked_window: int = 0
    signed: int = 0
    open_things: set[tuple[str, int]] = field(default_factory=set)
    _given: str = ""
    _error: int = 0
    _stores: dict[int, list[int]] = field(default_factory=dict)
    _held: list[Any] = field(default_factory=list)
    _of_context: dict[int, int] = field(default_factory=dict)

    def functions(self) -> WindowsFunctions:
        """Wrap everything into C functions."""
        calls: dict[str, Callable[..., Any]] = {}
        for name, (_, result, arguments) in PROTOTYPES.items():
            method = getattr(self, f"_{name}")
            calls[name] = ctypes.CFUNCTYPE(result, *arguments)(method)
        return WindowsFunctions(calls, lambda: self._error)

    def _CertOpenStore(
        self, provider: int, encoding: int, legacy: int | None, flags: int, name: str
    ) -> int:
        assert (provider, encoding, legacy, flags) == (10, 0, None, 0x0001C000)
        if name not in ("MY", "CA") or not self.exists:
            self._error = NOT_FOUND
            return 0
        contents = (
            [one.certificate.public_bytes(Encoding.DER) for one in self.keys]
            if name == "MY"
            else self.above
        )
        store = len(self._stores) + 100
        self._stores[store] = [self._context(der, n) for n, der in enumerate(contents)]
        self.open_things.add(("store", store))
        return store

    def _context(self, der: bytes, number: int) -> int:
        content = ctypes.create_string_buffer(der, len(der))
        context = CertificateContext(1, ctypes.addressof(content), len(der), None, None)
        self._held += [content, context]
        address = ctypes.addressof(context)
        self._of_context[address] = number
        return address

    def _CertCloseStore(self, store: int, flags: int) -> int:
        assert flags == 0
        self.open_things.remove(("store", store))
        return 1

    def _CertEnumCertificatesInStore(self, store: int, before: int | None) -> int:
        contexts = self._stores[store]
        place = contexts.index(before) + 1 if before else 0
        if before:
            self.open_things.remove(("context", before))
        if place == len(contexts):
            self._error = NOT_FOUND
            return 0
        self.open_things.add(("context", contexts[place]))
        return contexts[place]

    def _CertFreeCertificateContext(self, context: int) -> int:
        self.open_things.remove(("context", context))
        return 1

    def _CryptAcquireCertificatePrivateKey(
        self, context: int, flags: int, window: int | None, key: int, kind: int, to_free: int
    ) -> int:
        assert flags & 0x00040004 == 0x00040004
        assert window is None
        if self.keyless:
            self._error = NO_KEY
            return 0
        handle = 7000 + self._of_context[context]
        ctypes.c_size_t.from_address(key).value = handle
        ctypes.c_uint32.from_address(kind).value = 0xFFFFFFFF
        ctypes.c_int32.from_address(to_free).value = 1
        self.open_things.add(("key", handle))
        return 1

    def _NCryptSetProperty(self, key: int, name: str, content: int, length: int, flags: int) -> int:
        assert ("key", key) in self.open_things
        assert name == "SmartCardPin"
        text = ctypes.string_at(content, length).decode("utf-16-le")
        assert text.endswith("\0")
        self._given = text[:-1]
        return 0

    def _NCryptSignHash(
        self, key: int, padding: int | None, digest: int, size: int, *rest: int
    ) -> int:
        value, room, length, flags = rest
        status = self._may_sign(flags)
        if status:
            return _signed(status)
        made = self._made(self.keys[key - 7000].private_key, padding, flags, (digest, size))
        if made is None:
            return _signed(NOT_SUPPORTED)
        made = made[::-1] if self.forge else made
        made = made if self.raw is None else self.raw
        assert len(made) <= room
        ctypes.memmove(value, made, len(made))
        ctypes.c_uint32.from_address(length).value = len(made)
        self.signed += 1
        return 0

    def _may_sign(self, flags: int) -> int:
        if self.next_status:
            status, self.next_status = self.next_status, 0
            return status
        if not self.pin:
            return 0
        if self.tries == 0:
            return LOCKED
        if not self._given:
            self.asked_window += not flags & 0x40
            return SILENT if flags & 0x40 else 0
        if self._given != self.pin:
            self.tries -= 1
            return WRONG_PIN
        return 0

    def _made(
        self, private: object, padding: int | None, flags: int, place: tuple[int, int]
    ) -> bytes | None:
        digest = ctypes.string_at(*place)
        hashed = Prehashed(SHA256())
        if isinstance(private, EllipticCurvePrivateKey):
            assert padding is None
            r, s = decode_dss_signature(private.sign(digest, ECDSA(hashed)))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        assert isinstance(private, RSAPrivateKey)
        assert padding is not None
        algorithm = ctypes.c_wchar_p.from_address(padding).value
        assert algorithm == "SHA256"
        if flags & 0x2:
            return private.sign(digest, PKCS1v15(), hashed)
        assert flags & 0x8
        salt = ctypes.c_uint32.from_address(padding + ctypes.sizeof(ctypes.c_void_p)).value
        if not self.knows_pss:
            return None
        return private.sign(digest, PSS(MGF1(SHA256()), salt), hashed)

    def _NCryptFreeObject(self, key: int) -> int:
        self.open_things.remove(("key", key))
        return 0


def _signed(status: int) -> int:
    """Give a status as the signed number that C has."""
    return int.from_bytes(status.to_bytes(4, sys.byteorder), sys.byteorder, signed=True)
