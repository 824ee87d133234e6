"""Packing a page while its lines come: the same pixels as packing it at its end."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.scanning import sane_stream
from app.scanning.base import PageTruncated
from app.scanning.sane_image import Frame, pack
from app.scanning.sane_library import FrameParameters
from app.scanning.sane_stream import Backlog, PageStream, StreamedPage, can_stream
from app.scanning.sane_types import FrameKind


def layout(kind: FrameKind, width: int, lines: int, padding: int = 0) -> FrameParameters:
    channels = 3 if kind is FrameKind.RGB else 1
    return FrameParameters(
        kind=kind,
        is_last=True,
        bytes_per_line=width * channels + padding,
        pixels_per_line=width,
        lines=lines,
        depth=8,
    )


@pytest.fixture
def pool() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


def streamed(form: FrameParameters, raw: bytes, pool: Executor, piece: int = 4096) -> StreamedPage:
    stream = PageStream(form, pool, Backlog())
    data = bytearray()
    for start in range(0, len(raw), piece):
        data += raw[start : start + piece]
        stream.take(data)
    stream.close(data)
    return stream.page(300)


@pytest.mark.parametrize("kind", [FrameKind.RGB, FrameKind.GRAY])
@pytest.mark.parametrize("padding", [0, 5])
@pytest.mark.parametrize("is_behind", [False, True])
def test_streamed_page_has_the_pixels_of_the_packed_one(
    kind: FrameKind, padding: int, is_behind: bool, pool: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small blocks, so that a small page has several; behind from the first byte on.
    monkeypatch.setattr(sane_stream, "BLOCK_BYTES", 4000)
    monkeypatch.setattr(sane_stream, "BEHIND_BYTES", 0 if is_behind else 1 << 30)
    form = layout(kind, 301, 257, padding)
    raw = random.Random(3).randbytes(form.bytes_per_line * form.lines)

    page = streamed(form, raw, pool)

    whole = pack([Frame(form, raw)], 300)
    with Image.open(io.BytesIO(page.png)) as got, Image.open(io.BytesIO(whole.png)) as wanted:
        assert got.mode == wanted.mode
        assert got.tobytes() == wanted.tobytes()
        assert got.info["dpi"] == wanted.info["dpi"]
    assert (page.stored > 0) is is_behind


def test_streamed_page_has_a_small_preview(pool: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sane_stream, "BEHIND_BYTES", 1 << 30)
    form = layout(FrameKind.RGB, 1240, 1754)

    page = streamed(form, b"\xff" * (form.bytes_per_line * form.lines), pool, 1 << 18)

    with Image.open(io.BytesIO(page.preview)) as small:
        assert max(small.size) <= sane_stream.PREVIEW_PX
        assert abs(small.width / small.height - 1240 / 1754) < 0.02
        assert small.getpixel((3, 3)) == (255, 255, 255)
    assert len(page.png) < 100_000


@pytest.mark.parametrize("missing", [1, 100, 60 * 3, 60 * 3 * 39])
def test_stream_with_missing_bytes_is_truncated(missing: int, pool: Executor) -> None:
    form = layout(FrameKind.RGB, 60, 40)

    with pytest.raises(PageTruncated):
        streamed(form, bytes(60 * 3 * 40 - missing), pool)


@pytest.mark.parametrize(("promised", "came"), [(-1, 40), (30, 40)])
def test_stream_of_more_lines_than_promised_keeps_them(
    promised: int, came: int, pool: Executor
) -> None:
    page = streamed(layout(FrameKind.GRAY, 60, promised), bytes(60 * came), pool)

    assert (page.width, page.height) == (60, came)


def test_can_stream_only_whole_pages_of_eight_bits() -> None:
    from dataclasses import replace

    form = layout(FrameKind.RGB, 60, 40)

    assert can_stream(form)
    assert not can_stream(replace(form, depth=16))
    assert not can_stream(replace(form, depth=1))
    assert not can_stream(replace(form, is_last=False))
    assert not can_stream(replace(form, kind=FrameKind.RED))
    assert not can_stream(replace(form, bytes_per_line=179))
    assert not can_stream(replace(form, pixels_per_line=0))


@given(st.binary(max_size=3000), st.binary(max_size=3000))
def test_combined_checksum_is_that_of_both(first: bytes, second: bytes) -> None:
    made = sane_stream._combined(zlib.adler32(first), zlib.adler32(second), len(second))

    assert made == zlib.adler32(first + second)
