"""Geometry, light and leaders of drawn pages with known damage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.cleaning.by_hand import ByHand
from ocr.cleaning.clean import clean
from ocr.cleaning.geometry import find_skew, rotate
from ocr.cleaning.normalise import noise_of, normalise
from ocr.cleaning.rules import without_rules
from ocr.intake.decode import RawPage
from ocr.reading import Flag

Pixels = npt.NDArray[np.uint8]
Draw = Callable[..., Pixels]


def gray_of(image: Pixels) -> Pixels:
    return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.uint8)


def ink(image: Pixels) -> int:
    return int((image < 128).sum())


@pytest.mark.parametrize("angle", [-9.3, -2.0, -0.4, 0.0, 0.6, 3.3, 12.0])
def test_find_skew_known_angle_is_found(paint: Draw, look: Any, angle: float) -> None:
    page = gray_of(paint(look=look(dpi=150, skew_deg=angle)))

    assert find_skew(page, 150) == pytest.approx(angle, abs=0.11)


def test_find_skew_empty_or_grainy_page_is_zero() -> None:
    grain = np.random.default_rng(3).integers(0, 255, (1754, 1240)).astype(np.uint8)

    assert find_skew(np.full((1754, 1240), 250, np.uint8), 150) == 0.0
    assert find_skew(grain, 150) == 0.0


@settings(max_examples=25, deadline=None)
@given(angle=st.floats(-15, 15), width=st.integers(40, 160), height=st.integers(40, 160))
def test_rotate_loses_no_ink(angle: float, width: int, height: int) -> None:
    image = np.full((height, width), 255, np.uint8)
    image[:6, :6] = image[-6:, -6:] = image[:6, -6:] = image[-6:, :6] = 0

    turned = rotate(image, angle, 255)

    assert turned.shape[0] >= height
    assert (255.0 - turned).sum() == pytest.approx((255.0 - image).sum(), rel=0.12)


def test_clean_skewed_page_is_level_and_complete(paint: Draw, look: Any) -> None:
    raw = RawPage(paint(look=look(dpi=150, skew_deg=4.0)), 150, dpi_guessed=False)

    page = clean(raw)

    assert page.skew_deg == pytest.approx(4.0, abs=0.11)
    assert find_skew(page.ocr_gray, 150) == pytest.approx(0.0, abs=0.11)
    assert page.colour.shape[:2] == page.ocr_gray.shape
    assert page.colour.shape[0] > raw.image.shape[0]
    assert Flag.SKEWED in page.flags


def test_clean_new_corners_have_the_colour_of_the_paper(paint: Draw, look: Any) -> None:
    raw = RawPage(paint(look=look(dpi=100, skew_deg=6.0, paper=(240, 230, 200))), 100, False)

    page = clean(raw)

    assert np.abs(page.colour[1, 1].astype(int) - [200, 230, 240]).max() <= 4


def test_clean_turned_page_reports_its_turn(paint: Draw, look: Any) -> None:
    image = np.ascontiguousarray(np.rot90(paint(look=look(dpi=150))))

    page = clean(RawPage(image, 150, dpi_guessed=True))

    assert page.rotation_deg == 270
    assert page.colour.shape[0] > page.colour.shape[1]
    assert Flag.DPI_GUESSED in page.flags


def test_clean_plain_page_has_no_findings(paint: Draw, look: Any) -> None:
    page = clean(RawPage(paint(look=look(dpi=300)), 300, dpi_guessed=False))

    assert page.flags == ()
    assert page.rotation_deg == 0
    assert page.skew_deg == 0.0


def test_clean_blank_page_is_flagged_and_kept() -> None:
    grain = np.random.default_rng(5).normal(246, 3, (1754, 1240, 3)).clip(0, 255)

    page = clean(RawPage(grain.astype(np.uint8), 150, dpi_guessed=False))

    assert Flag.BLANK in page.flags
    assert page.colour.shape == (1754, 1240, 3)


def test_clean_coarse_page_is_flagged(paint: Draw, look: Any) -> None:
    page = clean(RawPage(paint(look=look(dpi=75)), 75, dpi_guessed=False))

    assert Flag.TOO_COARSE in page.flags
    assert Flag.LOW_RESOLUTION not in page.flags
    assert Flag.BLANK not in page.flags


@pytest.mark.parametrize(
    ("dpi", "flag"), [(190, Flag.TOO_COARSE), (200, Flag.LOW_RESOLUTION), (295, None)]
)
def test_clean_resolution_is_judged_against_floor_and_good(
    paint: Draw, look: Any, dpi: int, flag: Flag | None
) -> None:
    page = clean(RawPage(paint(look=look(dpi=dpi)), dpi, dpi_guessed=False))

    found = {Flag.TOO_COARSE, Flag.LOW_RESOLUTION} & set(page.flags)
    assert found == (set() if flag is None else {flag})


def test_clean_page_laid_upside_down_says_so_and_a_turn_by_hand_does_not(
    paint: Draw, look: Any
) -> None:
    image = np.ascontiguousarray(np.rot90(paint(look=look(dpi=150)), 2))
    raw = RawPage(image, 150, dpi_guessed=False)

    found, by_hand = clean(raw), clean(raw, by_hand=ByHand(turn=180))

    assert Flag.UPSIDE_DOWN in found.flags
    assert (found.measures.turn_deg, found.measures.turn_confidence) == (180, 1.0)
    assert Flag.UPSIDE_DOWN not in by_hand.flags


def test_clean_dark_and_blurred_pages_are_flagged(paint: Draw, look: Any) -> None:
    drawn = paint(look=look(dpi=200))
    dark = (drawn * 0.35).astype(np.uint8)
    blurred = cv2.GaussianBlur(drawn, (0, 0), 4.5).astype(np.uint8)

    assert Flag.DARK in clean(RawPage(dark, 200, dpi_guessed=False)).flags
    assert Flag.BLURRED in clean(RawPage(blurred, 200, dpi_guessed=False)).flags


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (40, 30)])
def test_clean_tiny_picture_goes_through(size: tuple[int, int]) -> None:
    image = np.full((*size, 3), 200, np.uint8)

    page = clean(RawPage(image, 300, dpi_guessed=True))

    assert page.colour.shape == image.shape


def test_normalise_shadow_becomes_even(paint: Draw, look: Any) -> None:
    drawn = paint(look=look(dpi=150)).astype(np.float64)
    shade = np.linspace(0.45, 1.0, drawn.shape[1])[None, :, None]

    gray = normalise((drawn * shade).astype(np.uint8), 150)

    assert np.percentile(gray, 20) > 240
    assert ink(gray) > 1000


def test_normalise_seal_fades_and_red_title_stays(paint: Draw, look: Any) -> None:
    drawn = paint((), look(dpi=150, seal=True))
    titled = drawn.copy()
    cv2.putText(titled, "KHAI SINH", (200, 200), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (40, 30, 200), 2)

    assert ink(normalise(titled, 150)[150:230, 180:420]) > 300
    ring = normalise(drawn, 150)[round(6.28 * 150) : round(6.33 * 150)]
    assert ring.min() > 140


def test_normalise_blue_stamp_fades_and_blue_letters_stay() -> None:
    page = np.full((600, 900, 3), 250, np.uint8)
    cv2.putText(page, "NAME", (150, 150), cv2.FONT_HERSHEY_SIMPLEX, 2.0, (20, 20, 25), 4)
    cv2.rectangle(page, (100, 60), (400, 200), (200, 70, 40), 4)
    cv2.putText(page, "TITLE", (500, 500), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (200, 70, 40), 2)

    gray = normalise(page, 150)

    assert gray[60, 110:390].min() > 140
    assert ink(gray[100:160, 150:300]) > 500
    assert ink(gray[470:510, 495:640]) > 150


def test_noise_of_grain_is_measured() -> None:
    rng = np.random.default_rng(1)
    grain = rng.normal(128, 8.0, (600, 600)).clip(0, 255).astype(np.uint8)

    assert noise_of(grain) == pytest.approx(8.0, rel=0.1)


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_without_rules_free_leaders_go_and_letters_stay(paint: Draw, look: Any, dpi: int) -> None:
    lines = ("Mẹ đẻ: ",)
    plain = gray_of(paint(lines, look(dpi=dpi)))
    dotted = gray_of(paint(lines, look(dpi=dpi, leaders=True)))

    cleaned = without_rules(dotted, dpi)

    assert ink(dotted) > 1.3 * ink(plain)
    assert ink(cleaned) == pytest.approx(ink(plain), rel=0.06)


def test_without_rules_underscores_go_and_descenders_stay(paint: Draw, look: Any) -> None:
    lines = ("Quê quán: Nguyễn Hữu Thuỵ gy",)
    plain = gray_of(paint(lines, look()))
    lined = gray_of(paint(lines, look(underscores=True)))

    cleaned = without_rules(lined, 300)

    assert ink(cleaned) == pytest.approx(ink(plain), rel=0.06)


def test_without_rules_marks_below_letters_stay(paint: Draw, look: Any) -> None:
    page = gray_of(paint(("ạ ẹ ị ọ ụ ỵ ặ ậ ệ ộ ợ ự", "Thị Lệ học tập tại huyện"), look()))

    assert np.array_equal(without_rules(page, 300), page)


def test_without_rules_table_lines_go(paint: Draw, look: Any) -> None:
    page = gray_of(paint(("Ngành nghề",), look()))
    before = ink(page)
    cv2.rectangle(page, (200, 400), (1800, 900), 0, 3)
    cv2.line(page, (900, 400), (900, 900), 0, 3)

    assert ink(without_rules(page, 300)) == pytest.approx(before, rel=0.05)


@pytest.mark.parametrize("size_pt", [5.5, 6.5, 8.0])
@pytest.mark.parametrize("dpi", [200, 300])
def test_without_rules_small_print_stays(paint: Draw, look: Any, size_pt: float, dpi: int) -> None:
    lines = ("Ngón trỏ trái sao sâu ba bốn năm sáu", "Độc lập - Tự do. ... v.v. 1.000.000 đồng")
    page = gray_of(paint(lines, look(dpi=dpi, size_pt=size_pt)))

    assert np.array_equal(without_rules(page, dpi), page)
