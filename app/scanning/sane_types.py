"""Names and memory layouts of the SANE interface, version 1.

Source: SANE Standard 1.06, chapter 4 (data types, option descriptors, parameters); layouts
checked against sane-backends 1.1.1 by the tests, which read every option of two backends.
"""

from __future__ import annotations

import ctypes
from enum import IntEnum, IntFlag

FIXED_SCALE = 1 << 16
"""SANE_Fixed counts 1/65536."""


class Status(IntEnum):
    """Result of a SANE call; the last two are used by newer backends only."""

    GOOD = 0
    UNSUPPORTED = 1
    CANCELLED = 2
    DEVICE_BUSY = 3
    INVAL = 4
    EOF = 5
    JAMMED = 6
    NO_DOCS = 7
    COVER_OPEN = 8
    IO_ERROR = 9
    NO_MEM = 10
    ACCESS_DENIED = 11
    WARMING_UP = 12
    HW_LOCKED = 13

    @classmethod
    def of(cls, code: int) -> Status:
        """Status for a returned number; a number nobody defined counts as an I/O error."""
        return cls(code) if code in cls._value2member_map_ else cls.IO_ERROR


class ValueType(IntEnum):
    """How the value of an option is stored."""

    BOOL = 0
    INT = 1
    FIXED = 2
    STRING = 3
    BUTTON = 4
    GROUP = 5


class Unit(IntEnum):
    """What the number of an option counts."""

    NONE = 0
    PIXEL = 1
    BIT = 2
    MM = 3
    DPI = 4
    PERCENT = 5
    MICROSECOND = 6


class Capability(IntFlag):
    """What may be done with an option."""

    SOFT_SELECT = 1
    HARD_SELECT = 2
    SOFT_DETECT = 4
    EMULATED = 8
    AUTOMATIC = 16
    INACTIVE = 32
    ADVANCED = 64


class ConstraintType(IntEnum):
    """How the allowed values of an option are listed."""

    NONE = 0
    RANGE = 1
    WORD_LIST = 2
    STRING_LIST = 3


class Action(IntEnum):
    """What `sane_control_option` shall do."""

    GET_VALUE = 0
    SET_VALUE = 1
    SET_AUTO = 2


class FrameKind(IntEnum):
    """What one frame carries; three-pass scanners send RED, GREEN, BLUE in any order."""

    GRAY = 0
    RGB = 1
    RED = 2
    GREEN = 3
    BLUE = 4


class RawDevice(ctypes.Structure):
    """SANE_Device."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("vendor", ctypes.c_char_p),
        ("model", ctypes.c_char_p),
        ("type", ctypes.c_char_p),
    )


class RawRange(ctypes.Structure):
    """SANE_Range."""

    _fields_ = (("min", ctypes.c_int), ("max", ctypes.c_int), ("quant", ctypes.c_int))


class RawOption(ctypes.Structure):
    """SANE_Option_Descriptor; `constraint` is a union of three pointers."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("title", ctypes.c_char_p),
        ("desc", ctypes.c_char_p),
        ("type", ctypes.c_int),
        ("unit", ctypes.c_int),
        ("size", ctypes.c_int),
        ("cap", ctypes.c_int),
        ("constraint_type", ctypes.c_int),
        ("constraint", ctypes.c_void_p),
    )


class RawParameters(ctypes.Structure):
    """SANE_Parameters."""

    _fields_ = (
        ("format", ctypes.c_int),
        ("last_frame", ctypes.c_int),
        ("bytes_per_line", ctypes.c_int),
        ("pixels_per_line", ctypes.c_int),
        ("lines", ctypes.c_int),
        ("depth", ctypes.c_int),
    )
