from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus.damage_recipe import Shot
from benchmarks.corpus.geometry_damage import Bend, bent, curled, stretched, turned
from benchmarks.corpus.paper_damage import crumpled, folded
from benchmarks.corpus.phone_damage import photographed
from benchmarks.corpus.truth import (
    Affine,
    Homography,
    PageTruth,
    TruthCode,
    TruthField,
    TruthLine,
    move_box,
    move_truth,
)

KEYSTONE = Homography((1.0, 0.2, 5.0), (0.1, 1.1, -3.0), (0.0001, 0.0002, 1.0))
PLACES = st.integers(0, 2000)
DOTS = [(110, 130), (480, 140), (300, 360), (120, 640), (500, 600)]


def dotted_page() -> Shot:
    pixels = np.full((760, 600, 3), 255, np.uint8)
    for x, y in DOTS:
        cv2.circle(pixels, (x, y), 7, (200, 0, 0), -1)
    return Shot(pixels)


def red_dots(shot: Shot) -> list[tuple[float, float]]:
    planes = shot.pixels.astype(np.int16)
    red = (planes[..., 0] - planes[..., 2] > 45).astype(np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(red)
    return [
        (float(centres[i][0]), float(centres[i][1]))
        for i in range(1, count)
        if stats[i][cv2.CC_STAT_AREA] > 25
    ]


def moved_point(shot: Shot, x: float, y: float) -> tuple[float, float]:
    for step in shot.moves:
        x, y = step.point(x, y)
    return x, y


@given(PLACES, PLACES)
def test_homography_point_agrees_with_opencv(x: int, y: int) -> None:
    matrix = np.array([KEYSTONE.first, KEYSTONE.second, KEYSTONE.third])

    expected = cv2.perspectiveTransform(np.array([[[x, y]]], np.float64), matrix)[0, 0]

    assert KEYSTONE.point(x, y) == pytest.approx((expected[0], expected[1]))


@given(PLACES, PLACES)
def test_homography_without_perspective_is_affine(x: int, y: int) -> None:
    flat = Homography((2.0, 0.5, 7.0), (-0.5, 2.0, 3.0))

    same = Affine(2.0, 0.5, 7.0, -0.5, 2.0, 3.0)

    assert flat.point(x, y) == pytest.approx(same.point(x, y))


@given(PLACES, PLACES, st.integers(1, 400), st.integers(1, 400))
def test_move_box_chain_equals_joined_map(x: int, y: int, width: int, height: int) -> None:
    box = (x, y, x + width, y + height)
    first, second = Affine(a=2.0, c=5.0, e=3.0), Affine(a=0, b=1, c=0, d=-1, e=0, f=900)

    chained = move_box(box, first, second)

    assert chained == first.then(second).box(box)


def test_move_truth_with_homography_moves_every_box() -> None:
    box = (100, 200, 400, 240)
    truth = PageTruth(
        "x", "X", 900, 600, 300,
        (TruthLine("a", box),), (TruthField("n", "N", "1", "1", box),),
        (TruthCode("qr", "t", box),),
    )  # fmt: skip

    moved = move_truth(truth, KEYSTONE)

    corners = [KEYSTONE.point(x, y) for x in (100, 400) for y in (200, 240)]
    found = moved.lines[0].box
    assert found == moved.fields[0].box == moved.codes[0].box
    assert found[0] == round(min(x for x, _ in corners))
    assert found[3] == round(max(y for _, y in corners))


def test_bend_point_is_inverse_of_the_shift() -> None:
    ys, xs = np.mgrid[0:300, 0:400].astype(np.float32)
    bend = Bend(6 * np.sin(ys / 50), 5 * np.cos(xs / 60))

    u, v = bend.point(200.0, 150.0)

    assert u + bend.dx[round(v), round(u)] == pytest.approx(200.0, abs=0.3)
    assert v + bend.dy[round(v), round(u)] == pytest.approx(150.0, abs=0.3)


def test_bent_without_shift_keeps_the_picture() -> None:
    shot = dotted_page()
    still = np.zeros(shot.size, np.float32)

    drawn = bent(shot, Bend(still, still))

    assert np.array_equal(drawn.pixels, shot.pixels)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("step", [photographed, curled, folded, crumpled])
def test_geometry_step_points_follow_the_picture(step, seed: int) -> None:
    page = dotted_page()

    shot = step(page, np.random.default_rng(seed))

    found = red_dots(shot)
    assert found
    for x, y in DOTS:
        expected = moved_point(shot, x, y)
        nearest = min(np.hypot(a - expected[0], b - expected[1]) for a, b in found)
        assert nearest < 4.0


@pytest.mark.parametrize("turn_deg", [90, 180, 270])
def test_turned_then_stretched_points_follow_the_picture(turn_deg: int) -> None:
    page = dotted_page()

    shot = stretched(turned(page, turn_deg), 0.8, 0.6)

    found = red_dots(shot)
    for x, y in DOTS:
        expected = moved_point(shot, x, y)
        assert min(np.hypot(a - expected[0], b - expected[1]) for a, b in found) < 2.0


def test_photographed_page_a4_shape_fits_the_frame() -> None:
    page = Shot(np.full((702, 496, 3), 255, np.uint8))

    for seed in range(6):
        shot = photographed(page, np.random.default_rng(seed))
        height, width = shot.size
        corners = [moved_point(shot, x, y) for x in (0, 496) for y in (0, 702)]
        assert height / width == pytest.approx(4 / 3, abs=0.01)
        assert all(0 <= x <= width and 0 <= y <= height for x, y in corners)


def test_photographed_tells_the_slope_of_the_text() -> None:
    page = Shot(np.full((702, 496, 3), 255, np.uint8))

    shot = photographed(page, np.random.default_rng(5))

    (x0, y0), (x1, y1) = moved_point(shot, 124, 351), moved_point(shot, 372, 351)
    slope = -np.degrees(np.arctan2(y1 - y0, x1 - x0))
    assert shot.skew_deg == pytest.approx(slope, abs=0.5)
    assert shot.skew_deg != 0.0
