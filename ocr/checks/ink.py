"""Ink that somebody put on a page, told apart from what paper and scanner leave there.

A page is blank when nobody wrote, printed or stamped on it. Print of the back shines through
faint and soft; punch holes are round and near an edge; staples and folds are straight; rules of
writing paper run on for centimetres. A pencil is as faint as the print of the back, but sharp;
a stamp is small, but has letters.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.checks.holes import beside_holes, find_holes, without_holes
from ocr.checks.staples import is_staple, near_corner
from ocr.pieces import Labels, Stats, pieces_of
from ocr.source import Pixels

_MM_PER_INCH = 25.4
_RIM_MM = 4.0
_FAINT, _DEEP = 0.16, 0.5
"""Darkness against the paper: below the first nothing is seen, from the second it is ink."""
_STEEP = 0.23
"""Change of darkness from one pixel to the next, at `LOOK_DPI`, that only ink on this side has."""
_STEEP_SHARE, _DEEP_SHARE = 0.08, 0.1
_LEAST_MM = 1.1
_HOLE_MM, _HOLE_EDGE_MM = (3.5, 9.5), 24.0
_ROUND = 0.22
_DISC_FILL, _HOLE_FILL, _RING_FILL = 0.66, 0.55, 0.35
_DISC_MM = 3.2
_HAIR_MM, _HAIR_LONG_MM = (0.2, 0.35), 5.0
_FEW, _BLOB_MM, _STROKE_MM, _BLOB_SHARE = 60, 4.6, 1.0, 0.4
_SHADOW_MM = 12.0
_SHRED_MM, _SHRED_LONG, _SHREDS, _SHRED_SHARE = 0.75, 2, 20, 0.6
_LETTER_MM, _LETTER_LEAST_MM, _RULE_THIN_MM = 9.0, 0.5, 0.35

LOOK_DPI = 150
"""Resolution at which pages are looked at: half of the usual 300."""

Numbers = npt.NDArray[np.int64]
Choice = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class InkMap:
    """The pieces of ink of a page; entry 0 of what belongs to pieces is the paper.

    Attributes:
        shape: Height and width in pixels.
        dpi: Dots per inch.
        stats: Left, top, width, height and area of each piece, in pixels.
        rows: Row of each inked pixel.
        columns: Column of each inked pixel.
        piece: Piece of each inked pixel.
        has_ink: Pieces with the darkness or the edges of ink on this side of the paper.
        written: Pieces that somebody put there.
    """

    shape: tuple[int, int]
    dpi: int
    stats: Stats
    rows: Numbers
    columns: Numbers
    piece: Labels
    has_ink: Choice
    written: Choice

    @property
    def px_per_mm(self) -> float:
        """Pixels to the millimetre."""
        return self.dpi / _MM_PER_INCH

    @property
    def share(self) -> float:
        """Part of the page that is darker than the paper, 0.0 to 1.0."""
        return self.rows.size / max(1, self.shape[0] * self.shape[1])

    @property
    def written_mm2(self) -> float:
        """Area of what somebody put there, in square millimetres."""
        return float(self.stats[self.written, 4].sum()) / self.px_per_mm**2

    def letters(self) -> tuple[Numbers, Numbers]:
        """Rows and columns of the inked pixels of pieces as small as letters and words."""
        long = self.stats[:, 2:4].max(axis=1) / self.px_per_mm
        thin = self.stats[:, 4] / np.maximum(1, self.stats[:, 2:4].max(axis=1)) / self.px_per_mm
        chosen = (long <= _LETTER_MM) & (long >= _LETTER_LEAST_MM)
        chosen &= (long < 0.8 * _LETTER_MM) | (thin > _RULE_THIN_MM)
        chosen[0] = False
        kept = chosen[self.piece]
        return self.rows[kept], self.columns[kept]


def find_ink(bare: Pixels, even: Pixels, colour: Pixels, paper: Pixels, dpi: int) -> InkMap:
    """Find the ink of a page and tell what somebody put there.

    Args:
        bare: `even` without the lines that run on; see `ocr.checks.ruling`.
        even: (h, w) uint8 with even light, 255 = paper, in which ink of any colour is dark.
        colour: (h, w, 3) uint8 BGR, the same page.
        paper: (h, w) uint8, brightness of its paper, nowhere 0.
        dpi: Dots per inch, about `LOOK_DPI`.
    """
    px_per_mm = dpi / _MM_PER_INCH
    _, seen = cv2.threshold(bare, round(255 * (1 - _FAINT)), 1, cv2.THRESH_BINARY_INV)
    holes = find_holes(np.asarray(seen, np.uint8), px_per_mm)
    mask = without_holes(np.asarray(seen, np.uint8), holes)
    labels, stats = pieces_of(mask)
    place = np.flatnonzero(mask.view(np.bool_))
    piece = labels.ravel()[place]
    rows = place // even.shape[1]
    columns = place - rows * even.shape[1]
    depth = _depth(colour, paper, place)
    if bare is not even:
        # What was lifted from a fold or a rule is no darkness of ink.
        depth = np.minimum(depth, 1.0 - bare.ravel()[place].astype(np.float32) / 255.0)
    has_ink = _has_ink(_steps(even, bare, place), depth, piece, len(stats))
    written = has_ink & _is_written(stats, even.shape, px_per_mm)
    written &= ~beside_holes(stats, holes, px_per_mm)
    written &= ~_shreds(stats, written, px_per_mm)
    for number in np.flatnonzero(written & near_corner(stats, even.shape, px_per_mm)).tolist():
        left, top, width, height = (int(value) for value in stats[number, :4])
        tones = even[top : top + height, left : left + width]
        wire = _cut_out(labels, stats[number], number)
        written[number] = not is_staple(wire, tones, px_per_mm)
    few = np.flatnonzero(written).tolist()
    for number in few if len(few) <= _FEW else ():
        written[number] = not _is_blob(labels, stats[number], number, px_per_mm)
    shape = (even.shape[0], even.shape[1])
    return InkMap(shape, dpi, stats, rows, columns, piece, has_ink, written)


def _steps(even: Pixels, bare: Pixels, place: Numbers) -> npt.NDArray[np.uint8]:
    """Largest step to a neighbour of each inked pixel, steps of rules and of their ends aside.

    Beside a rule only what steps the same way with and without it counts: print of the back that
    crosses a fold has the edge of the fold along it, and where the fold was lifted one across it.
    """
    width = even.shape[1]
    left = np.where(place % width > 0, place - 1, place)
    up = np.where(place >= width, place - width, place)
    around = (place, left, up, left - place + up)
    steps, level, upright = _ranges(bare, around)
    if bare is even:
        return steps
    ruled, ruled_level, ruled_upright = _ranges(even, around)
    across = np.minimum(level, ruled_level).astype(np.uint16) + np.minimum(upright, ruled_upright)
    alone = np.minimum(np.minimum(steps, ruled), across).astype(np.uint8)
    return np.where(steps == ruled, steps, alone)


def _ranges(gray: Pixels, around: tuple[Numbers, ...]) -> tuple[npt.NDArray[np.uint8], ...]:
    """How far each pixel and its neighbours lie apart: all four, and those to the left and above.

    Args:
        gray: (h, w) uint8.
        around: Index of each pixel, of those left, above, and left above of it.
    """
    tones = gray.ravel()
    here, left, up, corner = (tones[index] for index in around)
    highest = np.maximum(np.maximum(here, left), np.maximum(up, corner))
    lowest = np.minimum(np.minimum(here, left), np.minimum(up, corner))
    return (
        highest - lowest,
        np.maximum(here, left) - np.minimum(here, left),
        np.maximum(here, up) - np.minimum(here, up),
    )


def _depth(colour: Pixels, paper: Pixels, place: Numbers) -> npt.NDArray[np.float32]:
    """Darkness of each inked pixel in the channel where it is brightest, 0.0 to 1.0."""
    blue, green, red = colour.reshape(-1, 3)[place].T
    brightest = np.maximum(np.maximum(blue, green), red)
    depth = 1.0 - brightest.astype(np.float32) / paper.ravel()[place]
    return np.asarray(depth, np.float32)


def _has_ink(
    steps: npt.NDArray[np.uint8], depth: npt.NDArray[np.float32], piece: Labels, count: int
) -> Choice:
    """Which pieces are dark, or have edges that no print of the back has."""
    sharp = np.bincount(piece[steps >= 255 * _STEEP], minlength=count)
    dark = np.bincount(piece[depth >= _DEEP], minlength=count)
    total = np.maximum(1, np.bincount(piece, minlength=count))
    found: Choice = (sharp >= np.maximum(3, _STEEP_SHARE * total)) | (dark >= _DEEP_SHARE * total)
    found[0] = False
    return found


def _is_written(stats: Stats, shape: tuple[int, ...], px_per_mm: float) -> Choice:
    """Which pieces have the size and shape of writing rather than of dirt, holes and shadows."""
    left, top, width, height = (stats[:, i] / px_per_mm for i in range(4))
    area = stats[:, 4] / px_per_mm**2
    page_height, page_width = shape[0] / px_per_mm, shape[1] / px_per_mm
    right, bottom = page_width - left - width, page_height - top - height
    long, short = np.maximum(width, height), np.minimum(width, height)
    edge = np.minimum(np.minimum(left, right) + width / 2, np.minimum(top, bottom) + height / 2)
    is_round = (long - short) <= _ROUND * long
    fill = area / np.maximum(width * height, 1e-6)
    holes = is_round & (long >= _HOLE_MM[0]) & (long <= _HOLE_MM[1]) & (edge <= _HOLE_EDGE_MM)
    holes &= (fill >= _HOLE_FILL) | (fill <= _RING_FILL)
    discs = is_round & (long <= _DISC_MM) & (fill >= _DISC_FILL)
    # What is left of a rule that dirt or a fold has broken.
    hairs = (short <= _HAIR_MM[0]) | ((short <= _HAIR_MM[1]) & (long >= _HAIR_LONG_MM))
    least = np.minimum(np.minimum(left, right), np.minimum(top, bottom))
    # Small sheets and cards are printed up to their edges.
    rim = _RIM_MM if min(page_width, page_height) >= 120.0 else 0.5
    in_rim = edge <= rim
    narrow = short <= 0.4 * min(page_width, page_height)
    shadows = (least <= 0.3) & (long >= _SHADOW_MM) & narrow
    written: Choice = (long >= _LEAST_MM) & ~holes & ~discs & ~shadows & ~in_rim & ~hairs
    return written


def _shreds(stats: Stats, written: Choice, px_per_mm: float) -> Choice:
    """Pieces of rules that a coarse or noisy scan has torn: many, thin and nothing else."""
    long, short = stats[:, 2:4].max(axis=1), stats[:, 2:4].min(axis=1)
    thin: Choice = written & (short <= _SHRED_MM * px_per_mm) & (long >= _SHRED_LONG * short)
    count, thins = int(written.sum()), int(thin.sum())
    is_torn = thins >= _SHREDS and thins >= _SHRED_SHARE * count
    return thin if is_torn else np.zeros_like(thin)


def _is_blob(labels: Labels, stat: npt.NDArray[np.int32], number: int, px_per_mm: float) -> bool:
    """Whether a small piece is thicker than any stroke of print: rust of a staple, a drop."""
    if int(stat[2:4].max()) > _BLOB_MM * px_per_mm:
        return False
    piece = cv2.copyMakeBorder(_cut_out(labels, stat, number), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    side = max(3, round(_STROKE_MM * px_per_mm))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    kept = cv2.morphologyEx(piece, cv2.MORPH_OPEN, disc)
    return float(kept.sum()) >= _BLOB_SHARE * float(piece.sum())


def _cut_out(labels: Labels, stat: npt.NDArray[np.int32], number: int) -> Pixels:
    left, top, width, height = (int(value) for value in stat[:4])
    piece = labels[top : top + height, left : left + width] == number
    return np.asarray(piece, np.uint8)
