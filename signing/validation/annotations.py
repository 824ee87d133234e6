"""Changes of the annotations of a page after a signature.

A later signature may be drawn anywhere, also over an earlier one (a seal covers a third of the
person's signature); a comment may be added as far as it hides nothing. Whatever could pass as
part of the page itself is suspicious.

Source: ISO 32000-2:2020, 12.5 (annotations), 12.8.2.2 (level 3); NĐ 30/2020/NĐ-CP, Annex I
(the seal lies over one third of the signature).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import pikepdf

from signing.validation.comparison import Comparison
from signing.validation.fields import Item, get, items
from signing.validation.form_changes import ObjectId, Widget

_MAX_ANNOTATIONS = 20000
_ICON_PT = 32
_COMMENTS = frozenset({"/Text", "/Popup", "/Highlight", "/Underline", "/Squiggly"})
_ROUTINE = frozenset({"/P", "/Parent", "/StructParent", "/M"})


class AreaKind(StrEnum):
    """Why a part of a page may look different.

    A signature stands in a place that was set aside when the page was signed, or anywhere.
    """

    SIGNATURE = "signature"
    PREPARED_SIGNATURE = "prepared-signature"
    EARLIER_SIGNATURE = "earlier-signature"
    FILLED = "filled"
    COMMENT = "comment"
    ICON = "icon"


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page.

    Attributes:
        page: Number of the page, from 0.
        box: Left, bottom, right, top in points of default user space.
        kind: Why it may look different.
    """

    page: int
    box: tuple[float, float, float, float]
    kind: AreaKind


@dataclass(slots=True)
class AnnotationFindings:
    """What was found on one page."""

    kinds: dict[str, None] = field(default_factory=dict)
    suspicious: dict[str, None] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)


def judge_annotations(
    comparison: Comparison, index: int, pages: tuple[Item, Item], widgets: dict[ObjectId, Widget]
) -> AnnotationFindings:
    """Compare the annotations of one page.

    Args:
        comparison: The two states.
        index: Number of the page, from 0.
        pages: The page in the signed and in the shown state.
        widgets: What is known about the fields of the shown state.
    """
    found = AnnotationFindings()
    old_page, new_page = pages
    old, new = items(get(old_page, "/Annots")), items(get(new_page, "/Annots"))
    if max(len(old), len(new)) > _MAX_ANNOTATIONS:
        found.suspicious["changes-too-large"] = None
        return found
    unmatched = list(new)
    for before in old:
        after = _counterpart(comparison, before, unmatched)
        if after is None:
            if isinstance(before, pikepdf.Dictionary):
                found.suspicious["annotation-removed"] = None
            continue
        _drop(unmatched, after)
        _judge_kept(comparison, index, (before, after), widgets, found)
    for added in unmatched:
        _judge_added(index, added, widgets, found)
    return found


def _counterpart(comparison: Comparison, before: Item, candidates: list[Item]) -> Item:
    """Find the annotation of the shown state that is the same one."""
    if not isinstance(before, pikepdf.Dictionary):
        return None
    dictionaries = [item for item in candidates if isinstance(item, pikepdf.Dictionary)]
    for after in dictionaries:
        if after.is_indirect and before.is_indirect and after.objgen == before.objgen:
            return after
    return next((item for item in dictionaries if _looks_like(comparison, before, item)), None)


def _looks_like(comparison: Comparison, before: Item, after: Item) -> bool:
    """Recognise an annotation that got another object number."""
    return all(
        comparison.equal(get(before, key), get(after, key))
        for key in ("/Subtype", "/Rect", "/T", "/NM", "/FT")
    )


def _drop(candidates: list[Item], chosen: Item) -> None:
    """Take one annotation out of a list."""
    for place, item in enumerate(candidates):
        if item is chosen:
            del candidates[place]
            return


def _judge_kept(
    comparison: Comparison,
    index: int,
    pair: tuple[Item, Item],
    widgets: dict[ObjectId, Widget],
    found: AnnotationFindings,
) -> None:
    """Judge an annotation that both states have."""
    before, after = pair
    widget = widgets.get(after.objgen) if after.is_indirect else None
    if widget is not None:
        if widget.signature and not widget.is_new and widget.change != "signature":
            _add_area(index, after, AreaKind.EARLIER_SIGNATURE, found)
        elif widget.change:
            kind = _AREA[widget.change]
            known = kind is AreaKind.SIGNATURE and not widget.is_new
            _add_area(index, after, AreaKind.PREPARED_SIGNATURE if known else kind, found)
        return
    keys = {*before.keys(), *after.keys()} - _ROUTINE
    changed = {key for key in keys if not comparison.equal(get(before, key), get(after, key))}
    if not changed:
        return
    comments = changed <= {"/Popup", "/Contents", "/RC", "/Open", "/Subj", "/State"}
    if comments and str(get(after, "/Subtype")) in _COMMENTS:
        found.kinds["annotation-changed"] = None
    else:
        found.suspicious["annotation-changed"] = None


def _judge_added(
    index: int, added: Item, widgets: dict[ObjectId, Widget], found: AnnotationFindings
) -> None:
    """Judge an annotation that only the shown state has."""
    if not isinstance(added, pikepdf.Dictionary):
        if added is not None:
            found.suspicious["annotation-added"] = None
        return
    subtype = str(get(added, "/Subtype", ""))
    widget = widgets.get(added.objgen) if added.is_indirect else None
    if widget is not None:
        # New widgets of old fields and new fields of other kinds were named with the form.
        if widget.change:
            _add_area(index, added, _AREA[widget.change], found)
        return
    if subtype in _COMMENTS and get(added, "/A") is None and get(added, "/AA") is None:
        found.kinds["annotation-added"] = None
        if subtype != "/Popup":
            icon = subtype == "/Text" and _is_small(added)
            _add_area(index, added, AreaKind.ICON if icon else AreaKind.COMMENT, found)
    else:
        found.suspicious["annotation-added"] = None


_AREA = {"signature": AreaKind.SIGNATURE, "filled": AreaKind.FILLED}


def _is_small(annotation: Item) -> bool:
    """Tell whether a comment takes no more room than its icon."""
    numbers = [float(number) for number in items(get(annotation, "/Rect"))]
    if len(numbers) != 4:
        return False
    left, bottom, right, top = numbers
    return abs(right - left) <= _ICON_PT and abs(top - bottom) <= _ICON_PT


def _add_area(index: int, annotation: Item, kind: AreaKind, found: AnnotationFindings) -> None:
    """Note where an annotation is drawn."""
    numbers = [float(number) for number in items(get(annotation, "/Rect"))]
    if len(numbers) == 4:
        left, bottom, right, top = numbers
        box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
        found.areas.append(Area(index, box, kind))
