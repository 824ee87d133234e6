"""Drawing the card of keys as PDF: columns of keys and words, on A4 or A5; vectors only.

Runs on: a worker.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.services.slip_drawing import Placed, broken, page_content

if TYPE_CHECKING:
    from signing.appearance.fonts import Face

_MM = 72 / 25.4
_SIZES = {"a4": (210 * _MM, 297 * _MM), "a5": (148 * _MM, 210 * _MM)}
_LETTERS = {"a4": 8.0, "a5": 7.0}
_MARGIN = {"a4": 11 * _MM, "a5": 9 * _MM}
_COLUMNS = {"a4": 3, "a5": 2}
"""A4 is one page; A5 is printed on both sides."""
_GAP = 5 * _MM
_LEADING = 1.35
_KEY_SHARE = 0.38
"""Part of a column that the keys take; the words have the rest."""


@dataclass(frozen=True, slots=True)
class CardPart:
    """The keys of one screen.

    Attributes:
        title: Name of the screen.
        rows: Keys as they are read, and what they do.
    """

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeyCard:
    """What stands on a card.

    Attributes:
        title: In large letters above everything.
        note: A line below it.
        parts: Screens in their order.
    """

    title: str
    note: str
    parts: tuple[CardPart, ...]


@dataclass(slots=True)
class _Page:
    """A page while it is filled."""

    placed: list[Placed] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


def draw_key_card(card: KeyCard, paper: str) -> bytes:
    """Draw a card, on as many pages as it takes.

    Args:
        card: What stands on it.
        paper: "a4" or "a5".

    Raises:
        LibraryError: The font could not be read.
    """
    import pikepdf

    from app.services.workers import library_errors
    from signing.appearance.shipped import shipped_face

    with library_errors():
        face, size = shipped_face(), _SIZES[paper]
        pdf = pikepdf.new()
        for page in _pages(card, face, paper):
            drawing = "/CS0 CS 0.55 0.55 0.55 SC 0.6 w\n" + "\n".join(page.rules) + "\n"
            page_content(pdf, size, face, placed=page.placed, drawing=drawing)
        pdf.Root.Lang = pikepdf.String("vi-VN")
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
        return made.getvalue()


def _pages(card: KeyCard, face: Face, paper: str) -> Iterator[_Page]:
    """Fill column after column; a screen that goes on in the next has its name again."""
    (width, height), letters, margin = _SIZES[paper], _LETTERS[paper], _MARGIN[paper]
    wide = (width - 2 * margin - _GAP * (_COLUMNS[paper] - 1)) / _COLUMNS[paper]
    page = _Page()
    top = _head(page, card, face, paper)
    column, down = 0, top
    for part in card.parts:
        begins = True
        for keys, words in part.rows:
            rows = _row(face, (keys, words), letters, wide)
            need = len(rows) * letters * _LEADING
            heading = letters * 3.2 if begins else 0.0
            if down + heading + need > height - margin:
                column, down = column + 1, top
                begins = True
                if column == _COLUMNS[paper]:
                    yield page
                    page, column, top = _Page(), 0, margin + letters
                    down = top
            left = margin + column * (wide + _GAP)
            if begins:
                down = _title(page, part.title, (left, down, wide, height), letters)
                begins = False
            for left_text, right_text in rows:
                if left_text:
                    page.placed.append(Placed(left_text, left, down, letters))
                page.placed.append(Placed(right_text, left + wide * _KEY_SHARE, down, letters))
                down += letters * _LEADING
        down += letters * 0.5
    yield page


def _head(page: _Page, card: KeyCard, face: Face, paper: str) -> float:
    """Title and note; gives where the columns begin, counted down from the top."""
    (width, _height), letters, margin = _SIZES[paper], _LETTERS[paper], _MARGIN[paper]
    down = margin + letters * 1.5
    page.placed.append(Placed(card.title, margin, down, letters * 1.8))
    down += letters * 0.6
    for line in broken(card.note, face, letters, width - 2 * margin):
        down += letters * _LEADING
        page.placed.append(Placed(line, margin, down, letters))
    return down + letters * 2.0


def _title(
    page: _Page, title: str, place: tuple[float, float, float, float], letters: float
) -> float:
    left, down, wide, height = place
    down += letters * 0.6
    page.placed.append(Placed(title, left, down, letters * 1.15))
    line = height - down - letters * 0.45
    page.rules.append(f"{left:.2f} {line:.2f} m {left + wide:.2f} {line:.2f} l S")
    return down + letters * 1.75


def _row(face: Face, row: Sequence[str], letters: float, wide: float) -> list[tuple[str, str]]:
    """Lines of one row: its keys on the left, its words on the right."""
    keys = broken(row[0], face, letters, wide * _KEY_SHARE - letters * 0.5)
    words = broken(row[1], face, letters, wide * (1 - _KEY_SHARE)) or [" "]
    count = max(len(keys), len(words))
    keys += [""] * (count - len(keys))
    words += [" "] * (count - len(words))
    return list(zip(keys, words, strict=True))
