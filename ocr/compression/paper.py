"""The paper of a page: what is left when all ink is taken away, spread under it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ocr.compression.inks import Inks
from ocr.compression.masks import (
    above,
    at_dpi,
    below,
    both,
    either,
    gray_of,
    grown,
    mean_of,
    painted_only,
    worn,
)
from ocr.compression.page_view import Sheet
from ocr.scale import halved
from ocr.source import Pixels

_FINE_DETAIL, _GRAIN_REACH = 3.0, 3.9
"""Detail in grey levels; grain reaches so many times its mean in two of a thousand places."""
_ENOUGH_KNOWN = 90.0

Floats = npt.NDArray[np.float32]


def paper_of(sheet: Sheet, inks: Inks, dpi: int) -> tuple[Pixels, bool]:
    """The page without ink, as coarse as what is left on it allows.

    Args:
        sheet: The page.
        inks: What is left out.
        dpi: Resolution of fine paper; plain paper gets half of it.

    Returns:
        (h, w, 3) uint8 BGR, and whether it is fine.
    """
    bare = _bare(sheet, inks)
    shown = painted_only(sheet.draft, bare)
    paper = _without_ink(shown, bare, sheet.draft_dpi, dpi / 2)
    fine = _detail(sheet, bare, paper, dpi) >= _FINE_DETAIL
    return (_without_ink(shown, bare, sheet.draft_dpi, dpi) if fine else paper), fine


def _bare(sheet: Sheet, inks: Inks) -> Pixels:
    """255 on paper and nothing else, as large as the draft."""
    ink = either(inks.black, inks.tinted)
    factor = sheet.draft_dpi / sheet.dpi
    covered = above(halved(ink), 0) if factor < 1.0 else ink
    for box in inks.pictures:
        x0, y0, x1, y1 = (round(value * factor) for value in box)
        covered[y0:y1, x0:x1] = 255
    # Beside ink there is its soft edge, which is no paper either.
    return below(grown(covered, max(3, round(0.025 * sheet.draft_dpi)) | 1), 1)


def _detail(sheet: Sheet, bare: Pixels, coarse: Pixels, dpi: float) -> float:
    """What the coarse picture of the paper would lose, beyond grain, in grey levels."""
    paper = at_dpi(sheet.draft_gray, sheet.draft_dpi, dpi)
    wide = np.asarray(cv2.resize(gray_of(coarse), paper.shape[::-1]), np.uint8)
    # Means of neighbours first: grain goes, lines and letters stay.
    lost = np.asarray(cv2.absdiff(mean_of(paper, 3), mean_of(wide, 3)), np.uint8)
    known = worn(above(at_dpi(bare, sheet.draft_dpi, dpi), 254), 3)
    steps = both(lost, known)[::2, ::2]
    counts = np.bincount(steps.ravel(), minlength=256)
    most = int(np.searchsorted(np.cumsum(counts), 0.998 * steps.size))
    return most - _GRAIN_REACH * cv2.mean(lost, mask=known)[0]


def _without_ink(shown: Pixels, bare: Pixels, dpi: float, wanted_dpi: float) -> Pixels:
    """Paper spread over ink, (h, w, 3) uint8; `shown` is the page, black off `bare`."""
    while dpi >= 2 * wanted_dpi - 1:
        shown, bare, dpi = halved(shown), halved(bare), dpi / 2
    return filled(
        at_dpi(shown, dpi, wanted_dpi).astype(np.float32),
        at_dpi(bare, dpi, wanted_dpi).astype(np.float32),
    )


def filled(shown: Floats, known: Floats) -> Pixels:
    """Colours spread from where they are known over the places where they are not.

    Each place takes the finest of a row of ever smaller pictures in which enough of it is
    known; nothing white is invented, so no holes show around letters.

    Args:
        shown: (h, w, 3) float32, colour times weight.
        known: (h, w) float32, weight from 0 to 255.
    """
    return np.clip(_pulled(shown, known), 0, 255).astype(np.uint8)


def _pulled(shown: Floats, known: Floats) -> Floats:
    share = np.float32(255) / np.maximum(known, np.float32(1))
    own: Floats = np.asarray(shown * share[:, :, None], np.float32)
    missing = known < _ENOUGH_KNOWN
    if not missing.any():
        return own
    if max(known.shape) <= 2:
        own[missing] = own[~missing].mean(axis=0) if not missing.all() else 255.0
        return own
    height, width = known.shape
    size = (-(-width // 2), -(-height // 2))
    coarser = _pulled(
        np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), np.float32),
        np.asarray(cv2.resize(known, size, interpolation=cv2.INTER_AREA), np.float32),
    )
    wide = cv2.resize(coarser, (width, height), interpolation=cv2.INTER_LINEAR)
    np.copyto(own, wide, where=missing[:, :, None])
    return own
