"""Damage of ink: faded print, print that shines through from the back, stamps over text."""

from __future__ import annotations

import random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.corpus.damage_recipe import Pixels, Plane, Shot
from benchmarks.corpus.fonts import Face, load_font
from benchmarks.corpus.geometry_damage import slow_field
from benchmarks.corpus.marks import round_seal, signature
from benchmarks.corpus.render import Color, pt, px

_SEAL_TEXTS = (
    ("CON DẤU MẪU THỬ NGHIỆM", "KHÔNG CÓ GIÁ TRỊ"),
    ("DẤU MẪU DÙNG ĐỂ KIỂM THỬ", "BẢN MẪU"),
    ("MẪU DẤU GIẢ ĐỊNH", "CHỈ ĐỂ THỬ MÁY"),
)
_STAMP_BLUES: tuple[Color, ...] = ((38, 62, 170), (58, 52, 160), (28, 92, 176))
_BACK_TEXT = (
    "Ủy ban nhân dân xã căn cứ Luật Tổ chức chính quyền địa phương quy định về thẩm quyền giải"
    " quyết thủ tục hành chính theo cơ chế một cửa liên thông người nộp hồ sơ chịu trách nhiệm"
    " trước pháp luật về tính chính xác của giấy tờ kèm theo hướng dẫn kê khai đầy đủ thông tin"
    " ngày tháng năm sinh nơi cư trú quê quán dân tộc quốc tịch nghề nghiệp thời hạn trả kết quả"
)


def faded(shot: Shot, rng: np.random.Generator) -> Shot:
    """Wear the ink: thinner strokes, light grey, here and there almost gone."""
    ink = 255.0 - shot.pixels.astype(np.float32)
    thin = np.asarray(cv2.erode(ink, np.ones((3, 3), np.uint8)), np.float32)
    worn = rng.uniform(0.30, 0.55) + 0.15 * slow_field(shot.size, rng, (9, 7))
    ink = ink * (1.0 - worn)[..., None] + thin * worn[..., None]
    grain = rng.standard_normal(shot.size, dtype=np.float32)
    rough = np.asarray(cv2.GaussianBlur(grain, (0, 0), 1.6), np.float32) * 0.8
    strength = rng.uniform(0.42, 0.58) + 0.08 * slow_field(shot.size, rng, (6, 5))
    strength = np.clip(strength + 0.10 * rough, 0.20, 0.80)
    tone = rng.uniform(246.0, 253.0) - ink * strength[..., None]
    return shot.painted(np.asarray(tone, np.float32))


def _back_page(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Print of an invented page, grey on white: paragraphs, sometimes a table."""
    height, width = size
    page = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(page)
    font = load_font(rng.choice((Face.SERIF, Face.SANS)), pt(rng.choice((12, 13, 14))))
    left, right = round(width * rng.uniform(0.07, 0.13)), round(width * rng.uniform(0.88, 0.95))
    words = _BACK_TEXT.split()
    y = round(height * rng.uniform(0.06, 0.12))
    pitch = round(font.size * rng.uniform(1.35, 1.9))
    while y < height * 0.95:
        end = right if rng.random() < 0.8 else left + (right - left) * rng.uniform(0.2, 0.8)
        x = float(left)
        while x < end:
            word = rng.choice(words)
            draw.text((x, y), word, font=font, fill=0)
            x += font.getlength(word + " ")
        y += pitch if rng.random() < 0.93 else pitch * 3
    if rng.random() < 0.5:
        top = height * rng.uniform(0.2, 0.5)
        for row in range(rng.randint(3, 8)):
            draw.line((left, top + row * pitch * 2, right, top + row * pitch * 2), 0, 4)
    return page


def bled(shot: Shot, rng: np.random.Generator) -> Shot:
    """Let the print of the back shine through: mirrored, faint, soft."""
    back = _back_page(shot.size, random.Random(int(rng.integers(2**32))))
    mirrored = np.asarray(back, np.float32)[:, ::-1]
    height, width = shot.size
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-1.2, 1.2), 1.0)
    moved = cv2.warpAffine(
        np.ascontiguousarray(mirrored), turn, (width, height), borderValue=(255.0,)
    )
    soft = np.asarray(cv2.GaussianBlur(moved, (0, 0), rng.uniform(1.6, 3.6)), np.float32)
    depth = rng.uniform(0.18, 0.38) * (1.0 + 0.25 * slow_field(shot.size, rng, (5, 4)))
    return shot.lit(np.asarray(1.0 - depth * (1.0 - soft / 255.0), np.float32))


def _inked_place(shot: Shot, rng: np.random.Generator) -> tuple[int, int]:
    """Pick a place with print on it: x, y in pixels."""
    small = cv2.resize(shot.pixels, None, fx=1 / 32, fy=1 / 32, interpolation=cv2.INTER_AREA)
    dark = np.asarray(small, np.float32).mean(axis=2)
    ys, xs = np.nonzero(dark < 235.0)
    if not ys.size:
        return (shot.size[1] // 2, shot.size[0] // 2)
    pick = int(rng.integers(ys.size))
    return (int(xs[pick]) * 32 + 16, int(ys[pick]) * 32 + 16)


def _fee_stamp(rng: random.Random, widest_px: int) -> Image.Image:
    """Draw the framed rubber stamp of the cashier, up to `widest_px` wide."""
    color = rng.choice(_STAMP_BLUES)
    width = min(px(rng.uniform(44, 58)), widest_px)
    height = round(width * rng.uniform(0.34, 0.40))
    layer = Image.new("RGB", (width, height), (255, 255, 255))
    draw = ImageDraw.Draw(layer)
    draw.rectangle((3, 3, width - 4, height - 4), outline=color, width=rng.randint(5, 8))
    font = load_font(Face.SANS_BOLD, round(width / 7.2))
    draw.text((width / 2, height * 0.36), "ĐÃ THU PHÍ", font=font, fill=color, anchor="mm")
    day = f"Ngày {rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(2023, 2026)}"
    small = load_font(Face.SANS, round(width / 12))
    draw.text((width / 2, height * 0.74), day, font=small, fill=color, anchor="mm")
    angle = rng.uniform(-12, 12)
    turned = layer.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(255, 255, 255))
    return turned.filter(ImageFilter.GaussianBlur(0.8))


def _printed_over(pixels: Pixels, layer: Image.Image, centre: tuple[int, int]) -> Pixels:
    """Multiply `layer` over `pixels`, kept inside the picture."""
    page = Image.fromarray(pixels)
    size = (min(layer.width, page.width), min(layer.height, page.height))
    layer = layer.resize(size) if layer.size != size else layer
    x = min(max(centre[0] - size[0] // 2, 0), page.width - size[0])
    y = min(max(centre[1] - size[1] // 2, 0), page.height - size[1])
    out = pixels.copy()
    under: Plane = out[y : y + size[1], x : x + size[0]].astype(np.float32)
    over = np.asarray(layer, np.float32) / 255.0
    out[y : y + size[1], x : x + size[0]] = (under * over).astype(np.uint8)
    return out


def stamped(shot: Shot, rng: np.random.Generator) -> Shot:
    """Put a red seal, a cashier's stamp and a signature over the print."""
    hand = random.Random(int(rng.integers(2**32)))
    side = min(shot.size)
    diameter = min(px(hand.uniform(32, 38)), side * 2 // 5)
    upper, lower = hand.choice(_SEAL_TEXTS)
    seal = round_seal(hand, upper=upper, lower=lower, diameter_px=diameter)
    place = _inked_place(shot, rng)
    pixels = _printed_over(shot.pixels, seal, place)
    beside = (place[0] + hand.randint(diameter // 3, diameter), place[1] + hand.randint(-40, 60))
    width = min(hand.randint(400, 640), side // 2)
    name = signature(hand, width_px=width, height_px=round(width * 0.46))
    pixels = _printed_over(pixels, name, beside)
    pixels = _printed_over(pixels, _fee_stamp(hand, side // 2), _inked_place(shot, rng))
    return shot.painted(pixels)
