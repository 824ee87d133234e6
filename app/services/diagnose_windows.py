"""Diagnose what scans on Windows."""

from __future__ import annotations

from app.errors import StationError
from app.scanning.base import Device, Scanner
from app.services.diagnose import Check


def check_wia(family: Scanner) -> Check:
    """Scanners of Windows Image Acquisition; its service answers."""
    title = "Máy quét qua WIA"
    found = _found(family)
    if isinstance(found, str):
        remedy = "Mở services.msc, chạy dịch vụ Windows Image Acquisition (stisvc) rồi thử lại"
        return Check("wia", title, False, False, found, remedy)
    if not found:
        remedy = "Cài trình điều khiển WIA của hãng; bật máy quét, cắm cáp"
        return Check("wia", title, False, False, "không có", remedy)
    return Check("wia", title, True, False, _labels(found))


def check_twain(family: Scanner, helper: str) -> Check:
    """Scanners of TWAIN.

    Args:
        family: The family.
        helper: The 32-bit Python in use, "" = none: only 64-bit sources can be loaded.
    """
    title = "Máy quét qua TWAIN"
    width = f"Python 32-bit: {helper}" if helper else "chỉ nguồn 64-bit"
    found = _found(family)
    if isinstance(found, str):
        remedy = "Cài lại trình điều khiển TWAIN của hãng; nếu vẫn lỗi, dùng WIA"
        return Check("twain", title, False, False, f"{found} ({width})", remedy)
    if not helper:
        remedy = "Cài Python 3.11 (32-bit) trở lên, hoặc ghi đường dẫn vào cài đặt twain_python"
        return Check("twain", title, False, False, f"{_labels(found)} ({width})", remedy)
    if not found:
        remedy = "Cài trình điều khiển TWAIN của hãng nếu máy quét không có WIA"
        return Check("twain", title, False, False, f"không có ({width})", remedy)
    return Check("twain", title, True, False, f"{_labels(found)} ({width})")


def _found(family: Scanner) -> list[Device] | str:
    """Devices, or the code of what went wrong."""
    try:
        return family.devices()
    except StationError as error:
        return error.code


def _labels(found: list[Device]) -> str:
    return ", ".join(device.label for device in found) or "không có"
