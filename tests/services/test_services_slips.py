"""Receipts and station slips on paper: what they say, that they differ, that prints are noted."""

from __future__ import annotations

import numpy as np
import pypdfium2 as pdfium
import pytest
import zxingcpp

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.manifest import manifest_from_json
from app.domain.submission import ReceiptRecord, Submission, SubmissionState, advance
from app.province.statements import Answer
from app.services import assemble, deliver, review
from app.services.sign import Key, sign_dossier
from app.services.slip_drawing import SlipLine, draw_slip
from app.services.slips import (
    NARROW_COLUMNS,
    NothingToPrint,
    PaperSize,
    SlipKind,
    print_slip,
    print_text,
    slip_of,
    slip_text,
)
from tests.fakes.counter_station import KEY, PIN, CounterStation, reading
from tests.fakes.signed_receipts import signed
from tests.province.bag_samples import statements

SHEET = b"\x89PNG one"
WARNING = "KHÔNG PHẢI BIÊN NHẬN"


def queued(counter: CounterStation) -> Submission:
    home = counter.add_dossier([(SHEET, reading(paper="Tờ khai đăng ký khai sinh"))])
    review.finish_review(counter.station, home)
    assemble.build(counter.station, home)
    sign_dossier(counter.station, home, Key(KEY, bytearray(PIN.encode())))
    return deliver.enqueue(counter.station, home)


def acked(counter: CounterStation, submission: Submission, jws: str) -> None:
    done = advance(submission, SubmissionState.ACKED)
    record = ReceiptRecord(submission.id, "BN-17", jws, counter.station.stamp())
    counter.store.acknowledge(done, record, counter.station.act("submission.acked", submission.id))


def server_receipt() -> str:
    claims = {
        "iss": "tinh-mau",
        "receipt_no": "BN-17",
        "dossier_id": "hs-17",
        "client_ref": "x",
        "manifest_sha256": "0" * 64,
        "committed_at": "2026-11-22T01:00:00Z",
    }
    return signed(claims)


def station_statement(counter: CounterStation, submission: Submission) -> str:
    data = counter.vault.get(submission.dossier_id, submission.manifest)
    answer = Answer("folder", "BN-17", "hs-17")
    return statements().receipt(answer, manifest_from_json(data)).jws


def page_of(data: bytes, dpi: int = 200) -> tuple[str, np.ndarray]:
    document = pdfium.PdfDocument(data)
    page = document[0]
    text = page.get_textpage().get_text_bounded()
    image = page.render(scale=dpi / 72).to_numpy().copy()
    document.close()
    return " ".join(text.split()), image


def test_slip_of_unsealed_dossier_is_refused() -> None:
    counter = CounterStation()
    home = counter.add_dossier([(SHEET, reading())])

    with pytest.raises(NothingToPrint):
        slip_of(counter.station, home)


def test_slip_before_the_receipt_says_that_it_is_none() -> None:
    counter = CounterStation()

    slip = slip_of(counter.station, queued(counter).dossier_id)

    assert slip.kind is SlipKind.STATION
    assert WARNING in slip.title
    assert slip.notes[0] == WARNING
    assert counter.store.dossier(queued(counter).dossier_id).state is DossierState.SEALED


def test_slip_of_a_signed_receipt_names_number_and_time() -> None:
    counter = CounterStation()
    submission = queued(counter)
    acked(counter, submission, server_receipt())

    slip = slip_of(counter.station, submission.dossier_id)

    assert slip.kind is SlipKind.RECEIPT
    assert ("Số biên nhận", "BN-17") in slip.rows
    assert ("Thời điểm tiếp nhận", "08:00 ngày 22/11/2026") in slip.rows
    assert slip.code == f"tinh-mau#BN-17#{submission.manifest_sha256[:16]}"


def test_slip_of_a_statement_says_that_nobody_signed() -> None:
    counter = CounterStation()
    submission = queued(counter)
    acked(counter, submission, station_statement(counter, submission))

    slip = slip_of(counter.station, submission.dossier_id)

    assert slip.kind is SlipKind.STATEMENT
    assert "BIÊN NHẬN" not in slip.title
    assert slip.notes[0] == "KHÔNG CÓ CHỮ KÝ CỦA HỆ THỐNG TIẾP NHẬN"


@pytest.mark.parametrize("size", list(PaperSize))
def test_print_slip_can_be_read_by_eye_and_by_scanner(size: PaperSize) -> None:
    counter = CounterStation()
    submission = queued(counter)

    data = print_slip(counter.station, submission.dossier_id, size)

    text, image = page_of(data)
    slip = slip_of(counter.station, submission.dossier_id)
    assert text.count(WARNING) >= 2 or size is PaperSize.ROLL_80
    assert "Mã băm hồ sơ" in text
    found = zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormat.QRCode)
    assert [each.text for each in found] == [slip.code]
    assert "Nguyễn" not in text


def test_print_slip_with_a_spoiled_place_in_the_code_is_still_read() -> None:
    code = "https://mot-cua.mau.gov.vn/tra-cuu?ma=H26-2026-000123&bn=8f3a1c"
    _, image = page_of(draw_slip((SlipLine("TIÊU ĐỀ", title=True),), code, "a5"))
    (found,) = zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormat.QRCode)
    near, far = found.position.top_left, found.position.bottom_right
    side = far.x - near.x
    left, top = near.x + side * 42 // 100, near.y + side * 42 // 100

    image[top : top + side // 4, left : left + side // 4] = 255

    (again,) = zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormat.QRCode)
    assert again.text == code


def test_printed_receipt_and_station_slip_differ_at_the_edge() -> None:
    lines = (SlipLine("TIÊU ĐỀ", title=True), SlipLine("nội dung"))
    framed = (SlipLine("TIÊU ĐỀ", title=True, framed=True), SlipLine("nội dung"))

    plain, edged = (page_of(draw_slip(each, "x", "a5"), 50)[1] for each in (lines, framed))

    assert plain.shape == edged.shape
    assert plain[plain.shape[0] // 2, : plain.shape[1] // 5].min() == 255
    assert edged[edged.shape[0] // 2, : edged.shape[1] // 5].min() < 128


def test_draw_slip_letter_that_the_font_lacks_does_not_stop_the_print() -> None:
    data = draw_slip((SlipLine("số \U0001f600 " + "x" * 400),), "x", "80")

    assert "số ?" in page_of(data)[0]


def test_print_text_fits_the_narrow_printer() -> None:
    counter = CounterStation()
    submission = queued(counter)

    text = print_text(counter.station, submission.dossier_id)

    assert max(map(len, text.splitlines())) <= NARROW_COLUMNS
    assert text.startswith("*" * NARROW_COLUMNS)
    assert WARNING in " ".join(text.split())


def test_slip_text_of_a_receipt_has_another_edge() -> None:
    counter = CounterStation()
    submission = queued(counter)
    acked(counter, submission, server_receipt())

    text = slip_text(slip_of(counter.station, submission.dossier_id), NARROW_COLUMNS)

    assert text.startswith("=" * NARROW_COLUMNS)


def test_print_again_is_noted_as_a_reprint() -> None:
    counter = CounterStation()
    home: DossierId = queued(counter).dossier_id

    print_text(counter.station, home)
    print_text(counter.station, home)

    acts = [entry.act.action for entry in counter.store.audit_entries()]
    assert [act for act in acts if act.startswith("slip.")] == ["slip.print", "slip.reprint"]
