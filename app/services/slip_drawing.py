"""Drawing a slip as PDF: text in an embedded font, the QR as squares; vectors only.

Runs on: a worker.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.qr_code import QUIET_MODULES, qr_modules

if TYPE_CHECKING:
    import pikepdf

    from signing.appearance.fonts import Face

_MM = 72 / 25.4
_A5 = (148 * _MM, 210 * _MM)
_ROLL_WIDTH = 80 * _MM
_SIZES = {"a5": (10.0, 14.0, 14 * _MM), "80": (8.5, 10.5, 5 * _MM)}
"""Paper -> size of letters, size of titles, margin; points."""
_QR_MM = {"a5": 32.0, "80": 28.0}
_QR_LEVEL = "M"
"""Of 100 squares 15 may be spoiled: people fold the slip and carry it in a pocket."""
_FRAME = {"a5": 20.0, "80": 3.0}
_LEADING = 1.45


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A line of a slip before it is broken.

    Attributes:
        label: Stands before the text, "" for none.
        title: Larger and in the middle.
        framed: The page has a double frame.
    """

    text: str
    label: str = ""
    title: bool = False
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A line where it stands; its height counts down from the top of the page, points."""

    text: str
    x_pt: float
    y_pt: float
    size_pt: float


def draw_slip(lines: tuple[SlipLine, ...], code: str, paper: str) -> bytes:
    """Draw one page with all lines and a QR; on a roll the page is as long as it must be.

    Args:
        lines: What is written.
        code: What the QR says.
        paper: "a5" or "80".

    Raises:
        LibraryError: The font lacks a letter.
    """
    from app.services.workers import library_errors
    from signing.appearance.shipped import shipped_face

    with library_errors():
        face = shipped_face()
        width = _A5[0] if paper == "a5" else _ROLL_WIDTH
        placed, used = _place(lines, face, paper, width)
        margin = _SIZES[paper][2]
        side = _QR_MM[paper] * _MM
        height = _A5[1] if paper == "a5" else used + side + 2 * margin
        modules = qr_modules(code, _QR_LEVEL)
        squares = square_operators(modules, ((width - side) / 2, height - used - side), side)
        framed = any(line.framed for line in lines)
        frame = _frame_operators(width, height, _FRAME[paper]) if framed else ""
        return _page((width, height), face, placed, frame + squares)


def _place(
    lines: Sequence[SlipLine], face: Face, paper: str, width: float
) -> tuple[list[Placed], float]:
    """Break and place the lines; heights count down from the top of the page."""
    text_pt, title_pt, margin = _SIZES[paper]
    placed: list[Placed] = []
    down = margin + title_pt
    for line in lines:
        size = title_pt if line.title else text_pt
        text = f"{line.label}: {line.text}" if line.label else line.text
        for part in broken(text, face, size, width - 2 * margin):
            left = (width - face.width_pt(part, size)) / 2 if line.title else margin
            placed.append(Placed(part, left, down, size))
            down += size * _LEADING
        down += size * 0.35
    return placed, down


def broken(text: str, face: Face, size: float, width: float) -> list[str]:
    """Lines that fit; a word that is too long is cut."""
    lines: list[str] = []
    current = ""
    for word in _drawable(text, face).split():
        while face.width_pt(word, size) > width:
            fits = max(n for n in range(1, len(word) + 1) if face.width_pt(word[:n], size) <= width)
            lines += [current] if current else []
            current, lines, word = "", [*lines, word[:fits]], word[fits:]
        joined = f"{current} {word}".strip()
        if face.width_pt(joined, size) > width:
            lines.append(current)
            joined = word
        current = joined
    return [*lines, current] if current else lines


def _drawable(text: str, face: Face) -> str:
    """Letters that the font has; a slip is printed whatever a system calls its number."""
    return "".join(letter if face.has(letter) else "?" for letter in text)


def square_operators(
    modules: Sequence[Sequence[bool]], corner: tuple[float, float], side: float
) -> str:
    """Fill the ink of a QR, its quiet zone inside `side`; runs of one row are one rectangle."""
    step = side / (len(modules) + 2 * QUIET_MODULES)
    left, top = corner[0] + QUIET_MODULES * step, corner[1] + side - QUIET_MODULES * step
    parts = ["/CS0 cs 0 0 0 sc"]
    for number, row in enumerate(modules):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                x, y = left + start * step, top - (number + 1) * step
                parts.append(f"{x:.3f} {y:.3f} {(end - start) * step:.3f} {step:.3f} re")
            start = max(end, start + 1)
    return "\n".join([*parts, "f"]) + "\n"


def _frame_operators(width: float, height: float, inset: float) -> str:
    """A thick and a thin line around the page."""
    lines = ["/CS0 CS 0 0 0 SC"]
    for weight, gap in ((2.5, inset), (0.8, inset + 4)):
        box = f"{gap:.2f} {gap:.2f} {width - 2 * gap:.2f} {height - 2 * gap:.2f}"
        lines.append(f"{weight} w {box} re S")
    return "\n".join(lines) + "\n"


def _page(size: tuple[float, float], face: Face, placed: Sequence[Placed], drawing: str) -> bytes:
    import pikepdf

    pdf = pikepdf.new()
    page_content(pdf, size, face, placed=placed, drawing=drawing)
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True)
    return made.getvalue()


def page_content(
    pdf: pikepdf.Pdf,
    size: tuple[float, float],
    face: Face,
    *,
    placed: Sequence[Placed],
    drawing: str,
) -> None:
    """Add a page with shapes, and lines of text in an embedded font.

    Args:
        pdf: Gets one page more.
        size: Width and height, points.
        face: Font of all lines; it has their letters.
        placed: The lines.
        drawing: Operators of the shapes; colour space CS0 is sRGB.
    """
    from pikepdf import Array, Dictionary, Name

    from signing.appearance.canvas import embed_font
    from signing.appearance.colour import srgb_profile

    page = pdf.add_blank_page(page_size=size).obj
    subset = face.subset("".join(line.text for line in placed))
    profile = pdf.make_stream(srgb_profile(), N=3, Alternate=Name.DeviceRGB)
    page.Resources = Dictionary(
        ColorSpace=Dictionary(CS0=Array([Name.ICCBased, profile])),
        Font=Dictionary(F1=embed_font(pdf, face, subset)),
    )
    texts = [
        f"BT /F1 {line.size_pt:.2f} Tf {line.x_pt:.2f} {size[1] - line.y_pt:.2f} Td "
        f"<{''.join(f'{subset.codes[letter]:04X}' for letter in line.text)}> Tj ET"
        for line in placed
    ]
    content = drawing + "/CS0 cs 0 0 0 sc\n" + "\n".join(texts)
    page.Contents = pdf.make_stream(content.encode("ascii"))
