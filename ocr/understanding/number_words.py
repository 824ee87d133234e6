"""Vietnamese numbers in words, read and spelled.

Reading works on folded words, so that a misread mark does no harm: no two number words differ
in their marks alone. What people say short and what can mean two numbers ("hai triệu năm",
"hai trăm năm") is not read at all.

Source: the way of writing amounts that invoices and contracts use ("không trăm linh năm",
"mười lăm", "hai mươi mốt", "hai mươi tư"); "lẻ", "ngàn", "tỉ" and "nhăm" are read too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.folding import fold

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_UNITS = {
    **{fold(word): value for value, word in enumerate(_DIGITS)},
    **{"tu": 4, "lam": 5, "nham": 5},
}
_ODD = frozenset({"linh", "le"})
_SCALES = (
    (10**9, frozenset({"ty", "ti"})),
    (10**6, frozenset({"trieu"})),
    (10**3, frozenset({"nghin", "ngan"})),
)
_MAX = 10**15


def words_of(text: str) -> list[str]:
    """Folded words and digit groups of a text, punctuation dropped."""
    return re.findall(r"[a-z]+|[0-9]+", fold(text))


def read_number(words: Sequence[str]) -> int | None:
    """Number that folded words say; None where they say none or more than one.

    Args:
        words: Folded words as from `words_of`, without units and fillers.
    """
    if not 0 < len(words) <= 60:
        return None
    if list(words) == ["khong"]:
        return 0
    number = _read(words, follows=False, is_last=True)
    return number if number is not None and 0 < number < _MAX else None


def _read(words: Sequence[str], *, follows: bool, is_last: bool) -> int | None:
    """Number of any size.

    Args:
        words: Folded words.
        follows: A larger scale stands before, so that leading zeros may be spoken.
        is_last: No scale follows, so that a bare unit would be short for something else.
    """
    for scale, names in _SCALES:
        places = [index for index, word in enumerate(words) if word in names]
        if places:
            return _read_scaled(words, places[-1], scale, follows=follows)
    return _read_below_thousand(words, follows=follows, is_last=is_last)


def _read_scaled(words: Sequence[str], at: int, scale: int, *, follows: bool) -> int | None:
    left = _read(words[:at], follows=follows, is_last=False)
    if left is None or (left == 0 and not follows) or (scale < 10**9 and left >= 1000):
        return None
    right = _read_rest(words[at + 1 :], scale)
    return None if right is None else left * scale + right


def _read_rest(words: Sequence[str], scale: int) -> int | None:
    if not words:
        return 0
    if list(words) == ["ruoi"]:
        return scale // 2
    rest = _read(words, follows=True, is_last=True)
    return rest if rest is not None and rest < scale else None


def _read_below_thousand(words: Sequence[str], *, follows: bool, is_last: bool) -> int | None:
    if "tram" not in words:
        return _read_below_hundred(words, follows=follows, is_last=follows and is_last)
    at = words.index("tram")
    hundreds = _UNITS.get(words[0]) if at == 1 else None
    if hundreds is None or (hundreds == 0 and not follows):
        return None
    rest = words[at + 1 :]
    if list(rest) == ["ruoi"]:
        return hundreds * 100 + 50
    below = _read_below_hundred(rest, follows=True, is_last=True) if rest else 0
    return None if below is None else hundreds * 100 + below


def _read_below_hundred(words: Sequence[str], *, follows: bool, is_last: bool) -> int | None:
    """Number under a hundred; a bare unit is refused where `is_last`."""
    match list(words):
        case ["muoi"]:
            return 10
        case [unit] if unit in _UNITS and not is_last:
            return _UNITS[unit] if _UNITS[unit] or follows else None
        case [odd, unit] if odd in _ODD and follows and _UNITS.get(unit):
            return _UNITS[unit]
        case ["muoi", unit] if _UNITS.get(unit):
            return 10 + _UNITS[unit]
        case [ten, "muoi"] if _UNITS.get(ten, 0) >= 2:
            return 10 * _UNITS[ten]
        case [ten, "muoi", unit] if _UNITS.get(ten, 0) >= 2 and _UNITS.get(unit):
            return 10 * _UNITS[ten] + _UNITS[unit]
        case _:
            return None


def read_digit_by_digit(words: Sequence[str]) -> int | None:
    """Number of a row of spoken digits ("một chín chín năm"); None for anything else."""
    digits = [_UNITS.get(word) for word in words]
    if not digits or None in digits:
        return None
    return int("".join(str(digit) for digit in digits))


_SPOKEN = (
    *_DIGITS, "mười", "mươi", "mốt", "tư", "lăm", "nhăm", "linh", "lẻ", "trăm", "nghìn", "ngàn",
    "triệu", "tỷ", "đồng", "chẵn", "ngày", "tháng", "mồng", "mùng", "giêng", "chạp",
)  # fmt: skip
_BY_LETTERS = {fold(word): word for word in reversed(_SPOKEN)}
_AMBIGUOUS = frozenset({"muoi", "mot", "mong", "mung", "nam"})


def spelled(text: str) -> str:
    """Number words with the marks they must have: "lãm" can only be "lăm".

    Words whose letters stand for two number words stay as read when they are one of them.
    """
    return re.sub(r"[^\W\d_]+", _spelled_word, text)


def _spelled_word(match: re.Match[str]) -> str:
    word = match[0]
    letters = fold(word)
    if letters in _AMBIGUOUS or letters not in _BY_LETTERS or word.lower() in _SPOKEN:
        return word
    right = _BY_LETTERS[letters]
    return right.capitalize() if word[0].isupper() else right
