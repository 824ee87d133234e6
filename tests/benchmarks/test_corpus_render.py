from __future__ import annotations

import random

import pytest

from benchmarks.corpus.errors import LayoutError
from benchmarks.corpus.marks import draw_qr, round_seal, signature
from benchmarks.corpus.render import Cell, FormStyle, Ink, Leaders, Sheet, clean_label, px
from benchmarks.corpus.tables import TableStyle, draw_table
from benchmarks.corpus.truth import Affine

STYLE = FormStyle(label=Ink(), value=Ink(), left_px=40, right_px=960, line_px=80)


def ink_box(sheet: Sheet, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    grey = sheet.image.convert("L").point(lambda level: 255 if level < 128 else 0)
    found = grey.crop(box).getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("Nơi cư trú: (2)", "Nơi cư trú"),
        ("Họ, chữ đệm, tên:", "Họ, chữ đệm, tên"),
        ("1. Tên hộ kinh doanh:", "Tên hộ kinh doanh"),
        ("Cân nặng (gam):", "Cân nặng (gam)"),
        ("Số / No.:", "Số / No."),
    ],
)
def test_clean_label_colon_number_and_footnote_dropped(printed: str, label: str) -> None:
    assert clean_label(printed) == label


@pytest.mark.parametrize("leaders", list(Leaders))
def test_row_value_box_holds_the_printed_value(leaders: Leaders) -> None:
    sheet = Sheet((1000, 300))
    style = FormStyle(label=Ink(), value=Ink(), left_px=40, right_px=960, leaders=leaders)

    sheet.row(120, style, Cell("Giới tính:", "child.sex", "Nữ"), Cell("Dân tộc:", at=0.5))
    truth = sheet.truth("x", "X")

    assert truth.value_of("child.sex") == "Nữ"
    assert truth.fields[0].label == "Giới tính"
    left, top, right, bottom = ink_box(sheet, truth.fields[0].box)
    box = truth.fields[0].box
    assert right - left > 0.9 * (box[2] - box[0])
    assert bottom - top > 0.8 * (box[3] - box[1])


def test_row_long_value_wraps_and_keeps_one_field() -> None:
    sheet = Sheet((1000, 600))
    text = "Bệnh viện đa khoa khu vực số 7, xã Hoằng Tiến, tỉnh Thanh Hóa"

    after = sheet.row(100, STYLE, Cell("Nơi sinh: (4)", "child.birth_place", text))
    truth = sheet.truth("x", "X")

    assert after == 100 + 2 * STYLE.line_px
    assert truth.lines[0].text.startswith("Nơi sinh: (4) Bệnh viện")
    assert " ".join(line.text for line in truth.lines) == f"Nơi sinh: (4) {text}"
    assert truth.value_of("child.birth_place") == text


def test_row_first_cell_too_long_is_refused() -> None:
    sheet = Sheet((1000, 600))

    with pytest.raises(LayoutError, match=r"owner\.name"):
        sheet.row(
            100,
            STYLE,
            Cell("Tên:", "owner.name", "Nguyễn Thị Thanh Phượng"),
            Cell("Tuổi:", "owner.age", "20", at=0.3),
        )


def test_value_of_unknown_field_raises_key_error() -> None:
    truth = Sheet((100, 100)).truth("x", "X")

    with pytest.raises(KeyError):
        truth.value_of("nobody")


def test_draw_qr_too_long_for_its_place_is_refused() -> None:
    sheet = Sheet((400, 400))

    with pytest.raises(LayoutError, match="modules"):
        draw_qr(sheet, "x" * 900, (10, 10, 150))


def test_draw_table_rows_stand_below_each_other() -> None:
    sheet = Sheet((1000, 800))
    rows = (("STT", "Tên ngành"), ("1", "May trang phục"), ("2", "Sửa chữa xe máy"))

    bottom, boxes = draw_table(sheet, 50, rows, TableStyle(left_px=40, widths_px=(150, 700)))

    tops = [row[1][1] for row in boxes]
    assert tops == sorted(tops)
    assert boxes[-1][1][3] < bottom < 800


def test_marks_seal_is_red_and_signature_blue() -> None:
    seal = round_seal(random.Random(1), upper="CON DẤU MẪU", lower="THỬ")
    pen = signature(random.Random(1))

    seal_red, seal_green, _ = seal.resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]  # RGB
    pen_red, _, pen_blue = pen.resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]  # RGB
    assert seal_red > seal_green
    assert pen_blue > pen_red
    assert seal.size == (425, 425)
    assert px(36) == 425


def test_affine_then_applies_in_order() -> None:
    moved = Affine(c=10.0, f=20.0)
    doubled = Affine(a=2.0, e=2.0)

    assert moved.then(doubled).box((0, 0, 5, 5)) == (20, 40, 30, 50)
    assert doubled.then(moved).box((0, 0, 5, 5)) == (10, 20, 20, 30)
