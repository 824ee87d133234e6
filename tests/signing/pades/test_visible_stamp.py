"""A stamp is shown where it was put, upright, and the file stays an archive file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import pdfa

from signing.appearance.stamps import Stamp
from signing.errors import BadRequest
from signing.keystore import SigningKey
from signing.pades.prepared import sign_pdf
from signing.requests import Level, SignRequest
from signing.validation.verify import verify_pdf
from signing.verdict import Integrity

Builder = Callable[[Level], SignRequest]
RED, BLUE = (255, 0, 0), (0, 0, 255)


def pixel(path: Path, x: float, y: float) -> tuple[int, int, int]:
    """Colour of a page as shown, at points from its lower left corner as shown."""
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    page = document[0]
    image = page.render(scale=1, may_draw_forms=True).to_pil().convert("RGB")
    found: tuple[int, int, int] = image.getpixel((int(x), image.height - 1 - int(y)))
    page.close()
    document.close()
    return found


def turned(path: Path, turn: int) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[0].obj.Rotate = turn
        document.save(path)


# Where the blue (left) and the red (right) half of the look are on the page as shown.
@pytest.mark.parametrize(
    ("turn", "blue", "red"),
    [
        (0, (115, 130), (205, 130)),
        (90, (115, 435), (145, 435)),
        (180, (385, 712), (475, 712)),
        (270, (697, 160), (727, 160)),
    ],
)
def test_stamp_is_upright_on_turned_pages(
    turn: int,
    blue: tuple[int, int],
    red: tuple[int, int],
    plain: Path,
    key: SigningKey,
    look: Stamp,
    request_for: Builder,
) -> None:
    turned(plain, turn)

    sign_pdf(plain, plain, key, request_for(Level.B_B), look)

    assert (pixel(plain, *blue), pixel(plain, *red)) == (BLUE, RED)
    assert verify_pdf(plain).integrity is Integrity.INTACT


def test_stamp_widget_is_printed_and_locked_with_one_appearance(
    plain: Path, key: SigningKey, look: Stamp, request_for: Builder
) -> None:
    sign_pdf(plain, plain, key, request_for(Level.B_B), look)

    with pikepdf.open(plain) as document:
        (widget,) = document.pages[0].Annots
        assert int(widget.F) == 132
        assert list(widget.AP.keys()) == ["/N"]
        assert [float(number) for number in widget.Rect] == list(look.box)


@pytest.mark.parametrize(
    "change",
    [
        {"page_index": 1},
        {"page_index": -1},
        {"box": (100.0, 100.0, 100.0, 160.0)},
        {"box": (200.0, 100.0, 100.0, 160.0)},
        {"box": (500.0, 100.0, 620.0, 160.0)},
        {"box": (-10.0, 100.0, 110.0, 160.0)},
        {"box": (float("nan"), 100.0, 110.0, 160.0)},
        {"content": b"khong phai PDF"},
        {"content": b""},
    ],
)
def test_stamp_that_nobody_would_see_is_refused(
    change: dict[str, Any],
    plain: Path,
    key: SigningKey,
    look: Stamp,
    request_for: Builder,
    leftovers: Callable[[], list[str]],
) -> None:
    target = plain.with_name("signed.pdf")

    with pytest.raises(BadRequest):
        sign_pdf(plain, target, key, request_for(Level.B_B), replace(look, **change))

    assert not target.exists()
    assert leftovers() == []


def test_stamp_outside_the_crop_box_is_refused(
    plain: Path, key: SigningKey, look: Stamp, request_for: Builder
) -> None:
    with pikepdf.open(plain, allow_overwriting_input=True) as document:
        document.pages[0].obj.CropBox = pikepdf.Array([300, 300, 595, 842])
        document.save(plain)
    inside = replace(look, box=(310.0, 310.0, 430.0, 370.0))

    with pytest.raises(BadRequest):
        sign_pdf(plain, plain.with_name("x.pdf"), key, request_for(Level.B_B), look)
    sign_pdf(plain, plain, key, request_for(Level.B_B), inside)

    assert pixel(plain, 15, 40) == BLUE


def test_stamp_goes_into_the_place_of_an_empty_field(
    plain: Path, key: SigningKey, look: Stamp, request_for: Builder
) -> None:
    with pikepdf.open(plain, allow_overwriting_input=True) as document:
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T="NguoiKy_1",
                F=132,
                Rect=[300, 300, 420, 360],
                P=document.pages[0].obj,
            )
        )
        document.pages[0].obj.Annots = pikepdf.Array([field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
        document.save(plain)

    signed = sign_pdf(plain, plain, key, request_for(Level.B_B), look)

    assert signed.field_name == "NguoiKy_1"
    assert pixel(plain, 315, 330) == BLUE
    assert pixel(plain, 115, 130) == (255, 255, 255)


@pytest.mark.parametrize("level", [Level.B_B, Level.B_LTA])
def test_stamp_keeps_pdfa_2b_clean(
    level: Level, plain: Path, key: SigningKey, look: Stamp, request_for: Builder, tmp_path: Path
) -> None:
    archive = tmp_path / "a.pdf"
    with pikepdf.open(plain) as document:
        with document.open_metadata() as metadata:
            metadata["dc:title"] = "Quyết định"
        pdfa.save(document, archive, "2b")

    sign_pdf(archive, archive, key, request_for(level), look)

    with pikepdf.open(archive) as document:
        report = pdfa.check(document, "2b")
    assert [found for found in report.findings if found.kind == "violation"] == []
