"""What the texts of codes on cards and slips have in common: bounds, fields, dates, names."""

from __future__ import annotations

import re
from datetime import date

from ocr.errors import Advice, OcrError
from ocr.words import nfc

SEXES = {"nam": "Nam", "nữ": "Nữ", "nu": "Nữ", "m": "Nam", "f": "Nữ"}
_MAX_CHARS = 4096
_AROUND = "\r\n\t \x00\x03\x04\ufeff"
_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9]")
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.\-]+[^\W\d_]+)*\.?")


class CardCodeInvalid(OcrError):
    """The text of the code is not what a card or slip holds."""

    code = "card_code.invalid"
    advice = Advice.USER_ACTION


def fields_of(text: str) -> list[str]:
    """Fields of a text parted by bars, composed and trimmed.

    What scanners that type like a keyboard put around a text is dropped: line end, end of
    transmission, byte order mark, symbology identifier ("]Q1").

    Raises:
        CardCodeInvalid: The text is too long.
    """
    if len(text) > _MAX_CHARS:
        raise CardCodeInvalid("text too long")
    bare = _SYMBOLOGY.sub("", text.strip(_AROUND))
    return [nfc(part).strip() for part in bare.split("|")]


def date_of(text: str, name: str) -> str:
    """ddMMyyyy, or dd/MM/yyyy, as dd/mm/yyyy.

    Raises:
        CardCodeInvalid: No real date; the detail is `name`.
    """
    match = re.fullmatch(r"([0-9]{2})[/-]?([0-9]{2})[/-]?([0-9]{4})", text)
    if match is None:
        raise CardCodeInvalid(name)
    day, month, year = match.groups()
    try:
        date(int(year), int(month), int(day))
    except ValueError as error:
        raise CardCodeInvalid(name) from error
    return f"{day}/{month}/{year}"


def name_of(text: str) -> str:
    """Name of a person.

    Raises:
        CardCodeInvalid: Empty, or with signs that no name holds (a scanner that types in
            another character set leaves question marks).
    """
    if not _NAME.fullmatch(text):
        raise CardCodeInvalid("full name")
    return text
