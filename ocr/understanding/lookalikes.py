"""Characters that recognition takes for one another.

Letters among digits are repaired where only digits can stand. A digit is never replaced by
another digit: such a repair is an alternative for the officer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_LETTERS = "OoQDIl|!ZSsBGb"
DIGIT_CLASS = rf"[0-9{_LETTERS}]"
"""Class of a regular expression: a digit or a letter that looks like one."""

_TO_DIGIT = str.maketrans(_LETTERS, "00001111255866")
_MISTAKEN_FOR = {
    "0": "869",
    "1": "74",
    "2": "7",
    "3": "85",
    "4": "19",
    "5": "638",
    "6": "058",
    "7": "12",
    "8": "036",
    "9": "04",
}
_LETTERS_OF = {"0": "OCD", "1": "I", "2": "Z", "5": "S", "6": "GC", "8": "B"}


def as_digits(text: str) -> str:
    """Text with letters that look like digits turned into them."""
    return text.translate(_TO_DIGIT)


def packed_digits(text: str) -> str:
    """Digits of a number that may be parted by spaces, dots or dashes; look-alikes repaired.

    Letters that cannot be a digit stay, so that a rule on the shape refuses the value.
    """
    return as_digits(re.sub(r"[\s.\-,]", "", text))


def number_like(text: str) -> str:
    """The longest run of digits and look-alikes that is mostly digits, else all of `text`."""
    runs = re.findall(rf"{DIGIT_CLASS}[0-9{_LETTERS} .\-]{{6,16}}", text)
    likely = [run for run in runs if sum(c.isdigit() for c in run) >= 6]
    return max(likely, key=len) if likely else text


def one_digit_repairs(
    digits: str, is_right: Callable[[str], bool], places: Iterable[int] | None = None
) -> tuple[str, ...]:
    """Numbers that differ in one digit that is easily misread and pass a rule.

    Args:
        digits: Digits only.
        is_right: The rule.
        places: Indices that may be wrong; every one when None.
    """
    return tuple(
        repaired
        for place in (range(len(digits)) if places is None else places)
        for digit in _MISTAKEN_FOR[digits[place]]
        if is_right(repaired := digits[:place] + digit + digits[place + 1 :])
    )


def letters_like(digit: str) -> str:
    """Capital letters that a digit may be misread from, "" for none."""
    return _LETTERS_OF.get(digit, "")
