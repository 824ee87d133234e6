"""Thin binding to libsane: one method per call, statuses kept exact.

Used in the child process only; a driver that crashes takes that process with it, nothing else.
ctypes lets other threads run while a driver call blocks.

Source: SANE Standard 1.06, §4.3 (operations) and §4.4 (code flow).
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from app.scanning.base import ScannerMissing
from app.scanning.driver_errors import ScanUnsupported, error_for
from app.scanning.sane_options import Option, Range
from app.scanning.sane_types import (
    FIXED_SCALE,
    Action,
    Capability,
    ConstraintType,
    FrameKind,
    RawDevice,
    RawOption,
    RawParameters,
    RawRange,
    Status,
    Unit,
    ValueType,
)

LIBRARY = "libsane.so.1"
_CHUNK_BYTES = 256 * 1024
_TRUE_WORDS = frozenset({"1", "yes", "true", "on"})


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A scanner in the list of the library."""

    name: str
    vendor: str
    model: str
    kind: str


@dataclass(frozen=True, slots=True)
class FrameParameters:
    """Layout of the frame that is being delivered.

    Attributes:
        bytes_per_line: Distance between lines; may exceed what the pixels need.
        lines: Height in pixels; -1 = not known before the end (hand scanner).
        depth: Bits per sample: 1, 8 or 16.
    """

    kind: FrameKind
    is_last: bool
    bytes_per_line: int
    pixels_per_line: int
    lines: int
    depth: int


class SaneLibrary:
    """The initialised library; a context manager.

    Raises:
        ScannerMissing: libsane is not installed.
        ScanError: It refuses to start.
    """

    def __init__(self, path: str = LIBRARY) -> None:
        try:
            self._calls = ctypes.CDLL(path)
        except OSError as error:
            raise ScannerMissing(f"{path} cannot be loaded: {error}") from error
        self._declare()
        version = ctypes.c_int()
        _check(self._calls.sane_init(ctypes.byref(version), None), "sane_init")
        self.version = f"{version.value >> 24 & 0xFF}.{version.value >> 16 & 0xFF}"

    def _declare(self) -> None:
        """Tell ctypes the signatures; handles are pointers and must not be cut to 32 bits."""
        lib, handle, out = self._calls, ctypes.c_void_p, ctypes.c_void_p
        lib.sane_init.argtypes = [out, ctypes.c_void_p]
        lib.sane_exit.argtypes, lib.sane_exit.restype = [], None
        lib.sane_get_devices.argtypes = [out, ctypes.c_int]
        lib.sane_open.argtypes = [ctypes.c_char_p, out]
        lib.sane_close.argtypes, lib.sane_close.restype = [handle], None
        lib.sane_get_option_descriptor.argtypes = [handle, ctypes.c_int]
        lib.sane_get_option_descriptor.restype = ctypes.POINTER(RawOption)
        lib.sane_control_option.argtypes = [handle, ctypes.c_int, ctypes.c_int, out, out]
        lib.sane_get_parameters.argtypes = [handle, out]
        lib.sane_start.argtypes = [handle]
        lib.sane_read.argtypes = [handle, out, ctypes.c_int, out]
        lib.sane_cancel.argtypes, lib.sane_cancel.restype = [handle], None
        lib.sane_strstatus.argtypes = [ctypes.c_int]
        lib.sane_strstatus.restype = ctypes.c_char_p

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._calls.sane_exit()

    def describe(self, status: Status) -> str:
        """The library's own English words for a status."""
        return _text(self._calls.sane_strstatus(int(status)))

    def devices(self) -> list[FoundDevice]:
        """Scanners that answer now, network ones included. Takes seconds with many backends."""
        table = ctypes.POINTER(ctypes.POINTER(RawDevice))()
        _check(self._calls.sane_get_devices(ctypes.byref(table), 0), "sane_get_devices")
        found = []
        index = 0
        while table and table[index]:
            raw = table[index].contents
            found.append(
                FoundDevice(_text(raw.name), _text(raw.vendor), _text(raw.model), _text(raw.type))
            )
            index += 1
        return found

    def open(self, name: str) -> OpenScanner:
        """Open a scanner by the name the library gave it.

        Raises:
            ScannerMissing: No such device.
            ScannerBusy, ScannerDenied, ScannerOffline: It exists and cannot be used now.
        """
        handle = ctypes.c_void_p()
        status = Status.of(self._calls.sane_open(_bytes(name), ctypes.byref(handle)))
        if status is Status.INVAL:
            raise ScannerMissing(f"sane_open: {status.name}")
        _check(status, "sane_open")
        return OpenScanner(self._calls, handle)


class OpenScanner:
    """One opened scanner; a context manager that cancels and closes it."""

    def __init__(self, calls: ctypes.CDLL, handle: ctypes.c_void_p) -> None:
        self._calls = calls
        self._handle = handle
        self._buffer = ctypes.create_string_buffer(_CHUNK_BYTES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cancel()
        self._calls.sane_close(self._handle)

    def options(self) -> list[Option]:
        """All settings as they are now; setting one may change the others, so ask again."""
        count = ctypes.c_int()
        self._control(0, Action.GET_VALUE, ctypes.byref(count))
        found = []
        for index in range(1, count.value):
            raw = self._calls.sane_get_option_descriptor(self._handle, index)
            if raw and raw.contents.type != ValueType.GROUP:
                found.append(_option(index, raw.contents))
        return found

    def get(self, option: Option) -> float | str:
        """Present value: text, or a number (BOOL 0 or 1, FIXED as a fraction)."""
        store = ctypes.create_string_buffer(max(option.size, 4))
        self._control(option.index, Action.GET_VALUE, store)
        if option.kind is ValueType.STRING:
            return _text(store.value)
        word = ctypes.c_int.from_buffer(store).value
        return word / FIXED_SCALE if option.kind is ValueType.FIXED else word

    def set(self, option: Option, value: float | str) -> None:
        """Change a setting.

        Args:
            option: Must be settable.
            value: Text for STRING; a number, or its text form, for the others ("yes", "300").

        Raises:
            ScanUnsupported: The value does not fit the option or the device refuses it.
        """
        if not option.is_settable:
            raise ScanUnsupported(f"option {option.name} cannot be set now")
        store = _stored(option, value)
        status = Status.of(self._control_status(option.index, Action.SET_VALUE, store))
        if status in (Status.INVAL, Status.UNSUPPORTED):
            raise ScanUnsupported(f"option {option.name}: {status.name}")
        _check(status, "sane_control_option")

    def start(self) -> Status:
        """Begin a frame; NO_DOCS is how a feeder says that the paper is used up."""
        return Status.of(self._calls.sane_start(self._handle))

    def parameters(self) -> FrameParameters:
        """Layout of the frame; exact only after `start`."""
        raw = RawParameters()
        status = self._calls.sane_get_parameters(self._handle, ctypes.byref(raw))
        _check(status, "sane_get_parameters")
        if raw.format not in FrameKind._value2member_map_:
            raise ScanUnsupported(f"frame format {raw.format}")
        return FrameParameters(
            kind=FrameKind(raw.format),
            is_last=bool(raw.last_frame),
            bytes_per_line=raw.bytes_per_line,
            pixels_per_line=raw.pixels_per_line,
            lines=raw.lines,
            depth=raw.depth,
        )

    def read(self, into: bytearray) -> tuple[Status, int]:
        """Append what the scanner has ready; returns the status and how many bytes came."""
        length = ctypes.c_int(0)
        status = Status.of(
            self._calls.sane_read(self._handle, self._buffer, _CHUNK_BYTES, ctypes.byref(length))
        )
        count = min(max(length.value, 0), _CHUNK_BYTES) if status is Status.GOOD else 0
        into += memoryview(self._buffer)[:count]
        return status, count

    def cancel(self) -> None:
        """Stop the scan. The standard allows this from anywhere, also while a read blocks."""
        self._calls.sane_cancel(self._handle)

    def _control_status(self, index: int, action: Action, store: object) -> int:
        return int(self._calls.sane_control_option(self._handle, index, action, store, None))

    def _control(self, index: int, action: Action, store: object) -> None:
        _check(self._control_status(index, action, store), "sane_control_option")


def _check(code: int, call: str) -> None:
    status = Status.of(code)
    if status is not Status.GOOD:
        raise error_for(status, call)


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _option(index: int, raw: RawOption) -> Option:
    """Copy a descriptor out of the driver's memory, which it may change at any call."""
    kind = ValueType(raw.type) if raw.type in ValueType._value2member_map_ else ValueType.GROUP
    words, numbers, limits = _constraint(raw, FIXED_SCALE if kind is ValueType.FIXED else 1)
    return Option(
        index=index,
        name=_text(raw.name),
        title=_text(raw.title),
        kind=kind,
        unit=Unit(raw.unit) if raw.unit in Unit._value2member_map_ else Unit.NONE,
        size=raw.size,
        cap=Capability(raw.cap & 0x7F),
        words=words,
        numbers=numbers,
        range=limits,
    )


def _constraint(
    raw: RawOption, scale: int
) -> tuple[tuple[str, ...], tuple[float, ...], Range | None]:
    """Allowed values: texts, numbers or an interval, at most one of them filled."""
    if not raw.constraint:
        return (), (), None
    if raw.constraint_type == ConstraintType.STRING_LIST:
        texts = ctypes.cast(raw.constraint, ctypes.POINTER(ctypes.c_char_p))
        words: list[str] = []
        while texts[len(words)] is not None:
            words.append(_text(texts[len(words)]))
        return tuple(words), (), None
    if raw.constraint_type == ConstraintType.WORD_LIST:
        table = ctypes.cast(raw.constraint, ctypes.POINTER(ctypes.c_int))
        return (), tuple(table[i] / scale for i in range(1, table[0] + 1)), None
    if raw.constraint_type == ConstraintType.RANGE:
        limits = ctypes.cast(raw.constraint, ctypes.POINTER(RawRange)).contents
        return (), (), Range(limits.min / scale, limits.max / scale, limits.quant / scale)
    return (), (), None


def _stored(option: Option, value: float | str) -> ctypes.Array[ctypes.c_char]:
    """Value in the driver's form.

    Raises:
        ScanUnsupported: Text too long, or not a number.
    """
    if option.kind is ValueType.STRING:
        text = _bytes(str(value))
        if len(text) >= option.size or b"\0" in text:
            raise ScanUnsupported(f"option {option.name}: text does not fit")
        return ctypes.create_string_buffer(text, option.size)
    store = ctypes.create_string_buffer(max(option.size, 4))
    if option.kind is not ValueType.BUTTON:
        ctypes.c_int.from_buffer(store).value = _word(option, value)
    return store


def _word(option: Option, value: float | str) -> int:
    if option.kind is ValueType.BOOL and isinstance(value, str):
        return int(value.casefold() in _TRUE_WORDS)
    scale = FIXED_SCALE if option.kind is ValueType.FIXED else 1
    try:
        number = round(float(value) * scale)
    except (ValueError, OverflowError) as error:
        raise ScanUnsupported(f"option {option.name} needs a number") from error
    if not -(2**31) <= number < 2**31:
        raise ScanUnsupported(f"option {option.name}: number out of range")
    return number
