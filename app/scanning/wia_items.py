"""Devices, items and their properties in Windows Image Acquisition, with typed values.

Source: Microsoft, "WIA Properties" (IWiaPropertyStorage), "IWiaDevMgr2", "IWiaItem2", and for
1.0 "IWiaDevMgr", "IWiaItem".
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.scanning.wia_com import Com, ComPointer, address_of, following, text_at
from app.scanning.wia_errors import WiaCallFailed
from app.scanning.wia_types import (
    ENUM_LOCAL,
    FIRST_ITEM_PROPERTY,
    IID_MANAGER_1,
    IID_MANAGER_2,
    IID_PROPERTIES,
    PROPERTY_BY_NUMBER,
    SCANNER_TYPE,
    WIA_1_MANAGER,
    WIA_2_MANAGER,
    Guid,
    ItemSlot,
    Kind,
    ListSlot,
    ManagerSlot,
    Property,
    PropertyFlag,
    PropertyName,
    PropertySlot,
    PropertyValue,
    Result,
)

_RANGE_ITEMS = 4
_LIST_HEAD = 2
_MAX_ELEMENTS = 4096


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a property may be set to.

    Attributes:
        low: Smallest value of a range, when `step` is not 0.
        high: Largest value of a range.
        step: From one value to the next; 0 = no range.
        values: Those of a list.
        flags: Those of a combination, -1 = not told.
    """

    can_write: bool = False
    low: int = 0
    high: int = 0
    step: int = 0
    values: tuple[int, ...] = ()
    flags: int = -1


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A scanner in the list of the system."""

    name: str
    vendor: str
    model: str


class Properties:
    """Properties of a device or an item.

    Args:
        com: Whose functions give back what values hold.
        storage: IWiaPropertyStorage; not taken over.
    """

    def __init__(self, com: Com, storage: ComPointer) -> None:
        self._com = com
        self._storage = storage

    def number(self, name: Property, missing: int = 0) -> int:
        """A whole number; `missing` where the device has no such property."""
        with self._read(name) as value:
            match value.kind:
                case Kind.I4 | Kind.INT:
                    return int(value.value.i4)
                case Kind.UI4 | Kind.UINT:
                    return int(value.value.ui4)
                case Kind.I2:
                    return int(value.value.i2)
                case Kind.UI2:
                    return int(value.value.ui2)
        return missing

    def text(self, name: Property) -> str:
        """A text, "" where there is none."""
        with self._read(name) as value:
            return text_at(value.value.pointer) if value.kind == Kind.BSTR else ""

    def guid(self, name: Property) -> str:
        """A GUID in its text form, "" where there is none."""
        with self._read(name) as value:
            if value.kind != Kind.CLSID or not value.value.pointer:
                return ""
            return str(Guid.from_address(value.value.pointer))

    def has(self, name: Property) -> bool:
        """Whether the device has this property."""
        with self._read(name) as value:
            return bool(value.kind != Kind.EMPTY)

    def allowed(self, name: Property) -> Allowed:
        """What may be set; nothing where the property is unknown."""
        flags, spec = ctypes.c_uint32(), PropertyName(PROPERTY_BY_NUMBER, name)
        with self._cleared() as value:
            try:
                code = self._storage.call(
                    PropertySlot.ATTRIBUTES,
                    ctypes.c_uint32(1),
                    address_of(spec),
                    address_of(flags),
                    address_of(value),
                )
            except WiaCallFailed:
                return Allowed()
            return _allowed(PropertyFlag(flags.value), value) if code == Result.OK else Allowed()

    def set_number(self, name: Property, wanted: int) -> None:
        """Set a whole number.

        Raises:
            WiaCallFailed: The device does not take it.
        """
        value = PropertyValue(kind=Kind.I4)
        value.value.i4 = wanted
        self._write(name, value)

    def set_guid(self, name: Property, wanted: str) -> None:
        """Set a GUID.

        Raises:
            WiaCallFailed: The device does not take it.
        """
        guid = Guid.of(wanted)
        value = PropertyValue(kind=Kind.CLSID)
        value.value.pointer = ctypes.addressof(guid)
        self._write(name, value)

    def _write(self, name: Property, value: PropertyValue) -> None:
        spec = PropertyName(PROPERTY_BY_NUMBER, name)
        self._storage.call(
            PropertySlot.WRITE,
            ctypes.c_uint32(1),
            address_of(spec),
            address_of(value),
            ctypes.c_uint32(FIRST_ITEM_PROPERTY),
        )

    @contextmanager
    def _read(self, name: Property) -> Iterator[PropertyValue]:
        """The value as it came; empty where there is none."""
        spec = PropertyName(PROPERTY_BY_NUMBER, name)
        with self._cleared() as value:
            try:
                self._storage.call(
                    PropertySlot.READ, ctypes.c_uint32(1), address_of(spec), address_of(value)
                )
            except WiaCallFailed:
                value.kind = Kind.EMPTY
            yield value

    @contextmanager
    def _cleared(self) -> Iterator[PropertyValue]:
        value = PropertyValue()
        try:
            yield value
        finally:
            self._com.functions.PropVariantClear(address_of(value))


def _allowed(flags: PropertyFlag, value: PropertyValue) -> Allowed:
    """Read a vector as its flags say; of a list the first two elements are count and default."""
    can_write = PropertyFlag.WRITE in flags
    if not value.kind & Kind.VECTOR:
        return Allowed(can_write)
    numbers = _elements(value)
    if PropertyFlag.RANGE in flags and len(numbers) >= _RANGE_ITEMS:
        low, _default, high, step = numbers[:_RANGE_ITEMS]
        return Allowed(can_write, low=low, high=high, step=max(step, 1))
    if PropertyFlag.LIST in flags and len(numbers) > _LIST_HEAD:
        return Allowed(can_write, values=tuple(numbers[_LIST_HEAD:]))
    if PropertyFlag.FLAGS in flags and len(numbers) >= _LIST_HEAD:
        return Allowed(can_write, flags=numbers[1])
    return Allowed(can_write)


def _elements(value: PropertyValue) -> list[int]:
    if value.kind & ~Kind.VECTOR not in (Kind.I4, Kind.UI4, Kind.INT, Kind.UINT):
        return []
    count, address = int(value.value.counted.count), value.value.counted.items
    if not address or count > _MAX_ELEMENTS:
        return []
    return list((ctypes.c_int32 * count).from_address(address))


class WiaItem:
    """A device or one of its sources; a context manager that lets go of it.

    Args:
        com: Of this thread.
        pointer: IWiaItem or IWiaItem2; taken over.
        edition: 1 or 2.
    """

    def __init__(self, com: Com, pointer: ComPointer, edition: int) -> None:
        self._com = com
        self.pointer = pointer
        self.edition = edition
        try:
            self._storage = pointer.query(IID_PROPERTIES)
        except WiaCallFailed:
            pointer.release()
            raise
        self.properties = Properties(com, self._storage)

    def __enter__(self) -> WiaItem:
        return self

    def __exit__(self, *_: object) -> None:
        self._storage.release()
        self.pointer.release()

    def children(self) -> Iterator[WiaItem]:
        """The sources of a device; whoever takes one lets go of it."""
        all_categories = [ctypes.c_void_p()] if self.edition > 1 else []
        with self.pointer.made(ItemSlot.CHILDREN, *all_categories) as listing:
            for pointer in following(listing, ListSlot.NEXT):
                yield WiaItem(self._com, pointer, self.edition)


class WiaManager:
    """The service that knows the devices; a context manager.

    Args:
        com: Of this thread.
        edition: 2, or 1 for drivers that refuse the newer interface.

    Raises:
        WiaCallFailed: The service is not on this machine or does not start.
    """

    def __init__(self, com: Com, edition: int) -> None:
        self._com = com
        self.edition = edition
        names = (WIA_2_MANAGER, IID_MANAGER_2) if edition > 1 else (WIA_1_MANAGER, IID_MANAGER_1)
        self._pointer = com.make(*names)

    def __enter__(self) -> WiaManager:
        return self

    def __exit__(self, *_: object) -> None:
        self._pointer.release()

    def devices(self) -> list[FoundDevice]:
        """Scanners the system knows; cameras are left out.

        Raises:
            WiaCallFailed: The list cannot be had.
        """
        found = []
        with self._pointer.made(ManagerSlot.LIST, ctypes.c_int32(ENUM_LOCAL)) as listing:
            for pointer in following(listing, ListSlot.NEXT):
                with pointer:
                    told = Properties(self._com, pointer)
                    if told.number(Property.DEVICE_TYPE) >> 16 & 0xFFFF == SCANNER_TYPE:
                        names = (Property.DEVICE_ID, Property.VENDOR, Property.DEVICE_NAME)
                        found.append(FoundDevice(*(told.text(name) for name in names)))
        return found

    def open(self, name: str) -> WiaItem:
        """A device by its id.

        Raises:
            WiaCallFailed: It is gone, used by another program or does not answer.
        """
        flags = [ctypes.c_int32(0)] if self.edition > 1 else []
        with self._com.text(name) as text:
            made = self._pointer.made(ManagerSlot.CREATE, *flags, text)
        return WiaItem(self._com, made, self.edition)
