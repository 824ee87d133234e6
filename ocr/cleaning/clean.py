"""Make a page level, upright and evenly lit.

The visible page keeps its colours and loses nothing at its edges; the page that is read is a
second, grey picture of the same size, so that boxes of words hold on both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.checks.judge import findings, is_blank
from ocr.checks.quick_look import look
from ocr.cleaning.by_hand import ByHand, cut
from ocr.cleaning.geometry import find_skew, quarter_turned, rotate
from ocr.cleaning.normalise import evened, normalise
from ocr.cleaning.orientation import Probe, Turn, Witnesses, find_turn
from ocr.cleaning.quality import sharpness
from ocr.cleaning.restore import restored
from ocr.cleaning.rules import without_rules
from ocr.cleaning.sheet import laid_flat
from ocr.codes.find import upright_turn
from ocr.intake.decode import RawPage
from ocr.measures import PageMeasures
from ocr.reading import Flag
from ocr.scale import shrunk
from ocr.source import Pixels

__all__ = ["CleanPage", "Probe", "clean"]

_PREVIEW_DPI = 150
_RIM_PX = 32
_MIN_SKEW_DEG = 0.1
LOOKED_SURELY = 0.9
"""Confidence of the quick look from which its turn needs no further witness."""
_TURNS = (Flag.UPSIDE_DOWN, Flag.SIDEWAYS)


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page ready to be read and kept.

    Attributes:
        colour: (h, w, 3) uint8 BGR, origin top left, upright and level.
        ocr_gray: (h, w) uint8, 255 = paper, without leaders and rules.
        dpi: Dots per inch of both pictures.
        skew_deg: Angle that the lines had, degrees counter-clockwise; it was taken out.
        rotation_deg: Quarter turn that was applied, counter-clockwise: 0, 90, 180 or 270.
        flags: Findings for the officer.
        measures: What the quick look found, with the turn that was applied.
    """

    colour: Pixels
    ocr_gray: Pixels
    dpi: int
    skew_deg: float
    rotation_deg: int
    flags: tuple[Flag, ...]
    measures: PageMeasures


def clean(page: RawPage, probe: Probe | None = None, by_hand: ByHand | None = None) -> CleanPage:
    """Turn, level and normalise a page, and measure it.

    Args:
        page: The decoded page.
        probe: Judge of up and down for pages whose lines do not tell
            (`ocr.recognition.recognise.probe_with`).
        by_hand: What a person has set: a part of the picture is no sheet to be looked for, and a
            turn is not doubted.
    """
    said = by_hand or ByHand()
    page = page if said.crop is None else cut(page, said)
    measures = look(page)
    page = laid_flat(page) if said.crop is None else page
    preview, preview_dpi = _preview(page)
    blank = is_blank(measures)
    turn = Turn(0, 0.0) if said.turn is None else Turn(said.turn, 1.0)
    if said.turn is None and not blank:
        turn = Turn(measures.turn_deg, measures.turn_confidence)
        if turn.confidence < LOOKED_SURELY:
            turn = _turn(page, preview, preview_dpi, probe)
    rotation = turn.turn_deg
    measures = replace(measures, turn_deg=rotation, turn_confidence=round(turn.confidence, 3))
    colour = quarter_turned(page.image, rotation)
    skew = 0.0 if blank else find_skew(quarter_turned(preview, rotation), preview_dpi)
    if abs(skew) >= _MIN_SKEW_DEG:
        colour = rotate(colour, -skew, _paper_colour(colour))
    else:
        skew = 0.0
    gray = normalise(colour, page.dpi)
    sharp = 1.0 if blank else sharpness(gray)
    flags = findings(measures)
    if said.turn is not None:
        flags = tuple(flag for flag in flags if flag not in _TURNS)
    readable = gray if blank else without_rules(restored(gray, page.dpi, sharp), page.dpi)
    return CleanPage(colour, readable, page.dpi, skew, rotation, flags, measures)


def _preview(page: RawPage) -> tuple[Pixels, int]:
    """Small grey page on which geometry is decided, and its resolution."""
    scale = min(1.0, _PREVIEW_DPI / page.dpi)
    dpi = page.dpi if scale == 1.0 else round(page.dpi * scale)
    red = cv2.extractChannel(shrunk(page.image, scale), 2).astype(np.uint8, copy=False)
    return evened(red, dpi), dpi


def _turn(page: RawPage, preview: Pixels, preview_dpi: int, probe: Probe | None) -> Turn:
    red = cv2.extractChannel(page.image, 2).astype(np.uint8, copy=False)
    witnesses = Witnesses(probe, upright_turn(red), red)
    return find_turn(preview, preview_dpi, witnesses)


def _paper_colour(colour: Pixels) -> tuple[int, int, int]:
    """Colour of the paper along the rim, where new corners will appear."""
    level = (colour[:_RIM_PX:4, ::8], colour[-_RIM_PX::4, ::8])
    upright = (colour[::8, :_RIM_PX:4], colour[::8, -_RIM_PX::4])
    rim = np.concatenate([part.reshape(-1, 3) for part in (*level, *upright)])
    blue, green, red = (int(value) for value in np.median(rim, axis=0))
    return (blue, green, red)
