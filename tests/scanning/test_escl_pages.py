from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.scanning.base import PageTruncated, PaperSource, ScanError
from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.escl_pages import MAX_PIXELS, PREVIEW_PX, checked
from app.scanning.escl_settings import JobSettings
from app.scanning.escl_values import PixelKind
from benchmarks.capture_faults_escl import sheets
from tests.fakes.escl_pictures import bomb

WISH = JobSettings(
    source=PaperSource.FEEDER,
    kind=PixelKind.COLOUR,
    dpi=100,
    width=300,
    height=450,
    format="image/jpeg",
    says_ext=True,
    compression=None,
)


def encoded(kind: str, picture: Image.Image | None = None, **options: object) -> bytes:
    store = io.BytesIO()
    (picture or sheets(1)[0].resize((100, 150))).save(store, kind, **options)
    return store.getvalue()


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"quality": 90}),
        ("JPEG", {"quality": 90, "progressive": True}),
        ("JPEG", {"quality": 90, "subsampling": 0, "restart_marker_rows": 1}),
        ("PNG", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
    ],
)
def test_checked_whole_picture_keeps_its_bytes(kind: str, options: dict[str, object]) -> None:
    data = encoded(kind, **options)

    (page,) = checked(data, WISH)

    assert (page.data, page.media, page.dpi) == (data, f"image/{kind.lower()}", 100)
    with Image.open(io.BytesIO(page.preview)) as small:
        assert max(small.size) == min(150, PREVIEW_PX)


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_checked_flat_pages_of_real_paper_are_whole(mode: str) -> None:
    for shade in (0, 127, 129, 255):
        data = encoded("PNG", Image.new("L", (100, 150), shade).convert(mode))

        assert len(list(checked(data, WISH))) == 1


@settings(max_examples=40)
@given(part=st.floats(0.05, 0.97), ends=st.booleans())
def test_checked_cut_jpeg_is_never_whole(part: float, ends: bool) -> None:
    # With an end mark put back, a cut inside the last row of blocks cannot be told from a picture.
    part = min(part, 0.9) if ends else part
    data = encoded("JPEG", quality=90)
    cut = data[: int(len(data) * part)] + (b"\xff\xd9" if ends else b"")

    with pytest.raises(ScanError):
        list(checked(cut, WISH))


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
@settings(max_examples=40)
@given(part=st.floats(0.0, 0.9))
def test_checked_cut_picture_is_never_whole(kind: str, part: float) -> None:
    data = encoded(kind)

    with pytest.raises(ScanError):
        list(checked(data[: int(len(data) * part)], WISH))


@settings(max_examples=40)
@given(st.sampled_from(["JPEG", "PNG", "TIFF", "PDF"]), st.data())
def test_checked_damaged_bytes_are_a_page_or_refused(kind: str, draw: st.DataObject) -> None:
    raw = bytearray(encoded(kind, resolution=100) if kind == "PDF" else encoded(kind))
    for _ in range(draw.draw(st.integers(1, 4))):
        start = draw.draw(st.integers(0, len(raw) - 1))
        raw[start : start + draw.draw(st.integers(0, 30))] = draw.draw(st.binary(max_size=9))

    try:
        pages = list(checked(bytes(raw), WISH))
    except ScanError:
        return

    assert all(page.media.startswith("image/") for page in pages)


@settings(max_examples=40)
@given(st.binary(max_size=2000))
def test_checked_anything_is_refused(raw: bytes) -> None:
    with pytest.raises((PageTruncated, ScannerMisbehaves)):
        list(checked(raw, WISH))


def test_checked_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ScannerMisbehaves):
        list(checked(bomb(), WISH))
    assert MAX_PIXELS < 40_000 * 40_000


def test_checked_pdf_of_strips_is_drawn_at_the_asked_resolution() -> None:
    import pikepdf

    strip = encoded("PDF", sheets(1)[0].resize((100, 75)), resolution=100)
    with pikepdf.open(io.BytesIO(strip)) as document:
        document.pages[0].mediabox = [0, 0, 72, 108]
        store = io.BytesIO()
        document.save(store)

    (page,) = checked(store.getvalue(), WISH)

    with Image.open(io.BytesIO(page.data)) as picture:
        assert (picture.format, picture.size, page.dpi) == ("PNG", (100, 150), 100)
