"""A store as a counter has it after a long outage, for measurements of the window.

    python -m benchmarks.window_store FOLDER [--dossiers N]

Each dossier has ten read pages with eight fields, of which the first page has two that ask to be
looked at, and one picture of a page at 300 dpi. Most dossiers wait to be sent, some need a person,
every tenth is still open; the newest one is. The store is made once and stays; a run that was
ended goes on where it was. Synthetic persons only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from app.bootstrap import Wiring
from app.domain.dossier import Dossier, DossierFile, DossierState, FileRole
from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import BlobId, DossierId, FileId, PageId
from app.domain.page import Page, PageState
from app.domain.submission import Submission, SubmissionState, hold
from app.services.deliver import enqueue
from app.services.station import Station
from app.settings import Settings
from benchmarks.faults.long_run import Progress
from ocr.reading import PageReading, PaperGuess
from ocr.record import reading_to_json
from ocr.words import Line, PageText, Word

DOSSIERS, PAGES, FIELDS = 1000, 10, 8
A4_300 = (2480, 3508)
PROCEDURE = "1.001193"
DEAD_LINE = "http://127.0.0.1:9"
"""Nobody listens there: the outage goes on."""

_KINDS = 6
_NAMES = ("Nguyễn Thị Mẫu", "Trần Văn Thử", "Lê Thị Giả", "Đặng Văn Tưởng", "Phạm Thị Ví Dụ")
_LABELS = (
    ("child_name", "Họ và tên trẻ"),
    ("child_birth_date", "Ngày sinh"),
    ("mother_name", "Họ và tên mẹ"),
    ("mother_id", "Số định danh của mẹ"),
    ("father_name", "Họ và tên cha"),
    ("father_id", "Số định danh của cha"),
    ("place", "Nơi cư trú"),
    ("requester", "Người yêu cầu"),
)
_HELD_EVERY, _OPEN_EVERY, _LEFT_OVER = 40, 10, 7


def settings_of(folder: Path, **more: object) -> Settings:
    """Settings of a station over such a store, on a dead line, without any scanner."""
    plain = Settings(
        data_dir=folder / "station",
        server_url=DEAD_LINE,
        agency_code="H56.128",
        scanner_discovery=False,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # settings by their names


def make_store(folder: Path, dossiers: int = DOSSIERS) -> None:
    """Fill the store until it has so many dossiers."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = [drawn_page(number) for number in range(_KINDS)]
    progress = Progress("store of the window")
    with Wiring(settings_of(folder), {}).station() as station:
        for number in range(len(station.store.dossier_rows()), dossiers):
            is_open = (dossiers - 1 - number) % _OPEN_EVERY == 0
            add_dossier(station, number, pictures[number % _KINDS], is_open=is_open)
            progress.tell(number + 1, dossiers, "dossiers")


def add_dossier(station: Station, number: int, picture: bytes, *, is_open: bool) -> DossierId:
    """One dossier with its pages and fields, queued unless it stays open."""
    home = DossierId(station.new_id())
    code = f"H56.128-261008-{number:04}"
    dossier = Dossier(home, code, PROCEDURE, DossierState.OPEN, 1, station.stamp(), PAGES)
    station.store.add_dossier(dossier, station.act("dossier.created", home))
    raw = station.vault.put(home, picture)
    reading = station.vault.put(home, drawn_reading(number))
    for seq in range(1, PAGES + 1):
        page = _page(station, home, seq, raw)
        station.store.add_page(page, station.act("page.captured", page.id))
        read = replace(page, state=PageState.READ, clean=raw, reading=reading)
        fields = _fields(read, number) if seq <= FIELDS else []
        station.store.save_reading(read, fields, station.act("page.read", page.id))
    if not is_open:
        _queue(station, home, picture, raw)
        if number % _HELD_EVERY == _LEFT_OVER:
            _hold_newest(station, home)
    return home


def _page(station: Station, home: DossierId, seq: int, raw: BlobId) -> Page:
    name = PageId(station.new_id())
    return Page(name, home, seq, PageState.CAPTURED, raw, "image/jpeg", 0, "feeder", 300)


def _fields(page: Page, number: int) -> list[Field]:
    """One field a page; two of the first dossier's pages ask to be looked at."""
    name, label = _LABELS[(page.seq - 1) % FIELDS]
    doubtful = page.seq in (1, 4)
    return [
        Field(
            dossier_id=page.dossier_id,
            page_id=page.id,
            name=name,
            label=label,
            value=_NAMES[(number + page.seq) % len(_NAMES)],
            state=FieldState.AMBER if doubtful else FieldState.GREEN,
            confidence=0.6 if doubtful else 0.97,
            source=FieldSource.OCR,
            box=(200, 180 + 66 * page.seq, 900, 210 + 66 * page.seq),
            problem="name.unsure" if doubtful else "",
        )
    ]


def _queue(station: Station, home: DossierId, data: bytes, blob: BlobId) -> None:
    file = DossierFile(
        id=FileId(station.new_id()),
        dossier_id=home,
        role=FileRole.SCAN,
        name="to-khai.pdf",
        media="application/pdf",
        blob=blob,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        paper_code="birth_declaration",
        signed=True,
    )
    station.store.save_files(
        home,
        [file],
        expected=DossierState.OPEN,
        to=DossierState.SIGNED,
        act=station.act("dossier.sign", home),
    )
    enqueue(station, home)


def _hold_newest(station: Station, home: DossierId) -> None:
    submission = next(s for s in reversed(station.store.submissions()) if s.dossier_id == home)
    station.store.save_submission(
        hold(submission, "delivery.rejected", "Thiếu giấy tờ."),
        station.act("submission.held", submission.id),
    )


def drawn_page(number: int) -> bytes:
    """A page of print, JPEG, about as large as a scan of a form."""
    page = Image.new("RGB", A4_300, "#fcfcf6")
    pen = ImageDraw.Draw(page)
    chance = random.Random(number)  # a drawing, no secret
    for line in range(48):
        top = 180 + line * 66
        for word in range(chance.randint(6, 11)):
            left = 200 + word * 195
            pen.rectangle((left, top, left + chance.randint(60, 170), top + 26), fill="#222222")
    packed = BytesIO()
    page.save(packed, "JPEG", quality=85, dpi=(300, 300))
    return packed.getvalue()


def drawn_reading(number: int) -> bytes:
    """A reading of 400 words."""
    words = [Word(f"chữ{number}", (200, 66 * n, 300, 66 * n + 30), 0.9) for n in range(40)]
    text = PageText(tuple(Line(tuple(words[start : start + 8])) for start in range(0, 40, 8)) * 10)
    paper = PaperGuess("birth_declaration", "Tờ khai đăng ký khai sinh", 0.9)
    return json.dumps(reading_to_json(PageReading(*A4_300, 300, text=text, paper=paper))).encode()


def waiting(number: int) -> Submission:
    """A row of the outbox as such a store has it, made without a store."""
    home = DossierId(f"ho-so-{number:05}")
    created = datetime(2026, 10, 8, tzinfo=UTC).isoformat()
    state = SubmissionState.QUEUED
    return Submission(
        f"gui-{number:05}",  # type: ignore[arg-type]  # an id by its text
        home,
        1,
        state,
        state,
        BlobId("0"),
        "0" * 64,
        created,
    )


def main() -> None:
    """Parse arguments and make the store."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dossiers", type=int, default=DOSSIERS)
    asked = parser.parse_args()
    make_store(asked.folder, asked.dossiers)


if __name__ == "__main__":
    main()
