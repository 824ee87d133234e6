"""Objects of COM in memory: tables of C functions, counted references, properties, streams."""

from __future__ import annotations

import ctypes
import io
import struct
import threading
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.fakes.wia_device import (
    BRIGHTNESS,
    DATA_TYPE,
    E_INVALIDARG,
    E_NOINTERFACE,
    I4,
    PAGES,
    PROTOTYPE,
    SELECT,
    STATUS,
    U4,
    X_EXTENT,
    X_RES,
    Y_EXTENT,
    Y_RES,
    P,
)

if TYPE_CHECKING:
    from tests.fakes.wia_service import World

UNKNOWN = "00000000-0000-0000-c000-000000000046"


def signed(code: int) -> int:
    return I4(code).value


class Thing:
    """An object with a table of functions and a count of references."""

    def __init__(self, world: World, names: tuple[str, ...], methods: list[tuple]) -> None:
        self.world, self.count = world, 1
        self.names = {uuid.UUID(name).bytes_le for name in (*names, UNKNOWN)}
        all_methods = [
            ((I4, P, P, P), self._query),
            ((U4, P), self._add),
            ((U4, P), self._drop),
            *methods,
        ]
        self.functions = [PROTOTYPE(*types)(called) for types, called in all_methods]
        self.table = (P * len(self.functions))(*[ctypes.cast(f, P).value for f in self.functions])
        self.memory = P(ctypes.addressof(self.table))
        self.address = ctypes.addressof(self.memory)
        self.siblings: list[Thing] = []
        world.things.append(self)

    def _query(self, _this: int, name: int, out: int) -> int:
        wanted = ctypes.string_at(name, 16)
        for thing in (self, *self.siblings):
            if wanted in thing.names:
                thing.count += 1
                P.from_address(out).value = thing.address
                return 0
        P.from_address(out).value = None
        return signed(E_NOINTERFACE)

    def _add(self, _this: int) -> int:
        self.count += 1
        return self.count

    def _drop(self, _this: int) -> int:
        self.count -= 1
        return self.count


class Listing(Thing):
    """IEnumWIA_DEV_INFO, IEnumWiaItem, IEnumWiaItem2."""

    def __init__(self, world: World, things: list[Thing]) -> None:
        super().__init__(world, (), [((I4, P, U4, P, P), self._next)])
        self.left = things

    def _next(self, _this: int, count: int, out: int, fetched: int) -> int:
        assert count == 1
        if not self.left:
            U4.from_address(fetched).value = 0
            return 1
        P.from_address(out).value = self.left.pop(0).address
        U4.from_address(fetched).value = 1
        return 0


class Storage(Thing):
    """IWiaPropertyStorage: Read, Write, ten that are not used, GetPropertyAttributes."""

    def __init__(self, world: World, values: dict[int, object]) -> None:
        unused = [((I4, P), lambda _this: signed(0x80004001))] * 10
        types = (I4, P, U4, P, P)
        attributes = ((I4, P, U4, P, P, P), self._attributes)
        methods = [(types, self._read), ((*types, U4), self._write), *unused, attributes]
        super().__init__(world, ("98b5e8a0-29cc-491a-aac0-e6db4fdcceb6",), methods)
        self.values = values

    def _name(self, spec: int) -> int:
        kind, number = struct.unpack("<I4xQ", ctypes.string_at(spec, 16))
        assert kind == 1
        return number

    def _read(self, _this: int, _count: int, spec: int, out: int) -> int:
        name = self._name(spec)
        value = self.world.status if name == STATUS else self.values.get(name)
        match value:
            case int():
                ctypes.memmove(out, struct.pack("<H6xi", 3, value), 12)
            case str():
                letters = value.encode("utf-16-le")
                text = self.world.SysAllocStringLen(letters, len(value))
                ctypes.memmove(out, struct.pack("<H6xQ", 8, text), 16)
            case uuid.UUID():
                place = self.world.block(value.bytes_le)
                ctypes.memmove(out, struct.pack("<H6xQ", 72, place), 16)
            case _:
                return 1
        return 0

    def _write(self, _this: int, _count: int, spec: int, value: int, first: int) -> int:
        assert first == 4098
        name, kind = self._name(spec), ctypes.c_uint16.from_address(value).value
        if name not in self.values:
            return signed(E_INVALIDARG)
        if kind == 72:
            content = ctypes.string_at(P.from_address(value + 8).value, 16)
            self.values[name] = uuid.UUID(bytes_le=content)
            return 0
        number = I4.from_address(value + 8).value
        if name in (X_RES, Y_RES) and number not in self.world.spec.resolutions:
            return signed(E_INVALIDARG)
        selects = self.world.spec.selects
        if name == SELECT and selects and number not in selects:
            return signed(E_INVALIDARG)
        self.values[name] = number
        return 0

    def _attributes(self, _this: int, _count: int, spec: int, flags: int, out: int) -> int:
        name = self._name(spec)
        lists = {
            X_RES: self.world.spec.resolutions,
            Y_RES: self.world.spec.resolutions,
            DATA_TYPE: (0, 2, 3),
        }
        ranges = {
            X_EXTENT: (1, 1, 5000, 1),
            Y_EXTENT: (1, 1, 7000, 1),
            BRIGHTNESS: (-1000, 0, 1000, 10),
            PAGES: (0, 1, 100, 1),
        }
        if name in lists:
            numbers = (len(lists[name]), lists[name][0], *lists[name])
            U4.from_address(flags).value = 0x23
        elif name in ranges:
            numbers = ranges[name]
            U4.from_address(flags).value = 0x13
        else:
            return 1
        place = self.world.block(struct.pack(f"<{len(numbers)}i", *numbers))
        ctypes.memmove(out, struct.pack("<H6xI4xQ", 0x1003, len(numbers), place), 24)
        return 0


class Stream(Thing):
    """IStream in memory: Read, Write, Seek."""

    def __init__(self, world: World) -> None:
        methods = [
            ((I4, P, P, U4, P), self._read),
            ((I4, P, P, U4, P), self._write),
            ((I4, P, ctypes.c_int64, U4, P), self._seek),
        ]
        super().__init__(world, ("0000000c-0000-0000-c000-000000000046",), methods)
        self.content = io.BytesIO()

    def _read(self, _this: int, buffer: int, size: int, count: int) -> int:
        part = self.content.read(size)
        ctypes.memmove(buffer, part, len(part))
        U4.from_address(count).value = len(part)
        return 0

    def _write(self, _this: int, buffer: int, size: int, count: int | None) -> int:
        self.content.write(ctypes.string_at(buffer, size))
        return 0

    def _seek(self, _this: int, move: int, origin: int, _new: int | None) -> int:
        self.content.seek(move, origin)
        return 0


def call(address: int, slot: int, types: tuple, *arguments: object) -> int:
    table = P.from_address(address).value
    place = P.from_address(table + 8 * slot).value
    return PROTOTYPE(*types)(place)(address, *arguments)


def in_thread(work: Callable[[], int]) -> int:
    """Run elsewhere, as the system does with callbacks."""
    outcome: list[int] = []
    thread = threading.Thread(target=lambda: outcome.append(work()))
    thread.start()
    thread.join()
    return outcome[0]
