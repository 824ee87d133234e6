"""Layers put together for the judge: ink, half covered places, the order of painting."""

from __future__ import annotations

import numpy as np

from ocr.compression.compose import Painted, composed
from ocr.compression.page_layers import Stencil


def test_composed_stencil_covers_by_its_share() -> None:
    mask = np.zeros((40, 40), np.uint8)
    mask[:, :10] = 255
    mask[::2, 20:30] = 255

    shown = composed([Painted(Stencil(b"", (200, 100, 20)), mask)], (40, 40), (20, 20))

    assert shown[5, 2].tolist() == [20, 100, 200]
    assert shown[5, 17].tolist() == [255, 255, 255]
    assert np.abs(shown[5, 12].astype(int) - [137, 177, 227]).max() <= 2


def test_composed_later_layer_lies_on_top() -> None:
    mask = np.full((20, 20), 255, np.uint8)
    below = Painted(Stencil(b"", (10, 10, 10)), mask)
    above = Painted(Stencil(b"", (240, 30, 30), (10, 0, 20, 20)), mask[:, 10:])

    shown = composed([below, above], (20, 20), (20, 20))

    assert shown[10, 4].tolist() == [10, 10, 10]
    assert shown[10, 15].tolist() == [30, 30, 240]
