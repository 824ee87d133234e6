"""Pieces of ink are found as OpenCV's usual way finds them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.pieces import pieces_of


def test_pieces_of_strokes_touching_at_a_corner_are_one() -> None:
    mask = np.zeros((8, 8), np.uint8)
    mask[1, 1] = mask[2, 2] = mask[6, 4:7] = 1

    labels, stats = pieces_of(mask)

    assert stats[1:].tolist() == [[1, 1, 2, 2, 2], [4, 6, 3, 1, 3]]
    assert labels[2, 2] == labels[1, 1] != labels[6, 5]


@pytest.mark.parametrize("share", [0.0, 0.2, 0.45, 1.0])
def test_pieces_of_grain_agrees_with_the_usual_way(share: float) -> None:
    mask = (np.random.default_rng(7).random((61, 83)) < share).astype(np.uint8)

    labels, stats = pieces_of(mask)

    _, usual_labels, usual_stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    assert np.array_equal(labels, usual_labels)
    assert np.array_equal(stats, usual_stats)
