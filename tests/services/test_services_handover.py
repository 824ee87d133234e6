"""The slip that goes with papers: what it lists, its number, its audit, and the commands' view."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from app.domain.ids import DossierId
from app.services.handover import (
    NothingToHandOver,
    print_handover,
    save_handover,
    sealed_today,
)
from app.services.handover_drawing import HandoverSheet, draw_handover, lines_of
from tests.fakes.counter_station import BIRTH, CounterStation

CODE = "H56.14-251027-00042"


def text_of(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return texts


def test_print_handover_lists_code_procedure_sheets_and_fate() -> None:
    counter = CounterStation()
    home = counter.add_unread([b"one", b"two"], CODE, BIRTH)

    data, sheet = print_handover(counter.station, (home,))

    (text,) = text_of(data)
    for told in ("PHIẾU BÀN GIAO HỒ SƠ", CODE, BIRTH, "chưa ký gửi", "NGƯỜI GIAO", "NGƯỜI NHẬN"):
        assert told in text
    assert sheet.rows[0][3] == "2"
    assert "1 hồ sơ, 2 trang giấy" in text
    assert any(CODE in line for line in lines_of(sheet))


def test_print_handover_has_a_fresh_number_each_time_and_is_audited() -> None:
    counter = CounterStation()
    home = counter.add_unread([b"one"], CODE, BIRTH)

    first = print_handover(counter.station, (home,))[1].head[0]
    second = print_handover(counter.station, (home,))[1].head[0]

    told = [
        entry.act for entry in counter.store.audit_entries() if entry.act.action == "handover.print"
    ]
    assert first != second
    assert [act.object_id for act in told] == [home, home]
    assert all(act.note in f"{first} {second}" for act in told)


@pytest.mark.parametrize("count", [0, 501])
def test_print_handover_refuses_none_and_too_many(count: int) -> None:
    counter = CounterStation()

    with pytest.raises(NothingToHandOver):
        print_handover(counter.station, (DossierId("x"),) * count)


def test_sealed_today_is_empty_where_nothing_was_sealed(tmp_path: Path) -> None:
    counter = CounterStation()
    home = counter.add_unread([b"one"], CODE, BIRTH)

    assert sealed_today(counter.station) == ()
    target = tmp_path / "slip.pdf"
    save_handover(counter.station, (home,), target)
    assert target.read_bytes().startswith(b"%PDF")


def test_draw_handover_repeats_its_headings_on_every_page() -> None:
    rows = tuple(
        (str(n), f"{CODE}-{n}", "Đăng ký khai sinh", "3", "chưa ký gửi") for n in range(80)
    )
    headings = ("STT", "Mã hồ sơ", "Thủ tục", "Số trang", "Hồ sơ điện tử")
    sheet = HandoverSheet("PHIẾU", ("Số: 1",), headings, rows, "Tổng", ("A", "B"), "(ký)")

    pages = text_of(draw_handover(sheet))

    assert len(pages) > 1
    assert all("Mã hồ sơ" in page for page in pages[:-1])
    assert sum(page.count(CODE) for page in pages) == 80
