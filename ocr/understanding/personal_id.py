"""Personal identification number of twelve digits, and the nine digits of older cards.

Source: Nghị định 70/2024/NĐ-CP: three digits for the place where the birth was registered
("0" and the province, or the code of another country), one for century and sex, two for the
year of birth, six random ones; there is no check digit. Quyết định 19/2025/QĐ-TTg: numbers with
the code of a merged province stay as they are.
"""

from __future__ import annotations

import re

from ocr.understanding.checked import Checked, ReferenceLists, doubted
from ocr.understanding.lookalikes import number_like, one_digit_repairs, packed_digits

_TWELVE = re.compile(r"(?<!\d)[0-9]{12}(?!\d)")
_NINE = re.compile(r"(?<!\d)[0-9]{9}(?!\d)")
_TWELVE_DIGITS = re.compile(r"[0-9]{12}")
_CENTURIES_AHEAD = 4
_CENTURY_AND_YEAR = range(3, 6)


def is_personal_id(value: str) -> bool:
    """Whether a value has the twelve digits of a personal id."""
    return _TWELVE_DIGITS.fullmatch(value) is not None


def check_personal_id(text: str, lists: ReferenceLists) -> Checked:
    """Normalise an id to its digits; twelve digits win over nine in the same text."""
    printed = _TWELVE.search(text) or _NINE.search(text)
    digits = printed[0] if printed else packed_digits(number_like(text))
    if not re.fullmatch(r"[0-9]+", digits):
        return Checked(text, "personal_id.not_digits")
    if len(digits) == 9:
        return Checked(digits, "personal_id.old_card")
    if len(digits) != 12:
        return Checked(digits, "personal_id.length")
    return _check_twelve(digits, lists)


def _check_twelve(digits: str, lists: ReferenceLists) -> Checked:
    def is_sound(other: str) -> bool:
        return _has_known_place(other, lists) and int(other[3]) < _CENTURIES_AHEAD

    if is_sound(digits):
        return Checked(digits)
    if int(digits[3]) >= _CENTURIES_AHEAD:
        problem, places = "personal_id.future_birth", range(3, 4)
    elif digits[0] != "0":
        problem, places = "personal_id.born_abroad", range(1)
    else:
        problem, places = "personal_id.province_unknown", range(3)
    return doubted(digits, problem, one_digit_repairs(digits, is_sound, places))


def _has_known_place(digits: str, lists: ReferenceLists) -> bool:
    if digits[0] != "0":
        return False
    return not lists.provinces or any(each.code == digits[1:3] for each in lists.provinces)


def sex_of_id(personal_id: str) -> str:
    """Sex that the fourth digit of a twelve-digit id states: "Nam" or "Nữ"."""
    return "Nữ" if int(personal_id[3]) % 2 else "Nam"


def birth_year_of_id(personal_id: str) -> int:
    """Birth year that digits four to six of a twelve-digit id state."""
    return 1900 + 100 * (int(personal_id[3]) // 2) + int(personal_id[4:6])


def ids_that_agree(personal_id: str, birth_year: int, sex: str) -> tuple[str, ...]:
    """Ids one easily misread digit away that fit the year of birth and the sex beside them.

    Args:
        personal_id: Checked value; anything but twelve digits gives nothing.
        birth_year: Year of birth, 0 when unknown.
        sex: "Nam" or "Nữ", "" when unknown.
    """
    if not is_personal_id(personal_id):
        return ()

    def fits(other: str) -> bool:
        fits_year = birth_year in (0, birth_year_of_id(other))
        return fits_year and sex in ("", sex_of_id(other))

    return () if fits(personal_id) else one_digit_repairs(personal_id, fits, _CENTURY_AND_YEAR)
