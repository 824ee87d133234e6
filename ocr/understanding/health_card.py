"""QR of the health insurance card.

Source: cards of Vietnam Social Security: fields parted by bars; name and address are UTF-8
written as hexadecimal digits; sex 1 is male and 2 female; a dash stands for an empty field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr.understanding.code_text import CardCodeInvalid, date_of, fields_of, name_of
from ocr.words import nfc

_START = re.compile(
    r"\s*(?:\][A-Za-z][0-9])?(?:[A-Z]{2}[0-9]{13}|[0-9]{10})\|(?:[0-9A-Fa-f]{2}){2,}\|"
)
_NUMBER = re.compile(r"[A-Z]{2}[0-9]{13}|[0-9]{10}")
_SEXES = {"1": "Nam", "2": "Nữ", "": ""}
_MIN_FIELDS = 5


@dataclass(frozen=True, slots=True)
class HealthCardQr:
    """Content of the QR of a health insurance card.

    Attributes:
        number: Fifteen characters, or the ten digits of the insurance number.
        full_name: With marks.
        birth_date: dd/mm/yyyy, or yyyy where the card knows no more.
        sex: "Nam", "Nữ" or "".
        residence: Address as stored.
        clinic: Code of the place of first treatment, as stored.
        valid_from: dd/mm/yyyy, "" where not stated.
        expires_on: dd/mm/yyyy, "" where not stated.
        extra: Fields after these, kept as they are.
    """

    number: str
    full_name: str
    birth_date: str
    sex: str
    residence: str
    clinic: str
    valid_from: str
    expires_on: str
    extra: tuple[str, ...] = ()


def is_health_card(text: str) -> bool:
    """Whether a text starts like the QR of a health insurance card."""
    return _START.match(text) is not None


def parse_health_card_qr(text: str) -> HealthCardQr:
    """Read the QR of a health insurance card.

    Raises:
        CardCodeInvalid: Fewer than five fields, or a field that cannot be what it should be.
    """
    parts = ["" if part == "-" else part for part in fields_of(text)]
    if len(parts) < _MIN_FIELDS:
        raise CardCodeInvalid(f"{len(parts)} fields")
    number, name, birth, sex, address, clinic, start, end = [*parts, "", "", ""][:8]
    if not _NUMBER.fullmatch(number):
        raise CardCodeInvalid("insurance number")
    if sex not in _SEXES:
        raise CardCodeInvalid("sex")
    return HealthCardQr(
        number=number,
        full_name=name_of(_from_hex(name, "full name")),
        birth_date=_birth_date(birth),
        sex=_SEXES[sex],
        residence=_from_hex(address, "address"),
        clinic=clinic,
        valid_from=date_of(start, "first day") if start else "",
        expires_on=date_of(end, "last day") if end else "",
        extra=tuple(parts[8:]),
    )


def _from_hex(text: str, name: str) -> str:
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})*", text):
        raise CardCodeInvalid(name)
    try:
        decoded = bytes.fromhex(text).decode("utf-8")
    except UnicodeDecodeError as error:
        raise CardCodeInvalid(name) from error
    return nfc(decoded).strip()


def _birth_date(text: str) -> str:
    return text if re.fullmatch(r"(?:18|19|20)[0-9]{2}", text) else date_of(text, "birth date")
