"""The quick look on drawn pages: what it measures, and what is made a finding."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from ocr.checks.judge import findings, is_blank
from ocr.checks.quick_look import look
from ocr.intake.decode import RawPage
from ocr.measures import PageMeasures, Sides, measures_from_json, measures_to_json
from ocr.reading import Flag

Pixels = npt.NDArray[np.uint8]
Draw = Callable[..., Pixels]
A5 = (1240, 874, 3)


def seen(image: Pixels, dpi: int = 150, *, guessed: bool = False) -> PageMeasures:
    return look(RawPage(image, dpi, guessed))


def sheet(tone: int = 250) -> Pixels:
    grain = np.random.default_rng(4).normal(tone, 1.5, A5)
    return grain.clip(0, 255).astype(np.uint8)


def punched(page: Pixels) -> Pixels:
    for y in (500, 972):
        cv2.circle(page, (71, y), 18, (60, 60, 60), -1, cv2.LINE_AA)
    return page


def stapled(page: Pixels) -> Pixels:
    cv2.line(page, (60, 55), (118, 88), (60, 60, 62), 3, cv2.LINE_AA)
    cv2.line(page, (64, 92), (120, 66), (60, 60, 62), 3, cv2.LINE_AA)
    return page


def ruled(page: Pixels) -> Pixels:
    for y in range(120, 1200, 47):
        cv2.line(page, (0, y), (874, y + 30), (190, 170, 150), 2)
    return page


def shone_through(page: Pixels) -> Pixels:
    ink = np.zeros(page.shape[:2], np.uint8)
    for y in range(120, 1150, 40):
        cv2.putText(ink, "mirror print of the back", (60, y), 0, 1.0, (255,), 3)
    mirrored = ink[:, ::-1].astype(np.float32) / 255.0
    soft = cv2.GaussianBlur(mirrored, (0, 0), 1.8)[..., None]
    return np.asarray(page * (1.0 - 0.3 * soft), np.uint8)


@pytest.mark.parametrize("paint_on", [lambda p: p, punched, stapled, ruled, shone_through])
def test_look_sheet_nobody_wrote_on_is_blank(paint_on: Callable[[Pixels], Pixels]) -> None:
    measures = seen(paint_on(sheet()))

    assert is_blank(measures)
    assert findings(measures)[0] is Flag.BLANK
    assert (measures.fingerprint, measures.turn_confidence) == ("", 0.0)


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
@pytest.mark.parametrize("paint_on", [lambda p: p, punched, ruled, shone_through])
def test_look_page_number_alone_is_not_blank(
    paint_on: Callable[[Pixels], Pixels], turned: int
) -> None:
    page = paint_on(sheet())
    cv2.putText(page, "- 12 -", (400, 1180), 0, 0.6, (30, 30, 30), 2, cv2.LINE_AA)

    assert not is_blank(seen(np.ascontiguousarray(np.rot90(page, turned))))


@pytest.mark.parametrize("colour", [(60, 50, 190), (170, 60, 40), (40, 40, 40)])
def test_look_small_stamp_alone_is_not_blank(colour: tuple[int, int, int]) -> None:
    page = sheet()
    cv2.rectangle(page, (500, 300), (640, 356), colour, 2)
    cv2.putText(page, "DEN", (530, 342), 0, 0.9, colour, 2, cv2.LINE_AA)

    assert not is_blank(seen(page))


def test_look_faint_pencil_is_not_blank() -> None:
    page = sheet()
    cv2.putText(page, "da xem", (200, 600), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.4, (150,) * 3, 2)

    assert not is_blank(seen(page))


@pytest.mark.parametrize("angle", [-7.0, -2.0, 0.5, 2.0, 6.0])
def test_look_skew_is_measured_and_told_from_its_bound(
    paint: Draw, look: Any, angle: float
) -> None:
    measures = seen(paint(look=look(dpi=150, skew_deg=angle)))

    assert measures.skew_deg == pytest.approx(angle, abs=0.15)
    assert (Flag.SKEWED in findings(measures)) is (abs(angle) >= 1.5)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_look_paper_tells_how_it_lies(paint: Draw, look: Any, turns: int) -> None:
    page = np.ascontiguousarray(np.rot90(paint(look=look(dpi=150)), turns))

    measures = seen(page)

    assert measures.turn_deg == (-90 * turns) % 360
    assert measures.turn_confidence > 0.5
    wanted = {0: None, 1: Flag.SIDEWAYS, 2: Flag.UPSIDE_DOWN, 3: Flag.SIDEWAYS}[turns]
    told = {Flag.SIDEWAYS, Flag.UPSIDE_DOWN} & set(findings(measures))
    assert told == (set() if wanted is None else {wanted})


@pytest.mark.parametrize(("blur", "is_told"), [(0.5, False), (1.0, False), (2.4, True)])
def test_look_blur_is_told(paint: Draw, look: Any, blur: float, is_told: bool) -> None:
    page = cv2.GaussianBlur(paint(look=look(dpi=300)), (0, 0), blur).astype(np.uint8)

    assert (Flag.BLURRED in findings(seen(page, 300))) is is_told


def card(page: Pixels) -> Pixels:
    """A sheet with a few fine words in its middle and nothing else, at 300 dpi."""
    for y in range(800, 1100, 75):
        cv2.putText(page, "Ngay cap 12/03/2021", (500, y), 0, 1.1, (40, 40, 40), 3, cv2.LINE_AA)
    return page


def large_sheet(grain: float) -> Pixels:
    rng = np.random.default_rng(5)
    plain: Pixels = rng.normal(248, grain, (2480, 1748, 3)).clip(0, 255).astype(np.uint8)
    return plain


@pytest.mark.parametrize("blur", [2.0, 2.6, 3.6])
def test_look_blurred_card_in_the_middle_of_a_sheet_is_told(blur: float) -> None:
    page = cv2.GaussianBlur(card(large_sheet(1.0)), (0, 0), blur).astype(np.uint8)

    found = findings(seen(page, 300))

    assert Flag.BLURRED in found
    assert Flag.BLANK not in found


def test_look_grain_about_a_sharp_card_is_no_blur() -> None:
    page = card(np.full((2480, 1748, 3), 232, np.uint8)).astype(np.float32)
    grain = np.random.default_rng(6).normal(0.0, 16.0, page.shape)

    measures = seen((page + grain).clip(0, 255).astype(np.uint8), 300)

    assert Flag.BLURRED not in findings(measures)


def test_look_print_blurred_away_at_200_dpi_is_not_blank(paint: Draw, look: Any) -> None:
    page = cv2.GaussianBlur(paint(look=look(dpi=200)), (0, 0), 3.6).astype(np.uint8)

    found = findings(seen(page, 200))

    assert Flag.BLANK not in found
    assert Flag.BLURRED in found


def test_look_black_border_is_measured_on_its_sides(paint: Draw, look: Any) -> None:
    page = paint(look=look(dpi=150)).copy()
    page[:, :30] = 12
    page[-24:] = 12

    borders = seen(page).borders_mm

    assert borders.left == pytest.approx(5.1, abs=0.6)
    assert borders.bottom == pytest.approx(4.1, abs=0.6)
    assert (borders.top, borders.right) == (0.0, 0.0)
    assert Flag.BLACK_BORDER in findings(seen(page))


def test_look_print_running_out_of_the_picture_is_cut(paint: Draw, look: Any) -> None:
    whole = paint(look=look(dpi=150))
    columns = np.flatnonzero((whole < 120).any(axis=(0, 2)))
    part = np.ascontiguousarray(whole[:, columns[0] + 60 :])

    assert seen(part).cut.left >= 3
    assert Flag.CUT_EDGE in findings(seen(part))
    assert Flag.CUT_EDGE not in findings(seen(whole))


def test_look_same_sheet_again_has_nearly_the_same_print(paint: Draw, look: Any) -> None:
    first = paint(look=look(dpi=150))
    matrix = cv2.getRotationMatrix2D((600, 800), 0.5, 1.0)
    matrix[:, 2] += (7, -5)
    size = (first.shape[1], first.shape[0])
    again = cv2.warpAffine(first, matrix, size, borderValue=(250, 250, 250)).astype(np.uint8)

    one, two = seen(first), seen(again)

    assert (int(one.fingerprint, 16) ^ int(two.fingerprint, 16)).bit_count() <= 10
    assert (len(one.fingerprint), len(one.fine_print)) == (16, 768)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (40, 30), (7, 7)])
def test_look_tiny_picture_is_measured(size: tuple[int, int]) -> None:
    measures = seen(np.full((*size, 3), 200, np.uint8), 300, guessed=True)

    assert (measures.height_px, measures.width_px) == size


def test_look_coloured_ink_is_measured() -> None:
    plain, sealed = sheet(), sheet()
    cv2.circle(sealed, (500, 800), 90, (60, 50, 210), 6)

    assert seen(plain).red_mm2 + seen(plain).blue_mm2 == 0
    assert seen(sealed).red_mm2 > 20


def test_measures_json_round_trip_keeps_everything() -> None:
    measures = PageMeasures(10, 20, skew_deg=1.5, cut=Sides(left=2.0), fingerprint="0f" * 8)

    record = json.loads(json.dumps(measures_to_json(measures)))

    assert measures_from_json(record) == measures
    assert measures_from_json({**record, "later": 1}) == measures


@pytest.mark.parametrize("record", [{}, {"format": 9}, {"format": 1, "width_px": 1, "cut": 3}])
def test_measures_from_json_other_record_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="measures"):
        measures_from_json(record)


def test_findings_blank_page_is_neither_soft_nor_askew() -> None:
    measures = PageMeasures(
        10, 20, told_dpi=300, skew_deg=9.0, skew_confidence=1.0, sharpness=0.0, turn_deg=180
    )

    assert findings(measures) == (Flag.BLANK,)
    assert Flag.SKEWED in findings(replace(measures, written_mm2=900.0))
