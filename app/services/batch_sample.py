"""The sheet for checking a batch by hand: pages drawn at random, with room for what was found.

Which pages are drawn follows from the seed and the pages alone, so that anybody can draw the same
ones again. The sheet names pages by file, place and dossier; it shows none of what is on them.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.ids import PageId
from app.errors import NotFound
from app.services.batch import BatchResult
from app.services.slip_drawing import Placed, broken, page_content
from app.services.station import Station
from app.services.workers import library_errors

if TYPE_CHECKING:
    from signing.appearance.fonts import Face

SAMPLE_HEAD = (
    "Số",
    "Thư mục",
    "Tệp",
    "Trang của tệp",
    "Hồ sơ",
    "Trang của hồ sơ",
    "Ảnh đủ, rõ, thẳng (Đ/S)",
    "Đúng thứ tự, không thiếu trang (Đ/S)",
    "Số ký tự đã so",
    "Số ký tự sai",
    "Ghi chú",
)
_MM = 72 / 25.4
_A4 = (297 * _MM, 210 * _MM)
_MARGIN = 12 * _MM
_ROW_MM, _HEAD_MM, _TOP_MM = 11.0, 14.0, 30.0
_ROWS = 13
_WIDTHS_MM = (9.0, 34.0, 42.0, 14.0, 44.0, 14.0, 22.0, 24.0, 18.0, 18.0, 34.0)
_TEXT_PT, _TITLE_PT = 7.0, 12.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page that is checked by hand."""

    stack: str
    file: str
    page: int
    dossier: str
    place: int


def draw_sample(station: Station, result: BatchResult, count: int, seed: int) -> list[Drawn]:
    """So many pages of a batch at random, all of them where there are not so many.

    Pages that were thrown away or erased are not among them.
    """
    lying: dict[PageId, Drawn] = {}
    places: dict[str, dict[PageId, int]] = {}
    for taken in result.files:
        for number, page_id in enumerate(taken.pages, 1):
            try:
                page = station.store.page(page_id)
            except NotFound:
                continue
            if page.trashed_at:
                continue
            home = page.dossier_id
            if home not in places:
                pages = station.store.pages(home)
                places[home] = {each.id: place for place, each in enumerate(pages, 1)}
            name = station.store.dossier(home).code or home
            place = places[home].get(page_id, 0)
            lying[page_id] = Drawn(taken.stack, taken.name, number, name, place)
    chosen = random.Random(seed).sample(sorted(lying), min(count, len(lying)))  # noqa: S311
    found = [lying[page_id] for page_id in chosen]
    return sorted(found, key=lambda each: (each.stack, each.file, each.page))


def sample_rows(drawn: Sequence[Drawn]) -> list[tuple[str, ...]]:
    """The lines of the sheet; the last columns are left for the person who checks."""
    return [
        (str(n), d.stack, d.file, str(d.page), d.dossier, str(d.place), "", "", "", "", "")
        for n, d in enumerate(drawn, 1)
    ]


def draw_sheet(rows: tuple[tuple[str, ...], ...], title: str) -> bytes:
    """The sheet as PDF, A4 across, a frame for each line. Runs on: a worker.

    Raises:
        LibraryError: The font could not be read.
    """
    import pikepdf

    from signing.appearance.shipped import shipped_face

    with library_errors():
        face = shipped_face()
        pdf = pikepdf.new()
        sheets = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)] or [()]
        for number, part in enumerate(sheets, 1):
            top = f"{title} – tờ {number}/{len(sheets)}"
            lines = [Placed(_fitting(top, face, _TITLE_PT, _A4[0]), _MARGIN, 16 * _MM, _TITLE_PT)]
            foot = "Người kiểm tra: ………………………………   Ngày: ……/……/…………   Ký tên: ………………………………"
            lines.append(Placed(foot, _MARGIN, _A4[1] - 10 * _MM, 9.0))
            lines += _cells(SAMPLE_HEAD, _TOP_MM, face)
            for place, row in enumerate(part):
                lines += _cells(row, _TOP_MM + _HEAD_MM + place * _ROW_MM, face)
            page_content(pdf, _A4, face, placed=lines, drawing=_frames(len(part)))
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
        return made.getvalue()


def _cells(row: Sequence[str], top_mm: float, face: Face) -> list[Placed]:
    """The texts of a line, each broken into at most three in its frame."""
    placed: list[Placed] = []
    left = _MARGIN
    for text, width_mm in zip(row, _WIDTHS_MM, strict=True):
        room = (width_mm - 2) * _MM
        for number, part in enumerate(broken(text, face, _TEXT_PT, room)[:3]):
            down = top_mm * _MM + (number + 1) * _TEXT_PT * 1.3
            placed.append(Placed(part, left + 1 * _MM, down, _TEXT_PT))
        left += width_mm * _MM
    return placed


def _frames(count: int) -> str:
    """Lines around every cell of the head and of so many lines."""
    heights = [_HEAD_MM, *[_ROW_MM] * count]
    parts = ["/CS0 CS 0 0 0 SC 0.5 w"]
    top = _A4[1] - _TOP_MM * _MM
    for height in heights:
        left = _MARGIN
        for width in _WIDTHS_MM:
            box = (left, top - height * _MM, width * _MM, height * _MM)
            parts.append(" ".join(f"{each:.2f}" for each in box) + " re S")
            left += width * _MM
        top -= height * _MM
    return "\n".join(parts) + "\n"


def _fitting(text: str, face: Face, size: float, width: float) -> str:
    lines = broken(text, face, size, width - 2 * _MARGIN)
    return lines[0] if lines else ""
