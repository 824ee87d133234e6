"""What confirmed values teach about a form: proposals, which a person accepts or not.

Nothing is changed here. A proposal needs several corrections that agree, so that one slip of
the keyboard or one odd page changes no form.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

import numpy as np

from ocr.folding import fold_letters, similarity
from ocr.understanding.forms import FieldDefinition, PaperType, Place, Zone
from ocr.understanding.found import joined
from ocr.understanding.lessons import (
    AliasProposal,
    Correction,
    Proposal,
    ZoneProposal,
)
from ocr.understanding.printing import on_row, overlapping
from ocr.understanding.register import Registration, register
from ocr.words import Box, PageText, Word

LEAST_AGREEING = 3
"""Corrections that must agree before something is proposed."""

_SAME_LABEL = 0.84
_LEAST_LETTERS = 4
_LONGEST_LABEL = 14
"""Words; what is longer is a sentence, no label."""

_WIDE_BLANK = 2.0
"""Blank in heights of the value that ends what can be its label."""

_AGREED_SHARE = 0.8
"""Share of the corrections with a common ending that a longer ending must keep."""

_NEAR = 0.02
"""Distance of places that agree, in widths of the form."""

_SPARE = 0.3
"""How far a proposed zone reaches beyond the values seen, in line heights."""


def proposals(paper: PaperType, confirmed: Sequence[Correction]) -> tuple[Proposal, ...]:
    """What corrections of a paper speak for, in the order of its fields; labels first.

    Args:
        paper: The form as it is.
        confirmed: Corrections of any number of pages, at most one for a field of each page.
    """
    by_field: dict[str, list[Correction]] = defaultdict(list)
    for correction in confirmed:
        by_field[correction.field].append(correction)
    found: list[Proposal] = []
    for definition in paper.fields:
        alias = _alias(paper, definition, by_field[definition.name])
        found += [alias] if alias else []
    return (*found, *_zones(paper, by_field))


def _alias(
    paper: PaperType, definition: FieldDefinition, corrections: Sequence[Correction]
) -> AliasProposal | None:
    """The longest ending that the texts in front of the values share."""
    fronts = [front for each in corrections if (front := _words_in_front(each))]
    counted = Counter(letters for front in fronts for letters, _ in _endings(front))
    most = max(counted.values(), default=0)
    if most < LEAST_AGREEING:
        return None
    enough = max(LEAST_AGREEING, _AGREED_SHARE * most)
    letters = max((each for each, count in counted.items() if count >= enough), key=len)
    printed = Counter(
        text for front in fronts for ending, text in _endings(front) if ending == letters
    )
    alias = printed.most_common(1)[0][0]
    if any(_are_one(alias, label) for label in _labels_of(paper, definition)):
        return None
    return AliasProposal(definition.name, alias, counted[letters])


def _labels_of(paper: PaperType, definition: FieldDefinition) -> Iterator[str]:
    """Labels that are known: its own, and those of other fields, which it must not take."""
    yield from (definition.label, *definition.aliases)
    for other in paper.fields:
        if other.name != definition.name:
            yield from (other.label, *other.aliases)


def _are_one(one: str, other: str) -> bool:
    """Whether two labels read alike, or the longer one ends with the shorter."""
    first, second = fold_letters(one)[0], fold_letters(other)[0]
    if similarity(one, other, at_least=_SAME_LABEL) > 0.0:
        return True
    return first.endswith(second) or second.endswith(first)


def _words_in_front(correction: Correction) -> list[Word]:
    """Words before a value on its line, back to a wide blank or the end of another label."""
    x0 = correction.box[0]
    first = _first_row(correction)
    row = sorted(
        (
            word
            for word in correction.text.words
            if word.box[2] <= x0 + 1 and on_row(word.box, first)
        ),
        key=lambda word: word.box[0],
    )
    kept: list[Word] = []
    right = x0
    for word in reversed(row):
        ends_another = bool(kept) and word.text.endswith(":")
        if right - word.box[2] > _WIDE_BLANK * (first[3] - first[1]) or ends_another:
            break
        kept.append(word)
        right = word.box[0]
    return kept[::-1][-_LONGEST_LABEL:]


def _first_row(correction: Correction) -> Box:
    """The first line of a value that may run over several."""
    x0, y0, x1, y1 = correction.box
    inside = [
        word.box
        for word in correction.text.words
        if word.box[0] >= x0 and word.box[2] <= x1 and word.box[1] >= y0 and word.box[3] <= y1
    ]
    top = min(inside, key=lambda box: box[1], default=correction.box)
    return (x0, top[1], x1, top[3])


def _endings(words: Sequence[Word]) -> list[tuple[str, str]]:
    """Endings of a row of words: folded letters and printed text, each once."""
    found: dict[str, str] = {}
    for start in range(len(words)):
        text = joined(words[start:]).rstrip(" :;.…")
        letters = fold_letters(text)[0]
        if len(letters) >= _LEAST_LETTERS:
            found.setdefault(letters, text)
    return list(found.items())


def _zones(paper: PaperType, by_field: dict[str, list[Correction]]) -> Iterator[ZoneProposal]:
    """Zones that stand elsewhere, or are new, in the printing that fits each page best."""
    seen: dict[tuple[str, str], list[Place]] = defaultdict(list)
    fitted: dict[int, tuple[str, Registration] | None] = {}
    for definition in paper.fields:
        for each in by_field[definition.name]:
            key = id(each.text)
            if key not in fitted:
                fitted[key] = _fit(paper, each.text)
            fit = fitted[key]
            if fit is not None:
                place = _on_form(fit[1], each.box)
                seen[fit[0], definition.name].append(place)
    layouts = {layout.name: layout for layout in paper.layouts}
    for (name, field), places in seen.items():
        known = {zone.field: zone for zone in layouts[name].zones}
        zone, count = _moved(known.get(field), field, places)
        others = {zone.field: zone.box for zone in known.values() if zone.field != field}
        if zone is not None and overlapping({field: zone.box, **others}) is None:
            yield ZoneProposal(field, name, zone, count)


def _fit(paper: PaperType, text: PageText) -> tuple[str, Registration] | None:
    fits = [(layout.name, found) for layout in paper.layouts if (found := register(layout, text))]
    return max(fits, key=lambda fit: fit[1].inliers, default=None)


def _on_form(registration: Registration, box: Box) -> Place:
    """A box of the page in widths of the form."""
    turn, shift = registration.matrix[:, :2], registration.matrix[:, 2]
    x0, y0, x1, y1 = box
    corners = np.array([(x0, y0), (x1, y0), (x0, y1), (x1, y1)], dtype=np.float64)
    placed = np.linalg.solve(turn, (corners - shift).T).T
    low, high = placed.min(axis=0), placed.max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _moved(zone: Zone | None, field: str, places: Sequence[Place]) -> tuple[Zone | None, int]:
    """A zone for the places that agree with each other and not with the present zone."""
    astray = [place for place in places if zone is None or not _fits(zone, place)]
    middle_x = median(place[0] for place in astray) if astray else 0.0
    middle_y = median((place[1] + place[3]) / 2 for place in astray) if astray else 0.0
    agreed = [
        place
        for place in astray
        if abs(place[0] - middle_x) <= _NEAR and abs((place[1] + place[3]) / 2 - middle_y) <= _NEAR
    ]
    if len(agreed) < LEAST_AGREEING or 2 * len(agreed) <= len(places):
        return None, 0
    height = median(place[3] - place[1] for place in agreed)
    height = zone.line_height if zone is not None else height
    spare = _SPARE * height
    width = zone.box[2] - zone.box[0] if zone is not None else 0.0
    left = min(place[0] for place in agreed) - spare
    right = max(left + width, max(place[2] for place in agreed) + spare)
    top = min(place[1] for place in agreed) - spare
    bottom = max(place[3] for place in agreed) + spare
    box = (max(0.0, left), max(0.0, top), min(1.0, right), bottom)
    x0, y0, x1, y1 = (round(side, 5) for side in box)
    return Zone(field, (x0, y0, x1, y1), round(height, 5)), len(agreed)


def _fits(zone: Zone, place: Place) -> bool:
    """Whether a value stands in its zone; as high and low as reading looks for it."""
    spare = zone.line_height / 2
    middle_x, middle_y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    x0, y0, x1, y1 = zone.box
    return x0 <= middle_x < x1 and y0 - spare <= middle_y < y1 + spare
