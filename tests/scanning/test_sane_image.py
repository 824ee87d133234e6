from __future__ import annotations

import io
import random
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.scanning.base import PageTruncated
from app.scanning.driver_errors import ScanUnsupported
from app.scanning.sane_image import Frame, pack
from app.scanning.sane_library import FrameParameters
from app.scanning.sane_types import FrameKind


def layout(
    kind: FrameKind,
    size: tuple[int, int],
    *,
    depth: int = 8,
    stride: int = 0,
    lines: int | None = None,
) -> FrameParameters:
    width, height = size
    channels = 3 if kind is FrameKind.RGB else 1
    needed = channels * ((width + 7) // 8 if depth == 1 else width * depth // 8)
    return FrameParameters(
        kind=kind,
        is_last=True,
        bytes_per_line=stride or needed,
        pixels_per_line=width,
        lines=height if lines is None else lines,
        depth=depth,
    )


def unpacked(frames: list[Frame], dpi: int = 300) -> Image.Image:
    return Image.open(io.BytesIO(pack(frames, dpi).png))


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(1, 40),
    height=st.integers(1, 12),
    padding=st.integers(0, 9),
    kind=st.sampled_from([FrameKind.GRAY, FrameKind.RGB]),
    seed=st.integers(0, 2**32),
)
def test_pack_padded_bytes_are_exactly_the_pixels(
    width: int, height: int, padding: int, kind: FrameKind, seed: int
) -> None:
    channels = 3 if kind is FrameKind.RGB else 1
    noise = random.Random(seed)
    lines = [noise.randbytes(width * channels) for _ in range(height)]
    data = b"".join(line + noise.randbytes(padding) for line in lines)
    parameters = layout(kind, (width, height), stride=width * channels + padding)

    image = unpacked([Frame(parameters, data)])

    assert image.size == (width, height)
    assert image.tobytes() == b"".join(lines)


@settings(max_examples=40, deadline=None)
@given(width=st.integers(1, 30), height=st.integers(1, 6), padding=st.integers(0, 5))
def test_pack_sixteen_bits_keep_the_high_byte(width: int, height: int, padding: int) -> None:
    values = [(7919 * i) % 65536 for i in range(width * height)]
    lines = [
        b"".join(v.to_bytes(2, sys.byteorder) for v in values[y * width : (y + 1) * width])
        for y in range(height)
    ]
    parameters = layout(FrameKind.GRAY, (width, height), depth=16, stride=2 * width + padding)

    image = unpacked([Frame(parameters, b"".join(line + bytes(padding) for line in lines))])

    assert list(image.tobytes()) == [value >> 8 for value in values]


def test_pack_one_bit_grey_one_means_black() -> None:
    parameters = layout(FrameKind.GRAY, (10, 1), depth=1, stride=4)

    image = unpacked([Frame(parameters, bytes([0b10100000, 0b01000000, 0xFF, 0xFF]))])

    assert image.mode == "1"
    assert list(image.convert("L").tobytes()) == [0, 255, 0] + [255] * 6 + [0]


def test_pack_one_bit_colour_one_means_light() -> None:
    parameters = layout(FrameKind.RGB, (2, 1), depth=1)

    image = unpacked([Frame(parameters, bytes([0b10000000, 0b01000000, 0b11000000]))])

    assert list(image.tobytes()) == [255, 0, 255, 0, 255, 255]


def test_pack_one_bit_passes_one_means_light() -> None:
    frames = [
        Frame(layout(kind, (1, 1), depth=1), bytes([bit << 7]))
        for kind, bit in ((FrameKind.BLUE, 1), (FrameKind.RED, 1), (FrameKind.GREEN, 0))
    ]

    image = unpacked(frames)

    assert list(image.tobytes()) == [255, 0, 255]


def test_pack_hand_scanner_takes_all_lines_that_came() -> None:
    parameters = layout(FrameKind.GRAY, (3, 1), lines=-1)

    image = unpacked([Frame(parameters, bytes(12))])

    assert image.size == (3, 4)


def test_pack_more_lines_than_promised_keeps_them() -> None:
    image = unpacked([Frame(layout(FrameKind.GRAY, (3, 2)), bytes(9))])

    assert image.size == (3, 3)


@pytest.mark.parametrize(("lines", "count"), [(4, 0), (4, 9), (4, 11), (-1, 0), (-1, 10)])
def test_pack_missing_lines_are_not_filled_with_white(lines: int, count: int) -> None:
    parameters = layout(FrameKind.GRAY, (3, 1), lines=lines)

    with pytest.raises(PageTruncated):
        pack([Frame(parameters, bytes(count))], 300)


@pytest.mark.parametrize(
    "kinds", [[FrameKind.RED], [FrameKind.RED, FrameKind.RED, FrameKind.GREEN], []]
)
def test_pack_missing_colour_pass_is_truncated(kinds: list[FrameKind]) -> None:
    with pytest.raises(PageTruncated):
        pack([Frame(layout(kind, (2, 2)), bytes(4)) for kind in kinds], 300)


def test_pack_passes_of_different_height_are_truncated() -> None:
    frames = [
        Frame(layout(kind, (2, lines), lines=-1), bytes(2 * lines))
        for kind, lines in ((FrameKind.RED, 2), (FrameKind.GREEN, 2), (FrameKind.BLUE, 1))
    ]

    with pytest.raises(PageTruncated):
        pack(frames, 300)


@pytest.mark.parametrize(
    "parameters",
    [
        layout(FrameKind.GRAY, (8, 1), stride=7),
        layout(FrameKind.RGB, (8, 1), stride=8),
        layout(FrameKind.GRAY, (8, 1), depth=12, stride=40),
        layout(FrameKind.GRAY, (8, 1), depth=16, stride=8),
        FrameParameters(FrameKind.GRAY, True, 0, 0, 1, 8),
    ],
)
def test_pack_impossible_layout_is_refused(parameters: FrameParameters) -> None:
    with pytest.raises(ScanUnsupported):
        pack([Frame(parameters, bytes(400))], 300)


def test_pack_unknown_resolution_is_not_invented() -> None:
    image = unpacked([Frame(layout(FrameKind.GRAY, (2, 2)), bytes(4))], dpi=0)

    assert "dpi" not in image.info
