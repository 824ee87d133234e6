"""How soon a packaged window shows: `python packaging/first_paint.py FOLDER [--shot PNG]`.

Opens a screen of its own with Xvfb (1366 x 768, as on old counters) and starts FOLDER/sohoa there
with an empty home. Time counts from the start of the process until the middle of the screen shows
something: `--cold` starts with no file of FOLDER in the cache of the disk, then `--starts` more.
Beside it stands the time that the program itself computed, which says more where other programs
keep the cores busy. With `--shot` the window is pictured when it has stopped changing. Ends with 1
when nothing appears.
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1366, 768
_LONGEST_S, _LOOK_S = 60.0, 0.01
_ALL_PLANES, _Z_PIXMAP = 0xFFFFFFFFFFFFFFFF, 2
_SEEN = (WIDTH // 4, HEIGHT // 4, WIDTH // 2, HEIGHT // 2)


class _Image(ctypes.Structure):
    """The head of XImage. Source: Xlib.h."""

    _fields_ = (
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("byte_order", ctypes.c_int),
        ("bitmap_unit", ctypes.c_int),
        ("bitmap_bit_order", ctypes.c_int),
        ("bitmap_pad", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("bytes_per_line", ctypes.c_int),
    )


class Screen:
    """What an X server shows, seen from outside of the program."""

    def __init__(self, name: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XGetImage.restype = ctypes.POINTER(_Image)
        self._x.XDefaultRootWindow.argtypes = self._x.XCloseDisplay.argtypes = [ctypes.c_void_p]
        whole, size = ctypes.c_int, ctypes.c_uint
        self._x.XGetImage.argtypes = [
            *(ctypes.c_void_p, ctypes.c_ulong, whole, whole, size, size, ctypes.c_ulong, whole)
        ]
        self._display: Any = self._x.XOpenDisplay(name.encode("ascii"))
        if not self._display:
            raise OSError(f"no screen {name}")

    def middle(self) -> bytes:
        """Pixels of the middle of the screen."""
        return self._pixels(_SEEN)

    def whole(self) -> bytes:
        """Pixels of the screen: lines of `WIDTH` times blue, green, red, unused."""
        return self._pixels((0, 0, WIDTH, HEIGHT))

    def _pixels(self, place: tuple[int, int, int, int]) -> bytes:
        root = self._x.XDefaultRootWindow(self._display)
        image = self._x.XGetImage(self._display, root, *place, _ALL_PLANES, _Z_PIXMAP)
        try:
            size = image.contents.bytes_per_line * image.contents.height
            return ctypes.string_at(image.contents.data, size)
        finally:
            self._x.XDestroyImage(image)

    def close(self) -> None:
        """Leave the server."""
        self._x.XCloseDisplay(self._display)


@contextmanager
def screen() -> Iterator[str]:
    """A screen of our own; gives its name."""
    into, out = os.pipe()
    size = ["-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(out), *size], pass_fds=[out], stderr=subprocess.DEVNULL
    )
    os.close(out)
    try:
        with os.fdopen(into) as pipe:
            yield f":{pipe.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def forget(folder: Path) -> None:
    """Drop all files of `folder` from the cache of the disk, as after a start of the machine."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            handle = os.open(path, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)


@contextmanager
def started(folder: Path, name: str, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on the screen `name`; it is ended afterwards."""
    prefix = os.environ.get("SOHOA_SMOKE_PREFIX", "").split()
    environment = {"HOME": str(home), "DISPLAY": name, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    running = subprocess.Popen([*prefix, str(folder / "sohoa")], env=environment)
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(timeout=15)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@dataclass(frozen=True, slots=True)
class Start:
    """One start.

    Attributes:
        first_s: Until something was on the screen.
        computed_s: What the program and its ended children computed until then.
        rest_s: Until the picture stayed the same.
    """

    first_s: float
    computed_s: float
    rest_s: float


def computed(process: int) -> float:
    """Seconds that a process and its ended children computed. Source: proc(5), stat."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def once(folder: Path, shot: Path | None = None) -> Start:
    """Start the program, look at the screen, end it.

    Raises:
        SystemExit: Nothing appeared.
    """
    with screen() as name, tempfile.TemporaryDirectory(prefix="sohoa-home-") as home:
        view = Screen(name)
        empty = view.middle()
        began = time.monotonic()
        with started(folder, name, Path(home)) as running:
            first = _until_other(view, empty, began, running)
            used = computed(running.pid)
            settled = _until_still(view, began)
            if shot is not None:
                shot.write_bytes(png(view.whole()))
        view.close()
    return Start(first, used, settled)


def told(name: str, starts: list[Start]) -> str:
    """A line about several starts, by their medians."""
    first, used, rest = (
        statistics.median(getattr(each, what) for each in starts)
        for what in ("first_s", "computed_s", "rest_s")
    )
    times = ", ".join(f"{each.first_s:.2f}" for each in starts)
    return (
        f"{name}: first paint {first:.2f} s ({times}), computed {used:.2f} s, at rest {rest:.2f} s"
    )


def _until_other(
    view: Screen, empty: bytes, began: float, running: subprocess.Popen[bytes]
) -> float:
    while time.monotonic() - began < _LONGEST_S:
        if view.middle() != empty:
            return time.monotonic() - began
        if running.poll() is not None:
            raise SystemExit(f"the program ended with {running.returncode}")
        time.sleep(_LOOK_S)
    raise SystemExit(f"nothing on the screen within {_LONGEST_S:.0f} s")


def _until_still(view: Screen, began: float) -> float:
    seen, since = view.middle(), time.monotonic()
    while time.monotonic() - began < _LONGEST_S and time.monotonic() - since < 4.0:
        time.sleep(0.1)
        now = view.middle()
        if now != seen:
            seen, since = now, time.monotonic()
    return since - began


def png(pixels: bytes) -> bytes:
    """A screen as PNG, RGB of 8 bits. Source: ISO/IEC 15948."""
    rgb = bytearray(3 * WIDTH * HEIGHT)
    for sample in range(3):
        rgb[sample::3] = pixels[2 - sample :: 4]
    lines = (rgb[start : start + 3 * WIDTH] for start in range(0, len(rgb), 3 * WIDTH))
    packed = zlib.compress(b"".join(b"\0" + line for line in lines))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shot", type=Path, help="picture of the window")
    parser.add_argument("--cold", type=int, default=1, help="starts without the disk's cache")
    parser.add_argument("--starts", type=int, default=4, help="starts after the cold ones")
    options = parser.parse_args()
    cold = []
    for _ in range(options.cold):
        forget(options.folder)
        cold.append(once(options.folder))
    again = [once(options.folder) for _ in range(options.starts)]
    for name, starts in (("cold", cold), ("warm", again)):
        if starts:
            print(told(name, starts))
    if options.shot is not None:
        once(options.folder, options.shot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
