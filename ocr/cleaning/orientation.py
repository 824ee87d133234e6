"""Which way up a page is, from cheap evidence first.

A QR code knows its own top, and papers print it with their text. Failing that, the sharper
line profile tells lying from standing and the ink around the lines tells up from down:
Vietnamese has ascenders and marks above far more often than below. Cards and pages with few
lines tell neither; there a few lines are read in every direction, until one reads well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.cleaning.geometry import (
    SHARP_ENOUGH,
    letters_of,
    line_bands,
    quarter_turned,
    rotate,
    skew_and_sharpness,
)
from ocr.pieces import pieces_of
from ocr.scale import resized, shrunk
from ocr.source import Pixels
from ocr.words import Box

Probe = Callable[[Pixels], float]
"""Reads a block of lines, (h, w) uint8, and counts letters, doubtful ones not."""

_CLEAR_AXIS = 1.5
_CLEAR_SIDE = 0.3
_LINES_ENOUGH = 5
_LINES_WITHOUT_PROBE = 8
_READS_SURELY, _READS_WELL, _READS_AT_ALL = 45.0, 15.0, 8.0
_READS_BETTER = 2.0
_CODE_ALONE = 0.7
_STRIPS = 3
_STRIP_HEIGHT_PX = 40
_STRIP_MAX_WIDTH_PX = 800
_WORD_GAP_IN = 0.12
_LINE_MIN_IN, _LINE_MAX_IN = 0.045, 0.35
_ANALYSIS_DPI = 100


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What else can tell the orientation of a page.

    Attributes:
        probe: Asked when the evidence is weak; None where there is no engine.
        code_turn: Quarter turn that brings a code upright, counter-clockwise; None without.
        detail: The same page in full resolution, (h, w) uint8, for the probe to read.
    """

    probe: Probe | None = None
    code_turn: int | None = None
    detail: Pixels | None = None


@dataclass(frozen=True, slots=True)
class _Axis:
    """Lines run level after this turn (0 or 90) and this skew is taken out."""

    turn: int
    skew_deg: float
    sharpness: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A quarter turn that makes the text of a page upright.

    Attributes:
        turn_deg: Degrees counter-clockwise: 0, 90, 180 or 270.
        confidence: 0.0 to 1.0; 0.0 where nothing tells and the page stays as it is.
    """

    turn_deg: int
    confidence: float


def find_turn(gray: Pixels, dpi: int, witnesses: Witnesses | None = None) -> Turn:
    """Find the quarter turn that makes the text upright, and how sure that is.

    A false turn is worse than none: the page stays as it is unless the evidence is strong.

    Args:
        gray: (h, w) uint8, dark on light.
        dpi: Dots per inch of `gray`.
        witnesses: What else can tell.
    """
    known = witnesses or Witnesses()
    ink = letters_of(gray, dpi)
    standing, lying = _axis(ink, 0), _axis(ink, 90)
    lies = _is_clearer(lying, standing)
    axis, across = (lying, standing) if lies else (standing, lying)
    is_clear = lies or _is_clearer(standing, lying)
    side, lines = upright_evidence(_levelled(gray, axis), dpi)
    if known.code_turn is not None:
        other_axis = is_clear and known.code_turn % 180 != axis.turn
        agreed = side if known.code_turn == axis.turn else -side
        if not other_axis and (agreed > -_CLEAR_SIDE or lines < _LINES_ENOUGH):
            return Turn(known.code_turn, 1.0 if agreed >= 0.0 else _CODE_ALONE)
    if is_clear and side >= _CLEAR_SIDE and lines >= _LINES_WITHOUT_PROBE:
        return Turn(axis.turn, 1.0)
    if known.probe is None:
        return _by_lines(axis, side, lines, is_clear=is_clear)
    detail = gray if known.detail is None else known.detail
    reading = _Reading(gray, dpi, detail, known.probe)
    return _by_reading((axis, across), reading, is_upside_down_likely=side < 0)


def _by_lines(axis: _Axis, side: float, lines: int, *, is_clear: bool) -> Turn:
    """What the lines alone say: their axis where it is clear, upside down only when sure."""
    upside_down = side <= -_CLEAR_SIDE and lines >= _LINES_ENOUGH
    seen = min(1.0, abs(side) / _CLEAR_SIDE) * min(1.0, lines / _LINES_WITHOUT_PROBE)
    agrees = upside_down == (side < 0)
    confidence = seen if is_clear and agrees else 0.0
    return Turn(axis.turn + (180 if upside_down else 0), confidence)


def _axis(ink: Pixels, turn: int) -> _Axis:
    return _Axis(turn, *skew_and_sharpness(np.rot90(ink, turn // 90)))


def _is_clearer(one: _Axis, other: _Axis) -> bool:
    return one.sharpness >= SHARP_ENOUGH and one.sharpness > _CLEAR_AXIS * other.sharpness


def _levelled(image: Pixels, axis: _Axis) -> Pixels:
    """`image` with the lines of `axis` level."""
    turned = quarter_turned(image, axis.turn)
    is_sure = axis.skew_deg and axis.sharpness >= SHARP_ENOUGH
    return rotate(turned, -axis.skew_deg, 255) if is_sure else turned


@dataclass(frozen=True, slots=True)
class _Reading:
    """What it takes to read some lines of a page in any direction."""

    gray: Pixels
    dpi: int
    detail: Pixels
    probe: Probe

    def block(self, axis: _Axis) -> Pixels:
        """Some lines of the page when the lines of `axis` are level."""
        level, detail = _levelled(self.gray, axis), _levelled(self.detail, axis)
        return text_block(level, self.dpi, detail)

    def score(self, block: Pixels, turn: int) -> float:
        """How well `block` reads, upside down for the turns from 180 on."""
        if block.size == 0:
            return 0.0
        return self.probe(np.ascontiguousarray(block[::-1, ::-1]) if turn >= 180 else block)


def _by_reading(
    axes: tuple[_Axis, _Axis], reading: _Reading, *, is_upside_down_likely: bool
) -> Turn:
    """The turn whose lines read well; 0 unless another reads far better.

    Only the page as it is needs no comparison. Print upside down gives some letters, never
    half as many as the right way up.
    """
    scores: dict[int, float] = {}
    for axis in axes:
        block = reading.block(axis)
        turns = (axis.turn, axis.turn + 180)
        for turn in reversed(turns) if is_upside_down_likely else turns:
            scores[turn] = reading.score(block, turn)
            if turn == 0 and scores[turn] >= _READS_SURELY:
                return Turn(turn, 1.0)
        best = max(scores, key=lambda turn: scores[turn])
        if scores[best] >= _READS_WELL and _is_far_best(best, scores):
            return Turn(best, min(1.0, scores[best] / _READS_SURELY))
    best = max(scores, key=lambda turn: scores[turn])
    if scores[best] >= _READS_AT_ALL and _is_far_best(best, scores):
        return Turn(best, min(1.0, scores[best] / _READS_SURELY))
    return Turn(0, 0.0)


def _is_far_best(turn: int, scores: dict[int, float]) -> bool:
    others = (score for other, score in scores.items() if other != turn)
    return all(scores[turn] > _READS_BETTER * score for score in others)


def upright_evidence(gray: Pixels, dpi: int) -> tuple[float, int]:
    """Which way up the lines stand, and how many lines say so.

    Returns:
        Share of ink above the lines minus below them, -1.0 (upside down) to 1.0 (upright),
        and the number of lines.
    """
    ink = letters_of(gray, max(1, dpi // 2))
    above = below = 0.0
    bands = line_bands(ink)
    for top, bottom in bands:
        profile = ink[top:bottom].sum(axis=1, dtype=np.float64)
        core = np.flatnonzero(profile >= 0.45 * profile.max())
        above += profile[: core[0]].sum()
        below += profile[core[-1] + 1 :].sum()
    total = above + below
    return (float((above - below) / total) if total > 0 else 0.0), len(bands)


def text_block(gray: Pixels, dpi: int, detail: Pixels) -> Pixels:
    """The fullest lines of a page below each other, at the height that engines like.

    Args:
        gray: (h, w) uint8, lines level.
        dpi: Dots per inch of `gray`.
        detail: The same page, perhaps larger, from which the lines are cut.

    Returns:
        (h, w) uint8, dark on white; empty when the page shows no line.
    """
    ink = letters_of(gray, dpi)
    factor = detail.shape[0] / ink.shape[0]
    strips = [_strip(detail, box, factor) for box in _fullest_lines(ink, min(dpi, _ANALYSIS_DPI))]
    if not strips:
        return np.empty((0, 0), np.uint8)
    air = _STRIP_HEIGHT_PX // 2
    height = sum(strip.shape[0] + air for strip in strips) + air
    block = np.full((height, max(strip.shape[1] for strip in strips) + 2 * air), 255, np.uint8)
    y = air
    for strip in strips:
        block[y : y + strip.shape[0], air : air + strip.shape[1]] = strip
        y += strip.shape[0] + air
    return block


def _fullest_lines(ink: Pixels, dpi: int) -> list[Box]:
    """Boxes of text lines in pixels of `ink`, those with most ink, top to bottom."""
    gap = max(3, round(_WORD_GAP_IN * dpi))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    _, stats = pieces_of(joined)
    lines = []
    for x, y, w, h, _area in stats[1:].tolist():
        if _LINE_MIN_IN * dpi <= h <= _LINE_MAX_IN * dpi and w >= 4 * h:
            lines.append((int(ink[y : y + h, x : x + w].sum()), (x, y, x + w, y + h)))
    fullest = sorted(lines, reverse=True)[:_STRIPS]
    return sorted((box for _, box in fullest), key=lambda box: box[1])


def _strip(detail: Pixels, box: Box, factor: float) -> Pixels:
    """One line cut out with air for its marks, from black to white, at a handy height."""
    air = (box[3] - box[1]) // 4 + 1
    y0, y1 = (int(max(0, side) * factor) for side in (box[1] - air, box[3] + air))
    x0, x1 = (int(max(0, side) * factor) for side in (box[0] - air, box[2] + air))
    cut = detail[y0:y1, x0:x1]
    scale = _STRIP_HEIGHT_PX / max(1.0, (box[3] - box[1]) * factor)
    sized = shrunk(cut, scale) if scale < 1.0 else resized(cut, scale)
    dark, light = np.percentile(sized, (2, 70))
    gain = 255.0 / max(1.0, light - dark)
    even = (sized[:, :_STRIP_MAX_WIDTH_PX].astype(np.float32) - dark) * gain
    strip: Pixels = np.clip(even, 0, 255).astype(np.uint8)
    return strip
