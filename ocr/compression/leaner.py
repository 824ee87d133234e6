"""Pack a page tighter that is already kept in layers, without touching its print.

Stencils are lossless and stay as they are. The pictures beneath and beside them, which carry
paper tint, photographs and the colours of ink, are brought to the resolution of the lean
profile. A page that is one picture holds its letters in that picture and is left alone.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from ocr.compression.jpeg import jpeg_of
from ocr.compression.page_layers import PageLayers, Raster

LEAN_DPI, LEAN_QUALITY = 150, 60


def leaner(layers: PageLayers, dpi: int) -> PageLayers:
    """The page with coarser pictures; the page itself when it has no stencils.

    Args:
        layers: A page.
        dpi: Resolution of the page's pixels.

    Raises:
        AssemblyFailed: The encoder refused.
    """
    if not layers.stencils:
        return layers
    return replace(layers, rasters=tuple(_coarser(raster, dpi) for raster in layers.rasters))


def _coarser(raster: Raster, dpi: int) -> Raster:
    """A picture at the lean resolution, where that makes it smaller."""
    x0, y0, x1, y1 = raster.place
    share = min(1.0, LEAN_DPI / dpi)
    width, height = (
        min(raster.width, max(1, round((x1 - x0) * share))),
        min(raster.height, max(1, round((y1 - y0) * share))),
    )
    image = cv2.imdecode(np.frombuffer(raster.jpeg, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        return raster
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    jpeg = jpeg_of(np.asarray(small, np.uint8), LEAN_QUALITY)
    if len(jpeg) >= len(raster.jpeg):
        return raster
    return replace(raster, jpeg=jpeg, width=width, height=height)
