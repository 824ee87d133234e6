"""A data source manager in memory, with one scanner: a C function that checks every triplet.

What a source would do in the wrong state is refused with a sequence error, as the specification
says; so the order of calls, the layout of structures and the counting of memory are tested.
"""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import time
from dataclasses import dataclass, field

from app.scanning.twain_library import TwainLibrary
from app.scanning.twain_window import WindowMessage

P = ctypes.c_void_p
PROTOTYPE = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
ENTRY = PROTOTYPE(ctypes.c_uint16, P, P, ctypes.c_uint32, ctypes.c_uint16, ctypes.c_uint16, P)
NAME = "Example DS-1"
WIDTH, LENGTH, STRIDE = 40, 60, 44
UINT16, BOOL, FIX32, INT32, INT16 = 4, 6, 7, 2, 1
XFER_COUNT, COMPRESSION, PIXEL_TYPE, UNITS, MECHANISM = 1, 0x100, 0x101, 0x102, 0x103
FEEDER, LOADED, AUTO_FEED, INDICATORS, DETECTABLE = 0x1002, 0x1003, 0x1007, 0x100B, 0x100D
UI, ONLINE, DUPLEX, DUPLEX_ON, JOB = 0x100E, 0x100F, 0x1012, 0x1013, 0x1017
BRIGHTNESS, X_RES, Y_RES, FLAVOUR, SIZES, BLANK = 0x1101, 0x1118, 0x1119, 0x111F, 0x1122, 0x1134
SUCCESS, FAILURE, CHECK, CANCEL, EVENT, NO_EVENT, DONE, END_LIST = range(8)


@dataclass
class Spec:
    """A scanner and what it does.

    Attributes:
        fails: Condition code in place of the side of that number (from 1).
        strange: What is done to the side of that number: "cut", "tiles", "overflow", "crash",
            "hang", "cancel", "runs_out", "odd_pixels", "bare_stride".
        steps: Condition code of a step: "open", "enable", "info", "end", "parent".
        edition: Of source and manager: 2 calls back, 1 speaks through window messages.
        per_enable: Sides after which it stops although more lie there, 0 = all.
        lacks: Capabilities it does not have.
        stuck: Capabilities it shows and does not let anybody set.
    """

    sheets: int = 10
    fails: dict[str, int] = field(default_factory=dict)
    strange: dict[str, str] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    edition: int = 2
    per_enable: int = 0
    lacks: list[int] = field(default_factory=list)
    stuck: list[int] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)
    has_glass: bool = True
    ready: str = "ready"
    installed: list[str] = field(default_factory=lambda: [NAME, "WIA-Example DS-1"])


def shade(number: int) -> int:
    return 20 * number % 256


class Scanner:
    """The manager and its only device."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.state = 2
        self.taken = 0
        self.batch = 0
        self.row = 0
        self.condition = 0
        self.list_place = 0
        self.blocks: dict[int, object] = {}
        self.callback: int = 0
        self.messages: list[int] = []
        self.trail: list[str] = []
        self.values = {
            XFER_COUNT: (INT16, -1),
            COMPRESSION: (UINT16, 0),
            PIXEL_TYPE: (UINT16, 0),
            UNITS: (UINT16, 0),
            MECHANISM: (UINT16, 0),
            FEEDER: (BOOL, 0),
            LOADED: (BOOL, 1),
            AUTO_FEED: (BOOL, 0),
            INDICATORS: (BOOL, 1),
            DETECTABLE: (BOOL, 1),
            UI: (BOOL, 1),
            ONLINE: (BOOL, 1),
            DUPLEX: (UINT16, 1),
            DUPLEX_ON: (BOOL, 0),
            BRIGHTNESS: (FIX32, 0),
            X_RES: (FIX32, 200),
            Y_RES: (FIX32, 200),
            FLAVOUR: (UINT16, 1),
            SIZES: (UINT16, 0),
            BLANK: (INT32, -1),
            JOB: (UINT16, 1),
        }
        for cap, value in spec.values.items():
            self.values[int(cap)] = (self.values[int(cap)][0], value)
        self.functions = [
            PROTOTYPE(P, ctypes.c_uint32)(self.allocate),
            PROTOTYPE(None, P)(self.free),
            PROTOTYPE(P, P)(self.lock),
            PROTOTYPE(None, P)(self.unlock),
        ]
        self.entry_function = ENTRY(self._entry)

    def library(self) -> TwainLibrary:
        return TwainLibrary(self.entry_function, self)

    def allocate(self, size: int) -> int:
        memory = ctypes.create_string_buffer(size)
        self.blocks[ctypes.addressof(memory)] = memory
        return ctypes.addressof(memory)

    def free(self, handle: int) -> None:
        del self.blocks[handle]

    def lock(self, handle: int) -> int:
        assert handle in self.blocks
        return handle

    def unlock(self, handle: int) -> None:
        assert handle in self.blocks

    # The loop of window messages.

    window = 77

    def next(self, seconds: float) -> WindowMessage | None:
        if self.spec.edition == 1 and self.messages:
            return WindowMessage(kind=0x8000)
        time.sleep(min(seconds, 0.01))
        return WindowMessage(kind=0x113) if self.state == 5 else None

    def dispatch(self, message: WindowMessage) -> None:
        assert message.kind == 0x113

    # The one function.

    def _entry(self, _origin: int, dest: int, group: int, data: int, message: int, p: int) -> int:
        self.trail.append(f"{data:x}.{message:x}")
        if (data, message) == (8, 1):
            ctypes.memmove(p, struct.pack("<HH", self.condition, 0), 4)
            return SUCCESS
        handlers = {
            (4, 0x301): self._open_manager,
            (4, 0x302): self._close_manager,
            (0x403, 1): self._entry_point,
            (3, 4): self._first,
            (3, 5): self._next_source,
            (3, 0x401): self._open_source,
            (3, 0x402): self._close_source,
            (1, 1): self._get,
            (1, 6): self._set,
            (0x10, 0x902): self._register,
            (9, 0x502): self._enable,
            (9, 0x501): self._disable,
            (2, 0x601): self._event,
            (0x101, 1): self._info,
            (6, 1): self._setup,
            (0x103, 1): self._strip,
            (5, 0x701): self._end_page,
            (5, 7): self._reset,
        }
        needs_source = (data, message) not in {
            (4, 0x301),
            (4, 0x302),
            (0x403, 1),
            (3, 4),
            (3, 5),
            (3, 0x401),
            (3, 0x402),
        }
        assert bool(dest) is needs_source
        assert group == (2 if data in (0x101, 0x103) else 1)
        return handlers[data, message](p, _origin)

    def _fail(self, condition: int, code: int = FAILURE) -> int:
        self.condition = condition
        return code

    def _wrong_state(self, *states: int) -> bool:
        return self.state not in states

    def _open_manager(self, p: int, origin: int) -> int:
        assert P.from_address(p).value == self.window
        if "parent" in self.spec.steps:
            return self._fail(self.spec.steps["parent"])
        self.state = 3
        if self.spec.edition == 2:
            groups = ctypes.c_uint32.from_address(origin + 4 + 42 + 4)
            assert groups.value & 0x20000000
            groups.value |= 0x10000000
        return SUCCESS

    def _close_manager(self, _p: int, _origin: int) -> int:
        if self._wrong_state(3):
            return self._fail(11)
        self.state = 2
        return SUCCESS

    def _entry_point(self, p: int, _origin: int) -> int:
        addresses = [ctypes.cast(each, P).value for each in self.functions]
        assert ctypes.c_uint32.from_address(p).value == 44
        ctypes.memmove(p + 12, struct.pack("<4Q", *addresses), 32)
        return SUCCESS

    def _first(self, p: int, origin: int) -> int:
        self.list_place = 0
        if not self.spec.installed:
            return self._fail(3)
        return self._next_source(p, origin)

    def _next_source(self, p: int, _origin: int) -> int:
        if self.list_place == len(self.spec.installed):
            return END_LIST
        name = self.spec.installed[self.list_place].encode()
        ctypes.memmove(p, struct.pack("<I42sHHI34s34s34s", 1, b"", 2, 4, 3, b"", b"", name), 156)
        self.list_place += 1
        return SUCCESS

    def _open_source(self, p: int, _origin: int) -> int:
        if self._wrong_state(3):
            return self._fail(11)
        if "open" in self.spec.steps:
            return self._fail(self.spec.steps["open"])
        name = ctypes.string_at(p + 122, 34).rstrip(b"\0").decode()
        assert name in self.spec.installed
        groups = 3 | (0x40000000 if self.spec.edition == 2 else 0)
        ctypes.memmove(p + 50, struct.pack("<I", groups), 4)
        self.state = 4
        return SUCCESS

    def _close_source(self, _p: int, _origin: int) -> int:
        if self._wrong_state(4):
            return self._fail(11)
        self.state = 3
        return SUCCESS

    def _get(self, p: int, _origin: int) -> int:
        cap, container = struct.unpack("<HH", ctypes.string_at(p, 4))
        assert container == 0xFFFF
        if cap in self.spec.lacks or cap not in self.values:
            return self._fail(13)
        item, value = self.values[cap]
        if cap == LOADED:
            value = int(self.taken < self.spec.sheets)
        kind, content = self._container(cap, item, value)
        handle = self.allocate(len(content))
        ctypes.memmove(handle, content, len(content))
        ctypes.memmove(p + 2, struct.pack("<HQ", kind, handle), 10)
        return SUCCESS

    def _container(self, cap: int, item: int, value: int) -> tuple[int, bytes]:
        if cap == X_RES:
            fixed = [struct.pack("<hH", number, 0) for number in (75, 150, 300, 600)]
            return 4, struct.pack("<HIII", item, 4, 1, 0) + b"".join(fixed)
        if cap == Y_RES:
            fixed = [struct.pack("<hH", number, 0) for number in (75, 600, 1, 200, value)]
            return 6, struct.pack("<H", item) + b"".join(fixed)
        if cap == PIXEL_TYPE:
            return 4, struct.pack("<HIII3H", item, 3, 0, 0, 0, 1, 2)
        whole = struct.pack("<hH", value, 0) if item == FIX32 else struct.pack("<i", value)
        return 5, struct.pack("<H", item) + whole

    def _set(self, p: int, _origin: int) -> int:
        if self._wrong_state(4):
            return self._fail(15)
        cap, container, handle = struct.unpack("<HHQ", ctypes.string_at(p, 12))
        item, raw = struct.unpack("<H4s", ctypes.string_at(self.lock(handle), 6))
        refused = cap in (*self.spec.lacks, *self.spec.stuck) or cap not in self.values
        if refused or container != 5:
            return self._fail(13)
        assert item == self.values[cap][0]
        forms = {FIX32: "<hH", INT32: "<i", INT16: "<h"}
        value = struct.unpack_from(forms.get(item, "<H"), raw)[0]
        if cap == FEEDER and not value and not self.spec.has_glass:
            return self._fail(10)
        self.values[cap] = (item, value)
        return SUCCESS

    def _register(self, p: int, _origin: int) -> int:
        self.callback = P.from_address(p).value or 0
        return SUCCESS

    def _enable(self, p: int, _origin: int) -> int:
        shown, _modal, parent = struct.unpack("<HHQ", ctypes.string_at(p, 12))
        assert (shown, parent) == (0, self.window)
        if self._wrong_state(4):
            return self._fail(11)
        if "enable" in self.spec.steps:
            return self._fail(self.spec.steps["enable"])
        self.state, self.batch = 5, 0
        if self.spec.ready != "never":
            self._tell(0x102 if self.spec.ready == "close" else 0x101)
        return SUCCESS

    def _tell(self, message: int) -> None:
        if self.callback:
            ENTRY(self.callback)(None, None, 1, 0, message, None)
        else:
            self.messages.append(message)

    def _disable(self, _p: int, _origin: int) -> int:
        if self._wrong_state(5):
            return self._fail(11)
        self.state = 4
        return SUCCESS

    def _event(self, p: int, _origin: int) -> int:
        event = P.from_address(p).value
        kind = WindowMessage.from_address(event).kind
        if kind != 0x8000:
            return NO_EVENT
        message = self.messages.pop(0)
        ctypes.memmove(p + 8, struct.pack("<H", message), 2)
        return EVENT

    def _is_over(self) -> bool:
        is_feeder = self.values[FEEDER][1]
        if not is_feeder:
            return self.batch > 0
        return self.taken >= self.spec.sheets

    def _info(self, p: int, _origin: int) -> int:
        if self._wrong_state(5, 6):
            return self._fail(11)
        number = self.taken + 1
        if "info" in self.spec.steps:
            return self._fail(self.spec.steps["info"])
        if self._is_over():
            return self._fail(29)
        if str(number) in self.spec.fails:
            return self._fail(self.spec.fails[str(number)])
        self.state, self.row = 6, 0
        strange = self.spec.strange.get(str(number), "")
        resolution = struct.pack("<hHhH", self.values[X_RES][1], 0, self.values[Y_RES][1], 0)
        pixel, bits = self._pixel()
        if strange == "odd_pixels":
            bits = 16
        length = -1 if strange == "unknown_length" else LENGTH
        rest = struct.pack("<iih8hhHhH", WIDTH, length, 1, *([bits] * 8), bits, 0, pixel, 0)
        ctypes.memmove(p, resolution + rest, 42)
        return SUCCESS

    def _pixel(self) -> tuple[int, int]:
        pixel = self.values[PIXEL_TYPE][1]
        return pixel, {0: 1, 1: 8, 2: 24}[pixel]

    def _setup(self, p: int, _origin: int) -> int:
        ctypes.memmove(p, struct.pack("<III", 1000, 4000, 2000), 12)
        return SUCCESS

    def _strip(self, p: int, _origin: int) -> int:
        if self._wrong_state(6, 7):
            return self._fail(11)
        assert self.values[MECHANISM][1] == 2
        number = self.taken + 1
        strange = self.spec.strange.get(str(number), "")
        flags, size, address = struct.unpack("<IIQ", ctypes.string_at(p + 26, 16))
        assert flags == 9
        assert 1000 <= size <= 4000
        odd = self._odd_strip(strange)
        if odd is not None:
            return odd
        _pixel, bits = self._pixel()
        needed = (WIDTH * bits + 7) // 8
        stride = needed if strange == "bare_stride" else needed + 4
        last = LENGTH // 2 if strange == "cut" else LENGTH
        rows = min(size // stride, last - self.row)
        line = bytes([shade(number)]) * needed + b"\xee" * (stride - needed)
        ctypes.memmove(address, line * rows, rows * stride)
        written = 2**31 if strange == "overflow" else rows * stride
        columns = WIDTH // 2 if strange == "tiles" else WIDTH
        told = struct.pack("<HIIIIII", 0, stride, columns, rows, 0, self.row, written)
        ctypes.memmove(p, told, 26)
        self.state = 7
        self.row += rows
        return DONE if self.row >= last else SUCCESS

    def _odd_strip(self, strange: str) -> int | None:
        match strange:
            case "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "hang":
                time.sleep(60)
            case "cancel":
                return CANCEL
            case "jam_inside" if self.row:
                return self._fail(20)
            case "runs_out" if self.row:
                return self._fail(29)
        return None

    def _end_page(self, p: int, _origin: int) -> int:
        if self._wrong_state(6, 7):
            return self._fail(11)
        if "end" in self.spec.steps:
            return self._fail(self.spec.steps["end"])
        self.taken += 1
        self.batch += 1
        is_batch_over = self.spec.per_enable and self.batch >= self.spec.per_enable
        count = 0 if self._is_over() or is_batch_over else 0xFFFF
        # Sources that look for paper only when they are asked say that more comes.
        if self.spec.ready == "optimist":
            count = 1
        ctypes.memmove(p, struct.pack("<HI", count, 0), 6)
        self.state = 6 if count else 5
        return SUCCESS

    def _reset(self, p: int, _origin: int) -> int:
        if self._wrong_state(6):
            return self._fail(11)
        ctypes.memmove(p, bytes(6), 6)
        self.state = 5
        return SUCCESS
