"""Lay a known form over a page by the words both have, and read the zones of its values.

Words that stand once on the form are anchors. Pairs of them give a scale, a turn and a shift
(a similarity); the one that most anchors agree with is kept and refined to an affine map.
Nothing of the picture is needed: recognition has found the words already.

Source: Fischler, Bolles, Random sample consensus, CACM 24(6), 1981; here over all pairs of far
anchors in a fixed order, so that the same page always gives the same result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from ocr.folding import allowed_edits, fold_letters
from ocr.understanding.forms import FormLayout, Zone
from ocr.understanding.found import Finder, FoundValue, found_value, rows_of, without_leaders
from ocr.words import Box, PageText, Word

_SHORTEST_ANCHOR = 4
_MOST_PLACES = 4
"""A word that stands more often on the page is no anchor there."""

_LEAST_INLIERS = 5
_INLIER_SHARE = 0.5
_RESIDUAL = 0.012
"""Largest distance of an inlier from its place, in widths of the form on the page."""

_MOST_PAIRS = 400
_STEEPEST = 0.12
_SCALES = (0.4, 2.5)
_MARGIN = 0.5
"""How far a zone is widened up and down, in its own line heights."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Registration:
    """Where a form lies on a page.

    Attributes:
        matrix: (2, 3) float64, from the form's units to pixels of the page.
        inliers: Anchors that agree.
        residual: Their median distance, in widths of the form.
    """

    matrix: Floats
    inliers: int
    residual: float

    def box(self, zone: Zone) -> Box:
        """A zone of the form as a box on the page, a little higher than drawn."""
        x0, y0, x1, y1 = zone.box
        spare = _MARGIN * zone.line_height
        corners = np.array([(x, y, 1.0) for x in (x0, x1) for y in (y0 - spare, y1 + spare)])
        placed = corners @ self.matrix.T
        low, high = placed.min(axis=0), placed.max(axis=0)
        return (round(low[0]), round(low[1]), round(high[0]), round(high[1]))


def register(layout: FormLayout, text: PageText) -> Registration | None:
    """Find where a form lies on a page, None where too few anchors agree."""
    matches = list(_matches(layout, text.words))
    if len(matches) < _LEAST_INLIERS:
        return None
    form = np.array([match[1] for match in matches])
    page = np.array([match[2] for match in matches])
    names = [match[0] for match in matches]
    best, most = None, 0
    for one, other in _far_pairs(form, names):
        matrix = _similarity(form[one], form[other], page[one], page[other])
        if matrix is None:
            continue
        count = len(_inliers(matrix, form, page, names))
        if count > most:
            best, most = matrix, count
    if best is None or most < max(_LEAST_INLIERS, _INLIER_SHARE * len(set(names))):
        return None
    return _refined(best, form, page, names)


def _matches(
    layout: FormLayout, words: Sequence[Word]
) -> Iterator[tuple[str, tuple[float, float], tuple[float, float]]]:
    """Anchors with each place on the page they may stand at."""
    letters = [(fold_letters(word.text)[0], word) for word in words]
    counted = Counter(anchor.letters for anchor in layout.anchors)
    for anchor in layout.anchors:
        size = len(anchor.letters)
        if size < _SHORTEST_ANCHOR or counted[anchor.letters] > 1:
            continue
        edits = allowed_edits(size)
        places = [
            word
            for text, word in letters
            if abs(len(text) - size) <= edits
            and Levenshtein.distance(text, anchor.letters, score_cutoff=edits) <= edits
        ]
        if len(places) <= _MOST_PLACES:
            for word in places:
                yield anchor.letters, anchor.middle, _middle(word.box)


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _far_pairs(form: Floats, names: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of different anchors, far ones first: they fix the turn best."""
    pairs = [
        (float(np.hypot(*(form[one] - form[other]))), one, other)
        for one, other in combinations(range(len(names)), 2)
        if names[one] != names[other]
    ]
    pairs.sort(reverse=True)
    step = max(1, len(pairs) // (2 * _MOST_PAIRS))
    return [(one, other) for distance, one, other in pairs[::step] if distance > 0.05][:_MOST_PAIRS]


def _similarity(a: Floats, b: Floats, p: Floats, q: Floats) -> Floats | None:
    """The map with one scale and turn that takes a to p and b to q, None for a wild one."""
    form, page = complex(*(b - a)), complex(*(q - p))
    ratio = page / form
    if abs(ratio.imag) > _STEEPEST * abs(ratio.real) or ratio.real <= 0.0:
        return None
    turn = np.array([[ratio.real, -ratio.imag], [ratio.imag, ratio.real]])
    return np.column_stack((turn, p - turn @ a))


def _inliers(matrix: Floats, form: Floats, page: Floats, names: Sequence[str]) -> dict[str, int]:
    """For each anchor that agrees, its nearest match."""
    placed = form @ matrix[:, :2].T + matrix[:, 2]
    width = float(np.hypot(*matrix[:, 0]))
    distances = np.hypot(*(placed - page).T) / width
    nearest: dict[str, int] = {}
    for index in np.flatnonzero(distances <= _RESIDUAL).tolist():
        known = nearest.get(names[index])
        if known is None or distances[index] < distances[known]:
            nearest[names[index]] = index
    return nearest


def _refined(
    matrix: Floats, form: Floats, page: Floats, names: Sequence[str]
) -> Registration | None:
    kept = list(_inliers(matrix, form, page, names).values())
    known = np.column_stack((form[kept], np.ones(len(kept))))
    solved, _, rank, _ = np.linalg.lstsq(known, page[kept], rcond=None)
    affine = np.asarray(solved.T, dtype=np.float64)
    if rank == 3 and len(_inliers(affine, form, page, names)) >= len(kept):
        matrix = affine
    kept = list(_inliers(matrix, form, page, names).values())
    placed = form[kept] @ matrix[:, :2].T + matrix[:, 2]
    width = float(np.hypot(*matrix[:, 0]))
    residual = float(np.median(np.hypot(*(placed - page[kept]).T))) / width
    return Registration(matrix, len(kept), residual)


def read_zones(
    layout: FormLayout, registration: Registration, text: PageText
) -> tuple[FoundValue, ...]:
    """What stands in the zones of a form that was laid over a page.

    Words of printed labels that reach into a zone are left out.
    """
    printed = frozenset(anchor.letters for anchor in layout.anchors)
    found = []
    for zone in layout.zones:
        x0, y0, x1, y1 = registration.box(zone)
        inside = [
            word
            for word in text.words
            if x0 <= (word.box[0] + word.box[2]) // 2 < x1
            and y0 <= (word.box[1] + word.box[3]) // 2 < y1
            and not _is_printed(word, printed, x0)
        ]
        ordered = [word for row in rows_of(without_leaders(inside)) for word in row]
        found.append(found_value(zone.field, ordered, Finder.ZONE))
    return tuple(found)


def _is_printed(word: Word, printed: frozenset[str], left: int) -> bool:
    """Whether a word at the edge of a zone belongs to the form."""
    return word.box[0] < left and fold_letters(word.text)[0] in printed
