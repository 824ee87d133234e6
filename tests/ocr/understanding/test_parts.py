"""Parts of a paper with a place and no label."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.understanding.forms import Part
from ocr.understanding.labels import PrintedLine
from ocr.understanding.parts import read_part
from tests.ocr.page_layout import lay_out

BODY = "Căn cứ Luật Phí và lệ phí, Ủy ban nhân dân xã niêm yết công khai hồ sơ của ông"
PARAGRAPH = "   Để bảo đảm chất lượng nước sinh hoạt, đơn vị sẽ tạm ngừng cấp nước tại xã nhà,"


def subject(lines: Sequence[str]) -> str:
    printed = [PrintedLine(line) for line in lay_out([*lines, *[""] * 12, "cuối"]).lines]
    found = read_part(Part.SUBJECT, "subject", printed)
    return "" if found is None else found.text


def centred(text: str) -> str:
    return " " * ((len(PARAGRAPH) - len(text)) // 2) + text


def test_read_part_subject_under_the_name_of_the_paper_needs_no_opening() -> None:
    lines = [centred("THÔNG BÁO"), centred("Niêm yết công khai hồ sơ"), BODY]

    assert subject(lines) == "Niêm yết công khai hồ sơ"


def test_read_part_subject_ends_before_a_paragraph() -> None:
    lines = [centred("THÔNG BÁO"), centred("Tạm ngừng cấp nước sạch"), PARAGRAPH, BODY]

    assert subject(lines) == "Tạm ngừng cấp nước sạch"


def test_read_part_subject_with_an_opening_comes_first() -> None:
    lines = [centred("THÔNG BÁO"), centred("Về việc cấp nước"), centred("tại xã Hải Hậu"), BODY]

    assert subject(lines) == "Về việc cấp nước tại xã Hải Hậu"


def test_read_part_subject_without_any_is_not_made_up() -> None:
    assert subject([centred("THÔNG BÁO"), PARAGRAPH, BODY]) == ""
    assert subject([centred("ĐƠN XIN"), centred("Cấp lại giấy phép"), BODY]) == ""
