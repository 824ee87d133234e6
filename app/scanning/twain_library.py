"""The data source manager: its one function, and memory that is shared with sources.

The function comes in from outside, so that tests run the same triplets over a manager in memory.

Source: TWAIN Specification 2.5, chapter 7 (DSM_Entry), chapter 4 "Memory management" (the second
manager brings its own functions, the first one uses those of Windows).
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from app.scanning.base import ScannerMissing
from app.scanning.twain_types import Data, EntryPoint, Group, Identity, Message, Return

if sys.platform == "win32":
    _PROTOTYPE = ctypes.WINFUNCTYPE
else:
    _PROTOTYPE = ctypes.CFUNCTYPE

_POINTER = ctypes.c_void_p
ENTRY_ARGUMENTS = (
    _POINTER,
    _POINTER,
    ctypes.c_uint32,
    ctypes.c_uint16,
    ctypes.c_uint16,
    _POINTER,
)

Entry = Callable[[Any, Any, int, int, int, Any], int]
"""Origin, destination, group, data, message, and the place of the data: pointers or None."""

LIBRARIES = ("TWAINDSM.dll", "twain_32.dll")
"""The manager of the second edition, and the one that 32-bit Windows brings along."""


class SharedMemory(Protocol):
    """Memory with handles, which a source may have been given or have made."""

    def allocate(self, size: int) -> int:
        """A new block; its handle."""
        ...

    def free(self, handle: int) -> None:
        """Give a block back."""
        ...

    def lock(self, handle: int) -> int:
        """Address of a block, until it is unlocked."""
        ...

    def unlock(self, handle: int) -> None:
        """The address is not used any more."""
        ...


@dataclass(frozen=True, slots=True)
class TwainLibrary:
    """What a driver process has to call."""

    entry: Entry
    memory: SharedMemory


def entry_type() -> Any:  # Any: made by ctypes at run time
    """Type of DSM_Entry, and of the callback, whose form is the same."""
    return _PROTOTYPE(ctypes.c_uint16, *ENTRY_ARGUMENTS)


@dataclass(frozen=True, slots=True)
class _ManagerMemory:
    """Functions that the second manager gives by address."""

    functions: EntryPoint

    def allocate(self, size: int) -> int:
        """A new block; its handle."""
        called = _PROTOTYPE(_POINTER, ctypes.c_uint32)(self.functions.allocate)
        return _given(called(size))

    def free(self, handle: int) -> None:
        """Give a block back."""
        _PROTOTYPE(None, _POINTER)(self.functions.free)(handle)

    def lock(self, handle: int) -> int:
        """Address of a block."""
        return _given(_PROTOTYPE(_POINTER, _POINTER)(self.functions.lock)(handle))

    def unlock(self, handle: int) -> None:
        """The address is not used any more."""
        _PROTOTYPE(None, _POINTER)(self.functions.unlock)(handle)


def memory_of(library: TwainLibrary, application: Identity) -> SharedMemory:
    """The memory to be used with an open manager."""
    if not application.groups & Group.SECOND_MANAGER:
        return library.memory
    functions = EntryPoint(size=ctypes.sizeof(EntryPoint))
    code = library.entry(
        ctypes.byref(application),
        None,
        Group.CONTROL,
        Data.ENTRY_POINT,
        Message.GET,
        ctypes.byref(functions),
    )
    usable = code == Return.SUCCESS and functions.allocate and functions.lock
    return _ManagerMemory(functions) if usable else library.memory


def _given(address: int | None) -> int:
    if not address:
        raise MemoryError("the manager gave no memory")
    return address


if sys.platform == "win32":

    class _WindowsMemory:
        """GlobalAlloc and its kin; for the first manager."""

        def __init__(self) -> None:
            kernel, size = ctypes.WinDLL("kernel32"), ctypes.c_size_t
            self._allocate = _typed(kernel.GlobalAlloc, _POINTER, ctypes.c_uint32, size)
            self._free = _typed(kernel.GlobalFree, _POINTER, _POINTER)
            self._lock = _typed(kernel.GlobalLock, _POINTER, _POINTER)
            self._unlock = _typed(kernel.GlobalUnlock, ctypes.c_int32, _POINTER)

        def allocate(self, size: int) -> int:
            """GHND: movable and zeroed."""
            return _given(self._allocate(0x42, size))

        def free(self, handle: int) -> None:
            """GlobalFree."""
            self._free(handle)

        def lock(self, handle: int) -> int:
            """GlobalLock."""
            return _given(self._lock(handle))

        def unlock(self, handle: int) -> None:
            """GlobalUnlock."""
            self._unlock(handle)

    def _typed(called: Any, result: Any, *arguments: Any) -> Any:  # Any: functions of ctypes
        called.restype, called.argtypes = result, arguments
        return called

    def system_library() -> TwainLibrary:
        """The manager of this machine, of the width of this process.

        Raises:
            ScannerMissing: There is none.
        """
        for name in LIBRARIES:
            try:
                entry = ctypes.WinDLL(name).DSM_Entry
            except (OSError, AttributeError):
                continue
            entry.restype, entry.argtypes = ctypes.c_uint16, ENTRY_ARGUMENTS
            return TwainLibrary(entry, _WindowsMemory())
        raise ScannerMissing("no data source manager of this width")

else:

    def system_library() -> TwainLibrary:
        """There is none on this system.

        Raises:
            ScannerMissing: Always.
        """
        raise ScannerMissing("not Windows")
