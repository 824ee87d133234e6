"""The C interface of PKCS#11 libraries, as far as signing needs it.

Called through ctypes and not through a wrapper package, because a wrapper takes the PIN as text:
an immutable string that stays in memory until the process ends. Here the library reads it from
the very buffer that is wiped afterwards (`signing.keys.held_pin`).

Written for Windows too (packed structures, 32-bit CK_ULONG), but never run there.

Source: PKCS #11 v2.40, sections 4 and 5; order of functions as in pkcs11f.h.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import Any

from signing.errors import ModuleMissing
from signing.keys.held_pin import HeldPin

_PACK = 1 if sys.platform == "win32" else 0
_UNAVAILABLE = ctypes.c_ulong(-1).value
_MOST_SLOTS, _MOST_MECHANISMS, _MOST_OBJECTS = 64, 1024, 512
_MOST_ATTRIBUTE_BYTES = 1 << 20
_SIGNATURE_BYTES = 1024
_SERIAL_SESSION = 4
_USER, _CONTEXT_SPECIFIC = 1, 2
_DONT_BLOCK = 1


class Rv(IntEnum):
    """Return values that are told apart."""

    OK = 0x0
    SLOT_ID_INVALID = 0x3
    ATTRIBUTE_SENSITIVE = 0x11
    ATTRIBUTE_TYPE_INVALID = 0x12
    DEVICE_ERROR = 0x30
    DEVICE_MEMORY = 0x31
    DEVICE_REMOVED = 0x32
    FUNCTION_CANCELED = 0x50
    FUNCTION_NOT_SUPPORTED = 0x54
    KEY_HANDLE_INVALID = 0x60
    MECHANISM_INVALID = 0x70
    MECHANISM_PARAM_INVALID = 0x71
    OBJECT_HANDLE_INVALID = 0x82
    OPERATION_ACTIVE = 0x90
    PIN_INCORRECT = 0xA0
    PIN_INVALID = 0xA1
    PIN_LEN_RANGE = 0xA2
    PIN_EXPIRED = 0xA3
    PIN_LOCKED = 0xA4
    SESSION_CLOSED = 0xB0
    SESSION_HANDLE_INVALID = 0xB3
    TOKEN_NOT_PRESENT = 0xE0
    TOKEN_NOT_RECOGNIZED = 0xE1
    USER_ALREADY_LOGGED_IN = 0x100
    USER_NOT_LOGGED_IN = 0x101
    USER_PIN_NOT_INITIALIZED = 0x102
    USER_ANOTHER_ALREADY_LOGGED_IN = 0x104
    BUFFER_TOO_SMALL = 0x150
    ALREADY_INITIALIZED = 0x191


class TokenFlag(IntFlag):
    """Flags of a token that matter before a PIN is typed."""

    PROTECTED_AUTHENTICATION_PATH = 0x100
    INITIALIZED = 0x400
    USER_PIN_COUNT_LOW = 0x10000
    USER_PIN_FINAL_TRY = 0x20000
    USER_PIN_LOCKED = 0x40000


class Attribute(IntEnum):
    """Attributes of objects."""

    CLASS = 0x0
    VALUE = 0x11
    KEY_TYPE = 0x100
    ID = 0x102
    MODULUS = 0x120
    EC_POINT = 0x181
    ALWAYS_AUTHENTICATE = 0x202


class ObjectClass(IntEnum):
    """Kinds of objects."""

    CERTIFICATE = 1
    PUBLIC_KEY = 2
    PRIVATE_KEY = 3


class Ckm(IntEnum):
    """Mechanisms; the shorter names sign what the caller has hashed."""

    RSA_PKCS = 0x1
    RSA_PKCS_PSS = 0xD
    SHA256_RSA_PKCS = 0x40
    SHA256_RSA_PKCS_PSS = 0x43
    SHA256 = 0x250
    ECDSA = 0x1041
    ECDSA_SHA256 = 0x1044


class CryptokiError(Exception):
    """A library answered with something else than OK; stays inside this room.

    Attributes:
        function: Which function answered.
        value: CK_RV.
    """

    def __init__(self, function: str, value: int) -> None:
        name = Rv(value).name if value in set(Rv) else f"0x{value:x}"
        super().__init__(f"{function}: {name}")
        self.function = function
        self.value = value


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """What a token says about itself.

    Attributes:
        slot: Number of its slot; good until it is unplugged.
        label: Its label.
        serial: Its serial number.
        flags: See `TokenFlag`.
    """

    slot: int
    label: str
    serial: str
    flags: TokenFlag


class _Version(ctypes.Structure):
    _fields_ = (("major", ctypes.c_ubyte), ("minor", ctypes.c_ubyte))


class _FunctionList(ctypes.Structure):
    if _PACK:
        _pack_ = _PACK
    _fields_ = (("version", _Version), ("functions", ctypes.c_void_p * 68))


class _TokenInfo(ctypes.Structure):
    if _PACK:
        _pack_ = _PACK
    _fields_ = (
        ("label", ctypes.c_ubyte * 32),
        ("manufacturer", ctypes.c_ubyte * 32),
        ("model", ctypes.c_ubyte * 16),
        ("serial", ctypes.c_ubyte * 16),
        ("flags", ctypes.c_ulong),
        ("counts", ctypes.c_ulong * 10),
        ("versions", ctypes.c_ubyte * 4),
        ("utc_time", ctypes.c_ubyte * 16),
    )


class _Attribute(ctypes.Structure):
    if _PACK:
        _pack_ = _PACK
    _fields_ = (
        ("type", ctypes.c_ulong),
        ("value", ctypes.c_void_p),
        ("length", ctypes.c_ulong),
    )


class _Mechanism(ctypes.Structure):
    if _PACK:
        _pack_ = _PACK
    _fields_ = (
        ("mechanism", ctypes.c_ulong),
        ("parameter", ctypes.c_void_p),
        ("length", ctypes.c_ulong),
    )


class _PssParameters(ctypes.Structure):
    if _PACK:
        _pack_ = _PACK
    _fields_ = (
        ("hash", ctypes.c_ulong),
        ("mask", ctypes.c_ulong),
        ("salt_bytes", ctypes.c_ulong),
    )


_MGF1_SHA256 = 2
_SALT_BYTES = 32
_POINTER, _LONG = ctypes.c_void_p, ctypes.c_ulong
_FUNCTIONS: Mapping[str, tuple[int, tuple[type, ...]]] = {
    "C_Initialize": (0, (_POINTER,)),
    "C_Finalize": (1, (_POINTER,)),
    "C_GetSlotList": (4, (ctypes.c_ubyte, _POINTER, _POINTER)),
    "C_GetTokenInfo": (6, (_LONG, _POINTER)),
    "C_GetMechanismList": (7, (_LONG, _POINTER, _POINTER)),
    "C_OpenSession": (12, (_LONG, _LONG, _POINTER, _POINTER, _POINTER)),
    "C_CloseSession": (13, (_LONG,)),
    "C_Login": (18, (_LONG, _LONG, _POINTER, _LONG)),
    "C_Logout": (19, (_LONG,)),
    "C_GetAttributeValue": (24, (_LONG, _LONG, _POINTER, _LONG)),
    "C_FindObjectsInit": (26, (_LONG, _POINTER, _LONG)),
    "C_FindObjects": (27, (_LONG, _POINTER, _LONG, _POINTER)),
    "C_FindObjectsFinal": (28, (_LONG,)),
    "C_SignInit": (42, (_LONG, _POINTER, _LONG)),
    "C_Sign": (43, (_LONG, _POINTER, _LONG, _POINTER, _POINTER)),
    "C_WaitForSlotEvent": (67, (_LONG, _POINTER, _POINTER)),
}


class Cryptoki:
    """A loaded PKCS#11 library; to be used from one thread only.

    Args:
        path: The library.

    Raises:
        ModuleMissing: It is not there, is no PKCS#11 library or does not start.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise ModuleMissing("no PKCS#11 library at the configured path")
        try:
            self._library = ctypes.CDLL(str(path))
            entry = self._library.C_GetFunctionList
        except (OSError, AttributeError) as error:
            raise ModuleMissing("the PKCS#11 library cannot be loaded") from error
        table = ctypes.POINTER(_FunctionList)()
        entry.argtypes, entry.restype = (_POINTER,), _LONG
        if entry(ctypes.byref(table)) != Rv.OK or not table:
            raise ModuleMissing("the PKCS#11 library gives no function list")
        addresses = table.contents.functions
        self._functions = {
            name: ctypes.CFUNCTYPE(_LONG, *arguments)(addresses[index])
            for name, (index, arguments) in _FUNCTIONS.items()
            if addresses[index]
        }
        try:
            self.initialize()
        except CryptokiError as error:
            raise ModuleMissing(f"the PKCS#11 library does not start ({error})") from error

    def initialize(self) -> None:
        """Start the library; one that runs already is taken as it is."""
        self._call("C_Initialize", None, fine=(Rv.ALREADY_INITIALIZED,))

    def finalize(self) -> None:
        """Stop the library; every session ends."""
        self._call("C_Finalize", None)

    def slots(self) -> tuple[int, ...]:
        """Slots that hold a token now.

        The first of the two calls asks for the number only: there the library looks again
        (section 5.4, C_GetSlotList).
        """
        count = _LONG(0)
        self._call("C_GetSlotList", 1, None, ctypes.byref(count))
        if not count.value:
            return ()
        count.value = min(count.value, _MOST_SLOTS)
        found = (_LONG * count.value)()
        self._call("C_GetSlotList", 1, found, ctypes.byref(count), fine=(Rv.BUFFER_TOO_SMALL,))
        return tuple(found[: min(count.value, len(found))])

    def token_info(self, slot: int) -> TokenInfo:
        """Read label, serial number and flags; costs no try of the PIN."""
        info = _TokenInfo()
        self._call("C_GetTokenInfo", slot, ctypes.byref(info))
        return TokenInfo(slot, _text(info.label), _text(info.serial), TokenFlag(info.flags))

    def mechanisms(self, slot: int) -> frozenset[int]:
        """Mechanisms that the token lists."""
        count = _LONG(0)
        self._call("C_GetMechanismList", slot, None, ctypes.byref(count))
        count.value = min(count.value, _MOST_MECHANISMS)
        found = (_LONG * max(1, count.value))()
        self._call("C_GetMechanismList", slot, found, ctypes.byref(count))
        return frozenset(found[: min(count.value, len(found))])

    def changed_slots(self) -> frozenset[int]:
        """Slots where something was plugged or pulled since the last call; never waits.

        Libraries that do not know (many do not) name none; the list of slots decides then.
        """
        changed: set[int] = set()
        slot = _LONG(0)
        for _ in range(_MOST_SLOTS):
            try:
                self._call("C_WaitForSlotEvent", _DONT_BLOCK, ctypes.byref(slot), None)
            except CryptokiError:
                break
            changed.add(slot.value)
        return frozenset(changed)

    def open_session(self, slot: int) -> int:
        """Open a session that only reads."""
        session = _LONG(0)
        self._call("C_OpenSession", slot, _SERIAL_SESSION, None, None, ctypes.byref(session))
        return session.value

    def close_session(self, session: int) -> None:
        """Close a session."""
        self._call("C_CloseSession", session)

    def login(self, session: int, pin: HeldPin, *, for_one_signature: bool = False) -> None:
        """Call C_Login once; an empty PIN means that the token has a keypad of its own."""
        user = _CONTEXT_SPECIFIC if for_one_signature else _USER
        with pin.lent() as address:
            self._call("C_Login", session, user, address, len(pin))

    def logout(self, session: int) -> None:
        """Log out."""
        self._call("C_Logout", session)

    def find(self, session: int, kind: ObjectClass) -> tuple[int, ...]:
        """Handles of all objects of a kind that the session may see."""
        value = _LONG(kind)
        wanted = _Attribute(Attribute.CLASS, ctypes.addressof(value), ctypes.sizeof(value))
        self._call("C_FindObjectsInit", session, ctypes.byref(wanted), 1)
        try:
            return self._found(session)
        finally:
            self._call("C_FindObjectsFinal", session, fine=tuple(Rv))

    def _found(self, session: int) -> tuple[int, ...]:
        handles: list[int] = []
        block, count = (_LONG * 32)(), _LONG(0)
        while len(handles) < _MOST_OBJECTS:
            self._call("C_FindObjects", session, block, len(block), ctypes.byref(count))
            if not count.value:
                break
            handles += block[: min(count.value, len(block))]
        return tuple(handles)

    def attribute(self, session: int, handle: int, attribute: Attribute) -> bytes:
        """Read an attribute; empty when the object lacks it or does not show it."""
        asked = _Attribute(attribute, None, 0)
        self._ask(session, handle, asked)
        if asked.length in (0, _UNAVAILABLE) or asked.length > _MOST_ATTRIBUTE_BYTES:
            return b""
        value = (ctypes.c_ubyte * asked.length)()
        asked.value = ctypes.addressof(value)
        self._ask(session, handle, asked)
        return b"" if asked.length == _UNAVAILABLE else bytes(value[: asked.length])

    def _ask(self, session: int, handle: int, asked: _Attribute) -> None:
        hidden = (Rv.ATTRIBUTE_SENSITIVE, Rv.ATTRIBUTE_TYPE_INVALID)
        self._call("C_GetAttributeValue", session, handle, ctypes.byref(asked), 1, fine=hidden)

    def sign_init(self, session: int, mechanism: Ckm, key: int) -> None:
        """Begin a signature."""
        parameters = _PssParameters(Ckm.SHA256, _MGF1_SHA256, _SALT_BYTES)
        chosen = _Mechanism(mechanism, None, 0)
        if mechanism in (Ckm.RSA_PKCS_PSS, Ckm.SHA256_RSA_PKCS_PSS):
            chosen.parameter = ctypes.addressof(parameters)
            chosen.length = ctypes.sizeof(parameters)
        self._call("C_SignInit", session, ctypes.byref(chosen), key)

    def sign(self, session: int, data: bytes) -> bytes:
        """Finish the signature that `sign_init` began."""
        value = (ctypes.c_ubyte * _SIGNATURE_BYTES)()
        size = _LONG(_SIGNATURE_BYTES)
        self._call("C_Sign", session, data, len(data), value, ctypes.byref(size))
        return bytes(value[: min(size.value, _SIGNATURE_BYTES)])

    def _call(self, name: str, *arguments: Any, fine: tuple[int, ...] = ()) -> None:
        # Any: values of ctypes
        function = self._functions.get(name)
        value = Rv.FUNCTION_NOT_SUPPORTED if function is None else function(*arguments)
        if value != Rv.OK and value not in fine:
            raise CryptokiError(name, value)


def _text(padded: ctypes.Array[ctypes.c_ubyte]) -> str:
    """Text of a field that is padded with blanks; some libraries pad with zeros."""
    return bytes(padded).split(b"\0")[0].decode("utf-8", "replace").rstrip()
