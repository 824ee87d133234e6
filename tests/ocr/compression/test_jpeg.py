"""JPEG streams: never refused, baseline, true to even tints."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from ocr.compression.jpeg import jpeg_of
from ocr.errors import AssemblyFailed


@pytest.mark.parametrize("quality", [45, 60, 80, 95])
@pytest.mark.parametrize("size", [(1, 1), (8, 8), (65, 300), (1200, 900)])
def test_jpeg_of_noise_of_any_size_is_packed(size: tuple[int, int], quality: int) -> None:
    noise = np.random.default_rng(4).integers(0, 2, (*size, 3)).astype(np.uint8) * 255

    with Image.open(io.BytesIO(jpeg_of(noise, quality))) as picture:
        picture.load()
        found = (picture.size, picture.mode)

    assert found == ((size[1], size[0]), "RGB")


def test_jpeg_of_pale_paper_keeps_its_tint() -> None:
    across = np.linspace(0, 9, 400)[None, :, None]
    paper = (np.array([228.0, 236.0, 241.0]) + across - 4 + np.zeros((300, 1, 1))).astype(np.uint8)

    with Image.open(io.BytesIO(jpeg_of(paper, 45))) as picture:
        shown = np.asarray(picture.convert("RGB"))[:, :, ::-1]

    off = cv2.blur(shown, (8, 8)).astype(int) - cv2.blur(paper, (8, 8))
    assert np.abs(off).max() <= 3


def test_jpeg_of_picture_beyond_the_format_fails() -> None:
    with pytest.raises(AssemblyFailed):
        jpeg_of(np.zeros((1, 70_000, 3), np.uint8), 60)
