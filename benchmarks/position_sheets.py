"""Pages drawn as seen and stored as files keep them: turned, cut, scaled, scanned and misread."""

from __future__ import annotations

import io
import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from PIL import Image

from signing.appearance.canvas import embed_font
from signing.appearance.fonts import Face
from signing.appearance.stamps import Box

_SWAPS = {"o": "0", "l": "1", "i": "l", "e": "c", "n": "u", "T": "I", "G": "C", "Đ": "D", "B": "8"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper, and how the page is stored.

    Attributes:
        width: As seen, points.
        height: As seen, points.
        turn: Clockwise turn for display, degrees.
        offset: Where the shown part begins in default user space.
        unit: UserUnit.
    """

    width: float
    height: float
    turn: int = 0
    offset: tuple[float, float] = (0.0, 0.0)
    unit: float = 1.0

    @property
    def matrix(self) -> tuple[float, ...]:
        """Brings what is drawn as seen to where it is stored."""
        wide, high = self.width / self.unit, self.height / self.unit
        x, y, s = *self.offset, 1 / self.unit
        return {
            0: (s, 0, 0, s, x, y),
            90: (0, s, -s, 0, x + high, y),
            180: (-s, 0, 0, -s, x + wide, y + high),
            270: (0, -s, s, 0, x, y + wide),
        }[self.turn]

    def stored(self, box: Box) -> Box:
        """Bring a box as seen to where it is stored."""
        a, b, c, d, e, f = self.matrix
        xs = [a * x + c * y + e for x, y in (box[:2], box[2:])]
        ys = [b * x + d * y + f for x, y in (box[:2], box[2:])]
        return min(xs), min(ys), max(xs), max(ys)

    def boxes(self) -> dict[str, Array]:
        """MediaBox and CropBox."""
        sides = (self.width / self.unit, self.height / self.unit)
        wide, high = sides if self.turn in (0, 180) else sides[::-1]
        x, y = self.offset
        crop = [x, y, x + wide, y + high]
        return {"/MediaBox": Array([0, 0, wide + 2 * x, high + 2 * y]), "/CropBox": Array(crop)}


@dataclass(slots=True)
class Page:
    """What is written on a page, as seen."""

    sheet: Sheet
    face: Face
    words: list[tuple[str, float, float, float]] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)

    def write(self, text: str, x: float, y: float, size: float, align: float = 0.0) -> Box:
        """Write a line; align 0 begins, 0.5 centres and 1 ends it at x."""
        left = x - align * self.face.width_pt(text, size)
        start = left
        for word in text.split(" "):
            self.words.append((word, left, y, size))
            left += self.face.width_pt(word + " ", size)
        return (start, y - 0.21 * size, left - self.face.width_pt(" ", size), y + 0.7 * size)

    def spread(self, text: str, middle: float, y: float, size: float) -> Box:
        """Write a line letter by letter, wide, as typesetting programs do; centred."""
        apart, wide = 0.12 * size, self.face.width_pt(text, size)
        left = start = middle - (wide + apart * len(text)) / 2
        for letter in text:
            if letter != " ":
                self.words.append((letter, left, y, size))
            left += self.face.width_pt(letter, size) + apart
        return (start, y - 0.21 * size, left - apart, y + 0.7 * size)

    def word_boxes(self) -> list[Box]:
        """Boxes of the words, from base line to capital height."""
        return [
            (x, y, x + self.face.width_pt(word, size), y + 0.66 * size)
            for word, x, y, size in self.words
        ]


def as_pdf(
    pages: Sequence[Page], noise: random.Random | None, *, form: Literal["NFC", "NFD"] = "NFC"
) -> bytes:
    """Write pages; with noise as pictures with a misread, invisible text layer.

    Args:
        pages: What is written.
        noise: Misreads letters; None writes them visibly.
        form: How accents are written: with their letter, or as marks behind it.
    """
    pdf = pikepdf.new()
    letters = "".join(
        sorted(
            {
                letter
                for page in pages
                for word in page.words
                for letter in unicodedata.normalize(form, word[0])
                if page.face.has(letter)
            }
        )
    )
    letters += "".join(_SWAPS.values()) + "aoueiyd"
    subset = pages[0].face.subset("".join(sorted(set(letters))))
    font = embed_font(pdf, pages[0].face, subset)
    picture = None if noise is None else pypdfium2.PdfDocument(as_pdf(pages, None))
    for number, page in enumerate(pages):
        lines = [f"{' '.join(f'{value:.4f}' for value in page.sheet.matrix)} cm"]
        resources = Dictionary(Font=Dictionary(F1=font))
        if picture is not None and noise is not None:
            resources.XObject = Dictionary(Im0=_scanned(pdf, picture[number], noise))
            lines.append(f"q {page.sheet.width} 0 0 {page.sheet.height} 0 0 cm /Im0 Do Q 3 Tr")
        else:
            lines += [f"{a:.2f} {b:.2f} {c - a:.2f} {d - b:.2f} re f" for a, b, c, d in page.rules]
        for word, x, y, size in page.words:
            text = unicodedata.normalize(form, word if noise is None else misread(word, noise))
            x, y = (x, y) if noise is None else (x + noise.gauss(0, 0.7), y + noise.gauss(0, 0.7))
            codes = "".join(
                f"{subset.codes[letter]:04X}" for letter in text if letter in subset.codes
            )
            lines.append(f"BT /F1 {size:.2f} Tf {x:.2f} {y:.2f} Td <{codes}> Tj ET")
        entries = Dictionary(Type=Name.Page, Resources=resources, **{})
        for key, value in page.sheet.boxes().items():
            entries[key] = value
        entries.Rotate, entries.UserUnit = page.sheet.turn, page.sheet.unit
        entries.Contents = pdf.make_stream("\n".join(lines).encode())
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(entries)))
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def misread(word: str, noise: random.Random) -> str:
    """Change letters as a reader does."""
    made = ""
    for letter in word:
        luck = noise.random()
        if luck < 0.02:
            made += _SWAPS.get(letter, letter)
        elif luck < 0.08:
            made += unicodedata.normalize("NFD", letter)[0]
        else:
            made += letter
    return made


def _scanned(pdf: pikepdf.Pdf, page: pypdfium2.PdfPage, noise: random.Random) -> pikepdf.Stream:
    """Draw a page as a scanner sees it: tinted, speckled, unsharp."""
    grey = page.render(scale=1.6, grayscale=True).to_numpy()
    grey = (grey[..., 0] if grey.ndim == 3 else grey).astype(np.float32)
    dice = np.random.default_rng(noise.randrange(2**32))
    grey = grey * 0.9 + dice.normal(0, 6, grey.shape)
    grey[dice.random(grey.shape) < 0.0008] = 40
    height, width = grey.shape
    made = io.BytesIO()
    Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8), "L").save(made, "JPEG", quality=70)
    return pikepdf.Stream(
        pdf,
        made.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
