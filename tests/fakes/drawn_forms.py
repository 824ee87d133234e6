"""A form of a province drawn as a picture, its words as they would be read, and a station."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.catalog.keeper import StationCatalog
from app.jobs import InlineExecutor
from app.services.form_jobs import find_proposals, place_form, run_trial
from ocr.reading import PageReading
from ocr.words import Line, PageText, Word
from tests.fakes.counter_station import START, Reader
from tests.ocr.page_layout import lay_out

PAGE = (1400, 1500)
TITLE = "ĐƠN XIN CẤP GIẤY PHÉP NUÔI CHIM YẾN"


def filled(name: str, birth: str, home: str, birds: str) -> tuple[str, ...]:
    """Lines of a filled form."""
    return (
        "        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "            Độc lập - Tự do - Hạnh phúc",
        "",
        f"          {TITLE}",
        "",
        "Kính gửi: Ủy ban nhân dân xã Hoằng Tiến",
        f"Họ và tên chủ hộ: {name}",
        f"Ngày sinh: {birth}",
        f"Nơi thường trú: {home}",
        f"Số lượng nhà yến: {birds}",
        "Tôi cam kết thực hiện đúng quy định về bảo vệ môi trường,",
        "chăn nuôi an toàn dịch bệnh và chấp hành kiểm tra định kỳ.",
        "Kèm theo bản sao giấy chứng nhận quyền sử dụng đất.",
    )


FIRST = filled("Lê Thị Mai", "05/03/1988", "Thôn Trung, xã Hoằng Tiến", "3")
SECOND = filled("Nguyễn Văn Hùng", "17/11/1975", "Thôn Đông, xã Hoằng Tiến", "12")


def words_of(
    lines: Sequence[str], *, scale: float = 1.0, shift: tuple[int, int] = (40, 40)
) -> PageText:
    """The words of a form, moved and scaled."""
    return PageText(
        tuple(
            Line(tuple(word.moved(scale, *shift) for word in line.words))
            for line in lay_out(lines).lines
        )
    )


def without(text: PageText, left_out: Callable[[Word], bool]) -> PageText:
    """A page on which some words were not read."""
    lines = (tuple(word for word in line.words if not left_out(word)) for line in text.lines)
    return PageText(tuple(Line(words) for words in lines if words))


def page_of(text: PageText) -> PageReading:
    """A reading with these words."""
    return replace(PageReading(*PAGE, 150), text=text)


class FormReader(Reader):
    """A cpu lane that also does the jobs of the form editor."""

    def submit(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if job in (run_trial, place_form, find_proposals):
            return InlineExecutor().submit(job, *args, **kwargs)
        return super().submit(job, *args, **kwargs)


def own_catalog(folder: Path) -> StationCatalog:
    """A station's catalogue in a folder of the test."""
    return StationCatalog(folder / "catalog", lambda: START)
