"""Damage of the paper: folds, creases, punch holes, staples, coffee."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from benchmarks.corpus.damage_recipe import Pixels, Plane, Shot
from benchmarks.corpus.geometry_damage import Bend, bent, slow_field
from benchmarks.corpus.render import px

_FOLD_PLACES = ((0.5,), (0.33, 0.67), (0.25, 0.5))
_PUNCH_MM = ((80.0, 2, 12.0, 6.0), (80.0, 4, 12.0, 6.0), (70.0, 2, 12.0, 5.5))


@dataclass(frozen=True, slots=True)
class _Crease:
    """A straight crease: a point on it, its normal, both in pixels of the page."""

    x: float
    y: float
    nx: float
    ny: float

    def distance(self, size: tuple[int, int]) -> Plane:
        """Signed distance of every pixel, float32 (height, width)."""
        across = (np.arange(size[1], dtype=np.float32) - self.x) * self.nx
        down = (np.arange(size[0], dtype=np.float32) - self.y) * self.ny
        return np.asarray(down[:, None] + across[None, :], np.float32)


def _fold_lines(size: tuple[int, int], rng: np.random.Generator) -> list[_Crease]:
    """Two or three folds, most across the page, as a letter is folded for an envelope."""
    height, width = size
    places = list(_FOLD_PLACES[int(rng.integers(len(_FOLD_PLACES)))])
    is_across = [rng.random() < 0.8] * len(places)
    if len(places) == 1 or rng.random() < 0.3:
        places.append(0.5)
        is_across.append(not is_across[0])
    creases: list[_Crease] = []
    for place, across in zip(places, is_across, strict=True):
        at = place + rng.uniform(-0.05, 0.05)
        tilt = math.radians(rng.normal(0.0, 0.5))
        if across:
            creases.append(_Crease(width / 2, at * height, math.sin(tilt), math.cos(tilt)))
        else:
            creases.append(_Crease(at * width, height / 2, math.cos(tilt), math.sin(tilt)))
    return creases


def _fold_light(distance: Plane, rng: np.random.Generator) -> Plane:
    """Light about one fold: a dark and a bright band, and one panel darker than the other."""
    side = 1.0 if rng.random() < 0.5 else -1.0
    wide = rng.uniform(3.0, 9.0)
    dark = rng.uniform(0.18, 0.42) * np.exp(-(((distance - side * wide) / (wide * 1.3)) ** 2))
    bright = rng.uniform(0.04, 0.14) * np.exp(-(((distance + side * wide) / wide) ** 2))
    reach = rng.uniform(160.0, 520.0)
    slope = rng.uniform(0.08, 0.24) * np.exp(-np.maximum(side * distance, 0.0) / reach)
    slope *= 0.5 + 0.5 * np.tanh(side * distance / 4.0)
    return np.asarray((1.0 - dark) * (1.0 + bright) * (1.0 - slope), np.float32)


def folded(shot: Shot, rng: np.random.Generator) -> Shot:
    """Fold the sheet two or three times and flatten it again."""
    dx, dy = np.zeros(shot.size, np.float32), np.zeros(shot.size, np.float32)
    light = np.ones(shot.size, np.float32)
    rubbed = np.zeros(shot.size, np.float32)
    for crease in _fold_lines(shot.size, rng):
        distance = crease.distance(shot.size)
        pull = rng.uniform(1.5, 4.5) * np.tanh(distance / 6.0) * np.exp(-np.abs(distance) / 70.0)
        slip = rng.uniform(-2.5, 2.5) * np.tanh(distance / 10.0)
        dx += (crease.nx * pull + crease.ny * slip).astype(np.float32)
        dy += (crease.ny * pull - crease.nx * slip).astype(np.float32)
        light *= _fold_light(distance, rng)
        worn = np.clip(slow_field(shot.size, rng, (24, 18)) + rng.uniform(-0.3, 0.4), 0.0, 1.0)
        rubbed = np.maximum(rubbed, worn * np.exp(-((distance / 1.8) ** 2)))
    drawn = bent(shot, Bend(dx, dy))
    paper = drawn.pixels.astype(np.float32)
    paper += (255.0 - paper) * (0.8 * rubbed)[..., None]
    return shot.moved(np.clip(paper * light[..., None], 0, 255).astype(np.uint8), drawn.moves[-1])


def _crease_field(size: tuple[int, int], rng: np.random.Generator) -> tuple[Plane, Plane]:
    """Facets and lines of many small creases: light, and height of the facets."""
    light, height = np.ones(size, np.float32), np.zeros(size, np.float32)
    reach = max(size)
    for _ in range(int(rng.integers(40, 75))):
        angle = rng.uniform(0.0, math.tau)
        crease = _Crease(
            rng.uniform(0, size[1]), rng.uniform(0, size[0]), math.cos(angle), math.sin(angle)
        )
        along = _Crease(crease.x, crease.y, -crease.ny, crease.nx).distance(size)
        off = crease.distance(size)
        long, broad = reach * rng.uniform(0.04, 0.16), reach * rng.uniform(0.015, 0.07)
        here = np.exp(-((along / long) ** 2) - (off / broad) ** 2)
        depth = rng.uniform(0.03, 0.085) * (1.0 if rng.random() < 0.5 else -1.0)
        soft = rng.uniform(1.5, 14.0)
        line = rng.uniform(-0.10, 0.07) * np.exp(-((off / 1.6) ** 2))
        light += (here * (depth * np.tanh(off / soft) + line)).astype(np.float32)
        height += (here * depth * np.abs(off)).astype(np.float32)
    return light, height


def crumpled(shot: Shot, rng: np.random.Generator) -> Shot:
    """Crumple the sheet and smooth it out: faint facets, fine lines, uneven light."""
    height, width = shot.size
    small = (max(height // 3, 1), max(width // 3, 1))
    light, bumps = _crease_field(small, rng)
    light *= 1.0 + 0.07 * slow_field(small, rng, (6, 5))
    full = np.asarray(cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR))
    bumps = np.asarray(cv2.resize(bumps, (width, height), interpolation=cv2.INTER_LINEAR))
    turn = rng.uniform(0.0, math.tau)
    shift = np.clip(bumps, -4.0, 4.0).astype(np.float32)
    bend = Bend(shift * np.float32(math.cos(turn)), shift * np.float32(math.sin(turn)))
    return bent(shot, bend).lit(np.clip(full, 0.55, 1.12).astype(np.float32))


def _hole(pixels: Pixels, centre: tuple[int, int], radius: int, shade: int) -> None:
    """Cut a round hole with a soft rim; `shade` shows through it."""
    cv2.circle(pixels, (centre[0] + 2, centre[1] + 2), radius + 1, (188, 186, 182), 3, cv2.LINE_AA)
    cv2.circle(pixels, centre, radius, (shade, shade, shade), -1, cv2.LINE_AA)


def _staple(pixels: Pixels, rng: np.random.Generator) -> None:
    """Leave a staple, or the rusty marks of one that was pulled, near the upper left corner."""
    x, y = px(rng.uniform(7, 20)), px(rng.uniform(6, 18))
    angle = math.radians(rng.uniform(-50, 50))
    ends = [
        (round(x + side * px(6.0) * math.cos(angle)), round(y + side * px(6.0) * math.sin(angle)))
        for side in (-1, 1)
    ]
    if rng.random() < 0.6:
        cv2.line(pixels, (ends[0][0], ends[0][1] + 5), (ends[1][0], ends[1][1] + 5),
                 (176, 174, 172), 7, cv2.LINE_AA)  # fmt: skip
        cv2.line(pixels, ends[0], ends[1], (58, 58, 62), 6, cv2.LINE_AA)
        return
    for end in ends:
        cv2.circle(pixels, end, int(rng.integers(8, 15)), (196, 168, 140), -1, cv2.LINE_AA)
        cv2.circle(pixels, end, int(rng.integers(3, 6)), (52, 40, 34), -1, cv2.LINE_AA)


def punched(shot: Shot, rng: np.random.Generator) -> Shot:
    """Punch the left edge for a folder and leave the marks of staples.

    Source: ISO 838, holes 6 mm wide, 80 mm apart, 12 mm from the edge.
    """
    pixels = shot.pixels.copy()
    pitch, count, edge, wide = _PUNCH_MM[int(rng.integers(len(_PUNCH_MM)))]
    middle = shot.size[0] / 2 + px(rng.uniform(-6, 6))
    x = px(edge + rng.uniform(-2.0, 1.5))
    shade = int(rng.choice([18, 34, 70, 140]))
    for number in range(count):
        y = round(middle + (number - (count - 1) / 2) * px(pitch))
        _hole(pixels, (x + int(rng.integers(-3, 4)), y), px(wide / 2), shade)
    for _ in range(int(rng.integers(1, 4))):
        _staple(pixels, rng)
    return shot.painted(pixels)


def _ring(size: tuple[int, int], rng: np.random.Generator) -> Plane:
    """Strength of one cup's ring, float32 of `size`, 0.0 to 1.0."""
    height, width = size
    radius = min(px(rng.uniform(32, 44)), 0.42 * min(size))
    x, y = rng.uniform(0.1, 0.9) * width, rng.uniform(0.1, 0.9) * height
    dx = np.arange(width, dtype=np.float32)[None, :] - x
    dy = np.arange(height, dtype=np.float32)[:, None] - y
    far = np.sqrt(dx**2 + (dy * rng.uniform(0.94, 1.06)) ** 2)
    far += radius * 0.03 * slow_field(size, rng, (14, 10))
    wide = px(rng.uniform(0.8, 2.4))
    rim = np.exp(-(((far - radius) / wide) ** 2))
    edge = np.exp(-(((far - radius - wide) / 4.0) ** 2))
    wet = rng.uniform(0.0, 0.4) * (0.5 - 0.5 * np.tanh((far - radius) / 12.0))
    angle = np.arctan2(dy, dx) - rng.uniform(0.0, math.tau)
    gap = np.clip(0.72 + 0.6 * np.cos(angle), 0.08, 1.0)
    blotch = np.clip(0.8 + 0.35 * slow_field(size, rng, (22, 16)), 0.2, 1.2)
    strength = (rim * 0.7 + edge * 0.6) * gap * blotch + wet
    return np.asarray(np.clip(strength, 0.0, 1.0), np.float32)


def stained(shot: Shot, rng: np.random.Generator) -> Shot:
    """Set one to three wet cups and a few drops on the sheet."""
    stain = np.zeros(shot.size, np.float32)
    for _ in range(int(rng.integers(1, 4))):
        stain = np.maximum(stain, _ring(shot.size, rng) * np.float32(rng.uniform(0.6, 1.0)))
    drops = np.zeros(shot.size, np.float32)
    for _ in range(int(rng.integers(0, 8))):
        at = (int(rng.integers(shot.size[1])), int(rng.integers(shot.size[0])))
        cv2.circle(drops, at, px(rng.uniform(0.6, 3.0)), (float(rng.uniform(0.3, 0.7)),), -1)
    stain = np.maximum(stain, np.asarray(cv2.GaussianBlur(drops, (0, 0), 2.0), np.float32))
    coffee = np.array([0.66, 0.48, 0.28], np.float32) + np.float32(rng.uniform(-0.06, 0.10))
    depth = rng.uniform(0.55, 1.0)
    shade = 1.0 - depth * stain[..., None] * (1.0 - coffee)
    return shot.painted(np.asarray(shot.pixels.astype(np.float32) * shade, np.float32))
