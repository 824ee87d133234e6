"""Operations that work in bands give what the whole picture gives."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from ocr.compression.masks import looked_up, packed_bits, painted_half, painted_only, parts_of
from ocr.scale import halved

Pixels = npt.NDArray[np.uint8]


def drawn(height: int, width: int) -> Pixels:
    random = np.random.default_rng(height * 1000 + width)
    return np.where(random.random((height, width)) < 0.3, 255, 0).astype(np.uint8)


SIZES = [(1, 1), (1, 9), (255, 17), (256, 8), (513, 33), (1024, 20), (1025, 21)]


@pytest.mark.parametrize("size", SIZES)
def test_packed_bits_of_any_size_are_those_of_the_whole(size: tuple[int, int]) -> None:
    mask = drawn(*size)

    assert packed_bits(mask) == np.packbits(mask, axis=1).tobytes()


@pytest.mark.parametrize("size", SIZES)
def test_painted_half_of_any_size_is_the_whole_made_smaller(size: tuple[int, int]) -> None:
    mask = drawn(*size)
    colour = np.random.default_rng(5).integers(0, 256, (*size, 3)).astype(np.uint8)

    assert np.array_equal(painted_half(colour, mask), halved(painted_only(colour, mask)))


def test_looked_up_every_label_gets_its_entry() -> None:
    mask = drawn(700, 40)
    count, labels = cv2.connectedComponents(mask, connectivity=8)
    table = (np.arange(count) % 251).astype(np.uint8)

    found = looked_up(table, np.asarray(labels, np.int32))

    assert np.array_equal(found, table[labels])


@pytest.mark.parametrize("dpi", [60, 150, 300])
def test_parts_of_two_marks_hold_all_ink_once(dpi: int) -> None:
    mask = np.zeros((dpi * 2 + 1, dpi * 3 + 2), np.uint8)
    cv2.circle(mask, (dpi // 2, dpi // 2), dpi // 4, 255, 2)
    mask[-dpi // 3 :, -dpi // 2 :] = drawn(dpi // 3, dpi // 2)

    parts = parts_of(mask, dpi, 0.15)

    again = np.zeros_like(mask)
    for part in parts:
        x0, y0, x1, y1 = part.place
        assert not (again[y0:y1, x0:x1] & part.mask).any()
        again[y0:y1, x0:x1] |= part.mask
    assert len(parts) == 2
    assert np.array_equal(again, mask)
