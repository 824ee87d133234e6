"""Damage that moves points: skew, scale, quarter turns, and paper that does not lie flat."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from benchmarks.corpus.damage_recipe import Pixels, Plane, Shot
from benchmarks.corpus.truth import Affine, Point

_WHITE = (255.0, 255.0, 255.0)
_SETTLED = 6


def skewed(shot: Shot, angle_deg: float) -> Shot:
    """Turn the text by `angle_deg` counter-clockwise; the picture keeps its size."""
    height, width = shot.size
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    turned = cv2.warpAffine(
        shot.pixels, matrix, (width, height), flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT, borderValue=_WHITE,
    )  # fmt: skip
    values = [float(v) for v in matrix.ravel()]
    moved = shot.moved(np.asarray(turned, np.uint8), Affine(*values))
    return replace(moved, skew_deg=shot.skew_deg + angle_deg)


def stretched(shot: Shot, across: float, down: float) -> Shot:
    """Scale the picture by `across` and `down`."""
    height, width = shot.size
    size = (round(width * across), round(height * down))
    small = cv2.resize(shot.pixels, size, interpolation=cv2.INTER_AREA)
    move = Affine(a=size[0] / width, e=size[1] / height)
    return shot.moved(np.asarray(small, np.uint8), move)


def turned(shot: Shot, turn_deg: int) -> Shot:
    """Turn the picture by a multiple of 90 degrees, counter-clockwise."""
    height, width = shot.size
    pixels = np.ascontiguousarray(np.rot90(shot.pixels, turn_deg // 90))
    maps = {
        0: Affine(),
        90: Affine(a=0, b=1, c=0, d=-1, e=0, f=width),
        180: Affine(a=-1, b=0, c=width, d=0, e=-1, f=height),
        270: Affine(a=0, b=-1, c=height, d=1, e=0, f=0),
    }
    return shot.moved(pixels, maps[turn_deg])


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """Map of a picture whose pixel (x, y) is taken from (x + dx, y + dy) of the flat one.

    Attributes:
        dx: float32 (height, width), pixels.
        dy: float32 (height, width), pixels.
    """

    dx: Plane
    dy: Plane

    def point(self, x: float, y: float) -> Point:
        """Give the place the flat point `(x, y)` shows at: the shift is inverted step by step."""
        height, width = self.dx.shape
        u, v = x, y
        for _ in range(_SETTLED):
            row = min(max(round(v), 0), height - 1)
            column = min(max(round(u), 0), width - 1)
            u, v = x - float(self.dx[row, column]), y - float(self.dy[row, column])
        return (u, v)


def bent(shot: Shot, bend: Bend, fill: tuple[float, float, float] = _WHITE) -> Shot:
    """Draw the picture as `bend` shows it; what lies outside is `fill`."""
    height, width = shot.size
    columns = bend.dx + np.arange(width, dtype=np.float32)[None, :]
    rows = bend.dy + np.arange(height, dtype=np.float32)[:, None]
    drawn = cv2.remap(
        shot.pixels, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT,
        borderValue=fill,
    )  # fmt: skip
    pixels: Pixels = np.asarray(drawn, np.uint8)
    return shot.moved(pixels, bend)


def slow_field(size: tuple[int, int], rng: np.random.Generator, cells: tuple[int, int]) -> Plane:
    """Random field that changes slowly, float32 of `size`, about -1 to 1."""
    coarse = rng.uniform(-1.0, 1.0, cells).astype(np.float32)
    field = cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(field, np.float32)


def curled(shot: Shot, rng: np.random.Generator) -> Shot:
    """Open the page in a book: near the spine lines bend, narrow and sink into a dark gutter."""
    height, width = shot.size
    reach = rng.uniform(0.14, 0.30) * width
    from_spine = np.arange(width, dtype=np.float32)
    if rng.random() < 0.4:
        from_spine = from_spine[::-1].copy()
    near = np.clip(1.0 - from_spine / reach, 0.0, 1.0)
    inward = 1.0 if from_spine[0] < from_spine[-1] else -1.0
    narrow = -inward * rng.uniform(0.006, 0.016) * width * near**2
    tall = np.linspace(-1.0, 1.0, height, dtype=np.float32)
    lift = rng.uniform(0.004, 0.011) * height * (tall + rng.uniform(-0.6, 0.6))
    dy = (lift[:, None] * (near**2)[None, :]).astype(np.float32)
    dx = np.broadcast_to(narrow.astype(np.float32), (height, width)).copy()
    drawn = bent(shot, Bend(dx, dy), (70.0, 66.0, 62.0))
    dark = rng.uniform(0.55, 0.80) * near ** rng.uniform(2.2, 3.4)
    glow = rng.uniform(0.02, 0.06) * np.exp(-(((from_spine / reach) - 1.1) ** 2) / 0.08)
    light = np.broadcast_to((1.0 - dark + glow).astype(np.float32), (height, width))
    return drawn.lit(light)
