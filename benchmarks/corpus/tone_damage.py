"""Damage of light and of the device: blur, tint, shade, noise, borders, fax."""

from __future__ import annotations

import cv2
import numpy as np

from benchmarks.corpus.damage_recipe import Pixels, Plane, Recipe, Shot
from benchmarks.corpus.geometry_damage import slow_field, stretched

_FAX_ACROSS = 204 / 200
_FAX_DOWN = 196 / 200


def _light(shape: tuple[int, int], recipe: Recipe, rng: np.random.Generator) -> Plane:
    height, width = shape
    coarse = rng.normal(0.0, 1.0, (5, 4)).astype(np.float32)
    slow = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    light = 1.0 - recipe.uneven * np.clip(np.abs(slow), 0.0, 2.0) / 2.0
    if recipe.shadow:
        ramp = np.linspace(0.0, 1.0, width, dtype=np.float32)
        edge = 1.0 / (1.0 + np.exp((ramp - rng.uniform(0.18, 0.30)) * 22.0))
        light = light * (1.0 - recipe.shadow * edge)[None, :]
    return np.asarray(light, np.float32)


def toned(shot: Shot, recipe: Recipe, rng: np.random.Generator) -> Shot:
    """Give the picture the blur, contrast, tint, light and noise of `recipe`."""
    tone = shot.pixels.astype(np.float32)
    if recipe.blur_px:
        tone = np.asarray(cv2.GaussianBlur(tone, (0, 0), recipe.blur_px), np.float32)
    if recipe.contrast != 1.0:
        tone = 205.0 + (tone - 255.0) * recipe.contrast
    tone *= np.array(recipe.tint, np.float32) / 255.0
    if recipe.uneven or recipe.shadow:
        tone *= _light(shot.size, recipe, rng)[..., None]
    if recipe.noise:
        grain = rng.standard_normal(shot.size, dtype=np.float32)
        tone += (recipe.noise * grain)[..., None]
    return shot.painted(tone)


def bordered(shot: Shot, border_px: int, rng: np.random.Generator) -> Shot:
    """Show the open lid along two edges."""
    out = shot.pixels.copy()
    dark = (14, 13, 15)
    out[:, :border_px] = dark
    out[-border_px - int(rng.integers(0, 12)) :, :] = dark
    return shot.painted(out)


def corner_dark(shot: Shot, rng: np.random.Generator) -> Shot:
    """Let the light fall off strongly to one corner."""
    height, width = shot.size
    down = np.linspace(0.0, 1.0, height, dtype=np.float32)
    across = np.linspace(0.0, 1.0, width, dtype=np.float32)
    down = down if rng.random() < 0.5 else 1.0 - down
    across = across if rng.random() < 0.5 else 1.0 - across
    share = rng.uniform(0.35, 0.65)
    way = np.clip(share * down[:, None] + (1.0 - share) * across[None, :], 0.0, 1.0)
    depth = rng.uniform(0.50, 0.72)
    light = rng.uniform(0.95, 1.03) - depth * way ** rng.uniform(1.2, 2.2)
    return shot.lit(light.astype(np.float32))


def edge_shaded(shot: Shot, rng: np.random.Generator) -> Shot:
    """Lay a soft shadow along one edge, not quite straight, as an open lid does."""
    height, width = shot.size
    x = np.linspace(-1.0, 1.0, width, dtype=np.float32)[None, :]
    y = np.linspace(-1.0, 1.0, height, dtype=np.float32)[:, None]
    angle = rng.integers(4) * np.pi / 2 + rng.uniform(-0.25, 0.25)
    way = x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))
    line, soft = rng.uniform(0.25, 0.65), rng.uniform(0.06, 0.22)
    depth = rng.uniform(0.22, 0.45)
    return shot.lit(
        np.asarray(1.0 - depth * (0.5 + 0.5 * np.tanh((way - line) / soft)), np.float32)
    )


def faxed(shot: Shot, rng: np.random.Generator) -> Shot:
    """Send a 200 dpi picture by fax: 204 x 196 dots to the inch, black or white, with specks.

    Source: ITU-T T.4, fine resolution.
    """
    lines = stretched(shot, _FAX_ACROSS, _FAX_DOWN)
    grey = np.asarray(cv2.cvtColor(lines.pixels, cv2.COLOR_RGB2GRAY), np.float32)
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.35, 0.7)), np.float32)
    grey += rng.uniform(8.0, 20.0) * rng.standard_normal(grey.shape, dtype=np.float32)
    level = rng.uniform(142.0, 182.0) + 10.0 * slow_field(lines.size, rng, (6, 4))
    black = grey < level
    specks = rng.random(grey.shape, dtype=np.float32)
    share = rng.uniform(0.0004, 0.0022)
    black |= specks < share
    black &= specks < 1.0 - share * 4.0
    for row in rng.integers(0, grey.shape[0], int(rng.integers(0, 4))):
        black[row] = False
    dots: Pixels = np.where(black, 0, 255).astype(np.uint8)
    return lines.painted(np.repeat(dots[..., None], 3, axis=2))
