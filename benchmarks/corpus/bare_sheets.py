"""Sheets with nothing or next to nothing on them: what a check for blank pages has to tell apart.

Blank are bare, tinted, ruled and squared paper, backs through which print shines, filing holes
and staples. Not blank are a page number, one line of print or pencil, a small stamp, a seal, a
signature, a code, a photograph.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.corpus.damage import apply_damage
from benchmarks.corpus.damage_recipe import Shot
from benchmarks.corpus.fonts import Face, load_font
from benchmarks.corpus.ink_damage import bled
from benchmarks.corpus.marks import portrait, round_seal, signature
from benchmarks.corpus.paper_damage import punched
from benchmarks.corpus.render import A4_PX, pt, px
from benchmarks.corpus.truth import PageTruth

Painter = Callable[[Image.Image, random.Random], Image.Image]

_FACES = (Face.SERIF, Face.SANS, Face.DEJAVU_SANS, Face.NOTO_SERIF, Face.MONO)
_WORDS = ("Đã nhận đủ hồ sơ", "Trang này để trống", "Sao y bản chính", "Xác nhận", "Đính kèm")
_A4_SHARE = 0.3
"""The others are A5: as much to tell apart, and drawn in half the time."""
_GREY_LINE, _BLUE_LINE = (196, 196, 200), (168, 190, 224)


def _plain(page: Image.Image, _rng: random.Random) -> Image.Image:
    return page


def _tinted(page: Image.Image, rng: random.Random) -> Image.Image:
    tint = rng.choice(((244, 236, 208), (226, 238, 228), (250, 226, 226), (222, 230, 244)))
    return Image.new("RGB", page.size, tint)


def _ruled(page: Image.Image, rng: random.Random) -> Image.Image:
    draw = ImageDraw.Draw(page)
    colour = rng.choice((_GREY_LINE, _BLUE_LINE, (120, 140, 190)))
    pitch = px(rng.choice((7.0, 8.0, 9.0)))
    for y in range(px(20), page.height - px(10), pitch):
        draw.line((0 if rng.random() < 0.5 else px(8), y, page.width, y), colour, 3)
    if rng.random() < 0.5:
        draw.line((px(25), 0, px(25), page.height), (232, 150, 150), 3)
    return page


def _squared(page: Image.Image, rng: random.Random) -> Image.Image:
    draw = ImageDraw.Draw(page)
    pitch = px(5.0)
    for x in range(px(rng.uniform(2, 6)), page.width, pitch):
        draw.line((x, 0, x, page.height), _BLUE_LINE, 2)
    for y in range(px(rng.uniform(2, 6)), page.height, pitch):
        draw.line((0, y, page.width, y), _BLUE_LINE, 2)
    return page


def _back(page: Image.Image, rng: random.Random) -> Image.Image:
    shot = bled(Shot(np.asarray(page, np.uint8)), np.random.default_rng(rng.getrandbits(32)))
    return Image.fromarray(shot.pixels)


def _filed(page: Image.Image, rng: random.Random) -> Image.Image:
    shot = punched(Shot(np.asarray(page, np.uint8)), np.random.default_rng(rng.getrandbits(32)))
    return Image.fromarray(shot.pixels)


def _number(page: Image.Image, rng: random.Random) -> Image.Image:
    font = load_font(rng.choice(_FACES), pt(rng.choice((10, 11, 12, 13))))
    number = str(rng.randint(1, 40))
    text = rng.choice((number, f"- {number} -", f"Trang {number}", f"{number}/{number}"))
    x = rng.choice((0.5, 0.86))
    y = rng.choice((px(12), page.height - px(18)))
    ImageDraw.Draw(page).text((round(page.width * x), y), text, font=font, fill=(20, 20, 22))
    return page


def _one_line(page: Image.Image, rng: random.Random) -> Image.Image:
    font = load_font(rng.choice(_FACES), pt(rng.choice((9, 11, 13))))
    place = (px(rng.uniform(15, 80)), px(rng.uniform(15, 190)))
    tone = rng.choice((15, 40, 80))
    ImageDraw.Draw(page).text(place, rng.choice(_WORDS), font=font, fill=(tone,) * 3)
    return page


def _pencil(page: Image.Image, rng: random.Random) -> Image.Image:
    """A faint note, thin strokes of hand-like curves."""
    layer = Image.new("L", page.size, 255)
    draw = ImageDraw.Draw(layer)
    tone = round(255 * (1.0 - rng.uniform(0.35, 0.6)))
    x, y = px(rng.uniform(20, 70)), px(rng.uniform(20, 180))
    for _ in range(rng.randint(12, 40)):
        points = [(x, y)]
        for _step in range(9):
            points.append(
                (points[-1][0] + rng.randint(-6, 16), points[-1][1] + rng.randint(-22, 22))
            )
        draw.line(points, fill=tone, width=rng.choice((4, 5, 6)), joint="curve")
        x = points[-1][0] + rng.randint(6, 20)
    soft = layer.filter(ImageFilter.GaussianBlur(0.6))
    page.paste(Image.merge("RGB", (soft,) * 3), mask=soft.point(lambda value: 255 - value))
    tones = np.minimum(np.asarray(page, np.uint8), np.asarray(soft, np.uint8)[..., None])
    return Image.fromarray(tones)


def _over(page: Image.Image, layer: Image.Image, rng: random.Random) -> Image.Image:
    x = rng.randint(px(12), page.width - layer.width - px(12))
    y = rng.randint(px(12), page.height - layer.height - px(12))
    under = np.asarray(page, np.float32)
    ink = np.asarray(layer.convert("RGB"), np.float32) / 255.0
    out = under.copy()
    out[y : y + layer.height, x : x + layer.width] *= ink
    return Image.fromarray(out.astype(np.uint8))


def _stamp(page: Image.Image, rng: random.Random) -> Image.Image:
    """A small framed stamp: number of the incoming paper."""
    size = (px(rng.uniform(22, 40)), px(rng.uniform(9, 16)))
    layer = Image.new("RGB", size, (255, 255, 255))
    draw = ImageDraw.Draw(layer)
    colour = rng.choice(((40, 60, 170), (190, 40, 50), (70, 40, 140)))
    draw.rectangle((3, 3, size[0] - 4, size[1] - 4), outline=colour, width=4)
    font = load_font(Face.SANS_BOLD, size[1] // 3)
    draw.text((size[0] / 2, size[1] / 2), "CÔNG VĂN ĐẾN", font=font, fill=colour, anchor="mm")
    return _over(page, layer, rng)


def _seal(page: Image.Image, rng: random.Random) -> Image.Image:
    seal = round_seal(rng, upper="MẪU DẤU GIẢ ĐỊNH", lower="BẢN MẪU", diameter_px=px(34))
    return _over(page, seal, rng)


def _signed(page: Image.Image, rng: random.Random) -> Image.Image:
    return _over(page, signature(rng, width_px=460, height_px=210), rng)


def _pictured(page: Image.Image, rng: random.Random) -> Image.Image:
    return _over(page, portrait((px(30), px(40))), rng)


def _after(first: Painter, second: Painter) -> Painter:
    return lambda page, rng: second(first(page, rng), rng)


BLANK: Mapping[str, Painter] = MappingProxyType(
    {
        "bare": _plain,
        "tinted": _tinted,
        "ruled": _ruled,
        "squared": _squared,
        "back": _back,
        "filed": _filed,
        "filed_back": _after(_back, _filed),
        "ruled_filed": _after(_ruled, _filed),
    }
)
WRITTEN: Mapping[str, Painter] = MappingProxyType(
    {
        "page_number": _number,
        "one_line": _one_line,
        "pencil": _pencil,
        "small_stamp": _stamp,
        "seal": _seal,
        "signature": _signed,
        "photograph": _pictured,
        "number_on_back": _after(_back, _number),
        "line_on_filed": _after(_filed, _one_line),
        "line_on_ruled": _after(_ruled, _one_line),
        "pencil_on_ruled": _after(_ruled, _pencil),
    }
)
MILD = ("clean", "office", "skew5", "dpi200", "gradient", "punch", "folds", "crumpled", "stain",
        "black_border", "rot90", "heavy_jpeg")  # fmt: skip
"""Damages under which every sheet of this set can still be told by the eye."""
HARSH = ("noise", "bleed", "shadow", "fax", "dpi150", "mixed", "low_contrast")
"""Damages under which a pencil may go for good; they are given to the other sheets."""


def bare_sheet(name: str, damage: str, seed: int) -> bytes:
    """Draw and scan one sheet; gives the JPEG file.

    Args:
        name: Key of `BLANK` or `WRITTEN`.
        damage: Key of `benchmarks.corpus.damage.RECIPES`.
        seed: The same seed gives the same sheet.
    """
    rng = random.Random(f"{name}/{damage}/{seed}")
    painter = BLANK.get(name) or WRITTEN[name]
    size = A4_PX if rng.random() < _A4_SHARE else (px(148), px(210))
    page = painter(Image.new("RGB", size, (255, 255, 255)), rng)
    truth = PageTruth("", "", page.width, page.height, 300, (), (), ())
    return apply_damage(page, truth, damage, rng.getrandbits(32)).jpeg


def bare_plan(seed: int, damages_each: int) -> list[tuple[str, str, bool]]:
    """Sheets with a damage each, and whether they are blank; every damage meets many sheets."""
    plan = []
    for number, name in enumerate((*BLANK, *WRITTEN)):
        damages = MILD if "pencil" in name else MILD + HARSH
        first = seed + number * damages_each
        for slot in range(damages_each):
            plan.append((name, damages[(first + slot) % len(damages)], name in BLANK))
    return plan
