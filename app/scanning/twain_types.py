"""Numbers and memory layouts of TWAIN.

Source: TWAIN Working Group, TWAIN Specification 2.5, chapters 7 (operation triplets), 8 (data
types) and 10 (capabilities), and its `twain.h` (2-byte packing on Windows).
"""

from __future__ import annotations

import ctypes
from enum import IntEnum, IntFlag

PROTOCOL_MAJOR = 2
PROTOCOL_MINOR = 4
ANY_CONTAINER = 0xFFFF


class Group(IntFlag):
    """Data groups (DG_) and the marks of the second edition (DF_)."""

    CONTROL = 1
    IMAGE = 2
    SECOND_MANAGER = 0x10000000
    SECOND_APPLICATION = 0x20000000
    SECOND_SOURCE = 0x40000000


class Data(IntEnum):
    """Data argument types (DAT_)."""

    NULL = 0
    CAPABILITY = 1
    EVENT = 2
    IDENTITY = 3
    PARENT = 4
    PENDING = 5
    MEMORY_SETUP = 6
    STATUS = 8
    USER_INTERFACE = 9
    CALLBACK = 0x10
    IMAGE_INFO = 0x101
    IMAGE_MEMORY = 0x103
    ENTRY_POINT = 0x403


class Message(IntEnum):
    """Messages (MSG_)."""

    NULL = 0
    GET = 1
    GET_CURRENT = 2
    GET_FIRST = 4
    GET_NEXT = 5
    SET = 6
    RESET = 7
    TRANSFER_READY = 0x101
    CLOSE_WISHED = 0x102
    CLOSE_CONFIRMED = 0x103
    OPEN_MANAGER = 0x301
    CLOSE_MANAGER = 0x302
    OPEN_SOURCE = 0x401
    CLOSE_SOURCE = 0x402
    DISABLE = 0x501
    ENABLE = 0x502
    PROCESS_EVENT = 0x601
    END_TRANSFER = 0x701
    REGISTER_CALLBACK = 0x902


class Return(IntEnum):
    """Return codes (TWRC_)."""

    SUCCESS = 0
    FAILURE = 1
    CHECK_STATUS = 2
    CANCEL = 3
    SOURCE_EVENT = 4
    NOT_SOURCE_EVENT = 5
    TRANSFER_DONE = 6
    END_OF_LIST = 7
    BUSY = 10
    LOCKED = 11


class Condition(IntEnum):
    """Condition codes (TWCC_)."""

    SUCCESS = 0
    BUMMER = 1
    LOW_MEMORY = 2
    NO_SOURCE = 3
    MAX_CONNECTIONS = 4
    OPERATION_ERROR = 5
    BAD_CAPABILITY = 6
    BAD_PROTOCOL = 9
    BAD_VALUE = 10
    SEQUENCE_ERROR = 11
    BAD_DESTINATION = 12
    CAPABILITY_UNSUPPORTED = 13
    CAPABILITY_BAD_OPERATION = 14
    CAPABILITY_SEQUENCE_ERROR = 15
    DENIED = 16
    PAPER_JAM = 20
    DOUBLE_FEED = 21
    CHECK_DEVICE_ONLINE = 23
    INTERLOCK = 24
    DAMAGED_CORNER = 25
    FOCUS_ERROR = 26
    TOO_LIGHT = 27
    TOO_DARK = 28
    NO_MEDIA = 29


class Cap(IntEnum):
    """Capabilities (CAP_, ICAP_)."""

    TRANSFER_COUNT = 0x0001
    COMPRESSION = 0x0100
    PIXEL_TYPE = 0x0101
    UNITS = 0x0102
    TRANSFER_KIND = 0x0103
    FEEDER_ENABLED = 0x1002
    FEEDER_LOADED = 0x1003
    AUTO_FEED = 0x1007
    INDICATORS = 0x100B
    PAPER_DETECTABLE = 0x100D
    UI_CONTROLLABLE = 0x100E
    DEVICE_ONLINE = 0x100F
    DUPLEX = 0x1012
    DUPLEX_ENABLED = 0x1013
    JOB_CONTROL = 0x1017
    DOUBLE_FEED_DETECTION = 0x103F
    BRIGHTNESS = 0x1101
    CONTRAST = 0x1103
    X_RESOLUTION = 0x1118
    Y_RESOLUTION = 0x1119
    BIT_ORDER = 0x111C
    PIXEL_FLAVOUR = 0x111F
    PLANAR_CHUNKY = 0x1120
    SUPPORTED_SIZES = 0x1122
    DISCARD_BLANK_PAGES = 0x1134


class Item(IntEnum):
    """Types of values (TWTY_)."""

    INT8 = 0
    INT16 = 1
    INT32 = 2
    UINT8 = 3
    UINT16 = 4
    UINT32 = 5
    BOOL = 6
    FIX32 = 7


class Container(IntEnum):
    """How values of a capability are held (TWON_)."""

    ARRAY = 3
    ENUMERATION = 4
    ONE_VALUE = 5
    RANGE = 6


class Pixel(IntEnum):
    """ICAP_PIXELTYPE."""

    BLACK_WHITE = 0
    GREY = 1
    RGB = 2


class Size(IntEnum):
    """ICAP_SUPPORTEDSIZES."""

    NONE = 0
    A4 = 1
    A5 = 5
    A3 = 11


TRANSFER_IN_MEMORY = 2
UNCOMPRESSED = 0
INCHES = 0
CHUNKY = 0
ZERO_IS_BLACK = 0
ZERO_IS_WHITE = 1
FIRST_BIT_LEFT = 1
KEEP_BLANK_PAGES = -2
NO_JOB_CONTROL = 0
DETECT_BY_ULTRASOUND = 0
APPLICATION_OWNS_POINTER = 1 | 8
"""TW_MEMORY.Flags: TWMF_APPOWNS and TWMF_POINTER."""


class _Packed(ctypes.Structure):
    _pack_ = 2


class Version(_Packed):
    """TW_VERSION."""

    _fields_ = (
        ("major", ctypes.c_uint16),
        ("minor", ctypes.c_uint16),
        ("language", ctypes.c_uint16),
        ("country", ctypes.c_uint16),
        ("info", ctypes.c_char * 34),
    )


class Identity(_Packed):
    """TW_IDENTITY."""

    _fields_ = (
        ("number", ctypes.c_uint32),
        ("version", Version),
        ("protocol_major", ctypes.c_uint16),
        ("protocol_minor", ctypes.c_uint16),
        ("groups", ctypes.c_uint32),
        ("maker", ctypes.c_char * 34),
        ("family", ctypes.c_char * 34),
        ("name", ctypes.c_char * 34),
    )


class Capability(_Packed):
    """TW_CAPABILITY."""

    _fields_ = (
        ("cap", ctypes.c_uint16),
        ("container", ctypes.c_uint16),
        ("handle", ctypes.c_void_p),
    )


class UserInterface(_Packed):
    """TW_USERINTERFACE."""

    _fields_ = (
        ("is_shown", ctypes.c_uint16),
        ("is_modal", ctypes.c_uint16),
        ("parent", ctypes.c_void_p),
    )


class Event(_Packed):
    """TW_EVENT."""

    _fields_ = (("event", ctypes.c_void_p), ("message", ctypes.c_uint16))


class Status(_Packed):
    """TW_STATUS."""

    _fields_ = (("condition", ctypes.c_uint16), ("data", ctypes.c_uint16))


class Pending(_Packed):
    """TW_PENDINGXFERS."""

    _fields_ = (("count", ctypes.c_uint16), ("end_of_job", ctypes.c_uint32))


class MemorySetup(_Packed):
    """TW_SETUPMEMXFER."""

    _fields_ = (
        ("least", ctypes.c_uint32),
        ("most", ctypes.c_uint32),
        ("preferred", ctypes.c_uint32),
    )


class Memory(_Packed):
    """TW_MEMORY."""

    _fields_ = (
        ("flags", ctypes.c_uint32),
        ("length", ctypes.c_uint32),
        ("address", ctypes.c_void_p),
    )


class ImageMemory(_Packed):
    """TW_IMAGEMEMXFER: one strip."""

    _fields_ = (
        ("compression", ctypes.c_uint16),
        ("bytes_per_row", ctypes.c_uint32),
        ("columns", ctypes.c_uint32),
        ("rows", ctypes.c_uint32),
        ("x_offset", ctypes.c_uint32),
        ("y_offset", ctypes.c_uint32),
        ("written", ctypes.c_uint32),
        ("memory", Memory),
    )


class Fix32(_Packed):
    """TW_FIX32."""

    _fields_ = (("whole", ctypes.c_int16), ("part", ctypes.c_uint16))

    @property
    def number(self) -> float:
        """The number in the usual way."""
        return float(self.whole) + float(self.part) / 65536


class ImageInfo(_Packed):
    """TW_IMAGEINFO."""

    _fields_ = (
        ("x_resolution", Fix32),
        ("y_resolution", Fix32),
        ("width", ctypes.c_int32),
        ("length", ctypes.c_int32),
        ("samples", ctypes.c_int16),
        ("bits_per_sample", ctypes.c_int16 * 8),
        ("bits_per_pixel", ctypes.c_int16),
        ("planar", ctypes.c_uint16),
        ("pixel", ctypes.c_int16),
        ("compression", ctypes.c_uint16),
    )


class Callback(_Packed):
    """TW_CALLBACK."""

    _fields_ = (
        ("procedure", ctypes.c_void_p),
        ("reference", ctypes.c_uint32),
        ("message", ctypes.c_int16),
    )


class EntryPoint(_Packed):
    """TW_ENTRYPOINT: functions of the second manager."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("entry", ctypes.c_void_p),
        ("allocate", ctypes.c_void_p),
        ("free", ctypes.c_void_p),
        ("lock", ctypes.c_void_p),
        ("unlock", ctypes.c_void_p),
    )
