"""Diagnose what changes while a station works: clock, disk, memory, letters, settings, store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from app.errors import StationError
from app.jobs import CancelToken, Progress
from app.province.base import LineFacts, ProcessingSystem
from app.services.diagnose import Check
from app.services.dispatch import CLOCK_OFF_S
from app.services.station import Station
from app.services.store_care import CLOCK_SLACK, BlobWatch, verify_blobs
from app.store.care_base import StoreCare

LEAST_FREE_MEMORY_MB = 700
"""Below that an A4 sheet at 300 dpi is read slowly, or not at all."""

SHOWN_FINDINGS = 3


def check_clock(system: ProcessingSystem | None, care: StoreCare, now: datetime) -> Check:
    """The clock against that of the server, and against what was written last.

    Args:
        system: None where no server is set up.
        care: Knows the newest entry of the audit.
        now: Present time, UTC.
    """
    title = "Đồng hồ của máy"
    last = care.last_act_at()
    behind = _moment(last) - now.astimezone(UTC) if last else timedelta()
    remedy = "Đặt lại ngày giờ trong hệ điều hành và bật tự chỉnh giờ"
    if behind > CLOCK_SLACK:
        state = f"chậm {_spelled(behind.total_seconds())} so với mục nhật ký mới nhất"
        return Check("clock", title, False, True, state, remedy, safe=state)
    if system is None or not system.reachable():
        state = "không có máy chủ để so; không lùi so với nhật ký"
        return Check("clock", title, True, True, state, safe=state)
    if not isinstance(system, LineFacts):
        state = "máy chủ không cho biết giờ; không lùi so với nhật ký"
        return Check("clock", title, True, True, state, safe=state)
    offset_s = system.clock_offset_s()
    good = abs(offset_s) <= CLOCK_OFF_S
    state = f"lệch {_spelled(abs(offset_s))} so với máy chủ"
    return Check("clock", title, good, True, state, "" if good else remedy, safe=state)


def check_disk(free: Callable[[], int | None], reserve_bytes: int) -> Check:
    """Room on the disk of the store against the reserve of the settings."""
    title = "Chỗ trống trên ổ đĩa"
    bytes_free = free()
    if bytes_free is None:
        state = "hệ điều hành không cho biết"
        return Check("disk", title, False, False, state, "Kiểm tra ổ đĩa của kho", safe=state)
    good = bytes_free >= reserve_bytes
    state = f"còn {bytes_free / 2**30:.1f} GB, mức tối thiểu {reserve_bytes / 2**30:.1f} GB"
    remedy = "" if good else "Dọn bớt ổ đĩa, hoặc cho kho sang ổ lớn hơn (cài đặt data_dir)"
    return Check("disk", title, good, False, state, remedy, safe=state)


def check_free_memory(free_mb: Callable[[], int | None]) -> Check:
    """Memory that is free now."""
    title = "Bộ nhớ còn trống"
    free = free_mb()
    if free is None:
        state = "hệ điều hành không cho biết"
        return Check("free_memory", title, True, False, state, safe=state)
    good = free >= LEAST_FREE_MEMORY_MB
    remedy = "" if good else "Đóng bớt chương trình khác, hoặc giảm số tiến trình đọc (jobs)"
    state = f"{free} MB"
    return Check("free_memory", title, good, False, state, remedy, safe=state)


def check_fonts(fonts: Callable[[], Iterable[tuple[str, bytes]]]) -> Check:
    """The letters that the station brings along: for the window and for stamps.

    Args:
        fonts: Names and bytes of all of them; may raise OSError.
    """
    title = "Phông chữ kèm theo"
    remedy = "Cài lại chương trình: phông chữ kèm theo bị thiếu hoặc hỏng"
    try:
        found = list(fonts())
    except OSError as error:
        state = type(error).__name__
        return Check("fonts", title, False, True, state, remedy, safe=state)
    broken = [name for name, data in found if data[:4] not in _FONT_MARKS]
    good = bool(found) and not broken
    state = f"{len(found)} phông" + (f", hỏng: {', '.join(broken)}" if broken else "")
    return Check("fonts", title, good, True, state, "" if good else remedy, safe=state)


_FONT_MARKS = frozenset({b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf"})
"""First bytes of a font. Source: OpenType 1.9, "Table Directory"."""


def check_settings(troubles: Callable[[], list[str]]) -> Check:
    """Settings that do not count.

    Args:
        troubles: A sentence for each.
    """
    title = "Cài đặt"
    found = troubles()
    if not found:
        return Check("settings", title, True, False, "đọc được hết", safe="đọc được hết")
    state = " ".join(found[:SHOWN_FINDINGS])
    safe = f"{len(found)} mục không dùng được"
    remedy = "Mở Cài đặt (Ctrl+,) và sửa những mục này"
    return Check("settings", title, False, False, state, remedy, safe=safe)


def check_store(
    station: Station, cancel: CancelToken, on_progress: Callable[[Progress], None]
) -> Check:
    """Everything in the store: rows, audit chain, and each kept file. Long.

    Raises:
        JobCancelled: Somebody asked to stop.
    """
    title = "Kho mã hóa"
    rows = station.care.verify_rows()
    cancel.check()
    blobs = verify_blobs(station, BlobWatch(on_progress, cancel))
    found = [*rows, *blobs]
    if not found:
        return Check("store", title, True, True, "mọi thứ nguyên vẹn", safe="nguyên vẹn")
    codes = sorted({each.code for each in found})
    state = f"{len(found)} sai lệch: {', '.join(codes)}"
    remedy = "Đừng tắt máy; báo người quản trị chạy: sohoa store verify"
    return Check("store", title, False, True, state, remedy, safe=state)


def failed_check(name: str, title: str, error: StationError | OSError) -> Check:
    """The finding that a look itself went wrong."""
    code = error.code if isinstance(error, StationError) else type(error).__name__
    remedy = "Kiểm tra lại; nếu vẫn vậy, gửi báo cáo này cho người quản trị"
    return Check(name, title, False, False, code, remedy, safe=code)


def report_mark(text: str) -> str:
    """A few signs that tell reports apart, so that people can talk about one."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8].upper()


def _spelled(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} giây"
    if seconds < 5400:
        return f"{seconds / 60:.0f} phút"
    return f"{seconds / 3600:.0f} giờ"


def _moment(at: str) -> datetime:
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
