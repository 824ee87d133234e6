"""Changes of the logical structure: it may grow by the tags of new signature widgets.

Source: ISO 32000-2:2020, 14.7 (logical structure).
"""

from __future__ import annotations

import pikepdf

from signing.validation.comparison import Comparison
from signing.validation.fields import Item, get, items

_MAX_DEPTH = 200
_TEXT_KEYS = frozenset({"/ActualText", "/Alt", "/E"})
_LOOKED_UP = frozenset({"/K", "/ParentTree", "/ParentTreeNextKey", "/IDTree", "/P", "/Type"})
_MAPS = frozenset({"/RoleMap", "/ClassMap"})


def tags_grew_only(comparison: Comparison, old: Item, new: Item) -> bool:
    """Tell whether all elements are there still and new ones stand for widgets only."""
    if not isinstance(old, pikepdf.Dictionary) or not isinstance(new, pikepdf.Dictionary):
        return False
    comparison.assume(old, new)
    keys = {*old.keys(), *new.keys()} - _LOOKED_UP - _MAPS
    if any(not comparison.equal(get(old, key), get(new, key)) for key in keys):
        return False
    for key in _MAPS:
        before, after = get(old, key), get(new, key)
        names = before.keys() if isinstance(before, pikepdf.Dictionary) else ()
        if any(not comparison.equal(get(before, name), get(after, name)) for name in names):
            return False
    return _kids_grew_only(comparison, get(old, "/K"), get(new, "/K"), 0)


def _kids_grew_only(comparison: Comparison, old: Item, new: Item, depth: int) -> bool:
    """Find the old kids among the new ones, in their order."""
    if depth > _MAX_DEPTH:
        return False
    before, after = _kids(old), _kids(new)
    place = 0
    for kid in after:
        if place < len(before) and _same_kid(comparison, before[place], kid, depth):
            place += 1
        elif not _stands_for_widget(kid, 0):
            return False
    return place == len(before)


def _same_kid(comparison: Comparison, old: Item, new: Item, depth: int) -> bool:
    """Tell whether two kids are the same element, its own kids perhaps grown."""
    if not isinstance(old, pikepdf.Dictionary) or not isinstance(new, pikepdf.Dictionary):
        return comparison.equal(old, new)
    if old.objgen == new.objgen and comparison.untouched(old):
        return True
    keys = {*old.keys(), *new.keys()} - {"/K", "/P"}
    comparison.assume(get(old, "/P"), get(new, "/P"))
    if any(not comparison.equal(get(old, key), get(new, key)) for key in keys):
        return False
    comparison.assume(old, new)
    return _kids_grew_only(comparison, get(old, "/K"), get(new, "/K"), depth + 1)


def _stands_for_widget(kid: Item, depth: int) -> bool:
    """Tell whether a new element leads to widgets only and says nothing by itself."""
    if kid is None:
        return True
    if not isinstance(kid, pikepdf.Dictionary) or depth > _MAX_DEPTH:
        return False
    if str(get(kid, "/Type", "")) == "/OBJR":
        return str(get(get(kid, "/Obj"), "/Subtype", "")) == "/Widget"
    if any(get(kid, key) is not None for key in _TEXT_KEYS):
        return False
    return all(_stands_for_widget(below, depth + 1) for below in _kids(get(kid, "/K")))


def _kids(value: Item) -> list[Item]:
    """List kids: one alone needs no array."""
    if value is None:
        return []
    return items(value) if isinstance(value, pikepdf.Array) else [value]
