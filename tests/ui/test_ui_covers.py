"""Cover sheets printed from the list of dossiers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
from pytestqt.qtbot import QtBot

from app.ui.counter import Counter
from app.ui.cover_printing import SEVERAL, CoverPrinting, Sheets
from tests.fakes.counter_station import CounterStation

CODE = "H26-251027-0001"
Opener = Callable[..., Counter]


def pages_of(file: Path) -> list[str]:
    document = pdfium.PdfDocument(file.read_bytes())
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def test_print_cover_of_the_chosen_dossier_saves_a_pdf(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tmp_path: Path
) -> None:
    home = world.add_unread([], CODE)
    window = open_counter().window
    printing = window.queue.findChild(CoverPrinting)
    qtbot.waitUntil(lambda: window.queue_model.row_of(home) >= 0)
    window.queue.select(home)

    printing.ask(Sheets.DOSSIER)
    printing.dialog.close()
    printing.print_to(str(tmp_path / "bia.pdf"))
    qtbot.waitUntil((tmp_path / "bia.pdf").exists, timeout=20_000)

    (text,) = pages_of(tmp_path / "bia.pdf")
    assert CODE in text


def test_print_blank_covers_and_parting_sheets_needs_no_dossier(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_counter().window
    printing = window.queue.findChild(CoverPrinting)

    for sheets in (Sheets.BLANK, Sheets.PARTING):
        printing.ask(sheets)
        printing.dialog.close()
        target = tmp_path / f"{sheets.value}.pdf"
        printing.print_to(str(target))
        qtbot.waitUntil(target.exists, timeout=20_000)

        assert len(pages_of(target)) == SEVERAL
