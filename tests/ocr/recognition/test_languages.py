"""Lines that are not Vietnamese: told apart, read again with their own model, never mended."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from ocr.errors import LanguageMissing, OtherLanguageMissing, RecognitionTimeout
from ocr.recognition.languages import in_other_languages, is_other_language
from ocr.recognition.recognise import engine_report, find_recogniser
from ocr.recognition.repair import repaired
from ocr.recognition.tesseract_data import find_tessdata, installed_languages, other_languages
from ocr.source import Pixels
from ocr.words import Line, PageText, Word

VIETNAMESE_LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Họ và tên / Full name: Nguyễn Thị Hồng Nhung",
    "UBND phường Tân Lập",
    "Số: 12/QĐ-UBND",
    "Tờ khai đăng ký khai sinh",
    "H'Hen Niê, Y Moan Ênuôl và Pơloong Đhưh",
    "ba con cho Lan",
    "24/11/2026",
)
OTHER_LINES = (
    "SOCIALIST REPUBLIC OF VIET NAM",
    "Independence - Freedom - Happiness",
    "Place of birth of the applicant and date of issue",
    "The undersigned hereby certifies that this is a true copy",
    "Acte de naissance, né à Hanoï, prénom du père et de la mère",
)
BLANK = np.full((400, 900), 255, np.uint8)


def line(text: str, confidence: float = 0.8, top: int = 100) -> Line:
    words, left = [], 40
    for word in text.split():
        words.append(Word(word, (left, top, left + 10 * len(word), top + 30), confidence))
        left += 10 * len(word) + 12
    return Line(tuple(words))


@pytest.mark.parametrize(
    ("setting", "names"),
    [("vie", ()), ("vie+eng", ("eng",)), ("fra+vie+eng+fra", ("fra", "eng")), ("", ())],
)
def test_other_languages_are_those_besides_vietnamese(setting: str, names: tuple[str, ...]) -> None:
    assert other_languages(setting) == names


@pytest.mark.parametrize("setting", ["vie+../eng", "vie+/etc/eng", "vie+eng fra", "vie+a/b/c"])
def test_other_languages_what_no_model_is_called_is_refused(setting: str) -> None:
    with pytest.raises(OtherLanguageMissing):
        other_languages(setting)


@pytest.mark.parametrize("text", VIETNAMESE_LINES)
def test_is_other_language_vietnamese_line_is_not(text: str) -> None:
    assert not is_other_language(line(text))


@pytest.mark.parametrize("text", OTHER_LINES)
def test_is_other_language_english_and_french_lines_are(text: str) -> None:
    assert is_other_language(line(text))


class Reader:
    """Gives the same reading of every crop."""

    def __init__(self, *lines: Line) -> None:
        self.lines = lines
        self.seen: list[tuple[int, ...]] = []

    def __call__(self, piece: Pixels) -> PageText:
        self.seen.append(piece.shape)
        return PageText(self.lines)


def test_in_other_languages_surer_reading_stands_where_the_line_is() -> None:
    text = PageText((line(VIETNAMESE_LINES[0]), line("SOCTIALIST REPUBLIC OE VIET NAM", 0.8, 200)))
    read = Reader(line("x", 0.99, 5), line("SOCIALIST REPUBLIC OF VIET NAM", 0.96, 30))

    better = in_other_languages(BLANK, 300, text, read, languages=("eng",))

    assert better.lines[0] is text.lines[0]
    assert better.lines[1].text == "SOCIALIST REPUBLIC OF VIET NAM"
    assert {word.language for word in better.lines[1].words} == {"eng"}
    assert 180 <= better.lines[1].box[1] <= 220
    assert len(read.seen) == 1


def test_in_other_languages_doubtful_reading_leaves_the_line_but_names_it() -> None:
    text = PageText((line(OTHER_LINES[0], 0.9),))

    same = in_other_languages(
        BLANK, 300, text, Reader(line("SOCIAL LIST", 0.5)), languages=("eng", "fra")
    )

    assert same.text == text.text
    assert same.words[0].language == "eng+fra"


def test_in_other_languages_out_of_time_keeps_the_first_reading() -> None:
    text = PageText((line(OTHER_LINES[0]),))

    def read(_piece: Pixels) -> PageText:
        raise RecognitionTimeout

    assert in_other_languages(BLANK, 300, text, read, languages=("eng",)).text == text.text


def test_in_other_languages_none_set_reads_nothing() -> None:
    text = PageText((line(OTHER_LINES[0]),))
    read = Reader()

    assert in_other_languages(BLANK, 300, text, read, languages=()) is text
    assert read.seen == []


def test_repaired_word_of_another_language_is_left_alone() -> None:
    vietnamese = Word("lãm", (0, 0, 60, 20), 0.5)
    mended = repaired(PageText((Line((Word("Việtnam", (0, 0, 90, 20), 0.5),)),)))
    left = Word("Việtnam", (0, 0, 90, 20), 0.5, "fra")

    assert repaired(PageText((Line((left, vietnamese)),))).words[0] == left
    assert mended.text == "Việt nam"


def folder_with(tmp_path: Path, *names: str) -> Path:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.traineddata").write_bytes(b"")
    return tmp_path


def test_find_tessdata_missing_other_model_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "vie", "eng")

    with pytest.raises(OtherLanguageMissing) as caught:
        find_tessdata(folder, ("eng", "fra"))

    assert "fra not in" in caught.value.detail
    assert find_tessdata(folder, ("eng",)) == folder


def test_find_tessdata_without_vietnamese_is_the_larger_trouble(tmp_path: Path) -> None:
    with pytest.raises(LanguageMissing):
        find_tessdata(folder_with(tmp_path, "eng"), ("fra",))


def test_installed_languages_names_models_of_scripts_by_folder(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "vie", "script/Vietnamese")

    assert installed_languages(folder) == ("script/Vietnamese", "vie")


def test_engine_report_tells_what_is_used_and_what_is_missing(tmp_path: Path) -> None:
    report = engine_report(folder_with(tmp_path, "vie", "eng"), "vie+eng+fra")

    assert report.used == ("vie", "eng", "fra")
    assert report.missing == ("fra",)
    assert "fra" in report.problem
    assert engine_report(tmp_path, "vie+eng").missing == ()
    assert engine_report(tmp_path, "vie+../x").problem


@pytest.fixture
def english_present(engine_present: None) -> None:
    """Skips without the English model."""
    if "eng" not in installed_languages(find_tessdata()):
        pytest.skip("needs the eng model of Tesseract")


@pytest.mark.tesseract
@pytest.mark.parametrize("prefer", ["library", "command"])
def test_recognise_english_line_is_read_and_vietnamese_keeps_its_marks(
    english_present: None, paint: Callable[..., Pixels], prefer: str
) -> None:
    lines = ("Nơi sinh và ngày cấp: tỉnh Thừa Thiên Huế", "The Socialist Republic of Viet Nam")
    gray = cv2.cvtColor(paint(lines), cv2.COLOR_BGR2GRAY).astype(np.uint8)
    engine = find_recogniser(prefer, languages="vie+eng")

    text = engine.recognise(gray, 300, 60.0)

    assert text.text.splitlines()[:2] == list(lines)
    assert [line.words[0].language for line in text.lines[:2]] == ["", "eng"]
    assert engine.version.endswith(" vie+eng")


@pytest.mark.tesseract
def test_find_recogniser_other_model_missing_says_so(engine_present: None) -> None:
    assert importlib.util.find_spec("tesserocr") or shutil.which("tesseract")
    with pytest.raises(OtherLanguageMissing):
        find_recogniser(languages="vie+qqq")
