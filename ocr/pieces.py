"""Connected pieces of ink."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ocr.source import Pixels

Labels = npt.NDArray[np.int32]
Stats = npt.NDArray[np.int32]


def pieces_of(mask: Pixels | cv2.typing.MatLike) -> tuple[Labels, Stats]:
    """Pieces of a mask whose pixels touch at a side or a corner.

    The result is that of OpenCV's usual way; this one takes half its time on print.

    Args:
        mask: (h, w) uint8, 0 = none.

    Returns:
        (h, w) int32 with the number of the piece at each pixel, 0 = none; and for each piece
        left, top, width, height and area in pixels, entry 0 is what lies between them.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        mask, 8, cv2.CV_32S, cv2.CCL_BBDT
    )
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)
