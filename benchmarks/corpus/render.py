"""A sheet of paper to draw a form on; it remembers what was drawn and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby, pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw

from benchmarks.corpus.errors import LayoutError
from benchmarks.corpus.fonts import Face, load_font
from benchmarks.corpus.glyphs import Hand, draw_run
from benchmarks.corpus.truth import PageTruth, TruthCode, TruthField, TruthLine
from ocr.words import Box, nfc, union

DPI = 300
A4_PX = (2480, 3508)
Color = tuple[int, int, int]
BLACK: Color = (24, 24, 28)
TYPED: Color = (20, 22, 48)
RED: Color = (196, 24, 34)

_LEADER_PITCH_PX = 14
_VALUE_LIFT_PX = 9


def px(mm: float) -> int:
    """Millimetres in pixels at 300 dpi."""
    return round(mm * DPI / 25.4)


def pt(points: float) -> int:
    """Typographic points in pixels at 300 dpi."""
    return round(points * DPI / 72)


@dataclass(frozen=True, slots=True)
class Ink:
    """How a text is drawn: face, size in pixels, colour, and what put it on the paper."""

    face: Face = Face.SERIF
    size_px: int = pt(13)
    color: Color = BLACK
    hand: Hand = Hand.PRINTED


class Leaders(Enum):
    """How a value stands to the dots of its line.

    AFTER is filled in with a word processor: dots only where the value leaves room. UNDER is
    typed on a printed form: the dots run on under the letters. NONE is printed by a program.
    """

    NONE = "none"
    AFTER = "after"
    UNDER = "under"


class LeaderMark(Enum):
    """What leaders are made of."""

    DOTS = "dots"
    UNDERSCORES = "underscores"


@dataclass(frozen=True, slots=True)
class FormStyle:
    """Print of one form.

    Attributes:
        label: Print of the labels.
        value: Print of the values.
        left_px: Left edge of the text.
        right_px: Right edge of the text.
        line_px: Distance of base lines.
        leaders: How values stand to the dots that run from the label to the end of the cell.
        mark: Dots or underscores.
        pitch_px: Distance of the dots.
        bold: Face of bold values.
    """

    label: Ink
    value: Ink
    left_px: int = px(28)
    right_px: int = A4_PX[0] - px(18)
    line_px: int = 82
    leaders: Leaders = Leaders.AFTER
    mark: LeaderMark = LeaderMark.DOTS
    pitch_px: int = _LEADER_PITCH_PX
    bold: Face = Face.SERIF_BOLD


@dataclass(frozen=True, slots=True)
class Cell:
    """A label and its value on a form.

    Attributes:
        label: Label as printed, with its colon and footnote mark.
        name: Field name; "" for text without a value of interest.
        printed: Value as printed.
        value: Canonical value, "" when the printed one is canonical.
        at: Where the cell begins, 0.0 at the left edge of the text to 1.0 at the right one.
        is_bold: The value is printed bold.
    """

    label: str
    name: str = ""
    printed: str = ""
    value: str = ""
    at: float = 0.0
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    text: str
    box: Box
    is_pen: bool = False
    line_y: int = 0


def clean_label(label: str) -> str:
    """Drop colon, number and footnote mark from a printed label."""
    text = label.strip().rstrip(":").strip()
    while text.endswith(")") and text[-3:-1].strip("(").isdigit():
        text = text[: text.rindex("(")].strip().rstrip(":")
    head, _, rest = text.partition(". ")
    return rest if head.isdigit() and rest else text


class Sheet:
    """White paper with pencil, rubber stamp and memory."""

    def __init__(self, size_px: tuple[int, int] = A4_PX, *, seed: int = 0) -> None:
        self._rng = Random(seed)
        self.image = Image.new("RGB", size_px, (255, 255, 255))
        self._draw = ImageDraw.Draw(self.image)
        self._lines: list[TruthLine] = []
        self._fields: list[TruthField] = []
        self._codes: list[TruthCode] = []

    def truth(self, paper: str, title: str, *, is_drawn_in_order: bool = False) -> PageTruth:
        """What has been drawn so far; lines from top to bottom, or as they were drawn."""
        lines = self._lines
        if not is_drawn_in_order:
            lines = sorted(lines, key=lambda line: (line.box[1] // 20, line.box[0]))
        width, height = self.image.size
        return PageTruth(
            paper=paper,
            title=title,
            width_px=width,
            height_px=height,
            dpi=DPI,
            lines=tuple(lines),
            fields=tuple(self._fields),
            codes=tuple(self._codes),
        )

    def width_of(self, text: str, ink: Ink) -> int:
        """Advance of `text` in pixels."""
        return round(load_font(ink.face, ink.size_px).getlength(nfc(text)))

    def text(self, x: int, y: int, text: str, ink: Ink, *, anchor: str = "ls") -> Box:
        """Draw one line; (x, y) is the base line at the left (ls), middle (ms) or right (rs)."""
        placed = self._put(x, y, text, ink, anchor=anchor)
        self._remember_line([placed])
        return placed.box

    def words(self, y: int, words: tuple[tuple[int, str], ...], ink: Ink) -> Box:
        """Draw one line of words, each with its left edge, on the base line `y`."""
        placed = [self._put(x, y, word, ink) for x, word in words]
        self._remember_line(placed)
        return union([word.box for word in placed])

    def _remember_line(self, words: list[_Placed]) -> None:
        """Keep words of one line: what the pen wrote apart from what was printed."""
        for is_pen, run in groupby(words, key=lambda word: word.is_pen):
            same = list(run)
            text = " ".join(word.text for word in same)
            self._lines.append(TruthLine(text, union([word.box for word in same]), is_pen))

    def spaced_text(
        self, at: tuple[int, int], letters: tuple[tuple[str, Ink], ...], *, pitch_px: int
    ) -> Box:
        """Draw one line with every character in a slot of `pitch_px`, base line at `at`."""
        x, y = at
        placed = [
            self._put(x + i * pitch_px + pitch_px // 2, y, letter, ink, anchor="ms")
            for i, (letter, ink) in enumerate(letters)
        ]
        box = union([letter.box for letter in placed])
        self._lines.append(TruthLine("".join(letter for letter, _ in letters), box))
        return box

    def value(self, x: int, y: int, cell: Cell, ink: Ink, *, anchor: str = "ls") -> Box:
        """Draw a value that stands alone on its line and remember it as a field."""
        box = self.text(x, y, cell.printed, ink, anchor=anchor)
        self.remember(cell, box)
        return box

    def remember(self, cell: Cell, box: Box) -> None:
        """Keep `cell` as a field whose value stands in `box`; one without a name is no field."""
        if not cell.name:
            return
        printed = nfc(cell.printed)
        self._fields.append(
            TruthField(
                name=cell.name,
                label=clean_label(cell.label),
                value=cell.value or printed,
                printed=printed,
                box=box,
            )
        )

    def remember_again(self, name: str, value: str) -> None:
        """Keep the last field once more: a second value that its print holds, under `name`."""
        self._fields.append(replace(self._fields[-1], name=name, value=value))

    def remember_code(self, kind: str, text: str, box: Box) -> None:
        """Keep a machine-readable code."""
        self._codes.append(TruthCode(kind, text, box))

    def _put(self, x: int, y: int, text: str, ink: Ink, *, anchor: str = "ls") -> _Placed:
        font = load_font(ink.face, ink.size_px)
        if ink.hand is not Hand.PRINTED:
            x -= round(font.getlength(nfc(text)) * {"l": 0.0, "m": 0.5, "r": 1.0}[anchor[0]])
            run = (nfc(text), font, ink.color)
            box = draw_run(self.image, (x, y), run, ink.hand, self._rng)
            return _Placed(nfc(text), box, ink.hand is Hand.PEN)
        self._draw.text((x, y), nfc(text), font=font, fill=ink.color, anchor=anchor)
        left, top, right, bottom = self._draw.textbbox((x, y), nfc(text), font=font, anchor=anchor)
        return _Placed(nfc(text), (int(left), int(top), int(right), int(bottom)))

    def rule(self, x0: int, x1: int, y: int, *, width_px: int = 3, color: Color = BLACK) -> None:
        """Draw a horizontal rule."""
        self._draw.line((x0, y, x1, y), fill=color, width=width_px)

    def frame(self, box: Box, *, width_px: int = 3, color: Color = BLACK) -> None:
        """Draw an empty rectangle."""
        self._draw.rectangle(box, outline=color, width=width_px)

    def multiply(self, layer: Image.Image, x: int, y: int) -> None:
        """Print `layer` (RGB on white) over the paper as transparent ink."""
        box = (x, y, x + layer.width, y + layer.height)
        self.image.paste(ImageChops.multiply(self.image.crop(box), layer), (x, y))

    def row(self, y: int, style: FormStyle, *cells: Cell) -> int:
        """Draw cells side by side, the last one wrapping; give the next base line.

        Raises:
            LayoutError: A cell that is not the last does not fit.
        """
        placed: dict[int, list[_Placed]] = {}
        span = style.right_px - style.left_px
        starts = [style.left_px + round(cell.at * span) for cell in cells] + [style.right_px]
        last_y = y
        for cell, (x0, x1) in zip(cells, pairwise(starts), strict=True):
            is_last = x1 == style.right_px
            limit = x1 if is_last else x1 - 24
            last_y = self._cell((x0, limit, y), style, cell, placed)
            if last_y != y and not is_last:
                raise LayoutError(f"cell does not fit: {cell.name or cell.label}")
        for words in placed.values():
            self._remember_line(words)
        return last_y + style.line_px

    def _cell(
        self,
        place: tuple[int, int, int],
        style: FormStyle,
        cell: Cell,
        placed: dict[int, list[_Placed]],
    ) -> int:
        x, limit, y = place
        bold = replace(style.value, face=style.bold)
        value_ink = bold if cell.is_bold else style.value
        x, y = self._flow((x, limit, y), style, (cell.label, style.label), placed)
        if not cell.printed and not cell.name:
            return y
        words: list[_Placed] = []
        end_y = self._flow_value((x + 10, limit, y), style, (cell.printed, value_ink), words)
        ends = {y: x}
        for word in words:
            placed.setdefault(word.line_y, []).append(word)
            ends[word.line_y] = word.box[2] + 12
        self._leaders((x, limit, y), style, ends)
        if words:
            self.remember(cell, union([word.box for word in words]))
        return end_y

    def _leaders(self, place: tuple[int, int, int], style: FormStyle, ends: dict[int, int]) -> None:
        x, limit, first_y = place
        for y, end in ends.items():
            start = x if y == first_y else style.left_px
            match style.leaders:
                case Leaders.NONE:
                    continue
                case Leaders.AFTER:
                    self._leader(end, limit, y - 5, style)
                case Leaders.UNDER:
                    self._leader(start, limit, y + 1, style)

    def _flow(
        self,
        place: tuple[int, int, int],
        style: FormStyle,
        run: tuple[str, Ink],
        placed: dict[int, list[_Placed]],
    ) -> tuple[int, int]:
        x, limit, y = place
        text, ink = run
        space = self.width_of(" ", ink)
        for word in text.split():
            width = self.width_of(word, ink)
            if x + width > limit:
                x, y = style.left_px, y + style.line_px
            placed.setdefault(y, []).append(self._put(x, y, word, ink))
            x += width + space
        return x, y

    def _flow_value(
        self,
        place: tuple[int, int, int],
        style: FormStyle,
        run: tuple[str, Ink],
        words: list[_Placed],
    ) -> int:
        x, limit, y = place
        text, ink = run
        space = self.width_of(" ", ink)
        lift = _VALUE_LIFT_PX if style.leaders is Leaders.UNDER else 0
        for word in text.split():
            width = self.width_of(word, ink)
            if x + width > limit:
                x, y = style.left_px + 10, y + style.line_px
            words.append(replace(self._put(x, y - lift, word, ink), line_y=y))
            x += width + space
        return y

    def _leader(self, x0: int, x1: int, y: int, style: FormStyle) -> None:
        if x1 - x0 < 5 * style.pitch_px:
            return
        if style.mark is LeaderMark.UNDERSCORES:
            self._draw.line((x0 + 4, y + 7, x1 - 6, y + 7), fill=(50, 50, 54), width=3)
            return
        first = -(-(x0 + 4) // style.pitch_px) * style.pitch_px
        for x in range(first, x1 - 6, style.pitch_px):
            self._draw.ellipse((x, y, x + 4, y + 4), fill=(70, 70, 74))
