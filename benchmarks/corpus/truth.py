"""What stands on a generated page, to measure readers against."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from ocr.words import Box

Point = tuple[float, float]
Row = tuple[float, float, float]


class PointMap(Protocol):
    """Where every point of a page goes."""

    def point(self, x: float, y: float) -> Point:
        """Give the place `(x, y)` moves to, in pixels."""
        ...


@dataclass(frozen=True, slots=True)
class TruthLine:
    """Text drawn on one line with the box around it in pixels."""

    text: str
    box: Box
    handwritten: bool = False


@dataclass(frozen=True, slots=True)
class TruthField:
    """One filled-in value.

    Attributes:
        name: Field name, role first ("child.full_name").
        label: Label as printed, without colon and footnote marks.
        value: Canonical value: dates dd/mm/yyyy, ids and money as digits only.
        printed: The value as it stands on the paper.
        box: Around the printed value, all its lines.
    """

    name: str
    label: str
    value: str
    printed: str
    box: Box


@dataclass(frozen=True, slots=True)
class TruthCode:
    """One machine-readable code: kind ("qr", "mrz"), text, box."""

    kind: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageTruth:
    """All that is known of one generated page.

    Attributes:
        paper: Code of the paper type.
        title: Title as printed.
        width_px: Width in pixels.
        height_px: Height in pixels.
        dpi: Resolution.
        lines: Text in drawing order, top to bottom.
        fields: Values.
        codes: Codes.
        damage: Name of the damage class.
        skew_deg: Angle the text was turned by, degrees counter-clockwise.
        turn_deg: Quarter turns the page was given, counter-clockwise.
    """

    paper: str
    title: str
    width_px: int
    height_px: int
    dpi: int
    lines: tuple[TruthLine, ...]
    fields: tuple[TruthField, ...]
    codes: tuple[TruthCode, ...]
    damage: str = "clean"
    skew_deg: float = 0.0
    turn_deg: int = 0

    def value_of(self, name: str) -> str:
        """Canonical value of the field `name`.

        Raises:
            KeyError: The page has no such field.
        """
        for entry in self.fields:
            if entry.name == name:
                return entry.value
        raise KeyError(name)

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries and lists for a JSON file."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Affine:
    """Map of page points: x' = a x + b y + c, y' = d x + e y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def then(self, after: Affine) -> Affine:
        """Give the map that applies this one first and `after` next."""
        return Affine(
            a=after.a * self.a + after.b * self.d,
            b=after.a * self.b + after.b * self.e,
            c=after.a * self.c + after.b * self.f + after.c,
            d=after.d * self.a + after.e * self.d,
            e=after.d * self.b + after.e * self.e,
            f=after.d * self.c + after.e * self.f + after.f,
        )

    def point(self, x: float, y: float) -> Point:
        """Give the place `(x, y)` moves to."""
        return (self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f)

    def box(self, box: Box) -> Box:
        """Upright box around the moved corners of `box`."""
        return move_box(box, self)


@dataclass(frozen=True, slots=True)
class Homography:
    """Perspective map of page points: the three rows of a 3 x 3 matrix on (x, y, 1)."""

    first: Row
    second: Row
    third: Row = (0.0, 0.0, 1.0)

    def point(self, x: float, y: float) -> Point:
        """Give the place `(x, y)` moves to; it must lie before the camera."""
        u, v, w = (
            row[0] * x + row[1] * y + row[2] for row in (self.first, self.second, self.third)
        )
        return (u / w, v / w)


def move_box(box: Box, *maps: PointMap) -> Box:
    """Upright box around the corners of `box`, moved by `maps` one after the other."""
    corners = [(float(x), float(y)) for x in (box[0], box[2]) for y in (box[1], box[3])]
    for step in maps:
        corners = [step.point(x, y) for x, y in corners]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys)))


def move_truth(truth: PageTruth, *maps: PointMap) -> PageTruth:
    """Move every box of `truth` with the page, by `maps` one after the other."""
    return replace(
        truth,
        lines=tuple(replace(line, box=move_box(line.box, *maps)) for line in truth.lines),
        fields=tuple(replace(entry, box=move_box(entry.box, *maps)) for entry in truth.fields),
        codes=tuple(replace(code, box=move_box(code.box, *maps)) for code in truth.codes),
    )
