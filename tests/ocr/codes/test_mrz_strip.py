from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ocr.codes.mrz_strip import WHITELIST, read_mrz, with_zone
from ocr.errors import RecognitionFailed
from ocr.reading import Code, CodeKind
from ocr.words import PageText, union
from tests.ocr.page_layout import lay_out

VECTOR = (
    "IDVNM2010045679038201004567<<6",
    "0103152M4103150VNM<<<<<<<<<<<2",
    "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<",
)
SPOILT = ("IDVNM20100456?903820?0045<<6", "0103152M410?150VNM<<<<<<<<<<<2", VECTOR[2])
PAGE = np.full((400, 800), 255, np.uint8)


class Engine:
    """Fake engine that gives the same text for every crop."""

    def __init__(self, text: PageText) -> None:
        self.text = text
        self.calls: list[tuple[tuple[int, ...], str]] = []

    def __call__(self, crop: npt.NDArray[np.uint8], characters: str) -> PageText:
        self.calls.append((crop.shape, characters))
        return self.text


def test_read_mrz_spoilt_lines_are_read_again_with_zone_characters() -> None:
    engine = Engine(lay_out(VECTOR))

    code = read_mrz(PAGE, lay_out(["", *SPOILT]), engine)

    assert code is not None
    assert code.text.split("\n") == list(VECTOR)
    assert engine.calls[0][1] == WHITELIST
    assert engine.calls[0][0][0] < PAGE.shape[0]


def test_read_mrz_page_without_zone_asks_no_engine() -> None:
    engine = Engine(lay_out(VECTOR))

    assert read_mrz(PAGE, lay_out(["Tờ khai đăng ký khai sinh"]), engine) is None
    assert engine.calls == []


def test_read_mrz_second_reading_fails_first_one_is_kept() -> None:
    def broken(_crop: npt.NDArray[np.uint8], _characters: str) -> PageText:
        raise RecognitionFailed("gone")

    for reread in (broken, Engine(PageText())):
        code = read_mrz(PAGE, lay_out(VECTOR), reread)

        assert code is not None
        assert code.text.split("\n") == list(VECTOR)


def test_with_zone_spoilt_lines_become_what_the_digits_prove() -> None:
    page = lay_out(["Đặc điểm nhận dạng", *SPOILT, "CỤC TRƯỞNG"])
    zone = Code(CodeKind.MRZ, "\n".join(VECTOR), union([line.box for line in page.lines[1:4]]))

    proved = with_zone(page, zone)

    assert [line.text for line in proved.lines] == ["Đặc điểm nhận dạng", *VECTOR, "CỤC TRƯỞNG"]


def test_with_zone_elsewhere_leaves_the_text() -> None:
    page = lay_out(["Đặc điểm nhận dạng"])

    assert with_zone(page, Code(CodeKind.MRZ, "A\nB\nC", (700, 300, 790, 390))) == page
