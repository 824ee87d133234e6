"""A window that nobody sees, and the messages of its thread: sources need both.

Source: Microsoft, Win32 API, CreateWindowExW, PeekMessageW, MsgWaitForMultipleObjects; TWAIN
Specification 2.5, chapter 3 "Modify the event loop".
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any, Protocol

from app.scanning.base import ScannerMissing

_POPUP = 0x80000000
_REMOVE = 1
_ALL_INPUT = 0x04FF
_QUIT = 0x0012


class WindowMessage(ctypes.Structure):
    """MSG."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("kind", ctypes.c_uint32),
        ("first", ctypes.c_size_t),
        ("second", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
        ("private", ctypes.c_uint32),
    )


class User32(Protocol):
    """Functions of user32."""

    def CreateWindowExW(self, *arguments: Any) -> int | None:  # Any: numbers and texts
        """A new window."""
        ...

    def MsgWaitForMultipleObjects(self, *arguments: Any) -> int:  # Any: numbers
        """Wait for a message."""
        ...

    def PeekMessageW(self, message: Any, *rest: Any) -> int:  # Any: pointer and numbers
        """Take a message, if there is one."""
        ...

    def TranslateMessage(self, message: Any) -> int:  # Any: pointer
        """Make letters of keys."""
        ...

    def DispatchMessageW(self, message: Any) -> int:  # Any: pointer
        """Hand a message to its window."""
        ...


class HiddenWindow:
    """The window and its queue; see `twain_session.EventLoop`.

    Args:
        user32: Functions of the system.

    Raises:
        ScannerMissing: This session of Windows has no windows, as that of a service.
    """

    def __init__(self, user32: User32) -> None:
        self._user32 = user32
        nothing: tuple[None, ...] = (None, None, None, None)
        made = user32.CreateWindowExW(0, "STATIC", "sohoa", _POPUP, 0, 0, 0, 0, *nothing)
        if not made:
            raise ScannerMissing("no window can be made in this session")
        self.window = int(made)

    def next(self, seconds: float) -> WindowMessage | None:
        """The next message, None when none came within the time."""
        message = WindowMessage()
        if not self._taken(message):
            self._user32.MsgWaitForMultipleObjects(0, None, 0, round(seconds * 1000), _ALL_INPUT)
            if not self._taken(message):
                return None
        return message

    def dispatch(self, message: WindowMessage) -> None:
        """Hand a message on that is not for the source."""
        self._user32.TranslateMessage(ctypes.byref(message))
        self._user32.DispatchMessageW(ctypes.byref(message))

    def _taken(self, message: WindowMessage) -> bool:
        place = ctypes.byref(message)
        return bool(self._user32.PeekMessageW(place, None, 0, 0, _REMOVE)) and (
            message.kind != _QUIT
        )


if sys.platform == "win32":

    def hidden_window() -> HiddenWindow:
        """A window of this thread."""
        user32, pointer, number = ctypes.WinDLL("user32"), ctypes.c_void_p, ctypes.c_uint32
        user32.CreateWindowExW.restype = pointer
        wide, whole = ctypes.c_wchar_p, ctypes.c_int
        places = (whole, whole, whole, whole, pointer, pointer, pointer, pointer)
        user32.CreateWindowExW.argtypes = (number, wide, wide, number, *places)
        user32.PeekMessageW.argtypes = (pointer, pointer, number, number, number)
        user32.MsgWaitForMultipleObjects.argtypes = (number, pointer, whole, number, number)
        user32.DispatchMessageW.restype = ctypes.c_ssize_t
        user32.DispatchMessageW.argtypes = (pointer,)
        user32.TranslateMessage.argtypes = (pointer,)
        return HiddenWindow(user32)

else:

    def hidden_window() -> HiddenWindow:
        """There is none on this system.

        Raises:
            ScannerMissing: Always.
        """
        raise ScannerMissing("not Windows")
