"""Choose scanner settings by what they mean.

Vendors name the same thing differently and translate it ("ADF Duplex", "Vorlageneinzug",
"khay nạp hai mặt"), so values are recognised by words, not compared with a fixed text.
Pure functions: no scanner is touched here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.scanning.base import ColourMode, PaperSource
from app.scanning.sane_types import Capability, Unit, ValueType


@dataclass(frozen=True, slots=True)
class Range:
    """Allowed numbers from `low` to `high` in steps of `step` (0 = any)."""

    low: float
    high: float
    step: float


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of an open scanner.

    Attributes:
        index: Number by which SANE addresses it.
        size: Bytes of its value.
        words: Allowed texts, in the vendor's words; empty = no such list.
        numbers: Allowed numbers; empty = no such list.
        range: Allowed interval; None = no such limit.
    """

    index: int
    name: str
    title: str
    kind: ValueType
    unit: Unit
    size: int
    cap: Capability
    words: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    range: Range | None = None

    @property
    def is_settable(self) -> bool:
        """Whether the program may change it now."""
        return bool(self.cap & Capability.SOFT_SELECT) and not self.cap & Capability.INACTIVE


_FLATBED = (
    "flatbed", "platen", "glass", "fb", "normal", "flachbett", "vorlagenglas", "vitre", "a plat",
    "plano", "cama plana", "piano", "matkinh", "mat kinh", "tam phang", "phang", "планшет",
    "стекло", "平板", "平台", "フラットベッド", "原稿台",
)  # fmt: skip
_FEEDER = (
    "adf", "automatic document feeder", "document feeder", "feeder", "sheetfed", "einzug",
    "chargeur", "alimentador", "alimentatore", "caricatore", "khay nap", "nap giay", "nap tu dong",
    "податчик", "автоподат", "送纸", "进纸", "饋紙", "給紙", "送り装置",
)  # fmt: skip
_DUPLEX = (
    "duplex", "both sides", "double-sided", "double sided", "2-sided", "two-sided", "beidseitig",
    "recto verso", "recto-verso", "recto/verso", "doble cara", "fronte-retro", "fronte/retro",
    "hai mat", "2 mat", "двусторон", "双面", "雙面", "両面",
)  # fmt: skip
_OTHER_SOURCE = (
    "transparen", "negative", "slide", "film", "tpu", "tma", "back", "rear", "card", "verso",
    "mat sau",
)  # fmt: skip

_COLOUR = (
    "color", "colour", "rgb", "farbe", "couleur", "colore", "cor", "cores", "mau", "цвет",
    "彩色", "カラー",
)  # fmt: skip
_GREY = (
    "gray", "grey", "grayscale", "grau", "graustufen", "gris", "grigio", "cinza", "xam", "muc xam",
    "серый", "оттенки", "灰", "グレー",
)  # fmt: skip
_BITONAL = (
    "lineart", "line art", "bitonal", "binary", "black & white", "black and white", "b&w", "bw",
    "monochrome", "thresholded", "strichzeichnung", "schwarz", "noir", "blanco y negro",
    "bianco e nero", "preto e branco", "den trang", "чёрно", "черно", "黑白", "白黒", "モノクロ",
)  # fmt: skip
_DITHERED = ("halftone", "dither", "diffusion", "rasterung", "dropout", "infrared")


def plain(text: str) -> str:
    """Fold case and Latin accents, so that one spelling finds all ("Mặt kính" → "mat kinh")."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return "".join(c for c in spread if not "\u0300" <= c <= "\u036f").replace("_", " ")


def _mentions(text: str, words: Iterable[str]) -> bool:
    """Whether a folded text carries one of the words; short Latin words must stand alone."""
    for word in map(plain, words):
        if len(word) > 4 or not word.isascii():
            if word in text:
                return True
        elif re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text):
            return True
    return False


def source_meaning(value: str) -> PaperSource | None:
    """Meaning of a source name, or None when it is another one (film unit, rear side only)."""
    text = plain(value)
    if _mentions(text, _DUPLEX):
        return PaperSource.FEEDER_DUPLEX
    if _mentions(text, _OTHER_SOURCE):
        return None
    if _mentions(text, _FEEDER):
        return PaperSource.FEEDER
    if _mentions(text, _FLATBED):
        return PaperSource.FLATBED
    return None


def mode_meaning(value: str) -> ColourMode | None:
    """Meaning of a mode name, or None when it is a dithered or special one."""
    text = plain(value)
    if _mentions(text, _DITHERED):
        return None
    if _mentions(text, _BITONAL):
        return None if _mentions(text, ("color", "colour")) else ColourMode.BITONAL
    if _mentions(text, _GREY):
        return ColourMode.GREY
    if _mentions(text, _COLOUR):
        return ColourMode.COLOUR
    return None


def pick_source(values: Sequence[str], wanted: PaperSource) -> str | None:
    """The vendor's word for a source, or None when this scanner has none."""
    return next((value for value in values if source_meaning(value) is wanted), None)


def pick_mode(values: Sequence[str], wanted: ColourMode) -> str | None:
    """The vendor's word for a mode, or None when this scanner has none."""
    return next((value for value in values if mode_meaning(value) is wanted), None)


def nearest(option: Option, wanted: float) -> float:
    """Allowed number nearest to the wanted one; of two equally near ones the larger."""
    if option.numbers:
        return min(option.numbers, key=lambda value: (abs(value - wanted), -value))
    if option.range is None:
        return wanted
    limits = option.range
    value = min(max(wanted, limits.low), limits.high)
    if limits.step > 0:
        steps = int((value - limits.low) / limits.step + 0.5)
        value = limits.low + steps * limits.step
        value = value if value <= limits.high else value - limits.step
    return value


def find(options: Sequence[Option], *names: str) -> Option | None:
    """First settable option with one of these names, "adf_mode" and "adf-mode" being one."""
    wanted = [name.replace("_", "-") for name in names]
    usable = {o.name.replace("_", "-").lower(): o for o in options if o.is_settable}
    return next((usable[name] for name in wanted if name in usable), None)
