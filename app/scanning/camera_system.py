"""Cameras of the system, by OpenCV: Video4Linux on Linux, DirectShow on Windows.

Loaded in the driver process only. Source: V4L2, "Querying Capabilities" (index 0 of a device is
the one that gives pictures) and VIDIOC_S_FMT (a size that is too large becomes the largest).
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.scanning.base import ScannerBusy, ScannerDenied, ScannerMissing, ScannerOffline
from app.scanning.camera_base import FoundCamera, Frame

_SYSTEM_LIST = Path("/sys/class/video4linux")
_DEVICES = Path("/dev")
_STABLE_NAMES = Path("/dev/v4l/by-id")
_BEYOND_PX = 10_000
_MOST_LABEL = 80
_WINDOWS_TRIES = 6
"""DirectShow tells no names through OpenCV; numbers are tried."""


class SystemCameras:
    """The cameras of this machine."""

    def found(self) -> list[FoundCamera]:
        """All that the system names."""
        if sys.platform == "win32":
            return [
                FoundCamera(str(n), f"Máy chụp {n + 1}")
                for n in range(_WINDOWS_TRIES)
                if _answers(n)
            ]
        if not _SYSTEM_LIST.is_dir():
            return []
        cameras = []
        for folder in sorted(_SYSTEM_LIST.iterdir()):
            if _text(folder / "index") == "0":
                label = _text(folder / "name")[:_MOST_LABEL] or folder.name
                cameras.append(FoundCamera(_stable_name(folder.name), label))
        return cameras

    @contextmanager
    def open(self, name: str) -> Iterator[_Capture]:
        """Open a camera at its largest size.

        Raises:
            ScannerMissing, ScannerBusy, ScannerDenied, ScannerOffline: It does not open.
        """
        import cv2

        target = _target(name)
        backend = cv2.CAP_DSHOW if sys.platform == "win32" else cv2.CAP_V4L2
        capture = cv2.VideoCapture(target, backend)
        try:
            if not capture.isOpened():
                raise ScannerOffline("the camera does not open")
            # Uncompressed, the line has room for small pictures only.
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, _BEYOND_PX)
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _BEYOND_PX)
            yield _Capture(capture)
        finally:
            capture.release()


class _Capture:
    """An open camera."""

    def __init__(self, capture: Any) -> None:  # Any: cv2 is loaded late
        self._capture = capture

    def frames(self) -> Iterator[Frame]:
        """Pictures as they come."""
        while True:
            is_read, frame = self._capture.read()
            if not is_read:
                return
            yield frame


def _answers(number: int) -> bool:
    import cv2

    capture = cv2.VideoCapture(number, cv2.CAP_DSHOW)
    try:
        return bool(capture.isOpened())
    finally:
        capture.release()


def _target(name: str) -> str | int:
    """What OpenCV opens; what the system says when it is opened tells more than OpenCV does."""
    if sys.platform == "win32":
        if not name.isdecimal():
            raise ScannerMissing("no such camera")
        return int(name)
    if "/" in name or name.startswith("."):
        raise ScannerMissing("no such camera")
    stable = _STABLE_NAMES / name
    path = stable if stable.exists() else _DEVICES / name
    try:
        os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))
    except OSError as error:
        raise _error_for(error) from error
    return str(path.resolve())


def _error_for(error: OSError) -> ScannerMissing | ScannerBusy | ScannerDenied | ScannerOffline:
    detail = errno.errorcode.get(error.errno or 0, type(error).__name__)
    match error.errno:
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            return ScannerMissing(detail)
        case errno.EBUSY:
            return ScannerBusy(detail)
        case errno.EACCES | errno.EPERM:
            return ScannerDenied(detail)
        case _:
            return ScannerOffline(detail)


def _stable_name(device: str) -> str:
    """Name by vendor and serial number, where the system keeps one: numbers change with plugs."""
    if _STABLE_NAMES.is_dir():
        for link in sorted(_STABLE_NAMES.iterdir()):
            if link.resolve().name == device:
                return link.name
    return device


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""
