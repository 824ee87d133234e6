"""Both engines on drawn pages; finding them; what they do when time is short."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from ocr.cleaning.clean import clean
from ocr.errors import EngineMissing, LanguageMissing, RecognitionTimeout
from ocr.intake.decode import RawPage
from ocr.recognition.gather import page_of, word_of
from ocr.recognition.recognise import (
    Recogniser,
    TesseractCommand,
    TesseractLibrary,
    engine_report,
    find_recogniser,
    limit_engine_threads,
    probe_with,
)
from ocr.scale import working_scale, x_height
from ocr.words import Line, PageText, Word

Pixels = npt.NDArray[np.uint8]
Draw = Callable[..., Pixels]


@pytest.fixture
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads limited, and the environment put back afterwards."""
    monkeypatch.setenv("OMP_THREAD_LIMIT", "4")
    limit_engine_threads()


@pytest.fixture(params=["library", "command"])
def engine(
    request: pytest.FixtureRequest, engine_present: None, one_thread: None
) -> Iterator[Recogniser]:
    found = find_recogniser(request.param)
    yield found
    if isinstance(found, TesseractLibrary):
        found.close()


def read(engine: Recogniser, image: Pixels, dpi: int) -> PageText:
    page = clean(RawPage(image, dpi, dpi_guessed=False))
    return engine.recognise(page.ocr_gray, page.dpi, 60.0)


def test_limit_engine_threads_sets_the_variable(one_thread: None) -> None:
    assert os.environ["OMP_THREAD_LIMIT"] == "1"


@pytest.mark.tesseract
def test_recognise_declaration_reads_in_order(
    engine: Recogniser, paint: Draw, declaration: tuple[str, ...], error_rate: Any
) -> None:
    text = read(engine, paint(), 300)

    assert error_rate("\n".join(declaration), text.text) <= 0.005
    assert text.mean_confidence > 0.85
    assert all(0.0 <= word.confidence <= 1.0 for word in text.words)


@pytest.mark.tesseract
def test_recognise_boxes_lie_on_the_ink(engine: Recogniser, paint: Draw, look: Any) -> None:
    image = paint(("Nguyễn Trọng Nghĩa",), look(dpi=300))

    words = read(engine, image, 300).words

    ys, xs = np.nonzero(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) < 128)
    assert [word.text for word in words] == ["Nguyễn", "Trọng", "Nghĩa"]
    assert abs(words[0].box[0] - xs.min()) <= 4
    assert abs(words[-1].box[2] - xs.max()) <= 4
    assert abs(max(word.box[3] for word in words) - ys.max()) <= 4


@pytest.mark.tesseract
@pytest.mark.parametrize("dpi", [75, 200])
def test_recognise_coarse_page_is_still_read(
    engine_present: None,
    paint: Draw,
    look: Any,
    declaration: tuple[str, ...],
    error_rate: Any,
    dpi: int,
) -> None:
    text = read(find_recogniser(), paint(look=look(dpi=dpi)), dpi)

    assert error_rate("\n".join(declaration), text.text) <= 0.02


@pytest.mark.tesseract
def test_recognise_leaders_are_not_read_as_letters(
    engine_present: None, paint: Draw, look: Any, error_rate: Any
) -> None:
    lines = ("Họ, chữ đệm, tên: ", "Nơi cư trú: ", "Giấy tờ tùy thân: ", "Quốc tịch: ")

    text = read(find_recogniser(), paint(lines, look(leaders=True)), 300)

    assert error_rate("".join(lines), text.text) <= 0.02


@pytest.mark.tesseract
def test_recognise_name_below_the_seal_is_read(
    engine_present: None, paint: Draw, look: Any
) -> None:
    text = read(find_recogniser(), paint((), look(seal=True)), 300).text

    assert "Nguyễn" in text
    assert "Điệp" in text


@pytest.mark.tesseract
def test_recognise_blank_page_has_no_words(engine: Recogniser) -> None:
    assert engine.recognise(np.full((1754, 1240), 255, np.uint8), 150, 60.0) == PageText()


@pytest.mark.tesseract
def test_recognise_past_its_time_says_so(engine: Recogniser, paint: Draw) -> None:
    gray = cv2.cvtColor(paint(), cv2.COLOR_BGR2GRAY).astype(np.uint8)

    with pytest.raises(RecognitionTimeout):
        engine.recognise(gray, 300, 0.01)


@pytest.mark.tesseract
def test_recognise_after_a_timeout_works_again(engine: Recogniser, paint: Draw, look: Any) -> None:
    gray = cv2.cvtColor(paint(("Mẹ đẻ",), look(dpi=150)), cv2.COLOR_BGR2GRAY).astype(np.uint8)
    big = cv2.cvtColor(paint(), cv2.COLOR_BGR2GRAY).astype(np.uint8)
    with pytest.raises(RecognitionTimeout):
        engine.recognise(big, 300, 0.01)

    assert engine.recognise(gray, 150, 60.0).text == "Mẹ đẻ"


@pytest.mark.tesseract
def test_clean_upside_down_page_is_turned_by_the_engine(
    engine_present: None, paint: Draw, look: Any
) -> None:
    image = np.ascontiguousarray(np.rot90(paint(look=look(dpi=150)), 2))

    page = clean(RawPage(image, 150, dpi_guessed=False), probe_with(find_recogniser()))

    assert page.rotation_deg == 180


@pytest.mark.tesseract
def test_engine_report_names_versions_and_model(engine_present: None) -> None:
    report = engine_report()

    assert "vie" in report.languages
    assert report.library
    assert report.command
    assert report.problem == ""


@pytest.mark.tesseract
def test_version_names_engine_and_model(engine: Recogniser) -> None:
    assert engine.version.split()[-1] == "vie"
    assert any(part[0].isdigit() for part in engine.version.split())


def test_find_recogniser_empty_folder_misses_the_language(tmp_path: Path) -> None:
    with pytest.raises(LanguageMissing):
        find_recogniser(tessdata=tmp_path)
    assert engine_report(tmp_path).problem


def test_find_recogniser_without_command_falls_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vie.traineddata").write_bytes(b"")
    monkeypatch.setenv("PATH", str(tmp_path))

    found = find_recogniser("command", tessdata=tmp_path)

    assert isinstance(found, TesseractLibrary)


def test_command_that_is_gone_is_a_missing_engine(tmp_path: Path) -> None:
    engine = TesseractCommand(tmp_path / "tesseract", tmp_path)

    with pytest.raises(EngineMissing):
        engine.recognise(np.full((80, 80), 255, np.uint8), 300, 5.0)


def word(text: str, confidence: float = 0.95, height: int = 20) -> Word:
    return Word(text, (0, 0, 10 * len(text) + 1, height), confidence)


def test_word_of_composes_letters_and_scales_the_box() -> None:
    made = word_of(" e\u0323\u0302 ", (10, 20, 30, 40), 87.0, 2.0)

    assert made == Word("ệ", (5, 10, 15, 20), 0.87)


def test_page_of_drops_empty_words_and_pen_strokes() -> None:
    groups = [[word("Mẹ"), word(""), word("|", 0.2)], [word("—", 0.3)], [word("đẻ"), word("-")]]

    page = page_of(groups)

    assert page == PageText((Line((word("Mẹ"),)), Line((word("đẻ"), word("-")))))


@pytest.mark.parametrize("dpi", [150, 300])
def test_working_scale_brings_letters_to_the_best_height(paint: Draw, look: Any, dpi: int) -> None:
    gray = cv2.cvtColor(paint(look=look(dpi=dpi)), cv2.COLOR_BGR2GRAY).astype(np.uint8)

    height = x_height(gray) * working_scale(gray, dpi)

    assert 17 <= height <= 27
