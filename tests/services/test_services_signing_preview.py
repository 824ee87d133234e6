"""Pages as they are signed: drawn with stamps, places of stamps, findings and verdicts."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.domain.signing import StampKind
from app.errors import LibraryError
from app.services.signing_check import CheckRules
from app.services.signing_preview import (
    check_signatures,
    draw_page,
    find_stamp_place,
    inspect_file,
)
from app.services.stamp_jobs import StampOrder
from tests.fakes.counter_station import small_pdf

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
BOX = (100, 100, 220, 160)


def with_stamp(turn: int = 0) -> bytes:
    """A page that carries a signature field with a red look."""
    with pikepdf.open(io.BytesIO(small_pdf(["Hello"]))) as pdf:
        look = pdf.make_stream(b"1 0 0 rg 0 0 120 60 re f")
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = pikepdf.Array([0, 0, 120, 60])
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T="NguoiKy_1",
                F=132,
                Rect=pikepdf.Array(BOX),
                AP=pikepdf.Dictionary(N=look),
            )
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([field])
        pdf.pages[0].obj.Rotate = turn
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_draw_page_shows_stamps_of_signatures() -> None:
    data = with_stamp()

    page = draw_page(data, 0, 72)

    middle = picture(page.png).getpixel((160, 842 - 130))
    assert middle == (255, 0, 0)
    assert page.size_pt == (595.0, 842.0)
    assert page.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_seen_box_of_a_turned_page_leads_to_its_place_in_the_file(turn: int) -> None:
    page = draw_page(with_stamp(turn), 0, 72)
    shown = picture(page.png)
    red = [
        (x, y)
        for x in range(0, shown.width, 2)
        for y in range(0, shown.height, 2)
        if shown.getpixel((x, y)) == (255, 0, 0)
    ]

    left, right = min(x for x, _ in red), max(x for x, _ in red)
    top, bottom = min(y for _, y in red), max(y for _, y in red)
    stored = page.stored((left, page.size_pt[1] - bottom, right, page.size_pt[1] - top))

    assert stored == pytest.approx(BOX, abs=4)


def test_draw_page_of_a_path_is_that_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(with_stamp())

    assert draw_page(str(path), 0, 40) == draw_page(path.read_bytes(), 0, 40)


@pytest.mark.parametrize(("data", "index"), [(b"no pdf", 0), (small_pdf(["x"]), 1)])
def test_draw_page_that_is_not_there_is_an_error(data: bytes, index: int) -> None:
    with pytest.raises(LibraryError):
        draw_page(data, index, 72)


def test_place_that_nothing_tells_has_to_be_looked_at(tmp_path: Path) -> None:
    sketch = tmp_path / "ky.png"
    ground = Image.new("RGBA", (600, 260), (0, 0, 0, 0))
    ground.paste((10, 40, 170, 255), (100, 100, 500, 130))
    ground.save(sketch, dpi=(300, 300))
    order = StampOrder(StampKind.PERSON, str(sketch))

    place = find_stamp_place(small_pdf(["one", "two"]), order, "Nguyễn Văn An", NOW)

    assert place.needs_look
    assert place.confidence == 0
    assert place.spot.page_index == 1
    assert 0 < place.seen[0] < place.seen[2] < 595
    assert picture(place.png).size[0] > 100


def test_place_of_a_copy_mark_is_sure() -> None:
    order = StampOrder(StampKind.COPY, agency="UBND xã Hòa Lợi")

    place = find_stamp_place(small_pdf(["one", "two"]), order, "", NOW)

    assert not place.needs_look
    assert place.spot.page_index == 0


def test_missing_picture_is_an_error_with_a_code() -> None:
    with pytest.raises(LibraryError):
        find_stamp_place(small_pdf(["x"]), StampOrder(StampKind.PERSON, "/không/có.png"), "", NOW)


def test_inspect_file_names_what_acts_by_itself() -> None:
    with pikepdf.open(io.BytesIO(small_pdf(["x"]))) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        stream = io.BytesIO()
        pdf.save(stream)

    found = inspect_file(stream.getvalue())

    assert ("script", True) in found
    assert inspect_file(small_pdf(["x"])) == ()


def test_check_gives_verdict_and_report() -> None:
    checked = check_signatures(small_pdf(["x"]), "a.pdf", CheckRules(), NOW)

    assert checked.verdict["verdict"] == "unsigned"
    assert checked.verdict["path"] == "a.pdf"
    assert b"ValidationReport" in checked.report
