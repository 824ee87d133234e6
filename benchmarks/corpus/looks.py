"""How a page is typed: families, sizes, margins, leaders, all chosen by the seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from benchmarks.corpus.fonts import Face
from benchmarks.corpus.glyphs import Hand
from benchmarks.corpus.render import (
    A4_PX,
    BLACK,
    TYPED,
    FormStyle,
    Ink,
    LeaderMark,
    Leaders,
    pt,
    px,
)


@dataclass(frozen=True, slots=True)
class Family:
    """Faces of one type family and how wide it runs beside Liberation Serif."""

    plain: Face
    bold: Face
    italic: Face
    scale: float = 1.0


SERIF = Family(Face.SERIF, Face.SERIF_BOLD, Face.SERIF_ITALIC)
FAMILIES = (
    SERIF,
    Family(Face.SANS, Face.SANS_BOLD, Face.SANS_ITALIC, 0.92),
    Family(Face.DEJAVU_SERIF, Face.DEJAVU_SERIF_BOLD, Face.DEJAVU_SERIF, 0.82),
    Family(Face.DEJAVU_SANS, Face.DEJAVU_SANS_BOLD, Face.DEJAVU_SANS, 0.82),
    Family(Face.NOTO_SERIF, Face.NOTO_SERIF_BOLD, Face.NOTO_SERIF_ITALIC, 0.88),
    Family(Face.NOTO_SANS, Face.NOTO_SANS_BOLD, Face.NOTO_SANS_ITALIC, 0.88),
)
_WEIGHTS = (4, 2, 1, 1, 2, 2)
TYPEWRITER = Family(Face.MONO, Face.MONO_BOLD, Face.MONO, 0.86)
DOT_MATRIX = Family(Face.MONO, Face.MONO_BOLD, Face.MONO, 0.96)


@dataclass(frozen=True, slots=True)
class Look:
    """How one page is typed.

    Attributes:
        family: Faces.
        size_pt: Size of the running text.
        left_px: Left edge of the text.
        right_px: Right edge of the text.
        top_px: First base line.
        line_px: Distance of base lines.
        is_justified: Running text reaches the right edge.
        form: Print of labels and values.
        hand: What puts the letters on the paper.
    """

    family: Family
    size_pt: float
    left_px: int
    right_px: int
    top_px: int
    line_px: int
    is_justified: bool
    form: FormStyle
    hand: Hand = Hand.PRINTED

    def ink(self, *, step_pt: float = 0.0, face: Face | None = None) -> Ink:
        """Ink of the running text, `step_pt` larger, in another face of the family."""
        size = pt((self.size_pt + step_pt) * self.family.scale)
        return Ink(face or self.family.plain, size, BLACK, self.hand)

    def bold(self, step_pt: float = 0.0) -> Ink:
        """Bold ink."""
        return self.ink(step_pt=step_pt, face=self.family.bold)

    def italic(self, step_pt: float = 0.0) -> Ink:
        """Italic ink, upright where the family has none."""
        return self.ink(step_pt=step_pt, face=self.family.italic)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a kind of paper asks of its look; the seed decides the rest.

    Attributes:
        size_px: Sheet.
        sizes_pt: Least and greatest size of the running text.
        families: Families to choose from; None for all.
        mark: Leaders of this form; None for either.
        leaders: Ways the values stand to the leaders.
        hand: What puts print on the paper.
        value_hand: What puts the values on it.
    """

    size_px: tuple[int, int] = A4_PX
    sizes_pt: tuple[float, float] = (11.0, 14.0)
    families: tuple[Family, ...] | None = None
    mark: LeaderMark | None = None
    leaders: tuple[Leaders, ...] = (Leaders.AFTER, Leaders.UNDER)
    hand: Hand = Hand.PRINTED
    value_hand: Hand | None = None


_PEN_BLUES = ((28, 52, 150), (40, 60, 170), (20, 40, 120))


def _value_ink(rng: Random, wish: Wish, plain: Ink) -> Ink:
    if wish.value_hand is Hand.PEN:
        face = rng.choice((Face.SERIF_ITALIC, Face.SANS_ITALIC, Face.NOTO_SANS_ITALIC))
        return Ink(face, round(plain.size_px * 1.1), rng.choice(_PEN_BLUES), Hand.PEN)
    return replace(plain, color=rng.choice((BLACK, TYPED)))


def make_look(rng: Random, wish: Wish, shrink: float = 1.0) -> Look:
    """Choose faces, size, margins, spacing and leaders; `shrink` makes all of it tighter."""
    family = (
        rng.choices(FAMILIES, _WEIGHTS)[0] if wish.families is None else rng.choice(wish.families)
    )
    half_points = rng.randint(round(wish.sizes_pt[0] * 2), round(wish.sizes_pt[1] * 2))
    size = half_points / 2 * max(shrink, 0.85)
    width = wish.size_px[0]
    narrow = width / A4_PX[0]
    left = round(px(rng.uniform(22, 30)) * narrow)
    right = width - round(px(rng.uniform(15, 21)) * narrow)
    plain = Ink(family.plain, pt(size * family.scale), BLACK, wish.hand)
    line = round(pt(size) * rng.uniform(1.3, 1.55) * (shrink if shrink < 1 else 1.0))
    top = px(rng.uniform(17, 24))
    justified = rng.random() < 0.6
    leaders = rng.choice(wish.leaders)
    form = FormStyle(
        label=plain,
        value=_value_ink(rng, wish, plain),
        left_px=left,
        right_px=right,
        line_px=line,
        leaders=leaders,
        mark=wish.mark or rng.choice(tuple(LeaderMark)),
        pitch_px=rng.choice((10, 12, 14, 18)),
        bold=family.bold,
    )
    if wish.value_hand is Hand.PEN:
        form = replace(form, bold=form.value.face, leaders=Leaders.UNDER)
    return Look(family, size, left, right, top, line, justified, form, wish.hand)
