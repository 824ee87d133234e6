"""What paper, scanner and hand do to a page, with seeded parameters.

A recipe is a frozen set of parameters and steps, written down or drawn from the seed;
`apply_damage` turns a drawn page and its truth into the scanned page and its truth. Boxes move
with the picture.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from PIL import Image

from benchmarks.corpus.damage_recipe import Recipe, Shot
from benchmarks.corpus.geometry_damage import curled, skewed, stretched, turned
from benchmarks.corpus.ink_damage import bled, faded, stamped
from benchmarks.corpus.paper_damage import crumpled, folded, punched, stained
from benchmarks.corpus.phone_damage import hand_shadow, photographed, sensed
from benchmarks.corpus.render import DPI
from benchmarks.corpus.tone_damage import bordered, corner_dark, edge_shaded, faxed, toned
from benchmarks.corpus.truth import PageTruth, move_truth

Maker = Callable[[np.random.Generator], Recipe]

_TURN_DIGITS = 3
_OFFICE = Recipe(
    skew_deg=0.9,
    is_skew_random=True,
    tint=(250, 248, 243),
    uneven=0.035,
    noise=2.2,
    blur_px=0.55,
    quality=78,
)


def _always(recipe: Recipe) -> Maker:
    """Give `recipe` whatever the seed is; the seed is not used up."""
    return lambda _: recipe


def _office(rng: np.random.Generator) -> Recipe:
    """Draw an office scanner on a common day."""
    return replace(
        _OFFICE,
        uneven=float(rng.uniform(0.0, 0.05)),
        noise=float(rng.uniform(1.0, 3.5)),
        blur_px=float(rng.uniform(0.4, 0.75)),
        quality=int(rng.integers(70, 90)),
    )


def _skewed_right(rng: np.random.Generator) -> Recipe:
    angle = float(rng.uniform(-5.6, -4.4))
    return replace(_office(rng), skew_deg=angle, is_skew_random=False)


def _fax(rng: np.random.Generator) -> Recipe:
    return Recipe(
        skew_deg=float(rng.uniform(0.2, 1.2)),
        is_skew_random=True,
        blur_px=float(rng.uniform(0.3, 0.7)),
        dpi=200,
        quality=92,
        in_device=(faxed,),
    )


def _mixed(rng: np.random.Generator) -> Recipe:
    angle = float(rng.uniform(2.0, 3.0)) * (1.0 if rng.random() < 0.5 else -1.0)
    warm = int(rng.integers(6, 26))
    return Recipe(
        skew_deg=angle,
        tint=(250, 250 - warm // 2, 250 - warm),
        uneven=float(rng.uniform(0.03, 0.10)),
        noise=float(rng.uniform(6.0, 11.0)),
        blur_px=float(rng.uniform(0.9, 1.5)),
        quality=int(rng.integers(55, 75)),
        on_glass=(edge_shaded,),
    )


def _heavy_jpeg(rng: np.random.Generator) -> Recipe:
    return replace(_office(rng), quality=int(rng.integers(18, 23)))


def _phone(rng: np.random.Generator) -> Recipe:
    return Recipe(
        uneven=float(rng.uniform(0.0, 0.03)),
        stated_dpi=72,
        quality=int(rng.integers(76, 91)),
        in_device=(photographed, sensed),
    )


def _phone_shadow(rng: np.random.Generator) -> Recipe:
    return replace(_phone(rng), in_device=(photographed, hand_shadow, sensed))


RECIPES: Mapping[str, Maker] = MappingProxyType(
    {
        "clean": _always(Recipe()),
        "office": _always(_OFFICE),
        "skew5": _always(replace(_OFFICE, skew_deg=5.0, is_skew_random=False)),
        "skew_neg5": _skewed_right,
        "rot90": _always(replace(_OFFICE, turn_deg=90)),
        "rot180": _always(replace(_OFFICE, turn_deg=180)),
        "rot270": _always(replace(_OFFICE, turn_deg=270)),
        "noise": _always(replace(_OFFICE, noise=16.0)),
        "blur": _always(replace(_OFFICE, blur_px=2.2)),
        "low_contrast": _always(replace(_OFFICE, contrast=0.35)),
        "fax": _fax,
        "faded": lambda rng: replace(_office(rng), on_paper=(faded,)),
        "dpi200": _always(replace(_OFFICE, dpi=200)),
        "dpi150": _always(replace(_OFFICE, dpi=150)),
        "shadow": _always(replace(_OFFICE, shadow=0.45)),
        "gradient": lambda rng: replace(_office(rng), in_device=(corner_dark,)),
        "bleed": lambda rng: replace(_office(rng), on_paper=(bled,)),
        "folds": lambda rng: replace(_office(rng), on_paper=(folded,)),
        "crumpled": lambda rng: replace(_office(rng), on_paper=(crumpled,)),
        "curl": lambda rng: replace(_office(rng), on_paper=(curled,)),
        "black_border": _always(replace(_OFFICE, border_px=60)),
        "punch": lambda rng: replace(_office(rng), on_paper=(punched,)),
        "stain": lambda rng: replace(_office(rng), on_paper=(stained,)),
        "stamped": lambda rng: replace(_office(rng), on_paper=(stamped,)),
        "phone": _phone,
        "phone_shadow": _phone_shadow,
        "heavy_jpeg": _heavy_jpeg,
        "mixed": _mixed,
    }
)
DAMAGES: tuple[str, ...] = tuple(RECIPES)


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


def _encode(shot: Shot, recipe: Recipe) -> bytes:
    file = io.BytesIO()
    dpi = (recipe.file_dpi, recipe.file_dpi)
    image = Image.fromarray(shot.pixels)
    image.save(file, "JPEG", quality=recipe.quality, dpi=dpi, optimize=True)
    return file.getvalue()


def _shoot(shot: Shot, recipe: Recipe, rng: np.random.Generator) -> Shot:
    """Take the sheet through its whole way: paper, glass, light, device, turn."""
    angle = float(rng.uniform(-1.0, 1.0)) * recipe.skew_deg
    angle = angle if recipe.is_skew_random else recipe.skew_deg
    for step in recipe.on_paper:
        shot = step(shot, rng)
    if angle:
        shot = skewed(shot, angle)
    if recipe.dpi != DPI:
        shot = stretched(shot, recipe.dpi / DPI, recipe.dpi / DPI)
    for step in recipe.on_glass:
        shot = step(shot, rng)
    shot = toned(shot, recipe, rng)
    for step in recipe.in_device:
        shot = step(shot, rng)
    if recipe.border_px:
        shot = bordered(shot, recipe.border_px, rng)
    return turned(shot, recipe.turn_deg) if recipe.turn_deg else shot


def apply_damage(page: Image.Image, truth: PageTruth, name: str, seed: int) -> Scan:
    """Scan a drawn page with the recipe `name`.

    Args:
        page: RGB at 300 dpi.
        truth: What stands on it.
        name: Key of `RECIPES`.
        seed: The same seed gives the same bytes with the same libraries.
    """
    rng = np.random.default_rng(seed)
    recipe = RECIPES[name](rng)
    shot = _shoot(Shot(np.asarray(page.convert("RGB"), np.uint8)), recipe, rng)
    height, width = shot.size
    moved = replace(
        move_truth(truth, *shot.moves),
        width_px=width,
        height_px=height,
        dpi=recipe.file_dpi,
        damage=name,
        skew_deg=round(shot.skew_deg, _TURN_DIGITS),
        turn_deg=recipe.turn_deg,
    )
    return Scan(jpeg=_encode(shot, recipe), truth=moved)
