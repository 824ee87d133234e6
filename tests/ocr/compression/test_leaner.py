"""Packing a page tighter: print stays lossless, pictures become coarser."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.compression.jpeg import jpeg_of
from ocr.compression.layer_record import pack_layers
from ocr.compression.leaner import leaner
from ocr.compression.page_layers import PageLayers, Raster, Stencil

NOISE = np.random.default_rng(7).integers(0, 255, (600, 400, 3), np.uint8)
PICTURE = Raster(jpeg_of(NOISE, 80), 400, 600, (0, 0, 400, 600))
PRINT = Stencil(b"bits", (0, 0, 0))


def test_leaner_keeps_print_and_place_and_halves_the_picture() -> None:
    page = PageLayers(400, 600, (PICTURE,), (PRINT,))

    lean = leaner(page, 300)

    assert lean.stencils == page.stencils
    assert lean.rasters[0].place == PICTURE.place
    assert (lean.rasters[0].width, lean.rasters[0].height) == (200, 300)
    decoded = cv2.imdecode(np.frombuffer(lean.rasters[0].jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert decoded.shape == (300, 200, 3)
    assert len(pack_layers(lean)) < len(pack_layers(page)) / 2


def test_leaner_page_that_is_one_picture_is_left_alone() -> None:
    page = PageLayers(400, 600, (PICTURE,), ())

    assert leaner(page, 300) == page


def test_leaner_again_gains_nothing_more() -> None:
    once = leaner(PageLayers(400, 600, (PICTURE,), (PRINT,)), 300)

    again = leaner(once, 300)

    assert (again.rasters[0].width, again.rasters[0].height) == (200, 300)
