"""Transfers of pages as WIA 2.0 and 1.0 do them, with what goes wrong on the way."""

from __future__ import annotations

import ctypes
import io
import os
import signal
import struct
import time
import uuid
from typing import TYPE_CHECKING

from PIL import Image

from tests.fakes.wia_device import (
    BMP,
    CATEGORY,
    E_INVALIDARG,
    FLATBED,
    FORMAT,
    I4,
    PAGES,
    PAPER_EMPTY,
    SELECT,
    TYMED,
    U4,
    P,
    picture,
)
from tests.fakes.wia_things import Thing, call, in_thread, signed

if TYPE_CHECKING:
    from tests.fakes.wia_service import World


class Download(Thing):
    """What both kinds of transfer share: which side comes next and what happens to it."""

    def sides(self) -> int:
        is_flatbed = self.values[CATEGORY] == uuid.UUID(FLATBED)
        if self.world.device[SELECT] & 1:
            is_flatbed = False
        return 1 if is_flatbed else self.world.spec.sheets

    def check(self, number: int) -> tuple[int, str]:
        spec = self.world.spec
        strange = spec.strange.get(str(number), "")
        if strange == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        if strange == "hang":
            time.sleep(60)
        return spec.fails.get(str(number), 0), strange

    def content(self, number: int, strange: str) -> bytes:
        data = picture(number)
        if strange == "cut":
            return data[: len(data) // 2]
        if strange == "rubbish":
            return b"no picture at all"
        if strange == "unknown_height":
            return data[:22] + bytes(4) + data[26:]
        if strange == "jpeg":
            store = io.BytesIO()
            Image.new("L", (40, 60), 90).save(store, "JPEG")
            return store.getvalue()
        return data


class StreamDownload(Download):
    """IWiaTransfer."""

    def __init__(self, world: World, values: dict[int, object]) -> None:
        methods = [
            ((I4, P, I4, P), self._download),
            ((I4, P), lambda _this: 1),
            ((I4, P), self._cancel),
        ]
        super().__init__(world, ("c39d6942-2f4e-4d04-92fe-4ef4d3a1de5a",), methods)
        self.values = values

    def _cancel(self, _this: int) -> int:
        self.world.cancelled.set()
        return 0

    def _download(self, _this: int, _flags: int, callback: int) -> int:
        assert self.values[FORMAT] == uuid.UUID(BMP)
        assert self.values[TYMED] == 2
        if self.world.spec.refuses_2:
            return signed(E_INVALIDARG)
        return signed(in_thread(lambda: self._run(callback)))

    def _run(self, callback: int) -> int:
        world, most = self.world, self.values[PAGES]
        total, first = self.sides(), world.taken
        limit = total if total == 1 or not most else min(total, first + most)
        if first >= limit:
            return PAPER_EMPTY
        for number in range(first + 1, limit + 1):
            code, strange = self.check(number)
            if code:
                return code
            world.taken = number
            if self._side(callback, number, strange):
                return 1
        return (self._tell(callback, 3, 100, 0) and 1) or world.spec.end

    def _side(self, callback: int, number: int, strange: str) -> int:
        out = P()
        taker = (I4, P, I4, P, P, P)
        stop = call(callback, 4, taker, 0, None, None, ctypes.addressof(out))
        if stop or self._tell(callback, 1, 50, 2**40 if strange == "huge" else 10):
            self._let_go(out)
            return 1
        data = self.content(number, strange)
        buffer, count = ctypes.create_string_buffer(data, len(data)), U4()
        writing = (I4, P, P, U4, P)
        call(out.value, 4, writing, buffer, len(data), ctypes.byref(count))
        self._let_go(out)
        status = 0x80210004 if strange == "bad_stream" else 0
        return 0 if strange == "no_end" else self._tell(callback, 2, 100, len(data), status)

    def _let_go(self, out: P) -> None:
        if out.value:
            call(out.value, 2, (U4, P))

    def _tell(self, callback: int, message: int, percent: int, size: int, status: int = 0) -> int:
        told = struct.pack("<iiQi4x", message, percent, size, signed(status))
        buffer = ctypes.create_string_buffer(told, len(told))
        return call(callback, 3, (I4, P, I4, P), 0, buffer)


class BandDownload(Download):
    """IWiaDataTransfer: one side, or both of a sheet, for each call."""

    def __init__(self, world: World, values: dict[int, object]) -> None:
        unused = ((I4, P), lambda _this: 1)
        super().__init__(
            world,
            ("a6cef998-a5b0-11d2-a08f-00c04f72dc3c",),
            [unused, ((I4, P, P, P), self._banded)],
        )
        self.values = values

    def _banded(self, _this: int, info: int, callback: int) -> int:
        size, _section, buffer_size, _double = struct.unpack("<IIIi", ctypes.string_at(info, 16))
        assert (size, buffer_size) == (28, 256 * 1024)
        assert self.values[TYMED] == 128
        return signed(in_thread(lambda: self._run(callback)))

    def _run(self, callback: int) -> int:
        world, sides = self.world, self.world.device[PAGES]
        if world.taken >= self.sides():
            return PAPER_EMPTY
        for side in range(sides):
            number = world.taken + 1
            code, strange = self.check(number)
            if code:
                return code
            world.taken = number
            if self._side(callback, number, strange, side + 1 < sides):
                return 1
        return 0

    def _side(self, callback: int, number: int, strange: str, is_followed: bool) -> int:
        data = self.content(number, strange)[14:]
        if self._tell(callback, 1, b"header"):
            return 1
        for start in range(0, len(data), 512):
            if self._tell(callback, 2, data[start : start + 512]):
                return 1
        if strange == "no_end":
            return 0
        return self._tell(callback, 5 if is_followed else 4, b"")

    def _tell(self, callback: int, message: int, data: bytes) -> int:
        types = (I4, P, I4, I4, I4, I4, I4, I4, I4, P)
        buffer = ctypes.create_string_buffer(data, max(len(data), 1))
        return call(callback, 3, types, message, 1, 50, 0, len(data), 0, 0, buffer)
