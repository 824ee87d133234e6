"""The little of COM that scanning needs, by ctypes: pointers, texts, and an object of our own.

The calls of the system come in as `ComFunctions`, so that the same code runs over tables of
functions in a test: what is tested is the order of methods and the layout of memory, not a
stand-in for them. COM is the same on both: a pointer to a pointer to a table of functions.

Source: Microsoft, Component Object Model, "IUnknown"; `objbase.h`, `oleauto.h`, `shlwapi.h`.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Protocol, Self

from app.scanning.wia_errors import WiaCallFailed, failed
from app.scanning.wia_types import (
    CLSCTX_LOCAL_SERVER,
    COINIT_MULTITHREADED,
    IID_UNKNOWN,
    Guid,
    Result,
    StreamSlot,
    UnknownSlot,
)

if sys.platform == "win32":
    _PROTOTYPE = ctypes.WINFUNCTYPE
else:
    _PROTOTYPE = ctypes.CFUNCTYPE

_CHUNK_BYTES = 1 << 20
_LENGTH_BYTES = 4
_WIDE = "utf-16-le"


class ComFunctions(Protocol):
    """Functions of ole32, oleaut32 and shlwapi; each gives a number or an address."""

    def CoInitializeEx(self, reserved: None, flags: int) -> int:
        """Join an apartment."""
        ...

    def CoUninitialize(self) -> None:
        """Leave it."""
        ...

    def CoCreateInstance(
        self, made: Any, outer: None, context: int, interface: Any, out: Any
    ) -> int:  # Any: pointers
        """Make an object of a class."""
        ...

    def PropVariantClear(self, value: Any) -> int:  # Any: pointer
        """Give back what a value holds."""
        ...

    def SysAllocStringLen(self, letters: bytes, count: int) -> int | None:
        """Copy a text of 16-bit units."""
        ...

    def SysFreeString(self, text: int) -> None:
        """Give a text back."""
        ...

    def SHCreateMemStream(self, start: None, size: int) -> int | None:
        """A stream in memory that grows."""
        ...


def function(result: Any, *arguments: Any) -> Any:  # Any: ctypes makes these types at run time
    """Type of a function with the calling convention of COM on this machine."""
    return _PROTOTYPE(result, *arguments)


class ComPointer:
    """A counted reference to an object; a context manager that gives it back.

    Args:
        address: Of the object; the reference is taken over.
    """

    def __init__(self, address: int | None) -> None:
        if not address:
            raise WiaCallFailed(Result.FAIL, "no object")
        self.address = address

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def release(self) -> None:
        """Give the reference back; once."""
        address, self.address = self.address, 0
        if address:
            _entry(address, UnknownSlot.RELEASE, ctypes.c_uint32)(address)

    def call(self, slot: int, *arguments: Any) -> int:  # Any: ctypes values
        """Call a method; gives its result as unsigned number.

        Raises:
            WiaCallFailed: The result is a failure.
        """
        types = [type(each) for each in arguments]
        method = _entry(self.address, slot, ctypes.c_int32, *types)
        code = int(method(self.address, *arguments)) & 0xFFFFFFFF
        if failed(code):
            raise WiaCallFailed(code, f"method {int(slot)}")
        return code

    def made(self, slot: int, *arguments: Any) -> ComPointer:  # Any: ctypes values
        """Call a method that gives an object in its last argument.

        Raises:
            WiaCallFailed: As `call`, or no object came.
        """
        out = ctypes.c_void_p()
        self.call(slot, *arguments, address_of(out))
        return ComPointer(out.value)

    def query(self, interface: str) -> ComPointer:
        """Another interface of the same object.

        Raises:
            WiaCallFailed: It has none.
        """
        return self.made(UnknownSlot.QUERY, address_of(Guid.of(interface)))


def address_of(value: Any) -> ctypes.c_void_p:  # Any: any ctypes value
    """Pointer for an argument; the value is kept alive by it."""
    pointer = ctypes.c_void_p(ctypes.addressof(value))
    pointer.kept = value  # type: ignore[attr-defined]  # ctypes objects take attributes
    return pointer


def following(listing: ComPointer, slot: int) -> Iterator[ComPointer]:
    """Objects of an enumerator, one after the other; whoever takes one gives it back."""
    while True:
        out, count = ctypes.c_void_p(), ctypes.c_uint32()
        code = listing.call(slot, ctypes.c_uint32(1), address_of(out), address_of(count))
        if code != Result.OK or count.value != 1:
            return
        yield ComPointer(out.value)


class Com:
    """The apartment of this thread, and what is made in it; a context manager.

    The apartment is the multithreaded one: nothing has to be pumped while a transfer runs, and
    any thread may cancel it. Callbacks therefore come from threads of the system.

    Args:
        functions: Of the system.
    """

    def __init__(self, functions: ComFunctions) -> None:
        self.functions = functions

    def __enter__(self) -> Self:
        """Join the apartment.

        Raises:
            WiaCallFailed: The thread is in another one already.
        """
        code = self.functions.CoInitializeEx(None, COINIT_MULTITHREADED) & 0xFFFFFFFF
        if failed(code):
            raise WiaCallFailed(code, "CoInitializeEx")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.functions.CoUninitialize()

    def make(self, made: str, interface: str) -> ComPointer:
        """An object of a class.

        Raises:
            WiaCallFailed: There is no such class on this machine, or its service does not start.
        """
        out = ctypes.c_void_p()
        code = self.functions.CoCreateInstance(
            address_of(Guid.of(made)),
            None,
            CLSCTX_LOCAL_SERVER,
            address_of(Guid.of(interface)),
            address_of(out),
        )
        if failed(code & 0xFFFFFFFF):
            raise WiaCallFailed(code, "CoCreateInstance")
        return ComPointer(out.value)

    @contextmanager
    def text(self, text: str) -> Iterator[ctypes.c_void_p]:
        """A text as argument (BSTR)."""
        letters = text.encode(_WIDE)
        address = self.functions.SysAllocStringLen(letters, len(letters) // 2)
        if not address:
            raise WiaCallFailed(Result.OUT_OF_MEMORY, "SysAllocStringLen")
        try:
            yield ctypes.c_void_p(address)
        finally:
            self.functions.SysFreeString(address)

    def stream(self) -> ComPointer:
        """An empty stream in memory."""
        return ComPointer(self.functions.SHCreateMemStream(None, 0))


def text_at(address: int | None) -> str:
    """The text of a BSTR, whose length stands before it in bytes."""
    if not address:
        return ""
    size = ctypes.c_uint32.from_address(address - _LENGTH_BYTES).value
    return ctypes.string_at(address, size).decode(_WIDE, "replace")


def content_of(stream: ComPointer, most_bytes: int) -> bytes:
    """All bytes of a stream in memory, from its beginning.

    Raises:
        WiaCallFailed: It cannot be read, or is larger than `most_bytes`.
    """
    stream.call(StreamSlot.SEEK, ctypes.c_int64(0), ctypes.c_uint32(0), ctypes.c_void_p())
    parts: list[bytes] = []
    total = 0
    buffer = ctypes.create_string_buffer(_CHUNK_BYTES)
    while True:
        count = ctypes.c_uint32()
        stream.call(
            StreamSlot.READ, address_of(buffer), ctypes.c_uint32(len(buffer)), address_of(count)
        )
        if not count.value:
            return b"".join(parts)
        total += count.value
        if total > most_bytes:
            raise WiaCallFailed(Result.OUT_OF_MEMORY, "stream too large")
        parts.append(ctypes.string_at(buffer, count.value))


Method = tuple[Sequence[Any], Callable[..., int]]
"""Types of the arguments after the object itself, and what is called."""


class ComObject:
    """An object of our own that the system may call from any thread.

    It lives as long as this Python object; the count is kept for whoever looks at it only.

    Args:
        interface: The one it has beside IUnknown.
        methods: Those after the three of IUnknown, in order; an exception is no result, so they
            must not raise.
    """

    def __init__(self, interface: str, methods: Sequence[Method]) -> None:
        self._names = frozenset({bytes(Guid.of(name)) for name in (interface, IID_UNKNOWN)})
        self._count = 1
        pointer, number = ctypes.c_void_p, ctypes.c_uint32
        self._functions = [
            function(ctypes.c_int32, pointer, pointer, pointer)(self._query),
            function(number, pointer)(self._add),
            function(number, pointer)(self._drop),
            *(
                function(ctypes.c_int32, pointer, *types)(_without_object(called))
                for types, called in methods
            ),
        ]
        addresses = [ctypes.cast(each, pointer).value for each in self._functions]
        self._table = (pointer * len(addresses))(*addresses)
        self._object = pointer(ctypes.addressof(self._table))

    @property
    def argument(self) -> ctypes.c_void_p:
        """Pointer to be handed to a method."""
        return ctypes.c_void_p(ctypes.addressof(self._object))

    def _query(self, _this: int, interface: int, out: int) -> int:
        place = ctypes.c_void_p.from_address(out)
        if ctypes.string_at(interface, ctypes.sizeof(Guid)) not in self._names:
            place.value = None
            return signed(Result.NO_INTERFACE)
        place.value = self.argument.value
        self._count += 1
        return Result.OK

    def _add(self, _this: int) -> int:
        self._count += 1
        return self._count

    def _drop(self, _this: int) -> int:
        self._count = max(self._count - 1, 0)
        return self._count


def signed(code: int) -> int:
    """A result as ctypes wants it: 32 bits with a sign."""
    return ctypes.c_int32(code).value


def _without_object(called: Callable[..., int]) -> Callable[..., int]:
    return lambda _this, *arguments: signed(called(*arguments))


def _entry(address: int, slot: int, result: Any, *types: Any) -> Any:  # Any: ctypes types
    """The function at a place of an object's table."""
    table = ctypes.c_void_p.from_address(address).value or 0
    place = ctypes.c_void_p.from_address(table + int(slot) * ctypes.sizeof(ctypes.c_void_p))
    return function(result, ctypes.c_void_p, *types)(place.value or 0)


if sys.platform == "win32":

    class _WindowsFunctions:
        """Signatures matter: addresses would be cut to 32 bits without them."""

        def __init__(self) -> None:
            ole, automation = ctypes.WinDLL("ole32"), ctypes.WinDLL("oleaut32")
            shell, pointer, number = ctypes.WinDLL("shlwapi"), ctypes.c_void_p, ctypes.c_uint32
            result = ctypes.c_int32
            self.CoInitializeEx = _typed(ole.CoInitializeEx, result, pointer, number)
            self.CoUninitialize = _typed(ole.CoUninitialize, None)
            making = (pointer, pointer, number, pointer, pointer)
            self.CoCreateInstance = _typed(ole.CoCreateInstance, result, *making)
            self.PropVariantClear = _typed(ole.PropVariantClear, result, pointer)
            letters = (ctypes.c_char_p, number)
            self.SysAllocStringLen = _typed(automation.SysAllocStringLen, pointer, *letters)
            self.SysFreeString = _typed(automation.SysFreeString, None, pointer)
            self.SHCreateMemStream = _typed(shell.SHCreateMemStream, pointer, pointer, number)

    def _typed(called: Any, result: Any, *arguments: Any) -> Any:  # Any: functions of ctypes
        called.restype, called.argtypes = result, arguments
        return called

    def system_functions() -> ComFunctions:
        """The functions of Windows."""
        return _WindowsFunctions()

else:

    def system_functions() -> ComFunctions:
        """There are none on this system.

        Raises:
            WiaCallFailed: Always.
        """
        raise WiaCallFailed(Result.CLASS_NOT_REGISTERED, "not Windows")
