"""Places the invented persons come from: addresses before and after the mergers of July 2025."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A commune in its old and new form.

    Attributes:
        code: Three digits of the province in personal ids (old list of 63).
        old: Commune, district, province as cards issued before July 2025 print them.
        new: Commune and province since July 2025, with their kinds.
        hamlets: Ways the smallest unit is named there.
        seat: The commune's name alone, for "…, ngày … tháng …".
    """

    code: str
    old: str
    new: str
    hamlets: tuple[str, ...]
    seat: str


@dataclass(frozen=True, slots=True)
class Office:
    """A one-stop shop.

    Attributes:
        place: Commune it serves.
        committee: Name of the people's committee, capitals as in running text.
        agency_code: Code of the agency, first part of dossier codes.
    """

    place: Place
    committee: str
    agency_code: str


_NORTH = ("Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4", "Thôn 5", "Thôn 6", "Thôn Đông", "Thôn Thượng")
_HAMLET = ("Xóm 2", "Xóm 4", "Xóm 7", "Xóm Đình", "Xóm Mới")
_SOUTH = ("Ấp 1", "Ấp 2", "Ấp 3", "Ấp Đông", "Ấp Phú Thạnh")

HOANG_TIEN = Place(
    "038", "Hoằng Tiến, Hoằng Hóa, Thanh Hóa", "xã Hoằng Tiến, tỉnh Thanh Hóa", _NORTH, "Hoằng Tiến"
)
HOANG_HOA = Place(
    "038", "Hoằng Đức, Hoằng Hóa, Thanh Hóa", "xã Hoằng Hóa, tỉnh Thanh Hóa", _NORTH, "Hoằng Hóa"
)
SOC_SON = Place("001", "Phù Lỗ, Sóc Sơn, Hà Nội", "xã Sóc Sơn, thành phố Hà Nội", _NORTH, "Sóc Sơn")
DONG_ANH = Place(
    "001", "Cổ Loa, Đông Anh, Hà Nội", "xã Đông Anh, thành phố Hà Nội", _HAMLET, "Đông Anh"
)

PLACES = (
    HOANG_TIEN,
    HOANG_HOA,
    SOC_SON,
    DONG_ANH,
    Place("044", "Liên Thủy, Lệ Thủy, Quảng Bình", "xã Lệ Thủy, tỉnh Quảng Trị", _NORTH, "Lệ Thủy"),
    Place("036", "Hải Trung, Hải Hậu, Nam Định", "xã Hải Hậu, tỉnh Ninh Bình", _HAMLET, "Hải Hậu"),
    Place(
        "040", "Diễn Thành, Diễn Châu, Nghệ An", "xã Diễn Châu, tỉnh Nghệ An", _HAMLET, "Diễn Châu"
    ),
    Place("025", "Thạch Sơn, Lâm Thao, Phú Thọ", "xã Lâm Thao, tỉnh Phú Thọ", _NORTH, "Lâm Thao"),
    Place(
        "079",
        "Tân Phú Trung, Củ Chi, TP. Hồ Chí Minh",
        "xã Củ Chi, Thành phố Hồ Chí Minh",
        _SOUTH,
        "Củ Chi",
    ),
    Place(
        "082", "Đông Hòa Hiệp, Cái Bè, Tiền Giang", "xã Cái Bè, tỉnh Đồng Tháp", _SOUTH, "Cái Bè"
    ),
)

OFFICES = (
    Office(HOANG_TIEN, "Ủy ban nhân dân xã Hoằng Tiến", "H56.128"),
    Office(HOANG_HOA, "Ủy ban nhân dân xã Hoằng Hóa", "H56.126"),
    Office(SOC_SON, "Ủy ban nhân dân xã Sóc Sơn", "H26.121"),
    Office(DONG_ANH, "Ủy ban nhân dân xã Đông Anh", "H26.114"),
)


def choose_hamlet(rng: random.Random, place: Place) -> str:
    """Pick one of the place's smallest units."""
    return rng.choice(place.hamlets)
