"""The words damage is told in: a recipe, the picture under way, one step of its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpus.render import DPI
from benchmarks.corpus.truth import PointMap

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture under way.

    Attributes:
        pixels: uint8 (height, width, 3), RGB.
        moves: How the points of the drawn page came here, first map first.
        skew_deg: Turn of the text so far, degrees counter-clockwise.
    """

    pixels: Pixels
    moves: tuple[PointMap, ...] = ()
    skew_deg: float = 0.0

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return (int(self.pixels.shape[0]), int(self.pixels.shape[1]))

    def painted(self, tone: Pixels | Plane) -> Shot:
        """Give the picture with other pixels, cut to 0 to 255, in the same places."""
        if tone.dtype == np.uint8:
            return replace(self, pixels=np.asarray(tone, np.uint8))
        return replace(self, pixels=np.clip(tone, 0, 255).astype(np.uint8))

    def lit(self, light: Plane) -> Shot:
        """Give the picture under `light`, float32 (height, width), 1.0 keeps it."""
        return self.painted(self.pixels.astype(np.float32) * light[..., None])

    def moved(self, pixels: Pixels, move: PointMap) -> Shot:
        """Give the picture whose points went through `move`."""
        return replace(self, pixels=pixels, moves=(*self.moves, move))


Step = Callable[[Shot, np.random.Generator], Shot]


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
        stated_dpi: Resolution written into the file, when it is not `dpi`.
        quality: JPEG quality of the result.
        on_paper: Steps that change the paper itself, before it lies on the glass.
        on_glass: Steps of light on the sheet as it lies, before noise.
        in_device: Steps of the device, on the toned picture.
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
    stated_dpi: int | None = None
    quality: int = 92
    on_paper: tuple[Step, ...] = ()
    on_glass: tuple[Step, ...] = ()
    in_device: tuple[Step, ...] = ()

    @property
    def file_dpi(self) -> int:
        """Resolution as the file tells it."""
        return self.stated_dpi or self.dpi
