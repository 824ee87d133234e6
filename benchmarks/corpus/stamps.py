"""Straight rubber stamps with words in a frame, such as "ĐÃ THU PHÍ"."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.corpus.fonts import Face, load_font
from benchmarks.corpus.marks import PEN_BLUE, SEAL_RED

_WHITE = (255, 255, 255)


def box_stamp(rng: random.Random, lines: tuple[str, ...], *, width_px: int) -> Image.Image:
    """Draw a framed stamp, red or violet blue, turned a little, with worn ink.

    Its words are no part of a page's truth, as those of seals: they lie over the text.
    """
    color = rng.choice((SEAL_RED, SEAL_RED, PEN_BLUE))
    size = max(20, round(width_px / (0.62 * max(len(line) for line in lines) + 1.6)))
    font = load_font(Face.SANS_BOLD, size)
    height = round(size * (1.25 * len(lines) + 0.8))
    layer = Image.new("RGB", (width_px, height), _WHITE)
    draw = ImageDraw.Draw(layer)
    draw.rectangle((3, 3, width_px - 4, height - 4), outline=color, width=max(4, size // 12))
    for number, line in enumerate(lines):
        y = round(size * (0.98 + 1.25 * number))
        draw.text((width_px // 2, y), line, font=font, fill=color, anchor="mm")
    turned = layer.rotate(
        rng.uniform(-12, 12), Image.Resampling.BICUBIC, expand=True, fillcolor=_WHITE
    )
    shape = (turned.height // 9 + 1, turned.width // 9 + 1)
    grain = np.random.default_rng(rng.randrange(2**32)).normal(0.0, 1.0, shape)
    cloud = Image.fromarray(np.clip(70 + 60 * grain, 0, 210).astype(np.uint8))
    loss = np.asarray(cloud.resize(turned.size, Image.Resampling.BICUBIC), np.float32) / 255.0
    pixels = np.asarray(turned, np.float32)
    worn = pixels + (255.0 - pixels) * loss[..., None]
    return Image.fromarray(worn.astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.8))
