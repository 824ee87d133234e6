"""JPEG streams whose even tones keep their tint."""

from __future__ import annotations

import functools
import io

import cv2
import numpy as np
from PIL import Image

from ocr.errors import AssemblyFailed
from ocr.source import Pixels

_MEAN_STEP = 3
"""Coarsest step of the mean of a block. The usual tables shift pale paper by up to 10 grey levels
from block to block, which shows as tinted tiles; the mean of a block costs hardly a byte more."""
_FULL_COLOUR_FROM = 60
_PLAIN, _HALVED = 0, 2


def jpeg_of(image: Pixels, quality: int) -> bytes:
    """Baseline JPEG, three components.

    Args:
        image: (h, w, 3) uint8 BGR.
        quality: 1 to 95; below 60 colour has half the resolution.

    Raises:
        AssemblyFailed: The encoder refused.
    """
    picture = Image.fromarray(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8))
    try:
        return _encoded(picture, quality, optimize=True)
    except OSError:
        # WORKAROUND(Pillow 13, optimised coding needs the whole stream in one buffer, which
        # is too small for noise): the fixed code is larger and never fails for that reason.
        pass
    try:
        return _encoded(picture, quality, optimize=False)
    except (OSError, ValueError) as error:
        raise AssemblyFailed("a picture could not be packed as JPEG") from error


def _encoded(picture: Image.Image, quality: int, *, optimize: bool) -> bytes:
    target = io.BytesIO()
    colour = _PLAIN if quality >= _FULL_COLOUR_FROM else _HALVED
    tables = [list(table) for table in _tables(quality)]
    picture.save(target, "JPEG", qtables=tables, subsampling=colour, optimize=optimize)
    return target.getvalue()


@functools.cache
def _tables(quality: int) -> tuple[tuple[int, ...], ...]:
    """Steps for brightness and colour, those of `quality` but for the mean of a block."""
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG", quality=quality)
    with Image.open(target) as made:
        usual = made.quantization  # type: ignore[attr-defined]  # Pillow does not type JPEG files
    return tuple((min(_MEAN_STEP, usual[k][0]), *usual[k][1:]) for k in sorted(usual))
