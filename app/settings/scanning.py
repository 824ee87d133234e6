"""Where pages come from."""

from __future__ import annotations

from dataclasses import dataclass

from app.setting_kinds import Group, Kind, setting
from app.settings.units import DAYS

# A table: what belongs together stands in one row.
# fmt: off

@dataclass(frozen=True, init=False, repr=False, eq=False)
class ScanningSettings:
    """Scanners, and the folder that machines scan into."""

    __slots__ = ()

    scan_profiles: str = setting(
        "", Group.SCANNING, Kind.FILE,
        ("Cấu hình quét của quản trị",
         "Tệp JSON các cấu hình quét, chế độ default hoặc lock; để trống = không có",
         "Administrator's scan profiles",
         "The administrator's scan profiles, JSON with mode default or lock; empty = none"),
    )
    scanner_discovery: bool = setting(
        True, Group.SCANNING, Kind.SWITCH,
        ("Tìm máy quét trên mạng", "Tìm những máy quét tự thông báo trên mạng",
         "Look for network scanners", "Look for network scanners that announce themselves"),
    )
    scanner_addresses: str = setting(
        "", Group.SCANNING, Kind.TEXT,
        ("Địa chỉ máy quét mạng",
         "Máy quét mạng (eSCL) không tự thông báo, cách nhau bằng dấu cách",
         "Addresses of network scanners",
         "Network scanners (eSCL) that do not announce themselves, separated by spaces"),
    )
    scanner_http: str = setting(
        "if_no_tls", Group.SCANNING, Kind.CHOICE,
        ("Quét không mã hóa", "Khi nào được quét qua mạng mà không mã hóa đường truyền",
         "Scan without encryption", "When pages may come over the network without encryption"),
        choices={
            "if_no_tls": ("chỉ máy quét không có mã hóa", "only scanners that offer none"),
            "never": ("không bao giờ", "never"),
            "fallback": ("cả khi đường mã hóa lỗi", "also when the encrypted line fails"),
        },
    )
    watch_dir: str = setting(
        "", Group.SCANNING, Kind.FOLDER,
        ("Thư mục nhận bản quét", "Thư mục mà máy quét trên mạng ghi tệp vào; để trống = không có",
         "Watched folder", "Folder into which machines on the network scan; empty = none"),
    )
    watch_into: str = setting(
        "ask", Group.SCANNING, Kind.CHOICE,
        ("Tệp nhận được đi đâu", "Tệp trong thư mục nhận bản quét được đưa vào đâu",
         "Where those files go", "Where files from the watched folder go"),
        choices={
            "ask": ("cán bộ chọn", "an officer chooses"),
            "new": ("mỗi tệp một hồ sơ mới", "a dossier for each file"),
            "separators": ("theo tờ bìa, tờ ngăn trong tệp", "as covers and separators say"),
        },
    )
    watch_done_days: float = setting(
        7.0, Group.SCANNING, Kind.NUMBER,
        ("Giữ tệp đã nhận", "Tệp ở lại da-nhan bao lâu sau khi trang đã được lưu, 0 = mãi mãi",
         "Keep taken files", "How long a file stays in da-nhan after its pages are kept, "
         "0 = for ever"),
        least=0, unit=DAYS,
    )
    sane_config_dir: str = setting(
        "", Group.SCANNING, Kind.FOLDER,
        ("Thư mục cấu hình SANE", "Thư mục cấu hình SANE riêng; để trống = của hệ thống",
         "SANE configuration", "Own SANE configuration folder; empty = the system's"),
    )
    twain_python: str = setting(
        "", Group.SCANNING, Kind.FILE,
        ("Python 32-bit cho TWAIN",
         "Python 32-bit nạp các nguồn TWAIN (Windows); để trống = bản mới nhất đã cài",
         "32-bit Python for TWAIN",
         "32-bit Python that loads TWAIN sources (Windows); empty = the registry's newest"),
    )
    feeder_dir: str = setting(
        "", Group.SCANNING, Kind.FOLDER,
        ("Ảnh của máy quét tập", "Thư mục ảnh mà máy quét tập luyện đưa vào; để trống = không có",
         "Practice feeder", "Pictures that the practice feeder delivers; empty = none"),
    )
