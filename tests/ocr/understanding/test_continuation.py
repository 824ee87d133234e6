"""Later pages of a paper, read with the type of its first."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ocr.pipeline import ReadPage, read_as_continuation
from ocr.reading import FieldReading, PageReading
from ocr.understanding.continuation import Continuation, open_block, read_continuation
from ocr.understanding.forms import FieldDefinition, PaperType, Part, Section, ValueKind
from tests.ocr.page_layout import lay_out

FORM = PaperType(
    code="form",
    title="Tờ khai",
    title_lines=("TỜ KHAI ĐĂNG KÝ",),
    sections=(
        Section("mother", ("Họ, chữ đệm, tên người mẹ", "PHẦN KHAI VỀ NGƯỜI MẸ")),
        Section("father", ("Họ, chữ đệm, tên người cha",)),
    ),
    fields=(
        FieldDefinition("issuer", "Cơ quan cấp", part=Part.ISSUER),
        FieldDefinition(
            "mother.full_name", "Họ, chữ đệm, tên người mẹ", ValueKind.NAME, section="mother"
        ),
        FieldDefinition("mother.residence", "Nơi cư trú", ValueKind.ADDRESS, section="mother"),
        FieldDefinition(
            "father.full_name", "Họ, chữ đệm, tên người cha", ValueKind.NAME, section="father"
        ),
        FieldDefinition("father.residence", "Nơi cư trú", ValueKind.ADDRESS, section="father"),
        FieldDefinition("copies", "Số lượng bản sao", ValueKind.NUMBER, required=True),
        FieldDefinition("declared_on", "Làm tại", ValueKind.DATE, part=Part.DATE_LINE),
    ),
)
FIRST = lay_out(
    [
        "TỜ KHAI ĐĂNG KÝ",
        "Họ, chữ đệm, tên người mẹ: Hoàng Thu Trâm",
        "Nơi cư trú: Thôn Thượng, xã Thạch Sơn, tỉnh Phú Thọ",
        "Họ, chữ đệm, tên người cha: Hoàng Đức Kiên",
    ]
)
SECOND = lay_out(
    [
        "ỦY BAN NHÂN DÂN XÃ VẠN LỘC",
        "Nơi cư trú: Thôn 1, xã Thạch Sơn, tỉnh Phú Thọ",
        "Số lượng bản sao: 02",
    ]
)


def by_name(fields: tuple[FieldReading, ...]) -> dict[str, str]:
    return {field.name: field.value for field in fields}


def test_read_continuation_block_left_open_goes_on() -> None:
    found = by_name(read_continuation(Continuation(SECOND, before=(FIRST,)), FORM))

    assert found["father.residence"] == "Thôn 1, xã Thạch Sơn, tỉnh Phú Thọ"
    assert "mother.residence" not in found


def test_read_continuation_gives_only_what_stands_on_the_page() -> None:
    found = read_continuation(Continuation(SECOND, before=(FIRST,)), FORM)

    assert set(by_name(found)) == {"father.residence", "copies"}
    assert all(field.box is not None and field.box[1] >= 0 for field in found)


def test_read_continuation_without_a_page_before_does_not_guess_the_person() -> None:
    assert "father.residence" not in by_name(read_continuation(Continuation(SECOND), FORM))


def test_read_continuation_empty_page_gives_nothing() -> None:
    assert read_continuation(Continuation(lay_out([]), before=(FIRST,)), FORM) == ()


def test_open_block_last_opening_counts_and_stays_over_pages_without_one() -> None:
    prose = lay_out(["Điều này được hai bên thống nhất và cùng ký tên."])

    assert open_block([FIRST], FORM) == "father"
    assert open_block([FIRST, prose], FORM) == "father"
    assert open_block([prose], FORM) == ""


@given(st.lists(st.text(max_size=30), max_size=8))
def test_read_continuation_any_text_never_raises(lines: list[str]) -> None:
    text = lay_out([" ".join(line.split()) for line in lines])

    read_continuation(Continuation(text, before=(FIRST,)), FORM)


def test_read_as_continuation_takes_the_kept_words_and_picture() -> None:
    height, width = 900, 1600
    done, data = cv2.imencode(".jpg", np.full((height, width, 3), 255, np.uint8))
    reading = PageReading(width, height, 300, text=SECOND)

    found = read_as_continuation(ReadPage(reading, data.tobytes(), (FIRST,)), FORM, None, None)

    assert done
    assert by_name(found)["copies"] == "02"
