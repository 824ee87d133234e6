"""Diagnose: what is installed, reachable and writable, and how to mend what is not."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.errors import StationError
from app.jobs import Executor
from app.memory_bound import memory_bound_mb
from app.province.base import ProcessingSystem
from app.scanning.base import Scanner

Json = dict[str, Any]  # values of JSON are any of its types

MIN_FREE_BYTES = 500 * 2**20
"""Reserve below which nothing more is captured."""

MAX_BACKUP_AGE = timedelta(days=7)
"""Age from which a copy of the database is worth a word; stations close over holidays."""

_BACK_UP = "Mở trạm để tự sao lưu, hoặc chạy: sohoa store backup"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding about the machine.

    Attributes:
        name: Stable name for programs.
        title: What was looked at, Vietnamese.
        good: All is well.
        required: The station cannot do its work without it.
        state: What was found.
        remedy: What to do, Vietnamese; "" when nothing.
        safe: The part of `state` that may leave the house in a report: numbers and versions,
            never a name, path, address or label that somebody chose; "" for nothing.
    """

    name: str
    title: str
    good: bool
    required: bool
    state: str
    remedy: str = ""
    safe: str = ""

    def to_json(self) -> Json:
        """For programs; names are a contract."""
        values = asdict(self)
        del values["safe"]
        return values


def check_python() -> Check:
    """Version of Python."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    good = (3, 11) <= sys.version_info[:2] < (3, 14)
    remedy = "" if good else "Cài Python 3.11–3.13"
    return Check("python", "Python", good, True, version, remedy, safe=version)


def check_engine(cpu: Executor, tessdata_dir: str, languages: str = "vie") -> Check:
    """Tesseract with its Vietnamese model and those of the other languages that are set."""
    from app.services.workers import engine_summary

    summary = cpu.submit(engine_summary, tessdata_dir, languages).result()
    title = "Nhận dạng chữ Việt"
    if not summary.problem:
        return Check("ocr", title, True, True, summary.text)
    return Check("ocr", title, False, True, summary.text, _remedy(summary.missing))


def _remedy(missing: tuple[str, ...]) -> str:
    """How the missing models come to this machine; those of scripts have no package to guess."""
    languages = [name for name in missing if name.islower() and "/" not in name]
    packages = [f"tesseract-ocr-{name.replace('_', '-')}" for name in languages]
    parts = [f"sudo apt-get install {' '.join(['tesseract-ocr', *packages])}"]
    parts += [
        f"chép {name}.traineddata vào thư mục mô hình" for name in missing if name not in languages
    ]
    if missing and "vie" not in missing:
        parts.append("hoặc bỏ ngôn ngữ đó khỏi cài đặt languages")
    return "; ".join(parts)


def check_memory_bound(cpu: Executor, wanted_mb: int) -> Check:
    """Whether the system holds the bound on the memory of a worker."""
    title = "Giới hạn bộ nhớ"
    held_mb = cpu.submit(memory_bound_mb).result()
    state = f"{held_mb} MB mỗi tiến trình đọc" if held_mb else "không giới hạn"
    good = bool(held_mb) or not wanted_mb
    remedy = "" if good else "Hệ điều hành này không giữ được giới hạn; nên giảm số jobs"
    return Check("memory", title, good, False, state, remedy, safe=state)


def check_scanners(scanner: Scanner) -> Check:
    """Scanners that answer."""
    title = "Máy quét"
    try:
        found = scanner.devices()
    except StationError as error:
        remedy = "sudo apt-get install libsane1; kiểm tra nguồn và cáp máy quét"
        return Check("scanner", title, False, False, error.code, remedy, safe=error.code)
    if not found:
        remedy = "Bật máy quét, cắm cáp; vẫn có thể nhập tệp đã quét"
        return Check("scanner", title, False, False, "không có", remedy)
    labels = ", ".join(device.label for device in found)
    return Check("scanner", title, True, False, labels, safe=f"{len(found)} máy")


def check_token_modules(find: Callable[[], Sequence[str]]) -> Check:
    """PKCS#11 libraries in their known places.

    Args:
        find: Gives their paths.
    """
    found = find()
    remedy = "" if found else "Cài trình điều khiển của nhà cung cấp token"
    return Check(
        "token",
        "Trình điều khiển token",
        bool(found),
        False,
        ", ".join(found) or "không có",
        remedy,
        safe=", ".join(Path(path).name for path in found),
    )


def check_signing_service(look: Callable[[], None]) -> Check:
    """A key at a signing service: its account is set up and the service answers.

    Args:
        look: Looks; raises what is wrong.
    """
    title = "Dịch vụ ký số từ xa"
    try:
        look()
    except StationError as error:
        remedy = "Kiểm tra mạng và tệp của cài đặt signing_services_file"
        return Check("signing_service", title, False, False, error.code, remedy, safe=error.code)
    return Check("signing_service", title, True, False, "sẵn sàng")


def check_station_key(place: Callable[[], str]) -> Check:
    """Where the station's key lives: a keyring protects it better than a private file.

    Args:
        place: Tells the place, "" while there is no key yet; raises what is wrong.
    """
    title = "Khóa của trạm"
    try:
        where = place()
    except StationError as error:
        remedy = "Mở khóa kho khóa của hệ điều hành; nếu mất: sohoa store recover"
        return Check("station_key", title, False, True, error.code, remedy, safe=error.code)
    if where != "file":
        return Check("station_key", title, True, False, where or "chưa tạo")
    remedy = "Khóa nằm trong tệp riêng; có kho khóa thì chạy: sohoa store key-place keyring"
    return Check("station_key", title, False, False, "tệp trong thư mục dữ liệu", remedy)


def check_data_folder(folder: Path) -> Check:
    """The store's folder: writable, with room."""
    title = "Thư mục dữ liệu"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"sohoa")
            probe.flush()
            os.fsync(probe.fileno())
        free = shutil.disk_usage(folder).free
    except OSError as error:
        remedy = "Kiểm tra quyền ghi của thư mục và ổ đĩa"
        return Check("data", title, False, True, f"{folder}: {error.strerror}", remedy)
    good = free >= MIN_FREE_BYTES
    state = f"{folder}, còn {free // 2**20} MB"
    remedy = "" if good else "Dọn bớt ổ đĩa"
    return Check("data", title, good, True, state, remedy, safe=f"còn {free // 2**20} MB")


def check_backups(newest_at: Callable[[], datetime | None], now: datetime) -> Check:
    """Age of the newest copy of the database.

    Args:
        newest_at: Tells when it was made, None for none; may raise.
        now: Present time, UTC.
    """
    title = "Sao lưu cơ sở dữ liệu"
    try:
        at = newest_at()
    except OSError as error:
        return Check("backup", title, False, False, f"{error.strerror}", _BACK_UP)
    if at is None:
        return Check("backup", title, False, False, "chưa có", _BACK_UP)
    age = now - at
    spelled = f"{age.days} ngày" if age.days > 0 else f"{max(0, age.seconds) // 60} phút"
    if age < timedelta(0):
        return Check("backup", title, False, False, "ở tương lai", "Kiểm tra đồng hồ của máy")
    good = age <= MAX_BACKUP_AGE
    state, remedy = f"{spelled} trước", "" if good else _BACK_UP
    return Check("backup", title, good, False, state, remedy, safe=state)


def check_server(system: ProcessingSystem, url: str) -> Check:
    """The processing system answers."""
    title = "Hệ thống tiếp nhận"
    if not url:
        remedy = "Đặt server_url trong settings.json; hồ sơ chờ trong hàng gửi đến lúc đó"
        return Check("server", title, False, False, "chưa cấu hình", remedy)
    good = system.reachable()
    remedy = "" if good else "Kiểm tra mạng; hồ sơ được giữ an toàn và tự gửi lại khi có mạng"
    return Check("server", title, good, False, url, remedy)
