"""Several identity cards on one sheet: both sides of one card, fronts of a family.

Each side of a card shows where it lies by its title, its code or its machine-readable zone; cards
are copied at about their own size. Words and codes inside the outline of a side are its own, so
that no value goes from one person to another.

Source: ISO/IEC 7810 ID-1, 85.60 by 53.98 mm; places of title, code and zone as on the cards of
TT 06/2021/TT-BCA and TT 16/2024/TT-BCA.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ocr.reading import Code, CodeKind
from ocr.understanding.idcard import code_values
from ocr.understanding.labels import PrintedLine, hits_on_line
from ocr.words import Box, Line, PageText, union

_WIDTH_IN, _HEIGHT_IN = 3.370, 2.125
_SAME = 0.35
"""Farthest that two signs may put the corner of one side apart, in its own size."""

_MARGIN = 0.06


class _Side(StrEnum):
    FRONT = "front"
    BACK = "back"


_PHRASES = (
    (_Side.FRONT, "CĂN CƯỚC CÔNG DÂN", (0.63, 0.26)),
    (_Side.FRONT, "Citizen Identity Card", (0.63, 0.33)),
    (_Side.FRONT, "IDENTITY CARD", (0.63, 0.33)),
    (_Side.BACK, "Đặc điểm nhận dạng", (0.22, 0.10)),
    (_Side.BACK, "Personal identification", (0.48, 0.10)),
    (_Side.BACK, "Nơi đăng ký khai sinh", (0.28, 0.30)),
)
"""Side, what is printed on it, and where its middle stands, in widths and heights of the card."""

_MRZ_AT = (0.5, 0.82)
_QR_AT = (0.86, 0.22)


@dataclass(frozen=True, slots=True)
class CardSide:
    """One side of a card on a sheet, with what stands on it."""

    text: PageText
    codes: tuple[Code, ...]


@dataclass(slots=True)
class _Outline:
    """A side that some signs speak for; `corners` are where they put its upper left corner."""

    side: _Side
    corners: list[tuple[float, float]] = field(default_factory=list)

    @property
    def corner(self) -> tuple[float, float]:
        xs, ys = zip(*self.corners, strict=True)
        return sum(xs) / len(xs), sum(ys) / len(ys)


def card_sides(text: PageText, codes: Sequence[Code], dpi: int) -> tuple[CardSide, ...]:
    """The sides of cards on a sheet, top to bottom, left to right.

    Args:
        text: Lines of the page.
        codes: Its codes.
        dpi: Dots per inch of the page.

    Returns:
        Two or more sides, or none where the page is not such a sheet.
    """
    width, height = _WIDTH_IN * dpi, _HEIGHT_IN * dpi
    outlines: list[_Outline] = []
    for side, box, (across, down) in _signs(text, codes):
        corner = (
            (box[0] + box[2]) / 2 - across * width,
            (box[1] + box[3]) / 2 - down * height,
        )
        mine = [
            outline
            for outline in outlines
            if outline.side is side
            and abs(outline.corner[0] - corner[0]) <= _SAME * width
            and abs(outline.corner[1] - corner[1]) <= _SAME * height
        ]
        if mine:
            mine[0].corners.append(corner)
        else:
            outlines.append(_Outline(side, [corner]))
    if len(outlines) < 2:
        return ()
    outlines.sort(key=lambda outline: (round(outline.corner[1] / height), outline.corner[0]))
    places = [_place(outline.corner, width, height) for outline in outlines]
    return tuple(CardSide(_inside(text, box), _codes_in(codes, box)) for box in places)


def _signs(
    text: PageText, codes: Sequence[Code]
) -> Iterator[tuple[_Side, Box, tuple[float, float]]]:
    """Everything that tells where a side lies: what it is, its box, its place on the card."""
    for line in map(PrintedLine, text.lines):
        for side, phrase, place in _PHRASES:
            for hit in hits_on_line(line, 0, phrase):
                if hit.distance <= len(phrase) // 8:
                    words = line.words_between(hit.start, hit.end)
                    yield side, union([word.box for word in words]), place
                    break
    for code in codes:
        names = {value.name for value in code_values(code)}
        if code.kind is CodeKind.MRZ:
            yield _Side.BACK, code.box, _MRZ_AT
        elif code.kind is CodeKind.QR and "qr:id_number" in names:
            yield _Side.FRONT, code.box, _QR_AT


def _place(corner: tuple[float, float], width: float, height: float) -> Box:
    x, y = corner
    return (
        round(x - _MARGIN * width),
        round(y - _MARGIN * height),
        round(x + (1 + _MARGIN) * width),
        round(y + (1 + _MARGIN) * height),
    )


def _inside(text: PageText, box: Box) -> PageText:
    """The words of a page whose middle lies in a box, in their lines."""
    lines = []
    for line in text.lines:
        words = tuple(word for word in line.words if _holds(box, word.box))
        if words:
            lines.append(Line(words))
    return PageText(tuple(lines))


def _codes_in(codes: Sequence[Code], box: Box) -> tuple[Code, ...]:
    return tuple(code for code in codes if _holds(box, code.box))


def _holds(box: Box, other: Box) -> bool:
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]
