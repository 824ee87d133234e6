"""Lay the known printings of a paper over a page, to see or change where its values stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ocr.understanding.forms import FormLayout, PaperType
from ocr.understanding.register import register
from ocr.words import Box, PageText


@dataclass(frozen=True, slots=True)
class PlacedLayout:
    """A known printing laid over a page.

    Attributes:
        layout: The printing.
        agreed: Anchors that agree with the page.
        boxes: Frames of its values on the page, as they were drawn.
    """

    layout: FormLayout
    agreed: int
    boxes: dict[str, Box]


def place_layout(paper: PaperType, text: PageText) -> PlacedLayout | None:
    """The printing of a paper that fits a page best, None where none fits."""
    best: PlacedLayout | None = None
    for layout in paper.layouts:
        found = register(layout, text)
        if found is not None and (best is None or found.inliers > best.agreed):
            boxes = {zone.field: found.box(replace(zone, line_height=0.0)) for zone in layout.zones}
            best = PlacedLayout(layout, found.inliers, boxes)
    return best
