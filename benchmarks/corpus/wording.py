"""Names of agencies, companies, streets and law documents that papers speak of."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.corpus.persons import FEMALE, MALE, Person, make_name, make_person
from benchmarks.corpus.places import PLACES, Place

LAWS = (
    "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
    "Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ về thực hiện thủ tục"
    " hành chính theo cơ chế một cửa, một cửa liên thông",
    "Nghị định số 123/2015/NĐ-CP ngày 15 tháng 11 năm 2015 của Chính phủ quy định chi tiết một số"
    " điều và biện pháp thi hành Luật Hộ tịch",
    "Nghị định số 101/2024/NĐ-CP ngày 29 tháng 7 năm 2024 của Chính phủ quy định về điều tra cơ"
    " bản đất đai; đăng ký, cấp Giấy chứng nhận quyền sử dụng đất",
    "Nghị định số 45/2020/NĐ-CP ngày 08 tháng 4 năm 2020 của Chính phủ về thực hiện thủ tục hành"
    " chính trên môi trường điện tử",
    "Luật Đất đai ngày 18 tháng 01 năm 2024",
    "Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015",
    "Luật Phí và lệ phí ngày 25 tháng 11 năm 2015",
    "Thông tư số 01/2018/TT-VPCP ngày 23 tháng 11 năm 2018 của Bộ trưởng, Chủ nhiệm Văn phòng"
    " Chính phủ",
    "Thông tư số 04/2024/TT-BTP ngày 06 tháng 6 năm 2024 của Bộ trưởng Bộ Tư pháp",
)
STREETS = (
    "đường Nguyễn Huệ", "đường Lê Lợi", "đường Trần Hưng Đạo", "phố Hàng Bạc", "đường Quang Trung",
    "quốc lộ 1A", "đường Cách Mạng Tháng Tám", "phố Chợ Mới", "đường Võ Thị Sáu", "ngõ 42 phố Huế",
)  # fmt: skip
_FORMS = ("CÔNG TY TNHH", "CÔNG TY CỔ PHẦN", "HỢP TÁC XÃ", "DOANH NGHIỆP TƯ NHÂN")
_TRADES = (
    "XÂY DỰNG VÀ THƯƠNG MẠI", "CHẾ BIẾN NÔNG SẢN", "VẬN TẢI HÀNG HÓA", "DỊCH VỤ KỸ THUẬT",
    "THIẾT BỊ GIÁO DỤC", "MAY MẶC XUẤT KHẨU", "NUÔI TRỒNG THỦY SẢN", "GIỐNG CÂY TRỒNG",
)  # fmt: skip
_GIVEN = ("HƯNG THỊNH", "PHÚ QUÝ", "MINH ĐỨC", "THẮNG LỢI", "ĐẠI DƯƠNG", "BÌNH MINH", "TÂN TIẾN")
ROOMS = (
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công", "Chi nhánh Văn phòng đăng ký đất đai",
    "Ban Chỉ huy Quân sự", "Công an xã", "Trạm Y tế",
)  # fmt: skip


def make_company(rng: Random) -> str:
    """Name of an invented company in capitals."""
    return f"{rng.choice(_FORMS)} {rng.choice(_TRADES)} {rng.choice(_GIVEN)}"


def make_place(rng: Random) -> Place:
    """Pick a commune."""
    return rng.choice(PLACES)


def make_day(rng: Random) -> date:
    """A day of the year 2025 after the mergers."""
    return date(2025, 7, 1) + timedelta(days=rng.randrange(170))


def make_adult(rng: Random, place: Place, *, sex: str | None = None) -> Person:
    """Invent an adult living at `place`."""
    return make_person(
        rng, sex or rng.choice((MALE, FEMALE)), born_between=(1968, 1999), home=place
    )


def make_signer(rng: Random) -> str:
    """Name of an officer."""
    return make_name(rng, rng.choice((MALE, MALE, FEMALE)))


def street_address(rng: Random, place: Place) -> str:
    """House number, street, commune and province."""
    return f"Số {rng.randint(2, 380)} {rng.choice(STREETS)}, {place.new}"


def province_of(place: Place) -> str:
    """Province with its kind, as in running text."""
    return place.new.split(", ")[1]


def commune_of(place: Place) -> str:
    """Commune with its kind, as in running text."""
    return place.new.split(", ")[0]
