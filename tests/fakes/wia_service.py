"""Tables of functions in memory that behave like Windows Image Acquisition.

The objects are real COM objects as far as memory goes: a pointer to a table of C functions, called
by address and slot. So the order of methods, the layout of structures and the counting of
references are what is tested. Callbacks come from another thread, as on Windows.
"""

from __future__ import annotations

import ctypes
import struct
import threading
import uuid
from typing import TYPE_CHECKING

from tests.fakes.wia_device import (
    BLANK_PAGES,
    BRIGHTNESS,
    CAPABILITIES,
    CATEGORY,
    CLASS_NOT_REGISTERED,
    DATA_TYPE,
    DEVICE_ID,
    DEVICE_NAME,
    DEVICE_TYPE,
    E_INVALIDARG,
    FEEDER,
    FLATBED,
    FORMAT,
    I4,
    MULTI_FEED,
    NAME,
    PAGES,
    SELECT,
    TYMED,
    U4,
    VENDOR,
    X_EXTENT,
    X_RES,
    Y_EXTENT,
    Y_RES,
    P,
)
from tests.fakes.wia_things import Listing, Storage, Stream, Thing, signed
from tests.fakes.wia_transfers import BandDownload, StreamDownload

if TYPE_CHECKING:
    from tests.fakes.wia_device import Spec


class World:
    """The functions of the system, over one device."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.things: list[Thing] = []
        self.texts: dict[int, object] = {}
        self.blocks: dict[int, object] = {}
        self.apartments = 0
        self.taken = 0
        self.device = {
            DEVICE_ID: NAME,
            VENDOR: "Example",
            DEVICE_NAME: "Example DS-1",
            DEVICE_TYPE: 1 << 16 | 1,
            CAPABILITIES: spec.capabilities,
            SELECT: 2,
            PAGES: 1,
        }
        self.items = {name: self._item(name) for name in (FLATBED, FEEDER)}
        self.cancelled = threading.Event()

    def _item(self, category: str) -> dict[int, object]:
        return {
            CATEGORY: uuid.UUID(category),
            DATA_TYPE: 3,
            X_RES: 100,
            Y_RES: 100,
            X_EXTENT: 10,
            Y_EXTENT: 10,
            BRIGHTNESS: 0,
            SELECT: 0x20,
            PAGES: 1,
            FORMAT: uuid.UUID(int=0),
            TYMED: 0,
            BLANK_PAGES: 1,
            MULTI_FEED: 0,
        }

    def CoInitializeEx(self, _reserved: None, _flags: int) -> int:
        self.apartments += 1
        return 0

    def CoUninitialize(self) -> None:
        self.apartments -= 1

    def CoCreateInstance(self, made: P, _outer: None, context: int, name: P, out: P) -> int:
        assert context == 4
        wanted = str(uuid.UUID(bytes_le=ctypes.string_at(made.value, 16)))
        edition = {
            "b6c292bc-7c88-41ee-8b54-8ec92617e599": 2,
            "a1f4e726-8cf1-11d1-bf92-0060081ed811": 1,
        }[wanted]
        if edition == 2 and self.spec.lacks_2:
            return signed(CLASS_NOT_REGISTERED)
        manager = Manager(self, edition)
        assert ctypes.string_at(name.value, 16) in manager.names
        P.from_address(out.value).value = manager.address
        return 0

    def PropVariantClear(self, value: P) -> int:
        kind = ctypes.c_uint16.from_address(value.value).value
        if kind == 8:
            self.SysFreeString(P.from_address(value.value + 8).value)
        elif kind == 72:
            self.blocks.pop(P.from_address(value.value + 8).value)
        elif kind & 0x1000:
            self.blocks.pop(P.from_address(value.value + 16).value)
        ctypes.memset(value.value, 0, 24)
        return 0

    def SysAllocStringLen(self, letters: bytes, count: int) -> int:
        memory = ctypes.create_string_buffer(struct.pack("<I", 2 * count) + letters + b"\0\0")
        address = ctypes.addressof(memory) + 4
        self.texts[address] = memory
        return address

    def SysFreeString(self, text: int | None) -> None:
        if text:
            self.texts.pop(getattr(text, "value", text))

    def SHCreateMemStream(self, _start: None, _size: int) -> int:
        return Stream(self).address

    def block(self, content: bytes) -> int:
        memory = ctypes.create_string_buffer(content, len(content))
        self.blocks[ctypes.addressof(memory)] = memory
        return ctypes.addressof(memory)

    @property
    def status(self) -> int:
        ready = 1 if self.taken < self.spec.sheets else 0
        return ready | self.spec.condition

    def leaked(self) -> list[str]:
        """What was never given back."""
        things = [type(thing).__name__ for thing in self.things if thing.count]
        texts = ["text"] * len(self.texts) + ["block"] * len(self.blocks)
        return things + texts + ["apartment"] * self.apartments


class Item(Thing):
    """IWiaItem or IWiaItem2 of a device or a source, with its other interfaces."""

    def __init__(self, world: World, edition: int, values: dict[int, object], root: bool) -> None:
        children = (I4, P, P, P) if edition == 2 else (I4, P, P)
        unused = [((I4, P), lambda _this: signed(0x80004001))] * 2
        super().__init__(world, (), [*unused, (children, self._children)])
        self.edition, self.values, self.root = edition, values, root
        storage = Storage(world, values)
        transfer = StreamDownload(world, values) if edition == 2 else BandDownload(world, values)
        for sibling in (storage, transfer):
            sibling.count = 0
        self.siblings = [storage, transfer]

    def _children(self, _this: int, *arguments: int) -> int:
        sources = list(self.world.items.values())
        if self.edition == 1:
            sources = sources[:1]
        things = [Item(self.world, self.edition, values, False) for values in sources]
        P.from_address(arguments[-1]).value = Listing(self.world, things).address
        return 0


class Manager(Thing):
    """IWiaDevMgr or IWiaDevMgr2."""

    def __init__(self, world: World, edition: int) -> None:
        create = (I4, P, I4, P, P) if edition == 2 else (I4, P, P, P)
        name = (
            "79c07cf1-cbdd-41ee-8ec3-f00080cada7a"
            if edition == 2
            else "5eb2502a-8cf1-11d1-bf92-0060081ed811"
        )
        methods = [((I4, P, I4, P), self._list), (create, self._create)]
        super().__init__(world, (name,), methods)
        self.edition = edition

    def _list(self, _this: int, flags: int, out: int) -> int:
        assert flags == 0x10
        camera = {DEVICE_ID: "camera", DEVICE_NAME: "Camera", DEVICE_TYPE: 2 << 16}
        found = [Storage(self.world, camera)] * self.world.spec.cameras
        found.append(Storage(self.world, self.world.device))
        P.from_address(out).value = Listing(self.world, found).address
        return 0

    def _create(self, _this: int, *arguments: int) -> int:
        text, out = arguments[-2:]
        size = U4.from_address(text - 4).value
        name = ctypes.string_at(text, size).decode("utf-16-le")
        if self.world.spec.opening or name != NAME:
            return signed(self.world.spec.opening or E_INVALIDARG)
        P.from_address(out).value = Item(self.world, self.edition, self.world.device, True).address
        return 0
