"""Capabilities of a source as typed values: containers are read and written here.

Source: TWAIN Specification 2.5, chapter 8 (TW_CAPABILITY, TW_ONEVALUE, TW_ENUMERATION, TW_RANGE,
TW_ARRAY; 2-byte packing), chapter 10.
"""

from __future__ import annotations

import ctypes
import struct
from dataclasses import dataclass

from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.twain_library import SharedMemory
from app.scanning.twain_types import Capability, Container, Item

Number = int | float

_FORMATS = {
    Item.INT8: "<b",
    Item.INT16: "<h",
    Item.INT32: "<i",
    Item.UINT8: "<B",
    Item.UINT16: "<H",
    Item.UINT32: "<I",
    Item.BOOL: "<H",
    Item.FIX32: "<hH",
}
_MAX_ITEMS = 4096
_SCALE = 65536


@dataclass(frozen=True, slots=True)
class Values:
    """What a capability is and may be.

    Attributes:
        current: Its value now.
        allowed: The values of a list; empty for a range and for a single value.
        low: Smallest value of a range, when `step` is not 0.
        high: Largest value of a range.
        step: From one value to the next; 0 = no range.
        item: Type of the values.
    """

    current: Number
    item: Item
    allowed: tuple[Number, ...] = ()
    low: Number = 0
    high: Number = 0
    step: Number = 0

    def nearest(self, wanted: Number) -> Number:
        """The allowed value that is closest; of two as close the larger one."""
        if self.allowed:
            return min(self.allowed, key=lambda value: (abs(value - wanted), -value))
        if self.step:
            bounded = min(max(wanted, self.low), self.high)
            steps = int((bounded - self.low) / self.step + 0.5)
            return min(self.low + steps * self.step, self.high)
        return wanted


def read(memory: SharedMemory, answer: Capability) -> Values:
    """Read the container of an answer and give its memory back.

    Raises:
        ScannerMisbehaves: It is no container, or too large.
    """
    if not answer.handle:
        raise ScannerMisbehaves("capability without container")
    try:
        address = memory.lock(answer.handle)
        try:
            return _parsed(Container(answer.container), address)
        finally:
            memory.unlock(answer.handle)
    except ValueError as error:
        raise ScannerMisbehaves(f"container of capability {answer.cap:#06x}") from error
    finally:
        memory.free(answer.handle)


def write(memory: SharedMemory, kind: Container, item: Item, value: Number) -> int:
    """Put one value into a new container; gives its handle, which the caller frees.

    Args:
        memory: Shared with the source.
        kind: ONE_VALUE, or ARRAY of one.
        item: Type of the value.
        value: Whole for all types but FIX32.
    """
    if kind is Container.ARRAY:
        content = struct.pack("<HI", item, 1) + _packed(item, value)
    else:
        content = struct.pack("<H", item) + _packed(item, value).ljust(4, b"\0")
    handle = memory.allocate(len(content))
    ctypes.memmove(memory.lock(handle), content, len(content))
    memory.unlock(handle)
    return handle


def _parsed(kind: Container, address: int) -> Values:
    item = Item(struct.unpack("<H", ctypes.string_at(address, 2))[0])
    match kind:
        case Container.ONE_VALUE:
            return Values(_number(item, ctypes.string_at(address + 2, 4)), item)
        case Container.RANGE:
            slots = ctypes.string_at(address + 2, 20)
            low, high, step, _default, now = (
                _number(item, slots[start : start + 4]) for start in range(0, 20, 4)
            )
            return Values(now, item, low=low, high=high, step=step)
        case Container.ENUMERATION:
            count, index = struct.unpack("<II", ctypes.string_at(address + 2, 8))
            found = _list(item, address + 14, count)
            return Values(found[index] if index < count else found[0], item, found)
        case Container.ARRAY:
            count = struct.unpack("<I", ctypes.string_at(address + 2, 4))[0]
            found = _list(item, address + 6, count) if count else (0,)
            return Values(found[0], item, found if count else ())


def _list(item: Item, address: int, count: int) -> tuple[Number, ...]:
    if not 0 < count <= _MAX_ITEMS:
        raise ValueError("list without sense")
    size = struct.calcsize(_FORMATS[item])
    data = ctypes.string_at(address, size * count)
    return tuple(_number(item, data[start:]) for start in range(0, size * count, size))


def _number(item: Item, data: bytes) -> Number:
    parts = struct.unpack_from(_FORMATS[item], data)
    return parts[0] + parts[1] / _SCALE if item is Item.FIX32 else int(parts[0])


def _packed(item: Item, value: Number) -> bytes:
    if item is Item.FIX32:
        whole, part = divmod(round(value * _SCALE), _SCALE)
        return struct.pack("<hH", whole, part)
    return struct.pack(_FORMATS[item], int(value))
