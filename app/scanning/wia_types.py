"""Names, numbers and memory layouts of Windows Image Acquisition.

Source: Microsoft, Windows SDK, `wia_lh.idl` (interfaces, their order of methods and identifiers),
`wiadef.h` (properties, categories, values, results), `propidl.h` (PROPSPEC, PROPVARIANT),
`objidl.h` (IStream); compared with the winapi crate (`wia_lh.rs`) and with win32metadata.
"""

from __future__ import annotations

import ctypes
import uuid
from enum import IntEnum, IntFlag

WIA_2_MANAGER = "b6c292bc-7c88-41ee-8b54-8ec92617e599"
WIA_1_MANAGER = "a1f4e726-8cf1-11d1-bf92-0060081ed811"
"""Classes that CoCreateInstance makes: WiaDevMgr2 and WiaDevMgr."""

IID_UNKNOWN = "00000000-0000-0000-c000-000000000046"
IID_MANAGER_2 = "79c07cf1-cbdd-41ee-8ec3-f00080cada7a"
IID_MANAGER_1 = "5eb2502a-8cf1-11d1-bf92-0060081ed811"
IID_PROPERTIES = "98b5e8a0-29cc-491a-aac0-e6db4fdcceb6"
IID_TRANSFER_2 = "c39d6942-2f4e-4d04-92fe-4ef4d3a1de5a"
IID_TRANSFER_1 = "a6cef998-a5b0-11d2-a08f-00c04f72dc3c"
IID_CALLBACK_2 = "27d4eaaf-28a6-4ca5-9aab-e678168b9527"
IID_CALLBACK_1 = "a558a866-a5b0-11d2-a08f-00c04f72dc3c"

CATEGORY_FLATBED = "fb607b1f-43f3-488b-855b-fb703ec342a6"
CATEGORY_FEEDER = "fe131934-f84c-42ad-8da4-6129cddd7288"
FORMAT_BMP = "b96b3cab-0728-11d3-9d7b-0000f81ef32e"

CLSCTX_LOCAL_SERVER = 4
COINIT_MULTITHREADED = 0
ENUM_LOCAL = 0x10
"""WIA_DEVINFO_ENUM_LOCAL: without those that the user has only seen on the network."""
SCANNER_TYPE = 1
"""StiDeviceTypeScanner, in the high word of WIA_DIP_DEV_TYPE."""
FIRST_ITEM_PROPERTY = 4098
TYMED_FILE = 2
TYMED_CALLBACK = 128
TRANSFER_BUFFER_BYTES = 256 * 1024


class UnknownSlot(IntEnum):
    """IUnknown."""

    QUERY = 0
    ADD_REF = 1
    RELEASE = 2


class ManagerSlot(IntEnum):
    """IWiaDevMgr and IWiaDevMgr2; `CREATE` of the second takes flags first."""

    LIST = 3
    CREATE = 4


class ListSlot(IntEnum):
    """IEnumWIA_DEV_INFO, IEnumWiaItem and IEnumWiaItem2."""

    NEXT = 3


class PropertySlot(IntEnum):
    """IWiaPropertyStorage."""

    READ = 3
    WRITE = 4
    ATTRIBUTES = 15


class ItemSlot(IntEnum):
    """IWiaItem and IWiaItem2; `CHILDREN` of the second takes a category first."""

    CHILDREN = 5


class TransferSlot(IntEnum):
    """IWiaTransfer."""

    DOWNLOAD = 3
    CANCEL = 5


class DataTransferSlot(IntEnum):
    """IWiaDataTransfer."""

    BANDED = 4


class StreamSlot(IntEnum):
    """IStream."""

    READ = 3
    WRITE = 4
    SEEK = 5


class Property(IntEnum):
    """WIA_DIP_ (device list), WIA_DPS_ (device), WIA_IPA_ and WIA_IPS_ (item)."""

    DEVICE_ID = 2
    VENDOR = 3
    DEVICE_TYPE = 5
    DEVICE_NAME = 7
    HANDLING_CAPABILITIES = 3086
    HANDLING_STATUS = 3087
    HANDLING_SELECT = 3088
    PAGES = 3096
    PAGE_SIZE = 3097
    DATA_TYPE = 4103
    FORMAT = 4106
    TYMED = 4108
    CATEGORY = 4125
    JOB_SEPARATORS = 4165
    BLANK_PAGES = 4167
    MULTI_FEED = 4168
    X_RESOLUTION = 6147
    Y_RESOLUTION = 6148
    X_POSITION = 6149
    Y_POSITION = 6150
    X_EXTENT = 6151
    Y_EXTENT = 6152
    BRIGHTNESS = 6154
    CONTRAST = 6155


class Kind(IntEnum):
    """VARTYPE of a PROPVARIANT."""

    EMPTY = 0
    I2 = 2
    I4 = 3
    BSTR = 8
    UI2 = 18
    UI4 = 19
    INT = 22
    UINT = 23
    CLSID = 72
    VECTOR = 0x1000


class PropertyFlag(IntFlag):
    """What GetPropertyAttributes says of a property."""

    READ = 0x01
    WRITE = 0x02
    NONE = 0x08
    RANGE = 0x10
    LIST = 0x20
    FLAGS = 0x40


class Ability(IntFlag):
    """WIA_DPS_DOCUMENT_HANDLING_CAPABILITIES."""

    FEEDER = 0x01
    FLATBED = 0x02
    DUPLEX = 0x04
    DETECTS_FEEDER_PAPER = 0x20


class Condition(IntFlag):
    """WIA_DPS_DOCUMENT_HANDLING_STATUS."""

    FEEDER_READY = 0x001
    PATH_COVER_UP = 0x010
    PAPER_JAM = 0x020
    MULTIPLE_FEED = 0x200


class Handling(IntFlag):
    """WIA_DPS_ and WIA_IPS_DOCUMENT_HANDLING_SELECT."""

    FEEDER = 0x01
    FLATBED = 0x02
    DUPLEX = 0x04
    FRONT_FIRST = 0x08
    FRONT_ONLY = 0x20


class DataType(IntEnum):
    """WIA_IPA_DATATYPE."""

    THRESHOLD = 0
    GREY = 2
    COLOUR = 3


PAGE_A4 = 0
PAGE_CUSTOM = 2
PAGE_A3 = 10
PAGE_A5 = 11
ALL_PAGES = 0
BLANK_PAGES_KEPT = 0
SEPARATORS_KEPT = 0
MULTI_FEED_IGNORED = 0
MULTI_FEED_IS_ERROR = 1


class TransferMessage(IntEnum):
    """WIA_TRANSFER_MSG_ of 2.0."""

    STATUS = 1
    END_OF_STREAM = 2
    END_OF_TRANSFER = 3
    DEVICE_STATUS = 5
    NEW_PAGE = 6


class BandMessage(IntEnum):
    """IT_MSG_ of 1.0."""

    HEADER = 1
    BYTES = 2
    STATUS = 3
    TERMINATION = 4
    NEW_PAGE = 5


class Result(IntEnum):
    """HRESULT, as unsigned number.

    Microsoft's page on WIA errors writes the decimal numbers of the header as if they were
    hexadecimal (cover open: 16 in `wiadef.h`, 0x80210016 on the page). No value of the one list
    means something else in the other, so both are understood.
    """

    OK = 0
    FALSE = 1
    END_OF_MEDIA = 0x00210001
    NO_INTERFACE = 0x80004002
    FAIL = 0x80004005
    ACCESS_DENIED = 0x80070005
    OUT_OF_MEMORY = 0x8007000E
    INVALID_ARGUMENT = 0x80070057
    CLASS_NOT_REGISTERED = 0x80040154
    SERVER_GONE = 0x800706BA
    CALL_FAILED = 0x800706BE
    GENERAL = 0x80210001
    PAPER_JAM = 0x80210002
    PAPER_EMPTY = 0x80210003
    PAPER_PROBLEM = 0x80210004
    OFFLINE = 0x80210005
    BUSY = 0x80210006
    WARMING_UP = 0x80210007
    USER_INTERVENTION = 0x80210008
    ITEM_DELETED = 0x80210009
    COMMUNICATION = 0x8021000A
    INVALID_COMMAND = 0x8021000B
    INCORRECT_SETTING = 0x8021000C
    LOCKED = 0x8021000D
    DRIVER_EXCEPTION = 0x8021000E
    INVALID_RESPONSE = 0x8021000F
    COVER_OPEN = 0x80210010
    LAMP_OFF = 0x80210011
    NETWORK_RESERVATION = 0x80210013
    MULTI_FEED = 0x80210014
    NO_DEVICE = 0x80210015
    COVER_OPEN_AS_WRITTEN = 0x80210016
    LAMP_OFF_AS_WRITTEN = 0x80210017
    NETWORK_RESERVATION_AS_WRITTEN = 0x80210019
    MULTI_FEED_AS_WRITTEN = 0x80210020

    @classmethod
    def named(cls, code: int) -> str:
        """Name of a code, or its hexadecimal number."""
        number = code & 0xFFFFFFFF
        return cls(number).name if number in cls._value2member_map_ else f"0x{number:08X}"


class Guid(ctypes.Structure):
    """GUID in memory."""

    _fields_ = (
        ("first", ctypes.c_uint32),
        ("second", ctypes.c_uint16),
        ("third", ctypes.c_uint16),
        ("rest", ctypes.c_uint8 * 8),
    )

    @classmethod
    def of(cls, text: str) -> Guid:
        """GUID of its text form."""
        return cls.from_buffer_copy(uuid.UUID(text).bytes_le)

    def __str__(self) -> str:
        return str(uuid.UUID(bytes_le=bytes(self)))


class PropertyName(ctypes.Structure):
    """PROPSPEC that names a property by number; the union has the width of a pointer."""

    _fields_ = (("kind", ctypes.c_uint32), ("number", ctypes.c_size_t))


PROPERTY_BY_NUMBER = 1


class Counted(ctypes.Structure):
    """CAL, CACLSID …: a vector in a PROPVARIANT."""

    _fields_ = (("count", ctypes.c_uint32), ("items", ctypes.c_void_p))


class _Value(ctypes.Union):
    _fields_ = (
        ("i2", ctypes.c_int16),
        ("i4", ctypes.c_int32),
        ("ui2", ctypes.c_uint16),
        ("ui4", ctypes.c_uint32),
        ("pointer", ctypes.c_void_p),
        ("counted", Counted),
        ("wide", ctypes.c_uint64),
    )


class PropertyValue(ctypes.Structure):
    """PROPVARIANT."""

    _fields_ = (
        ("kind", ctypes.c_uint16),
        ("reserved", ctypes.c_uint16 * 3),
        ("value", _Value),
    )


class TransferParameters(ctypes.Structure):
    """WiaTransferParams."""

    _fields_ = (
        ("message", ctypes.c_int32),
        ("percent", ctypes.c_int32),
        ("transferred", ctypes.c_uint64),
        ("status", ctypes.c_int32),
    )


class DataTransferInfo(ctypes.Structure):
    """WIA_DATA_TRANSFER_INFO."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("section", ctypes.c_uint32),
        ("buffer_size", ctypes.c_uint32),
        ("double_buffer", ctypes.c_int32),
        ("reserved", ctypes.c_uint32 * 3),
    )
