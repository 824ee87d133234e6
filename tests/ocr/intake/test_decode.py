"""Hostile and odd inputs: everything ends as a page or as one of our own errors."""

from __future__ import annotations

import io
import mmap
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ocr.errors import (
    DamagedInput,
    EmptyInput,
    NotAnImage,
    PasswordProtected,
    SignedAndProtected,
    TelephonePicture,
    TooManyPages,
    TooManyPixels,
    UnreadableInput,
    WrongPassword,
)
from ocr.intake.decode import Bounds, Media, decode_page, guess_dpi, inspect, sniff
from ocr.intake.pdf_source import open_protected


def picture(size: tuple[int, int] = (496, 702), mode: str = "RGB") -> Image.Image:
    ramp = np.linspace(0, 255, size[0] * size[1]).reshape(size[1], size[0]).astype(np.uint8)
    return Image.fromarray(ramp).convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def pdf_of(pages: int = 1, **save_options: Any) -> bytes:
    pdf = pikepdf.Pdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    target = io.BytesIO()
    pdf.save(target, **save_options)
    return target.getvalue()


def signed_pdf(*, filled: bool) -> bytes:
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    kid = pikepdf.Dictionary(T=pikepdf.String("Signature1"))
    if filled:
        kid.V = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig))
    parent = pikepdf.Dictionary(FT=pikepdf.Name.Sig, Kids=pikepdf.Array([pdf.make_indirect(kid)]))
    fields = pikepdf.Array([pdf.make_indirect(parent)])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields)
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def png_header(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    body = b"IDAT" + zlib.compress(b"\0" * 64)
    data = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + chunk + data


@pytest.mark.parametrize(
    ("kind", "media"),
    [("JPEG", Media.JPEG), ("PNG", Media.PNG), ("TIFF", Media.TIFF), ("PDF", Media.PDF)],
)
def test_sniff_known_kinds_are_told_by_content(kind: str, media: Media) -> None:
    assert sniff(saved(picture(), kind)) is media


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("GIF", Media.GIF),
        ("BMP", Media.BMP),
        ("WEBP", Media.WEBP),
        ("JPEG2000", Media.JPEG2000),
    ],
)
def test_decode_further_kinds_from_mapped_memory(kind: str, media: Media) -> None:
    data = saved(picture(), kind)
    with mmap.mmap(-1, len(data)) as memory:
        memory[:] = data
        info, page = inspect(memory), decode_page(memory, 0)

    assert (info.media, info.page_count) == (media, 1)
    assert page.image.shape[:2] == (picture().height, picture().width)
    for cut in (data[: len(data) // 2], data[:40]):
        with pytest.raises(UnreadableInput):
            inspect(cut)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_decode_mapped_memory_gives_the_same_page(kind: str) -> None:
    data = saved(picture(), kind)
    memory = mmap.mmap(-1, len(data))
    memory[:] = data

    assert inspect(memory) == inspect(data)
    assert (decode_page(memory, 0).image == decode_page(data, 0).image).all()


def test_decode_moving_picture_its_first_is_the_page() -> None:
    others = [picture().rotate(90), picture().rotate(180)]
    data = saved(picture(), "GIF", save_all=True, append_images=others)

    assert inspect(data).page_count == 1


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_inspect_telephone_picture_is_told(brand: bytes) -> None:
    with pytest.raises(TelephonePicture):
        inspect(b"\0\0\0\x18ftyp" + brand + bytes(400))


def test_open_protected_gives_the_pages_without_a_password() -> None:
    data = pdf_of(3, encryption=pikepdf.Encryption(owner="o", user="mật khẩu"))

    opened = open_protected(data, "mật khẩu")

    assert inspect(opened).page_count == 3
    with pytest.raises(WrongPassword):
        open_protected(data, "khác")


def test_open_protected_signed_pdf_is_refused() -> None:
    with pikepdf.open(io.BytesIO(signed_pdf(filled=True))) as pdf:
        target = io.BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))

    with pytest.raises(SignedAndProtected):
        open_protected(target.getvalue(), "u")


def test_inspect_zero_bytes_is_empty() -> None:
    with pytest.raises(EmptyInput):
        inspect(b"")


@pytest.mark.parametrize("data", [b"Xin ch\xc3\xa0o", b"\0" * 4000, b"\xff"])
def test_inspect_other_content_is_not_an_image(data: bytes) -> None:
    with pytest.raises(NotAnImage):
        inspect(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_inspect_whole_file_gives_one_page_and_digest(kind: str) -> None:
    info = inspect(saved(picture(), kind))

    assert info.page_count == 1
    assert not info.signed
    assert len(info.sha256) == 64


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_inspect_cut_file_is_damaged(kind: str, share: float) -> None:
    data = saved(picture(), kind)

    with pytest.raises(DamagedInput):
        inspect(data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_decode_cut_picture_is_damaged(kind: str) -> None:
    data = saved(picture(), kind)

    with pytest.raises(DamagedInput):
        decode_page(data[: len(data) // 2], 0)


def test_decode_cut_fax_strip_is_damaged() -> None:
    data = saved(picture(mode="1"), "TIFF", compression="group4")

    with pytest.raises(DamagedInput):
        inspect(data[: len(data) // 2])


@pytest.mark.parametrize("size", [(30_000, 30_000), (12_000, 9_000), (1_000_000, 101)])
@pytest.mark.parametrize("act", [inspect, lambda data: decode_page(data, 0)])
def test_bomb_is_refused_by_its_header(
    act: Callable[[bytes], object], size: tuple[int, int]
) -> None:
    with pytest.raises(TooManyPixels):
        act(png_header(*size))


def test_inspect_password_pdf_is_told_apart() -> None:
    locked = pdf_of(encryption=pikepdf.Encryption(user="bi mat", owner="bi mat"))

    with pytest.raises(PasswordProtected):
        inspect(locked)
    with pytest.raises(PasswordProtected):
        decode_page(locked, 0)


def test_inspect_501_pages_are_too_many_and_500_are_not() -> None:
    assert inspect(pdf_of(500)).page_count == 500

    with pytest.raises(TooManyPages):
        inspect(pdf_of(501))


def test_inspect_too_many_frames_of_a_tiff_are_refused() -> None:
    frames = [picture((16, 16), "L") for _ in range(4)]
    data = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])

    assert inspect(data).page_count == 4
    with pytest.raises(TooManyPages):
        inspect(data, Bounds(max_pages=3))


def test_inspect_too_many_bytes_are_refused() -> None:
    with pytest.raises(UnreadableInput):
        inspect(saved(picture(), "PNG"), Bounds(max_bytes=100))


@pytest.mark.parametrize("filled", [True, False])
def test_inspect_signature_field_counts_only_when_filled(*, filled: bool) -> None:
    assert inspect(signed_pdf(filled=filled)).signed is filled


def test_decode_second_frame_of_tiff_is_the_second() -> None:
    black, white = Image.new("L", (60, 80), 0), Image.new("L", (60, 80), 255)
    data = saved(black, "TIFF", save_all=True, append_images=[white])

    first, second = decode_page(data, 0), decode_page(data, 1)

    assert first.image.max() == 0
    assert second.image.min() == 255
    with pytest.raises(UnreadableInput):
        decode_page(data, 2)


def test_decode_exif_turned_jpeg_stands_upright() -> None:
    image = Image.new("RGB", (400, 200), "white")
    image.paste((255, 0, 0), (0, 0, 100, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn clockwise shows it upright

    page = decode_page(saved(image, "JPEG", exif=exif, quality=95), 0)

    assert page.image.shape == (400, 200, 3)
    assert page.image[20, 100, 2] > 200
    assert page.image[20, 100, 0] < 80


def test_decode_colour_order_is_blue_green_red() -> None:
    page = decode_page(saved(Image.new("RGB", (40, 40), (250, 10, 20)), "PNG"), 0)

    assert page.image[5, 5].tolist() == [20, 10, 250]


def test_decode_cmyk_jpeg_keeps_white_white() -> None:
    page = decode_page(saved(Image.new("CMYK", (80, 80), (0, 0, 0, 0)), "JPEG"), 0)

    assert page.image.min() > 245


def test_decode_one_bit_tiff_has_two_levels() -> None:
    data = saved(picture(mode="1"), "TIFF", compression="group4")

    page = decode_page(data, 0)

    assert set(np.unique(page.image)) == {0, 255}


def test_decode_16_bit_png_keeps_its_range() -> None:
    values = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)

    page = decode_page(saved(Image.fromarray(values), "PNG"), 0)

    assert page.image.min() == 0
    assert page.image.max() == 255
    assert 120 < page.image.mean() < 135


def test_decode_transparent_png_lies_on_white() -> None:
    page = decode_page(saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"), 0)

    assert page.image.min() == 255


def test_decode_palette_png_with_transparency_lies_on_white() -> None:
    image = Image.new("P", (50, 50), 0)
    image.putpalette([0, 0, 0, 255, 0, 0])

    page = decode_page(saved(image, "PNG", transparency=0), 0)

    assert page.image.min() == 255


@pytest.mark.parametrize("dpi", [75, 150, 200, 300, 600])
def test_decode_stated_resolution_is_kept(dpi: int) -> None:
    size = (round(8.27 * dpi), round(11.69 * dpi))

    page = decode_page(saved(Image.new("L", size, 255), "PNG", dpi=(dpi, dpi)), 0)

    assert (page.dpi, page.dpi_guessed) == (dpi, False)


@pytest.mark.parametrize("options", [{}, {"dpi": (72, 72)}, {"dpi": (1, 1)}, {"dpi": (96, 96)}])
def test_decode_missing_or_false_resolution_is_guessed(options: dict[str, Any]) -> None:
    page = decode_page(saved(Image.new("L", (2480, 3508), 255), "JPEG", **options), 0)

    assert (page.dpi, page.dpi_guessed) == (300, True)


def test_guess_dpi_of_card_shape_takes_the_card() -> None:
    assert guess_dpi(1011, 638) == 300


def test_decode_fax_with_unequal_resolution_becomes_square() -> None:
    fax = Image.new("1", (1728, 1145), 1)

    page = decode_page(saved(fax, "TIFF", compression="group4", dpi=(204, 98)), 0)

    assert page.dpi == 204
    assert abs(page.image.shape[0] - 1145 * 204 / 98) <= 1


def test_decode_scanned_pdf_page_has_its_own_pixels() -> None:
    scan = saved(Image.new("RGB", (1654, 2339), (200, 210, 220)), "PDF", resolution=200)

    page = decode_page(scan, 0)

    assert page.dpi == 200
    assert abs(page.image.shape[0] - 2339) <= 2
    assert np.abs(page.image[100, 100].astype(int) - [220, 210, 200]).max() <= 3


def test_decode_drawn_pdf_page_is_rendered_at_300_dpi() -> None:
    page = decode_page(pdf_of(), 0)

    assert page.dpi == 300
    assert abs(page.image.shape[1] - 595 / 72 * 300) <= 2


def test_decode_pdf_wall_chart_is_rendered_smaller() -> None:
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(4_000, 4_000))
    target = io.BytesIO()
    pdf.save(target)

    page = decode_page(target.getvalue(), 0, Bounds(max_pixels=40_000_000))
    small = Bounds(max_pixels=1_000_000)

    assert page.dpi < 300
    with pytest.raises(TooManyPixels):
        decode_page(target.getvalue(), 0, small)


def test_decode_pdf_missing_page_is_refused() -> None:
    with pytest.raises(UnreadableInput):
        decode_page(pdf_of(), 1)
    with pytest.raises(UnreadableInput):
        decode_page(pdf_of(), -1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 1), noise=st.binary(min_size=1, max_size=24))
def test_any_damage_ends_in_a_page_or_our_error(kind: str, place: float, noise: bytes) -> None:
    data = bytearray(saved(picture((64, 80)), kind))
    start = int(place * (len(data) - 1))
    data[start : start + len(noise)] = noise

    try:
        info = inspect(bytes(data))
        page = decode_page(bytes(data), 0)
    except UnreadableInput:
        return

    assert info.page_count >= 1
    assert page.image.ndim == 3


def test_pdfium_error_numbers_are_as_expected() -> None:
    assert pypdfium2.raw.FPDF_ERR_PASSWORD == 4
