"""Boxes as seen against boxes as stored, on turned, cut and scaled pages."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.appearance.page_geometry import SeenPage, seen_page
from signing.appearance.stamps import Box
from signing.errors import DamagedPdf

TURNS = (0, 90, 180, 270)
coordinates = st.floats(-500, 500, allow_nan=False)
sides = st.floats(20, 2000, allow_nan=False)


@st.composite
def pages(draw: st.DrawFn) -> SeenPage:
    left, bottom = draw(coordinates), draw(coordinates)
    shown = (left, bottom, left + draw(sides), bottom + draw(sides))
    return SeenPage(shown, draw(st.sampled_from(TURNS)), draw(st.floats(0.5, 10)))


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, bottom = draw(coordinates), draw(coordinates)
    return left, bottom, left + draw(sides), bottom + draw(sides)


@given(pages(), boxes())
def test_seen_of_stored_gives_the_box_back(page: SeenPage, box: Box) -> None:
    assert page.seen(page.stored(box)) == pytest.approx(box, abs=1e-6)


@given(pages())
def test_stored_whole_seen_page_is_the_shown_part(page: SeenPage) -> None:
    assert page.stored((0, 0, *page.size_pt)) == pytest.approx(page.shown, abs=1e-6)


@given(pages(), st.floats(0, 20), st.floats(0, 20))
def test_in_corner_keeps_its_distances(page: SeenPage, right: float, top: float) -> None:
    box = page.in_corner((10, 5), right_pt=right, top_pt=top)

    width, height = page.size_pt
    assert (width - box[2], height - box[3]) == pytest.approx((right, top))
    assert (box[2] - box[0], box[3] - box[1]) == pytest.approx((10, 5))


def _page(turn: int = 0, unit: float = 1.0) -> pikepdf.Pdf:
    """A sheet of 200 x 300 points of which a strip of 10 and 20 is cut off."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 300))
    page.obj.CropBox = pikepdf.Array([180, 30, 10, 280])
    page.obj.Rotate, page.obj.UserUnit = turn, unit
    return pdf


@pytest.mark.parametrize("turn", [*TURNS, -90, 450])
def test_seen_page_box_from_the_right_edge_is_drawn_there(turn: int) -> None:
    pdf = _page(turn)
    seen = seen_page(pdf.pages[0])
    left, bottom, right, top = seen.stored(seen.in_corner((40, 20), right_pt=10, top_pt=30))
    drawing = f"0 g {left} {bottom} {right - left} {top - bottom} re f".encode()
    pdf.pages[0].contents_add(drawing)
    made = io.BytesIO()
    pdf.save(made)

    pixels = pypdfium2.PdfDocument(made.getvalue())[0].render(grayscale=True).to_numpy()
    rows, columns = np.nonzero(pixels.reshape(pixels.shape[:2]) < 100)

    assert (pixels.shape[1], pixels.shape[0]) == tuple(map(int, seen.size_pt))
    assert (columns.min(), pixels.shape[1] - 1 - columns.max()) == (pixels.shape[1] - 50, 10)
    assert (rows.min(), rows.max()) == (30, 49)


def test_seen_page_user_unit_counts_in_points() -> None:
    pdf = _page(turn=90, unit=2)

    seen = seen_page(pdf.pages[0])

    assert seen.size_pt == (500, 340)
    assert seen.stored((0, 0, 20, 40)) == pytest.approx((160, 30, 180, 40))


def test_seen_page_inherits_from_the_tree() -> None:
    pdf = _page()
    node = pdf.Root.Pages
    node.Rotate, node.MediaBox = 270, pikepdf.Array([0, 0, 100, 50])
    for key in ("/Rotate", "/MediaBox", "/CropBox"):
        del pdf.pages[0].obj[key]

    seen = seen_page(pdf.pages[0])

    assert (seen.shown, seen.turn) == ((0, 0, 100, 50), 270)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("/Rotate", 45),
        ("/Rotate", pikepdf.Name.Left),
        ("/MediaBox", pikepdf.Array([0, 0, 0, 100])),
        ("/MediaBox", pikepdf.Array([0, 0, 100])),
        ("/CropBox", pikepdf.Array([900, 900, 950, 950])),
        ("/CropBox", pikepdf.Name.Odd),
        ("/UserUnit", -1),
    ],
)
def test_seen_page_without_sense_is_refused(key: str, value: object) -> None:
    pdf = _page()
    pdf.pages[0].obj[key] = value

    with pytest.raises(DamagedPdf):
        seen_page(pdf.pages[0])
