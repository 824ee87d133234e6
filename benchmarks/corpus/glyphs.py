"""Letters that no laser printer made: typewriter, dot matrix and pen."""

from __future__ import annotations

import math
from enum import Enum
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from PIL.ImageFont import FreeTypeFont

from ocr.words import Box

_MARGIN = 0.7
_RASTER = 20
Run = tuple[str, FreeTypeFont, tuple[int, int, int]]


class Hand(Enum):
    """What put the letters on the paper."""

    PRINTED = "printed"
    TYPEWRITER = "typewriter"
    DOT_MATRIX = "dot_matrix"
    PEN = "pen"


def draw_run(image: Image.Image, at: tuple[int, int], run: Run, hand: Hand, rng: Random) -> Box:
    """Draw text with its base line beginning at `at`; give the box around the ink."""
    text, font, color = run
    margin = round(font.size * _MARGIN)
    width = math.ceil(font.getlength(text)) + 2 * margin
    size = (width, round(font.size * 2.2))
    base = (margin, round(font.size * 1.5))
    match hand:
        case Hand.PEN:
            mask = _penned(size, base, (text, font), rng)
        case Hand.TYPEWRITER:
            mask = _typed(size, base, (text, font), rng)
        case Hand.DOT_MATRIX:
            mask = _dotted(size, base, (text, font))
        case Hand.PRINTED:
            mask = Image.new("L", size, 0)
            ImageDraw.Draw(mask).text(base, text, font=font, fill=255, anchor="ls")
    left, top = at[0] - base[0], at[1] - base[1]
    image.paste(color, (left, top), mask)
    inked = mask.point([0] * 60 + [255] * 196).getbbox() or (0, 0, 1, 1)
    return (left + inked[0], top + inked[1], left + inked[2], top + inked[3])


def _glyph(letter: str, font: FreeTypeFont, *, level: int = 255) -> tuple[Image.Image, int]:
    side = round(font.size * 2.2)
    tile = Image.new("L", (side, side), 0)
    middle = side // 2
    ImageDraw.Draw(tile).text((middle, middle), letter, font=font, fill=level, anchor="ls")
    return tile, middle


def _lighten(mask: Image.Image, tile: Image.Image, x: int, y: int) -> None:
    mask.paste(255, (x, y), tile)


def _typed(
    size: tuple[int, int], base: tuple[int, int], run: tuple[str, FreeTypeFont], rng: Random
) -> Image.Image:
    """Every type strikes a little off its line, with its own force and ribbon."""
    text, font = run
    mask = Image.new("L", size, 0)
    x = float(base[0])
    for letter in text:
        tile, middle = _glyph(letter, font, level=rng.randint(150, 255))
        jump = round(rng.gauss(0.0, font.size * 0.022))
        side = round(rng.gauss(0.0, font.size * 0.012))
        _lighten(mask, tile, round(x) - middle + side, base[1] - middle + jump)
        x += font.getlength(letter)
    grain = np.random.default_rng(rng.randrange(2**32)).normal(1.0, 0.16, (size[1], size[0]))
    struck = np.asarray(mask.filter(ImageFilter.GaussianBlur(0.8)), np.float32) * grain
    return Image.fromarray(np.clip(struck, 0, 255).astype(np.uint8))


def _dotted(
    size: tuple[int, int], base: tuple[int, int], run: tuple[str, FreeTypeFont]
) -> Image.Image:
    """Needles hit a fixed raster: one round dot wherever a stroke covers the raster point."""
    text, font = run
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).text(base, text, font=font, fill=255, anchor="ls")
    pitch = font.size / _RASTER
    rows, columns = int(size[1] / pitch), int(size[0] / pitch)
    area = (0.0, 0.0, columns * pitch, rows * pitch)
    points = mask.resize((columns, rows), Image.Resampling.BOX, area)
    covered = np.asarray(points) > 96
    fine = 4
    dots = Image.new("L", (size[0] * fine, size[1] * fine), 0)
    draw = ImageDraw.Draw(dots)
    radius = 0.54 * pitch * fine
    for row, column in np.argwhere(covered):
        x, y = (column + 0.5) * pitch * fine, (row + 0.5) * pitch * fine
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=235)
    return dots.resize(size, Image.Resampling.BOX)


def _penned(
    size: tuple[int, int], base: tuple[int, int], run: tuple[str, FreeTypeFont], rng: Random
) -> Image.Image:
    """Every letter leans, grows and rides the line in its own way; then the word is bent."""
    text, font = run
    mask = Image.new("L", size, 0)
    x = float(base[0])
    slope = rng.uniform(-0.012, 0.008)
    for letter in text:
        tile, middle = _glyph(letter, font)
        lean, tall = rng.uniform(-0.02, 0.26), rng.uniform(0.88, 1.12)
        wide = rng.uniform(0.86, 1.02)
        moved = tile.transform(
            tile.size,
            Image.Transform.AFFINE,
            (1 / wide, lean, middle - middle / wide - lean * middle,
             rng.uniform(-0.07, 0.07), 1 / tall, middle - middle / tall),
            Image.Resampling.BICUBIC,
        )  # fmt: skip
        y = base[1] + rng.gauss(0.0, font.size * 0.03) + slope * (x - base[0])
        _lighten(mask, moved, round(x) - middle, round(y) - middle)
        x += font.getlength(letter) * rng.uniform(0.88, 1.0)
    return _bent(mask, font.size, rng)


def _bent(mask: Image.Image, scale: float, rng: Random) -> Image.Image:
    width, height = mask.size
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    phase = [rng.uniform(0.0, 2 * math.pi) for _ in range(4)]
    depth = scale * 0.035
    dx = depth * np.sin(ys / (scale * 0.30) + phase[0]) + depth * np.sin(xs / scale + phase[1])
    dy = depth * np.sin(xs / (scale * 0.45) + phase[2]) + depth * np.sin(xs / scale / 2 + phase[3])
    columns = np.clip(np.rint(xs + dx), 0, width - 1).astype(np.intp)
    rows = np.clip(np.rint(ys + dy), 0, height - 1).astype(np.intp)
    bent = np.asarray(mask)[rows, columns]
    return Image.fromarray(bent).filter(ImageFilter.GaussianBlur(0.7))
