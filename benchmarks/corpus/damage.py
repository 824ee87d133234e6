"""What paper, scanner and hand do to a page, with seeded parameters.

A recipe is a frozen set of parameters; `apply_damage` turns a drawn page and its truth into the
scanned page and its truth. Boxes move with the picture.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.corpus.render import DPI
from benchmarks.corpus.truth import Affine, PageTruth, move_truth

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Strength of every kind of damage; the default does nothing.

    Attributes:
        skew_deg: Turn of the text, degrees counter-clockwise; drawn from -skew_deg to skew_deg
            when `is_skew_random`.
        is_skew_random: The seed decides the angle.
        turn_deg: Quarter turns, counter-clockwise.
        tint: Colour of the paper, RGB of white.
        uneven: Depth of slow changes of light, 0.0 to 1.0.
        noise: Standard deviation of the grey noise, 0 to 255.
        blur_px: Standard deviation of the blur in pixels.
        contrast: 1.0 keeps it, 0.0 is grey.
        shadow: Depth of a shadow along one edge, 0.0 to 1.0.
        border_px: Width of a black border along two edges.
        dpi: Resolution of the result.
        quality: JPEG quality of the result.
    """

    skew_deg: float = 0.0
    is_skew_random: bool = False
    turn_deg: int = 0
    tint: tuple[int, int, int] = (255, 255, 255)
    uneven: float = 0.0
    noise: float = 0.0
    blur_px: float = 0.0
    contrast: float = 1.0
    shadow: float = 0.0
    border_px: int = 0
    dpi: int = DPI
    quality: int = 92


_OFFICE = Recipe(
    skew_deg=0.9,
    is_skew_random=True,
    tint=(250, 248, 243),
    uneven=0.035,
    noise=2.2,
    blur_px=0.55,
    quality=78,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "clean": Recipe(),
        "office": _OFFICE,
        "skew5": replace(_OFFICE, skew_deg=5.0, is_skew_random=False),
        "rot90": replace(_OFFICE, turn_deg=90),
        "rot180": replace(_OFFICE, turn_deg=180),
        "rot270": replace(_OFFICE, turn_deg=270),
        "noise": replace(_OFFICE, noise=16.0),
        "blur": replace(_OFFICE, blur_px=2.2),
        "low_contrast": replace(_OFFICE, contrast=0.35),
        "dpi200": replace(_OFFICE, dpi=200),
        "dpi150": replace(_OFFICE, dpi=150),
        "shadow": replace(_OFFICE, shadow=0.45),
        "black_border": replace(_OFFICE, border_px=60),
    }
)


@dataclass(frozen=True, slots=True)
class Scan:
    """A damaged page.

    Attributes:
        jpeg: The file's bytes, with its resolution.
        truth: Truth in pixels of this file.
    """

    jpeg: bytes
    truth: PageTruth


def to_image(scan: Scan) -> Image.Image:
    """Open the file of `scan` as RGB."""
    return Image.open(io.BytesIO(scan.jpeg)).convert("RGB")


def _skewed(pixels: Pixels, angle_deg: float) -> tuple[Pixels, Affine]:
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    turned = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255.0, 255.0, 255.0),
    )  # fmt: skip
    values = [float(v) for v in matrix.ravel()]
    return np.asarray(turned, np.uint8), Affine(*values)


def _scaled(pixels: Pixels, scale: float) -> tuple[Pixels, Affine]:
    height, width = pixels.shape[:2]
    size = (round(width * scale), round(height * scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), Affine(a=size[0] / width, e=size[1] / height)


def _turned(pixels: Pixels, turn_deg: int) -> tuple[Pixels, Affine]:
    height, width = pixels.shape[:2]
    turned = np.ascontiguousarray(np.rot90(pixels, turn_deg // 90))
    maps = {
        0: Affine(),
        90: Affine(a=0, b=1, c=0, d=-1, e=0, f=width),
        180: Affine(a=-1, b=0, c=width, d=0, e=-1, f=height),
        270: Affine(a=0, b=-1, c=height, d=1, e=0, f=0),
    }
    return turned, maps[turn_deg]


def _light(shape: tuple[int, int], recipe: Recipe, rng: np.random.Generator) -> NDArray[np.float32]:
    height, width = shape
    coarse = rng.normal(0.0, 1.0, (5, 4)).astype(np.float32)
    slow = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    light = 1.0 - recipe.uneven * np.clip(np.abs(slow), 0.0, 2.0) / 2.0
    if recipe.shadow:
        ramp = np.linspace(0.0, 1.0, width, dtype=np.float32)
        edge = 1.0 / (1.0 + np.exp((ramp - rng.uniform(0.18, 0.30)) * 22.0))
        light = light * (1.0 - recipe.shadow * edge)[None, :]
    return np.asarray(light, np.float32)


def _toned(pixels: Pixels, recipe: Recipe, rng: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    tone = pixels.astype(np.float32)
    if recipe.blur_px:
        tone = np.asarray(cv2.GaussianBlur(tone, (0, 0), recipe.blur_px), np.float32)
    if recipe.contrast != 1.0:
        tone = 205.0 + (tone - 255.0) * recipe.contrast
    tone *= np.array(recipe.tint, np.float32) / 255.0
    if recipe.uneven or recipe.shadow:
        tone *= _light((height, width), recipe, rng)[..., None]
    if recipe.noise:
        grain = rng.standard_normal((height, width), dtype=np.float32)
        tone += (recipe.noise * grain)[..., None]
    return np.clip(tone, 0, 255).astype(np.uint8)


def _bordered(pixels: Pixels, border_px: int, rng: np.random.Generator) -> Pixels:
    out = pixels.copy()
    dark = (14, 13, 15)
    out[:, :border_px] = dark
    out[-border_px - int(rng.integers(0, 12)) :, :] = dark
    return out


def _encode(pixels: Pixels, recipe: Recipe) -> bytes:
    file = io.BytesIO()
    image = Image.fromarray(pixels)
    image.save(file, "JPEG", quality=recipe.quality, dpi=(recipe.dpi, recipe.dpi), optimize=True)
    return file.getvalue()


def apply_damage(page: Image.Image, truth: PageTruth, name: str, seed: int) -> Scan:
    """Scan a drawn page with the recipe `name`.

    Args:
        page: RGB at 300 dpi.
        truth: What stands on it.
        name: Key of `RECIPES`.
        seed: The same seed gives the same bytes with the same libraries.
    """
    recipe = RECIPES[name]
    rng = np.random.default_rng(seed)
    angle = float(rng.uniform(-1.0, 1.0)) * recipe.skew_deg
    angle = angle if recipe.is_skew_random else recipe.skew_deg
    pixels: Pixels = np.asarray(page.convert("RGB"), np.uint8)
    affine = Affine()
    if angle:
        pixels, step = _skewed(pixels, angle)
        affine = affine.then(step)
    if recipe.dpi != DPI:
        pixels, step = _scaled(pixels, recipe.dpi / DPI)
        affine = affine.then(step)
    pixels = _toned(pixels, recipe, rng)
    if recipe.border_px:
        pixels = _bordered(pixels, recipe.border_px, rng)
    if recipe.turn_deg:
        pixels, step = _turned(pixels, recipe.turn_deg)
        affine = affine.then(step)
    moved = replace(
        move_truth(truth, affine),
        width_px=int(pixels.shape[1]),
        height_px=int(pixels.shape[0]),
        dpi=recipe.dpi,
        damage=name,
        skew_deg=round(angle, 3),
        turn_deg=recipe.turn_deg,
    )
    return Scan(jpeg=_encode(pixels, recipe), truth=moved)
