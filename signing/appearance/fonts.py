"""A font face: how wide its letters are, and the subset of it that goes into a document.

Every width that is written is scaled to 1000 units per em, whatever the font counts in: most
fonts count 2048, and widths that disagree with the font program spread letters apart and break
PDF/A.

Source: ISO 32000-2:2020, 9.7 (composite fonts), 9.10.3 (ToUnicode); ISO 19005-2, 6.2.11.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, TTLibError

from signing.errors import FontUnusable, TextNotDrawable

_EM = 1000
_TAG_LETTERS = 6
# What a PDF needs of a TrueType program whose codes are glyph numbers.
_NEEDLESS_TABLES = ("GSUB", "GPOS", "GDEF", "FFTM", "DSIG", "gasp")


@dataclass(frozen=True, slots=True)
class Metrics:
    """Vertical measures and name of a face, in thousandths of the font size."""

    name: str
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Subset:
    """The part of a font that a text needs.

    Attributes:
        name: Name with the tag that marks a subset.
        program: TrueType program.
        codes: Glyph number of each letter, within the program.
        widths: Advance of each glyph number, thousandths of the font size.
    """

    name: str
    program: bytes
    codes: Mapping[str, int]
    widths: Mapping[int, int]


class Face:
    """One TrueType font, parsed once; its subsets are kept."""

    def __init__(self, program: bytes) -> None:
        """Read the font.

        Raises:
            FontUnusable: Not a TrueType font with outlines.
        """
        self._program = program
        self._subsets: dict[frozenset[str], Subset] = {}
        try:
            font = TTFont(io.BytesIO(program))
            self._per_em = int(font["head"].unitsPerEm)
            self._glyphs: dict[int, str] = dict(font.getBestCmap())
            advances = font["hmtx"].metrics
            self._advances = {name: int(advances[name][0]) for name in self._glyphs.values()}
            self.metrics = self._read_metrics(font)
        except (TTLibError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise FontUnusable("not a TrueType font") from error
        if "glyf" not in font or not 16 <= self._per_em <= 16384:
            raise FontUnusable("a font without TrueType outlines")

    def has(self, letter: str) -> bool:
        """Tell whether the font has a letter."""
        return ord(letter) in self._glyphs

    def width_pt(self, text: str, size_pt: float) -> float:
        """Say how long a line is, in points.

        Raises:
            TextNotDrawable: The font lacks a letter.
        """
        self._check(text)
        units = sum(self._scaled(self._advances[self._glyphs[ord(letter)]]) for letter in text)
        return units * size_pt / _EM

    def subset(self, text: str) -> Subset:
        """Cut out what a text needs; the same text gives the same bytes.

        Raises:
            TextNotDrawable: The font lacks a letter.
        """
        self._check(text)
        letters = frozenset(text)
        if letters not in self._subsets:
            self._subsets[letters] = self._cut(letters)
        return self._subsets[letters]

    def _cut(self, letters: frozenset[str]) -> Subset:
        font = TTFont(io.BytesIO(self._program), recalcTimestamp=False)
        options = Options(hinting=False, layout_features=[], notdef_outline=True)
        options.drop_tables = [*options.drop_tables, *_NEEDLESS_TABLES]
        cutter = Subsetter(options)
        cutter.populate(unicodes=[ord(letter) for letter in letters])
        cutter.subset(font)
        made = io.BytesIO()
        font.save(made, reorderTables=True)
        program = made.getvalue()
        numbers = {name: number for number, name in enumerate(font.getGlyphOrder())}
        codes = {letter: numbers[self._glyphs[ord(letter)]] for letter in sorted(letters)}
        widths = {
            code: self._scaled(self._advances[self._glyphs[ord(letter)]])
            for letter, code in codes.items()
        }
        return Subset(f"{_tag(letters)}+{self.metrics.name}", program, codes, widths)

    def _check(self, text: str) -> None:
        if not all(map(self.has, text)):
            raise TextNotDrawable("the font lacks a letter of the text")

    def _scaled(self, units: int) -> int:
        return round(units * _EM / self._per_em)

    def _read_metrics(self, font: Any) -> Metrics:  # Any: fontTools is untyped
        head, across = font["head"], font["hhea"]
        name = str(font["name"].getDebugName(6) or "Font")
        tall = getattr(font["OS/2"], "sCapHeight", 0) or across.ascent
        return Metrics(
            name="".join(letter for letter in name if letter.isalnum() or letter == "-"),
            ascent=self._scaled(across.ascent),
            descent=self._scaled(across.descent),
            cap_height=self._scaled(tall),
            box=(
                self._scaled(head.xMin),
                self._scaled(head.yMin),
                self._scaled(head.xMax),
                self._scaled(head.yMax),
            ),
        )


def _tag(letters: frozenset[str]) -> str:
    """Six capitals that differ between subsets.

    Source: ISO 32000-2:2020, 9.9.2.
    """
    digest = hashlib.sha256("".join(sorted(letters)).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:_TAG_LETTERS])
