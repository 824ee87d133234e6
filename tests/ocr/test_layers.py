"""Layers of a page, judged by size and by what they show when put together."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from ocr.layers import PageLayers, Profile, encode_layers

Pixels = npt.NDArray[np.uint8]
Draw = Callable[..., Pixels]


def rasters_of(layers: PageLayers) -> Pixels:
    """The page without its stencils, (h, w, 3) BGR."""
    sheet = np.zeros((layers.height, layers.width, 3), np.uint8)
    for raster in layers.rasters:
        x0, y0, x1, y1 = raster.place
        with Image.open(io.BytesIO(raster.jpeg)) as picture:
            assert picture.size == (raster.width, raster.height)
            pixels = np.asarray(picture.convert("RGB"))[:, :, ::-1]
        sheet[y0:y1, x0:x1] = cv2.resize(pixels, (x1 - x0, y1 - y0))
    return sheet


def test_encode_sealed_page_is_small_and_in_layers(paint: Draw, look: Any) -> None:
    page = paint(look=look(seal=True, noise=4.0, paper=(246, 240, 226)))

    layers = encode_layers(page, 300)

    assert layers.size_bytes <= 90_000
    assert len(layers.rasters) >= 2
    assert len(layers.stencils) == 1
    assert max(layers.stencils[0].colour) < 90


def test_encode_paper_layer_has_no_white_holes(paint: Draw, look: Any) -> None:
    page = paint(look=look(dpi=150, paper=(236, 226, 200)))

    sheet = rasters_of(encode_layers(page, 150))

    assert np.abs(sheet.astype(int) - [200, 226, 236]).max() <= 12


def test_encode_thin_blue_stroke_stays_blue(paint: Draw, look: Any) -> None:
    page = paint(("Người khai",), look())
    cv2.line(page, (900, 2000), (1500, 2300), (160, 50, 35), 3, cv2.LINE_AA)

    sheet = rasters_of(encode_layers(page, 300))

    blue = sheet[2150, 1190:1215].astype(int)
    assert (blue[:, 0] - blue[:, 2]).max() > 60


def test_encode_photograph_on_a_page_stays_a_picture(paint: Draw, look: Any) -> None:
    page = paint(("Ảnh",), look(dpi=150))
    ramp = np.tile(np.linspace(40, 160, 175, dtype=np.uint8), (235, 1))
    page[750:985, 200:375] = ramp[:, :, None]

    sheet = rasters_of(encode_layers(page, 150))

    assert np.abs(sheet[760:975, 210:365].astype(int) - ramp[10:225, 10:165, None]).mean() < 4


def test_encode_coloured_frame_does_not_swallow_the_page(paint: Draw, look: Any) -> None:
    page = paint(look=look(dpi=150))
    cv2.rectangle(page, (75, 75), (1165, 1675), (40, 40, 190), 6)

    layers = encode_layers(page, 150)

    assert len(layers.stencils) == 1
    assert layers.size_bytes < 120_000
    frame = rasters_of(layers)[750, 70:82].astype(int)
    assert (frame[:, 2] - frame[:, 1]).max() > 80


def test_encode_photograph_page_is_one_picture() -> None:
    rng = np.random.default_rng(2)
    coarse = rng.integers(0, 255, (40, 30, 3)).astype(np.uint8)
    photo = cv2.resize(coarse, (1240, 1754), interpolation=cv2.INTER_CUBIC).astype(np.uint8)

    layers = encode_layers(photo, 150)

    assert layers.stencils == ()
    assert len(layers.rasters) == 1
    assert layers.rasters[0].place == (0, 0, 1240, 1754)


def test_encode_white_profile_drops_the_paper(paint: Draw, look: Any) -> None:
    page = paint(look=look(dpi=150, paper=(236, 226, 200)))

    sheet = rasters_of(encode_layers(page, 150, Profile.WHITE_PAPER))

    assert sheet.min() >= 253


def test_encode_picture_profile_has_no_layers(paint: Draw, look: Any) -> None:
    layers = encode_layers(paint(look=look(dpi=100)), 100, Profile.PICTURE)

    assert layers.stencils == ()


@pytest.mark.parametrize("size", [(1, 1), (5, 300), (64, 64)])
def test_encode_tiny_picture_goes_through(size: tuple[int, int]) -> None:
    layers = encode_layers(np.full((*size, 3), 180, np.uint8), 300)

    assert (layers.height, layers.width) == size
    assert layers.rasters


def test_encode_is_deterministic(paint: Draw, look: Any) -> None:
    page = paint(look=look(dpi=150, seal=True))

    assert encode_layers(page, 150) == encode_layers(page, 150)
