"""Turn the bytes of SANE frames into one PNG.

A page that is shorter than the driver promised is refused, not filled with white: a missing
lower half must not pass for an empty one.

Source: SANE Standard 1.06, §3.2 (image data format).
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from app.scanning.base import PageTruncated
from app.scanning.driver_errors import ScanUnsupported
from app.scanning.sane_library import FrameParameters
from app.scanning.sane_types import FrameKind

_COLOUR_PASSES = (FrameKind.RED, FrameKind.GREEN, FrameKind.BLUE)
_HIGH_BYTE = 1 if sys.byteorder == "little" else 0


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame as read, padding included.

    Attributes:
        data: `bytes_per_line` bytes for each line, top to bottom.
    """

    layout: FrameParameters
    data: bytes | bytearray


@dataclass(frozen=True, slots=True)
class PackedPage:
    """A page as PNG; width and height in pixels."""

    png: bytes
    width: int
    height: int


def pack(frames: Sequence[Frame], dpi: int) -> PackedPage:
    """Put frames together and pack them without loss at 1 or 8 bits per sample.

    Args:
        frames: One GRAY or RGB frame, or RED, GREEN and BLUE in any order.
        dpi: Written into the PNG; 0 = not known, nothing is written.

    Raises:
        PageTruncated: Fewer lines than promised, or a colour is missing.
        ScanUnsupported: A layout the standard does not know.
    """
    picture = _joined(frames)
    store = io.BytesIO()
    if dpi:
        picture.save(store, "PNG", compress_level=1, dpi=(dpi, dpi))
    else:
        picture.save(store, "PNG", compress_level=1)
    return PackedPage(store.getvalue(), picture.width, picture.height)


def checked_size(frame: Frame) -> None:
    """Tell at once, while the sheet is still in the officer's hands, that lines are missing.

    Raises:
        PageTruncated: Fewer lines than promised, or the last one is cut.
    """
    if frame.layout.bytes_per_line > 0:
        _height(frame, 0)


def _joined(frames: Sequence[Frame]) -> Image.Image:
    by_kind = {frame.layout.kind: frame for frame in frames}
    if FrameKind.RGB in by_kind:
        return _rgb_picture(by_kind[FrameKind.RGB])
    if FrameKind.GRAY in by_kind:
        return _band(by_kind[FrameKind.GRAY])
    if not all(kind in by_kind for kind in _COLOUR_PASSES):
        raise PageTruncated(f"{len(by_kind)} of 3 colour passes")
    bands = [_band(by_kind[kind]) for kind in _COLOUR_PASSES]
    if len({band.size for band in bands}) != 1:
        raise PageTruncated("colour passes of different size")
    return Image.merge("RGB", bands)


def _rgb_picture(frame: Frame) -> Image.Image:
    layout = frame.layout
    if layout.depth == 1:
        return _one_bit_rgb(frame)
    samples = _eight_bit(frame, 3 * layout.pixels_per_line)
    size = (layout.pixels_per_line, _height(frame, 3 * layout.pixels_per_line * layout.depth // 8))
    return Image.frombytes("RGB", size, samples.data, "raw", "RGB", samples.stride)


def _band(frame: Frame) -> Image.Image:
    """Single channel. One-bit grey means 1 = black, a one-bit colour pass 1 = full light."""
    layout = frame.layout
    if layout.depth == 1:
        stride = layout.bytes_per_line
        size = (layout.pixels_per_line, _height(frame, (layout.pixels_per_line + 7) // 8))
        if layout.kind is FrameKind.GRAY:
            return Image.frombytes("1", size, bytes(frame.data), "raw", "1;I", stride)
        return Image.frombytes("1", size, bytes(frame.data), "raw", "1", stride).convert("L")
    samples = _eight_bit(frame, layout.pixels_per_line)
    size = (layout.pixels_per_line, _height(frame, layout.pixels_per_line * layout.depth // 8))
    return Image.frombytes("L", size, samples.data, "raw", "L", samples.stride)


def _one_bit_rgb(frame: Frame) -> Image.Image:
    """Colour at one bit: bytes of eight red, eight green, eight blue pixels take turns."""
    group = (frame.layout.pixels_per_line + 7) // 8
    size = (frame.layout.pixels_per_line, _height(frame, 3 * group))
    tight = _unpadded(frame, 3 * group)
    bands = [
        Image.frombytes("1", size, tight[channel::3], "raw", "1", group).convert("L")
        for channel in range(3)
    ]
    return Image.merge("RGB", bands)


@dataclass(frozen=True, slots=True)
class _Samples:
    """Eight-bit samples; `stride` bytes from line to line."""

    data: bytes
    stride: int


def _eight_bit(frame: Frame, per_line: int) -> _Samples:
    """Samples as bytes; of 16 bits the high byte is kept, which is what 8 bits would have been."""
    layout = frame.layout
    if layout.depth == 8:
        _height(frame, per_line)
        return _Samples(bytes(frame.data), layout.bytes_per_line)
    if layout.depth == 16:
        _height(frame, 2 * per_line)
        return _Samples(_unpadded(frame, 2 * per_line)[_HIGH_BYTE::2], per_line)
    raise ScanUnsupported(f"{layout.depth} bits per sample")


def _unpadded(frame: Frame, needed: int) -> bytes:
    """Lines without what the driver adds at their end."""
    stride = frame.layout.bytes_per_line
    if stride == needed:
        return bytes(frame.data)
    view = memoryview(frame.data)
    return b"".join(view[start : start + needed] for start in range(0, len(view), stride))


def _height(frame: Frame, needed: int) -> int:
    """Number of complete lines that came.

    Args:
        frame: The frame.
        needed: Bytes that the pixels of one line take.

    Raises:
        PageTruncated: Fewer than promised, or the last one is cut.
        ScanUnsupported: The lines are too short for their pixels.
    """
    layout = frame.layout
    if layout.pixels_per_line < 1 or layout.bytes_per_line < needed:
        raise ScanUnsupported(
            f"{layout.bytes_per_line} bytes for {layout.pixels_per_line} pixels per line"
        )
    lines, rest = divmod(len(frame.data), layout.bytes_per_line)
    if rest or lines < max(layout.lines, 1):
        raise PageTruncated(f"{lines} of {layout.lines} lines and {rest} bytes")
    return lines
