"""Faint and blurred print comes back; good print and ghosts are left alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from ocr.cleaning.clean import clean
from ocr.cleaning.quality import sharpness
from ocr.cleaning.restore import darkened, ink_level, restored, unblurred, without_ghosts
from ocr.intake.decode import RawPage
from ocr.reading import Flag
from ocr.recognition.recognise import find_recogniser

Pixels = npt.NDArray[np.uint8]
Draw = Callable[..., Pixels]
LINES = (
    "Họ, chữ đệm, tên người yêu cầu: Trần Thị Ngọc Ánh",
    "Nơi cư trú: số 12, ngõ 5, phố Lê Trọng Tấn",
    "Giấy tờ tùy thân: căn cước công dân số 001199012345",
    "Ngày, tháng, năm sinh: 05/03/2026, dân tộc: Kinh",
)


def gray_of(image: Pixels) -> Pixels:
    return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.uint8)


def faint(image: Pixels, contrast: float) -> Pixels:
    return (205 + (image.astype(np.float64) - 255) * contrast).clip(0, 255).astype(np.uint8)


def blurred(image: Pixels, sigma: float) -> Pixels:
    return cv2.GaussianBlur(image, (0, 0), sigma).astype(np.uint8)


def read(image: Pixels) -> str:
    page = clean(RawPage(image, 300, dpi_guessed=False))
    return find_recogniser().recognise(page.ocr_gray, 300, 60.0).text


@pytest.mark.tesseract
@pytest.mark.parametrize("contrast", [0.45, 0.3])
def test_clean_faint_page_with_leaders_reads(
    engine_present: None,
    paint: Draw,
    look: Any,
    error_rate: Callable[[str, str], float],
    contrast: float,
) -> None:
    image = faint(paint(LINES, look(leaders=True, noise=2.0)), contrast)

    assert error_rate("".join(LINES), read(image)) < 0.08


@pytest.mark.tesseract
def test_clean_blurred_page_with_leaders_reads(
    engine_present: None, paint: Draw, look: Any, error_rate: Callable[[str, str], float]
) -> None:
    image = blurred(paint(LINES, look(leaders=True)), 2.4)

    assert error_rate("".join(LINES), read(image)) < 0.08


@pytest.mark.parametrize(("sigma", "is_flagged"), [(0.6, False), (1.0, False), (2.2, True)])
def test_clean_blur_is_flagged_where_letters_suffer(
    paint: Draw, look: Any, sigma: float, is_flagged: bool
) -> None:
    page = clean(RawPage(blurred(paint(look=look(noise=2.0)), sigma), 300, dpi_guessed=False))

    assert (Flag.BLURRED in page.flags) is is_flagged


def test_restored_good_page_is_left_as_it_is(paint: Draw, look: Any) -> None:
    page = gray_of(paint(look=look()))

    assert restored(page, 300, sharpness(page)) is page


@pytest.mark.parametrize("dpi", [150, 300])
def test_ink_level_is_that_of_the_letters(paint: Draw, look: Any, dpi: int) -> None:
    page = gray_of(paint(look=look(dpi=dpi, paper=(255, 255, 255))))
    weak = faint(page, 0.5) + 50

    assert ink_level(page, dpi) < 60
    assert ink_level(weak.astype(np.uint8), dpi) == pytest.approx(140, abs=15)
    assert ink_level(np.full((400, 300), 255, np.uint8), dpi) == 0.0


def test_ink_level_dark_seal_does_not_hide_faint_print(paint: Draw, look: Any) -> None:
    page = (255 - (255.0 - gray_of(paint(look=look(paper=(255, 255, 255))))) * 0.4).astype(np.uint8)
    cv2.circle(page, (1800, 2800), 250, 0, 30)

    assert ink_level(page, 300) > 130


def test_darkened_ghost_of_the_other_side_stays_faint() -> None:
    page = np.array([[255, 215], [230, 215]], np.uint8)

    assert darkened(page, 215.0) is page


def test_unblurred_edge_is_steeper_and_paper_stays_white() -> None:
    page = np.full((300, 400), 255, np.uint8)
    page[100:200, 150:156] = 20
    page[100:200, 200:300] = 20
    soft = blurred(page, 2.2)

    sharp = unblurred(soft, 2.2)

    slopes = [np.abs(np.diff(page[150].astype(int))).max() for page in (soft, sharp)]
    assert slopes[1] > 1.5 * slopes[0]
    assert sharp[10, 10] == 255
    assert np.array_equal(unblurred(np.full((50, 60), 255, np.uint8), 2.0), np.full((50, 60), 255))


def test_unblurred_strips_of_a_tall_page_leave_no_seams() -> None:
    row = np.full((1, 300), 255, np.uint8)
    row[:, 100:106] = 20
    row[:, 150:250] = 20
    soft = blurred(np.repeat(row, 1700, axis=0), 2.2)

    sharp = unblurred(soft, 2.2)[40:-40].astype(int)

    assert np.abs(sharp - sharp[:1]).max() <= 1


def test_without_ghosts_back_print_goes_and_front_print_stays(paint: Draw, look: Any) -> None:
    front = gray_of(paint(look=look(dpi=200)))
    back = gray_of(paint(look=look(dpi=200)))[:, ::-1]
    ghost = np.minimum(front, 255 - (255 - back) // 5).astype(np.uint8)

    cleaned = without_ghosts(ghost, 200)

    assert (cleaned[(front > 240) & (back < 60)] > 245).mean() > 0.95
    assert (cleaned[front < 60] < 80).all()


def test_restored_page_with_much_back_print_is_not_darkened(paint: Draw, look: Any) -> None:
    front = gray_of(paint(LINES, look(dpi=200)))
    back = gray_of(paint(LINES * 8, look(dpi=200)))[:, ::-1]
    ghost = np.minimum(front, 255 - (255 - back) // 3).astype(np.uint8)

    better = restored(ghost, 200, 0.5)

    assert (better[(front > 240) & (back < 60)] > 240).mean() > 0.95


def test_without_ghosts_plain_page_with_faint_marks_is_left(paint: Draw, look: Any) -> None:
    page = cv2.GaussianBlur(gray_of(paint(look=look(dpi=200))), (0, 0), 0.8).astype(np.uint8)

    assert without_ghosts(page, 200) is page
