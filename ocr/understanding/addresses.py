"""Addresses: kept as printed, with the unit and the province they belong to now.

Source: Nghị quyết 202/2025/QH15 (63 provinces became 34 on 1 July 2025; there is no district
level since), Quyết định 19/2025/QĐ-TTg (codes). Older papers keep their four levels: the text
stays as printed and the pair of commune and present province stands beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ocr.folding import tone_key
from ocr.understanding.checked import Checked, Province, ReferenceLists, doubted
from ocr.understanding.nearest import neighbours
from ocr.words import nfc

_PROVINCE_WORD = re.compile(r"^(?:tỉnh|thành phố|tp\b\.?|t\.(?=\s?\w))\s*", re.IGNORECASE)
_OTHER_NAMES = {
    "TPHCM": "79",
    "HCM": "79",
    "Hồ Chí Minh": "79",
    "HCMC": "79",
    "Sài Gòn": "79",
    "Bà Rịa Vũng Tàu": "77",
    "BR-VT": "77",
    "Huế": "46",
    "Thừa Thiên - Huế": "46",
    "Bắc Cạn": "06",
    "Đắc Lắc": "66",
    "Đăk Lăk": "66",
    "Đắc Nông": "67",
    "Đăk Nông": "67",
    "Kon Tum": "62",
    "Kontum": "62",
    "Gialai": "64",
}
"""Other spellings at the end of addresses, with the code of the province."""

_LEVEL_WORD = re.compile(
    r"(?:,|;|\s[-–]\s|\s+(?=(?:tỉnh|thành phố|tp\.|huyện|quận|thị xã|xã|phường|thị trấn"
    r"|đặc khu)\s))",
    re.IGNORECASE,
)
_COMMUNE = re.compile(r"^(?:xã|phường|thị trấn|đặc khu|p\.|tt\.)\s*", re.IGNORECASE)
_DISTRICT = re.compile(r"^(?:huyện|quận|thị xã|thành phố|tp\.?|h\.|q\.|tx\.)\s*", re.IGNORECASE)
_BELOW_COMMUNE = re.compile(
    r"^(?:số|thôn|ấp|bản|buôn|làng|xóm|khu|khóm|tổ|đội|đường|phố|ngõ|hẻm|kiệt|ngách|căn|\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NormalAddress:
    """An address and where it lies now.

    Attributes:
        printed: Text as read, NFC.
        levels: Its parts from the smallest to the province, as printed.
        commune: Commune, ward or township as printed, "" where it cannot be told; communes
            that were merged keep the name on the paper.
        district: District as printed, "" on papers after the merger.
        province_printed: Official name of the province on the paper, "" where it is unknown.
        province_now: Province it belongs to since 1 July 2025, "" where it is unknown.
        province_code: Code of that province.
    """

    printed: str
    levels: tuple[str, ...]
    commune: str
    district: str
    province_printed: str
    province_now: str
    province_code: str


def check_address(text: str, lists: ReferenceLists) -> Checked:
    """An address ends with a province; one letter read wrong makes it another place or none."""
    head, comma, last = text.rpartition(",")
    if not comma or not lists.provinces:
        return Checked(text)
    place = _place(last)
    if _is_province(place, lists.provinces):
        return Checked(text)
    names = {name for each in lists.provinces for name in (each.name, each.name_since_2025)}
    near = neighbours(place, sorted(names)) if place else []
    prefix = last[: len(last) - len(last.lstrip())]
    word = _PROVINCE_WORD.match(last.strip(" ."))
    others = [f"{head},{prefix}{word[0] if word else ''}{name}" for name in near]
    return doubted(text, "address.province_unknown", others)


def _place(last: str) -> str:
    return _PROVINCE_WORD.sub("", last.strip(" ."))


@lru_cache(maxsize=1024)
def _key(name: str) -> str:
    """Key that is equal for spellings that differ in spaces, hyphens, dots and tone place."""
    return re.sub(r"[\s.\-–]", "", tone_key(re.sub(r"[.\-–]", " ", name)))


def _is_province(place: str, provinces: tuple[Province, ...]) -> bool:
    key = _key(place)
    return any(key in (_key(each.name), _key(each.name_since_2025)) for each in provinces) or any(
        key == _key(name) for name in _OTHER_NAMES
    )


def _find_province(place: str, provinces: tuple[Province, ...]) -> Province | None:
    """Province of a name; the one that bears it today where two could be meant."""
    key = _key(place)
    code = next((code for name, code in _OTHER_NAMES.items() if _key(name) == key), "")
    return next(
        (each for each in provinces if each.code == code or key == _key(each.name)),
        next((each for each in provinces if key == _key(each.name_since_2025)), None),
    )


def normalise_address(text: str, provinces: tuple[Province, ...]) -> NormalAddress:
    """Split an address into its levels and tell the province it belongs to now.

    Args:
        text: Address with or without commas, with or without a district.
        provinces: The 63 provinces with the 34 they belong to now.
    """
    printed = nfc(text).strip()
    levels = tuple(part.strip(" .,;") for part in _LEVEL_WORD.split(printed))
    levels = tuple(level for level in levels if level)
    province = _find_province(_place(levels[-1]), provinces) if levels else None
    units = levels[:-1] if province else levels
    commune, district = _commune_and_district(units)
    now = next(
        (each for each in provinces if province and each.code == province.merged_into), province
    )
    return NormalAddress(
        printed=printed,
        levels=levels,
        commune=commune,
        district=district,
        province_printed=province.name if province else "",
        province_now=province.name_since_2025 if province else "",
        province_code=now.code if now else "",
    )


def _commune_and_district(units: tuple[str, ...]) -> tuple[str, str]:
    """Commune and district among the levels below the province, "" for what is not there."""
    for at in range(len(units) - 1, -1, -1):
        if _COMMUNE.match(units[at]):
            return units[at], ", ".join(units[at + 1 :])
    below = [unit for unit in units if not _BELOW_COMMUNE.match(unit)]
    if len(below) >= 2:
        return below[-2], below[-1]
    if len(below) == 1 and not _DISTRICT.match(below[0]):
        return below[0], ""
    return "", below[0] if below else ""
