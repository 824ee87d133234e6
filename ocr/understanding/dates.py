"""Dates in digits and in words, parts of dates on old papers, and times of day.

A date is only taken where day, month and four digits of the year are there. A year of two
digits is never completed: 05/03/01 is offered as 2001 and as 1901.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ocr.folding import fold
from ocr.understanding.checked import Checked, ReferenceLists, doubted
from ocr.understanding.lookalikes import DIGIT_CLASS, as_digits, one_digit_repairs
from ocr.understanding.number_words import read_digit_by_digit, read_number, words_of

NO_EXPIRY = "Không thời hạn"
"""Value of an expiry date that never comes."""

_FOLDED_NO_EXPIRY = fold(NO_EXPIRY)
_NUMBERS = re.compile(
    r"(?<!\d)(?<!(?<!\w)[OoQDIl|!ZSsBGb])(\d{1,2})[\s/.\-,]{1,3}(\d{1,2})[\s/.\-,]{1,3}(\d{4})(?!\d)"
)
_ALIKE = re.compile(
    rf"(?<!\w)({DIGIT_CLASS}{{1,2}})\s?[/.\-]\s?({DIGIT_CLASS}{{1,2}})"
    rf"\s?[/.\-]\s?({DIGIT_CLASS}{{4}})(?!\w)"
)
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{4})")
_LABELLED = re.compile(
    r"(?:ngay)?\s*[:.…_ ]*(\d{1,2})[\s.…_]*thang\s*[:.…_ ]*(\d{1,2})[\s.…_]*nam\s*[:.…_ ]*(\d{4})"
)
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{2})(?!\d)")
_YEAR = re.compile(r"(?:sinh )?(?:nam)?\s*:?\s*(\d{4})")
_MONTH_YEAR = re.compile(r"(?:thang)?\s*(\d{1,2})\s*(?:[/.\-]|nam)\s*(\d{4})")
_MONTH_NAMES = {"gieng": 1, "chap": 12}
_DAY_FILLERS = frozenset({"mong", "mung"})
_LATEST_SHORT_YEAR = 40
_TIME = re.compile(r"(?<!\d)(\d{1,2})\s*(?:gio|h|:|g(?![a-z]))\s*(?:(\d{1,2})\s*(?:phut|ph|p|')?)?")
_LATE_HALVES = frozenset({"trua", "chieu", "toi", "dem", "khuya"})

_SLASHES_AS_STROKES = re.compile(r"(\d{2})[1Il|!](\d{2})[1Il|!](\d{4})")
"""Two slashes read as strokes: "3110512021"."""

_Parts = tuple[int, int, int]


def check_date(text: str, _lists: ReferenceLists) -> Checked:
    """Normalise a date to dd/mm/yyyy, a part of one to mm/yyyy or yyyy."""
    folded = fold(text)
    if _FOLDED_NO_EXPIRY in folded:
        return Checked(NO_EXPIRY)
    printed = _in_digits(text, folded)
    spoken = date_in_words(text) if "thang" in folded else None
    parts = printed or spoken
    if parts is None:
        return _check_part(text, folded)
    value = _format(parts)
    if not _is_real(parts):
        return doubted(value, "date.unreal", _neighbours(parts))
    if spoken and spoken != parts:
        return doubted(value, "date.words_differ", [_format(spoken)])
    return Checked(value)


def _in_digits(text: str, folded: str) -> _Parts | None:
    match = _NUMBERS.search(text) or _LABELLED.search(folded) or _PACKED.fullmatch(text)
    if match is None:
        match = _ALIKE.search(text)
        if match is None or sum(character.isdigit() for character in match[0]) < 4:
            return None
    day, month, year = (int(as_digits(group)) for group in match.groups())
    return day, month, year


def _check_part(text: str, folded: str) -> Checked:
    """A year, a month with its year, a date with a short year, or no date at all."""
    slashless = _SLASHES_AS_STROKES.fullmatch(text.strip(" ."))
    if slashless:
        parts = tuple(int(group) for group in slashless.groups())
        if _is_real((parts[0], parts[1], parts[2])):
            return doubted(_format((parts[0], parts[1], parts[2])), "date.slashes", ())
    short = _SHORT_YEAR.search(text)
    if short:
        return doubted(text, "date.short_year", _with_centuries(short))
    month_year = _MONTH_YEAR.fullmatch(folded.strip(" ."))
    if month_year and _is_real((1, int(month_year[1]), int(month_year[2]))):
        return Checked(f"{int(month_year[1]):02d}/{month_year[2]}", "date.month_year")
    year = _YEAR.fullmatch(folded.strip(" ."))
    if year and _is_real((1, 1, int(year[1]))):
        return Checked(year[1], "date.year_only")
    return Checked(text, "date.format")


def _with_centuries(short: re.Match[str]) -> Iterator[str]:
    day, month, year = (int(group) for group in short.groups())
    centuries = (2000, 1900) if year <= _LATEST_SHORT_YEAR else (1900, 2000)
    for century in centuries:
        parts = day, month, century + year
        if _is_real(parts):
            yield _format(parts)


def _neighbours(parts: _Parts) -> Iterator[str]:
    """Real dates one misread digit of day, month or century away."""
    day, month, year = parts
    packed = f"{day:02d}{month:02d}{year:04d}"
    for repaired in one_digit_repairs(packed, _is_real_packed, range(6)):
        yield f"{repaired[:2]}/{repaired[2:4]}/{repaired[4:]}"


def _is_real_packed(packed: str) -> bool:
    return _is_real((int(packed[:2]), int(packed[2:4]), int(packed[4:])))


def _is_real(parts: _Parts) -> bool:
    day, month, year = parts
    if not 1850 <= year <= 2150:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def is_real_date(day: int, month: int, year: int) -> bool:
    """Whether the calendar has this day, in the years that papers can speak of."""
    return _is_real((day, month, year))


def _format(parts: _Parts) -> str:
    day, month, year = parts
    return f"{day:02d}/{month:02d}/{year:04d}"


def parse_date(value: str) -> date | None:
    """Date of a checked value, None for anything that is no real and whole date."""
    match = re.fullmatch(r"([0-9]{2})/([0-9]{2})/([0-9]{4})", value)
    if match is None:
        return None
    day, month, year = (int(group) for group in match.groups())
    return date(year, month, day) if _is_real((day, month, year)) else None


def year_of(value: str) -> int | None:
    """Year of a checked value, also of one that holds a year or a month only."""
    match = re.fullmatch(r"(?:(?:[0-9]{2}/)?[0-9]{2}/)?([0-9]{4})", value)
    return int(match[1]) if match else None


def date_in_words(text: str) -> _Parts | None:
    """Day, month and year of a date in words, None where the text holds none.

    Some parts may be digits ("ngày mười lăm tháng 3 năm 2001"); a date with day and month in
    digits is no date in words.

    Source: the line "ghi bằng chữ" of civil-status forms (Thông tư 04/2024/TT-BTP).
    """
    words = words_of(text)
    for at in range(1, len(words) - 1):
        if words[at] != "thang" or (words[at - 1].isdigit() and words[at + 1].isdigit()):
            continue
        day = _day_before(words[:at])
        month_year = _month_and_year(words[at + 1 :])
        if day and month_year:
            return day, *month_year
    return None


def _day_before(words: Sequence[str]) -> int:
    for count in (3, 2, 1):
        if count <= len(words):
            tail = [word for word in words[-count:] if word not in _DAY_FILLERS]
            day = _small_number(tail, 31)
            if day:
                return day
    return 0


def _month_and_year(words: Sequence[str]) -> tuple[int, int] | None:
    for count in (2, 1):
        if len(words) <= count + 1 or words[count] != "nam":
            continue
        month = _MONTH_NAMES.get(words[0], 0) if count == 1 else 0
        month = month or _small_number(words[:count], 12)
        year = _year_at_start(words[count + 1 :])
        if month and year:
            return month, year
    return None


def _small_number(words: Sequence[str], highest: int) -> int:
    """Number 1 to `highest` in digits or words, 0 for anything else."""
    if len(words) == 1 and words[0].isdigit():
        number: int | None = int(words[0][:3])
    else:
        number = read_number(words)
    return number if number is not None and 1 <= number <= highest else 0


def _year_at_start(words: Sequence[str]) -> int:
    """Year that the first words say, 0 for none; the longest reading counts."""
    if words[0].isdigit():
        return int(words[0]) if len(words[0]) == 4 else 0
    for count in range(min(len(words), 9), 1, -1):
        head = words[:count]
        year = read_number(head) or (read_digit_by_digit(head) if count == 4 else None)
        if year and 1850 <= year <= 2150:
            return year
    return 0


def compare_date_with_words(value: str, words: str) -> str:
    """Compare a checked date with the same date written in words beside it.

    Returns:
        "date.words_differ", or "" when they agree or one of them cannot be read.
    """
    written, spoken = parse_date(value), date_in_words(words)
    if written is None or spoken is None:
        return ""
    agree = spoken == (written.day, written.month, written.year)
    return "" if agree else "date.words_differ"


def check_time(text: str, _lists: ReferenceLists) -> Checked:
    """Normalise a time of day to HH:MM ("07 giờ 35 phút" is 07:35)."""
    parts = _find_time(text)
    if parts is None:
        return Checked(text, "time.format")
    hour, minute = parts
    value = f"{hour:02d}:{minute:02d}"
    if hour > 23 or minute > 59:
        return Checked(value, "time.unreal")
    if hour <= 12 and _LATE_HALVES.intersection(words_of(text)):
        return doubted(value, "time.half_of_day", [f"{(hour + 12) % 24:02d}:{minute:02d}"])
    return Checked(value)


def _find_time(text: str) -> tuple[int, int] | None:
    match = _TIME.search(fold(text))
    if match:
        return int(match[1]), int(match[2] or 0)
    words = words_of(text)
    if "gio" not in words:
        return None
    at = words.index("gio")
    rest = words[at + 1 : words.index("phut")] if "phut" in words[at:] else []
    hour = _time_number(words[:at])
    minute = _time_number(rest) if rest else 0
    return None if hour is None or minute is None else (hour, minute)


def _time_number(words: Sequence[str]) -> int | None:
    """Number that the last words say; a leading zero may be spoken ("không bảy")."""
    for count in (3, 2, 1):
        tail = words[-count:] if count <= len(words) else []
        if len(tail) == 2 and tail[0] == "khong":
            tail = tail[1:]
        number = int(tail[0]) if len(tail) == 1 and tail[0].isdigit() else read_number(tail)
        if number is not None:
            return number
    return None
