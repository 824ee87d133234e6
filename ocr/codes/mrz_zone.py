"""Strict reading of a machine-readable zone: cards (TD1) and passports (TD3).

Source: ICAO Doc 9303 parts 3 to 5 (check digits, layouts); layout of the Vietnamese card:
document number = last nine digits of the personal id, optional data = the twelve digits,
two fillers and a check digit over the twelve.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ocr.errors import Advice, OcrError

WEIGHTS = (7, 3, 1)
FILLER = "<"
NO_EXPIRY = "991231"
VIETNAM = "VNM"
_ALPHABET = re.compile(r"[A-Z0-9<]+")


class MrzInvalid(OcrError):
    """The lines are no machine-readable zone or a check fails."""

    code = "mrz.invalid"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class Mrz:
    """Content of a machine-readable zone whose checks all passed.

    Attributes:
        document: Document type as printed ("ID", "P").
        issuer: Issuing state, three letters.
        number: Document number.
        personal_id: Twelve digits, "" where the document holds none.
        surname: Without marks, words parted by spaces; names carry no check digit.
        given_names: Without marks, "" for a person with one name.
        nationality: Three letters.
        birth_date: Date of birth.
        sex: "M", "F" or "" (not stated, or against the personal id: it has no check digit).
        expires_on: Last day, None for a card without limit.
        lines: The zone in its exact form.
    """

    document: str
    issuer: str
    number: str
    personal_id: str
    surname: str
    given_names: str
    nationality: str
    birth_date: date
    sex: str
    expires_on: date | None
    lines: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """Surname and given names in Vietnamese order, capitals without marks."""
        return f"{self.surname} {self.given_names}".strip()


def check_digit(text: str) -> int:
    """Check digit over `text`: weights 7, 3, 1; digits as they are, A = 10 … Z = 35, < = 0.

    Raises:
        MrzInvalid: A character outside A-Z, 0-9 and <.
    """
    return sum(_value(c) * WEIGHTS[i % 3] for i, c in enumerate(text)) % 10


def _value(character: str) -> int:
    if not _ALPHABET.fullmatch(character):
        raise MrzInvalid("character outside A-Z 0-9 <")
    if character == FILLER:
        return 0
    return int(character, 36)


def parse_mrz(lines: Sequence[str]) -> Mrz:
    """Parse a zone strictly: exact lengths, every check digit, real dates.

    Args:
        lines: Three lines of 30 characters (TD1) or two of 44 (TD3).

    Raises:
        MrzInvalid: Anything else; the detail names the check, never the content.
    """
    shape = tuple(len(line) for line in lines)
    if not all(_ALPHABET.fullmatch(line) for line in lines):
        raise MrzInvalid("character outside A-Z 0-9 <")
    if shape == (30, 30, 30):
        return _parse_td1(tuple(lines))
    if shape == (44, 44):
        return _parse_td3(tuple(lines))
    raise MrzInvalid(f"line lengths {shape}")


def _parse_td1(lines: tuple[str, ...]) -> Mrz:
    first, second, third = lines
    if first[0] not in "IAC":
        raise MrzInvalid("document type")
    _check("number", first[5:14], first[14])
    _check("birth", second[0:6], second[6])
    _check("expiry", second[8:14], second[14])
    _check("composite", first[5:30] + second[0:7] + second[8:15] + second[18:29], second[29])
    issuer = first[2:5].rstrip(FILLER)
    personal_id = _vietnamese_id(first) if _is_vietnamese_card(first) else ""
    _require_vietnamese(personal_id, first[0:5], second[15:18])
    surname, given = _names(third)
    return Mrz(
        document=first[0:2].rstrip(FILLER),
        issuer=issuer,
        number=first[5:14].rstrip(FILLER),
        personal_id=personal_id,
        surname=surname,
        given_names=given,
        nationality=second[15:18].rstrip(FILLER),
        birth_date=_birth_date(second[0:6], _expiry(second[8:14]), personal_id),
        sex=_sex(second[7], personal_id),
        expires_on=_expiry(second[8:14]),
        lines=lines,
    )


def _is_vietnamese_card(first: str) -> bool:
    """Whether line 1 names the country, or could only be one whose name was misread."""
    is_laid_out_so = re.fullmatch(r"[0-9]{12}", first[15:27]) and first[18:27] == first[5:14]
    return first[2:5] == VIETNAM or bool(is_laid_out_so)


def _require_vietnamese(personal_id: str, head: str, nationality: str) -> None:
    """Cards are for citizens only; document type and countries have no check digit."""
    if personal_id and (head != "IDVNM" or nationality != VIETNAM):
        raise MrzInvalid("document type, issuer or nationality")


def _vietnamese_id(first: str) -> str:
    personal_id = first[15:27]
    if not re.fullmatch(r"\d{12}", personal_id) or first[27:29] != FILLER * 2:
        raise MrzInvalid("personal id")
    _check("personal id", personal_id, first[29])
    if personal_id[3:] != first[5:14]:
        raise MrzInvalid("document number is not the end of the personal id")
    return personal_id


def _parse_td3(lines: tuple[str, ...]) -> Mrz:
    first, second = lines
    if first[0] != "P":
        raise MrzInvalid("document type")
    _check("number", second[0:9], second[9])
    _check("birth", second[13:19], second[19])
    _check("expiry", second[21:27], second[27])
    personal = second[28:42].rstrip(FILLER)
    if personal or second[42] != FILLER:
        _check("personal number", second[28:42], second[42])
    _check("composite", second[0:10] + second[13:20] + second[21:43], second[43])
    personal_id = personal if re.fullmatch(r"[0-9]{12}", personal) else ""
    issuer, nationality = first[2:5].rstrip(FILLER), second[10:13].rstrip(FILLER)
    if issuer == VIETNAM or nationality == VIETNAM:
        _require_vietnamese_passport(issuer, nationality, number=second[0:9], personal=personal)
    surname, given = _names(first[5:])
    return Mrz(
        document=first[0:2].rstrip(FILLER),
        issuer=issuer,
        number=second[0:9].rstrip(FILLER),
        personal_id=personal_id,
        surname=surname,
        given_names=given,
        nationality=nationality,
        birth_date=_birth_date(second[13:19], _expiry(second[21:27]), personal_id),
        sex=_sex(second[20], personal_id),
        expires_on=_expiry(second[21:27]),
        lines=lines,
    )


def _check(name: str, text: str, digit: str) -> None:
    if not digit.isdigit() or check_digit(text) != int(digit):
        raise MrzInvalid(f"check digit of {name}")


def _require_vietnamese_passport(
    issuer: str, nationality: str, *, number: str, personal: str
) -> None:
    """Passports of the country are for citizens, and their numbers hold one letter.

    The shape catches what check digits cannot: A, K, U and the filler all count as 0.
    """
    if issuer != nationality:
        raise MrzInvalid("issuer or nationality")
    if not re.fullmatch(r"[A-Z](?:[0-9]{8}|[0-9]{7}<)", number):
        raise MrzInvalid("shape of the number")
    if not re.fullmatch(r"(?:[0-9]{9}|[0-9]{12})?", personal):
        raise MrzInvalid("shape of the personal number")


def _sex(character: str, personal_id: str) -> str:
    if character not in "MF<":
        raise MrzInvalid("sex")
    if personal_id and character != "MF"[int(personal_id[3]) % 2]:
        return ""
    return character.strip(FILLER)


def _names(text: str) -> tuple[str, str]:
    surname, _, given = text.rstrip(FILLER).partition(FILLER * 2)
    if any(character.isdigit() for character in text):
        raise MrzInvalid("digit in a name")
    return surname.replace(FILLER, " ").strip(), given.replace(FILLER, " ").strip()


def _date(text: str, century: int) -> date:
    if not re.fullmatch(r"\d{6}", text):
        raise MrzInvalid("date")
    try:
        return date(century + int(text[0:2]), int(text[2:4]), int(text[4:6]))
    except ValueError as error:
        raise MrzInvalid("date") from error


def _expiry(text: str) -> date | None:
    return None if text == NO_EXPIRY else _date(text, 2000)


def _birth_date(text: str, expires_on: date | None, personal_id: str) -> date:
    """Birth date with the century that the zone itself leaves open.

    The personal id states it. Without one, a birth in the 2000s must lie at least five years
    before the expiry: the shortest term of a Vietnamese passport is five years and belongs to
    children; only a holder of about ninety-five or more would be read a century too young.
    """
    if personal_id:
        if personal_id[4:6] != text[0:2]:
            raise MrzInvalid("birth year is not the one of the personal id")
        return _date(text, 1900 + 100 * (int(personal_id[3]) // 2))
    if not text[0:2].isdigit():
        raise MrzInvalid("date")
    latest_year = expires_on.year - 5 if expires_on else 0
    return _date(text, 2000 if 2000 + int(text[0:2]) <= latest_year else 1900)
