"""Rules, filing holes and staples are taken out of a page, and what was written there is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.checks.holes import beside_holes, find_holes, without_holes
from ocr.checks.judge import is_blank
from ocr.checks.quick_look import look
from ocr.checks.ruling import without_rules
from ocr.intake.decode import RawPage
from ocr.pieces import pieces_of
from ocr.source import Pixels

DPI = 150
PX_PER_MM = DPI / 25.4


def sheet() -> Pixels:
    return np.full((1240, 874), 250, np.uint8)


def paper() -> Pixels:
    return np.full((155, 109), 250, np.uint8)


@pytest.mark.parametrize("rise", [0, 40, -70])
def test_without_rules_ruled_sheet_is_bare(rise: int) -> None:
    page = sheet()
    for y in range(100, 1150, 45):
        cv2.line(page, (0, y), (873, y + rise), 170, 1)

    bare = without_rules(page, paper(), DPI)

    assert float((bare < 220).mean()) < 0.002


def test_without_rules_strokes_across_a_rule_stay() -> None:
    page = sheet()
    cv2.line(page, (0, 600), (873, 600), 120, 2)
    cv2.line(page, (400, 580), (400, 620), 60, 3)

    bare = without_rules(page, paper(), DPI)

    assert (bare[585:616, 400] < 100).all()
    assert (bare[600, 500:800] > 220).all()


def test_without_rules_page_without_lines_is_the_same_object() -> None:
    page = sheet()
    cv2.circle(page, (400, 400), 20, 60, 3)

    assert without_rules(page, paper(), DPI) is page


def test_look_lines_of_fine_print_are_no_rules() -> None:
    page = np.full((2480, 1748, 3), 250, np.uint8)
    for y in (600, 626, 652):
        cv2.putText(
            page, "ban nay co gia tri nhu nhau moi ben giu mot", (300, y), 0, 0.55, (30,) * 3
        )

    assert not is_blank(look(RawPage(page, 300, False)))


def test_find_holes_hole_that_touches_print_of_the_back_is_found() -> None:
    mask = np.zeros((1240, 874), np.uint8)
    cv2.circle(mask, (60, 600), round(3 * PX_PER_MM), 1, cv2.FILLED)
    mask[595:603, 60:200] = 1

    holes = find_holes(mask, PX_PER_MM)
    rest = without_holes(mask, holes)

    assert len(holes) == 1
    assert not rest[570:630, 45:75].any()
    assert rest[598, 120:200].all()


def test_find_holes_round_blot_in_the_middle_is_none() -> None:
    mask = np.zeros((1240, 874), np.uint8)
    cv2.circle(mask, (430, 600), round(3 * PX_PER_MM), 1, cv2.FILLED)

    assert find_holes(mask, PX_PER_MM) == []
    assert without_holes(mask, []) is mask


def test_beside_holes_number_far_from_a_hole_counts() -> None:
    mask = np.zeros((1240, 874), np.uint8)
    cv2.circle(mask, (60, 600), round(3 * PX_PER_MM), 1, cv2.FILLED)
    holes = find_holes(mask, PX_PER_MM)
    marks = np.zeros_like(mask)
    marks[590:600, 80:84] = 1
    marks[100:120, 400:410] = 1
    _, stats = pieces_of(marks)

    beside = beside_holes(stats, holes, PX_PER_MM)

    assert sorted(beside[1:].tolist()) == [False, True]


def test_look_pale_photograph_alone_is_not_blank() -> None:
    page = np.full((1240, 874, 3), 244, np.uint8)
    page[300:540, 200:380] = 228
    page[320:480, 230:350] = 212
    soft = np.asarray(cv2.GaussianBlur(page, (0, 0), 2.0), np.uint8)

    measures = look(RawPage(soft, DPI, False))

    assert measures.picture_mm2 > 500.0
    assert not is_blank(measures)


def test_look_print_of_the_back_across_a_fold_is_blank() -> None:
    ink = np.zeros((1240, 874), np.uint8)
    for y in range(120, 1150, 40):
        cv2.putText(ink, "mirror print of the back", (60, y), 0, 1.0, (255,), 3)
    soft = cv2.GaussianBlur(ink[:, ::-1].astype(np.float32) / 255.0, (0, 0), 1.4)
    light = np.full((1240, 874), 250.0, np.float32)
    light[:, :430] *= 0.84
    light[:, 430:436] *= 0.55
    page = (cv2.GaussianBlur(light, (0, 0), 0.7) * (1.0 - 0.36 * soft)).astype(np.uint8)

    measures = look(RawPage(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR).astype(np.uint8), DPI, False))

    assert is_blank(measures)


def stapled(page: Pixels) -> Pixels:
    """Two wires that cross near a corner, with the shadow of the lamp below each."""
    for start, end in (((100, 118), (150, 96)), ((72, 104), (140, 98))):
        (x0, y0), (x1, y1) = start, end
        cv2.line(page, (x0, y0 + 3), (x1, y1 + 3), 174, 4, cv2.LINE_AA)
        cv2.line(page, start, end, 58, 3, cv2.LINE_AA)
    return page


def test_look_staples_that_cross_in_their_shadows_are_blank() -> None:
    page = cv2.cvtColor(stapled(sheet()), cv2.COLOR_GRAY2BGR).astype(np.uint8)

    assert is_blank(look(RawPage(page, DPI, False)))


def test_look_note_that_touches_a_staple_is_not_blank() -> None:
    gray = stapled(sheet())
    cv2.putText(gray, "so 7", (140, 110), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 0.9, 120, 2, cv2.LINE_AA)
    page = cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR).astype(np.uint8)

    assert not is_blank(look(RawPage(page, DPI, False)))
