"""Signatures with looks: person, then agency, on a letter; verified and looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray
from pikepdf import pdfa

from benchmarks.position_sheets import Page, Sheet, as_pdf
from signing.appearance.find import find_place, look_at_page
from signing.appearance.looks import Look, Pen, draw_copy, draw_person, draw_seal
from signing.appearance.pictures import PictureKind, read_picture
from signing.appearance.places import PlaceTemplate
from signing.appearance.stamps import Box, CopyForm, Role, Stamp
from signing.identities import AGENCY_FIELD
from signing.keystore import SigningKey, open_key
from signing.pades.sign import sign_pdf
from signing.requests import Level, P12Source, SignRequest
from signing.validation.verify import verify_pdf
from signing.verdict import Integrity, Verdict
from tests.signing.appearance.conftest import BLUE, RED, png

SIGNER = "Lê Thị Hồng Điệp"
SCALE = 2
SHEETS = [Sheet(595, 842, turn) for turn in (0, 90, 180, 270)]
SHEETS += [Sheet(595, 842, 90, (30, 12)), Sheet(1191, 842), Sheet(595, 842, unit=2)]


@pytest.fixture
def key(officer: P12Source, password: bytearray) -> Iterator[SigningKey]:
    with open_key(officer, password) as opened:
        yield opened


def _letter(pen: Pen, folder: Path, sheet: Sheet) -> Path:
    page = Page(sheet, pen.face)
    page.write("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", sheet.width * 0.7, sheet.height - 70, 12, 0.5)
    page.write("CHỦ TỊCH", sheet.width * 0.7, 400, 13, 0.5)
    page.write(SIGNER, sheet.width * 0.7, 310, 13, 0.5)
    path = folder / "quyet-dinh.pdf"
    path.write_bytes(as_pdf([page], None))
    return path


def _stamp(pen: Pen, path: Path, role: Role, look: Look) -> Stamp:
    template = PlaceTemplate(look.size_pt, pen.rules)
    place = find_place(path, SIGNER, role, template)
    return Stamp(place.page_index, place.box, look.content)


def _seen(path: Path, box: Box) -> NDArray[np.int64]:
    """Pixels of a box of the first page as a viewer shows it."""
    seen = look_at_page(path, 0)
    left, bottom, right, top = seen.seen(box)
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        page = document[0]
        image = page.render(scale=SCALE * seen.unit).to_pil().convert("RGB")
        page.close()
    high = image.height
    crop = (left * SCALE, high - top * SCALE, right * SCALE, high - bottom * SCALE)
    return np.asarray(image.crop(tuple(map(round, crop))), dtype=np.int64)


def _is_ink(pixels: NDArray[np.int64], colour: tuple[int, ...]) -> NDArray[np.bool_]:
    return np.abs(pixels - np.array(colour[:3])).max(axis=2) < 25


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_person_and_agency_sign_visibly_and_valid(
    pen: Pen,
    tmp_path: Path,
    key: SigningKey,
    request_for: Callable[[Level], SignRequest],
    sheet: Sheet,
) -> None:
    letter, request = _letter(pen, tmp_path, sheet), request_for(Level.B_B)
    person = draw_person(pen, read_picture(png(BLUE), PictureKind.SIGNATURE))
    seal = draw_seal(pen, read_picture(png(RED, size=(445, 445)), PictureKind.SEAL))
    by_person, by_both = tmp_path / "1.pdf", tmp_path / "2.pdf"

    first = _stamp(pen, letter, Role.PERSON, person)
    sign_pdf(letter, by_person, key, request, first)
    second = _stamp(pen, by_person, Role.AGENCY, seal)
    sign_pdf(by_person, by_both, key, replace(request, field_name=AGENCY_FIELD), second)

    verdict = verify_pdf(by_both, request.trust_roots)
    assert verdict.verdict is not Verdict.INVALID
    assert verdict.integrity is Integrity.INTACT
    pixels = _seen(by_both, first.box)
    assert pixels.shape[1] > pixels.shape[0]
    # The picture is a frame: its upper and lower sides are ink, its middle is clear.
    assert _is_ink(pixels, BLUE)[2:4, 120:-20].all()
    assert _is_ink(pixels, (255, 255, 255))[40:60, 120:-20].all()
    assert _is_ink(_seen(by_both, second.box), RED)[2:4, 10:100].all()


def test_agency_signs_a_copy_in_the_corner(
    pen: Pen,
    tmp_path: Path,
    key: SigningKey,
    request_for: Callable[[Level], SignRequest],
) -> None:
    letter, request = _letter(pen, tmp_path, SHEETS[1]), request_for(Level.B_B)
    look = draw_copy(pen, CopyForm.TRUE_COPY, "Ủy ban nhân dân xã Cẩm Sơn", request.signed_at)
    signed = tmp_path / "sao-y.pdf"

    stamp = _stamp(pen, letter, Role.COPY, look)
    sign_pdf(letter, signed, key, replace(request, field_name=AGENCY_FIELD), stamp)

    seen = look_at_page(signed, 0)
    box = seen.seen(stamp.box)
    assert (seen.size_pt[0] - box[2], seen.size_pt[1] - box[3]) == pytest.approx(
        (42.52, 8), abs=0.01
    )
    pixels = _seen(signed, stamp.box)
    assert 0.05 < (pixels < 128).mean() < 0.4


def test_visible_signatures_keep_pdfa_2b_clean(
    pen: Pen,
    tmp_path: Path,
    key: SigningKey,
    request_for: Callable[[Level], SignRequest],
) -> None:
    archived, request = tmp_path / "a.pdf", request_for(Level.B_B)
    with pikepdf.open(_letter(pen, tmp_path, SHEETS[1])) as document:
        with document.open_metadata() as metadata:
            metadata["dc:title"] = "Quyết định"
        pdfa.save(document, archived, "2b")
    person = draw_person(pen, read_picture(png(BLUE), PictureKind.SIGNATURE))
    seal = draw_seal(pen, read_picture(png(RED, size=(445, 445)), PictureKind.SEAL))
    by_person, by_both = tmp_path / "1.pdf", tmp_path / "2.pdf"

    sign_pdf(archived, by_person, key, request, _stamp(pen, archived, Role.PERSON, person))
    second = _stamp(pen, by_person, Role.AGENCY, seal)
    sign_pdf(by_person, by_both, key, replace(request, field_name=AGENCY_FIELD), second)

    with pikepdf.open(by_both) as document:
        report = pdfa.check(document, "2b")
    assert [found for found in report.findings if found.kind == "violation"] == []
