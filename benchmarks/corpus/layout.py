"""A page that grows from top to bottom in one look: the typing of letters, forms and notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.corpus.errors import LayoutError
from benchmarks.corpus.looks import Wish, make_look
from benchmarks.corpus.marks import round_seal, signature
from benchmarks.corpus.render import Cell, Ink, Sheet, px
from benchmarks.corpus.tables import TableStyle, draw_table
from benchmarks.corpus.truth import PageTruth
from ocr.words import Box

SEAL_LOWER = "KHÔNG CÓ GIÁ TRỊ"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_SEALS = ("CON DẤU MẪU THỬ NGHIỆM", "DẤU DÙNG ĐỂ THỬ MÁY", "MẪU DẤU TỰ VẼ")
_SHRINKS = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)


class Page:
    """A sheet with a look, a source of chance and the base line `y` to write on next.

    `title` is set by papers whose title the seed chooses.
    """

    def __init__(self, seed: int, wish: Wish, shrink: float = 1.0) -> None:
        self.rng = Random(seed)
        self.look = make_look(self.rng, wish, shrink)
        self.sheet = Sheet(wish.size_px, seed=seed)
        self.y = self.look.top_px
        self.shrink = shrink
        self.title = ""

    @property
    def middle(self) -> int:
        """Middle of the text."""
        return (self.look.left_px + self.look.right_px) // 2

    @property
    def width(self) -> int:
        """Width of the text."""
        return self.look.right_px - self.look.left_px

    def at(self, share: float) -> int:
        """Place at a share of the text's width from its left edge."""
        return self.look.left_px + round(share * self.width)

    def gap(self, lines: float) -> None:
        """Leave some lines free."""
        self.y += round(lines * self.look.line_px)

    def centred(self, text: str, ink: Ink, x_mid: int | None = None) -> Box:
        """Draw one line in the middle and go to the next."""
        middle = self.middle if x_mid is None else x_mid
        box = self.sheet.text(middle, self.y, text, ink, anchor="ms")
        self.y += round(ink.size_px * 1.36)
        return box

    def centred_value(self, cell: Cell, ink: Ink, x_mid: int | None = None) -> None:
        """Draw a label and its value in the middle; the value is a field."""
        middle = self.middle if x_mid is None else x_mid
        text = f"{cell.label} {cell.printed}".strip()
        self._value_in(middle - self.sheet.width_of(text, ink) // 2, cell, ink)
        self.y += round(ink.size_px * 1.36)

    def _value_in(self, x: int, cell: Cell, ink: Ink) -> None:
        words: list[tuple[int, str]] = []
        edge = x
        for word in f"{cell.label} {cell.printed}".split():
            words.append((edge, word))
            edge += self.sheet.width_of(f"{word} ", ink)
        box = self.sheet.words(self.y, tuple(words), ink)
        start = words[len(cell.label.split())][0]
        self.sheet.remember(cell, (start, box[1], box[2], box[3]))

    def rows(self, *cells: Cell) -> None:
        """Draw cells in one row, or one below the other where they do not fit."""
        style = self.look.form
        ends = [*(cell.at for cell in cells[1:]), 1.0]
        fits = all(
            self.sheet.width_of(
                f"{cell.label} {cell.printed}", replace(style.label, face=style.bold)
            )
            + 90
            < (end - cell.at) * self.width
            for cell, end in zip(cells, ends, strict=True)
        )
        if fits or len(cells) == 1:
            self.y = self.sheet.row(self.y, style, *cells)
            return
        for cell in cells:
            self.y = self.sheet.row(self.y, style, replace(cell, at=0.0))

    def para(self, text: str, *, ink: Ink | None = None, indent_mm: float = 10.0) -> Box:
        """Draw running text; give the box of its last line."""
        span = (self.look.left_px, self.look.right_px)
        return self.column(span, text, ink or self.look.ink(), indent_px=px(indent_mm))

    def column(self, span: tuple[int, int], text: str, ink: Ink, *, indent_px: int = 0) -> Box:
        """Draw running text between two edges; give the box of its last line."""
        left, right = span
        space = self.sheet.width_of(" ", ink)
        lines: list[list[str]] = [[]]
        used = indent_px
        for word in text.split():
            width = self.sheet.width_of(word, ink)
            if lines[-1] and used + width > right - left:
                lines.append([])
                used = 0
            lines[-1].append(word)
            used += width + space
        box = (0, 0, 0, 0)
        for number, words in enumerate(lines):
            start = left + (indent_px if number == 0 else 0)
            is_full = self.look.is_justified and number < len(lines) - 1
            box = self._line((start, right), words, ink, is_full=is_full)
            self.y += self.look.line_px
        return box

    def _line(self, span: tuple[int, int], words: list[str], ink: Ink, *, is_full: bool) -> Box:
        widths = [self.sheet.width_of(word, ink) for word in words]
        space: float = self.sheet.width_of(" ", ink)
        if is_full and len(words) > 1:
            space = (span[1] - span[0] - sum(widths)) / (len(words) - 1)
        x = float(span[0])
        placed: list[tuple[int, str]] = []
        for word, width in zip(words, widths, strict=True):
            placed.append((round(x), word))
            x += width + space
        return self.sheet.words(self.y, tuple(placed), ink)

    def table(
        self, rows: tuple[tuple[str, ...], ...], shares: tuple[float, ...], *,
        centred: frozenset[int] = frozenset({0}), step_pt: float = -1.0,
    ) -> list[list[Box]]:  # fmt: skip
        """Draw a ruled table as wide as the text; `shares` are the widths of its columns."""
        ink = self.look.ink(step_pt=step_pt)
        widths = tuple(round(share / sum(shares) * self.width) for share in shares)
        style = TableStyle(
            left_px=self.look.left_px,
            widths_px=widths,
            ink=ink,
            centred=centred,
            head=self.look.family.bold,
            line_px=round(ink.size_px * 1.28),
        )
        self.y, boxes = draw_table(self.sheet, self.y - self.look.line_px // 2, rows, style)
        self.gap(1.1)
        return boxes

    def remember_rows(
        self, table: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...],
        boxes: list[list[Box]],
    ) -> None:  # fmt: skip
        """Keep the cells of a drawn table as fields "table.row.column"; "" = no field.

        `rows` are without the head, `boxes` with it.
        """
        for number, (row, drawn) in enumerate(zip(rows, boxes[1:], strict=True), 1):
            for column, text, box in zip(columns, row, drawn, strict=True):
                name = f"{table}.{number}.{column}" if column else ""
                self.sheet.remember(Cell(column, name, text), box)

    def sign(
        self, x_mid: int, titles: tuple[str, ...], name: str, *, is_sealed: bool = False,
        note: str = "",
    ) -> None:  # fmt: skip
        """Draw a signer's block: titles, note, signature, seal, name; `y` goes below it."""
        for title in titles:
            self.centred(title, self.look.bold(), x_mid)
        if note:
            self.centred(note, self.look.italic(-1.0), x_mid)
        room = round(px(30) * self.shrink)
        pen = signature(self.rng, width_px=round(room * 1.25), height_px=round(room * 0.6))
        self.sheet.multiply(pen, x_mid - pen.width // 2, self.y - 20)
        if is_sealed:
            upper = self.rng.choice(_SEALS)
            side = round(room * self.rng.uniform(1.1, 1.22))
            seal = round_seal(self.rng, upper=upper, lower=SEAL_LOWER, diameter_px=side)
            left = x_mid - round(side * self.rng.uniform(0.75, 1.0))
            self.sheet.multiply(seal, left, self.y - self.rng.randint(90, 150))
        self.y += round(room * 0.78)
        self.centred(name, self.look.bold(), x_mid)


def draw_fitted(
    seed: int, wish: Wish, draw: Callable[[Page], None], *, paper: str, title: str
) -> tuple[Sheet, PageTruth]:
    """Draw a page, tighter each time until it fits the sheet.

    Raises:
        LayoutError: It does not fit even at its tightest.
    """
    limit = wish.size_px[1] - px(9)
    for shrink in _SHRINKS:
        page = Page(seed, wish, shrink)
        draw(page)
        truth = page.sheet.truth(paper, page.title or title, is_drawn_in_order=True)
        if max(line.box[3] for line in truth.lines) < limit:
            return page.sheet, truth
    raise LayoutError(f"{paper}: the text of seed {seed} does not fit the sheet")
