"""Annotations that lie over each other on the shown pages.

A seal over one third of a signature is what the law wants; anything else over anything is
worth a look, although it was there when the paper was signed.

Source: NĐ 30/2020/NĐ-CP, Annex I; ISO 32000-2:2020, 12.5.2 (/Rect).
"""

from __future__ import annotations

from itertools import combinations

import pikepdf

from signing.validation.fields import Item, get, items

_MAX_ON_PAGE = 300
_MAX_PAGES = 2000

Box = tuple[float, float, float, float]


def overlaps(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Name the overlaps of a file: `signature-over-signature`, `annotations-overlap`."""
    names: dict[str, None] = {}
    for page in list(pdf.pages)[:_MAX_PAGES]:
        shown = [
            (box, _is_signature(note))
            for note in items(get(page.obj, "/Annots"))[:_MAX_ON_PAGE]
            if (box := _box(note)) is not None
        ]
        for (first, first_signed), (second, second_signed) in combinations(shown, 2):
            if _meet(first, second):
                both = first_signed and second_signed
                names["signature-over-signature" if both else "annotations-overlap"] = None
    return tuple(names)


def _is_signature(note: Item) -> bool:
    """Tell whether an annotation is the widget of a signature field."""
    kind = get(note, "/FT", get(get(note, "/Parent"), "/FT"))
    return str(kind) == "/Sig"


def _box(note: Item) -> Box | None:
    """Read the place of an annotation; None when it takes none."""
    numbers = items(get(note, "/Rect"))
    if len(numbers) != 4 or str(get(note, "/Subtype", "")) == "/Popup":
        return None
    try:
        x0, y0, x1, y1 = (float(number) for number in numbers)
    except (TypeError, ValueError):
        return None
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _meet(first: Box, second: Box) -> bool:
    """Tell whether two boxes share more than an edge."""
    return max(first[0], second[0]) < min(first[2], second[2]) and max(first[1], second[1]) < min(
        first[3], second[3]
    )
