"""Cover sheets: what stands on them, and that a scan of them is understood."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from app.domain.cover_code import Cover, CoverKind, cover_text, read_cover
from app.domain.separation import SeparationRules
from app.services.cover_drawing import CoverSheet, draw_covers
from app.services.covers import CoverOrder, CoverPaper, TooManyCovers, print_covers
from app.services.separator_look import (
    SeparatorLook,
    SeparatorOrder,
    look_for_separators,
    marks_of,
)
from tests.fakes.counter_station import BIRTH, CounterStation

CODE = "H56.14-251027-00042"
QR = zxingcpp.BarcodeFormat.QRCode
Picture = NDArray[np.uint8]


def jpeg_of(picture: Picture) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=85, dpi=(200, 200))
    return file.getvalue()


def pages_of(data: bytes, dpi: int = 200) -> list[tuple[str, Picture]]:
    document = pdfium.PdfDocument(data)
    pages = []
    for page in document:
        text = " ".join(page.get_textpage().get_text_bounded().split())
        pages.append((text, page.render(scale=dpi / 72).to_numpy().copy()[:, :, :3]))
    document.close()
    return pages


def looked_at(picture: Picture) -> SeparatorLook:
    return look_for_separators(SeparatorOrder(jpeg_of(picture)))


def scan_like(picture: Picture, degrees: float) -> Picture:
    """Grey, soft, of low contrast, noisy and askew, as a poor scanner gives it."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    soft = cv2.GaussianBlur(gray, (0, 0), 1.0)
    askew = cv2.warpAffine(soft, turn, (width, height), borderValue=255)
    noise = np.random.default_rng(5).normal(0.0, 8.0, askew.shape)
    weak = np.clip(110 + 0.4 * askew + noise, 0, 255).astype(np.uint8)
    return np.repeat(weak[:, :, None], 3, axis=2)


def test_print_covers_names_code_procedure_unit_and_day() -> None:
    counter = CounterStation()
    home = counter.add_unread([], CODE, BIRTH)

    printed = print_covers(counter.station, CoverOrder((home,)))

    ((text, _),) = pages_of(printed.pdf, 72)
    assert printed.names == (CODE,)
    for told in ("TỜ BÌA HỒ SƠ", CODE, BIRTH, "H26", "tram-1", "27/10/2025"):
        assert told in text


@pytest.mark.parametrize("paper", list(CoverPaper))
@pytest.mark.parametrize("degrees", [-5.0, 0.0, 5.0])
def test_print_covers_poor_scan_of_the_sheet_is_understood(
    paper: CoverPaper, degrees: float
) -> None:
    counter = CounterStation()
    home = counter.add_unread([], CODE, BIRTH)
    printed = print_covers(counter.station, CoverOrder((home,), paper=paper))
    ((_, picture),) = pages_of(printed.pdf)

    seen = looked_at(scan_like(picture, degrees))

    (mark,) = marks_of(seen, SeparationRules())
    assert mark.cover is not None
    assert (mark.cover.kind, mark.cover.name) == (CoverKind.CODE, CODE)
    assert mark.cover.procedure == BIRTH


@pytest.mark.parametrize("paper", list(CoverPaper))
def test_print_covers_patch_is_read_beside_the_code(paper: CoverPaper) -> None:
    counter = CounterStation()
    home = counter.add_unread([], CODE)
    order = CoverOrder((home,), parting=1, paper=paper, patched=True)
    pages = pages_of(print_covers(counter.station, order).pdf)

    cover, parting = (looked_at(scan_like(picture, 3.0)) for _, picture in pages)

    assert len(cover.codes) == 1
    assert cover.patches
    assert set(cover.patches) == {("T",)}
    assert parting.codes == ()
    assert set(parting.patches) == {("T",)}


def test_print_covers_code_stands_top_left_with_its_quiet_zone() -> None:
    counter = CounterStation()
    home = counter.add_unread([], CODE)

    ((_, picture),) = pages_of(print_covers(counter.station, CoverOrder((home,))).pdf, 254)

    dark = np.argwhere(picture[:700, :700, 0] < 128)
    assert dark.min(axis=0) == pytest.approx([120, 120], abs=3)
    assert (picture[:117, :700, 0] > 250).all()
    assert (picture[:700, :117, 0] > 250).all()


@pytest.mark.parametrize("paper", list(CoverPaper))
@pytest.mark.parametrize("patched", [False, True])
@pytest.mark.parametrize("lost", ["top left", "bottom right"])
def test_print_covers_one_of_both_codes_torn_off_is_understood(
    paper: CoverPaper, lost: str, *, patched: bool
) -> None:
    counter = CounterStation()
    home = counter.add_unread([], CODE, BIRTH)
    printed = print_covers(counter.station, CoverOrder((home,), paper=paper, patched=patched))
    ((_, picture),) = pages_of(printed.pdf)
    torn = picture.copy()
    corner = np.s_[:390, :390] if lost == "top left" else np.s_[-390:, -390:]
    torn[corner] = 255

    seen = looked_at(scan_like(torn, 2.0))

    assert {text for _, text in seen.codes} == {text for _, text in looked_at(picture).codes}
    assert [mark.cover.name for mark in marks_of(seen, SeparationRules()) if mark.cover] == [CODE]


def test_print_covers_codes_have_the_highest_level_of_correction() -> None:
    counter = CounterStation()
    home = counter.add_unread([], CODE, BIRTH)
    ((_, picture),) = pages_of(print_covers(counter.station, CoverOrder((home,))).pdf)

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats((QR,)))

    assert [code.ec_level for code in found] == ["H", "H"]


@pytest.mark.parametrize("paper", list(CoverPaper))
@pytest.mark.parametrize("patched", [False, True])
def test_draw_covers_long_text_stays_clear_of_both_codes(
    paper: CoverPaper, *, patched: bool
) -> None:
    home = "018F2C3A-77AB-8CDE-9F01-23456789ABCD"
    text = cover_text(Cover(CoverKind.ID, home, "1.001193.000.00.00.H26"))
    rows = tuple(
        (f"Dòng {number}", "Ủy ban nhân dân phường Thử Nghiệm " * 2) for number in range(4)
    )
    sheets = [
        CoverSheet(text, "TỜ BÌA HỒ SƠ", home, told, "Đặt tờ này lên trên. " * told_notes, patched)
        for told, told_notes in ((rows, 6), ((), 0))
    ]

    full, bare = (pages_of(draw_covers((sheet,), paper.value), 254)[0][1] for sheet in sheets)

    side = (41 + 2 * 4) * 10
    for cut in (np.s_[80 : 80 + side, 80 : 80 + side], np.s_[-80 - side : -80, -80 - side : -80]):
        assert (full[cut] == bare[cut]).all()
    assert (full[-60:] == 255).all()
    assert (full[:, -60:] == 255).all()


def test_look_for_separators_cover_of_an_older_print_is_understood() -> None:
    """One code of the lowest level, as covers had before; a stamp lies over it."""
    text = cover_text(Cover(CoverKind.CODE, CODE, BIRTH))
    made = zxingcpp.create_barcode(text, QR, ec_level="L")
    small = np.asarray(made.to_image(scale=1, add_quiet_zones=False))
    gray = np.full((2339, 1654), 250, np.uint8)
    code = np.kron(small, np.ones((8, 8), np.uint8))
    gray[94 : 94 + code.shape[0], 94 : 94 + code.shape[1]] = code
    ink = np.full_like(gray, 255)
    cv2.putText(ink, "DA THU PHI", (20, 240), 0, 2.4, 80, 14)
    cv2.rectangle(ink, (20, 150), (460, 330), 80, 8)
    stamped = np.repeat(np.minimum(gray, ink)[:, :, None], 3, axis=2)

    ((_, read),) = looked_at(stamped).codes

    assert read == text


def test_print_covers_blank_ones_have_names_of_their_own_and_no_procedure() -> None:
    counter = CounterStation()

    first = print_covers(counter.station, CoverOrder(blanks=3))
    second = print_covers(counter.station, CoverOrder(blanks=2))

    names = (*first.names, *second.names)
    assert len(set(names)) == 5
    assert all(name.startswith("TRAM-1-251027-000") for name in names)
    ((_, picture), *_) = pages_of(first.pdf)
    ((_, text),) = looked_at(picture).codes
    cover = read_cover(text)
    assert cover is not None
    assert (cover.kind, cover.name) == (CoverKind.BLANK, first.names[0])


def test_print_covers_dossier_without_a_code_is_named_by_its_id() -> None:
    counter = CounterStation()
    home = counter.add_unread([])

    printed = print_covers(counter.station, CoverOrder((home,)))

    assert printed.names == (home.upper(),)


@pytest.mark.parametrize("blanks", [0, 501])
def test_print_covers_none_or_too_many_are_refused(blanks: int) -> None:
    with pytest.raises(TooManyCovers):
        print_covers(CounterStation().station, CoverOrder(blanks=blanks))


def test_print_covers_every_print_is_in_the_audit() -> None:
    counter = CounterStation()
    home = counter.add_unread([], CODE)

    print_covers(counter.station, CoverOrder((home,), blanks=2))

    acts = [entry.act for entry in counter.store.audit_entries()]
    printed = [(act.object_id, act.note) for act in acts if act.action == "cover.print"]
    assert printed == [(home, "a4"), ("tram-1", "2 blank, 0 parting, a4")]


def test_look_for_separators_blank_page_is_told_where_asked() -> None:
    white = np.full((2339, 1654, 3), 255, np.uint8)

    assert look_for_separators(SeparatorOrder(jpeg_of(white), blank=True)).is_blank
    assert not look_for_separators(SeparatorOrder(jpeg_of(white))).is_blank
