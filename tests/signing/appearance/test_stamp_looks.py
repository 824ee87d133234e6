"""Looks of signatures by NĐ 30/2020/NĐ-CP, Appendix I."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import numpy as np
import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest

from signing.appearance.looks import (
    Look,
    Pen,
    draw_appendix,
    draw_check,
    draw_copy,
    draw_person,
    draw_seal,
    written_time,
)
from signing.appearance.pictures import PictureKind, PictureNotice, read_picture
from signing.appearance.stamps import CopyForm
from signing.errors import TextNotDrawable
from tests.signing.appearance.conftest import BLUE, RED, png

AGENCY = "Ủy ban nhân dân xã Cẩm Sơn"
SEAL_36_MM_PX = 425 + 20


def _seal(pen: Pen, dpi: float = 300) -> Look:
    size = (SEAL_36_MM_PX, SEAL_36_MM_PX)
    return draw_seal(pen, read_picture(png(RED, size=size, dpi=dpi), PictureKind.SEAL))


def _lines(look: Look) -> list[str]:
    text = pypdfium2.PdfDocument(look.content)[0].get_textpage().get_text_range()
    return text.splitlines()


def _pixels(look: Look) -> np.ndarray:
    bitmap = pypdfium2.PdfDocument(look.content)[0].render(scale=4)
    return np.array(bitmap.to_pil().convert("RGB")).astype(int)


@pytest.mark.parametrize(
    ("form", "first"),
    [
        (CopyForm.TRUE_COPY, "SAO Y"),
        (CopyForm.RECOPY, "SAO LỤC"),
        (CopyForm.EXTRACT, "TRÍCH SAO"),
    ],
)
def test_draw_copy_writes_form_agency_and_time(
    pen: Pen, moment: datetime, form: CopyForm, first: str
) -> None:
    look = draw_copy(pen, form, AGENCY, moment)

    assert _lines(look) == [first, AGENCY, "2026-11-22T14:05:33+07:00"]


def test_draw_copy_is_ten_point_black_text_without_picture(pen: Pen, moment: datetime) -> None:
    look = draw_copy(pen, CopyForm.TRUE_COPY, AGENCY, moment)

    with pikepdf.open(io.BytesIO(look.content)) as pdf:
        page = pdf.pages[0]
        assert "/XObject" not in page.Resources
        assert b"/F1 10.000 Tf" in page.Contents.read_bytes()
        assert "LiberationSerif" in str(page.Resources.Font.F1.BaseFont)
    pixels = _pixels(look)
    assert np.ptp(pixels, axis=2).max() == 0
    assert pixels.min() < 40


def test_draw_copy_fits_above_the_national_title(pen: Pen, moment: datetime) -> None:
    top_margin_pt = 20 * 72 / 25.4

    look = draw_copy(pen, CopyForm.TRUE_COPY, AGENCY, moment)

    assert look.size_pt[1] + pen.rules.corner.edge_gap_pt < top_margin_pt


def test_draw_copy_long_agency_is_broken_between_words(pen: Pen, moment: datetime) -> None:
    agency = "Trung tâm Phục vụ hành chính công và Xúc tiến đầu tư tỉnh Đồng Tháp Mười"

    look = draw_copy(pen, CopyForm.TRUE_COPY, agency, moment)

    assert len(_lines(look)) == 4
    assert " ".join(_lines(look)[1:3]) == agency
    assert look.size_pt[0] <= pen.rules.corner.widest_pt


def test_draw_copy_decomposed_name_is_written_composed(pen: Pen, moment: datetime) -> None:
    import unicodedata

    look = draw_copy(pen, CopyForm.TRUE_COPY, unicodedata.normalize("NFD", AGENCY), moment)

    assert _lines(look)[1] == AGENCY


def test_draw_appendix_writes_number_and_time(pen: Pen, moment: datetime) -> None:
    look = draw_appendix(pen, "203/QĐ-UBND", moment)

    assert _lines(look) == ["203/QĐ-UBND", "2026-11-22T14:05:33+07:00"]


def test_draw_check_is_one_small_line(pen: Pen, moment: datetime) -> None:
    look = draw_check(pen, "Lê Thị Hồng Điệp", moment)

    assert _lines(look) == ["Lê Thị Hồng Điệp, 2026-11-22T14:05:33+07:00"]
    assert look.size_pt[1] < 9


def test_draw_seal_has_its_true_size(pen: Pen) -> None:
    look = _seal(pen)

    assert look.size_pt == pytest.approx((102, 102), abs=0.2)
    assert look.notices == ()


@pytest.mark.parametrize(
    ("dpi", "notice"),
    [(0, PictureNotice.NO_TRUE_SIZE), (72, PictureNotice.ODD_TRUE_SIZE)],
)
def test_draw_seal_without_believable_size_gets_the_usual_one(
    pen: Pen, dpi: float, notice: PictureNotice
) -> None:
    look = _seal(pen, dpi)

    assert look.size_pt == pytest.approx((102, 102), abs=0.2)
    assert notice in look.notices


def test_draw_seal_leaves_black_text_below_readable(pen: Pen) -> None:
    look = _seal(pen)

    with pikepdf.open(io.BytesIO(look.content)) as pdf:
        page = pdf.pages[0]
        assert page.Resources.ExtGState.Multiply.BM == "/Multiply"
        page.contents_add(b"0 g 0 50 102 4 re f", prepend=True)
        made = io.BytesIO()
        pdf.save(made)
    pixels = _pixels(Look(made.getvalue(), look.size_pt))
    row = pixels[pixels.shape[0] // 2 - 4, :, :]
    assert row.max() < 30


def test_draw_person_keeps_ratio_within_the_rule(pen: Pen) -> None:
    picture = read_picture(png(BLUE, size=(1220, 320)), PictureKind.SIGNATURE)

    look = draw_person(pen, picture)

    assert look.size_pt == pytest.approx((130, 130 / 4), abs=0.01)
    assert look.notices == ()
    pixels = _pixels(look)
    assert (pixels[2, 2] - np.array(BLUE[:3])).max() < 10
    assert tuple(pixels[pixels.shape[0] // 2, pixels.shape[1] // 2]) == (255, 255, 255)


def test_draw_person_coarse_picture_is_remarked(pen: Pen) -> None:
    picture = read_picture(png(BLUE, size=(120, 60)), PictureKind.SIGNATURE)

    look = draw_person(pen, picture)

    assert look.notices == (PictureNotice.COARSE,)


def test_draw_person_fine_picture_loses_needless_pixels(pen: Pen) -> None:
    picture = read_picture(png(BLUE, size=(3000, 1200)), PictureKind.SIGNATURE)

    look = draw_person(pen, picture)

    with pikepdf.open(io.BytesIO(look.content)) as pdf:
        image = pdf.pages[0].Resources.XObject.Im0
        assert int(image.Width) <= 130 / 72 * 300 + 1
        assert int(image.SMask.Width) == int(image.Width)


def test_pen_draws_the_same_look_once(pen: Pen, moment: datetime) -> None:
    picture = read_picture(png(), PictureKind.SIGNATURE)

    assert draw_person(pen, picture) is draw_person(pen, picture)
    first = draw_copy(pen, CopyForm.TRUE_COPY, AGENCY, moment)
    assert draw_copy(pen, CopyForm.TRUE_COPY, AGENCY, moment) is first
    assert draw_copy(pen, CopyForm.RECOPY, AGENCY, moment) is not first


def test_looks_drawn_by_another_pen_have_the_same_bytes(pen: Pen, moment: datetime) -> None:
    other = Pen(pen.face, pen.rules)

    assert draw_check(pen, "An", moment).content == draw_check(other, "An", moment).content
    assert _seal(pen).content == _seal(other).content


def test_looks_on_a_page_are_conformant_pdfa(pen: Pen, moment: datetime, tmp_path: Path) -> None:
    signature = draw_person(pen, read_picture(png(), PictureKind.SIGNATURE))
    looks = [signature, _seal(pen), draw_copy(pen, CopyForm.TRUE_COPY, AGENCY, moment)]
    base = pikepdf.new()
    page = base.add_blank_page(page_size=(595, 842))
    for number, look in enumerate(looks):
        with pikepdf.open(io.BytesIO(look.content)) as drawn:
            box = pikepdf.Rectangle(50, 200 * number + 50, 200, 200 * number + 200)
            page.add_overlay(drawn.pages[0], box)
    with base.open_metadata() as metadata:
        metadata["dc:title"] = "Thử"

    report = pikepdf.pdfa.save(base, tmp_path / "out.pdf", "2b")

    assert not list(report.violations)


@pytest.mark.parametrize("agency", ["", "   ", "x" * 500, "Xã \U0001f600"])
def test_draw_copy_text_that_cannot_be_drawn_is_refused(
    pen: Pen, moment: datetime, agency: str
) -> None:
    with pytest.raises(TextNotDrawable):
        draw_copy(pen, CopyForm.TRUE_COPY, agency, moment)


def test_written_time_without_zone_is_refused(moment: datetime) -> None:
    with pytest.raises(TextNotDrawable):
        written_time(moment.replace(tzinfo=None))
