"""What each finding is about, why it matters and what to do, in both languages.

The findings themselves carry what was found; these words are the same on every machine, so a
report that leaves the house can hold them.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.services.diagnose import Check
from app.setting_kinds import Said


@dataclass(frozen=True, slots=True)
class AboutCheck:
    """Words about one thing that is looked at.

    Attributes:
        title: Its name.
        why: What does not work while it is not well.
        remedy: What to do then.
    """

    title: Said
    why: Said
    remedy: Said


def about(name: str) -> AboutCheck:
    """Words about a finding; one that nobody described is called by its name."""
    return ABOUT.get(name) or AboutCheck(Said(name, name), _ASK, _ASK)


def remedy_of(check: Check, language: str) -> str:
    """What to do about a finding, "" when all is well."""
    if check.good:
        return ""
    own = check.remedy if language != "en" else ""
    return own or about(check.name).remedy.text(language)


_ASK = Said("Hãy hỏi người quản trị.", "Ask the administrator.")

ABOUT: dict[str, AboutCheck] = {
    "python": AboutCheck(
        Said("Python", "Python"),
        Said("Chương trình chạy trên Python 3.11 đến 3.13.", "The program needs Python 3.11–3.13."),
        Said("Cài Python 3.11–3.13.", "Install Python 3.11–3.13."),
    ),
    "ocr": AboutCheck(
        Said("Nhận dạng chữ Việt", "Reading Vietnamese print"),
        Said(
            "Thiếu mô hình thì trang được lưu nhưng không đọc được.",
            "Without its models pages are kept but not read.",
        ),
        Said(
            "Cài gói tesseract-ocr-vie, hoặc chỉ đúng thư mục mô hình trong Cài đặt.",
            "Install tesseract-ocr-vie, or name the folder of models in the settings.",
        ),
    ),
    "memory": AboutCheck(
        Said("Giới hạn bộ nhớ", "Bound on memory"),
        Said(
            "Không giữ được giới hạn thì một trang quá lớn có thể làm chậm cả máy.",
            "Without it one huge page can slow the whole machine.",
        ),
        Said("Giảm số tiến trình đọc trong Cài đặt.", "Lower the worker processes."),
    ),
    "free_memory": AboutCheck(
        Said("Bộ nhớ còn trống", "Free memory"),
        Said("Ít bộ nhớ thì đọc trang rất chậm.", "With little memory pages are read slowly."),
        Said("Đóng bớt chương trình khác.", "Close other programs."),
    ),
    "scanner": AboutCheck(
        Said("Máy quét", "Scanner"),
        Said(
            "Không có máy quét thì chỉ nhập được tệp có sẵn.",
            "Without a scanner only files can be imported.",
        ),
        Said(
            "Bật máy quét, kiểm tra cáp hoặc mạng, rồi kiểm tra lại.",
            "Switch the scanner on, look at its cable or network, then check again.",
        ),
    ),
    "wia": AboutCheck(
        Said("Máy quét qua WIA", "Scanners of WIA"),
        Said("Windows không đưa ra máy quét nào.", "Windows offers no scanner."),
        Said("Cài trình điều khiển WIA của hãng.", "Install the maker's WIA driver."),
    ),
    "twain": AboutCheck(
        Said("Máy quét qua TWAIN", "Scanners of TWAIN"),
        Said("Máy quét chỉ có TWAIN không dùng được.", "Scanners with TWAIN only cannot be used."),
        Said("Cài lại trình điều khiển TWAIN của hãng.", "Install the maker's TWAIN driver."),
    ),
    "token": AboutCheck(
        Said("Trình điều khiển token", "Driver of the token"),
        Said(
            "Không có trình điều khiển thì không ký được bằng token.",
            "Without its driver a token cannot sign.",
        ),
        Said("Cài trình điều khiển của nhà cung cấp token.", "Install the driver of its maker."),
    ),
    "signing_service": AboutCheck(
        Said("Dịch vụ ký số từ xa", "Signing service"),
        Said("Dịch vụ không trả lời thì chưa ký được.", "While it is silent nothing is signed."),
        Said("Kiểm tra mạng và tài khoản dịch vụ.", "Look at the network and the account."),
    ),
    "data": AboutCheck(
        Said("Thư mục dữ liệu", "Data folder"),
        Said(
            "Không ghi được thì không lưu được trang nào.",
            "While it cannot be written no page is kept.",
        ),
        Said("Kiểm tra quyền ghi và chỗ trống.", "Look at its rights and its room."),
    ),
    "disk": AboutCheck(
        Said("Chỗ trống trên ổ đĩa", "Room on the disk"),
        Said("Ổ đầy thì trạm dừng quét.", "When the disk is full scanning stops."),
        Said("Dọn bớt ổ đĩa.", "Free some room."),
    ),
    "station_key": AboutCheck(
        Said("Khóa của trạm", "Key of the station"),
        Said(
            "Khóa này mở kho; kho khóa của hệ điều hành giữ nó an toàn hơn tệp.",
            "It opens the store; the system's keyring keeps it safer than a file.",
        ),
        Said(
            "Chạy: sohoa store key-place keyring, nếu máy có kho khóa.",
            "Run: sohoa store key-place keyring, where the system has one.",
        ),
    ),
    "backup": AboutCheck(
        Said("Sao lưu cơ sở dữ liệu", "Copy of the database"),
        Said(
            "Bản sao cũ thì hỏng đĩa sẽ mất nhiều việc hơn.",
            "With an old copy a broken disk costs more work.",
        ),
        Said("Mở trạm để tự sao lưu.", "Keep the station open: it copies by itself."),
    ),
    "server": AboutCheck(
        Said("Hệ thống tiếp nhận", "Processing system"),
        Said(
            "Chưa nối được thì hồ sơ chờ an toàn trên máy này.",
            "While it cannot be reached dossiers wait safely on this machine.",
        ),
        Said(
            "Kiểm tra mạng và địa chỉ máy chủ trong Cài đặt.",
            "Look at the network and at the address in the settings.",
        ),
    ),
    "clock": AboutCheck(
        Said("Đồng hồ của máy", "Clock"),
        Said(
            "Giờ sai thì chữ ký và biên nhận mang giờ sai.",
            "With a wrong clock signatures and receipts bear a wrong time.",
        ),
        Said("Đặt lại ngày giờ, bật tự chỉnh giờ.", "Set date and time; let it set itself."),
    ),
    "fonts": AboutCheck(
        Said("Phông chữ kèm theo", "Fonts that come along"),
        Said("Thiếu phông thì dấu sao y không vẽ được.", "Without them stamps cannot be drawn."),
        Said("Cài lại chương trình.", "Install the program again."),
    ),
    "settings": AboutCheck(
        Said("Cài đặt", "Settings"),
        Said(
            "Mục hỏng không có tác dụng; trạm dùng giá trị tốt gần nhất hoặc mặc định.",
            "What is broken does not count; last good or built-in values are in use.",
        ),
        Said("Mở Cài đặt và sửa những mục này.", "Open the settings and correct them."),
    ),
    "store": AboutCheck(
        Said("Kho mã hóa", "Encrypted store"),
        Said(
            "Kiểm tra từng trang đã lưu và chuỗi nhật ký; có thể lâu.",
            "Looks at each kept page and at the audit chain; may take long.",
        ),
        Said(
            "Báo người quản trị chạy: sohoa store verify.",
            "Ask the administrator to run: sohoa store verify.",
        ),
    ),
}
