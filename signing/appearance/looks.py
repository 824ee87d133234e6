"""The five looks of a signature, each drawn once and then reused for a whole batch.

Source: NĐ 30/2020/NĐ-CP, Appendix I: signature of a person and seal of an agency are pictures
without text; copies and separate appendices carry text without a picture, Times New Roman,
10 pt, upright, black, with the signing time by ISO 8601 in Vietnamese time.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from PIL import Image

from signing.appearance.canvas import Drawn, TextLine, draw_page
from signing.appearance.fonts import Face
from signing.appearance.pictures import Picture, PictureNotice
from signing.appearance.rules import POINTS_PER_MM, AppearanceRules, TextRule
from signing.appearance.stamps import CopyForm
from signing.errors import TextNotDrawable
from signing.requests import VIETNAM_TIME

_INCH_PT = 72.0
_FINEST_DPI = 300.0
_MAX_LETTERS = 400


@dataclass(frozen=True, slots=True)
class Look:
    """What a stamp shows.

    Attributes:
        content: A PDF of one page.
        size_pt: Width and height of that page.
        notices: What is odd about the picture in it.
    """

    content: bytes
    size_pt: tuple[float, float]
    notices: tuple[PictureNotice, ...] = ()


class Pen:
    """Draws looks by the rules of one day; what was drawn before is handed out again."""

    def __init__(self, face: Face, rules: AppearanceRules) -> None:
        self.face = face
        self.rules = rules
        self._drawn: dict[tuple[object, ...], tuple[object, Look]] = {}

    def once(self, key: tuple[object, ...], kept: object, draw: Callable[[], Look]) -> Look:
        """Draw what was not drawn yet.

        Args:
            key: What tells looks apart.
            kept: What must live as long as the look, because its identity is part of the key.
            draw: Makes the look.
        """
        if key not in self._drawn:
            self._drawn[key] = (kept, draw())
        return self._drawn[key][1]


def draw_person(pen: Pen, picture: Picture) -> Look:
    """Draw the signature of a person: the picture alone, no larger than the rule allows."""
    return pen.once(("person", id(picture)), picture, lambda: _person(pen, picture))


def draw_seal(pen: Pen, picture: Picture) -> Look:
    """Draw the seal of an agency in its true size."""
    return pen.once(("seal", id(picture)), picture, lambda: _seal(pen, picture))


def draw_copy(pen: Pen, form: CopyForm, agency: str, signed_at: datetime) -> Look:
    """Draw the text of an e-copy: form of the copy, agency, time.

    Raises:
        TextNotDrawable: Empty or endless text, a letter that the font lacks, or a time without
            a zone.
    """
    lines = (pen.rules.copy_forms[form], agency, written_time(signed_at))
    return _text(pen, lines, pen.rules.corner)


def draw_appendix(pen: Pen, number: str, signed_at: datetime) -> Look:
    """Draw the text of an appendix in a file of its own: number of the document, time.

    Raises:
        TextNotDrawable: As for copies.
    """
    return _text(pen, (number, written_time(signed_at)), pen.rules.corner)


def draw_check(pen: Pen, officer: str, signed_at: datetime) -> Look:
    """Draw the small line of an officer who checked a digitized paper: name, time.

    Raises:
        TextNotDrawable: As for copies.
    """
    return _text(pen, (f"{officer}, {written_time(signed_at)}",), pen.rules.check)


def written_time(moment: datetime) -> str:
    """Write a moment as it stands in stamps, e.g. `2026-11-22T14:05:33+07:00`.

    Raises:
        TextNotDrawable: The moment has no time zone.

    Source: ISO 8601-1; NĐ 30/2020/NĐ-CP, Appendix I.
    """
    if moment.utcoffset() is None:
        raise TextNotDrawable("a time without a zone")
    return moment.astimezone(VIETNAM_TIME).isoformat(timespec="seconds")


def _person(pen: Pen, picture: Picture) -> Look:
    rule = pen.rules.person
    width, height = picture.size_px
    scale = min(rule.widest_pt / width, rule.highest_pt / height)
    return _pictured(pen, picture, (width * scale, height * scale), rule.least_dpi)


def _seal(pen: Pen, picture: Picture) -> Look:
    rule = pen.rules.seal
    width, height = picture.size_px
    true_width, true_height = picture.true_size_pt
    extra: tuple[PictureNotice, ...] = ()
    widest_mm = max(true_width, true_height) / POINTS_PER_MM
    if not true_width:
        extra = (PictureNotice.NO_TRUE_SIZE,)
    elif not rule.smallest_mm <= widest_mm <= rule.largest_mm:
        extra = (PictureNotice.ODD_TRUE_SIZE,)
    if extra:
        scale = rule.usual_mm * POINTS_PER_MM / max(width, height)
        true_width, true_height = width * scale, height * scale
    look = _pictured(pen, picture, (true_width, true_height), rule.least_dpi)
    return dataclasses.replace(look, notices=look.notices + extra)


def _pictured(pen: Pen, picture: Picture, size_pt: tuple[float, float], least_dpi: float) -> Look:
    """Draw a picture over a whole page, with no more pixels than printers show."""
    dpi = picture.size_px[0] * _INCH_PT / size_pt[0]
    coarse = (PictureNotice.COARSE,) if dpi < least_dpi else ()
    fine = _reduced(picture, _FINEST_DPI / dpi) if dpi > _FINEST_DPI else picture
    page = draw_page(size_pt, pen.face, pictures=[Drawn(fine, (0, 0, *size_pt))])
    return Look(page, size_pt, picture.notices + coarse)


def _reduced(picture: Picture, scale: float) -> Picture:
    """Take pixels away."""
    width, height = (max(1, round(side * scale)) for side in picture.size_px)
    image = Image.fromarray(picture.pixels, "RGBA").resize(
        (width, height), Image.Resampling.LANCZOS
    )
    return dataclasses.replace(picture, pixels=np.array(image, dtype=np.uint8))


def _text(pen: Pen, lines: tuple[str, ...], rule: TextRule) -> Look:
    return pen.once(("text", lines, rule), None, lambda: _written(pen.face, lines, rule))


def _written(face: Face, texts: Sequence[str], rule: TextRule) -> Look:
    """Set lines below each other, left edges aligned, on a page just large enough."""
    lines = [part for text in texts for part in _broken(face, _plain(text), rule)]
    width = max(face.width_pt(line, rule.size_pt) for line in lines)
    drop = -face.metrics.descent * rule.size_pt / 1000
    rise = face.metrics.ascent * rule.size_pt / 1000
    height = drop + rule.leading_pt * (len(lines) - 1) + rise
    set_lines = [
        TextLine(line, 0, drop + rule.leading_pt * (len(lines) - 1 - number), rule.size_pt)
        for number, line in enumerate(lines)
    ]
    return Look(draw_page((width, height), face, lines=set_lines), (width, height))


def _plain(text: str) -> str:
    """Bring a text into one line of composed letters."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if not plain or len(plain) > _MAX_LETTERS:
        raise TextNotDrawable("an empty or endless text")
    return plain


def _broken(face: Face, text: str, rule: TextRule) -> list[str]:
    """Break a line between words where it grows too long."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.width_pt(longer, rule.size_pt) > rule.widest_pt:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
