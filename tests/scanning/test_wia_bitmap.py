"""Bitmaps of drivers become PNG without loss, and only if they are whole."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.scanning.base import PageTruncated, ScanError
from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.wia_bitmap import packed, with_file_header


def bitmap(mode: str, size: tuple[int, int] = (37, 21)) -> tuple[Image.Image, bytes]:
    noise = Image.effect_noise(size, 80)
    image = Image.merge("RGB", [noise] * 3) if mode == "RGB" else noise.convert(mode)
    store = io.BytesIO()
    image.save(store, "BMP")
    return image, store.getvalue()


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_packed_has_every_pixel(mode: str) -> None:
    image, data = bitmap(mode)

    result = opened(packed(data, 300).png)

    assert (result.mode, result.size) == (image.mode, image.size)
    assert result.tobytes() == image.tobytes()
    assert round(result.info["dpi"][0]) == 300


def test_packed_top_line_first_is_not_turned_over() -> None:
    image, data = bitmap("L")
    stride = 40
    start = struct.unpack_from("<I", data, 10)[0]
    lines = [data[start + n * stride : start + (n + 1) * stride] for n in range(21)]
    downward = data[:22] + struct.pack("<i", -21) + data[26:start] + b"".join(reversed(lines))

    result = opened(packed(downward, 0).png)

    assert result.tobytes() == image.tobytes()


def test_packed_white_is_white_whichever_colour_comes_first() -> None:
    _, data = bitmap("1")
    swapped = data[:54] + b"\xff\xff\xff\x00\x00\x00\x00\x00" + data[62:]

    result = opened(packed(swapped, 0).png)

    usual = opened(packed(data, 0).png).convert("L")
    assert result.convert("L").tobytes() == ImageChops.invert(usual).tobytes()


def test_packed_coloured_palette_becomes_colour() -> None:
    _, data = bitmap("L")
    red = data[:54] + b"\x00\x00\xff\x00" * 256 + data[54 + 1024 :]

    result = opened(packed(red, 0).png)

    assert result.convert("RGB").getpixel((3, 3)) == (255, 0, 0)


def test_packed_unknown_height_takes_the_lines_that_came() -> None:
    image, data = bitmap("L")
    unknown = data[:22] + bytes(4) + data[26:]

    assert packed(unknown, 0).height == image.height


def test_with_file_header_makes_a_file_of_a_memory_bitmap() -> None:
    image, data = bitmap("1")

    result = opened(packed(with_file_header(data[14:]), 0).png)

    assert result.tobytes() == image.tobytes()


@pytest.mark.parametrize("cut", [20, 60, 500, 700])
def test_packed_cut_bitmap_is_truncated(cut: int) -> None:
    _, data = bitmap("L", (20, 20))

    with pytest.raises(PageTruncated):
        packed(data[:cut], 0)


@pytest.mark.parametrize(
    ("place", "content"),
    [
        (18, struct.pack("<i", 0)),
        (18, struct.pack("<i", 2**30)),
        (22, struct.pack("<i", 2**30)),
        (28, struct.pack("<H", 7)),
        (30, struct.pack("<I", 1)),
        (46, struct.pack("<I", 2**31)),
        (14, struct.pack("<I", 12)),
    ],
)
def test_packed_header_without_sense_is_refused(place: int, content: bytes) -> None:
    _, data = bitmap("L")

    with pytest.raises(ScannerMisbehaves):
        packed(data[:place] + content + data[place + len(content) :], 0)


@given(st.binary(max_size=200), st.integers(0, 53), st.binary(max_size=8))
def test_packed_rubbish_is_a_scan_error_or_a_page(tail: bytes, place: int, change: bytes) -> None:
    _, data = bitmap("L", (8, 8))
    broken = (data[:place] + change + data[place + len(change) :])[: 54 + 1024] + tail

    try:
        page = packed(broken, 0)
    except ScanError:
        return

    assert page.width * page.height > 0
