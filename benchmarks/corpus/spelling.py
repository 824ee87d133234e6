"""Numbers and dates in Vietnamese words, as forms ask for them ("ghi bằng chữ")."""

from __future__ import annotations

from datetime import date

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ")


def _tens(number: int, *, after_hundreds: bool) -> list[str]:
    tens, unit = divmod(number, 10)
    if tens == 0:
        if unit == 0:
            return []
        return ["linh", _DIGITS[unit]] if after_hundreds else [_DIGITS[unit]]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if unit == 1 and tens > 1:
        words.append("mốt")
    elif unit == 4 and tens > 1:
        words.append("tư")
    elif unit == 5:
        words.append("lăm")
    elif unit:
        words.append(_DIGITS[unit])
    return words


def _group(number: int, *, leading: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    if leading and hundreds == 0:
        return _tens(rest, after_hundreds=False)
    return [_DIGITS[hundreds], "trăm", *_tens(rest, after_hundreds=True)]


def spell_number(number: int) -> str:
    """Say a whole number from 0 to 999,999,999,999 in words."""
    if number == 0:
        return _DIGITS[0]
    groups: list[int] = []
    while number:
        number, low = divmod(number, 1000)
        groups.append(low)
    words: list[str] = []
    for place in range(len(groups) - 1, -1, -1):
        value = groups[place]
        if value:
            words += _group(value, leading=place == len(groups) - 1)
            words += [_GROUPS[place]] if place else []
    return " ".join(words)


def spell_date(day: date) -> str:
    """Say a date in words: "Ngày mười tám tháng mười năm hai nghìn ..."."""
    month = "tư" if day.month == 4 else spell_number(day.month)
    return f"Ngày {spell_number(day.day)} tháng {month} năm {spell_number(day.year)}"


def spell_money(dong: int) -> str:
    """Say an amount of đồng in words, first letter capital."""
    words = f"{spell_number(dong)} đồng"
    return words[0].upper() + words[1:]


def group_digits(number: int) -> str:
    """Write a number with dots between thousands: 150.000.000."""
    return f"{number:,}".replace(",", ".")


def short_date(day: date) -> str:
    """Write a date as forms do: 07/11/2025."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def long_date(day: date) -> str:
    """Write a date as signatures do: ngày 07 tháng 11 năm 2025."""
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
