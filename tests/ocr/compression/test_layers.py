"""Layers of a page, judged by size and by what they show when put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest

from ocr.compression.gate import Likeness, compare
from ocr.compression.layer_record import pack_layers, unpack_layers
from ocr.compression.layers import PageLayers, Profile, Verdict, encode_layers
from ocr.pdf.pdfa import DocumentMetadata, PdfPage, assemble
from ocr.words import PageText

Pixels = npt.NDArray[np.uint8]
Draw = Callable[..., Pixels]


@pytest.fixture
def rendered(tmp_path: Path) -> Callable[..., Pixels]:
    """The page as a reader of PDF shows it, (h, w, 3) BGR, at the resolution of the page."""

    def render(layers: PageLayers, dpi: int) -> Pixels:
        target = tmp_path / "page.pdf"
        about = DocumentMetadata("Trang", "A", datetime(2026, 1, 1, tzinfo=UTC))
        page = PdfPage(layers, PageText(), layers.width, layers.height, dpi)
        assemble([page], about, target)
        document = pypdfium2.PdfDocument(target)
        try:
            shown: Pixels = document[0].render(scale=dpi / 72).to_numpy()
            return shown[: layers.height, : layers.width, :3].copy()
        finally:
            document.close()

    return render


@pytest.fixture(scope="module")
def sealed(paint: Draw, look: Any) -> Pixels:
    return paint(look=look(seal=True, noise=4.0, paper=(246, 240, 226)))


@pytest.fixture(scope="module")
def printed(paint: Draw, look: Any) -> Pixels:
    return paint(("Ủy ban nhân dân xã Đông Anh", "ị ụ ọ ẹ ạ ỵ ể ỗ ẵ ự"), look(noise=2.0))


def likeness(page: Pixels, shown: Pixels, dpi: int) -> Likeness:
    size = (round(page.shape[1] * 100 / dpi), round(page.shape[0] * 100 / dpi))
    small = (cv2.resize(image, size, interpolation=cv2.INTER_AREA) for image in (page, shown))
    wanted, seen = (image.astype(np.uint8, copy=False) for image in small)
    return compare(wanted, seen)


def test_encode_sealed_page_is_small_and_in_layers(sealed: Pixels) -> None:
    layers = encode_layers(sealed, 300)

    assert layers.size_bytes <= 90_000
    assert len(layers.rasters) >= 2
    assert len(layers.stencils) == 1
    assert max(layers.stencils[0].colour) < 90


def test_encode_sealed_page_looks_like_the_page(
    sealed: Pixels, rendered: Callable[..., Pixels]
) -> None:
    layers = encode_layers(sealed, 300)

    found = likeness(sealed, rendered(layers, 300), 300)
    assert layers.verdict is Verdict.KEPT
    assert found.verdict is Verdict.KEPT
    assert found.similarity > 0.95
    assert layers.size_bytes <= 45_000


def test_encode_paper_layer_has_no_white_holes(
    paint: Draw, look: Any, rendered: Callable[..., Pixels]
) -> None:
    page = paint(look=look(dpi=150, paper=(236, 226, 200)))
    layers = encode_layers(page, 150)

    sheet = rendered(replace(layers, stencils=()), 150)

    assert np.abs(sheet.astype(int) - [200, 226, 236]).max() <= 12


def test_encode_thin_blue_stroke_stays_blue(
    paint: Draw, look: Any, rendered: Callable[..., Pixels]
) -> None:
    page = paint(("Người khai",), look())
    cv2.line(page, (900, 2000), (1500, 2300), (160, 50, 35), 3, cv2.LINE_AA)

    sheet = rendered(encode_layers(page, 300), 300)

    blue = sheet[2150, 1190:1215].astype(int)
    assert (blue[:, 0] - blue[:, 2]).max() > 90


def test_encode_photograph_on_a_page_stays_a_picture(
    paint: Draw, look: Any, rendered: Callable[..., Pixels]
) -> None:
    page = paint(("Ảnh",), look(dpi=150))
    ramp = np.tile(np.linspace(40, 160, 175, dtype=np.uint8), (235, 1))
    page[750:985, 200:375] = ramp[:, :, None]

    sheet = rendered(encode_layers(page, 150), 150)

    assert np.abs(sheet[760:975, 210:365].astype(int) - ramp[10:225, 10:165, None]).mean() < 4


def test_encode_coloured_frame_does_not_swallow_the_page(
    paint: Draw, look: Any, rendered: Callable[..., Pixels]
) -> None:
    page = paint(look=look(dpi=150))
    cv2.rectangle(page, (75, 75), (1165, 1675), (40, 40, 190), 6)

    layers = encode_layers(page, 150)

    assert layers.size_bytes < 30_000
    frame = rendered(layers, 150)[750, 70:82].astype(int)
    assert (frame[:, 2] - frame[:, 1]).max() > 80


def test_encode_name_under_a_seal_stays_black(
    paint: Draw, look: Any, rendered: Callable[..., Pixels]
) -> None:
    page = paint(("Giấy xác nhận",), look())
    cv2.circle(page, (1000, 1500), 200, (50, 45, 215), 12, cv2.LINE_AA)
    cv2.rectangle(page, (700, 1690), (1300, 1697), (30, 25, 25), -1)

    shown = rendered(encode_layers(page, 300), 300)

    crossing = shown[1694, 940:1060].astype(int)
    assert crossing.max() < 90


Trap = Callable[[Pixels], None]


def dot_matrix(page: Pixels) -> None:
    for y in range(700, 1300, 7):
        for x in range(300, 1900, 7):
            if (x // 70 + y // 60) % 3 == 0:
                cv2.circle(page, (x, y), 2, (60, 60, 60), -1)


def pencil(page: Pixels) -> None:
    for row in range(6):
        xs = np.arange(300, 1900, 4)
        ys = 900 + row * 90 + 24 * np.sin(xs / 19.0)
        points = np.stack([xs, ys], axis=1).astype(np.int32)
        cv2.polylines(page, [points], False, (196, 196, 196), 3, cv2.LINE_AA)


def light_blue_stamp(page: Pixels) -> None:
    cv2.rectangle(page, (400, 900), (1100, 1100), (240, 205, 165), 8, cv2.LINE_AA)
    for x in range(450, 1050, 40):
        cv2.line(page, (x, 950), (x + 20, 1050), (240, 205, 165), 5, cv2.LINE_AA)


def thin_rules(page: Pixels) -> None:
    for y in range(600, 2400, 90):
        page[y : y + 2, 250:2200] = 70


def white_on_dark(page: Pixels) -> None:
    page[800:960, 250:2200] = (45, 40, 40)
    cv2.putText(page, "PHIEU THU", (400, 910), cv2.FONT_HERSHEY_SIMPLEX, 3, (245,) * 3, 8)


def coloured_bar(page: Pixels) -> None:
    page[800:960, 250:2200] = (150, 70, 20)
    cv2.putText(page, "PHIEU THU", (400, 910), cv2.FONT_HERSHEY_SIMPLEX, 3, (245,) * 3, 8)


def gray_code(page: Pixels) -> None:
    modules = np.random.default_rng(3).integers(0, 2, (45, 45)).astype(np.uint8) * 170 + 60
    code = cv2.resize(modules, (270, 270), interpolation=cv2.INTER_NEAREST)
    page[700:970, 1700:1970] = cv2.GaussianBlur(code, (0, 0), 4)[:, :, None]


@pytest.mark.parametrize(
    "trap",
    [dot_matrix, pencil, light_blue_stamp, thin_rules, white_on_dark, coloured_bar, gray_code],
)
def test_encode_hard_page_loses_nothing(
    printed: Pixels, rendered: Callable[..., Pixels], trap: Trap
) -> None:
    page = printed.copy()
    trap(page)

    layers = encode_layers(page, 300)

    found = likeness(page, rendered(layers, 300), 300)
    assert found.lost_px <= 60
    assert found.toned_px <= 40
    assert found.colour_off < 22


def test_encode_print_of_the_other_side_stays_in_the_paper(
    paint: Draw, look: Any, declaration: tuple[str, ...], rendered: Callable[..., Pixels]
) -> None:
    page = paint(look=look(dpi=200))
    other = cv2.GaussianBlur(paint(declaration * 2, look(dpi=200))[:, ::-1], (0, 0), 1.5)
    page = np.minimum(page, (255 - (255 - other.astype(int)) // 2).astype(np.uint8))

    layers = encode_layers(page, 200)

    found = likeness(page, rendered(layers, 200), 200)
    assert layers.verdict is Verdict.KEPT
    assert layers.size_bytes < 120_000
    assert found.lost_px <= 60


def test_encode_shadow_beside_the_bright_edge_is_no_ink(paint: Draw, look: Any) -> None:
    page = paint(("Giấy xác nhận",), look(dpi=150))
    light = np.clip(np.linspace(0.5, 1.3, page.shape[1]), 0, 1)[None, :, None]
    page = (page * light).astype(np.uint8)
    page[:, :25] = 240

    layers = encode_layers(page, 150)

    assert layers.verdict is Verdict.KEPT
    assert sum(len(stencil.stream) for stencil in layers.stencils) < 3_000
    assert len(layers.rasters) == 1


@pytest.mark.parametrize("size_pt", [7.0, 9.0, 13.0])
def test_encode_marks_of_letters_are_all_in_the_stencil(
    paint: Draw, look: Any, rendered: Callable[..., Pixels], size_pt: float
) -> None:
    page = paint(("ị ụ ọ ẹ ạ ỵ i í ì ĩ ỉ . : ; ể ỗ ẵ ự",), look(size_pt=size_pt, noise=3.0))
    band = page[200:340]
    drawn = (cv2.cvtColor(band, cv2.COLOR_BGR2GRAY) < 110).astype(np.uint8)

    shown = rendered(encode_layers(page, 300), 300)[200:340]

    count, labels, stats, _ = cv2.connectedComponentsWithStats(drawn, connectivity=8)
    dark = cv2.cvtColor(shown, cv2.COLOR_BGR2GRAY) < 150
    missing = [n for n in range(1, count) if stats[n, 4] >= 4 and dark[labels == n].mean() < 0.5]
    assert missing == []


def test_encode_page_that_is_mostly_dark_is_one_picture(paint: Draw, look: Any) -> None:
    page = (255 - paint(look=look(dpi=150, noise=3.0))).astype(np.uint8)
    page[:, :, 0] //= 2

    layers = encode_layers(page, 150)

    assert layers.stencils == ()
    assert layers.verdict not in (Verdict.KEPT, Verdict.PATCHED, Verdict.ASKED)


def test_encode_card_on_a_page_is_a_picture_in_its_place(
    paint: Draw, look: Any, rendered: Callable[..., Pixels]
) -> None:
    page = paint((), look(noise=2.0))
    card = np.full((638, 1010, 3), (225, 236, 214), np.uint8)
    for y in range(0, 638, 24):
        cv2.line(card, (0, y), (1009, y + 12), (200, 222, 190), 2, cv2.LINE_AA)
    page[500:1138, 700:1710] = card

    layers = encode_layers(page, 300)

    x0, y0, x1, y1 = layers.rasters[1].place
    assert x0 <= 712
    assert y0 <= 512
    assert x1 >= 1698
    assert y1 >= 1126
    shown = rendered(layers, 300)
    assert np.abs(shown[520:1120, 720:1690].astype(int) - card[20:620, 20:990]).mean() < 5


def test_encode_photograph_page_is_one_picture() -> None:
    rng = np.random.default_rng(2)
    coarse = rng.integers(0, 255, (40, 30, 3)).astype(np.uint8)
    photo = cv2.resize(coarse, (1240, 1754), interpolation=cv2.INTER_CUBIC).astype(np.uint8)

    layers = encode_layers(photo, 150)

    assert layers.stencils == ()
    assert len(layers.rasters) == 1
    assert layers.rasters[0].place == (0, 0, 1240, 1754)


def test_encode_small_profile_has_white_paper(
    paint: Draw, look: Any, rendered: Callable[..., Pixels]
) -> None:
    page = paint(look=look(seal=True, paper=(236, 226, 200)))

    layers = encode_layers(page, 300, Profile.SMALL)

    assert layers.size_bytes < encode_layers(page, 300).size_bytes
    assert rendered(layers, 300)[:200].min() == 255


def test_encode_bitonal_profile_is_one_black_stencil(paint: Draw, look: Any) -> None:
    page = paint(look=look(seal=True))

    layers = encode_layers(page, 300, Profile.BITONAL)

    assert layers.rasters == ()
    assert [stencil.colour for stencil in layers.stencils] == [(0, 0, 0)]
    assert layers.verdict is Verdict.ASKED


@pytest.mark.parametrize("profile", list(Profile))
def test_pack_layers_any_profile_comes_back(paint: Draw, look: Any, profile: Profile) -> None:
    layers = encode_layers(paint(look=look(dpi=200, seal=True)), 200, profile)

    assert unpack_layers(pack_layers(layers)) == layers


def test_encode_picture_profile_has_no_layers(paint: Draw, look: Any) -> None:
    layers = encode_layers(paint(look=look(dpi=100)), 100, Profile.PICTURE)

    assert layers.stencils == ()
    assert layers.verdict is Verdict.ASKED


@pytest.mark.parametrize("size", [(1, 1), (5, 300), (64, 64)])
def test_encode_tiny_picture_goes_through(size: tuple[int, int]) -> None:
    layers = encode_layers(np.full((*size, 3), 180, np.uint8), 300)

    assert (layers.height, layers.width) == size
    assert layers.rasters


def test_encode_is_deterministic(paint: Draw, look: Any) -> None:
    page = paint(look=look(dpi=150, seal=True))

    assert encode_layers(page, 150) == encode_layers(page, 150)
