"""Invisible text that programs extract word by word, in the order of the lines.

Readers rebuild lines from positions: words of one line that differ in size or base line fall
apart. So every line has one font size and one base line, every word its own place, and a word
with its space is stretched to end where the next word begins. A wide gap gets a space of its
own, or the two halves of a heading and the cells of a row would be taken for columns and move.

Source: ISO 32000-1, 9.3 (text state), 9.10.3 (ToUnicode) and 14.9.4 (ActualText); ISO 19005-2,
6.2.11.7.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from ocr.pdf.glyphless import ADVANCE, UNITS_PER_EM
from ocr.words import Line, PageText, nfc

_EM_PER_LETTER = ADVANCE / UNITS_PER_EM
_WIDEST_GAP = 1.2
"""Gap between words, in line heights, above which a word is not stretched over it."""
_BRIDGE = "/Span <</ActualText <FEFF00200020>>> BDC"
"""Two spaces. Poppler ends a word at a single one and then looks for columns in what it did not
fill; two spaces said at once are letters like others, and the line stays whole."""
_FORBIDDEN = {"\0", "\ufeff", "\ufffe"}
_BFCHAR_LIMIT = 100
_FIRST_CODE = 1


@dataclass(frozen=True, slots=True)
class Codes:
    """Two-byte codes of the letters used in one document, numbered from 1."""

    code_of: dict[str, int]

    @classmethod
    def of(cls, pages: Iterable[PageText]) -> Codes:
        """Codes for all letters of `pages` and the space, in order of code point."""
        letters = {" "}
        for page in pages:
            for word in page.words:
                letters.update(printable(word.text))
        numbered = enumerate(sorted(letters), start=_FIRST_CODE)
        return cls({letter: code for code, letter in numbered})

    def encode(self, text: str) -> str:
        """Hexadecimal string operand for `text`."""
        return "".join(f"{self.code_of[letter]:04X}" for letter in text)

    @property
    def cid_to_gid(self) -> bytes:
        """CIDToGIDMap stream: every code shows glyph 1, code 0 shows glyph 0."""
        return b"\0\0" + b"\0\1" * (max(self.code_of.values()) - _FIRST_CODE + 1)

    @property
    def to_unicode(self) -> bytes:
        """ToUnicode stream with one entry for each used letter and no ranges."""
        entries = [
            f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
            for letter, code in self.code_of.items()
        ]
        blocks = [entries[i : i + _BFCHAR_LIMIT] for i in range(0, len(entries), _BFCHAR_LIMIT)]
        body = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return _CMAP.format(body=body).encode("ascii")


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def printable(text: str) -> str:
    """`text` in NFC without control characters and what PDF/A forbids in ToUnicode."""
    return "".join(
        letter
        for letter in nfc(text)
        if letter not in _FORBIDDEN and unicodedata.category(letter) not in ("Cc", "Cs", "Cn")
    )


def text_operators(
    text: PageText, codes: Codes, height_px: int, dpi: int, font: str = "F1"
) -> bytes:
    """Content stream with the words of a page in render mode 3; empty without words.

    Args:
        text: Lines in reading order, boxes in pixels, origin top left.
        codes: Codes of the letters.
        height_px: Height of the page in pixels.
        dpi: Pixels per inch.
        font: Resource name of the font.
    """
    if not text.words:
        return b""
    page = _Placing(codes, height_px, 72.0 / dpi, font)
    parts = ["BT", "3 Tr"]
    for line in text.lines:
        parts.extend(page.line(line))
    return "\n".join([*parts, "ET", ""]).encode("ascii")


@dataclass(frozen=True, slots=True)
class _Placing:
    codes: Codes
    height_px: int
    points_per_px: float
    font: str

    def line(self, line: Line) -> list[str]:
        """Operators of one line: one size, one base line, one place for each word."""
        k = self.points_per_px
        height = max(1.0, float(median(w.box[3] - w.box[1] for w in line.words)) * k)
        base = (self.height_px - float(median(w.box[3] for w in line.words))) * k
        operators = [f"/{self.font} {height:.2f} Tf"]
        for word, following in zip(line.words, [*line.words[1:], None], strict=True):
            text = printable(word.text)
            if not text:
                continue
            left, right = word.box[0] * k, word.box[2] * k
            start = left if following is None else following.box[0] * k
            near = start - right < _WIDEST_GAP * height
            if left < start and near:
                text, right = text + " ", start
            operators.append(self._shown(text, (left, right), base, height))
            if not near:
                space = self._shown(" ", (right, start), base, height)
                operators.append(f"{_BRIDGE} {space} EMC")
        return operators

    def _shown(self, text: str, across: tuple[float, float], base: float, height: float) -> str:
        """Operators that stretch `text` over a place; all in points."""
        left, right = across
        stretch = 100 * (right - left) / (len(text) * _EM_PER_LETTER * height)
        return (
            f"{max(0.5, stretch):.2f} Tz 1 0 0 1 {left:.2f} {base:.2f} Tm "
            f"<{self.codes.encode(text)}> Tj"
        )
