"""Lays text out as recognised lines: 20 px a character, 40 px high, 60 px from line to line."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.words import Line, PageText, Word, nfc

CHARACTER_PX = 20
LINE_PX = 60
HEIGHT_PX = 40


def lay_out_line(text: str, top: int = 0, confidence: float = 0.96) -> Line:
    """Runs of spaces become blanks of their width."""
    words = []
    text = nfc(text)
    start = 0
    for part in text.split(" "):
        if part:
            left = start * CHARACTER_PX
            box = (left, top, left + len(part) * CHARACTER_PX, top + HEIGHT_PX)
            words.append(Word(part, box, confidence))
        start += len(part) + 1
    return Line(tuple(words))


def lay_out(lines: Sequence[str], confidence: float = 0.96) -> PageText:
    """One recognised line for each text that is not blank."""
    return PageText(
        tuple(
            lay_out_line(text, number * LINE_PX, confidence)
            for number, text in enumerate(lines)
            if text.strip()
        )
    )


BIRTH_DECLARATION = (
    "                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "                   Độc lập - Tự do - Hạnh phúc",
    "                    TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "        Kính gửi: (1) Ủy ban nhân dân phường Hạc Thành",
    "Họ, chữ đệm, tên người yêu cầu: .....Trần Thị Ngọc Ánh..........",
    "Ngày, tháng, năm sinh: 12/04/1996",
    "Nơi cư trú: (2) Số 12, phố Lê Hoàn, phường Hạc Thành, tỉnh",
    "Thanh Hóa",
    "Giấy tờ tùy thân: (3) Căn cước công dân số 038196000123, Cục Cảnh sát",
    "quản lý hành chính về trật tự xã hội cấp ngày 01/05/2022",
    "Quan hệ với người được khai sinh: Mẹ",
    "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:",
    "Họ, chữ đệm, tên: NGUYỄN TRỌNG NGHĨA",
    "Ngày, tháng, năm sinh: 05/03/2026",
    "ghi bằng chữ: Ngày năm tháng ba năm hai nghìn không trăm hai mươi sáu",
    "Giới tính: Nam  Dân tộc: Kinh  Quốc tịch: Việt Nam",
    "Nơi sinh: (4) Bệnh viện Phụ sản Thanh Hóa",
    "Quê quán: phường Hạc Thành, tỉnh Thanh Hóa",
    "Họ, chữ đệm, tên người mẹ: Trần Thị Ngọc Ánh",
    "Ngày, tháng, năm sinh: 12/04/1996  Dân tộc: Mường  Quốc tịch: Việt Nam",
    "Nơi cư trú: Số 12, phố Lê Hoàn, phường Hạc Thành, tỉnh Thanh Hóa",
    "Giấy tờ tùy thân: Căn cước công dân số 038196000123",
    "Họ, chữ đệm, tên người cha: Nguyễn Văn Bình",
    "Ngày, tháng, năm sinh: 20/10/1994  Dân tộc: Thái  Quốc tịch: Việt Nam",
    "Nơi cư trú: Thôn 3, xã Hoằng Tiến, tỉnh Thanh Hóa",
    "Giấy tờ tùy thân: Căn cước công dân số 038094000456",
    "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật.",
    "Làm tại: phường Hạc Thành, ngày 10 tháng 3 năm 2026",
    "Đề nghị cấp bản sao: Có",
    "Số lượng: 02 bản",
)
"""A filled declaration about three invented persons."""
