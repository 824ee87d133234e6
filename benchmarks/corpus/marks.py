"""Marks on paper that are not type: seals, signatures, codes, the parts of a card.

Every mark is a layer, RGB on white, to be printed over the paper with `Sheet.multiply`.
"""

from __future__ import annotations

import math
import random

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.corpus.errors import LayoutError
from benchmarks.corpus.fonts import Face, load_font
from benchmarks.corpus.render import Color, Sheet

SEAL_RED: Color = (208, 34, 48)
PEN_BLUE: Color = (34, 58, 158)
_FINE = 3
_WHITE = (255, 255, 255)
Point = tuple[float, float]


def draw_qr(sheet: Sheet, text: str, place: tuple[int, int, int], *, level: str = "M") -> None:
    """Draw a QR code and remember it; `place` is left, top and the longest side in pixels.

    Raises:
        LayoutError: The text needs more modules than the place has room for at three pixels each.
    """
    x, y, side = place
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    modules = np.array(code.to_image(scale=1, add_quiet_zones=False))
    pitch = side // modules.shape[0]
    if pitch < 3:
        raise LayoutError(f"{modules.shape[0]} modules do not fit {side} px")
    drawn = np.kron(modules, np.ones((pitch, pitch), np.uint8))
    dark = np.maximum(drawn, 22).astype(np.uint8)
    sheet.image.paste(Image.fromarray(dark).convert("RGB"), (x, y))
    width = int(drawn.shape[0])
    sheet.remember_code("qr", text, (x, y, x + width, y + width))


def _cubic(points: tuple[Point, Point, Point, Point], steps: int = 40) -> list[Point]:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    curve: list[Point] = []
    for i in range(steps + 1):
        t = i / steps
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        curve.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return curve


def _stroke(draw: ImageDraw.ImageDraw, curve: list[Point], color: Color, width: float) -> None:
    for i, (x, y) in enumerate(curve):
        pressure = 0.55 + 0.45 * math.sin(math.pi * min(1.0, 0.12 + i / len(curve)))
        r = width * pressure / 2
        draw.ellipse((x - r, y - r, x + r, y + r), fill=color)


def signature(rng: random.Random, *, width_px: int = 460, height_px: int = 210) -> Image.Image:
    """Draw an invented signature: a tall first letter, a wavy run, an underscoring sweep."""
    w, h = width_px * _FINE, height_px * _FINE
    layer = Image.new("RGB", (w, h), _WHITE)
    draw = ImageDraw.Draw(layer)
    pen = 6.0 * _FINE

    def at(x: float, y: float) -> Point:
        return (w * (x + rng.uniform(-0.02, 0.02)), h * (y + rng.uniform(-0.04, 0.04)))

    def pull(*points: Point) -> None:
        _stroke(draw, _cubic((points[0], points[1], points[2], points[3]), 260), PEN_BLUE, pen)

    tall = rng.uniform(0.04, 0.20)
    start = at(0.10, rng.uniform(0.45, 0.70))
    top = at(rng.uniform(0.18, 0.28), tall)
    foot = at(rng.uniform(0.14, 0.24), 0.74)
    pull(start, at(rng.uniform(-0.02, 0.10), 0.20), at(0.20, tall - 0.08), top)
    pull(top, at(rng.uniform(0.24, 0.38), 0.30), at(0.16, 0.60), foot)
    here = foot
    waves = rng.randint(3, 6)
    reach = rng.uniform(0.34, 0.46)
    for i in range(waves):
        x = 0.26 + reach * i / waves
        high = at(x + 0.03, rng.uniform(0.22, 0.52))
        low = at(x + 0.09, rng.uniform(0.58, 0.76))
        pull(here, at(x - 0.02, 0.40), high, high)
        pull(high, at(x + rng.uniform(0.04, 0.10), 0.44), low, low)
        here = low
    end = at(0.94, rng.uniform(0.16, 0.50))
    pull(here, at(0.80, 0.85), at(0.86, 0.40), end)
    if rng.random() < 0.65:
        pull(at(0.06, 0.84), at(0.40, 0.70), at(0.66, 0.98), at(0.90, 0.78))
    else:
        pull(end, at(0.99, 0.06), at(0.40, 0.52), at(0.34, 0.90))
    return layer.resize((width_px, height_px), Image.Resampling.LANCZOS)


def _ring_text(
    seal: Image.Image, text: str, *, radius: float, middle_deg: float, size_px: int
) -> None:
    font = load_font(Face.SANS_BOLD, size_px)
    is_upper = middle_deg < 0
    spread = sum(font.getlength(letter) + 3 for letter in text) / radius
    angle = math.radians(middle_deg) + (-spread / 2 if is_upper else spread / 2)
    centre = seal.width / 2
    for letter in text:
        advance = (font.getlength(letter) + 3) / radius
        angle += advance / 2 if is_upper else -advance / 2
        tile = Image.new("L", (size_px * 2, size_px * 2), 0)
        ImageDraw.Draw(tile).text((size_px, size_px), letter, font=font, fill=255, anchor="mm")
        turn = -math.degrees(angle) - 90 if is_upper else -math.degrees(angle) + 90
        tile = tile.rotate(turn, Image.Resampling.BICUBIC)
        x = centre + radius * math.cos(angle) - size_px
        y = centre + radius * math.sin(angle) - size_px
        seal.paste(SEAL_RED, (round(x), round(y)), tile)
        angle += advance / 2 if is_upper else -advance / 2


def star(centre: Point, radius: float) -> list[Point]:
    """Corners of a five-pointed star that stands upright."""
    points: list[Point] = []
    for i in range(10):
        r = radius if i % 2 == 0 else radius * 0.40
        angle = math.radians(-90 + 36 * i)
        points.append((centre[0] + r * math.cos(angle), centre[1] + r * math.sin(angle)))
    return points


def _uneven_ink(layer: Image.Image, rng: random.Random) -> Image.Image:
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0.0, 1.0, (24, 24))
    cloud = Image.fromarray(np.clip(128 + 48 * noise, 0, 255).astype(np.uint8))
    soft = cloud.resize(layer.size, Image.Resampling.BICUBIC)
    loss = np.asarray(soft, np.float32)[..., None] / 255.0 * 0.42
    pixels = np.asarray(layer, np.float32)
    return Image.fromarray((pixels + (255.0 - pixels) * loss).astype(np.uint8))


def round_seal(
    rng: random.Random, *, upper: str, lower: str, diameter_px: int = 425
) -> Image.Image:
    """Draw a red round seal with a star, turned a little, with uneven ink.

    The ring says what it is, a sample: no real agency's seal is imitated.

    Args:
        rng: Source of the turn and of the ink.
        upper: Text on the upper half of the ring.
        lower: Text on the lower half.
        diameter_px: 425 is 36 mm at 300 dpi.
    """
    side = diameter_px * 2
    layer = Image.new("RGB", (side, side), _WHITE)
    draw = ImageDraw.Draw(layer)
    edge = side * 0.02
    draw.ellipse((edge, edge, side - edge, side - edge), outline=SEAL_RED, width=side // 60)
    inner = side * 0.175
    draw.ellipse((inner, inner, side - inner, side - inner), outline=SEAL_RED, width=side // 110)
    _ring_text(layer, upper, radius=side * 0.402, middle_deg=-90, size_px=round(side * 0.080))
    _ring_text(layer, lower, radius=side * 0.402, middle_deg=90, size_px=round(side * 0.066))
    draw.polygon(star((side / 2, side / 2), side * 0.20), fill=SEAL_RED)
    turned = layer.rotate(
        rng.uniform(-14, 14), Image.Resampling.BICUBIC, fillcolor=_WHITE, expand=False
    )
    small = turned.resize((diameter_px, diameter_px), Image.Resampling.LANCZOS)
    return _uneven_ink(small, rng).filter(ImageFilter.GaussianBlur(0.7))


def portrait(size_px: tuple[int, int]) -> Image.Image:
    """Draw the grey outline of a head and shoulders that stands for a photograph."""
    width, height = size_px
    layer = Image.new("RGB", (width * 2, height * 2), (214, 224, 232))
    draw = ImageDraw.Draw(layer)
    w, h = layer.size
    draw.ellipse((w * 0.05, h * 0.66, w * 0.95, h * 1.35), fill=(92, 104, 122))
    draw.rectangle((w * 0.42, h * 0.50, w * 0.58, h * 0.72), fill=(150, 140, 136))
    draw.ellipse((w * 0.29, h * 0.16, w * 0.71, h * 0.60), fill=(166, 154, 148))
    draw.pieslice((w * 0.27, h * 0.12, w * 0.73, h * 0.52), 180, 360, fill=(58, 54, 56))
    return layer.resize(size_px, Image.Resampling.LANCZOS)


def finger_print(rng: random.Random, size_px: tuple[int, int]) -> Image.Image:
    """Draw wavy ridges in an oval that stand for a fingerprint."""
    width, height = size_px
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    dx = (xs - width * 0.5) / (width * 0.5)
    dy = (ys - height * 0.58) / (height * 0.5)
    swirl = rng.uniform(0.4, 0.9)
    radius = np.sqrt(dx**2 * 1.4 + dy**2) + 0.05 * np.sin(6 * np.arctan2(dy, dx) * swirl + 4 * dy)
    ridges = np.sin(radius * 52.0)
    inside = dx**2 + ((ys - height / 2) / (height / 2)) ** 2 < 0.92
    grey = np.where(inside & (ridges > 0.1), 96, 255).astype(np.uint8)
    return Image.fromarray(grey).convert("RGB").filter(ImageFilter.GaussianBlur(0.8))


def guilloche(rng: random.Random, size_px: tuple[int, int]) -> Image.Image:
    """Draw the pale ground of a card: two tints and fine waves."""
    width, height = size_px
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    blend = (0.6 * xs / width + 0.4 * ys / height)[..., None]
    left, right = np.array([222, 240, 232]), np.array([244, 240, 222])
    ground = left * (1 - blend) + right * blend
    phase = rng.uniform(0, 6)
    for k in range(3):
        wave = np.sin(ys / (7.0 + k) + 4.0 * np.sin(xs / (90.0 + 25 * k) + phase + k))
        ground -= (wave > 0.92)[..., None] * np.array([14, 8, 6])
    return Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
