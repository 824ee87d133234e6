"""Short reference lists for the tests of the rules."""

from __future__ import annotations

from ocr.understanding.checked import Province, ReferenceLists

LISTS = ReferenceLists(
    provinces=(
        Province("01", "Hà Nội", "01", "Hà Nội"),
        Province("38", "Thanh Hóa", "38", "Thanh Hóa"),
        Province("44", "Quảng Bình", "44", "Quảng Trị"),
        Province("45", "Quảng Trị", "44", "Quảng Trị"),
        Province("52", "Bình Định", "52", "Gia Lai"),
        Province("64", "Gia Lai", "52", "Gia Lai"),
        Province("77", "Bà Rịa - Vũng Tàu", "79", "Hồ Chí Minh"),
        Province("79", "Hồ Chí Minh", "79", "Hồ Chí Minh"),
        Province("82", "Tiền Giang", "82", "Đồng Tháp"),
    ),
    ethnic_groups=("Kinh", "Tày", "Mông", "Mông (Hmông)", "Mường", "Ê Đê", "Cơ Tu"),
    nationalities=("Việt Nam", "Lào", "Nhật Bản"),
    relations=("Bản thân", "Cha", "Mẹ", "Con", "Vợ", "Chồng"),
    marital_statuses=(
        "Chưa đăng ký kết hôn với ai",
        "Đang có vợ/chồng",
        "Đã ly hôn, chưa kết hôn lại",
    ),
    agency_codes=("H56", "H26", "G15"),
)
