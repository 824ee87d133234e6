"""Numbers written in words the way invoices do, to be read back."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALE_WORDS = ((10**6, "triệu"), (10**3, "nghìn"))


def number_in_words(number: int) -> str:
    """Write a number in words: 2002 is "hai nghìn không trăm linh hai".

    Args:
        number: 0 to 999,999,999,999,999.
    """
    return _DIGITS[0] if number == 0 else " ".join(_words(number, follows=False))


def _words(number: int, *, follows: bool) -> list[str]:
    billions, rest = divmod(number, 10**9)
    words = [*_words(billions, follows=follows), "tỷ"] if billions else []
    for scale, name in _SCALE_WORDS:
        group, rest = divmod(rest, scale)
        if group:
            words += [*_words_below_thousand(group, follows=follows or bool(words)), name]
    if rest:
        words += _words_below_thousand(rest, follows=follows or bool(words))
    return words


def _words_below_thousand(number: int, *, follows: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or follows else []
    if not rest:
        return words
    tens, unit = divmod(rest, 10)
    if tens == 0:
        return [*words, "linh", _DIGITS[unit]] if words else [_DIGITS[unit]]
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return [*words, _unit_after_tens(tens, unit)] if unit else words


def _unit_after_tens(tens: int, unit: int) -> str:
    if unit == 5:
        return "lăm"
    if tens > 1 and unit == 1:
        return "mốt"
    if tens > 1 and unit == 4:
        return "tư"
    return _DIGITS[unit]
