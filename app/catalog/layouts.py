"""Printings of a form (anchors and zones) from and to the entries of a paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.catalog.base import CatalogInvalid
from app.catalog.entries import Entry, listed, require_keys, require_unique, text
from ocr.folding import fold_letters
from ocr.understanding.forms import Anchor, FormLayout, Place, Zone
from ocr.understanding.printing import LEAST_LETTERS, overlapping

MOST_LAYOUTS = 20
MOST_PLACES = 400
"""Anchors or zones of one printing."""

_LEAST_ANCHORS = 5
"""Fewer can never be laid over a page."""

_LONGEST = 4.0
"""How far down a form may reach, in its widths: a long sheet is two or three."""

_TALLEST_LINE = 0.2

Json = dict[str, Any]  # values of JSON are any of its types


def read_layouts(entry: Entry, paper: str) -> tuple[FormLayout, ...]:
    """The printings of a paper.

    Raises:
        CatalogInvalid: Too many, or one of them is wrong.
    """
    layouts = tuple(_layout(item, paper) for item in _bounded(entry, "layouts", MOST_LAYOUTS))
    require_unique((layout.name for layout in layouts), f"printing of {paper}")
    return layouts


def require_known_fields(layouts: Iterable[FormLayout], fields: set[str], paper: str) -> None:
    """Stop at a zone of a field that the paper does not have; raises `CatalogInvalid`."""
    for layout in layouts:
        for zone in layout.zones:
            if zone.field not in fields:
                raise CatalogInvalid(f"{paper} has a zone of the unknown field {zone.field!r}")


def layout_entry(layout: FormLayout) -> Json:
    """A printing in the form of the files."""
    return {
        "name": layout.name,
        "anchors": [{"letters": each.letters, "box": list(each.box)} for each in layout.anchors],
        "zones": [
            {"field": zone.field, "box": list(zone.box), "line_height": zone.line_height}
            for zone in layout.zones
        ],
    }


def _layout(entry: object, paper: str) -> FormLayout:
    known = require_keys(entry, "name anchors zones")
    name = text(known, "name")
    where = f"printing {name!r} of {paper}"
    anchors = tuple(_anchor(item, where) for item in _bounded(known, "anchors", MOST_PLACES))
    zones = tuple(_zone(item, where) for item in _bounded(known, "zones", MOST_PLACES))
    require_unique((anchor.letters for anchor in anchors), f"anchor of {where}")
    require_unique((zone.field for zone in zones), f"zone of {where}")
    if len(anchors) < _LEAST_ANCHORS:
        raise CatalogInvalid(f"{where} has fewer than {_LEAST_ANCHORS} anchors")
    pair = overlapping({zone.field: zone.box for zone in zones})
    if pair is not None:
        raise CatalogInvalid(f"{where}: zones {pair[0]!r} and {pair[1]!r} overlap")
    return FormLayout(name, anchors, zones)


def _bounded(entry: Entry, key: str, most: int) -> list[Any]:
    items = listed(entry.get(key, []), key)
    if len(items) > most:
        raise CatalogInvalid(f"{key}: more than {most}")
    return items


def _anchor(entry: object, where: str) -> Anchor:
    known = require_keys(entry, "letters box")
    letters = text(known, "letters")
    if len(letters) < LEAST_LETTERS or fold_letters(letters)[0] != letters:
        raise CatalogInvalid(f"{where}: anchor {letters!r} is no word of folded letters")
    return Anchor(letters, _place(known, where))


def _zone(entry: object, where: str) -> Zone:
    known = require_keys(entry, "field box line_height")
    height = _number(known.get("line_height"), _TALLEST_LINE, where)
    if height == 0.0:
        raise CatalogInvalid(f"{where}: a line without height")
    return Zone(text(known, "field"), _place(known, where), height)


def _place(entry: Entry, where: str) -> Place:
    sides = listed(entry.get("box"), where)
    if len(sides) != 4:
        raise CatalogInvalid(f"{where}: a box has four sides")
    x0, y0, x1, y1 = (
        _number(side, most, where)
        for side, most in zip(sides, (1.0, _LONGEST, 1.0, _LONGEST), strict=True)
    )
    if x0 >= x1 or y0 >= y1:
        raise CatalogInvalid(f"{where}: a box without size")
    return (x0, y0, x1, y1)


def _number(value: object, most: float, where: str) -> float:
    """A number from 0 to `most`; the comparison refuses what is not a number, too."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise CatalogInvalid(f"{where}: {value!r} is no number from 0 to {most}")
    return float(value)
