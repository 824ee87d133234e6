"""Pictures of signatures and seals: what is refused and what is remarked."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.appearance.pictures import PictureKind, PictureNotice, read_picture
from signing.errors import (
    AppearanceRefused,
    PictureEmpty,
    PictureOpaque,
    PictureTooLarge,
    PictureUnreadable,
)
from tests.signing.appearance.conftest import BLUE, RED, png


def _with_size(content: bytes, width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">II", width, height) + content[24:29]
    return content[:12] + header + struct.pack(">I", zlib.crc32(header)) + content[33:]


@pytest.mark.parametrize(
    ("ink", "kind", "notices"),
    [
        (BLUE, PictureKind.SIGNATURE, ()),
        (RED, PictureKind.SEAL, ()),
        ((0, 0, 0, 255), PictureKind.SIGNATURE, (PictureNotice.NOT_BLUE,)),
        (RED, PictureKind.SIGNATURE, (PictureNotice.NOT_BLUE,)),
        (BLUE, PictureKind.SEAL, (PictureNotice.NOT_RED,)),
        ((200, 200, 200, 255), PictureKind.SEAL, (PictureNotice.NOT_RED,)),
    ],
)
def test_read_picture_colour_is_remarked(
    ink: tuple[int, int, int, int], kind: PictureKind, notices: tuple[PictureNotice, ...]
) -> None:
    picture = read_picture(png(ink), kind)

    assert picture.notices == notices


def test_read_picture_margins_are_taken_off() -> None:
    picture = read_picture(png(size=(600, 240)), PictureKind.SIGNATURE)

    assert picture.size_px == (580, 220)
    assert picture.dpi == pytest.approx(300, abs=0.1)


def test_read_picture_palette_with_transparency_is_read() -> None:
    picture = read_picture(png(mode="P"), PictureKind.SIGNATURE)

    assert picture.pixels.shape == (220, 580, 4)
    assert not picture.notices


@pytest.mark.parametrize("dpi", [0, 1, 90_000])
def test_read_picture_without_sensible_resolution_has_no_true_size(dpi: float) -> None:
    picture = read_picture(png(RED, dpi=dpi), PictureKind.SEAL)

    assert picture.true_size_pt == (0.0, 0.0)


def test_read_picture_without_alpha_is_refused() -> None:
    with pytest.raises(PictureOpaque):
        read_picture(png(mode="RGB"), PictureKind.SIGNATURE)


def test_read_picture_filled_everywhere_is_refused() -> None:
    from io import BytesIO

    from PIL import Image

    made = BytesIO()
    Image.new("RGBA", (100, 100), BLUE).save(made, "PNG")

    with pytest.raises(PictureOpaque):
        read_picture(made.getvalue(), PictureKind.SIGNATURE)


def test_read_picture_clear_everywhere_is_refused() -> None:
    with pytest.raises(PictureEmpty):
        read_picture(png((0, 0, 0, 0)), PictureKind.SIGNATURE)


def test_read_picture_of_few_pixels_is_refused() -> None:
    with pytest.raises(PictureEmpty):
        read_picture(_with_size(png(), 8, 8), PictureKind.SIGNATURE)


@pytest.mark.parametrize("size", [(100_000, 10), (10, 100_000), (4_900, 4_900), (2**31, 2**31)])
def test_read_picture_huge_by_its_header_is_refused_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLarge):
        read_picture(_with_size(png(), *size), PictureKind.SIGNATURE)


def test_read_picture_of_many_bytes_is_refused() -> None:
    with pytest.raises(PictureTooLarge):
        read_picture(png() + bytes(4 * 1024 * 1024), PictureKind.SIGNATURE)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8\xff\xe0" + bytes(100)])
def test_read_picture_other_format_is_refused(content: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        read_picture(content, PictureKind.SIGNATURE)


@pytest.mark.parametrize("kept", [33, 60, 200])
def test_read_picture_cut_off_is_refused(kept: int) -> None:
    with pytest.raises(PictureUnreadable):
        read_picture(png()[:kept], PictureKind.SIGNATURE)


@given(st.data())
def test_read_picture_damaged_anywhere_gives_picture_or_named_error(data: st.DataObject) -> None:
    content = bytearray(png(size=(40, 30)))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    try:
        picture = read_picture(bytes(content), PictureKind.SIGNATURE)
    except AppearanceRefused:
        return

    assert picture.size_px[0] > 0
