"""Stalls of the window while hundreds of small pictures scroll by and a scan feeds more pages.

Run: `python -m benchmarks.contact_sheet [--pages N] [--fed N]`. A real station holds N pages of
300 dpi with readings of 400 words; the window shows its contact sheet without a screen. The sheet
scrolls down and up again, is thrown to random places and walked through by keys, first at rest,
then while pages are scanned into the same dossier. Steps are those of `benchmarks.loop_watch`: how
late a beat of the event loop comes, the processor time of the window's thread beside it. Prints
Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bootstrap import Wiring
from app.domain.ids import DossierId
from app.domain.page import PageState
from app.scanning.base import Device, ScannedPage, ScanProfile
from app.scanning.fake import FEEDER_ID, FakeScanner
from app.services.capture import ScanOrder, new_dossier, scan
from app.services.station import Station
from app.settings import Settings
from app.steady_heap import keep_heap_small
from app.ui.application import SWITCH_S
from app.ui.contact_desk import ContactDesk
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.outfit import set_up
from app.ui.singletons import keep_singletons_alive
from benchmarks.loop_watch import HEAD, IdleWatch, LoopWatch, causes, row
from benchmarks.memory import resident_kb
from ocr.reading import PageReading, PaperGuess
from ocr.record import reading_to_json
from ocr.words import Line, PageText, Word

A4_300 = (2480, 3508)
KINDS = 6
FRAME_MS = 16
SEED = 20_25
CAUSES = 12


class PacedScanner(FakeScanner):
    """The practice scanner at the pace of a machine: a page every 0.25 s."""

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """Deliver the sheets, each after its time."""
        for page in super().scan(device_id, profile, cancelled):
            time.sleep(self.pause_s)
            yield page

    pause_s = 0.0

    def devices(self) -> list[Device]:
        """The feeder alone."""
        return super().devices()[:1]


def drawn_page(number: int) -> bytes:
    """A page of print, JPEG, about as large as a scan of a form."""
    page = Image.new("RGB", A4_300, "#fcfcf6")
    pen = ImageDraw.Draw(page)
    shift = random.Random(number)  # a drawing, no secret
    for line in range(48):
        top = 180 + line * 66
        for word in range(shift.randint(6, 11)):
            left = 200 + word * 195
            pen.rectangle((left, top, left + shift.randint(60, 170), top + 26), fill="#222222")
    packed = BytesIO()
    page.save(packed, "JPEG", quality=85, dpi=(300, 300))
    return packed.getvalue()


def drawn_reading(number: int) -> bytes:
    """A reading of 400 words."""
    words = [Word(f"chữ{number}", (200, 66 * n, 300, 66 * n + 30), 0.9) for n in range(40)]
    text = PageText(tuple(Line(tuple(words[start : start + 8])) for start in range(0, 40, 8)) * 10)
    paper = PaperGuess("birth_declaration", "Tờ khai đăng ký khai sinh", 0.9)
    reading = PageReading(*A4_300, 300, text=text, paper=paper if number % 5 == 0 else None)
    return json.dumps(reading_to_json(reading)).encode()


def fill(station: Station, scanner: FakeScanner, pages: int) -> DossierId:
    """A dossier of read pages."""
    home = new_dossier(station, code="H26.121-251027-0031").id
    kinds = [drawn_page(number) for number in range(KINDS)]
    scanner.load([kinds[number % KINDS] for number in range(pages)])
    for number, page in enumerate(scan(station, home, ScanOrder(FEEDER_ID))):
        reading = station.vault.put(home, drawn_reading(number))
        flags = ("skewed",) if number % 7 == 0 else ()
        read = replace(page, state=PageState.READ, clean=page.raw, reading=reading, flags=flags)
        station.store.save_reading(read, (), station.act("page.read", page.id))
    return home


@contextmanager
def window_over(station: Station, home: DossierId) -> Iterator[tuple[Counter, ContactDesk]]:
    """The window with the contact sheet in front."""
    counter = Counter(station, DeskSettings(language="vi"), lambda: None)
    counter.start()
    wait_until(lambda: counter.window.queue_model.rowCount() > 0)
    counter.flows.queue.choose(home)
    wait_until(lambda: counter.window.pages_model.rowCount() > 0)
    contact = counter.desk.contact
    contact.open()
    pass_time(1500)
    try:
        yield counter, contact
    finally:
        counter.close()


def wait_until(is_so: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the window work until something is so, bounded in seconds."""
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        pass_time(20)


def pass_time(milliseconds: int) -> None:
    """Let the event loop run as it does under `exec`."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def scroll(contact: ContactDesk) -> None:
    """Down and up in strides of a wheel, thrown about, and walked by keys."""
    sheet = contact.screen.sheet
    bar = sheet.verticalScrollBar()
    stride = max(60, bar.maximum() // 120)
    for way in (stride, -stride):
        for _ in range(130):
            bar.setValue(bar.value() + way)
            pass_time(FRAME_MS)
    chance = random.Random(SEED)  # places on a sheet, no secret
    for _ in range(40):
        bar.setValue(chance.randint(0, bar.maximum()))
        pass_time(60)
    sheet.setFocus()
    for key in [Qt.Key.Key_PageDown] * 20 + [Qt.Key.Key_Right] * 40 + [Qt.Key.Key_End]:
        QTest.keyClick(sheet, key)
        pass_time(30)


def measure(pages: int, fed: int) -> list[str]:
    """Rows of the table, and the memory."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder) / "station", scanner_discovery=False)
        with Wiring(settings, dict(os.environ)).station() as plain:
            scanner = PacedScanner([])
            station = replace(plain, scanner=scanner)
            home = fill(station, scanner, pages)
            empty = resident_kb()
            with window_over(station, home) as (counter, contact):
                return _rows(counter, contact, scanner, (fed, empty))


def _rows(
    counter: Counter, contact: ContactDesk, scanner: PacedScanner, figures: tuple[int, int]
) -> list[str]:
    fed, empty = figures
    watch, idle = LoopWatch(), IdleWatch()
    scroll(contact)
    rows = [row("scrolling", watch.steps)]
    seen = list(watch.steps)
    first = resident_kb()
    # each kind is drawn once: pages of a scanner are not drawn in the window's process
    kinds = [drawn_page(number) for number in range(KINDS)]
    scanner.load([kinds[number % KINDS] for number in range(fed)])
    scanner.pause_s = 0.25
    watch.begin()
    counter.desk.scan()
    scroll(contact)
    wait_until(lambda: not counter.flows.capture.is_running, 120.0)
    watch.end()
    rows.append(row(f"scrolling, {fed} pages fed", watch.steps))
    shown = counter.window.pages_model.rowCount()
    last = resident_kb()
    rows.append("")
    rows.append(f"Pages on the sheet at the end: {shown}. Resident: {empty / 1000:.0f} MB before")
    rows.append(f"the window, {first / 1000:.0f} MB after the first round, {last / 1000:.0f} MB")
    rows.append(f"after the second. A process that only sleeps, beside it: {idle.end()}.")
    return [*rows, "", *causes([*seen, *watch.steps], CAUSES)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--fed", type=int, default=40)
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    keep_singletons_alive()
    keep_heap_small()
    sys.setswitchinterval(SWITCH_S)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(application, QApplication):
        set_up(application, "vi")
    print(f"{asked.pages} pages of {A4_300[0]} x {A4_300[1]} pixels, {os.cpu_count()} cores\n")
    print(HEAD)
    for line in measure(asked.pages, asked.fed):
        print(line, flush=True)


if __name__ == "__main__":
    main()
