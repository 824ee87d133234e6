"""Corners of paper in generated pictures of a telephone or a document camera.

Run: `python -m benchmarks.phone_pictures [--each 40] [--seed 7] [--kinds card …]`. Drawn papers
are laid on drawn tables, seen from odd angles, with shadows, a hand, low contrast, or partly out of
the frame; the true corners are known. Prints, for each kind of picture, the share of papers that
were found, the median error of their corners in pixels, the share within 1 % of the diagonal of the
paper, and for identity cards (ISO/IEC 7810 ID-1, 85.60 x 53.98 mm) the error of the resolution.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.cleaning.sheet import find_sheet, laid_flat
from ocr.source import RawPage

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

KINDS = (
    "table",
    "dark table",
    "light table",
    "white desk",
    "shadow",
    "hand",
    "corner out",
    "card",
    "small card",
    "two cards",
)
_FRAME = (1600, 1200)
_CARD_MM = (85.6, 53.98)
_NEAR = 0.01


@dataclass(frozen=True, slots=True)
class Shot:
    """A generated picture.

    Attributes:
        corners: Each paper's (4, 2), clockwise from its top left.
    """

    picture: Pixels
    corners: tuple[Floats, ...]


def drawn_page(rng: np.random.Generator) -> Pixels:
    """A sheet of A4 with lines of print."""
    page = np.full((1188, 840, 3), int(rng.integers(236, 252)), np.uint8)
    for y in range(90, 1100, 34):
        length = int(rng.integers(12, 40))
        cv2.putText(page, "n" * length, (70, y), cv2.FONT_HERSHEY_PLAIN, 1.6, (40, 40, 40), 2)
    return page


def drawn_card(rng: np.random.Generator) -> Pixels:
    """A card with a photograph and lines."""
    card = np.full((540, 856, 3), (208, 226, 222), np.uint8)
    card[:] = np.clip(card + rng.normal(0, 4, card.shape), 0, 255).astype(np.uint8)
    cv2.rectangle(card, (40, 150), (260, 460), (120, 110, 105), -1)
    for y in range(170, 480, 55):
        cv2.putText(card, "NGUYEN VAN", (300, y), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (50, 40, 40), 2)
    return card


def table(rng: np.random.Generator, light: int) -> Pixels:
    """A table with some grain, and light that falls off."""
    width, height = _FRAME
    tint = rng.integers(-14, 15, 3)
    grain = cv2.GaussianBlur(rng.normal(0, 22, (height, width, 1)).astype(np.float32), (0, 0), 3)
    ramp = np.linspace(0, float(rng.integers(-25, 26)), width, dtype=np.float32)[None, :, None]
    ground = light + tint[None, None, :] + grain.reshape(height, width, 1) + ramp
    return np.asarray(np.clip(ground, 0, 255), np.uint8)


def _quad(
    rng: np.random.Generator, centre: tuple[float, float], long: float, flat: float
) -> Floats:
    """Corners of a paper with sides `long` and `flat`, turned a little and seen askew."""
    half = np.array([[-flat, -long], [flat, -long], [flat, long], [-flat, long]], np.float64) / 2
    turn = np.deg2rad(rng.uniform(-14, 14))
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    points = half @ spin.T
    tilt = rng.uniform(-0.00018, 0.00018, 2)
    points = points / (1 + points @ tilt)[:, None]
    return np.asarray(points + np.array(centre), np.float32)


def _laid(picture: Pixels, paper: Pixels, corners: Floats) -> Pixels:
    height, width = paper.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    size = (picture.shape[1], picture.shape[0])
    shown = cv2.warpPerspective(paper, matrix, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)
    share = (mask.astype(np.float32) / 255)[:, :, None]
    dark = cv2.GaussianBlur(mask, (0, 0), 9).astype(np.float32)[:, :, None] / 255
    under = picture * (1 - 0.25 * dark)
    return np.clip(shown * share + under * (1 - share), 0, 255).astype(np.uint8)


def shot(kind: str, rng: np.random.Generator) -> Shot:
    """One picture of a kind."""
    lights = {"dark table": 45, "light table": 190, "white desk": 226}
    ground = table(rng, lights.get(kind, int(rng.integers(70, 150))))
    centre = (800 + rng.uniform(-70, 70), 600 + rng.uniform(-30, 30))
    if kind in ("card", "small card", "two cards"):
        return _cards(kind, rng, ground, centre)
    if kind == "corner out":
        centre = (float(rng.choice([280.0, 1320.0])), centre[1])
    corners = _quad(rng, centre, 900, 638)
    picture = _laid(ground, drawn_page(rng), corners)
    if kind == "shadow":
        picture = _shadowed(picture, rng)
    if kind == "hand":
        picture = _held(picture, corners, rng)
    return Shot(_taken(picture, rng), (corners,))


def _cards(kind: str, rng: np.random.Generator, ground: Pixels, centre: object) -> Shot:
    if kind == "two cards":
        places = [(800.0, 310.0), (800.0, 890.0)]
    else:
        places = [(800 + rng.uniform(-90, 90), 600 + rng.uniform(-60, 60))]
    wide = {"card": 1000.0, "small card": 560.0, "two cards": 760.0}[kind]
    wide *= float(rng.uniform(0.94, 1.05))
    picture, corners = ground, []
    for place in places:
        corners.append(_quad(rng, place, wide * _CARD_MM[1] / _CARD_MM[0], wide))
        picture = _laid(picture, drawn_card(rng), corners[-1])
    return Shot(_taken(picture, rng), tuple(corners))


def _shadowed(picture: Pixels, rng: np.random.Generator) -> Pixels:
    mask = np.zeros(picture.shape[:2], np.float32)
    edge = rng.uniform(300, 1300)
    points = np.array([[0, 0], [edge, 0], [edge + rng.uniform(-400, 400), 1200], [0, 1200]])
    cv2.fillPoly(mask, [np.rint(points).astype(np.int32)], 1.0)
    soft = cv2.GaussianBlur(mask, (0, 0), 25)[:, :, None]
    return np.asarray(np.clip(picture * (1 - 0.45 * soft), 0, 255), np.uint8)


def _held(picture: Pixels, corners: Floats, rng: np.random.Generator) -> Pixels:
    """Fingers over the middle of a side and over a corner."""
    held = picture.copy()
    side = int(rng.integers(0, 4))
    middle = (corners[side] + corners[(side + 1) % 4]) / 2
    for place in (middle, corners[(side + 2) % 4]):
        at = tuple(int(v) for v in np.rint(place))
        cv2.ellipse(held, at, (95, 48), float(rng.uniform(0, 180)), 0, 360, (110, 140, 190), -1)
    return held


def _taken(picture: Pixels, rng: np.random.Generator) -> Pixels:
    soft = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.5, 1.4)))
    noise = rng.normal(0, 4, soft.shape)
    return np.clip(soft + noise, 0, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in a picture; the error is None where nothing was."""

    error_px: float | None
    diagonal_px: float
    dpi_error: float | None


def judge(made: Shot) -> Judged:
    """Find the paper and compare its corners with the nearest true ones."""
    truth = made.corners[0]
    diagonal = float(np.hypot(*(truth[2] - truth[0])))
    found = find_sheet(made.picture, by_camera=True)
    if found is None:
        return Judged(None, diagonal, None)
    errors = [_error(found.corners, corners) for corners in made.corners]
    flat = laid_flat(RawPage(made.picture, 150, dpi_guessed=True))
    best = int(np.argmin(errors))
    corners = made.corners[best]
    wide = max(
        float(np.hypot(*(corners[1] - corners[0]))), float(np.hypot(*(corners[2] - corners[3])))
    )
    true_dpi = wide / _CARD_MM[0] * 25.4
    return Judged(errors[best], diagonal, abs(flat.dpi - true_dpi) / true_dpi)


def _error(found: Floats, truth: Floats) -> float:
    """Largest distance of a corner, whichever of them is called the first."""
    turns = [np.hypot(*(np.roll(found, turn, axis=0) - truth).T).max() for turn in range(4)]
    return float(min(turns))


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    options = parser.parse_args(arguments)
    print("| picture | found | median error px | within 1 % | worst px | median dpi error |")
    print("|---|---|---|---|---|---|")
    for kind in options.kinds:
        rng = np.random.default_rng([options.seed, KINDS.index(kind)])
        judged = [judge(shot(kind, rng)) for _ in range(options.each)]
        hits = [each for each in judged if each.error_px is not None]
        errors = [each.error_px or 0.0 for each in hits]
        near = sum((each.error_px or 0.0) <= _NEAR * each.diagonal_px for each in hits)
        dpi = [each.dpi_error or 0.0 for each in hits] if "card" in kind else []
        print(
            f"| {kind} | {len(hits) / len(judged):.1%} "
            f"| {np.median(errors) if errors else float('nan'):.1f} | {near / len(judged):.1%} "
            f"| {max(errors, default=float('nan')):.0f} "
            f"| {f'{np.median(dpi):.1%}' if dpi else '–'} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
