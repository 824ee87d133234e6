"""A sheet photographed with a telephone: a table around it, perspective, uneven light."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.corpus.damage_recipe import Plane, Shot
from benchmarks.corpus.geometry_damage import Bend, bent, slow_field
from benchmarks.corpus.truth import Homography, Row

_SIDES = 4.0 / 3.0
_WOODS = ((122, 84, 52), (92, 60, 38), (160, 120, 82), (74, 52, 42))
_DESKS = ((38, 40, 44), (26, 28, 32), (62, 64, 70), (34, 52, 48), (52, 40, 36))


def _wood(size: tuple[int, int], rng: np.random.Generator) -> Plane:
    """Planks: long grain, rings, a seam now and then."""
    grain = slow_field(size, rng, (160, 3)) + 0.6 * slow_field(size, rng, (420, 6))
    wave = 60.0 * slow_field(size, rng, (4, 3))
    rows = np.arange(size[0], dtype=np.float32)[:, None] + wave
    rings = np.sin(rows / np.float32(rng.uniform(14.0, 30.0)))
    base = np.array(_WOODS[int(rng.integers(len(_WOODS)))], np.float32)
    tone = base * (1.0 + 0.10 * grain + 0.05 * rings)[..., None]
    pitch = int(rng.uniform(0.14, 0.30) * size[0])
    for row in range(int(rng.integers(pitch)), size[0], pitch):
        tone[row : row + 5] *= 0.45
    return np.asarray(tone, np.float32)


def _desk(size: tuple[int, int], rng: np.random.Generator) -> Plane:
    """A dark, fine-grained surface."""
    base = np.array(_DESKS[int(rng.integers(len(_DESKS)))], np.float32)
    fine = rng.standard_normal(size, dtype=np.float32)
    fine = np.asarray(cv2.GaussianBlur(fine, (0, 0), 1.2), np.float32)
    tone = base * (1.0 + 0.14 * slow_field(size, rng, (5, 4)) + 0.16 * fine)[..., None]
    return np.asarray(tone, np.float32)


def _table(size: tuple[int, int], rng: np.random.Generator) -> Plane:
    """Give a background, float32 (height, width, 3)."""
    if rng.random() < 0.5:
        return _desk(size, rng)
    if rng.random() < 0.5:
        return _wood(size, rng)
    along = _wood((size[1], size[0]), rng)
    return np.ascontiguousarray(along.transpose(1, 0, 2))


def _frame(page: tuple[int, int], rng: np.random.Generator) -> tuple[int, int]:
    """Height and width of a photo of shape 3:4 in which the sheet fills most of the frame.

    A sheet A4 gives photos of 2420 x 3230 to 3000 x 4000 pixels.
    """
    height, width = page
    room = rng.uniform(0.92, 1.14)
    if height >= width:
        tall = room * max(height, width * _SIDES)
        return (round(tall), round(tall / _SIDES))
    wide = room * max(width, height * _SIDES)
    return (round(wide / _SIDES), round(wide))


def _quad(page: tuple[int, int], frame: tuple[int, int], rng: np.random.Generator) -> Plane:
    """Corners of the sheet in the photo, float32 (4, 2): upper left first, clockwise."""
    height, width = page
    fill = rng.uniform(0.86, 0.93) * min(frame[0] / height, frame[1] / width)
    half = np.array([width, height]) * fill / 2.0
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64) * half
    narrow = rng.uniform(0.02, 0.075) * (1.0 if rng.random() < 0.75 else -1.0)
    corners[:, 0] *= 1.0 + narrow * corners[:, 1] / half[1]
    lean = rng.uniform(-0.035, 0.035)
    corners[:, 1] *= 1.0 + lean * corners[:, 0] / half[0]
    corners += rng.uniform(-0.008, 0.008, (4, 2)) * min(frame)
    angle = math.radians(rng.uniform(-3.5, 3.5))
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    corners = corners @ turn
    spare = np.array([frame[1], frame[0]]) / 2.0 - np.abs(corners).max(axis=0)
    corners += np.array([frame[1], frame[0]]) / 2.0
    corners += rng.uniform(-0.7, 0.7, 2) * np.maximum(spare, 0.0)
    return np.asarray(corners, np.float32)


def _matrix(page: tuple[int, int], quad: Plane) -> NDArray[np.float64]:
    height, width = page
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(flat, quad), np.float64)


def _row(values: NDArray[np.float64]) -> Row:
    return (float(values[0]), float(values[1]), float(values[2]))


def _slope_deg(move: Homography, page: tuple[int, int]) -> float:
    """Turn of a line across the middle of the page, degrees counter-clockwise."""
    x0, y0 = move.point(page[1] * 0.25, page[0] / 2)
    x1, y1 = move.point(page[1] * 0.75, page[0] / 2)
    return -math.degrees(math.atan2(y1 - y0, x1 - x0))


def _edge_shadow(cover: Plane, rng: np.random.Generator) -> Plane:
    """Soft shadow of the sheet `cover`, a little aside of it; drawn small, it has no detail."""
    height, width = cover.shape
    small = np.asarray(cv2.resize(cover, (max(width // 4, 1), max(height // 4, 1))), np.float32)
    aside = tuple(int(v) for v in rng.integers(-4, 5, 2))
    soft = cv2.GaussianBlur(np.roll(small, aside, (0, 1)), (0, 0), rng.uniform(2.0, 4.5))
    return np.asarray(cv2.resize(soft, (width, height)), np.float32)


def _laid_on_table(shot: Shot, rng: np.random.Generator) -> Shot:
    """Show the sheet in perspective on a table, with the soft shadow of its edges."""
    frame = _frame(shot.size, rng)
    matrix = _matrix(shot.size, _quad(shot.size, frame, rng))
    size = (frame[1], frame[0])
    seen = np.asarray(cv2.warpPerspective(shot.pixels, matrix, size, flags=cv2.INTER_CUBIC))
    full = np.full(shot.size, 255, np.uint8)
    cover = np.asarray(cv2.warpPerspective(full, matrix, size), np.float32) / 255.0
    cast = _edge_shadow(cover, rng)
    table = _table(frame, rng) * (1.0 - rng.uniform(0.3, 0.6) * cast)[..., None]
    whole = seen.astype(np.float32) * cover[..., None] + table * (1.0 - cover)[..., None]
    move = Homography(_row(matrix[0]), _row(matrix[1]), _row(matrix[2]))
    drawn = shot.moved(np.clip(whole, 0, 255).astype(np.uint8), move)
    return replace(drawn, skew_deg=shot.skew_deg + _slope_deg(move, shot.size))


def _through_lens(shot: Shot, rng: np.random.Generator) -> Shot:
    """Bend straight lines a little outwards, as a short lens does."""
    height, width = shot.size
    x = (np.arange(width, dtype=np.float32) - width / 2)[None, :]
    y = (np.arange(height, dtype=np.float32) - height / 2)[:, None]
    far = (x**2 + y**2) / ((width / 2) ** 2 + (height / 2) ** 2)
    push = np.float32(rng.uniform(0.003, 0.018)) * (far - 1.0)
    bend = Bend(np.asarray(x * push, np.float32), np.asarray(y * push, np.float32))
    return bent(shot, bend, (30.0, 30.0, 30.0))


def _room_light(shot: Shot, rng: np.random.Generator) -> Shot:
    """Light the scene from one side, darker to the corners, warm or cold."""
    height, width = shot.size
    x = np.linspace(-1.0, 1.0, width, dtype=np.float32)[None, :]
    y = np.linspace(-1.0, 1.0, height, dtype=np.float32)[:, None]
    angle = rng.uniform(0.0, math.tau)
    light = rng.uniform(0.78, 0.93) + rng.uniform(0.05, 0.17) * (
        x * math.cos(angle) + y * math.sin(angle)
    )
    light -= rng.uniform(0.02, 0.10) * (x**2 + y**2)
    light += 0.04 * slow_field(shot.size, rng, (5, 4))
    warm = rng.uniform(-0.05, 0.09)
    cast = np.array([1.0, 1.0 - 0.35 * abs(warm), 1.0 - warm], np.float32)
    cast /= cast.max()
    tone = shot.pixels.astype(np.float32) * light[..., None] * cast
    return shot.painted(np.asarray(tone, np.float32))


def _hand(size: tuple[int, int], rng: np.random.Generator) -> Plane:
    """Shape of a hand with a telephone reaching over the sheet, 0.0 to 1.0, at an eighth."""
    height, width = max(size[0] // 8, 8), max(size[1] // 8, 8)
    shape = np.zeros((height, width), np.float32)
    unit = min(height, width)
    x, y = rng.uniform(0.25, 0.75) * width, rng.uniform(0.35, 0.75) * height
    angle = rng.uniform(20.0, 160.0)
    away = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    arm = np.array([x, y]) + away * 2.0 * max(height, width)
    wide = round(unit * rng.uniform(0.15, 0.24))
    cv2.line(shape, (round(x), round(y)), (round(arm[0]), round(arm[1])), (1.0,), wide)
    palm = (round(unit * rng.uniform(0.16, 0.22)), round(unit * rng.uniform(0.13, 0.18)))
    cv2.ellipse(shape, (round(x), round(y)), palm, angle, 0, 360, (1.0,), -1)
    for spread in (-38.0, -14.0, 8.0, 30.0):
        turn = math.radians(angle + 180.0 + spread + rng.uniform(-5.0, 5.0))
        long = unit * rng.uniform(0.24, 0.36)
        tip = (round(x + long * math.cos(turn)), round(y + long * math.sin(turn)))
        cv2.line(shape, (round(x), round(y)), tip, (1.0,), round(unit * 0.06), cv2.LINE_AA)
    return shape


def hand_shadow(shot: Shot, rng: np.random.Generator) -> Shot:
    """Let the hand that holds the telephone throw its shadow over the sheet."""
    height, width = shot.size
    shape = _hand(shot.size, rng)
    soft = cv2.GaussianBlur(shape, (0, 0), min(shape.shape) * rng.uniform(0.012, 0.045))
    shade = np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC))
    light = 1.0 - rng.uniform(0.30, 0.52) * np.clip(shade, 0.0, 1.0)
    return shot.lit(light.astype(np.float32))


def photographed(shot: Shot, rng: np.random.Generator) -> Shot:
    """Photograph the sheet on a table from a hand, not quite from above."""
    return _room_light(_through_lens(_laid_on_table(shot, rng), rng), rng)


def sensed(shot: Shot, rng: np.random.Generator) -> Shot:
    """Give the picture the soft focus and the coloured grain of a small sensor."""
    tone = shot.pixels.astype(np.float32)
    tone = np.asarray(cv2.GaussianBlur(tone, (0, 0), rng.uniform(0.6, 1.15)), np.float32)
    tone += rng.uniform(2.0, 5.5) * rng.standard_normal(tone.shape, dtype=np.float32)
    return shot.painted(tone)
