"""Machine-readable zone of the chip card (TD1, three lines of thirty characters)."""

from __future__ import annotations

import unicodedata
from datetime import date

_WEIGHTS = (7, 3, 1)
_NO_EXPIRY = "991231"


def _value(letter: str) -> int:
    if letter == "<":
        return 0
    return int(letter) if letter.isdigit() else ord(letter) - ord("A") + 10


def check_digit(text: str) -> str:
    """Give the check digit of `text` (A-Z, 0-9, <).

    Source: ICAO Doc 9303 part 3, 4.9: weights 7, 3, 1, sum modulo 10.
    """
    total = sum(_value(letter) * _WEIGHTS[i % 3] for i, letter in enumerate(text))
    return str(total % 10)


def plain_letters(text: str) -> str:
    """Write a Vietnamese name in capital A-Z: marks dropped, Đ as D."""
    decomposed = unicodedata.normalize("NFD", text.upper().replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def mrz_name(full_name: str) -> str:
    """Write a name as SURNAME<<MIDDLE<GIVEN, thirty characters."""
    surname, *rest = plain_letters(full_name).split()
    return f"{surname}<<{'<'.join(rest)}".ljust(30, "<")[:30]


def mrz_lines(
    personal_id: str, full_name: str, *, sex: str, birth_date: date, expires_on: date | None
) -> tuple[str, str, str]:
    """Build the three lines on the back of the card.

    Source: ICAO Doc 9303 part 5; use of the fields by the Vietnamese card as printed: document
    number is the last nine digits, the twelve digits stand in the optional field.

    Args:
        personal_id: Twelve digits.
        full_name: Name with diacritics, surname first.
        sex: "Nam" or "Nữ".
        birth_date: Day of birth.
        expires_on: Last valid day, None for a card without limit.
    """
    number = personal_id[-9:]
    first = f"IDVNM{number}{check_digit(number)}{personal_id}<<{check_digit(personal_id)}"
    born = birth_date.strftime("%y%m%d")
    until = expires_on.strftime("%y%m%d") if expires_on else _NO_EXPIRY
    letter = "M" if sex == "Nam" else "F"
    dates = (f"{born}{check_digit(born)}", f"{until}{check_digit(until)}")
    optional = "<" * 11
    composite = check_digit(f"{first[5:]}{dates[0]}{dates[1]}{optional}")
    second = f"{dates[0]}{letter}{dates[1]}VNM{optional}{composite}"
    return first, second, mrz_name(full_name)


def passport_mrz_lines(
    number: str, personal_id: str, full_name: str, *, sex: str, birth_date: date, expires_on: date
) -> tuple[str, str]:
    """Build the two lines of a passport (TD3), the personal number in the optional field.

    Source: ICAO Doc 9303 part 4, 4.2.
    """
    surname, *rest = plain_letters(full_name).split()
    first = f"P<VNM{surname}<<{'<'.join(rest)}".ljust(44, "<")[:44]
    born, until = birth_date.strftime("%y%m%d"), expires_on.strftime("%y%m%d")
    shown = number.ljust(9, "<")
    head = f"{shown}{check_digit(shown)}"
    dates = (f"{born}{check_digit(born)}", f"{until}{check_digit(until)}")
    optional = personal_id.ljust(14, "<")
    tail = f"{optional}{check_digit(optional)}"
    letter = "M" if sex == "Nam" else "F"
    composite = check_digit(f"{head}{dates[0]}{dates[1]}{tail}")
    return first, f"{head}VNM{dates[0]}{letter}{dates[1]}{tail}{composite}"
