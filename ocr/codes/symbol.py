"""Where a QR symbol lies, told by two or three of its finder patterns.

A torn corner, a hole or a stroke takes one finder pattern away and readers give the symbol up.
Two are enough for its square and its number of modules; the third is only ever the same
drawing. Guesses are judged by how many edges of the picture lie where modules meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.codes.finders import Finder, finders

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]

_PITCH = 4
_FINDER_MIDDLE = 3.5
_FINDER = 7
_SMALLEST, _LARGEST = 21, 177
_VERSION_STEP = 4
_UNSURE = 0.12
"""Part of the number of modules that the distance of two finder patterns may be wrong by."""
_SAME_MODULE = 1.35
_LEG_RATIO = 1.2
_RIGHT_ANGLE = 0.2
"""Largest cosine between the two sides at the corner."""
_FAR_STEPS = (1.0, 0.5, 0.25)
_FINE_STEPS = (0.4, 0.15)
_LEAST_FIT = 0.16
"""Least fit of a square that only two finder patterns tell of."""
_WHOLE = 3
_MOST_PAIRED = 3
_MOST_GUESSES = 12
_MOST_TRIED = 4
_MOST_SYMBOLS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """A QR symbol on a picture.

    Attributes:
        modules: Modules along one side.
        corners: (4, 2) float32 pixels: upper left, upper right, lower right, lower left.
        fit: Part of the edges that lie between modules, -1.0 to 1.0; 0.0 is chance.
    """

    modules: int
    corners: Plane
    fit: float


@dataclass(frozen=True, slots=True, eq=False)
class _Guess:
    """Middles of the four corner squares, upper left first, and which of them were seen."""

    middles: Plane
    seen: tuple[bool, bool, bool, bool]
    module_px: float


def symbols_at(gray: Pixels) -> tuple[Symbol, ...]:
    """Symbols of a place, the best fit first.

    Args:
        gray: (h, w) uint8, 0 = black.
    """
    return symbols(gray, finders(gray))


def symbols(gray: Pixels, found: Sequence[Finder]) -> tuple[Symbol, ...]:
    """Symbols that the finder patterns may belong to, the best fit first.

    A symbol of three is given with the fourth corner where it fits best and where it would be
    on flat paper, one of two once for each corner that may be the empty one.

    Args:
        gray: (h, w) uint8, 0 = black.
        found: Finder patterns of the same picture.
    """
    rough = [
        (_fit(gray, _corners(guess.middles, modules), modules), number, guess, modules)
        for number, (guess, modules) in enumerate(_guesses(found))
    ]
    rough.sort(key=lambda item: (-item[0], item[1]))
    settled = [(_settled(gray, guess, count), guess) for _, _, guess, count in rough[:_MOST_TRIED]]
    settled.sort(key=lambda item: -item[0].fit)
    result: list[Symbol] = []
    for symbol, guess in settled[:_MOST_SYMBOLS]:
        if sum(guess.seen) >= _WHOLE:
            # Beyond a crease the corner may settle a whole module off.
            plain = _corners(guess.middles, symbol.modules)
            result += [symbol, Symbol(symbol.modules, plain, symbol.fit)]
        elif symbol.fit >= _LEAST_FIT:
            result += _turned(symbol, guess.seen)
    return tuple(result)


def _guesses(found: Sequence[Finder]) -> Iterator[tuple[_Guess, int]]:
    """Squares and their numbers of modules; pairs only when there is no corner of three."""
    corners = [guess for trio in permutations(found, 3) for guess in _from_corner(*trio)]
    pairs = combinations(found[:_MOST_PAIRED], 2)
    guesses = corners or [guess for pair in pairs for guess in _from_pair(*pair)]
    for guess in guesses[:_MOST_GUESSES]:
        for modules in _numbers(guess):
            yield guess, modules


def _from_corner(corner: Finder, right: Finder, below: Finder) -> list[_Guess]:
    """The guess of three patterns when they stand in this order, clockwise from below."""
    if not (_is_alike(corner, right) and _is_alike(corner, below)):
        return []
    here, along, down = (_point(item) for item in (corner, right, below))
    across, upright = along - here, down - here
    long, high = float(np.hypot(*across)), float(np.hypot(*upright))
    if across[0] * upright[1] - across[1] * upright[0] <= 0:
        return []
    if max(long, high) > _LEG_RATIO * min(long, high):
        return []
    if abs(float(across @ upright)) > _RIGHT_ANGLE * long * high:
        return []
    module_px = (corner.module_px + right.module_px + below.module_px) / 3
    middles = np.array([here, along, along + down - here, down], np.float32)
    return [_Guess(middles, (True, True, False, True), module_px)]


def _from_pair(one: Finder, other: Finder) -> Iterator[_Guess]:
    """Squares on both sides of the pair, and the one that it is the diagonal of."""
    if not _is_alike(one, other):
        return
    start, end = _point(one), _point(other)
    across = end - start
    aside = np.array([-across[1], across[0]], np.float32)
    module_px = (one.module_px + other.module_px) / 2
    for side in (aside, -aside):
        middles = np.array([start, end, end + side, start + side], np.float32)
        yield _clockwise(middles, (True, True, False, False), module_px)
    middle, half = (start + end) / 2, aside / 2
    middles = np.array([start, middle - half, end, middle + half], np.float32)
    yield _clockwise(middles, (True, False, True, False), module_px)


def _clockwise(middles: Plane, seen: tuple[bool, bool, bool, bool], module_px: float) -> _Guess:
    if cv2.contourArea(middles, oriented=True) > 0:
        return _Guess(middles, seen, module_px)
    order = [0, 3, 2, 1]
    turned = (seen[0], seen[3], seen[2], seen[1])
    return _Guess(np.ascontiguousarray(middles[order]), turned, module_px)


def _point(finder: Finder) -> Plane:
    return np.array([finder.x, finder.y], np.float32)


def _is_alike(one: Finder, other: Finder) -> bool:
    small, large = sorted((one.module_px, other.module_px))
    return large <= _SAME_MODULE * small


def _turned(symbol: Symbol, seen: tuple[bool, bool, bool, bool]) -> list[Symbol]:
    """Turns after which the corner without finder pattern, the third, was not seen as one."""
    return [
        Symbol(symbol.modules, np.roll(symbol.corners, -turn, axis=0), symbol.fit)
        for turn in range(4)
        if not seen[(turn + 2) % 4]
    ]


def _numbers(guess: _Guess) -> list[int]:
    """Numbers of modules that a side may have, the likeliest first, at most five."""
    sides = np.hypot(*(guess.middles - np.roll(guess.middles, 1, axis=0)).T)
    likely = float(sides.mean()) / guess.module_px + _FINDER
    reach = _VERSION_STEP / 2 + 1 + _UNSURE * likely
    numbers = range(_SMALLEST, _LARGEST + 1, _VERSION_STEP)
    near = [number for number in numbers if abs(number - likely) <= reach]
    return sorted(near, key=lambda number: abs(number - likely))[:5]


def _settled(gray: Pixels, guess: _Guess, modules: int) -> Symbol:
    """Move the corners, those that were not seen first, to where most edges fit."""
    corners = _corners(guess.middles, modules)
    fit = _fit(gray, corners, modules)
    unseen = [number for number in range(4) if not guess.seen[number]]
    moves: list[tuple[float, Sequence[int]]] = [(step, unseen) for step in _FAR_STEPS]
    if len(unseen) > 1:
        moves += [(step, range(4)) for step in _FINE_STEPS]
    for step, numbers in moves:
        for number in numbers:
            for direction in np.array([[1, 0], [-1, 0], [0, 1], [0, -1]], np.float32):
                moved = corners.copy()
                moved[number] += direction * np.float32(step * guess.module_px)
                better = _fit(gray, moved, modules)
                if better > fit:
                    corners, fit = moved, better
    return Symbol(modules, corners, fit)


def _corners(middles: Plane, modules: int) -> Plane:
    near, far = _FINDER_MIDDLE, modules - _FINDER_MIDDLE
    plan = np.array([[near, near], [far, near], [far, far], [near, far]], np.float32)
    matrix = cv2.getPerspectiveTransform(plan, middles)
    whole = np.array([[[0, 0], [modules, 0], [modules, modules], [0, modules]]], np.float32)
    return np.asarray(cv2.perspectiveTransform(whole, matrix)[0], dtype=np.float32)


def _fit(gray: Pixels, corners: Plane, modules: int) -> float:
    """How much more of the edges lies between modules than amid them, -1.0 to 1.0."""
    side = modules * _PITCH
    square = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, square)
    flat = cv2.warpPerspective(gray, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)
    across = cv2.absdiff(flat[:, 1:], flat[:, :-1]).sum(axis=0, dtype=np.int64)
    down = cv2.absdiff(flat[1:], flat[:-1]).sum(axis=1, dtype=np.int64)
    edges = (across + down).astype(np.float64)
    wave = np.cos(2 * np.pi * np.arange(1, side) / _PITCH)
    return float((edges * wave).sum() / max(edges.sum(), 1.0))
